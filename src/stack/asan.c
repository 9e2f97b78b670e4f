#include "sanitize.h"

#if defined(KONT_ASAN)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>

#include "thread.h"

enum { NATIVE_STACK = 1 << 20 };                        /* as much of the thread's own stack as is looked at */

KONT_API const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_stack_use_after_return=0:detect_leaks=0";
}

/* The stack that `to` lies on; what is below it there is free. */
void kont__asan_leave(void *to)
{
    kont__home *h = kont__home_of(to);
    char *high = h != NULL ? kont__top(h) : kont__thread()->native_bottom;
    char *low = h != NULL ? h->low : high - NATIVE_STACK;
    if ((char *)to > low)
        kont__unpoison(low, to);
    __sanitizer_start_switch_fiber(NULL, low, (size_t)(high - low));
}

void kont__asan_arrive(void)
{
    __sanitizer_finish_switch_fiber(NULL, NULL, NULL);
}

void kont__unpoison(void *low, void *high)
{
    __asan_unpoison_memory_region(low, (size_t)((char *)high - (char *)low));
}
#endif
