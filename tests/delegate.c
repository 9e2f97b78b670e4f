/* yield from, PEP 380: values; where generators that wait for others are asked in odd ways; their extents. */
#include <kont.h>

#include "support/events.h"
#include "support/generators.h"
#include "support/raises.h"
#include "test.h"

static const char waiting[] = "generator already executing";

static KONT void *one_two(void *first)
{
    trace("got %d", (int)kont_to_int(kont_yield(first)));
    trace("got %d", (int)kont_to_int(kont_yield(kont_int(kont_to_int(first) + 1))));
    return kont_int(kont_to_int(first) + 2);
}

/* ---- Values --------------------------------------------------------------------------------------------------------------- */

TEST(delegate, yields_what_the_inner_one_yields_and_returns_what_it_returns)
{
    kont_generator *g = kont_generator_new(passes_on_and_more, kont_generator_new(one_two, kont_int(1)));
    trace_numbers(g);
    CHECK_STR(traced(), "1 got 0 2 got 0 inner 3 9");
    CHECK_INT(kont_generator_state(g), KONT_DONE);
}

TEST(delegate, sends_to_the_inner_one)
{
    void *v;
    kont_generator *g = kont_generator_new(passes_on_and_more, kont_generator_new(one_two, kont_int(1)));
    CHECK_INT(next_number(g), 1);
    CHECK(kont_send(g, kont_int(7), &v));
    CHECK_INT(kont_to_int(v), 2);
    CHECK(kont_send(g, kont_int(8), &v));
    CHECK_INT(kont_to_int(v), 9);
    CHECK(!kont_send(g, NULL, &v));
    CHECK_INT(kont_to_int(v), 10);
    CHECK_STR(traced(), "got 7 got 8 inner 3");
}

TEST(delegate, one_that_has_ended_gives_nothing)
{
    kont_generator *inner = kont_generator_new(one_two, kont_int(1));
    trace_numbers(inner);
    traced();
    trace_numbers(kont_generator_new(passes_on_and_more, inner));
    CHECK_STR(traced(), "inner 0 9");
}

TEST(delegate, one_that_has_begun_goes_on)
{
    kont_generator *inner = kont_generator_new(one_two, kont_int(1));
    CHECK_INT(next_number(inner), 1);
    trace_numbers(kont_generator_new(passes_on_and_more, inner));
    CHECK_STR(traced(), "got 0 2 got 0 inner 3 9");
}

static KONT void *nothing(void *v)
{
    return v;
}

static KONT void *many_empty(void *n)
{
    intptr_t sum = 0;
    for (intptr_t i = 0; i < kont_to_int(n); i++)
        sum += kont_to_int(kont_yield_from(kont_generator_new(nothing, kont_int(i))));
    return kont_int(sum);
}

TEST(delegate, many_that_yield_nothing_in_a_row)
{
    void *v;
    CHECK(!kont_next(kont_generator_new(many_empty, kont_int(5000)), &v));
    CHECK_INT(kont_to_int(v), 5000 * 4999 / 2);
}

/* Integers are values too: one may be the address of what marks the end. */
static KONT void *yields_the_mark(void *unused)
{
    (void)unused;
    kont_yield((void *)kont_generator_end);
    return (void *)kont_generator_end;
}

TEST(delegate, any_value_may_be_yielded)
{
    void *v = NULL;
    kont_generator *g = kont_generator_new(passes_on, kont_generator_new(yields_the_mark, NULL));
    CHECK(kont_next(g, &v));
    CHECK_PTR(v, kont_generator_end);
    CHECK(!kont_next(g, &v));
    CHECK_PTR(v, kont_generator_end);
}

/* ---- Depth ------------------------------------------------------------------------------------------------------------------ */

TEST(delegate, two_hundred_deep)
{
    void *v;
    kont_generator *g = nested(200, kont_generator_new(count_to, kont_int(100)));
    for (int i = 1; i <= 100; i++)
        CHECK_INT(next_number(g), i);
    CHECK(!kont_next(g, &v));
    CHECK_INT(kont_to_int(v), 99);
}

