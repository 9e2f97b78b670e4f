/* fault.h: what happens when a segment is full.
 *
 * The guard's fault comes on an alternate signal stack, since there is no room on the segment. What is not an overflow of a
 * segment is handed on to the handler before, which so runs on the alternate stack as well. Meanwhile the thread's
 * `interrupted_at` tells roots.c where its frames are. */
#ifndef KONT_STACK_FAULT_H
#define KONT_STACK_FAULT_H

struct kont__thread;

/* Takes SIGSEGV, unless kont has it already. */
void kont__fault_check(void);

/* For each thread that kont comes to know, and before it ends: an alternate signal stack where it has none. */
void kont__fault_attach(struct kont__thread *t);
void kont__fault_detach(void);

#endif
