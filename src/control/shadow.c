/* shadow.c: whether the processor keeps a shadow stack for this thread: return addresses a second time, which it compares. Neither machine gets
 * along with it: one goes from stack to stack, the other jumps to places further out, and no entry is taken from the shadow stack for that. */
#include "control.h"

/* Both instructions do nothing where there are no such stacks. */
bool kont__has_shadow_stack(void)
{
#if defined(__x86_64__)
    uintptr_t place = 0;
    __asm__ volatile ("rdsspq %0" : "+r"(place));
    return place != 0;
#elif defined(__aarch64__)
    register uintptr_t features __asm__("x16") = 1;     /* guarded control stacks */
    __asm__ volatile ("hint #40" : "+r"(features));     /* chkfeat x16: clears what is enabled */
    return features == 0;
#else
    return false;
#endif
}