/* Each node hands over to a generator for each of its parts: the way to the innermost changes all the time. */
static KONT void *walk(void *node)
{
    intptr_t n = kont_to_int(node);
    if (n >= 64)
        return kont_int(1);
    intptr_t nodes = kont_to_int(kont_yield_from(kont_generator_new(walk, kont_int(2 * n))));
    kont_yield(node);
    return kont_int(nodes + kont_to_int(kont_yield_from(kont_generator_new(walk, kont_int(2 * n + 1)))));
}

TEST(delegate, two_trees_take_turns)
{
    kont_generator *a = kont_generator_new(walk, kont_int(1)), *b = kont_generator_new(walk, kont_int(1));
    void *v, *w;
    int count = 0;
    while (kont_next(a, &v)) {
        CHECK(kont_next(b, &w));
        CHECK_PTR(v, w);
        count++;
    }
    CHECK_INT(count, 63);
    CHECK_INT(kont_to_int(v), 64);
    CHECK(!kont_next(b, &w));
}

/* ---- Shared, or asked from outside --------------------------------------------------------------------------------------------- */

TEST(delegate, two_may_wait_for_one)
{
    kont_generator *inner = kont_generator_new(count_to, kont_int(6));
    kont_generator *a = nested(2, inner), *b = nested(3, inner);
    CHECK_INT(next_number(a), 1);
    CHECK_INT(next_number(b), 2);
    CHECK_INT(next_number(inner), 3);
    CHECK_INT(next_number(a), 4);
    CHECK_INT(next_number(b), 5);
    CHECK_INT(next_number(a), 6);
    CHECK_INT(next_number(b), -1);
    CHECK_INT(next_number(a), -1);
}

TEST(delegate, one_in_the_middle_may_be_asked)
{
    kont_generator *inner = kont_generator_new(one_two, kont_int(1)), *middle = kont_generator_new(passes_on_and_more, inner);
    kont_generator *g = nested(2, middle);
    CHECK_INT(next_number(g), 1);
    CHECK_INT(next_number(middle), 2);
    CHECK_INT(next_number(middle), 9);
    CHECK_INT(next_number(g), -1);
    CHECK_INT(kont_generator_state(middle), KONT_DONE);
}

static kont_generator *parts[2];

static KONT void *of_two_parts(void *unused)
{
    kont_yield_from(parts[0]);
    kont_yield_from(parts[1]);
    return unused;
}

TEST(delegate, one_in_the_middle_may_go_on_to_another_meanwhile)
{
    parts[0] = kont_generator_new(count_to, kont_int(1));
    parts[1] = kont_generator_new(count_to, kont_int(4));
    kont_generator *both = kont_generator_new(of_two_parts, NULL), *g = nested(2, both);
    CHECK_INT(next_number(g), 1);
    CHECK_INT(next_number(both), 1);
    CHECK_INT(next_number(g), 2);
    CHECK_INT(next_number(both), 3);
    CHECK_INT(next_number(g), 4);
    CHECK_INT(next_number(g), -1);
}

TEST(delegate, the_inner_one_may_begin_to_wait_by_itself)
{
    kont_generator *inner = kont_generator_new(walk, kont_int(16)), *g = nested(2, inner);
    CHECK_INT(next_number(g), 32);
    CHECK_INT(next_number(inner), 16);
    CHECK_INT(next_number(inner), 33);
    CHECK_INT(next_number(g), -1);
}

/* ---- Already executing --------------------------------------------------------------------------------------------------------- */

static kont_generator *root, *middle, *leaf;

static KONT void *asks_those_outside(void *unused)
{
    kont_yield(kont_int(1));
    for (int i = 0; i < 2; i++) {
        kont_generator *g = i == 0 ? root : middle;
        CHECK_INT(kont_generator_state(g), KONT_RUNNING);
        CHECK_RAISES(next_thunk, g, KONT_ERR_RUNNING, waiting, "kont_next");
        CHECK_RAISES(send_thunk, g, KONT_ERR_RUNNING, waiting, "kont_send");
        CHECK_RAISES(throw_thunk, g, KONT_ERR_RUNNING, waiting, "kont_throw");
        CHECK_RAISES(close_thunk, g, KONT_ERR_RUNNING, waiting, "kont_close");
    }
    CHECK_RAISES(passes_on, root, KONT_ERR_RUNNING, waiting, "kont_next");
    CHECK_RAISES(passes_on, leaf, KONT_ERR_RUNNING, waiting, "kont_next");
    kont_yield(kont_int(2));
    return unused;
}

