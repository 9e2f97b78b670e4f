/* Fair disjunction and conjunction: the order of solutions, branches without end, and what ends them. More of the paper's examples are in papers/. */
#include <gc/gc.h>
#include <kont.h>
#include <limits.h>
#include <stdio.h>

#include "support/events.h"
#include "support/raises.h"
#include "support/solutions.h"
#include "test.h"

static KONT void trace_some(kont_search *s, int most)
{
    for (void *v; most-- > 0 && kont_search_next(s, &v); )
        trace("%ld", (long)kont_to_int(v));
}

static KONT void *up_to(void *n)
{
    return kont_int(kont_choose(1, kont_to_int(n)));
}

static KONT void *tens(void *n)
{
    return kont_int(10 * kont_choose(1, kont_to_int(n)));
}

static KONT void *numbers(void *first)
{
    long n = kont_to_int(first);
    while (kont_choose(0, 1) == 1)
        n++;
    return kont_int(n);
}

static KONT void *fruitless(void *unused)
{
    do
        kont_require(kont_choose(0, 1) == 1);
    while (unused == NULL);
    return unused;
}

static KONT void *failing(void *unused)
{
    kont_require(unused != NULL);
    return unused;
}

static KONT kont_search *search(kont_fn *fn, intptr_t arg)
{
    return kont_search_new(fn, kont_int(arg));
}

/* ---- Disjunction --------------------------------------------------------------------------------------------------------------- */

TEST(search_fair, two_searches_take_turns)
{
    kont_search *s = kont_search_interleave(search(up_to, 5), search(tens, 2));
    trace_some(s, INT_MAX);
    CHECK_STR(traced(), "1 10 2 20 3 4 5");
    CHECK(kont_search_complete(s));
    trace_some(kont_search_interleave(search(failing, 0), search(tens, 3)), INT_MAX);
    trace_some(kont_search_interleave(search(up_to, 3), search(failing, 0)), INT_MAX);
    CHECK_STR(traced(), "10 20 30 1 2 3");
    s = kont_search_interleave(search(failing, 0), search(failing, 0));
    CHECK_INT(kont_to_int(next_of(s)), -1);
    CHECK(kont_search_complete(s));
}

TEST(search_fair, neither_of_two_endless_ones_starves)
{
    trace_some(kont_search_interleave(search(numbers, 0), search(numbers, 100)), 8);
    CHECK_STR(traced(), "0 100 1 101 2 102 3 103");
}

TEST(search_fair, one_that_never_finds_anything_does_not_hold_up_the_other)
{
    for (int i = 0; i < 2; i++) {
        kont_search *a = search(fruitless, 0), *b = search(numbers, 0);
        trace_some(i == 0 ? kont_search_interleave(a, b) : kont_search_interleave(b, a), 4);
        CHECK_STR(traced(), "0 1 2 3");
    }
}

TEST(search_fair, turns_within_turns)
{
    kont_search *others = kont_search_interleave(search(numbers, 20), search(numbers, 30));
    trace_some(kont_search_interleave(search(numbers, 10), others), 8);
    CHECK_STR(traced(), "10 20 11 30 12 21 13 31");
    others = kont_search_interleave(search(fruitless, 0), kont_search_interleave(search(fruitless, 0), search(numbers, 30)));
    trace_some(kont_search_interleave(search(fruitless, 0), others), 3);
    CHECK_STR(traced(), "30 31 32");
}

static KONT void *within(void *other)
{
    long a = kont_choose(1, 2);
    kont_search *turns = kont_search_interleave(search(up_to, 2), search(tens, 2));
    return kont_int(100 * a + kont_to_int(kont_choose_search(turns)) + (other != NULL));
}

TEST(search_fair, turns_within_a_body)
{
    trace_some(kont_search_new(within, NULL), INT_MAX);
    CHECK_STR(traced(), "101 110 102 120 201 210 202 220");
}

/* ---- Conjunction --------------------------------------------------------------------------------------------------------------- */

static KONT void *numbers_from_tens(void *v, void *arg)
{
    return kont_int(kont_to_int(arg) + kont_to_int(numbers(kont_int(10 * kont_to_int(v)))));
}

