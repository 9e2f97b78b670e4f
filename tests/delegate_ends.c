/* yield from, PEP 380: what happens where generators that wait for others end in odd ways: by what is raised or thrown, closed, left, dropped. */
#include <gc/gc.h>
#include <kont.h>

#include "support/events.h"
#include "support/generators.h"
#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");
static const char waiting[] = "generator already executing";
static kont_generator *root;

/* ---- Exceptions ------------------------------------------------------------------------------------------------------------------ */

static const kont_exception mine[1] = { { KONT_ERR_USER, "MINE", "mine", "here", NULL } };

static KONT void *yields_and_raises(void *unused)
{
    (void)unused;
    kont_yield(kont_int(1));
    kont_raise(mine);
}

TEST(delegate_ends, what_the_inner_one_raises_arrives_at_each_that_waits)
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

TEST(delegate_ends, what_is_thrown_is_raised_in_the_innermost)
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

TEST(delegate_ends, what_is_thrown_and_not_caught_comes_out)
{
    kont_generator *g = nested(3, kont_generator_new(count_to, kont_int(3)));
    CHECK_INT(next_number(g), 1);
    CHECK_PTR(raised_by(throw_mine, g), mine);
    CHECK_INT(kont_generator_state(g), KONT_DONE);
}

TEST(delegate_ends, what_is_thrown_where_the_innermost_has_ended_meanwhile_is_raised_outside_of_it)
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

TEST(delegate_ends, an_end_thrown_where_the_innermost_has_ended_meanwhile_is_its_end)
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

TEST(delegate_ends, the_end_that_an_inner_one_raises_is_an_error_outside)
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

TEST(delegate_ends, close_goes_from_the_innermost_outwards)
{
    kont_generator *inner = kont_generator_new(defers_and_yields, "inner"), *g = kont_generator_new(defers_and_passes_on, inner);
    CHECK_INT(next_number(g), 1);
    kont_close(g);
    CHECK_STR(traced(), "inner outer");
    CHECK_INT(kont_generator_state(inner), KONT_DONE);
    CHECK_INT(kont_generator_state(g), KONT_DONE);
}

TEST(delegate_ends, the_exit_is_raised_in_each)
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

TEST(delegate_ends, one_that_waits_sees_the_exit_where_the_inner_one_has_ended_in_peace)
{
    kont_generator *g = kont_generator_new(sees_exit, kont_generator_new(ends_on_exit, NULL));
    CHECK_INT(next_number(g), 1);
    kont_close(g);
    CHECK_STR(traced(), "outer KONT_ERR_GENERATOR_EXIT");
}

TEST(delegate_ends, an_exit_that_is_thrown_closes_the_inner_one)
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

TEST(delegate_ends, while_one_is_closed_those_that_wait_for_it_run)
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

TEST(delegate_ends, a_plain_iterator_has_next_alone)
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

TEST(delegate_ends, an_abort_past_them_ends_all)
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

TEST(delegate_ends, captured_while_it_runs_it_goes_on_when_resumed)
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

TEST(delegate_ends, the_cleanups_of_all_run_when_they_are_forgotten)
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

TEST(delegate_ends, what_one_waits_for_does_not_keep_it)
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

TEST(delegate_ends, not_from_within_a_defer)
{
    void *v;
    kont_generator *inner = kont_generator_new(count_to, kont_int(2)), *g = kont_generator_new(defers_a_delegation, inner);
    CHECK_INT(next_number(g), 1);
    CHECK(!kont_send(g, NULL, &v));
    CHECK_INT(kont_to_int(v), 3);
    CHECK_INT(next_number(inner), 1);
}
