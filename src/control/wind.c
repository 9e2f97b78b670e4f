/* wind.c: winders and defers: what runs when a dynamic extent is left or entered.
 *
 * Exits run on top of the frames that are about to go, in the dynamic state of each frame's own place (a CONTEXT frame). Entries run inside the
 * continuation just put back, before it goes on. So a winder may abort in either direction: what it finds is in place. */
#include <gc/gc.h>

#include "control.h"

/* ---- Crossings -------------------------------------------------------------------------------------------------------------------- */

KONT void kont__in_context(struct kont__place at, kont_fn *fn, void *arg)
{
    kont__dyn *d = kont__push(KONT__CONTEXT, NULL, (void *)at.dyn, at.prompt, "dynamic_wind");
    fn(arg);
    kont__pop(d);
}

KONT void kont__exit(const kont__prompt *outer, const kont__dyn *last, unsigned kinds)
{
    struct kont__place at = kont__here();
    const kont__dyn *d;
    unsigned stop = last != NULL ? last->kind : 0;
    while ((d = kont__walk(&at, kinds | stop, outer)) != NULL && d != last) {
        if (d->kind == KONT__WIND && d->value != NULL)
            kont__in_context(at, (kont_fn *)d->value, d->at);
        else if (d->kind == KONT__DEFER)
            kont__defer_release((struct kont__defer *)d->key, at);
    }
}

/* The outermost frame of prompt p inside of frame d that begins a body; d itself where there is none. */
static const kont__dyn *outermost_body(const kont__prompt *p, const kont__dyn *d)
{
    struct kont__place at = kont__here();
    const kont__dyn *f, *body = d;
    while ((f = kont__walk(&at, KONT__LIGHT, p->link)) != d)
        if (at.prompt == p && f->key != &kont__light_callec)
            body = f;
    return body;
}

KONT const kont__dyn *kont__exit_within(const kont__prompt *p, const kont__dyn *d, const char *where)
{
    const kont__dyn *f, *body = outermost_body(p, d);
    struct kont__place at = kont__here();
    bool stay = false;
    while ((f = kont__walk(&at, KONT__WIND | KONT__DEFER | KONT__LIGHT, p->link)) != d) {
        stay |= f == body || (body == d && at.prompt == p);
        if (f->kind == KONT__WIND && f->value != NULL)
            kont__in_context(at, (kont_fn *)f->value, f->at);
        else if (f->kind == KONT__DEFER && !stay)
            kont__defer_release((struct kont__defer *)f->key, at);
    }
    return kont__keep_defers(body == d ? p->dyn : body, d, where);
}

static KONT void enter_from(struct kont__place at, const kont__prompt *outer, const kont__dyn *shared)
{
    const kont__dyn *d = kont__walk(&at, KONT__WIND, outer);
    if (d == NULL || d == shared)
        return;
    enter_from(at, outer, shared);
    if (d->key != NULL)
        kont__in_context(at, (kont_fn *)d->key, d->at);
}

KONT void kont__enter_winds(size_t prompts, const kont__dyn *shared)
{
    const kont__prompt *outer = kont__self.here;
    while (prompts-- > 0)
        outer = outer->link;
    enter_from(kont__here(), outer, shared);
}

KONT struct kont__entry *kont__entry_new(size_t prompts, const kont__dyn *shared, kont_fn *fn, void *v, const char *where)
{
    struct kont__entry *e = GC_MALLOC(sizeof *e);
    if (e == NULL)
        kont__misuse(KONT_ERR_MEMORY, where, NULL);
    *e = (struct kont__entry){ prompts, shared, fn, v };
    return e;
}

KONT void *kont__entry_run(void *entry)
{
    struct kont__entry *e = entry;
    kont__enter_winds(e->prompts, e->shared);
    return e->fn != NULL ? e->fn(e->v) : e->v;
}

KONT void *kont_dynamic_wind(kont_fn *before, kont_fn *body, kont_fn *after, void *arg)
{
    kont__ready("kont_dynamic_wind");
    if (body == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_dynamic_wind", "body");
    if (before != NULL)
        kont__in_context(kont__here(), before, arg);
    kont__dyn *d = kont__push(KONT__WIND, (const void *)before, (void *)after, arg, "kont_dynamic_wind");
    void *v = body(arg);
    kont__returned();
    kont__pop(d);
    if (after != NULL)
        kont__in_context(kont__here(), after, arg);
    return v;
}
