/* Limits of nodes, solutions, depth and time; stopping; what going on means after each. */
#define GC_THREADS
#include <gc/gc.h>
#include <kont.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>

#include "support/events.h"
#include "support/raises.h"
#include "support/solutions.h"
#include "support/threads.h"
#include "test.h"

/* The numbers of so many bits that have no two ones side by side: Fibonacci many. */
static KONT void *sparse(void *bits)
{
    long n = 0;
    for (intptr_t i = 0; i < kont_to_int(bits); i++) {
        long bit = kont_choose(0, 1);
        kont_require(!(bit && (n & 1)));
        n = 2 * n + bit;
    }
    return kont_int(n);
}

static KONT void *fruitless(void *unused)
{
    do
        kont_require(kont_choose(0, 1) == 1);
    while (unused == NULL);
    return unused;
}

/* Never fails, and never ends. */
static KONT void *bottomless(void *unused)
{
    do
        kont_choose(0, 1);
    while (unused == NULL);
    return unused;
}

/* ---- Nodes ----------------------------------------------------------------------------------------------------------------- */

/* All solutions of a search that pauses after every `n` nodes, and how many pauses there were. */
static KONT long in_pieces(kont_search *s, unsigned long n, long *pauses)
{
    long found = 0;
    *pauses = 0;
    do {
        kont_search_limit_nodes(s, n);
        found += (long)kont_search_count(s);
        ++*pauses;
    } while (kont_search_state(s) == KONT_SEARCH_NODES);
    --*pauses;
    return found;
}

TEST(search_limits, a_search_in_pieces_finds_the_same)
{
    kont_search *whole = kont_search_new(sparse, kont_int(8));
    CHECK_INT(kont_search_count(whole), 55);
    long nodes = (long)kont_search_stats(whole).nodes, pauses;
    for (long n = 1; n <= 64; n = 2 * n + (n == 4)) {
        kont_search *s = kont_search_new(sparse, kont_int(8));
        CHECK_INT(in_pieces(s, (unsigned long)n, &pauses), 55);
        CHECK_INT(pauses, (nodes - 1) / n);
        CHECK(kont_search_complete(s));
        CHECK_INT(kont_search_stats(s).nodes, nodes);
        CHECK_INT(kont_search_stats(s).choices, kont_search_stats(whole).choices);
    }
}

TEST(search_limits, so_many_nodes_and_no_more)
{
    for (long n = 0; n < 20; n++) {
        kont_search *s = kont_search_new(fruitless, NULL), *deep = kont_search_new(bottomless, NULL);
        kont_search_limit_nodes(s, (unsigned long)n);
        kont_search_limit_nodes(deep, (unsigned long)n);
        for (int i = 0; i < 2; i++) {
            CHECK_INT(kont_to_int(next_of(s)), -1);
            CHECK_INT(kont_to_int(next_of(deep)), -1);
            CHECK_INT(kont_search_state(s), KONT_SEARCH_NODES);
            CHECK_INT(kont_search_stats(s).nodes, n);
            CHECK_INT(kont_search_stats(deep).nodes, n);
        }
        CHECK(!kont_search_complete(s));
        kont_search_close(s);
        CHECK_INT(kont_search_state(s), KONT_SEARCH_CLOSED);
    }
}

TEST(search_limits, a_large_limit_is_none)
{
    kont_search *s = kont_search_new(sparse, kont_int(5));
    next_of(s);
    kont_search_limit_nodes(s, ULONG_MAX);
    kont_search_limit_solutions(s, ULONG_MAX);
    CHECK_INT(kont_search_count(s), 12);
    CHECK(kont_search_complete(s));
}

/* ---- Solutions --------------------------------------------------------------------------------------------------------------- */

TEST(search_limits, so_many_solutions)
{
    kont_search *s = kont_search_new(sparse, kont_int(4));
    kont_search_limit_solutions(s, 3);
    trace_all(s);
    CHECK_INT(kont_search_state(s), KONT_SEARCH_ENOUGH);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    kont_search_limit_solutions(s, 2);
    trace_all(s);
    kont_search_limit_solutions(s, 0);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    kont_search_limit_solutions(s, 4);
    trace_all(s);
    CHECK_STR(traced(), "0 1 2 4 5 8 9 10");
    CHECK(kont_search_complete(s));
}

