/* wind.c: dynamic_wind, and the thunks that enter winders again; crossing.c runs them. */
#include <gc/gc.h>

#include "control.h"

KONT struct kont__reentry *kont__reentry_new(size_t prompts, size_t most, kont_fn *fn, void *v, const char *where)
{
    struct kont__reentry *e = GC_MALLOC(sizeof *e);
    if (e == NULL)
        kont__misuse(KONT_ERR_MEMORY, where, NULL);
    *e = (struct kont__reentry){ prompts, most, fn, v };
    return e;
}

KONT void *kont__reentry_run(void *entry)
{
    struct kont__reentry *e = entry;
    kont__enter_winds(e->prompts, e->most);
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
        kont__in_context(kont__here(), NULL, before, arg);
    kont__dyn *d = kont__push(KONT__WIND, (const void *)before, (void *)after, arg, "kont_dynamic_wind");
    void *v = body(arg);
    kont__returned();
    kont__pop(d);
    if (after != NULL)
        kont__in_context(kont__here(), NULL, after, arg);
    return v;
}
