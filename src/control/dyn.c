/* dyn.c: frames of what is dynamic: making them, walking them. */
#include <gc/gc.h>

#include "control.h"

const kont__dyn *kont__step(struct kont__place *at)
{
    const kont__dyn *d = at->dyn;
    if (d == NULL) {
        at->prompt = at->prompt->link;
        at->dyn = at->prompt != NULL ? at->prompt->dyn : NULL;
    } else if (d->kind == KONT__CONTEXT) {
        *at = (struct kont__place){ d->at, d->value };
    } else {
        at->dyn = d->next;
    }
    return d;
}

const kont__dyn *kont__walk(struct kont__place *at, unsigned kinds, const kont__prompt *outer)
{
    while (at->prompt != NULL && at->prompt != outer) {
        const kont__dyn *d = at->dyn;
        while (d != NULL && (d->below & (kinds | KONT__CONTEXT))) {
            at->dyn = d->next;
            if (d->kind & kinds)
                return d;
            if (d->kind == KONT__CONTEXT) {
                at->prompt = d->at;
                at->dyn = d->value;
                if (at->prompt == outer)
                    return NULL;
            }
            d = at->dyn;
        }
        at->prompt = at->prompt->link;
        at->dyn = at->prompt != NULL ? at->prompt->dyn : NULL;
    }
    return NULL;
}

static kont__dyn *take(void)
{
    kont__stress_gc();
    if (kont__self.dyns == NULL)
        kont__self.dyns = GC_malloc_many(sizeof(kont__dyn));
    kont__dyn *d = kont__self.dyns;
    if (d != NULL) {
        kont__self.dyns = (kont__dyn *)d->next;
        return d;
    }
    d = kont__self.spare;
    if (d != NULL) {
        kont__self.spare = (kont__dyn *)d->next;
        kont__self.spare_count--;
    }
    return d;
}

static KONT void keep_spare(const char *where)
{
    uint32_t count = kont__self.spare_count;
    kont__dyn *d = take();
    if (d == NULL || kont__self.spare_count < count)
        kont__misuse(KONT_ERR_MEMORY, where, NULL);
    d->next = kont__self.spare;
    kont__self.spare = d;
    kont__self.spare_count++;
}

KONT void kont__spare_frame(const char *where)
{
    enum { MOST_SPARE = 1024, ONCE = 2 };
    while (kont__self.spare_count < ONCE)
        keep_spare(where);
    if (kont__self.spare_count < MOST_SPARE)
        keep_spare(where);
}

void kont__dyn_free(const kont__dyn *d)
{
    kont__dyn *frame = (kont__dyn *)d;
    frame->next = kont__self.dyns;
    kont__self.dyns = frame;
}

KONT kont__dyn *kont__dyn_make(enum kont__dyn_kind kind, const void *key, void *value, void *at, const kont__dyn *next, const char *where)
{
    kont__dyn *d = take();
    if (d == NULL)
        kont__misuse(KONT_ERR_MEMORY, where, NULL);
    *d = (kont__dyn){
        .next = next,
        .kind = (uint16_t)kind,
        .below = (uint16_t)(kind | (next != NULL ? next->below : 0)),
        .key = key,
        .value = value,
        .at = at
    };
    return d;
}

void kont__dyn_link(kont__dyn *d)
{
    const kont__dyn *next = kont__self.here->dyn;
    d->next = next;
    d->below |= next != NULL ? next->below : 0;
    kont__self.here->dyn = d;
}

KONT kont__dyn *kont__push(enum kont__dyn_kind kind, const void *key, void *value, void *at, const char *where)
{
    kont__dyn *d = kont__dyn_make(kind, key, value, at, NULL, where);
    kont__dyn_link(d);
    return d;
}

KONT struct kont__defers kont__defers_add(struct kont__defers list, const void *record, const kont__dyn *rest)
{
    kont__dyn *d = kont__dyn_make(KONT__DEFER, record, NULL, NULL, rest, "kont_defer");
    if (list.last == NULL)
        list.first = d;
    else
        list.last->next = d;
    list.last = d;
    return list;
}

KONT const kont__dyn *kont__defers_between(struct kont__place from, struct kont__place to, const kont__dyn *rest)
{
    struct kont__defers list = { rest, NULL };
    while (from.prompt != to.prompt || from.dyn != to.dyn) {
        const kont__dyn *d = kont__step(&from);
        if (d != NULL && d->kind == KONT__DEFER)
            list = kont__defers_add(list, d->key, rest);
    }
    return list.first;
}

KONT const kont__dyn *kont__defers_out_to(struct kont__place to, const kont__dyn *rest)
{
    do {
        struct kont__place from = kont__here();
        rest = kont__defers_between(from, to, rest);
        to = from;
    } while (kont__self.here->dyn != to.dyn);
    return rest;
}

bool kont__is_top(const kont__dyn *d)
{
    const kont__dyn *top = kont__self.here->dyn;
    while (top != NULL && top->kind == KONT__DEFER)
        top = top->next;
    return top == d;
}

KONT void kont__pop(kont__dyn *d)
{
    kont__prompt *p = kont__self.here;
    p->dyn = p->dyn == d ? d->next : kont__defers_out_to((struct kont__place){ p, d }, d->next);
    bool alone = d->kind == KONT__CONTEXT               /* no capture goes past it */
        || (!(p->flags & KONT__SHARED) && (d->kind & (KONT__MARK | KONT__PARAMETER | KONT__TRY | KONT__SCOPE | KONT__BINDING | KONT__HIDING)));
    if (alone)
        kont__dyn_free(d);
}

KONT void *kont__call_inside(kont__dyn *d, kont_fn *fn, void *arg)
{
    void *v = fn(arg);
    kont__returned();
    kont__pop(d);
    return v;
}
