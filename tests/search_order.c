/* Other orders: iterative deepening, limited discrepancies, random choices; the cheapest by branch and bound. */
#include <kont.h>
#include <limits.h>
#include <string.h>

#include "support/events.h"
#include "support/raises.h"
#include "support/solutions.h"
#include "test.h"

/* ---- Iterative deepening ----------------------------------------------------------------------------------------------------- */

/* A strand without end comes first; n is a solution of n choices on the other side. */
static KONT void *numbers(void *unused)
{
    long n = 1;
    if (kont_choose(0, 1) == 0)
        do
            kont_choose(0, 1);
        while (unused == NULL);
    while (kont_choose(0, 1) == 0)
        n++;
    return kont_int(n + 1);
}

TEST(search_order, deepening_comes_past_a_branch_without_end)
{
    kont_search *s = kont_search_new(numbers, NULL);
    kont_search_deepen(s, 0, 1);
    for (int n = 2; n < 9; n++) {
        CHECK_INT(kont_to_int(next_of(s)), n);
        CHECK_INT(kont_search_stats(s).level, n);
    }
    kont_search_close(s);
}

static long bodies;

/* Words over two letters that end in the second, by length: of up to `most` letters. */
static KONT void *words(void *most)
{
    long word = 1;
    bodies++;
    for (intptr_t n = 0; n < kont_to_int(most); n++) {
        if (kont_choose(0, 1) == 1)
            return kont_int(word);
        word = 2 * word + kont_choose(0, 1);
    }
    kont_fail();
}

TEST(search_order, deepening_finds_each_solution_once_and_those_with_fewer_choices_first)
{
    bodies = 0;
    kont_search *plain = kont_search_new(words, kont_int(4)), *s = kont_search_new(words, kont_int(4));
    CHECK_INT(kont_search_count(plain), 1 + 2 + 4 + 8);
    CHECK_INT(bodies, 1);
    kont_search_deepen(s, 1, 2);
    trace_all(s);
    CHECK_STR(traced(), "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15");
    CHECK_INT(bodies, 1 + 5);
    CHECK(kont_search_complete(s));
}

TEST(search_order, deepening_by_steps_skips_what_it_has_found)
{
    for (long first = 0; first < 12; first++)
        for (long step = 1; step < 5; step++) {
            kont_search *s = kont_search_new(words, kont_int(4));
            kont_search_deepen(s, (size_t)first, (size_t)step);
            CHECK_INT(kont_search_count(s), 15);
            CHECK(kont_search_complete(s));
        }
}

TEST(search_order, deepening_ends_at_the_limit_of_depth)
{
    for (int before = 0; before < 2; before++) {
        kont_search *s = kont_search_new(words, kont_int(9));
        if (before)
            kont_search_limit_depth(s, 4);
        kont_search_deepen(s, 1, 2);
        if (!before)
            kont_search_limit_depth(s, 4);
        trace_all(s);
        CHECK_STR(traced(), "1 2 3");
        CHECK_INT(kont_search_state(s), KONT_SEARCH_CUT_OFF);
    }
}

static KONT void *with_hooks(void *counter)
{
    ++*(long *)counter;
    kont_undo(trace_name, "-");
    return words(kont_int(2));
}

TEST(search_order, each_round_undoes_what_it_did)
{
    static long counter;
    kont_search *s = kont_search_new(with_hooks, &counter);
    kont_search_deepen(s, 0, 1);
    CHECK_INT(kont_search_count(s), 3);
    CHECK_INT(counter, 5);
    CHECK_STR(traced(), "- - - - -");
}

TEST(search_order, a_limit_of_nodes_pauses_between_rounds_too)
{
    kont_search *s = kont_search_new(words, kont_int(3));
    kont_search_deepen(s, 0, 1);
    long found = 0;
    do {
        kont_search_limit_nodes(s, 1);
        found += (long)kont_search_count(s);
    } while (kont_search_state(s) == KONT_SEARCH_NODES);
    CHECK_INT(found, 7);
    CHECK(kont_search_complete(s));
}

/* ---- Limited discrepancies --------------------------------------------------------------------------------------------------- */