/* ---- Depth ----------------------------------------------------------------------------------------------------------------- */

static KONT void *numbers(void *unused)
{
    (void)unused;
    long n = 0;
    while (kont_choose(0, 1) == 1)
        n++;
    return kont_int(n);
}

TEST(search_limits, too_many_choices_fail)
{
    kont_search *s = kont_search_new(numbers, NULL);
    kont_search_limit_depth(s, 4);
    trace_all(s);
    CHECK_STR(traced(), "0 1 2 3");
    CHECK_INT(kont_search_state(s), KONT_SEARCH_CUT_OFF);
    CHECK_INT(kont_search_stats(s).cut_off, 1);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    s = kont_search_new(sparse, kont_int(4));
    kont_search_limit_depth(s, 4);
    CHECK_INT(kont_search_count(s), 8);
    CHECK(kont_search_complete(s));
}

TEST(search_limits, no_depth_leaves_what_does_not_choose)
{
    kont_search *s = kont_search_new(numbers, NULL), *none = kont_search_new(sparse, kont_int(0));
    kont_search_limit_depth(s, 0);
    kont_search_limit_depth(none, 0);
    CHECK_INT(kont_search_count(s), 0);
    CHECK_INT(kont_search_state(s), KONT_SEARCH_CUT_OFF);
    CHECK_INT(kont_search_count(none), 1);
    CHECK(kont_search_complete(none));
}

static KONT void *yield_two(void *unused)
{
    kont_yield(kont_int(1));
    kont_yield(kont_int(2));
    return unused;
}

static KONT void *of_generators(void *choices)
{
    long n = 0;
    for (intptr_t i = 0; i < kont_to_int(choices); i++)
        n = 10 * n + (long)kont_to_int(kont_choose_generator(kont_generator_new(yield_two, NULL)));
    return kont_int(n);
}

TEST(search_limits, choices_from_generators_count_too)
{
    kont_search *s = kont_search_new(of_generators, kont_int(2)), *short_of = kont_search_new(of_generators, kont_int(3));
    kont_search_limit_depth(s, 2);
    trace_all(s);
    CHECK_STR(traced(), "11 12 21 22");
    CHECK(kont_search_complete(s));
    kont_search_limit_depth(short_of, 2);
    CHECK_INT(kont_search_count(short_of), 0);
    CHECK_INT(kont_search_stats(short_of).cut_off, 4);
}

TEST(search_limits, depth_may_be_set_while_it_runs)
{
    kont_search *s = kont_search_new(numbers, NULL);
    CHECK_INT(kont_to_int(next_of(s)), 0);
    CHECK_INT(kont_to_int(next_of(s)), 1);
    CHECK_INT(kont_search_stats(s).level, 2);
    kont_search_limit_depth(s, 3);
    CHECK_INT(kont_to_int(next_of(s)), 2);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    CHECK_INT(kont_search_state(s), KONT_SEARCH_CUT_OFF);
}

/* ---- Time -------------------------------------------------------------------------------------------------------------------- */

TEST(search_limits, a_deadline_of_now)
{
    kont_search *s = kont_search_new(sparse, kont_int(4));
    CHECK_INT(kont_to_int(next_of(s)), 0);
    kont_search_deadline(s, 0);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    CHECK_INT(kont_search_state(s), KONT_SEARCH_TIME);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    kont_search_deadline(s, -5);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    kont_search_deadline(s, INFINITY);
    trace_all(s);
    CHECK_STR(traced(), "1 2 4 5 8 9 10");
    CHECK(kont_search_complete(s));
}

TEST(search_limits, a_deadline_ends_what_would_not_end)
{
    kont_search *s = kont_search_new(fruitless, NULL);
    kont_search_deadline(s, 0.02);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    CHECK_INT(kont_search_state(s), KONT_SEARCH_TIME);
    CHECK(kont_search_stats(s).seconds >= 0.019);
    unsigned long nodes = kont_search_stats(s).nodes;
    kont_search_deadline(s, 0.02);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    CHECK(kont_search_stats(s).nodes > nodes);
}

