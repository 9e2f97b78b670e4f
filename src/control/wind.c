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

/* How many prompts and winders there are in a part. */
static struct kont__reentry count(const kont__prompt *inner, const kont__prompt *outer)
{
    struct kont__reentry e = { .prompts = 1, .room = count_winders(outer) };
    for (const kont__prompt *p = inner; p != outer; p = p->link) {
        e.room += count_winders(p);
        e.prompts++;
    }
    return e;
}

KONT struct kont__reentry *kont__reentry_new(const kont__prompt *inner, const kont__prompt *outer, size_t most, kont_fn *fn, void *v, const char *where)
{
    struct kont__reentry counted = count(inner, outer), *e = GC_MALLOC(sizeof *e + counted.room * sizeof *e->winders);
    if (e == NULL)
        kont__misuse(KONT_ERR_MEMORY, where, NULL);
    *e = (struct kont__reentry){ counted.prompts, most, fn, v, (struct kont__winder *)(e + 1), counted.room };
    return e;
}

bool kont__reentry_fits(const struct kont__reentry *e, const kont__prompt *inner, const kont__prompt *outer)
{
    if (e == NULL)
        return false;
    struct kont__reentry now = count(inner, outer);
    return now.prompts == e->prompts && now.room == e->room;
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
        kont__in_context(NULL, before, arg, "kont_dynamic_wind");
    kont__dyn *d = kont__push(KONT__WIND, (const void *)before, (void *)after, arg, "kont_dynamic_wind");
    void *v = kont__call_inside(d, body, arg);
    if (after != NULL)
        kont__in_context(NULL, after, arg, "kont_dynamic_wind");
    return v;
}
