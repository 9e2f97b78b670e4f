/* fast.h: what the seam's quick functions are on this machine: inlined above it, so that an enter or a leave is one function of straight code that
 * ends in the switch itself. (Taken jumps and loads that wait for each other are what a switch costs; see BACK in switch.h.) */
#ifndef KONT_STACK_FAST_H
#define KONT_STACK_FAST_H

#include "machine.h"
#include "stack/switch.h"

/* Stores before it are seen, by whoever stops this thread, before stores after it. */
#define kont__publish() __atomic_signal_fence(__ATOMIC_SEQ_CST)

/* The status is stored whole: the next load of it, which comes soon, would have to wait for a store of its part. */
static inline void *kont__enter_waiting(kont__prompt *p, void *v)
{
    kont__prompt *from = kont__self.here;
    p->link = from;
    kont__publish();
    kont__self.here = p;
    kont__publish();
    p->status = kont__self.entered;
    return kont__switch_in(p, v, from);
}

static inline void *kont__leave_entered(kont__prompt *p, void *v)
{
    kont__prompt *to = p->link;
    kont__publish();
    p->status = kont__self.waiting;
    kont__publish();
    kont__self.here = to;
    kont__publish();
    p->link = NULL;
    return kont__switch_out(p, v, to);
}

#endif
