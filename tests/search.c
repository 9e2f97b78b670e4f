/* Search: the order of solutions, nested searches, generators in searches and the reverse, ways to end. */
#define GC_THREADS
#include <gc/gc.h>
#include <limits.h>
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "support/solutions.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");

/* ---- Order --------------------------------------------------------------------------------------------------------------- */

static KONT void *pairs(void *n)
{
    long a = kont_choose(1, kont_to_int(n));
    long b = kont_choose(a, kont_to_int(n));
    return kont_int(10 * a + b);
}

TEST(search, solutions_come_depth_first_and_lowest_first)
{
    trace_all(kont_search_new(pairs, kont_int(3)));
    CHECK_STR(traced(), "11 12 13 22 23 33");
}

static KONT void *triples(void *n)
{
    long a = kont_choose(1, kont_to_int(n));
    long b = kont_choose(a, kont_to_int(n));
    long c = kont_choose(b, kont_to_int(n));
    kont_require(a * a + b * b == c * c);
    return kont_int(10000 * a + 100 * b + c);
}

TEST(search, pythagorean_triples)
{
    trace_all(kont_search_new(triples, kont_int(20)));
    CHECK_STR(traced(), "30405 51213 60810 81517 91215 121620");
}

/* Dinesman's multiple dwelling problem, as McCarthy's amb solves it in Abelson and Sussman. */
static KONT void *dwelling(void *unused)
{
    (void)unused;
    long baker = kont_choose(1, 5);
    long cooper = kont_choose(1, 5);
    long fletcher = kont_choose(1, 5);
    long miller = kont_choose(1, 5);
    long smith = kont_choose(1, 5);
    kont_require((1 << baker | 1 << cooper | 1 << fletcher | 1 << miller | 1 << smith) == 0x3e);
    kont_require(baker != 5 && cooper != 1 && fletcher != 5 && fletcher != 1 && miller > cooper);
    kont_require(labs(smith - fletcher) != 1 && labs(fletcher - cooper) != 1);
    return kont_int(baker * 10000 + cooper * 1000 + fletcher * 100 + miller * 10 + smith);
}

TEST(search, dinesman_multiple_dwelling)
{
    trace_all(kont_search_new(dwelling, NULL));
    CHECK_STR(traced(), "32451");
}

static KONT void *same(void *v)
{
    return v;
}

TEST(search, without_a_choice_there_is_one_solution)
{
    trace_all(kont_search_new(same, kont_int(5)));
    CHECK_STR(traced(), "5");
}

static KONT void *fail(void *unused)
{
    (void)unused;
    trace("once");
    kont_fail();
}

TEST(search, a_failure_without_a_choice_is_no_solution)
{
    trace_all(kont_search_new(fail, NULL));
    CHECK_STR(traced(), "once");
}

static KONT void *choose_of_none(void *unused)
{
    (void)unused;
    long a = kont_choose(1, 3);
    long b = kont_choose(3, a);
    return kont_int(10 * a + b);
}

TEST(search, an_empty_choice_fails)
{
    trace_all(kont_search_new(choose_of_none, NULL));
    CHECK_STR(traced(), "33");
}

static KONT void *at_the_edges(void *unused)
{
    (void)unused;
    long a = kont_choose(LONG_MAX - 2, LONG_MAX);
    long b = kont_choose(LONG_MIN, LONG_MIN + 1);
    return kont_int((a - (LONG_MAX - 2)) * 10 + (b - LONG_MIN));
}

TEST(search, a_range_may_reach_the_ends_of_its_type)
{
    trace_all(kont_search_new(at_the_edges, NULL));
    CHECK_STR(traced(), "0 1 10 11 20 21");
}

static KONT void *local_and_heap(void *counter)
{
    volatile int local = 0;
    int *heap = counter;
    long n = kont_choose(1, 3);
    local = local + 1;
    *heap += 1;
    return kont_int(100 * n + 10 * local + *heap);
}

TEST(search, locals_go_back_and_the_heap_does_not)
{
    static int counter;
    trace_all(kont_search_new(local_and_heap, &counter));
    CHECK_STR(traced(), "111 212 313");
}