TEST(search_limits, a_deadline_far_off_changes_nothing)
{
    kont_search *s = kont_search_new(sparse, kont_int(8));
    kont_search_deadline(s, 1e6);
    CHECK_INT(kont_search_count(s), 55);
    CHECK(kont_search_complete(s));
}

/* ---- Stopping -------------------------------------------------------------------------------------------------------------- */

static kont_search *shared;
static volatile bool under_way;

static KONT void *stop_at_two(void *unused)
{
    (void)unused;
    long n = kont_choose(1, 4);
    if (n == 2)
        kont_search_stop(shared);
    kont_require(n != 2);
    return kont_int(n);
}

TEST(search_limits, a_stop_pauses_once)
{
    shared = kont_search_new(stop_at_two, NULL);
    trace_all(shared);
    CHECK_STR(traced(), "1");
    CHECK_INT(kont_search_state(shared), KONT_SEARCH_STOPPED);
    trace_all(shared);
    CHECK_STR(traced(), "3 4");
    CHECK(kont_search_complete(shared));
}

TEST(search_limits, a_stop_before_it_is_asked)
{
    kont_search *s = kont_search_new(sparse, kont_int(3));
    kont_search_stop(s);
    kont_search_stop(s);
    kont_search_stop(NULL);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    CHECK_INT(kont_search_state(s), KONT_SEARCH_STOPPED);
    CHECK_INT(kont_search_stats(s).nodes, 0);
    CHECK_INT(kont_search_count(s), 5);
    CHECK(kont_search_complete(s));
}

static KONT void *show_that_it_runs(void *unused)
{
    under_way = true;
    return fruitless(unused);
}

static void *stop_when_under_way(void *unused)
{
    while (!under_way)
        sched_yield();
    kont_search_stop(shared);
    return unused;
}

TEST(search_limits, another_thread_may_stop_it)
{
    pthread_t stopper;
    shared = kont_search_new(show_that_it_runs, NULL);
    CHECK_INT(pthread_create(&stopper, NULL, stop_when_under_way, NULL), 0);
    CHECK_INT(kont_to_int(next_of(shared)), -1);
    CHECK_INT(kont_search_state(shared), KONT_SEARCH_STOPPED);
    CHECK(kont_search_stats(shared).nodes > 0);
    CHECK_INT(pthread_join(stopper, NULL), 0);
}

/* ---- Misuse ---------------------------------------------------------------------------------------------------------------- */

static KONT void *nodes(void *s) { kont_search_limit_nodes(s, 1); return NULL; }
static KONT void *solutions(void *s) { kont_search_limit_solutions(s, 1); return NULL; }
static KONT void *depth(void *s) { kont_search_limit_depth(s, 1); return NULL; }
static KONT void *deadline(void *s) { kont_search_deadline(s, 1); return NULL; }
static KONT void *no_time(void *s) { kont_search_deadline(s, NAN); return NULL; }

TEST(search_limits, nulls_are_named)
{
    static const char message[] = "bad argument: search";
    CHECK_RAISES(nodes, NULL, KONT_ERR_ARGUMENT, message, "kont_search_limit_nodes");
    CHECK_RAISES(solutions, NULL, KONT_ERR_ARGUMENT, message, "kont_search_limit_solutions");
    CHECK_RAISES(depth, NULL, KONT_ERR_ARGUMENT, message, "kont_search_limit_depth");
    CHECK_RAISES(deadline, NULL, KONT_ERR_ARGUMENT, message, "kont_search_deadline");
    CHECK_RAISES(no_time, kont_search_new(sparse, NULL), KONT_ERR_ARGUMENT, "bad argument: seconds", "kont_search_deadline");
}

static KONT void *set_on_another_thread(void *search)
{
    static const char message[] = "it belongs to another thread";
    CHECK_RAISES(nodes, search, KONT_ERR_THREAD, message, "kont_search_limit_nodes");
    CHECK_RAISES(deadline, search, KONT_ERR_THREAD, message, "kont_search_deadline");
    return NULL;
}

static void *other_thread(void *search)
{
    return kont_run(set_on_another_thread, search);
}

TEST(search_limits, limits_are_set_by_its_own_thread)
{
    run_thread(other_thread, kont_search_new(sparse, NULL));
}
