/* roots.h: what the collector has to know of running threads.
 *
 * kont puts itself in front of three of the collector's hooks and hands on to whatever was there:
 *   - the procedure that pushes other roots: threads' stacks;
 *   - the collection events, to know whether the world is stopped;
 *   - the handler of the signal that suspends threads, to note each thread's sp.
 *
 * STOPPED. A thread may be stopped in the middle of a switch. Its sp alone says on which segment it runs; the fields of its
 * chain are stored in such an order that at every moment chain and sp together cover all that the thread can still reach:
 * what becomes reachable in a new way is published before the old way is cut.
 *
 * While the world is not stopped (incremental mode), stacks are not pushed at all: the collector pushes its roots once more
 * when it stops the world at the end. */
#ifndef KONT_STACK_ROOTS_H
#define KONT_STACK_ROOTS_H

/* Installs the hooks the first time; later, at each new thread, checks that they are still reached (by a collection, where somebody else
 * is in front), and stops the process with a clear line where somebody replaced one without handing on. */
void kont__roots_check(void);

#endif