static KONT void *many_choices(void *n)
{
    long sum = 0;
    for (intptr_t i = 0; i < kont_to_int(n); i++)
        sum += kont_choose(0, 1);
    return kont_int(sum);
}

TEST(search, a_thousand_choices_in_a_row)
{
    kont_search *s = kont_search_new(many_choices, kont_int(1000));
    CHECK_INT(kont_to_int(next_of(s)), 0);
    CHECK_INT(kont_to_int(next_of(s)), 1);
    CHECK_INT(kont_to_int(next_of(s)), 1);
    CHECK_INT(kont_to_int(next_of(s)), 2);
    CHECK_INT(kont_search_stats(s).deepest, 1000);
    kont_search_close(s);
}

static KONT void *choose_in_recursion(void *depth)
{
    intptr_t n = kont_to_int(depth);
    if (n == 0)
        return kont_int(0);
    long bit = kont_choose(0, 1);
    intptr_t rest = kont_to_int(choose_in_recursion(kont_int(n - 1)));
    kont_require(rest < 3);
    return kont_int(bit + rest);
}

TEST(search, choices_may_stand_at_any_depth)
{
    kont_search *s = kont_search_new(choose_in_recursion, kont_int(8));
    int solutions = 0;
    while (kont_to_int(next_of(s)) >= 0)
        solutions++;
    CHECK_INT(solutions, 2 * (1 + 7 + 21));
}

/* ---- Statistics ---------------------------------------------------------------------------------------------------------- */

TEST(search, statistics_count_choices_failures_and_solutions)
{
    kont_search *s = kont_search_new(choose_of_none, NULL);
    struct kont_search_stats before = kont_search_stats(s);
    CHECK_INT(before.choices + before.failures + before.solutions + before.depth + before.deepest, 0);
    trace_all(s);
    struct kont_search_stats stats = kont_search_stats(s);
    CHECK_INT(stats.choices, 1);
    CHECK_INT(stats.failures, 2);
    CHECK_INT(stats.solutions, 1);
    CHECK_INT(stats.depth, 0);
    CHECK_INT(stats.deepest, 1);
}

TEST(search, the_depth_is_that_of_choices_with_alternatives_left)
{
    kont_search *s = kont_search_new(pairs, kont_int(3));
    static const size_t depths[] = { 2, 2, 1, 2, 1, 0 };
    for (int i = 0; i < 6; i++) {
        next_of(s);
        CHECK_INT(kont_search_stats(s).depth, depths[i]);
    }
}

/* ---- Ends ---------------------------------------------------------------------------------------------------------------- */

TEST(search, after_the_last_solution_there_is_none)
{
    kont_search *s = kont_search_new(same, kont_int(5));
    void *v;
    CHECK(kont_search_next(s, &v));
    for (int i = 0; i < 3; i++) {
        v = s;
        CHECK(!kont_search_next(s, &v));
        CHECK_PTR(v, NULL);
    }
}

TEST(search, null_may_be_a_solution)
{
    void *v;
    CHECK(kont_search_next(kont_search_new(same, NULL), &v));
    CHECK_PTR(v, NULL);
}

static KONT void *come(void *unused)
{
    trace("<");
    return unused;
}

static KONT void *go(void *unused)
{
    trace(">");
    return unused;
}

static KONT void *choose_twice(void *unused)
{
    (void)unused;
    long a = kont_choose(0, 1), b = kont_choose(0, 1);
    trace("%ld%ld", a, b);
    return NULL;
}

static KONT void *choose_within_and_after(void *unused)
{
    kont_dynamic_wind(come, choose_twice, go, unused);
    kont_require(kont_choose(0, 1) == 1);
    return NULL;
}

TEST(search, winders_are_crossed_where_two_branches_do_not_share_them)
{
    kont_search *s = kont_search_new(choose_within_and_after, NULL);
    for (void *v; kont_search_next(s, &v);)
        trace("!");
    CHECK_STR(traced(), "< 00 > ! < 01 > ! < 10 > ! < 11 > !");
}

static KONT void *endless(void *unused)
{
    while (kont_choose(0, 1) == 0)
        ;
    return unused;
}

static KONT void *next_fails(void *search)
{
    kont_search_next(search, &search);
    return NULL;
}

