/* search_choose.c: choices from what is not a range: alternatives that are produced when their turn comes.
 *
 * Such a point keeps its continuation until its producer has no more. The producer runs inside the body, at the choice, so that what it
 * raises is raised there; a failure that comes back enters it as a thunk. */
#include "search.h"

KONT void *kont_choose_array(void *const *values, size_t count)
{
    kont_search *s = kont__search_here("kont_choose_array");
    if (count == 0)
        kont__search_fail(s);
    if (values == NULL || count > LONG_MAX)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_choose_array", values == NULL ? "values" : "count");
    return values[kont_choose(0, (long)count - 1)];
}

/* ---- Alternatives that are produced -------------------------------------------------------------------------------------------------------- */

/* The last alternative has had its own end; only where there was none is this one. */
static KONT KONT_NORETURN void end_of(struct point *p)
{
    kont_search *s = p->search;
    kont__point_kill(p);
    if (p->fruitful)
        kont__search_back(s);
    s->stats.choices--;
    kont__search_fail(s);
}

KONT void *kont__point_produce(void *point)
{
    struct point *p = point;
    if (!p->produce(p->search, p))
        end_of(p);
    void *v = p->value;
    p->value = NULL;
    p->fruitful = true;
    if (p->path.discrepancies >= p->search->limit.discrepancies && kont__search_too_odd(p->search))
        kont__point_kill(p);
    return v;
}

static KONT void *branch(kont *k, void *point)
{
    struct point *p = point;
    kont_search *s = p->search;
    kont__point_push(s, p, k);
    if (UNLIKELY(kont__ways(s) != 0))
        kont__point_first(s, p);
    return kont__point_produce(p);
}

static KONT void *first_alone(kont_search *s, struct point *p)
{
    if (!p->produce(s, p))
        kont__search_fail(s);
    return p->value;
}

KONT void *kont__choose_produced(kont_search *s, kont__produce *produce, void *source, const char *where)
{
    if (kont__ways(s) != 0 && kont__search_too_deep(s))
        kont__search_fail(s);
    struct point *p = kont__point_new(s, 1, 0, where);
    p->produce = produce;
    p->source = source;
    p->fruitful = false;
    if (kont__ways(s) & WAY_PROBE)
        return first_alone(s, p);
    return kont_callcc_at(&kont__search_tag, branch, p);
}

/* ---- Generators and searches ------------------------------------------------------------------------------------------------------------------ */

static KONT bool next_of_generator(kont_search *s, struct point *p)
{
    (void)s;
    return kont_next(p->source, &p->value);
}

KONT void *kont_choose_generator(kont_generator *g)
{
    kont_search *s = kont__search_here("kont_choose_generator");
    if (g == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_choose_generator", "generator");
    return kont__choose_produced(s, next_of_generator, g, "kont_choose_generator");
}

/* How many nodes one search may visit before the one that it is part of looks at its limits, and before others have their turn. */
enum { SLICE = 256 };

static KONT bool runs_for_a_slice(kont_search *part, void **value)
{
    part->limit.slice = kont__search_nodes(part) + SLICE;
    part->limit.fuel = 0;
    kont__add_way(part, WAY_COUNT);
    *value = kont_scope(kont__search_advance, part);
    bool used_up = part->state == KONT_SEARCH_NODES && kont__search_nodes(part) >= part->limit.slice;
    part->limit.slice = ULONG_MAX;
    part->limit.fuel = 0;
    return used_up;
}

KONT enum kont__turn kont__search_turn(kont_search *s, kont_search *part, void **value)
{
    kont__search_check(part, "kont_search_next");
    unsigned long before = kont__search_nodes(part);
    bool used_up = !kont__search_is_over(part) && runs_for_a_slice(part, value);
    s->inner += kont__search_nodes(part) - before;
    s->limit.fuel = 0;
    if (used_up)
        return KONT__TURN_PAUSED;
    if (part->state == KONT_SEARCH_FOUND)
        return KONT__TURN_FOUND;
    if (part->state != KONT_SEARCH_EXHAUSTED && part->state != KONT_SEARCH_CLOSED)
        kont__search_leave_out(s);
    return KONT__TURN_OVER;
}

static KONT bool next_of_search(kont_search *s, struct point *p)
{
    enum kont__turn turn;
    while ((turn = kont__search_turn(s, p->source, &p->value)) == KONT__TURN_PAUSED)
        kont__search_pause_if_must(s);
    return turn == KONT__TURN_FOUND;
}

KONT void *kont_choose_search(kont_search *other)
{
    kont_search *s = kont__search_here("kont_choose_search");
    kont__search_check(other, "kont_choose_search");
    return kont__choose_produced(s, next_of_search, other, "kont_choose_search");
}
