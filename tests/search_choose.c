/* Choices from arrays, generators and other searches; first, count, collect; the states of a search. */
#include <kont.h>
#include <string.h>

#include "support/events.h"
#include "support/raises.h"
#include "support/solutions.h"
#include "test.h"

static KONT void *same(void *v)
{
    return v;
}

static KONT void *up_to(void *n)
{
    return kont_int(kont_choose(1, kont_to_int(n)));
}

static KONT void *endless(void *unused)
{
    (void)unused;
    for (long n = 0;; n++)
        if (kont_choose(0, 1) == 0)
            return kont_int(n);
}

/* ---- Arrays ---------------------------------------------------------------------------------------------------------------- */

static void *words[] = { "a", "b", "c" };

static KONT void *two_words(void *count)
{
    size_t n = (size_t)kont_to_int(count);
    const char *first = kont_choose_array(words, n);
    const char *second = kont_choose_array(words, n);
    trace("%s%s", first, second);
    kont_fail();
}

TEST(search_choose, an_arrays_elements_come_in_order)
{
    trace_all(kont_search_new(two_words, kont_int(3)));
    CHECK_STR(traced(), "aa ab ac ba bb bc ca cb cc");
}

TEST(search_choose, an_array_of_one_is_no_choice)
{
    kont_search *s = kont_search_new(two_words, kont_int(1));
    trace_all(s);
    CHECK_STR(traced(), "aa");
    CHECK_INT(kont_search_stats(s).choices, 0);
}

static KONT void *of_none(void *unused)
{
    (void)unused;
    long a = kont_choose(1, 2);
    kont_choose_array(NULL, 0);
    return kont_int(a);
}

TEST(search_choose, an_empty_array_fails)
{
    kont_search *s = kont_search_new(of_none, NULL);
    CHECK_INT(kont_search_count(s), 0);
    CHECK_INT(kont_search_stats(s).failures, 2);
    CHECK(kont_search_complete(s));
}

/* ---- Generators ------------------------------------------------------------------------------------------------------------ */

static KONT void *yield_up_to(void *n)
{
    for (intptr_t i = 1; i <= kont_to_int(n); i++) {
        trace("y%d", (int)i);
        kont_yield(kont_int(i));
    }
    return NULL;
}

static KONT void *of_generators(void *n)
{
    long a = kont_to_int(kont_choose_generator(kont_generator_new(yield_up_to, n)));
    long b = kont_to_int(kont_choose_generator(kont_generator_new(yield_up_to, kont_int(a))));
    return kont_int(10 * a + b);
}

TEST(search_choose, a_generator_is_asked_when_its_turn_comes)
{
    trace_all(kont_search_new(of_generators, kont_int(2)));
    CHECK_STR(traced(), "y1 y1 11 y2 y1 21 y2 22");
}

static KONT void *yield_null(void *unused)
{
    kont_yield(NULL);
    return unused;
}

static KONT void *choose_null(void *unused)
{
    return kont_int(1 + (kont_choose_generator(kont_generator_new(yield_null, unused)) != NULL));
}

TEST(search_choose, null_may_be_yielded)
{
    trace_all(kont_search_new(choose_null, NULL));
    CHECK_STR(traced(), "1");
}

static KONT void *of_an_empty_one(void *unused)
{
    long a = kont_choose(1, 2);
    if (a == 1)
        kont_choose_generator(kont_generator_new(same, unused));
    return kont_int(a);
}

TEST(search_choose, an_empty_generator_fails_as_an_empty_range_does)
{
    kont_search *s = kont_search_new(of_an_empty_one, NULL);
    trace_all(s);
    CHECK_STR(traced(), "2");
    CHECK_INT(kont_search_stats(s).choices, 1);
    CHECK_INT(kont_search_stats(s).failures, 1);
    CHECK_INT(kont_search_stats(s).nodes, 3);
}

static KONT void *of_one_outside(void *g)
{
    long a = kont_choose(1, 2);
    return kont_int(10 * a + kont_to_int(kont_choose_generator(g)));
}

TEST(search_choose, one_generator_is_used_up_by_its_first_choice)
{
    trace_all(kont_search_new(of_one_outside, kont_generator_new(yield_up_to, kont_int(2))));
    CHECK_STR(traced(), "y1 11 y2 12");
}

