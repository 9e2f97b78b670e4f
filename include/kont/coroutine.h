/* kont/coroutine.h: coroutines, asymmetric and symmetric, as de Moura and Ierusalimschy (2009) tell them apart.
 *
 *     asymmetric: resume goes down, yield comes back           symmetric: transfer goes across
 *
 *         main --resume--> a --resume--> b                         main --transfer--> a --transfer--> b
 *         main <---yield-- a <---yield-- b                         main <-------transfer(null)------- b
 *
 * One kind of coroutine does both: a transfer puts another coroutine in the place of the running one, under who resumed that. So transfers
 * build no stack. Values go along, both ways.
 *
 *     KONT_CO_SUSPENDED --resume--> KONT_CO_RUNNING --yield, transfer--> KONT_CO_SUSPENDED      return, raise, close --> KONT_CO_DEAD
 *     KONT_CO_RUNNING --resumes another--> KONT_CO_NORMAL --that yields--> KONT_CO_RUNNING     (as Lua's coroutine.status)
 *
 * A coroutine belongs to the thread that makes it, and is collected when nothing refers to it; then its defers run. */
#ifndef KONT_COROUTINE_H
#define KONT_COROUTINE_H

#include <kont/base.h>

KONT_BEGIN

typedef struct kont_coroutine kont_coroutine;

/* A coroutine that will run fn(v), v being what the first resume or transfer brings. Errors: KONT_ERR_MEMORY, KONT_ERR_ARGUMENT. */
KONT_API KONT kont_coroutine *kont_coroutine_new(kont_fn *fn);

/* Starts co with v, or goes on with v as the value of the yield or transfer where it waits. Returns what is yielded to here, or what the body
 * returns: kont_coroutine_status tells which. What the body raises is raised here.
 * Errors: KONT_ERR_RUNNING where co runs or has resumed others ("coroutine already executing"), KONT_ERR_REUSED where it is dead ("cannot reuse
 * already awaited coroutine": Python's words), KONT_ERR_THREAD, KONT_ERR_COPIED, KONT_ERR_MEMORY, KONT_ERR_SEGMENTS. */
KONT_API KONT void *kont_coroutine_resume(kont_coroutine *co, void *v);

/* Suspends the innermost running coroutine; the resume that it runs under returns v. Returns what the next resume or transfer to it brings.
 * Errors: KONT_ERR_NO_PROMPT outside every coroutine, KONT_ERR_BARRIER, KONT_ERR_UNMARKED (cps), KONT_ERR_MEMORY. */
KONT_API KONT KONT_CAPTURES void *kont_coroutine_yield(void *v);

/* Suspends the innermost running coroutine, and starts co with v, or goes on with it, in its place: co's yields and its return go to who resumed
 * that. Returns what the next resume or transfer brings. To null: yields. Where no coroutine runs: resumes co. To itself: returns v.
 * Errors: as kont_coroutine_resume and kont_coroutine_yield; those that co is the cause of are raised before anything is left, but where it is a
 * winder on the way that ends co: then by the resume. */
KONT_API KONT void *kont_transfer(kont_coroutine *co, void *v);

/* Ends co: its frames are left where it waits, as by an escape, and its defers run. Nothing where it is dead. Errors: KONT_ERR_RUNNING,
 * KONT_ERR_THREAD, KONT_ERR_MEMORY. */
KONT_API KONT void kont_coroutine_close(kont_coroutine *co);

enum kont_coroutine_status { KONT_CO_SUSPENDED = 1, KONT_CO_RUNNING, KONT_CO_NORMAL, KONT_CO_DEAD };

/* KONT_CO_DEAD for null. */
KONT_API enum kont_coroutine_status kont_coroutine_status(const kont_coroutine *co);

/* The innermost running coroutine, or null. */
KONT_API kont_coroutine *kont_coroutine_running(void);

KONT_END
#endif