static KONT void *bits(void *count)
{
    long n = 0;
    for (intptr_t i = 0; i < kont_to_int(count); i++)
        n = 10 * n + kont_choose(0, 1);
    return kont_int(n);
}

TEST(search_order, few_discrepancies_come_first)
{
    kont_search *s = kont_search_new(bits, kont_int(3));
    kont_search_discrepancies(s, 9);
    trace_all(s);
    CHECK_STR(traced(), "0 1 10 100 11 101 110 111");
    CHECK(kont_search_complete(s));
}

TEST(search_order, so_many_discrepancies_and_no_more)
{
    kont_search *s = kont_search_new(bits, kont_int(5));
    kont_search_discrepancies(s, 1);
    trace_all(s);
    CHECK_STR(traced(), "0 1 10 100 1000 10000");
    CHECK_INT(kont_search_state(s), KONT_SEARCH_CUT_OFF);
    kont_search *none = kont_search_new(bits, kont_int(5));
    kont_search_discrepancies(none, 0);
    trace_all(none);
    CHECK_STR(traced(), "0");
}

static KONT void *yield_two(void *unused)
{
    kont_yield(kont_int(0));
    kont_yield(kont_int(1));
    return unused;
}

static KONT void *of_generators(void *unused)
{
    long a = kont_to_int(kont_choose_generator(kont_generator_new(yield_two, unused)));
    long b = kont_to_int(kont_choose_generator(kont_generator_new(yield_two, unused)));
    return kont_int(10 * a + b);
}

TEST(search_order, discrepancies_among_what_generators_yield)
{
    kont_search *s = kont_search_new(of_generators, NULL);
    kont_search_discrepancies(s, 5);
    trace_all(s);
    CHECK_STR(traced(), "0 1 10 11");
    CHECK(kont_search_complete(s));
}

static KONT void *never(void *unused)
{
    kont_require(kont_choose(0, 1) == 2);
    return unused;
}

static KONT void *not_never(void *unused)
{
    kont_not(never, unused);
    return kont_int(kont_choose(0, 1));
}

TEST(search_order, what_not_and_if_do_is_no_discrepancy)
{
    kont_search *s = kont_search_new(not_never, NULL);
    kont_search_discrepancies(s, 0);
    CHECK_INT(kont_to_int(next_of(s)), 0);
    CHECK_INT(kont_to_int(next_of(s)), -1);
}

/* ---- Random choices ---------------------------------------------------------------------------------------------------------- */

static KONT void *three(void *unused)
{
    (void)unused;
    return kont_int(kont_choose(1, 3));
}

/* The solutions of a search with this seed, as digits of one number. */
static KONT long shuffled(kont_fn *fn, void *arg, uint64_t seed)
{
    kont_search *s = kont_search_new(fn, arg);
    long digits = 0;
    kont_search_shuffle(s, seed);
    for (void *v; kont_search_next(s, &v); )
        digits = 10 * digits + kont_to_int(v);
    CHECK(kont_search_complete(s));
    return digits;
}

TEST(search_order, every_order_comes_about_equally_often)
{
    static const long orders[] = { 123, 132, 213, 231, 312, 321 };
    enum { TIMES = 600 };
    long counts[6] = { 0 };
    for (uint64_t seed = 0; seed < TIMES; seed++) {
        long order = shuffled(three, NULL, seed);
        for (int i = 0; i < 6; i++)
            counts[i] += order == orders[i];
    }
    long sum = 0;
    for (int i = 0; i < 6; i++) {
        CHECK(counts[i] > TIMES / 6 - 45 && counts[i] < TIMES / 6 + 45);        /* five times the deviation to be expected */
        sum += counts[i];
    }
    CHECK_INT(sum, TIMES);
}

static KONT void *wide(void *unused)
{
    (void)unused;
    return kont_int(kont_choose(-100, 155));
}

TEST(search_order, a_random_order_leaves_nothing_out)
{
    bool seen[256] = { false };
    long moved = 0;
    kont_search *s = kont_search_new(wide, NULL);
    kont_search_shuffle(s, 1);
    for (long i = 0; i < 256; i++) {
        long n = (long)kont_to_int(next_of(s)) + 100;
        CHECK(n >= 0 && n < 256 && !seen[n]);
        seen[n] = true;
        moved += n != i;
    }
    CHECK(moved > 200);
    CHECK_INT(kont_search_count(s), 0);
}