TEST(delegate, those_that_wait_count_as_running)
{
    leaf = kont_generator_new(asks_those_outside, NULL);
    middle = nested(1, leaf);
    root = nested(2, middle);
    CHECK_INT(next_number(root), 1);
    CHECK_INT(kont_generator_state(root), KONT_SUSPENDED);
    CHECK_INT(next_number(root), 2);
    CHECK_INT(kont_generator_state(middle), KONT_SUSPENDED);
    CHECK_INT(next_number(root), -1);
}

static KONT void *yields_then_asks_root(void *unused)
{
    (void)unused;
    kont_yield(kont_int(1));
    return kont_int(next_number(root));
}

/* As in Python: the error is raised where the running one is waited for. */
TEST(delegate, one_that_waits_for_a_running_one_is_told_inside)
{
    leaf = kont_generator_new(yields_then_asks_root, NULL);
    root = nested(1, kont_generator_new(catches, leaf));
    CHECK_INT(next_number(root), 1);
    void *v;
    CHECK(!kont_next(leaf, &v));
    CHECK_INT(kont_to_int(v), 5);
    CHECK_STR(traced(), "KONT_ERR_RUNNING");
    CHECK_INT(next_number(root), -1);
}

static KONT void *waits_for_itself(void *unused)
{
    (void)unused;
    return kont_yield_from(root);
}

TEST(delegate, not_from_itself)
{
    root = kont_generator_new(waits_for_itself, NULL);
    CHECK_RAISES(next_thunk, root, KONT_ERR_RUNNING, waiting, "kont_next");
}

static KONT void *yields_then_waits_for_root(void *unused)
{
    (void)unused;
    kont_yield(kont_int(1));
    kont_yield_from(root);
    return kont_int(4);
}

TEST(delegate, two_cannot_wait_for_each_other)
{
    leaf = kont_generator_new(yields_then_waits_for_root, NULL);
    root = nested(1, kont_generator_new(catches, leaf));
    CHECK_INT(next_number(root), 1);
    CHECK_INT(next_number(leaf), 5);                        /* root caught it */
    CHECK_STR(traced(), "KONT_ERR_RUNNING");
    CHECK_INT(next_number(leaf), -1);
    CHECK_INT(next_number(root), -1);
}

/* ---- Extents ---------------------------------------------------------------------------------------------------------------------------- */

static const kont_exception mine[1] = { { KONT_ERR_USER, "MINE", "mine", "here", NULL } };

static KONT void *in_and_out(void *unused)
{
    (void)unused;
    trace("in");
    return NULL;
}

static KONT void *out_of_it(void *unused)
{
    (void)unused;
    trace("out");
    return NULL;
}

static KONT void *winds(void *inner)
{
    return kont_dynamic_wind(in_and_out, passes_on, out_of_it, inner);
}

static int raised;

static KONT void *raises_at_first(void *unused)
{
    if (raised++ == 0)
        kont_raise(mine);
    return unused;
}

static KONT void *winds_and_raises(void *inner)
{
    return kont_dynamic_wind(NULL, passes_on, raises_at_first, inner);
}

static KONT void *catches_what_leaving_raises(void *inner)
{
    const kont_exception *x;
    kont_try(winds_and_raises, inner, &x);
    trace("%s", x->name);
    return kont_yield(kont_int(5));
}

TEST(delegate, one_that_could_not_leave_in_order_to_wait_does_not_wait)
{
    void *v;
    kont_generator *inner = kont_generator_new(count_to, kont_int(3)), *g = kont_generator_new(catches_what_leaving_raises, inner);
    CHECK_INT(next_number(g), 5);
    CHECK_STR(traced(), "MINE");
    CHECK(!kont_send(g, kont_int(7), &v));
    CHECK_INT(kont_to_int(v), 7);
    CHECK_INT(kont_generator_state(inner), KONT_NEW);
}

TEST(delegate, the_winders_of_one_that_waits_are_left_until_the_inner_one_has_ended)
{
    trace_numbers(kont_generator_new(winds, kont_generator_new(count_to, kont_int(2))));
    CHECK_STR(traced(), "in out 1 2 in out");
}
