/* search_best.c: branch and bound: a bound that solutions, and whoever knows better, lower while the search runs. */
#include "search.h"

static long bound(const kont_search *s)
{
    return __atomic_load_n(&s->bound, __ATOMIC_RELAXED);
}

long kont_search_bound(const kont_search *s)
{
    return s != NULL ? bound(s) : LONG_MAX;
}

void kont_search_tighten(kont_search *s, long c)
{
    if (s == NULL)
        return;
    long old = bound(s);
    while (c < old && !__atomic_compare_exchange_n(&s->bound, &old, c, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        ;
}

KONT void kont_cost(long c)
{
    kont_search *s = kont__search_here("kont_cost");
    kont__add_way(s, WAY_COST);
    if (c >= bound(s))
        kont__search_fail(s);
    s->path.cost = c;
    s->path.costs = true;
}

bool kont__search_note_cost(kont_search *s)
{
    if (!s->path.costs)
        return true;
    if (s->path.cost >= bound(s))                       /* tightened since it was told */
        return false;
    kont_search_tighten(s, s->path.cost);
    return true;
}

KONT bool kont_search_best(kont_search *s, void **solution)
{
    kont__search_check(s, "kont_search_best");
    if (solution == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_search_best", "solution");
    void *best = NULL;
    bool found = false;
    for (void *v; kont_search_next(s, &v); found = true)
        best = v;
    *solution = best;
    return found;
}
