/* search_ways.c: the long way of a search that is asked for more than solutions: see WAYS in search.h.
 *
 * Limits are looked at before a node is begun: before the body starts, before a choice's first alternative, before another one is taken on the way
 * back. To pause is to leave the prompt there: what is to come next is the latest point's next alternative, in each case. */
#include "search.h"

#include <limits.h>
#include <math.h>
#include <time.h>

double kont__search_clock(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

unsigned long kont__search_nodes(const kont_search *s)
{
    return s->stats.choices + s->stats.failures + s->stats.solutions + s->inner;
}

/* ---- Looking ------------------------------------------------------------------------------------------------------------------------------ */

static bool pauses(kont_search *s, enum kont_search_state why)
{
    s->outcome = why;
    return true;
}

/* Looks at the clock, and chooses how many nodes are to pass before the next time: about half a millisecond's. */
static double look_at_clock(kont_search *s)
{
    double now = kont__search_clock(), passed = now - s->limit.looked;
    s->limit.looked = now;
    if (passed < 2e-4 && s->limit.chunk < 4096)
        s->limit.chunk = 2 * s->limit.chunk + 1;
    else if (passed > 1e-3)
        s->limit.chunk /= 2;
    return now;
}

static unsigned long least(unsigned long a, unsigned long b)
{
    return a < b ? a : b;
}

/* The counter has run out: looks at all. */
static KONT bool look_closely(kont_search *s)
{
    unsigned long nodes = kont__search_nodes(s), end = least(s->limit.nodes, s->limit.slice), most = LONG_MAX;
    s->limit.fuel = 0;
    if (nodes >= end)
        return pauses(s, KONT_SEARCH_NODES);
    if (s->limit.deadline != 0 || s->progress.fn != NULL) {
        double now = look_at_clock(s);
        if (s->limit.deadline != 0 && now >= s->limit.deadline)
            return pauses(s, KONT_SEARCH_TIME);
        kont__search_report_if_due(s, now);
        most = s->limit.chunk;
    }
    s->limit.fuel = (long)least(end - nodes - 1, most);
    return false;
}

KONT bool kont__search_must_pause(kont_search *s)
{
    unsigned ways = kont__ways(s);
    if ((ways & WAY_STOP) && (__atomic_fetch_and(&s->ways, ~WAY_STOP, __ATOMIC_RELAXED) & WAY_STOP))
        return pauses(s, KONT_SEARCH_STOPPED);
    if (!(ways & WAY_COUNT) || s->limit.fuel-- > 0)
        return false;
    return look_closely(s);
}

KONT void kont__search_pause_if_must(kont_search *s)
{
    if (kont__search_must_pause(s))
        kont_abort(&kont__search_tag, NULL);
}

/* ---- Nodes ------------------------------------------------------------------------------------------------------------------------------ */

/* Goes down from a choice by one more alternative. */
static void step(kont_search *s, struct point *p)
{
    bool deviates = p->taken > 0 && !p->logical;
    s->path = p->path;
    s->path.discrepancies += deviates;
    if (kont__ways(s) & WAY_SHUFFLE)
        kont__search_step_key(&s->path, p->taken);
    if (kont__ways(s) & WAY_WEIGH)
        kont__search_step_down(&s->path, p->alternatives);
    p->taken++;
}

KONT void kont__point_first(kont_search *s, struct point *p)
{
    bool keeps_path = kont__keeps_path(s);
    if (keeps_path) {
        p->path = s->path;
        p->taken = 0;
        p->alternatives = p->next <= p->high ? (double)p->high - (double)p->next + 1 : 1;
    }
    kont__search_pause_if_must(s);
    if (keeps_path)
        step(s, p);
}

KONT void kont__search_prepare(kont_search *s)
{
    struct point *p = s->top;
    bool keeps_path = kont__keeps_path(s);
    if (keeps_path) {
        kont__search_weigh(s);
        kont__search_undo_inside(s, p != NULL ? p->path.trail : NULL);
    }
    if (p == NULL)
        return;
    kont__search_pause_if_must(s);
    if (keeps_path)
        step(s, p);
}

/* ---- Choosing ------------------------------------------------------------------------------------------------------------------------------ */

void kont__search_leave_out(kont_search *s)
{
    s->left_out = true;
    s->stats.cut_off++;
    kont__add_way(s, WAY_COUNT);                        /* so that its end is looked at */
}

static bool note_cut_off(kont_search *s, bool cut_off)
{
    if (cut_off)
        kont__search_leave_out(s);
    return cut_off;
}

bool kont__search_too_deep(kont_search *s)
{
    return note_cut_off(s, s->level >= s->limit.depth);
}

bool kont__search_too_odd(kont_search *s)
{
    return note_cut_off(s, s->path.discrepancies >= s->limit.discrepancies);
}

KONT long kont__choose_slowly(kont_search *s, long low, long high)
{
    if (low > high)
        kont__search_fail(s);
    if (low == high)
        return low;
    if (kont__search_too_deep(s))
        kont__search_fail(s);
    if (kont__ways(s) & WAY_PROBE)
        return kont__search_probe(s, low, high);
    uint64_t key = s->path.key;
    bool first_alone = kont__search_too_odd(s);
    struct point *p = kont__point_new(s, low, first_alone ? low : high, "kont_choose");
    long n = (long)(intptr_t)kont_callcc_at(&kont__search_tag, kont__point_branch, p);
    return kont__search_order(s, key, low, high, n);
}