static KONT void *yield_and_raise(void *unused)
{
    kont_yield(kont_int(1));
    kont_raise(kont_exception_new("BROKEN", unused, "broken"));
}

static KONT void *choose_of_it(void *g)
{
    return kont_choose_generator(g);
}

static KONT void *catch_it(void *unused)
{
    const kont_exception *x;
    void *v = kont_try(choose_of_it, kont_generator_new(yield_and_raise, unused), &x);
    return x == NULL ? v : kont_int(7);
}

TEST(search_choose, what_a_generator_raises_is_raised_at_the_choice)
{
    trace_all(kont_search_new(catch_it, NULL));
    CHECK_STR(traced(), "1 7");
    kont_search *s = kont_search_new(choose_of_it, kont_generator_new(yield_and_raise, NULL));
    CHECK_INT(kont_to_int(next_of(s)), 1);
    CHECK_STR(raised_by(next_of, s)->name, "BROKEN");
    CHECK_INT(kont_search_state(s), KONT_SEARCH_FAILED);
    CHECK_INT(kont_to_int(next_of(s)), -1);
}

/* ---- Searches -------------------------------------------------------------------------------------------------------------- */

static KONT void *of_a_search(void *n)
{
    long a = kont_choose(1, kont_to_int(n));
    return kont_int(10 * a + kont_to_int(kont_choose_search(kont_search_new(up_to, kont_int(a)))));
}

TEST(search_choose, the_solutions_of_another_search)
{
    kont_search *s = kont_search_new(of_a_search, kont_int(3));
    trace_all(s);
    CHECK_STR(traced(), "11 21 22 31 32 33");
    CHECK(kont_search_complete(s));
}

static KONT void *of_an_endless_one(void *unused)
{
    return kont_choose_search(kont_search_new(endless, unused));
}

TEST(search_choose, another_search_may_be_endless)
{
    size_t count;
    void **found = kont_search_collect(kont_search_new(of_an_endless_one, NULL), 100, &count);
    CHECK_INT(count, 100);
    for (intptr_t i = 0; i < 100; i++)
        CHECK_INT(kont_to_int(found[i]), i);
}

static KONT void *fruitless(void *unused)
{
    do
        kont_require(kont_choose(0, 1) == 1);
    while (unused == NULL);
    return unused;
}

static KONT void *of_a_fruitless_one(void *unused)
{
    return kont_choose_search(kont_search_new(fruitless, unused));
}

TEST(search_choose, a_limit_holds_for_the_search_that_is_part_of_it)
{
    kont_search *s = kont_search_new(of_a_fruitless_one, NULL);
    void *v;
    kont_search_limit_nodes(s, 2000);
    for (int i = 0; i < 3; i++) {
        CHECK(!kont_search_next(s, &v));
        CHECK_INT(kont_search_state(s), KONT_SEARCH_NODES);
        CHECK(kont_search_stats(s).nodes >= 2000);
        CHECK(kont_search_stats(s).nodes < 3000);
    }
    kont_search_limit_nodes(s, 2000);
    CHECK(!kont_search_next(s, &v));
    CHECK(kont_search_stats(s).nodes >= 4000);
}

static KONT void *of_a_limited_one(void *unused)
{
    (void)unused;
    long a = kont_choose(1, 2);
    kont_search *part = kont_search_new(up_to, kont_int(9));
    kont_search_limit_solutions(part, 2);
    return kont_int(10 * a + kont_to_int(kont_choose_search(part)));
}

TEST(search_choose, a_part_that_pauses_by_a_limit_of_its_own_cuts_off)
{
    kont_search *s = kont_search_new(of_a_limited_one, NULL);
    trace_all(s);
    CHECK_STR(traced(), "11 12 21 22");
    CHECK_INT(kont_search_state(s), KONT_SEARCH_CUT_OFF);
}

static kont_search *itself;

static KONT void *of_itself(void *unused)
{
    (void)unused;
    return kont_choose_search(itself);
}

