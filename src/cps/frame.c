/* frame.c: what rewritten code asks for: frames, and values larger than a pointer. */
#include <string.h>

#include "driver.h"

/* Also where no capture is under way yet: LOW begins one by saving. */
static __attribute__((noinline)) void *save_slowly(const kont__site *site)
{
    if (kont__cps.flag == KONT__UNWINDING && site->size <= sizeof kont__thread()->scratch)
        return kont__thread()->scratch;
    if (!KONT__CAPTURING)
        kont__begin_low();
    kont__frame *f = kont__take_at_last(site->size);
    f->site = (uintptr_t)site;
    f->next = *kont__cps.tail;
    *kont__cps.tail = f;
    kont__cps.tail = &f->next;
    return f;
}

KONT_API void *kont__save_new(const kont__site *site)
{
    size_t n = (site->size + KONT__GRANULE - 1) / KONT__GRANULE;
    struct kont__thread *t = kont__thread();
    if (__builtin_expect(kont__cps.flag < KONT__TAKING, false) || __builtin_expect(n >= KONT__POOLS, false) || KONT__STRESS_GC)
        return save_slowly(site);
    kont__frame *f = t->pools[n], **tail = kont__cps.tail;
    if (__builtin_expect(f == NULL, false))
        return save_slowly(site);
    t->pools[n] = f->next;
    f->site = (uintptr_t)site;
    f->next = *tail;
    *tail = f;
    kont__cps.tail = &f->next;
    return f;
}

KONT_API void *kont__to_heap(const void *v, size_t size)
{
    return memcpy(kont__take_at_last(size), v, size);
}
