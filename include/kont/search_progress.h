/* kont/search_progress.h: searches that take long: what they have done, and about how much is left.
 *
 * How large a tree is can be told from a part of it. A leaf that was come to by choices among d1, d2 ... dn alternatives stands for a tree of
 *
 *     1 + d1 + d1 d2 + ... + d1 d2 ... dn     nodes
 *
 * which is right on average, where each alternative is taken at random (Knuth, "Estimating the Efficiency of Backtrack Programs", 1975). Descents
 * of that kind are made by kont_search_estimate. While a search runs, each leaf that it comes to counts by the chance of a random descent to end
 * there (Kilby, Slaney, Thiebaux and Walsh 2006): rough at first, exact at the end. What cuts leave out is not foreseen; a choice whose alternatives
 * are produced (by a generator, or by another search) counts as if it had one. */
#ifndef KONT_SEARCH_PROGRESS_H
#define KONT_SEARCH_PROGRESS_H

#include <kont/search.h>

KONT_BEGIN

struct kont_search_progress {
    enum kont_search_state state;                       /* KONT_SEARCH_RUNNING; in the last call, why kont_search_next returns false */
    unsigned long nodes, solutions;                     /* so far */
    size_t level, depth;                                /* as in struct kont_search_stats */
    double seconds;                                     /* since the first kont_search_next */
    double rate;                                        /* nodes a second, since the last call */
    double estimate;                                    /* about how many nodes it will be at the end, or at that of this round; 0: not known */
    double left;                                        /* seconds, about, at the rate of all so far; INFINITY: not known */
};

typedef KONT void kont_search_progress_fn(const struct kont_search_progress *p, void *arg);

/* Calls fn(p, arg) every so many seconds while s runs, at a choice or a failure, and whenever kont_search_next returns false. fn may call
 * kont_search_stop and the like. It is no part of the search: what chooses or fails in it raises KONT_ERR_NO_PROMPT; what it raises ends the search. A
 * null fn takes it away. Set before the search begins, or there is no estimate. `p` is good during the call.
 * Errors: KONT_ERR_ARGUMENT for a null search, and for seconds below 0; KONT_ERR_THREAD. */
KONT_API KONT void kont_search_progress(kont_search *s, double seconds, kont_search_progress_fn *fn, void *arg);

/* An fn for it: a line on a terminal that is written over, and ended when the search is. `file` is a FILE *, or null: stderr. Prints nothing where
 * that is no terminal. */
KONT_API KONT void kont_search_progress_line(const struct kont_search_progress *p, void *file);

/* Knuth's estimate: how many nodes the tree has, from the mean of so many random descents. The body runs from its start for each, before the search
 * begins; undo hooks run at the end of each. kont_search_progress tells it from then on, until more nodes were visited. A body whose
 * descents may not end needs kont_search_limit_depth or a deadline, which end the descent or all of this. What the body raises is raised here, and ends the
 * search. Errors: KONT_ERR_ARGUMENT for a null search, one that has begun, no probes; as kont_search_next. */
KONT_API KONT double kont_search_estimate(kont_search *s, unsigned long probes, uint64_t seed);

KONT_END
#endif