TEST(search_choose, a_search_cannot_be_part_of_itself)
{
    itself = kont_search_new(of_itself, NULL);
    CHECK_RAISES(next_of, itself, KONT_ERR_RUNNING, "search already executing", "kont_choose_search");
}

/* ---- First, count, collect --------------------------------------------------------------------------------------------------- */

TEST(search_choose, first_gives_one_solution_and_closes)
{
    void *v;
    kont_search *s = kont_search_new(up_to, kont_int(3)), *none = kont_search_new(of_none, NULL);
    CHECK(kont_search_first(s, &v));
    CHECK_INT(kont_to_int(v), 1);
    CHECK_INT(kont_search_state(s), KONT_SEARCH_CLOSED);
    CHECK(!kont_search_next(s, &v));
    CHECK(!kont_search_first(none, &v));
    CHECK_PTR(v, NULL);
    CHECK(kont_search_complete(none));
}

TEST(search_choose, count_counts_what_is_left)
{
    kont_search *s = kont_search_new(up_to, kont_int(7));
    next_of(s);
    next_of(s);
    CHECK_INT(kont_search_count(s), 5);
    CHECK_INT(kont_search_count(s), 0);
}

TEST(search_choose, collect_gives_an_array_with_a_null_behind)
{
    kont_search *s = kont_search_new(up_to, kont_int(40));
    for (size_t most = 0; most < 12; most++) {
        size_t count;
        intptr_t before = (intptr_t)kont_search_stats(s).solutions;
        void **found = kont_search_collect(s, most, &count);
        size_t expected = before + (intptr_t)most <= 40 ? most : (size_t)(40 - before);
        CHECK_INT(count, expected);
        for (size_t i = 0; i < count; i++)
            CHECK_INT(kont_to_int(found[i]), before + (intptr_t)i + 1);
        CHECK_PTR(found[count], NULL);
    }
    CHECK_PTR(kont_search_collect(s, SIZE_MAX, NULL)[0], NULL);
}

/* ---- States ---------------------------------------------------------------------------------------------------------------- */

TEST(search_choose, states_and_completeness)
{
    kont_search *s = kont_search_new(up_to, kont_int(2));
    CHECK_INT(kont_search_state(s), KONT_SEARCH_NEW);
    next_of(s);
    CHECK_INT(kont_search_state(s), KONT_SEARCH_FOUND);
    CHECK(!kont_search_complete(s));
    next_of(s);
    CHECK(!kont_search_complete(s));
    next_of(s);
    CHECK_INT(kont_search_state(s), KONT_SEARCH_EXHAUSTED);
    CHECK(kont_search_complete(s));
    kont_search_close(s);
    CHECK(kont_search_complete(s));
    kont_search *closed = kont_search_new(up_to, kont_int(2));
    kont_search_close(closed);
    CHECK_INT(kont_search_state(closed), KONT_SEARCH_CLOSED);
    CHECK(!kont_search_complete(closed));
    CHECK_INT(kont_search_state(NULL), KONT_SEARCH_CLOSED);
    CHECK(!kont_search_complete(NULL));
}

static KONT void *state_of_itself(void *unused)
{
    (void)unused;
    return kont_int(kont_search_state(itself));
}

TEST(search_choose, a_body_sees_that_its_search_runs)
{
    itself = kont_search_new(state_of_itself, NULL);
    CHECK_INT(kont_to_int(next_of(itself)), KONT_SEARCH_RUNNING);
}

TEST(search_choose, nodes_are_the_root_and_each_alternative)
{
    kont_search *s = kont_search_new(of_a_search, kont_int(1));
    CHECK_INT(kont_search_stats(s).nodes, 0);
    s = kont_search_new(up_to, kont_int(5));
    CHECK_INT(kont_search_count(s), 5);
    struct kont_search_stats stats = kont_search_stats(s);
    CHECK_INT(stats.nodes, 6);
    CHECK(stats.seconds >= 0);
    CHECK(stats.rate >= 0);
    CHECK_INT(kont_search_stats(NULL).nodes, 0);
}

static KONT void *choose_in_recursion(void *depth)
{
    intptr_t n = kont_to_int(depth);
    if (n == 0)
        return kont_int(0);
    long bit = kont_choose(0, 1);
    intptr_t rest = kont_to_int(choose_in_recursion(kont_int(n - 1)));
    kont_require(rest >= 0);                            /* else a compiler makes it a loop */
    return kont_int(bit + rest);
}