static KONT void *widest(void *unused)
{
    (void)unused;
    return kont_int(kont_choose(LONG_MIN, LONG_MAX));
}

TEST(search_order, the_widest_range_in_random_order)
{
    intptr_t seen[50];
    kont_search *s = kont_search_new(widest, NULL);
    kont_search_shuffle(s, 3);
    for (int i = 0; i < 50; i++) {
        void *v;
        CHECK(kont_search_next(s, &v));
        seen[i] = kont_to_int(v);
        for (int j = 0; j < i; j++)
            CHECK(seen[j] != seen[i]);
    }
    kont_search_close(s);
}

TEST(search_order, the_same_seed_gives_the_same_search)
{
    kont_search *a = kont_search_new(bits, kont_int(6)), *b = kont_search_new(bits, kont_int(6)), *other = kont_search_new(bits, kont_int(6));
    long different = 0, x;
    kont_search_shuffle(a, 7);
    kont_search_shuffle(b, 7);
    kont_search_shuffle(other, 8);
    while ((x = (long)kont_to_int(next_of(a))) >= 0) {
        CHECK_INT(kont_to_int(next_of(b)), x);
        different += kont_to_int(next_of(other)) != x;
    }
    CHECK(different > 32);
}

TEST(search_order, rounds_keep_their_random_order)
{
    kont_search *s = kont_search_new(bits, kont_int(4)), *deep = kont_search_new(words, kont_int(4));
    kont_search_shuffle(s, 5);
    kont_search_discrepancies(s, 4);
    CHECK_INT(kont_search_count(s), 16);
    CHECK(kont_search_complete(s));
    kont_search_shuffle(deep, 5);
    kont_search_deepen(deep, 0, 1);
    CHECK_INT(kont_search_count(deep), 15);
}

/* ---- The cheapest ------------------------------------------------------------------------------------------------------------ */

/* The shortest tour of five towns on a line, their places given, back to the first: twice the distance of the outermost. */
static const long places[] = { 0, 40, 10, 30, 20 };

static KONT void *tour(void *unused)
{
    long way = 0, at = 0, visited = 1, order = 0;
    (void)unused;
    for (int i = 1; i < 5; i++) {
        long to = kont_choose(1, 4);
        kont_require(!(visited & 1 << to));
        visited |= 1 << to;
        way += labs(places[to] - places[at]);
        kont_cost(way);
        order = 10 * order + to;
        at = to;
    }
    kont_cost(way + places[at]);
    return kont_int(order);
}

TEST(search_order, solutions_come_with_falling_costs)
{
    kont_search *s = kont_search_new(tour, NULL);
    long last = LONG_MAX;
    CHECK_INT(kont_search_bound(s), LONG_MAX);
    while (kont_to_int(next_of(s)) > 0) {
        CHECK(kont_search_bound(s) < last);
        last = kont_search_bound(s);
    }
    CHECK_INT(last, 80);
    CHECK_INT(kont_search_bound(NULL), LONG_MAX);
}

TEST(search_order, best_is_the_last_of_them)
{
    void *v;
    kont_search *s = kont_search_new(tour, NULL);
    CHECK(kont_search_best(s, &v));
    CHECK_INT(kont_to_int(v), 1342);
    CHECK(kont_search_complete(s));
    CHECK(!kont_search_best(s, &v));
    CHECK_PTR(v, NULL);
}

TEST(search_order, best_of_what_there_was_time_for)
{
    void *v;
    kont_search *s = kont_search_new(tour, NULL);
    kont_search_limit_solutions(s, 1);
    CHECK(kont_search_best(s, &v));
    CHECK_INT(kont_to_int(v), 1234);
    CHECK(!kont_search_complete(s));
    kont_search_limit_solutions(s, 1000);
    CHECK(kont_search_best(s, &v));
    CHECK_INT(kont_to_int(v), 1342);
    CHECK(kont_search_complete(s));
}