TEST(search, one_that_has_taken_all_memory_gives_it_back)
{
    GC_gcollect();
    GC_set_warn_proc(GC_ignore_warn_proc);
    GC_set_max_heap_size(GC_get_heap_size() + (2 << 20));
    for (int i = 0; i < 2; i++) {
        kont_search *s = kont_search_new(endless, NULL);
        CHECK_INT(raised_by(next_fails, s)->code, KONT_ERR_MEMORY);
        CHECK_INT(kont_search_state(s), KONT_SEARCH_FAILED);
        CHECK_INT(kont_search_bytes(s), 0);
    }
}

TEST(search, one_that_is_closed_has_no_further_solution)
{
    kont_search *s = kont_search_new(pairs, kont_int(3)), *fresh = kont_search_new(pairs, kont_int(3));
    next_of(s);
    kont_search_close(s);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    CHECK_INT(kont_search_stats(s).depth, 0);
    kont_search_close(s);
    kont_search_close(fresh);
    CHECK_INT(kont_to_int(next_of(fresh)), -1);
}

static KONT void *raise_at_two(void *unused)
{
    (void)unused;
    long n = kont_choose(1, 3);
    if (n == 2)
        kont_raise(kont_exception_new("STOP", NULL, "stop"));
    return kont_int(n);
}

TEST(search, what_the_body_raises_is_raised_by_next_and_ends_it)
{
    kont_search *s = kont_search_new(raise_at_two, NULL);
    CHECK_INT(kont_to_int(next_of(s)), 1);
    CHECK_STR(raised_by(next_of, s)->name, "STOP");
    CHECK_INT(kont_to_int(next_of(s)), -1);
    CHECK_INT(kont_search_stats(s).depth, 0);
}

static KONT void *answer(const kont_exception *x, void *unused)
{
    (void)x, (void)unused;
    return kont_int(50);
}

static KONT void *ask(void *unused)
{
    (void)unused;
    long n = kont_choose(1, 2);
    return kont_int(n + kont_to_int(kont_raise_continuable(kont_exception_new("Q", NULL, "asked"))));
}

TEST(search, a_handler_around_next_may_answer_the_body)
{
    kont_search *s = kont_search_new(ask, NULL);
    CHECK_INT(kont_to_int(kont_with_handler(answer, NULL, next_of, s)), 51);
    CHECK_INT(kont_to_int(kont_with_handler(answer, NULL, next_of, s)), 52);
}

static KONT void *abort_at_two(void *unused)
{
    (void)unused;
    long n = kont_choose(1, 3);
    if (n == 2)
        kont_abort(&t, kont_int(-7));
    return kont_int(n);
}

TEST(search, an_abort_past_it_ends_it)
{
    kont_search *s = kont_search_new(abort_at_two, NULL);
    CHECK_INT(kont_to_int(next_of(s)), 1);
    CHECK_INT(kont_to_int(kont_prompt(&t, next_of, s)), -7);
    CHECK_INT(kont_to_int(next_of(s)), -1);
}

/* ---- Searches in searches ------------------------------------------------------------------------------------------------ */

static KONT void *divisors(void *n)
{
    long d = kont_choose(1, kont_to_int(n));
    kont_require(kont_to_int(n) % d == 0);
    return kont_int(d);
}

static KONT void *number_of_divisors(void *most)
{
    long n = kont_choose(1, kont_to_int(most));
    kont_search *s = kont_search_new(divisors, kont_int(n));
    long count = 0;
    while (kont_to_int(next_of(s)) >= 0)
        count++;
    kont_require(count == 3);
    return kont_int(n);
}

TEST(search, a_body_may_run_a_search_of_its_own)
{
    trace_all(kont_search_new(number_of_divisors, kont_int(50)));
    CHECK_STR(traced(), "4 9 25 49");
}

TEST(search, searches_take_turns)
{
    kont_search *a = kont_search_new(pairs, kont_int(2)), *b = kont_search_new(divisors, kont_int(6));
    for (int i = 0; i < 4; i++) {
        trace("%d", (int)kont_to_int(next_of(a)));
        trace("%d", (int)kont_to_int(next_of(b)));
    }
    CHECK_STR(traced(), "11 1 12 2 22 3 -1 6");
}

/* ---- Generators and searches --------------------------------------------------------------------------------------------- */