static KONT size_t bytes_at_first(long depth)
{
    void *v;
    kont_search *s = kont_search_new(choose_in_recursion, kont_int(depth));
    CHECK_INT(kont_search_bytes(s), 0);
    CHECK(kont_search_next(s, &v));
    size_t bytes = kont_search_bytes(s);
    CHECK_INT(bytes, kont_search_bytes(s));
    kont_search_close(s);
    CHECK_INT(kont_search_bytes(s), 0);
    return bytes;
}

TEST(search_choose, bytes_are_those_of_the_choices_that_are_left)
{
    size_t one = bytes_at_first(1), ten = bytes_at_first(10), hundred = bytes_at_first(100);
    CHECK(one > 0);
    CHECK(ten >= 10 * one);
    CHECK(hundred >= 10 * ten);
    CHECK_INT(kont_search_bytes(NULL), 0);
}

TEST(search_choose, DIFFERS_bytes_of_deep_choices)
{
    size_t some = bytes_at_first(200), more = bytes_at_first(600);
    if (strcmp(kont_machine(), "cps") == 0)
        CHECK(more < 4 * some);                         /* frames are shared: in proportion to the depth */
    else
        CHECK(more > 4 * some);                         /* each choice has its own copy: to its square */
}

/* ---- Misuse ---------------------------------------------------------------------------------------------------------------- */

static KONT void *array_outside(void *v) { return kont_choose_array(words, v != NULL); }
static KONT void *generator_outside(void *v) { return kont_choose_generator(kont_generator_new(same, v)); }
static KONT void *search_outside(void *v) { return kont_choose_search(kont_search_new(same, v)); }
static KONT void *null_array(void *v) { (void)v; return kont_choose_array(NULL, 2); }
static KONT void *null_generator(void *v) { (void)v; return kont_choose_generator(NULL); }
static KONT void *null_search(void *v) { (void)v; return kont_choose_search(NULL); }

TEST(search_choose, outside_of_a_search)
{
    static const char message[] = "no prompt \"search\" is there";
    CHECK_RAISES(array_outside, NULL, KONT_ERR_NO_PROMPT, message, "kont_choose_array");
    CHECK_RAISES(generator_outside, NULL, KONT_ERR_NO_PROMPT, message, "kont_choose_generator");
    CHECK_RAISES(search_outside, NULL, KONT_ERR_NO_PROMPT, message, "kont_choose_search");
}

TEST(search_choose, of_nothing)
{
    CHECK_RAISES(next_of, kont_search_new(null_array, NULL), KONT_ERR_ARGUMENT, "bad argument: values", "kont_choose_array");
    CHECK_RAISES(next_of, kont_search_new(null_generator, NULL), KONT_ERR_ARGUMENT, "bad argument: generator", "kont_choose_generator");
    CHECK_RAISES(next_of, kont_search_new(null_search, NULL), KONT_ERR_ARGUMENT, "bad argument: search", "kont_choose_search");
}

static KONT void *first_of_null(void *v) { return kont_int(kont_search_first(NULL, &v)); }
static KONT void *first_to_null(void *s) { return kont_int(kont_search_first(s, NULL)); }
static KONT void *count_of_null(void *v) { (void)v; return kont_int((intptr_t)kont_search_count(NULL)); }
static KONT void *collect_of_null(void *v) { (void)v; return kont_search_collect(NULL, 1, NULL); }

TEST(search_choose, nulls_are_named)
{
    CHECK_RAISES(first_of_null, NULL, KONT_ERR_ARGUMENT, "bad argument: search", "kont_search_next");
    CHECK_RAISES(first_to_null, kont_search_new(same, NULL), KONT_ERR_ARGUMENT, "bad argument: solution", "kont_search_next");
    CHECK_RAISES(count_of_null, NULL, KONT_ERR_ARGUMENT, "bad argument: search", "kont_search_next");
    CHECK_RAISES(collect_of_null, NULL, KONT_ERR_ARGUMENT, "bad argument: search", "kont_search_next");
}
