/* yield from: PEP 380, and what happens where generators that wait for others are asked, left and dropped in odd ways. */
#include <gc/gc.h>
#include <kont.h>

#include "support/events.h"
#include "support/generators.h"
#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");
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

/* ---- Exceptions ------------------------------------------------------------------------------------------------------------------ */

static const kont_exception mine[1] = { { KONT_ERR_USER, "MINE", "mine", "here", NULL } };

static KONT void *yields_and_raises(void *unused)
{
    (void)unused;
    kont_yield(kont_int(1));
    kont_raise(mine);
}

TEST(delegate, what_the_inner_one_raises_arrives_at_each_that_waits)
{
    kont_generator *caught = nested(2, kont_generator_new(catches, nested(2, kont_generator_new(yields_and_raises, NULL))));
    trace_numbers(caught);
    CHECK_STR(traced(), "1 MINE 5");
    kont_generator *g = nested(2, kont_generator_new(yields_and_raises, NULL));
    CHECK_INT(next_number(g), 1);
    CHECK_PTR(raised_by(next_thunk, g), mine);
    CHECK_INT(kont_generator_state(g), KONT_DONE);
}

static KONT void *catches_and_yields(void *unused)
{
    const kont_exception *x;
    kont_try(kont_yield, kont_int(1), &x);
    trace("caught %s", x != NULL ? x->name : "nothing");
    kont_yield(kont_int(2));
    return unused;
}

TEST(delegate, what_is_thrown_is_raised_in_the_innermost)
{
    void *v;
    kont_generator *g = nested(3, kont_generator_new(catches_and_yields, NULL));
    CHECK_INT(next_number(g), 1);
    CHECK(kont_throw(g, mine, &v));
    CHECK_INT(kont_to_int(v), 2);
    CHECK_STR(traced(), "caught MINE");
    CHECK_INT(next_number(g), -1);
}

static KONT void *throw_mine(void *g)
{
    void *v;
    kont_throw(g, mine, &v);
    return v;
}

TEST(delegate, what_is_thrown_and_not_caught_comes_out)
{
    kont_generator *g = nested(3, kont_generator_new(count_to, kont_int(3)));
    CHECK_INT(next_number(g), 1);
    CHECK_PTR(raised_by(throw_mine, g), mine);
    CHECK_INT(kont_generator_state(g), KONT_DONE);
}

TEST(delegate, what_is_thrown_where_the_innermost_has_ended_meanwhile_is_raised_outside_of_it)
{
    kont_generator *inner = kont_generator_new(count_to, kont_int(2)), *g = kont_generator_new(catches, inner);
    CHECK_INT(next_number(g), 1);
    trace_numbers(inner);
    CHECK_INT(kont_to_int(throw_mine(g)), 5);
    CHECK_STR(traced(), "2 MINE");
}

static KONT void *throw_stop(void *g)
{
    void *v;
    kont_throw(g, kont_stop_iteration(kont_int(6)), &v);
    return v;
}

TEST(delegate, an_end_thrown_where_the_innermost_has_ended_meanwhile_is_its_end)
{
    kont_generator *inner = kont_generator_new(count_to, kont_int(2)), *g = kont_generator_new(passes_on_and_more, inner);
    CHECK_INT(next_number(g), 1);
    trace_numbers(inner);
    CHECK_INT(kont_to_int(throw_stop(g)), 9);
    CHECK_STR(traced(), "2 inner 6");
}

static KONT void *stops(void *v)
{
    kont_raise(kont_stop_iteration(v));
}

static KONT void *outer_catches_stop(void *inner)
{
    const kont_exception *x;
    kont_try(passes_on, inner, &x);
    trace("%s: %s, %s", x->name, x->message, ((kont_exception *)x->value)->name);
    return NULL;
}

TEST(delegate, the_end_that_an_inner_one_raises_is_an_error_outside)
{
    trace_numbers(kont_generator_new(outer_catches_stop, kont_generator_new(stops, NULL)));
    CHECK_STR(traced(), "KONT_ERR_RAISED_STOP: generator raised StopIteration, KONT_ERR_STOP_ITERATION");
}

/* ---- Close ------------------------------------------------------------------------------------------------------------------------- */

static KONT void *defers_and_yields(void *name)
{
    kont_defer(trace_name, name);
    kont_yield(kont_int(1));
    return NULL;
}

static KONT void *defers_and_passes_on(void *inner)
{
    kont_defer(trace_name, "outer");
    return kont_yield_from(inner);
}

