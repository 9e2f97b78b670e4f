/* kont/search_fair.h: searches made of searches that take turns, so that a branch without end starves no other.
 *
 * Depth first, the second of two alternatives waits until the first has no more solutions: forever, where these do not end, or where there are
 * none and the search for them does not end. What follows is the fair disjunction and the fair conjunction of Kiselyov, Shan, Friedman and Sabry,
 * "Backtracking, Interleaving, and Terminating Monad Transformers" (2005), in their order:
 *
 *     interleave a b    the next solution is the first of a, then comes interleave b (rest of a); or b, where a has none
 *     bind s f          interleave (f v) (bind (rest of s) f), for the first solution v of s; none, where s has none
 *
 * Theirs does not end where a branch searches without end and without a solution. Here a branch that has visited 256 nodes since its turn began
 * has had its turn.
 *
 * Their msplit, a solution and the rest, is kont_search_next: the rest is the search itself, as it is then.
 *
 * A search made of others uses these up: who made it does not ask them further. Its limits that pause hold for them; their nodes count as its
 * own; a limit of theirs ends them, and cuts it off. They are closed when it is, or when it is left by a raise: their undo hooks run then. To have
 * all of it inside of another search: kont_choose_search. It is not started again, and has no order of its own: rounds, random order and estimates
 * raise KONT_ERR_ARGUMENT, "search is made of others". */
#ifndef KONT_SEARCH_FAIR_H
#define KONT_SEARCH_FAIR_H

#include <kont/search.h>

KONT_BEGIN

/* Fair disjunction. Of interleave(a, interleave(b, c)), a has every other turn; b and c share the rest.
 * Errors of both: KONT_ERR_ARGUMENT, KONT_ERR_MEMORY, KONT_ERR_THREAD; KONT_ERR_RUNNING for a search that runs. */
KONT_API KONT kont_search *kont_search_interleave(kont_search *a, kont_search *b);

/* Fair conjunction. For each solution v of s, then(v, arg) is the body of a search of its own; their solutions are those of the result. */
typedef KONT void *kont_search_then(void *v, void *arg);
KONT_API KONT kont_search *kont_search_bind(kont_search *s, kont_search_then *then, void *arg);

KONT_END
#endif
