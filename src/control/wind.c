/* wind.c: dynamic_wind, and the thunks that enter winders again; crossing.c runs them. */
#include <gc/gc.h>

#include "control.h"

static size_t count_winders(const struct kont__prompt *p)
{
    size_t n = 0;
    for (const kont__dyn *d = p->dyn; d != NULL && (d->below & KONT__WIND); d = d->next)
        n += d->kind == KONT__WIND;
    return n;
}

KONT struct kont__reentry *kont__reentry_new(const kont__prompt *inner, const kont__prompt *outer, size_t most, kont_fn *fn, void *v, const char *where)
{
    size_t prompts = 1, winders = count_winders(outer);
    for (const kont__prompt *p = inner; p != outer; p = p->link) {
        winders += count_winders(p);
        prompts++;
    }
    struct kont__reentry *e = GC_MALLOC(sizeof *e + winders * sizeof *e->winders);
    if (e == NULL)
        kont__misuse(KONT_ERR_MEMORY, where, NULL);
    *e = (struct kont__reentry){ prompts, most, fn, v, (struct kont__winder *)(e + 1) };
    return e;
}

KONT void *kont__reentry_run(void *reentry)
{
    struct kont__reentry *e = reentry;
    kont__enter_winds(e);
    return e->fn != NULL ? e->fn(e->v) : e->v;
}

KONT void *kont_dynamic_wind(kont_fn *before, kont_fn *body, kont_fn *after, void *arg)
{
    kont__ready("kont_dynamic_wind");
    if (body == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_dynamic_wind", "body");
    kont__spare_frame("kont_dynamic_wind");
    kont__spare_frame("kont_dynamic_wind");             /* for `before` has run when the frame is pushed */
    if (before != NULL)
        kont__in_context(kont__here(), NULL, before, arg, "kont_dynamic_wind");
    kont__dyn *d = kont__push(KONT__WIND, (const void *)before, (void *)after, arg, "kont_dynamic_wind");
    void *v = kont__call_inside(d, body, arg);
    if (after != NULL)
        kont__in_context(kont__here(), NULL, after, arg, "kont_dynamic_wind");
    return v;
}
