/* dropped.c: the defers of what is only forgotten.
 *
 * The collector finds their records; the finalizer, which any thread may run, puts each into the list of the thread that made it. That one runs
 * them at its next operation. Whether it has to look is told by a count of all that was found: so what waits for a thread
 * costs no other one anything.
 *
 * Finalizers come in any order; the latest defer has to run first. And what stops a defer by an abort or a raise stops the poll with it: so
 * those that are left stay in the list, for the next. */
#include <gc/gc.h>

#include "control.h"

struct kont__dropped {
    struct kont__defer *found;                          /* pushed by finalizers, in any order */
    struct kont__defer *due;                            /* the thread's own: latest first */
    uint32_t made;                                      /* defers so far */
    bool polling;                                       /* one of them runs: it does not run others */
};

size_t kont__found;
const kont__dyn kont__a_poll;

KONT struct kont__dropped *kont__dropped_list(const char *where)
{
    if (kont__self.dropped == NULL)
        kont__self.dropped = GC_MALLOC(sizeof *kont__self.dropped);
    if (kont__self.dropped == NULL)
        kont__misuse(KONT_ERR_MEMORY, where, NULL);
    return kont__self.dropped;
}

static void GC_CALLBACK on_unreachable(void *object, void *unused)
{
    struct kont__defer *d = object;
    struct kont__defer **list = &d->owner->found;
    (void)unused;
    d->next = __atomic_load_n(list, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(list, &d->next, d, true, __ATOMIC_RELEASE, __ATOMIC_RELAXED))
        continue;
    __atomic_add_fetch(&kont__found, 1, __ATOMIC_RELEASE);
}

void kont__watch(struct kont__defer *d)
{
    d->number = d->owner->made++;
    GC_register_finalizer_no_order(d, on_unreachable, NULL, NULL, NULL);
}

void kont__unwatch(struct kont__defer *d)
{
    GC_register_finalizer_no_order(d, NULL, NULL, NULL, NULL);
}

/* ---- Their order ------------------------------------------------------------------------------------------------------------------------ */

/* The difference is right as long as no two are further apart than half of all numbers. */
static bool is_later(const struct kont__defer *a, const struct kont__defer *b)
{
    return (int32_t)(a->number - b->number) > 0;
}

static struct kont__defer *merge(struct kont__defer *a, struct kont__defer *b)
{
    struct kont__defer *first, **place = &first;
    while (a != NULL && b != NULL) {
        struct kont__defer **later = is_later(a, b) ? &a : &b;
        *place = *later;
        *later = (*later)->next;
        place = &(*place)->next;
    }
    *place = a != NULL ? a : b;
    return first;
}

/* The first `count` of a list, latest first; the others are left in *list. */
static struct kont__defer *sort(struct kont__defer **list, size_t count)
{
    struct kont__defer *d = *list;
    if (count == 1) {
        *list = d->next;
        d->next = NULL;
        return d;
    }
    d = sort(list, count / 2);
    return merge(d, sort(list, count - count / 2));
}

static void take_found(struct kont__dropped *own)
{
    struct kont__defer *found = __atomic_exchange_n(&own->found, NULL, __ATOMIC_ACQUIRE);
    size_t count = 0;
    for (const struct kont__defer *d = found; d != NULL; d = d->next)
        count++;
    if (count > 0)
        own->due = merge(own->due, sort(&found, count));
}

/* ---- Running them ---------------------------------------------------------------------------------------------------------------------- */

static KONT void *run_first(void *dropped)
{
    struct kont__dropped *own = dropped;
    struct kont__defer *d = own->due;
    own->polling = true;
    own->due = d->next;
    return kont__defer_run(d);
}

void kont__poll_left(void)
{
    kont__self.dropped->polling = false;
}

/* Whether there is one to run; those that a thread's end or their body has run meanwhile are passed over. */
static bool is_any_due(struct kont__dropped *own)
{
    take_found(own);
    while (own->due != NULL && own->due->fn == NULL)
        own->due = own->due->next;
    return own->due != NULL;
}

KONT size_t kont__poll(void)
{
    struct kont__dropped *own = kont__self.dropped;
    size_t found = __atomic_load_n(&kont__found, __ATOMIC_ACQUIRE), count = 0;
    if (own != NULL && own->polling)
        return 0;
    for (; own != NULL && is_any_due(own); count++) {
        kont__in_context(&kont__a_poll, run_first, own, "kont_poll");
        own->polling = false;
    }
    kont__self.found = found;
    return count;
}

KONT size_t kont_poll(void)
{
    kont__ready("kont_poll");
    return kont__poll();
}