TEST(delegate, close_goes_from_the_innermost_outwards)
{
    kont_generator *inner = kont_generator_new(defers_and_yields, "inner"), *g = kont_generator_new(defers_and_passes_on, inner);
    CHECK_INT(next_number(g), 1);
    kont_close(g);
    CHECK_STR(traced(), "inner outer");
    CHECK_INT(kont_generator_state(inner), KONT_DONE);
    CHECK_INT(kont_generator_state(g), KONT_DONE);
}

TEST(delegate, the_exit_is_raised_in_each)
{
    kont_generator *g = kont_generator_new(catches, kont_generator_new(catches_and_yields, NULL));
    CHECK_INT(next_number(g), 1);
    /* The inner one yields: what is raised in the outer is that. The outer one catches that, and yields too. */
    CHECK_RAISES(close_thunk, g, KONT_ERR_IGNORED_EXIT, "generator ignored GeneratorExit", "kont_close");
    CHECK_STR(traced(), "caught KONT_ERR_GENERATOR_EXIT KONT_ERR_IGNORED_EXIT");
    CHECK_INT(kont_generator_state(g), KONT_SUSPENDED);
    CHECK_INT(next_number(g), -1);
}

static KONT void *ends_on_exit(void *unused)
{
    const kont_exception *x;
    kont_try(kont_yield, kont_int(1), &x);
    return unused;
}

static KONT void *sees_exit(void *inner)
{
    const kont_exception *x;
    kont_try(passes_on, inner, &x);
    trace("outer %s", x->name);
    return kont_raise_continuable(x);
}

TEST(delegate, one_that_waits_sees_the_exit_where_the_inner_one_has_ended_in_peace)
{
    kont_generator *g = kont_generator_new(sees_exit, kont_generator_new(ends_on_exit, NULL));
    CHECK_INT(next_number(g), 1);
    kont_close(g);
    CHECK_STR(traced(), "outer KONT_ERR_GENERATOR_EXIT");
}

TEST(delegate, an_exit_that_is_thrown_closes_the_inner_one)
{
    kont_generator *inner = kont_generator_new(defers_and_yields, "inner"), *g = kont_generator_new(catches, inner);
    void *v;
    CHECK_INT(next_number(g), 1);
    CHECK(kont_throw(g, kont_generator_exit, &v));
    CHECK_INT(kont_to_int(v), 5);
    CHECK_STR(traced(), "inner KONT_ERR_GENERATOR_EXIT");
    CHECK_INT(kont_generator_state(inner), KONT_DONE);
}

static KONT void *asks_root_when_closed(void *unused)
{
    const kont_exception *x;
    kont_try(kont_yield, kont_int(1), &x);
    CHECK_RAISES(next_thunk, root, KONT_ERR_RUNNING, waiting, "kont_next");
    CHECK_INT(kont_generator_state(root), KONT_RUNNING);
    return unused;
}

TEST(delegate, while_one_is_closed_those_that_wait_for_it_run)
{
    root = nested(2, kont_generator_new(asks_root_when_closed, NULL));
    CHECK_INT(next_number(root), 1);
    kont_close(root);
    CHECK_INT(kont_generator_state(root), KONT_DONE);
}

/* ---- Plain iterators ------------------------------------------------------------------------------------------------------------------ */

struct counter {
    kont_iterator iterator;
    intptr_t next, last;
};

static KONT bool count_up(kont_iterator *self, void **value)
{
    struct counter *c = (struct counter *)self;
    *value = kont_int(c->next);
    return c->next++ < c->last;
}

static KONT void *from_counter(void *counter)
{
    trace("returned %d", (int)kont_to_int(kont_yield_from_iterator(counter)));
    return NULL;
}

TEST(delegate, a_plain_iterator_has_next_alone)
{
    struct counter c = { { count_up }, 1, 4 }, d = c, e = c;
    trace_numbers(kont_generator_new(from_counter, &c));
    CHECK_STR(traced(), "1 2 3 returned 4");
    kont_generator *g = kont_generator_new(from_counter, &d), *h = kont_generator_new(from_counter, &e);
    CHECK_INT(next_number(g), 1);
    CHECK_RAISES(send_thunk, g, KONT_ERR_NO_SEND, "'iterator' object has no attribute 'send'", "kont_yield_from_iterator");
    CHECK_INT(next_number(h), 1);
    CHECK_PTR(raised_by(throw_mine, h), mine);
}

