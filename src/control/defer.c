/* defer.c: cleanups that belong to a body.
 *
 * A record counts its holders: each activation that can still leave the body, and each continuation that can make another. The count
 * comes to zero where the last one is left, consumed or dropped by hand; then the defer runs there. What is only forgotten is
 * found by the collector: dropped.c. */
#include <gc/gc.h>

#include "control.h"

/* ---- The thread's pending ones ----------------------------------------------------------------------------------------------------------
 *
 * So that its end can run them; the list keeps none of them alive. A record that was collected has run, or is
 * in the thread's list of dropped ones. */
static struct kont__defer *shown(uintptr_t hidden)
{
    return (struct kont__defer *)~hidden;               /* all bits set: none */
}

static uintptr_t hidden(const struct kont__defer *d)
{
    return ~(uintptr_t)d;
}

static void add_pending(struct kont__defer *d)
{
    d->before = hidden(NULL);
    d->after = kont__self.defers;
    if (shown(d->after) != NULL)
        shown(d->after)->before = hidden(d);
    kont__self.defers = hidden(d);
}

static void remove_pending(struct kont__defer *d)
{
    if (shown(d->after) != NULL)
        shown(d->after)->before = d->before;
    if (shown(d->before) != NULL)
        shown(d->before)->after = d->after;
    else
        kont__self.defers = d->after;
}

KONT void *kont__defer_run(void *record)
{
    struct kont__defer *d = record;
    kont_fn *fn = d->fn;
    if (fn != NULL)
        remove_pending(d);
    d->fn = NULL;
    kont__unwatch(d);
    if (fn != NULL)
        fn(d->arg);
    return NULL;
}

/* ---- Bodies -------------------------------------------------------------------------------------------------------------------------- */

static bool inside_a_body(void)
{
    struct kont__place at = kont__here();
    if (at.prompt->link != NULL || (at.dyn != NULL && (at.dyn->below & KONT__CONTEXT)))
        return true;
    return kont__walk(&at, KONT__BODIES, NULL) != NULL;
}

KONT void kont_defer(kont_fn *fn, void *arg)
{
    kont__ready("kont_defer");
    if (fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_defer", "fn");
    if (!inside_a_body())
        kont__misuse(KONT_ERR_NO_PROMPT, "kont_defer", "body");
    kont__spare_frame("kont_defer");
    struct kont__dropped *owner = kont__dropped_list("kont_defer");
    struct kont__defer *d = GC_MALLOC(sizeof *d);
    if (d == NULL)
        kont__misuse(KONT_ERR_MEMORY, "kont_defer", NULL);
    *d = (struct kont__defer){ .fn = fn, .arg = arg, .owner = owner, .holders = 1 };
    kont__push(KONT__DEFER, d, NULL, NULL, "kont_defer");
    kont__watch(d);
    add_pending(d);
}

KONT void kont__end_body(const kont__dyn *limit)
{
    if (LIKELY(kont__self.here->dyn == limit))
        return;
    struct kont__tail tail = kont__tail_take();         /* it waits until the body has ended */
    while (kont__self.here->dyn != limit) {
        const kont__dyn *d = kont__self.here->dyn;
        kont__self.here->dyn = d->next;
        kont__defer_release((struct kont__defer *)d->key, NULL);
    }
    if (tail.k != NULL)
        kont__tail_set(tail);
}

KONT void *kont_scope(kont_fn *fn, void *arg)
{
    kont__ready("kont_scope");
    if (fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_scope", "fn");
    kont__dyn *d = kont__push(KONT__SCOPE, NULL, NULL, NULL, "kont_scope");
    void *v = fn(arg);
    kont__returned();
    kont__end_body(d);
    kont__pop(d);
    return v;
}

/* ---- Holders -------------------------------------------------------------------------------------------------------------------------- */

KONT void kont__defer_release(struct kont__defer *d, const kont__dyn *behind)
{
    if (--d->holders == 0)
        kont__in_context(behind, kont__defer_run, d, "kont_defer");
}

void kont__defers_hold(const kont__prompt *inner, const kont__prompt *outer)
{
    for (const kont__prompt *p = inner; p != NULL; p = p == outer ? NULL : p->link)
        for (const kont__dyn *f = p->dyn; f != NULL && (f->below & KONT__DEFER); f = f->next)
            if (f->kind == KONT__DEFER)
                ((struct kont__defer *)f->key)->holders++;
}

/* ---- The end of a thread ------------------------------------------------------------------------------------------------------------------ */

/* Latest first; a cleanup may make others. */
KONT void kont__thread_ends(void)
{
    while (shown(kont__self.defers) != NULL)
        kont__in_context(NULL, kont__defer_run, shown(kont__self.defers), "kont_defer");
}
