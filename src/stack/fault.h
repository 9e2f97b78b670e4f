/* fault.h: what happens when a segment is full; and alternate signal stacks.
 *
 * The guard's fault comes on an alternate signal stack, since there is no room on the segment. What is not an overflow of a
 * segment is handed on to the handler before, which so runs on the alternate stack as well. So do the host's own handlers that ask for
 * one, on kont's or on one of the host's: where the collector stops a thread, the system says whether it is on such a stack. */
#ifndef KONT_STACK_FAULT_H
#define KONT_STACK_FAULT_H

struct kont__thread;

/* For each thread that kont comes to know, and before it ends: SIGSEGV, unless kont has it already, and an alternate signal stack where the thread
 * has none. */
void kont__fault_attach(void);
void kont__fault_detach(void);

/* Notes where the running thread, t, stands in this respect: signal_low, signal_high, interrupted_at. In the suspend signal's handler, or while the
 * world is stopped. */
void kont__fault_note(struct kont__thread *t);

#endif
