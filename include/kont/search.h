/* kont/search.h: backtracking: a body that chooses and fails, a caller that asks for the next solution.
 *
 * Depth first: choices are tried in their order. Local variables go back to what they were at the choice; the heap does not.
 * McCarthy's amb (1963), with the solutions asked for one by one.
 *
 * A body is a tree that is walked while it grows. Its nodes:
 *
 *     kont_choose, with more than one alternative    a choice: an inner node; each alternative taken begins a node below
 *     kont_fail, and what fails                      a failure: a leaf
 *     the body returns                               a solution: a leaf
 *
 * More headers: limits, deadlines, orders, the cheapest (search_limits.h), progress (search_progress.h), searches that take fair
 * turns (search_fair.h), tables (search_table.h). */
#ifndef KONT_SEARCH_H
#define KONT_SEARCH_H

#include <kont/base.h>
#include <kont/generator.h>

KONT_BEGIN

typedef struct kont_search kont_search;

/* A search whose solutions are the values that fn(arg) returns. Nothing runs before the first kont_search_next. It belongs
 * to the thread that makes it. Collected when nothing refers to it. Errors: KONT_ERR_MEMORY, KONT_ERR_ARGUMENT. */
KONT_API KONT kont_search *kont_search_new(kont_fn *fn, void *arg);

/* ---- Asking for solutions ------------------------------------------------------------------------------------------------- */

/* Finds the next solution. True: it is in *solution. False: *solution is null, and kont_search_state tells why: there is none left, or a limit
 * (search_limits.h) was reached. Further calls of a search that has ended are false as well.
 * What the body raises is raised here and ends the search. So does any other way out past this call, an abort say.
 * Errors: KONT_ERR_RUNNING where the search runs already, KONT_ERR_THREAD, KONT_ERR_MEMORY, KONT_ERR_SEGMENTS. */
KONT_API KONT bool kont_search_next(kont_search *s, void **solution);

/* The same, and closes s. Errors of this and the next two: as kont_search_next. */
KONT_API KONT bool kont_search_first(kont_search *s, void **solution);

/* How many solutions there are from here on: runs to the end, or to a limit. */
KONT_API KONT size_t kont_search_count(kont_search *s);

/* The next solutions, `most` at most, in a collected array, behind which stands a null. Their number is in *count, where that is given. Never null. */
KONT_API KONT void **kont_search_collect(kont_search *s, size_t most, size_t *count);

/* Ends the search: later kont_search_next return false. Undo hooks run, as if it failed all the way back.
 * Errors: KONT_ERR_RUNNING, KONT_ERR_THREAD. */
KONT_API KONT void kont_search_close(kont_search *s);

/* ---- Inside the body: choosing and failing -----------------------------------------------------------------------------------
 *
 * All of these: KONT_ERR_NO_PROMPT outside every search; as kont_callcc_at, and as kont_resume of what that captures. They mean the
 * innermost search. */

/* Returns a value of low..high, each in its turn, lowest first. An empty range (low > high) fails.
 * Winders inside the body are crossed where the way back leaves or enters them, as by call/cc (kont_callcc_at), which this is made of. */
KONT_API KONT KONT_CAPTURES long kont_choose(long low, long high);

/* Returns an element of the array, each in its turn, first to last. None fails. The array is read when the turn comes.
 * For arrays of other types: array[kont_choose(0, count - 1)]. */
KONT_API KONT KONT_CAPTURES void *kont_choose_array(void *const *values, size_t count);

/* Returns a value that g yields, each in its turn, asking g when the turn comes. The end of g fails. What g raises is raised by this call.
 * The choice uses g up; another choice from the same g, in this branch or another, gets what it has not yielded yet. */
KONT_API KONT KONT_CAPTURES void *kont_choose_generator(kont_generator *g);

/* Returns a solution of `other`, each in its turn, searching on when the turn comes. No further one fails. `other` is used up as a
 * generator is. This search's limits hold for it, too: both pause and go on together.
 * Errors: KONT_ERR_RUNNING where `other` is this search or one around it. */
KONT_API KONT KONT_CAPTURES void *kont_choose_search(kont_search *other);

/* Goes back to the latest choice that has an alternative left. */
KONT_API KONT KONT_NORETURN void kont_fail(void);

