/* dropped.c: the defers of what is only forgotten.
 *
 * The collector finds their records; the finalizer, which any thread may run, puts each into the list of the thread that made it. That one runs
 * them at its next operation. Whether it has to look is told by a count of all that was found: so what waits for a thread
 * costs no other one anything. */
#include <gc/gc.h>

#include "control.h"

struct kont__dropped {
    struct kont__defer *found;                          /* pushed by finalizers, latest first */
};

size_t kont__found;

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
    GC_register_finalizer_no_order(d, on_unreachable, NULL, NULL, NULL);
}

void kont__unwatch(struct kont__defer *d)
{
    GC_register_finalizer_no_order(d, NULL, NULL, NULL, NULL);
}

KONT size_t kont__poll(void)
{
    struct kont__dropped *own = kont__self.dropped;
    size_t count = 0;
    kont__self.found = __atomic_load_n(&kont__found, __ATOMIC_ACQUIRE);
    struct kont__defer *d = own != NULL ? __atomic_exchange_n(&own->found, NULL, __ATOMIC_ACQUIRE) : NULL;
    while (d != NULL) {
        struct kont__defer *next = d->next;
        if (d->fn != NULL) {
            kont__in_context(kont__here(), NULL, kont__defer_run, d);
            count++;
        }
        d = next;
    }
    return count;
}

KONT size_t kont_poll(void)
{
    kont__ready("kont_poll");
    return kont__poll();
}