TEST(search_order, a_bound_may_be_tightened_while_it_runs)
{
    void *v;
    kont_search *s = kont_search_new(tour, NULL);
    next_of(s);
    kont_search_tighten(s, 81);
    kont_search_tighten(s, 1000);
    kont_search_tighten(NULL, 1);
    CHECK_INT(kont_search_bound(s), 81);
    CHECK(kont_search_best(s, &v));
    CHECK_INT(kont_search_bound(s), 80);
    s = kont_search_new(tour, NULL);
    kont_search_tighten(s, 80);
    CHECK(!kont_search_best(s, &v));
    CHECK(kont_search_complete(s));
}

static kont_search *running;

static KONT void *tighten_at_the_end(void *unused)
{
    (void)unused;
    long n = kont_choose(1, 3);
    kont_cost(10 - n);
    if (n == 1)
        kont_search_tighten(running, 8);
    return kont_int(n);
}

TEST(search_order, a_bound_that_was_tightened_since_the_cost_was_told_holds)
{
    running = kont_search_new(tighten_at_the_end, NULL);
    trace_all(running);
    CHECK_STR(traced(), "3");
}

static KONT void *cost_of_a_branch(void *unused)
{
    (void)unused;
    long n = kont_choose(1, 3);
    if (n == 1)
        kont_cost(5);
    kont_choose(1, 2);
    return kont_int(n);
}

TEST(search_order, a_cost_belongs_to_its_branch)
{
    trace_all(kont_search_new(cost_of_a_branch, NULL));
    CHECK_STR(traced(), "1 2 2 3 3");
}

/* ---- Misuse ------------------------------------------------------------------------------------------------------------------ */

static KONT void *deepen(void *s) { kont_search_deepen(s, 1, 1); return NULL; }
static KONT void *no_step(void *s) { kont_search_deepen(s, 1, 0); return NULL; }
static KONT void *discrepancies(void *s) { kont_search_discrepancies(s, 1); return NULL; }
static KONT void *shuffle(void *s) { kont_search_shuffle(s, 1); return NULL; }
static KONT void *best(void *s) { void *v; return kont_int(kont_search_best(s, &v)); }
static KONT void *best_to_null(void *s) { return kont_int(kont_search_best(s, NULL)); }
static KONT void *cost(void *unused) { kont_cost(1); return unused; }

TEST(search_order, misuse)
{
    kont_search *begun = kont_search_new(bits, kont_int(2)), *s = kont_search_new(bits, kont_int(2));
    next_of(begun);
    CHECK_RAISES(deepen, NULL, KONT_ERR_ARGUMENT, "bad argument: search", "kont_search_deepen");
    CHECK_RAISES(no_step, s, KONT_ERR_ARGUMENT, "bad argument: step", "kont_search_deepen");
    CHECK_RAISES(discrepancies, NULL, KONT_ERR_ARGUMENT, "bad argument: search", "kont_search_discrepancies");
    CHECK_RAISES(shuffle, NULL, KONT_ERR_ARGUMENT, "bad argument: search", "kont_search_shuffle");
    CHECK_RAISES(deepen, begun, KONT_ERR_ARGUMENT, "bad argument: search has begun", "kont_search_deepen");
    CHECK_RAISES(discrepancies, begun, KONT_ERR_ARGUMENT, "bad argument: search has begun", "kont_search_discrepancies");
    CHECK_RAISES(shuffle, begun, KONT_ERR_ARGUMENT, "bad argument: search has begun", "kont_search_shuffle");
    deepen(s);
    CHECK_RAISES(discrepancies, s, KONT_ERR_ARGUMENT, "bad argument: search has rounds", "kont_search_discrepancies");
    CHECK_RAISES(best, NULL, KONT_ERR_ARGUMENT, "bad argument: search", "kont_search_best");
    CHECK_RAISES(best_to_null, s, KONT_ERR_ARGUMENT, "bad argument: solution", "kont_search_best");
    CHECK_RAISES(cost, NULL, KONT_ERR_NO_PROMPT, "no prompt \"search\" is there", "kont_cost");
}
