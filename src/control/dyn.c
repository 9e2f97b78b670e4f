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

unsigned kont__kinds(const kont__prompt *outer)
{
    unsigned kinds = 0;
    for (const kont__prompt *p = kont__self.here; p != outer; p = p->link)
        if (p->dyn != NULL)
            kinds |= p->dyn->below;
    return kinds;
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

KONT void kont__spare_frame(const char *where)
{
    enum { MOST_SPARE = 1024 };
    if (kont__self.spare_count == MOST_SPARE)
        return;
    uint32_t count = kont__self.spare_count;
    kont__dyn *d = take();
    if (d == NULL || kont__self.spare_count < count)
        kont__misuse(KONT_ERR_MEMORY, where, NULL);
    d->next = kont__self.spare;
    kont__self.spare = d;
    kont__self.spare_count++;
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

KONT kont__dyn *kont__push(enum kont__dyn_kind kind, const void *key, void *value, void *at, const char *where)
{
    kont__dyn *d = kont__dyn_make(kind, key, value, at, NULL, where);
    const kont__dyn *next = kont__self.here->dyn;       /* read now: a finalizer may have made a defer */
    d->next = next;
    d->below |= next != NULL ? next->below : 0;
    kont__self.here->dyn = d;
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

/* The defers in front of frame d, on top of its next. */
static KONT const kont__dyn *keep_defers(const kont__dyn *f, const kont__dyn *d)
{
    struct kont__defers kept = { d->next, NULL };
    for (; f != d; f = f->next)
        kept = kont__defers_add(kept, f->key, d->next);
    return kept.first;
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
    const kont__dyn *top, *rest;
    do {                                                /* PREPARED: a finalizer may have made a defer meanwhile */
        top = p->dyn;
        rest = top == d ? d->next : keep_defers(top, d);
    } while (p->dyn != top);
    p->dyn = rest;
    bool alone = d->kind == KONT__CONTEXT               /* no capture goes past it */
        || (!(p->flags & KONT__SHARED) && (d->kind & (KONT__MARK | KONT__PARAMETER | KONT__LIGHT)) && d->key != &kont__light_callec);
    if (alone)
        kont__dyn_free(d);
}