TEST(search_fair, each_solution_of_the_first_gets_its_turns)
{
    trace_some(kont_search_bind(search(numbers, 1), numbers_from_tens, kont_int(1000)), 15);
    CHECK_STR(traced(), "1010 1020 1011 1030 1012 1021 1013 1040 1014 1022 1015 1031 1016 1023 1017");
}

static KONT void *divisors(void *v, void *unused)
{
    (void)unused;
    long n = kont_to_int(v), d = kont_choose(1, n);
    kont_require(n % d == 0);
    return kont_int(10 * n + d);
}

TEST(search_fair, finite_ones_come_to_their_end)
{
    kont_search *s = kont_search_bind(search(up_to, 6), divisors, NULL);
    trace_some(s, INT_MAX);
    CHECK_STR(traced(), "11 21 31 22 41 33 51 42 61 44 55 62 63 66");
    CHECK(kont_search_complete(s));
    s = kont_search_bind(search(failing, 0), divisors, NULL);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    CHECK(kont_search_complete(s));
}

static KONT void *nothing_for_most(void *v, void *unused)
{
    if (kont_to_int(v) % 3 != 0)
        return fruitless(unused);
    return v;
}

TEST(search_fair, a_solution_of_which_nothing_comes_does_not_hold_up_the_others)
{
    trace_some(kont_search_bind(search(numbers, 1), nothing_for_most, NULL), 3);
    CHECK_STR(traced(), "3 6 9");
    trace_some(kont_search_bind(kont_search_interleave(search(fruitless, 0), search(up_to, 3)), nothing_for_most, NULL), 1);
    CHECK_STR(traced(), "3");
}

static KONT void *only_itself(void *v, void *unused)
{
    (void)unused;
    return v;
}

TEST(search_fair, thousands_of_solutions_one_each)
{
    kont_search *s = kont_search_bind(search(up_to, 3000), only_itself, NULL);
    for (int n = 1; n <= 3000; n++)
        CHECK_INT(kont_to_int(next_of(s)), n);
    CHECK_INT(kont_to_int(next_of(s)), -1);
}

/* ---- Ends ------------------------------------------------------------------------------------------------------------------------ */

TEST(search_fair, limits_hold_for_all_that_take_turns)
{
    kont_search *s = kont_search_interleave(search(fruitless, 0), search(fruitless, 0));
    kont_search_limit_nodes(s, 5000);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    CHECK_INT(kont_search_state(s), KONT_SEARCH_NODES);
    CHECK(kont_search_stats(s).nodes >= 5000);
    CHECK(kont_search_stats(s).nodes < 6000);
    kont_search_deadline(s, 0.005);
    kont_search_limit_nodes(s, ULONG_MAX);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    CHECK_INT(kont_search_state(s), KONT_SEARCH_TIME);
}

TEST(search_fair, going_on_after_a_limit_loses_nothing)
{
    kont_search *s = kont_search_interleave(search(numbers, 0), kont_search_bind(search(numbers, 10), only_itself, NULL));
    kont_search *same = kont_search_interleave(search(numbers, 0), kont_search_bind(search(numbers, 10), only_itself, NULL));
    for (int found = 0; found < 40; ) {
        void *v;
        kont_search_limit_nodes(s, 1);
        if (kont_search_next(s, &v)) {
            CHECK_INT(kont_to_int(v), kont_to_int(next_of(same)));
            found++;
        }
    }
}

TEST(search_fair, a_limit_of_one_cuts_off)
{
    kont_search *limited = search(numbers, 0), *s = kont_search_interleave(limited, search(tens, 3));
    kont_search_limit_depth(limited, 2);
    trace_some(s, INT_MAX);
    CHECK_STR(traced(), "0 10 1 20 30");
    CHECK_INT(kont_search_state(s), KONT_SEARCH_CUT_OFF);
}

static KONT void *raises_second(void *unused)
{
    if (kont_choose(0, 1) == 1)
        kont_raise(kont_exception_new("STOP", unused, "stop"));
    return unused;
}

static KONT void *with_hook(void *n)
{
    char *name = GC_MALLOC_ATOMIC(16);
    snprintf(name, 16, "-%d", (int)kont_to_int(n));
    kont_undo(trace_name, name);
    return kont_int(10 * kont_to_int(n) + kont_choose(1, 2));
}

