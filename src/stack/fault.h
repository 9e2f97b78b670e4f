/* fault.h: what happens when a segment is full. */
#ifndef KONT_STACK_FAULT_H
#define KONT_STACK_FAULT_H

/* Called by each thread that kont comes to know, and before it ends. The first call takes SIGSEGV, handing on what is not an
 * overflow of a segment to the handler before; each gives the thread an alternate signal stack where it has none. */
void kont__fault_attach(void);
void kont__fault_detach(void);

#endif
