/* defer.c: cleanups that belong to a body.
 *
 * A record counts its holders: each activation that can still leave the body, and each continuation that can make another. The count
 * comes to zero where the last one is left, consumed or dropped by hand; then the defer runs there. What is only forgotten is
 * found by the collector: the record's finalizer puts it into the list of dropped ones, and its own thread runs it at its next
 * operation. */
#include <gc/gc.h>

#include "control.h"

struct kont__defer *kont__dropped;                      /* pushed by finalizers of any thread */

static void GC_CALLBACK on_unreachable(void *object, void *unused)
{
    struct kont__defer *d = object;
    (void)unused;
    struct kont__defer *first = __atomic_load_n(&kont__dropped, __ATOMIC_RELAXED);
    do
        d->next = first;
    while (!__atomic_compare_exchange_n(&kont__dropped, &first, d, true, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
}

/* ---- The thread's pending ones ----------------------------------------------------------------------------------------------------------
 *
 * So that its end can run them; the list keeps none of them alive. A record that was collected has run, or is
 * in the list of dropped ones. */
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

static KONT void run(struct kont__defer *d)
{
    kont_fn *fn = d->fn;
    if (fn != NULL)
        remove_pending(d);
    d->fn = NULL;
    GC_register_finalizer_no_order(d, NULL, NULL, NULL, NULL);
    if (fn != NULL)
        fn(d->arg);
}

static KONT void *run_thunk(void *record)
{
    run(record);
    return NULL;
}

/* ---- Bodies -------------------------------------------------------------------------------------------------------------------------- */

static bool inside_a_body(void)
{
    struct kont__place at = kont__here();
    const kont__dyn *d;
    if (at.prompt->link != NULL)
        return true;
    while ((d = kont__walk(&at, KONT__LIGHT, NULL)) != NULL)
        if (d->key != &kont__light_callec)
            return true;
    return false;
}

KONT void kont_defer(kont_fn *fn, void *arg)
{
    kont__ready("kont_defer");
    if (fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_defer", "fn");
    if (!inside_a_body())
        kont__misuse(KONT_ERR_NO_PROMPT, "kont_defer", "body");
    kont__spare_frame("kont_defer");
    struct kont__defer *d = GC_MALLOC(sizeof *d);
    if (d == NULL)
        kont__misuse(KONT_ERR_MEMORY, "kont_defer", NULL);
    *d = (struct kont__defer){ .fn = fn, .arg = arg, .holders = 1, .owner = kont__self.serial };
    kont__push(KONT__DEFER, d, NULL, NULL, "kont_defer");
    GC_register_finalizer_no_order(d, on_unreachable, NULL, NULL, NULL);
    add_pending(d);
}

KONT void kont__end_body(const kont__dyn *limit)
{
    struct kont__tail tail = kont__self.tail;           /* it waits until the body has ended */
    kont__self.tail.k = NULL;
    while (kont__self.here->dyn != limit) {
        const kont__dyn *d = kont__self.here->dyn;
        kont__self.here->dyn = d->next;
        kont__defer_release((struct kont__defer *)d->key, kont__here());
    }
    kont__self.tail = tail;
}

KONT void *kont_scope(kont_fn *fn, void *arg)
{
    kont__ready("kont_scope");
    if (fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_scope", "fn");
    kont__dyn *d = kont__push(KONT__LIGHT, &kont__light_scope, NULL, NULL, "kont_scope");
    void *v = fn(arg);
    kont__returned();
    kont__end_body(d);
    kont__pop(d);
    return v;
}

/* ---- Holders -------------------------------------------------------------------------------------------------------------------------- */

KONT void kont__defer_release(struct kont__defer *d, struct kont__place at)
{
    if (--d->holders == 0)
        kont__in_context(at, NULL, run_thunk, d);
}

void kont__defers_hold(const kont *k)
{
    for (const kont__prompt *p = k->inner; p != NULL; p = p == k->outer ? NULL : p->link)
        for (const kont__dyn *f = p->dyn; f != NULL && (f->below & KONT__DEFER); f = f->next)
            if (f->kind == KONT__DEFER)
                ((struct kont__defer *)f->key)->holders++;
}

/* The defers of p from frame f on, and those of the prompts out to `outer`, in front of `rest`. */
static KONT const kont__dyn *list_defers(const kont__dyn *f, const kont__prompt *p, const kont__prompt *outer, const kont__dyn *rest)
{
    while (f != NULL && f->kind != KONT__DEFER)
        f = f->next;
    if (f != NULL)
        return kont__defer_frame(f->key, list_defers(f->next, p, outer, rest));
    return p == outer ? rest : list_defers(p->link->dyn, p->link, outer, rest);
}

KONT void kont__defers_release(const kont *k)
{
    struct kont__place here = kont__here();
    kont__run_defers(list_defers(k->inner->dyn, k->inner, k->outer, here.dyn), here.prompt, here.dyn);
}

/* ---- What the collector found ------------------------------------------------------------------------------------------------------------ */

KONT size_t kont__poll(void)
{
    struct kont__defer *d = __atomic_exchange_n(&kont__dropped, NULL, __ATOMIC_ACQUIRE);
    size_t count = 0;
    while (d != NULL) {
        struct kont__defer *next = d->next;
        if (d->fn != NULL && d->owner != kont__self.serial) {
            on_unreachable(d, NULL);                    /* another thread's: back into the list */
        } else if (d->fn != NULL) {
            run(d);
            count++;
        }
        d = next;
    }
    return count;
}

/* Latest first; a cleanup may make others. */
KONT void kont__thread_ends(void)
{
    while (shown(kont__self.defers) != NULL)
        run(shown(kont__self.defers));
}

KONT size_t kont_poll(void)
{
    kont__ready("kont_poll");
    return kont__poll();
}
