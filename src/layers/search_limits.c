/* search_limits.c: the limits of a search, as they are set. */
#include "search.h"

#include <math.h>

static KONT void count(kont_search *s)
{
    kont__add_way(s, WAY_COUNT);
    s->limit.fuel = 0;                                  /* the next look is a close one */
}

static unsigned long sum(unsigned long a, unsigned long b)
{
    return b < ULONG_MAX - a ? a + b : ULONG_MAX;
}

KONT void kont_search_limit_nodes(kont_search *s, unsigned long n)
{
    kont__search_check_owner(s, "kont_search_limit_nodes");
    s->limit.nodes = sum(kont_search_stats(s).nodes, n);
    count(s);
}

KONT void kont_search_limit_solutions(kont_search *s, unsigned long n)
{
    kont__search_check_owner(s, "kont_search_limit_solutions");
    s->limit.solutions = sum(s->stats.solutions, n);
    count(s);
}

KONT void kont_search_deadline(kont_search *s, double seconds)
{
    kont__search_check_owner(s, "kont_search_deadline");
    if (isnan(seconds))
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_search_deadline", "seconds");
    double now = kont__search_clock();
    s->limit.looked = now;
    s->limit.chunk = 0;
    s->limit.deadline = now + (seconds > 0 ? seconds : 0);
    count(s);
}

void kont_search_stop(kont_search *s)
{
    if (s != NULL)
        kont__add_way(s, WAY_STOP);
}

KONT void kont_search_limit_depth(kont_search *s, size_t choices)
{
    kont__search_check_owner(s, "kont_search_limit_depth");
    kont__add_way(s, WAY_DEPTH);
    if (s->round.step == 0 || choices < s->limit.depth)
        s->limit.depth = choices;
    s->round.most = choices;
}
