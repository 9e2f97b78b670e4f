/* kont/search.h: backtracking: a body that chooses and fails, a caller that asks for the next solution.
 *
 * Depth first: choices are tried in their order. Local variables go back to what they were at the choice; the heap does not.
 * McCarthy's amb (1963), with the solutions asked for one by one. */
#ifndef KONT_SEARCH_H
#define KONT_SEARCH_H

#include <kont/base.h>

KONT_BEGIN

typedef struct kont_search kont_search;

/* A search whose solutions are the values that fn(arg) returns. Nothing runs before the first kont_search_next. It belongs
 * to the thread that makes it. Collected when nothing refers to it. Errors: KONT_ERR_MEMORY, KONT_ERR_ARGUMENT. */
KONT_API KONT kont_search *kont_search_new(kont_fn *fn, void *arg);

/* Finds the next solution. True: it is in *solution. False: there is none left; *solution is null.
 * What the body raises is raised here and ends the search. So does any other way out past this call, an abort say.
 * Errors: KONT_ERR_RUNNING where the search runs already, KONT_ERR_THREAD, KONT_ERR_MEMORY, KONT_ERR_SEGMENTS. */
KONT_API KONT bool kont_search_next(kont_search *s, void **solution);

/* Ends the search: later kont_search_next return false. Errors: KONT_ERR_RUNNING, KONT_ERR_THREAD. */
KONT_API KONT void kont_search_close(kont_search *s);

/* Returns a value of low..high, each in its turn, lowest first. An empty range fails.
 * Winders inside the body are crossed where the way back leaves or enters them, as by call/cc (kont_callcc_at), which this is made of.
 * This and the next two: KONT_ERR_NO_PROMPT outside every search; as kont_callcc_at, and as kont_resume of what that captures. */
KONT_API KONT KONT_CAPTURES long kont_choose(long low, long high);

/* Goes back to the latest choice that has an alternative left. */
KONT_API KONT KONT_NORETURN void kont_fail(void);

/* Fails where the condition does not hold. */
KONT_API KONT void kont_require(bool condition);

/* Where the search stands. */
struct kont_search_stats {
    unsigned long choices, failures, solutions;         /* kont_choose calls with more than one alternative; dead ends; found */
    size_t depth, deepest;                              /* choices that have alternatives left, now and at most */
};
KONT_API struct kont_search_stats kont_search_stats(const kont_search *s);

KONT_END
#endif
