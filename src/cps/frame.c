/* frame.c: what rewritten code asks for: frames, and values larger than a pointer. */
#include <string.h>

#include "driver.h"

KONT_API void *kont__save_new(const kont__site *site)
{
    if (!KONT__CAPTURING)
        kont__begin_low();
    kont__frame *f = kont__take_at_last(site->size);
    f->site = (uintptr_t)site;
    f->next = *kont__cps.tail;
    *kont__cps.tail = f;
    kont__cps.tail = &f->next;
    return f;
}

KONT_API void *kont__value_box(const void *v, size_t size)
{
    return memcpy(kont__take_at_last(size), v, size);
}
