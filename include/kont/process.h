/* kont/process.h: cooperative processes: a queue of those that can go on, each of which runs until it yields, waits or ends.
 *
 *     running --yield--> at the end of the queue --in its turn--> running
 *     running --join, wait--> waits --the other ends, wake--> at the end of the queue
 *
 * No process is interrupted: between two of these calls it has all to itself. One thread runs them; there is no I/O here. */
#ifndef KONT_PROCESS_H
#define KONT_PROCESS_H

#include <kont/base.h>

KONT_BEGIN

typedef struct kont_process kont_process;

/* Runs fn(arg) as a process, and those that it spawns beside it, until it has ended: returns its value, or raises what it raised. The others
 * are closed then, and wherever else control leaves this call: their defers run. What another process raised, and nobody joined, is raised here at
 * the end, the earliest one's; so is what defers raise when they are closed. Where all wait, KONT_ERR_DEADLOCK is raised ("deadlock: every process
 * waits"). Runs of processes may stand inside each other; the calls below mean the innermost.
 * Errors: KONT_ERR_ARGUMENT, KONT_ERR_MEMORY, KONT_ERR_SEGMENTS; KONT_ERR_COPIED where a continuation that was captured in a process, this call
 * included, is resumed twice: the second time it may end the first process, and do nothing else here. */
KONT_API KONT void *kont_process_run(kont_fn *fn, void *arg);

/* A process that will run fn(arg), at the end of the queue. This and the next ones: KONT_ERR_NO_PROMPT outside kont_process_run, KONT_ERR_COPIED as
 * above; those that suspend: KONT_ERR_BARRIER, KONT_ERR_UNMARKED (cps). */
KONT_API KONT kont_process *kont_process_spawn(kont_fn *fn, void *arg);

/* Lets the others run, in their turn. */
KONT_API KONT KONT_CAPTURES void kont_process_yield(void);

/* Waits until p has ended. Returns its value, or raises what it raised; as often as it is asked.
 * Errors: KONT_ERR_JOINS_ITSELF ("cannot join current process"), KONT_ERR_ARGUMENT where p belongs to another kont_process_run. */
KONT_API KONT void *kont_process_join(kont_process *p);

/* The process that runs. */
KONT_API KONT kont_process *kont_process_self(void);

/* Waits until another one wakes it: channels, locks and the like are made of these two. */
KONT_API KONT KONT_CAPTURES void kont_process_wait(void);

/* Puts p, which waits by kont_process_wait, at the end of the queue. Returns whether it did; false where p does not wait so, or is
 * another thread's. */
KONT_API bool kont_process_wake(kont_process *p);

KONT_END
#endif
