/* kont/search_limits.h: searches that end early, that look elsewhere first, or that look for the cheapest.
 *
 * A limit is set on a search, before it runs or at any later time, by its own thread. When one is reached, kont_search_next returns false,
 * kont_search_state says which, and kont_search_complete that this is not all. Nothing is lost: once the limit is set anew, kont_search_next goes on
 * where it paused. Until then it pauses at once again.
 *
 * What is looked at, and when: at every choice with more than one alternative, and at every failure. A body that does
 * neither is not stopped.
 *
 * Functions here marked KONT: KONT_ERR_ARGUMENT for a null search and for what is out of range; KONT_ERR_THREAD; those of ORDER also
 * KONT_ERR_ARGUMENT where the search has begun, or is made of others (search_fair.h). */
#ifndef KONT_SEARCH_LIMITS_H
#define KONT_SEARCH_LIMITS_H

#include <kont/search.h>

KONT_BEGIN

/* ---- Limits that pause ---------------------------------------------------------------------------------------------------- */

/* After n more nodes: KONT_SEARCH_NODES. */
KONT_API KONT void kont_search_limit_nodes(kont_search *s, unsigned long n);

/* After n more solutions: KONT_SEARCH_ENOUGH, when the next one is asked for. */
KONT_API KONT void kont_search_limit_solutions(kont_search *s, unsigned long n);

/* So many seconds from now: KONT_SEARCH_TIME. INFINITY takes the deadline away; 0 or less is now. Of the time looked at, a millisecond or
 * two are lost where nodes are quick, a node's time where they are slow. */
KONT_API KONT void kont_search_deadline(kont_search *s, double seconds);

/* From any thread, and from signal handlers: KONT_SEARCH_STOPPED, once. A search that does not run pauses when it is asked next. */
KONT_API void kont_search_stop(kont_search *s);

/* ---- Limits that cut off ------------------------------------------------------------------------------------------------------ */

/* A way may have so many choices: where one more would be made, the branch fails. If that happened, the search ends as KONT_SEARCH_CUT_OFF.
 * kont_once, kont_at_most, kont_if and kont_not see the solutions within the limit; the last two are a choice each, which is not refused.
 * Searches that are part of this one (kont_choose_search, search_fair.h, search_table.h) have their own limits of depth. */
KONT_API KONT void kont_search_limit_depth(kont_search *s, size_t choices);

/* What starts again, of the two that follow: the goal of a kont_once, kont_at_most, kont_if or kont_not is seen within a round's limit only. So a round
 * may find what is no solution of the whole tree; and what comes up in a later round with no more choices, or discrepancies, than the round
 * before allowed, is taken for one that was found there, and left out. Goals that ask a search of their own (kont_search_first) are seen whole. */

/* ORDER. Iterative deepening (Korf 1985): searches with a limit of `first` choices, then of `first + step`, and so on, from the start each time, until
 * nothing was cut off, or with the limit of kont_search_limit_depth. Each solution is found once: those with fewer choices come first. The body
 * runs again and again; what it does outside of its frames has to be undone. Statistics count all rounds. `step` is at least 1. */
KONT_API KONT void kont_search_deepen(kont_search *s, size_t first, size_t step);

/* ORDER. Limited discrepancy search (Harvey and Ginsberg 1995): where choices list the likely alternative first, solutions with few deviations are found
 * soon. A discrepancy is a choice on the way in which another alternative than the first is taken. Searches with none, then with one
 * at most, and so on up to `most`, from the start each time; each solution is found once, those with fewer discrepancies first. */
KONT_API KONT void kont_search_discrepancies(kont_search *s, size_t most);

/* ORDER. kont_choose and kont_choose_array take their alternatives in random order, which depends on the seed and on the way to the choice alone: the
 * same seed gives the same search, on every machine. Orders are permutations by swap-or-not (Hoang, Morris and Rogaway 2012), which takes no memory. */
KONT_API KONT void kont_search_shuffle(kont_search *s, uint64_t seed);

/* ---- The cheapest: branch and bound --------------------------------------------------------------------------------------------- */

/* In the body: no solution of this branch costs less than c. Fails where c is not less than the bound. The last cost told on the way to a
 * solution is that solution's, and becomes the bound: solutions come with falling costs, and the last one is the cheapest. To maximize, tell
 * negative costs. Errors: KONT_ERR_NO_PROMPT outside every search. */
KONT_API KONT void kont_cost(long c);

/* The bound shall be c, unless it is lower already: solutions cost less than c. At any time, from any thread. */
KONT_API void kont_search_tighten(kont_search *s, long c);

/* The bound: the cost of the best solution so far, or what it was tightened to; LONG_MAX at first, and of null. */
KONT_API long kont_search_bound(const kont_search *s);

/* The last of all solutions: of a body that tells costs, the cheapest. False where there is none. Paused by a limit, it has the best so far, and
 * kont_search_complete tells that a better one may be; called again, it goes on, and is false where nothing better was found.
 * Errors: as kont_search_next. */
KONT_API KONT bool kont_search_best(kont_search *s, void **solution);

KONT_END
#endif