/* ---- Left, captured, dropped ------------------------------------------------------------------------------------------------------------- */

static KONT void *yields_and_aborts(void *unused)
{
    (void)unused;
    kont_yield(kont_int(1));
    kont_abort(&t, kont_int(7));
}

static KONT void *drain_it(void *g)
{
    trace_numbers(g);
    return NULL;
}

TEST(delegate, an_abort_past_them_ends_all)
{
    kont_generator *g = kont_generator_new(defers_and_passes_on, nested(1, kont_generator_new(yields_and_aborts, NULL)));
    CHECK_INT(kont_to_int(kont_prompt(&t, drain_it, g)), 7);
    CHECK_INT(kont_generator_state(g), KONT_DONE);
    CHECK_STR(traced(), "1");
    CHECK_INT(next_number(g), -1);
    CHECK_STR(traced(), "outer");
    CHECK_INT(next_number(g), -1);
}

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *yields_what_it_is_given(void *unused)
{
    kont_yield(kont_shift0_at(&t, give, NULL));
    return unused;
}

static KONT void *next_boxed(void *g)
{
    return kont_int(next_number(g));
}

TEST(delegate, captured_while_it_runs_it_goes_on_when_resumed)
{
    kont_generator *g = nested(2, kont_generator_new(yields_what_it_is_given, NULL));
    kont *k = kont_prompt(&t, next_boxed, g);
    CHECK_INT(kont_generator_state(g), KONT_RUNNING);
    CHECK_RAISES(next_thunk, g, KONT_ERR_RUNNING, waiting, "kont_next");
    CHECK_INT(kont_to_int(kont_resume_last(k, kont_int(6))), 6);
    CHECK_INT(next_number(g), -1);
}

static int dropped;

static KONT void *note(void *unused)
{
    dropped++;
    return unused;
}

static KONT void *defers_note(void *inner)
{
    kont_defer(note, NULL);
    if (inner != NULL)
        kont_yield_from(inner);
    kont_yield(kont_int(1));
    return NULL;
}

enum { FORGOTTEN = 50 };

static KONT void *forget(void *unused)
{
    for (int i = 0; i < FORGOTTEN; i++)
        next_number(kont_generator_new(defers_note, kont_generator_new(defers_note, NULL)));
    return unused;
}

TEST(delegate, the_cleanups_of_all_run_when_they_are_forgotten)
{
    kont_run(forget, NULL);
    for (int i = 0; i < 3; i++)
        GC_gcollect();
    GC_invoke_finalizers();
    kont_poll();
    CHECK(dropped >= 2 * (FORGOTTEN - 10));
    CHECK(dropped <= 2 * FORGOTTEN);
}

static KONT void *forget_roots(void *kept)
{
    for (int i = 0; i < FORGOTTEN; i++) {
        ((kont_generator **)kept)[i] = nested(1, kont_generator_new(count_to, kont_int(3)));
        next_number(kont_generator_new(defers_note, ((kont_generator **)kept)[i]));
    }
    return kept;
}

TEST(delegate, what_one_waits_for_does_not_keep_it)
{
    kont_generator **kept = GC_MALLOC(FORGOTTEN * sizeof *kept);
    kont_run(forget_roots, kept);
    for (int i = 0; i < 3; i++)
        GC_gcollect();
    GC_invoke_finalizers();
    kont_poll();
    CHECK(dropped >= FORGOTTEN - 10);
    for (int i = 0; i < FORGOTTEN; i++)
        CHECK_INT(next_number(kept[i]), 2);
}

static KONT void *yields_from_in_a_defer(void *inner)
{
    CHECK_RAISES(passes_on, inner, KONT_ERR_BARRIER, "a barrier is in the way", "kont_yield");
    return NULL;
}

static KONT void *defers_a_delegation(void *inner)
{
    kont_defer(yields_from_in_a_defer, inner);
    kont_yield(kont_int(1));
    return kont_int(3);
}

TEST(delegate, not_from_within_a_defer)
{
    void *v;
    kont_generator *inner = kont_generator_new(count_to, kont_int(2)), *g = kont_generator_new(defers_a_delegation, inner);
    CHECK_INT(next_number(g), 1);
    CHECK(!kont_send(g, NULL, &v));
    CHECK_INT(kont_to_int(v), 3);
    CHECK_INT(next_number(inner), 1);
}

/* ---- Extents ---------------------------------------------------------------------------------------------------------------------------- */

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