static KONT void *squares(void *unused)
{
    (void)unused;
    for (intptr_t i = 1; i <= 5; i++)
        kont_yield(kont_int(i * i));
    return NULL;
}

static KONT void *sum_is_a_square(void *unused)
{
    (void)unused;
    long n = kont_choose(1, 30);
    kont_generator *g = kont_generator_new(squares, NULL);
    bool found = false;
    void *v;
    while (kont_next(g, &v))
        found = found || kont_to_int(v) == n;
    kont_require(found);
    return kont_int(n);
}

TEST(search, a_body_may_run_generators)
{
    trace_all(kont_search_new(sum_is_a_square, NULL));
    CHECK_STR(traced(), "1 4 9 16 25");
}

static kont_generator *outside;

static KONT void *take_from_outside(void *unused)
{
    void *v;
    (void)unused;
    kont_choose(1, 3);
    kont_next(outside, &v);
    return v;
}

TEST(search, a_generator_outside_is_not_set_back)
{
    outside = kont_generator_new(squares, NULL);
    trace_all(kont_search_new(take_from_outside, NULL));
    CHECK_STR(traced(), "1 4 9");
}

static KONT void *choose_and_yield(void *unused)
{
    (void)unused;
    long n = kont_choose(1, 3);
    kont_yield(kont_int(n));
    trace("never");
    return NULL;
}

static KONT void *first_of_generator(void *unused)
{
    void *v;
    kont_generator *g = kont_generator_new(choose_and_yield, unused);
    kont_next(g, &v);
    return v;
}

TEST(search, a_choice_may_stand_in_a_generator_within_the_body)
{
    trace_all(kont_search_new(first_of_generator, NULL));
    CHECK_STR(traced(), "1 2 3");
}

static KONT void *two_of_generator(void *unused)
{
    void *v, *w;
    kont_generator *g = kont_generator_new(choose_and_yield, unused);
    kont_next(g, &v);
    kont_next(g, &w);
    return v;
}

TEST(search, a_generator_that_was_left_in_a_second_branch_may_not_be_entered_again)
{
    kont_search *s = kont_search_new(two_of_generator, NULL);
    next_of(s);
    CHECK_STR(traced(), "never");
    CHECK_RAISES(next_of, s, KONT_ERR_COPIED,
        "\"generator\" is entered from a second copy of a continuation that was captured while it ran", "kont_next");
}

static KONT void *yield_solutions(void *n)
{
    kont_search *s = kont_search_new(pairs, n);
    void *v;
    while (kont_search_next(s, &v))
        kont_yield(v);
    return NULL;
}

TEST(search, a_generator_may_run_a_search)
{
    kont_generator *g = kont_generator_new(yield_solutions, kont_int(2));
    void *v;
    while (kont_next(g, &v))
        trace("%d", (int)kont_to_int(v));
    CHECK_STR(traced(), "11 12 22");
}

static KONT void *yield_in_body(void *unused)
{
    (void)unused;
    long a = kont_choose(1, 2);
    kont_yield(kont_int(a));
    long b = kont_choose(1, 2);
    kont_yield(kont_int(10 * a + b));
    kont_fail();
}

static KONT void *search_that_yields(void *unused)
{
    trace_all(kont_search_new(yield_in_body, unused));
    return NULL;
}

TEST(search, a_body_may_yield_to_a_generator_around_the_search)
{
    kont_generator *g = kont_generator_new(search_that_yields, NULL);
    void *v;
    while (kont_next(g, &v))
        trace("%d", (int)kont_to_int(v));
    CHECK_STR(traced(), "1 11 12 2 21 22");
}

static kont_search *suspended;

static KONT void *run_suspended(void *unused)
{
    (void)unused;
    return next_of(suspended);
}

TEST(search, one_that_is_suspended_within_a_generator_runs)
{
    suspended = kont_search_new(yield_in_body, NULL);
    kont_generator *g = kont_generator_new(run_suspended, NULL);
    void *v;
    CHECK(kont_next(g, &v));
    CHECK_RAISES(next_of, suspended, KONT_ERR_RUNNING, "search already executing", "kont_search_next");
    CHECK(kont_next(g, &v));
    CHECK_INT(kont_to_int(v), 11);
}