/* Fails where the condition does not hold. */
KONT_API KONT void kont_require(bool condition);

/* ---- Inside the body: cutting --------------------------------------------------------------------------------------------------
 *
 * A goal is a function that may choose and fail; what it returns is a solution of it. An exception that the body catches leaves
 * the choices where they are.
 *
 *     kont_once(f, x)              the first solution of f(x); fails where there is none. Prolog's once/1, cut
 *     kont_at_most(n, f, x)        the first n, one after the other; n < 1 fails. Prolog's limit/2
 *     if (kont_if(f, x, &v))       the soft cut, Prolog's *->: true with v, once for each solution of f(x); or, where there is none,
 *     else                         false once, with v null. `v` may be left out (null)
 *     kont_not(f, x)               returns where f(x) has no solution, and fails where it has one: negation as failure */
KONT_API KONT void *kont_once(kont_fn *fn, void *arg);
KONT_API KONT void *kont_at_most(long n, kont_fn *fn, void *arg);
KONT_API KONT bool kont_if(kont_fn *fn, void *arg, void **value);
KONT_API KONT void kont_not(kont_fn *fn, void *arg);

/* ---- Inside the body: state outside of its frames ---------------------------------------------------------------------------- */

/* fn(arg) runs when the search backtracks past this call: before the alternative of an earlier choice is taken, latest hook first, each once. What
 * the body writes to memory that it shares between branches can be undone so: a trail. Hooks that have not run by the search's end run then:
 * where no alternative is left, where it is closed, where it is left by a raise. A solution does not run them, nor do cuts: what they hold back
 * runs on the way back past it.
 * A hook is no part of the search: what chooses or fails in it raises KONT_ERR_NO_PROMPT. What it raises comes out of kont_search_next, whatever the
 * body catches, and ends the search: the others run. Where one more raises, kont_search_close runs those left. Errors: KONT_ERR_ARGUMENT, KONT_ERR_MEMORY. */
KONT_API KONT void kont_undo(kont_fn *fn, void *arg);

/* ---- Where a search stands ----------------------------------------------------------------------------------------------------
 *
 *     NEW --next--> RUNNING --> FOUND       a solution; next looks for another
 *                           --> EXHAUSTED   complete: all solutions were found                              } no more of them:
 *                           --> CUT_OFF     all within a limit of depth or discrepancies, beyond which more may be  } the end
 *                           --> FAILED      left by a raise or an abort                                     }
 *     any      --close-->       CLOSED                                                                      }
 *     RUNNING --> NODES, ENOUGH, TIME, STOPPED      paused: kont_search_next goes on from there (search_limits.h) */
enum kont_search_state {
    KONT_SEARCH_NEW, KONT_SEARCH_RUNNING, KONT_SEARCH_FOUND,
    KONT_SEARCH_EXHAUSTED, KONT_SEARCH_CUT_OFF, KONT_SEARCH_FAILED, KONT_SEARCH_CLOSED,
    KONT_SEARCH_NODES, KONT_SEARCH_ENOUGH, KONT_SEARCH_TIME, KONT_SEARCH_STOPPED
};

/* Of null: KONT_SEARCH_CLOSED. */
KONT_API enum kont_search_state kont_search_state(const kont_search *s);

/* Whether all there is was found: the state is KONT_SEARCH_EXHAUSTED. */
KONT_API bool kont_search_complete(const kont_search *s);

struct kont_search_stats {
    unsigned long choices, failures, solutions;         /* choices with more than one alternative; dead ends; found */
    size_t depth, deepest;                              /* choices that have alternatives left, now and at most */
    unsigned long nodes;                                /* visited: the root, and each alternative taken */
    unsigned long cut_off;                              /* choices at which a limit of depth or discrepancies left something out */
    size_t level;                                       /* choices on the way to where it stands */
    double seconds;                                     /* from the first kont_search_next until now, or until it ended or paused */
    double rate;                                        /* nodes a second */
};
KONT_API struct kont_search_stats kont_search_stats(const kont_search *s);

/* How many bytes of frames the choices that have alternatives left hold: what a search costs in memory. Walks them all. */
KONT_API size_t kont_search_bytes(const kont_search *s);

KONT_END
#endif