static KONT void *with_hook_too(void *v, void *unused)
{
    (void)unused;
    return with_hook(v);
}

TEST(search_fair, closing_runs_the_hooks_of_all_that_took_turns)
{
    kont_search *a = search(with_hook, 1), *s = kont_search_interleave(a, search(with_hook, 2));
    trace_some(s, 3);
    kont_search_close(s);
    CHECK_STR(traced(), "11 21 12 -1 -2");
    CHECK_INT(kont_search_state(a), KONT_SEARCH_CLOSED);
    kont_search_close(s);
    s = kont_search_bind(search(with_hook, 3), with_hook_too, NULL);
    trace_some(s, 3);
    kont_search_close(s);
    CHECK_STR(traced(), "311 321 312 -31 -32 -3");
}

TEST(search_fair, the_hooks_of_one_that_its_limit_ended_run_then)
{
    kont_search *limited = search(with_hook, 1), *s = kont_search_interleave(limited, search(tens, 2));
    kont_search_limit_solutions(limited, 1);
    trace_some(s, INT_MAX);
    CHECK_STR(traced(), "11 10 -1 20");
    CHECK_INT(kont_search_state(s), KONT_SEARCH_CUT_OFF);
}

TEST(search_fair, the_hooks_of_the_others_run_where_one_raises)
{
    kont_search *s = kont_search_interleave(search(with_hook, 1), search(raises_second, 0));
    trace_some(s, 3);
    CHECK_STR(raised_by(next_of, s)->name, "STOP");
    CHECK_STR(traced(), "11 0 12 -1");
}

static KONT void *raise_it(void *unused)
{
    kont_raise(kont_exception_new("STOP", unused, "stop"));
}

TEST(search_fair, what_one_raises_is_raised_by_next)
{
    kont_search *s = kont_search_interleave(search(up_to, 3), search(raise_it, 0));
    CHECK_INT(kont_to_int(next_of(s)), 1);
    CHECK_STR(raised_by(next_of, s)->name, "STOP");
    CHECK_INT(kont_search_state(s), KONT_SEARCH_FAILED);
}

/* ---- Misuse -------------------------------------------------------------------------------------------------------------------- */

static kont_search *part;

static KONT void *with_null(void *null) { return kont_search_interleave(part, null); }
static KONT void *null_with(void *null) { return kont_search_interleave(null, part); }
static KONT void *of_null(void *null) { return kont_search_bind(null, only_itself, NULL); }
static KONT void *then_null(void *unused) { (void)unused; return kont_search_bind(part, NULL, NULL); }
static KONT void *deepen(void *s) { kont_search_deepen(s, 1, 1); return NULL; }
static KONT void *estimate(void *s) { return kont_int((intptr_t)kont_search_estimate(s, 1, 1)); }
static KONT void *shuffle(void *s) { kont_search_shuffle(s, 1); return NULL; }

TEST(search_fair, misuse)
{
    part = search(up_to, 2);
    CHECK_RAISES(with_null, NULL, KONT_ERR_ARGUMENT, "bad argument: search", "kont_search_interleave");
    CHECK_RAISES(null_with, NULL, KONT_ERR_ARGUMENT, "bad argument: search", "kont_search_interleave");
    CHECK_RAISES(of_null, NULL, KONT_ERR_ARGUMENT, "bad argument: search", "kont_search_bind");
    CHECK_RAISES(then_null, NULL, KONT_ERR_ARGUMENT, "bad argument: then", "kont_search_bind");
    kont_search *s = kont_search_interleave(part, part);
    CHECK_RAISES(deepen, s, KONT_ERR_ARGUMENT, "bad argument: search is made of others", "kont_search_deepen");
    CHECK_RAISES(shuffle, s, KONT_ERR_ARGUMENT, "bad argument: search is made of others", "kont_search_shuffle");
    CHECK_RAISES(estimate, s, KONT_ERR_ARGUMENT, "bad argument: search is made of others", "kont_search_estimate");
}

static KONT void *of_one_that_runs(void *unused)
{
    (void)unused;
    return kont_search_interleave(part, part);
}

TEST(search_fair, one_that_runs)
{
    part = search(of_one_that_runs, 0);
    CHECK_RAISES(next_of, part, KONT_ERR_RUNNING, "search already executing", "kont_search_interleave");
}
