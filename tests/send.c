/* send, throw, close, the state, and CPython's errors: what generators do besides giving values. */
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

static const kont_exception mine[1] = { { KONT_ERR_USER, "MINE", "mine", "here", NULL } };

static KONT void *echo(void *v)
{
    for (;;)
        v = kont_yield(v);
    return NULL;
}

static KONT void *yields_once(void *v)
{
    return kont_yield(v);
}

static KONT int send(kont_generator *g, int n)
{
    void *v;
    return kont_send(g, kont_int(n), &v) ? (int)kont_to_int(v) : -1;
}

static KONT void *next_thunk(void *g)
{
    void *v;
    kont_next(g, &v);
    return v;
}

static KONT void *send_thunk(void *g)
{
    return kont_int(send(g, 1));
}

static KONT void *throw_mine(void *g)
{
    void *v;
    return kont_throw(g, mine, &v) ? v : NULL;
}

static KONT void *close_thunk(void *g)
{
    kont_close(g);
    return NULL;
}

/* ---- Send --------------------------------------------------------------------------------------------------------------------- */

TEST(send, is_what_the_yield_returns)
{
    kont_generator *g = kont_generator_new(echo, kont_int(1));
    CHECK_INT(send(g, 0), 1);
    for (int i = 2; i < 10; i++)
        CHECK_INT(send(g, i), i);
    CHECK_PTR(next_thunk(g), NULL);
}

TEST(send, the_last_is_what_the_body_returns)
{
    void *v;
    kont_generator *g = kont_generator_new(yields_once, kont_int(1));
    CHECK_INT(send(g, 0), 1);
    CHECK(!kont_send(g, kont_int(8), &v));
    CHECK_INT(kont_to_int(v), 8);
    CHECK(!kont_send(g, kont_int(9), &v));
    CHECK_PTR(v, NULL);
}

TEST(send, nothing_but_null_to_one_that_has_not_begun)
{
    kont_generator *g = kont_generator_new(echo, kont_int(1));
    CHECK_RAISES(send_thunk, g, KONT_ERR_JUST_STARTED, "can't send non-null value to a just-started generator", "kont_send");
    CHECK_INT(kont_generator_state(g), KONT_NEW);
    CHECK_INT(send(g, 0), 1);
}

/* ---- Throw -------------------------------------------------------------------------------------------------------------------- */

static KONT void *catches(void *v)
{
    const kont_exception *x;
    kont_try(yields_once, v, &x);
    return x != NULL ? kont_yield((void *)x->name) : NULL;
}

TEST(send, what_is_thrown_is_raised_at_the_yield)
{
    void *v;
    kont_generator *g = kont_generator_new(catches, NULL);
    next_thunk(g);
    CHECK(kont_throw(g, mine, &v));
    CHECK_STR(v, "MINE");
    CHECK(!kont_next(g, &v));
}

static KONT void *defers(void *name)
{
    kont_defer(trace_name, name);
    return kont_yield(name);
}

TEST(send, what_is_thrown_and_not_caught_ends_it)
{
    void *v;
    kont_generator *g = kont_generator_new(defers, "cleanup");
    next_thunk(g);
    CHECK_PTR(raised_by(throw_mine, g), mine);
    CHECK_STR(traced(), "cleanup");
    CHECK_INT(kont_generator_state(g), KONT_DONE);
    CHECK(!kont_next(g, &v));
    CHECK_PTR(raised_by(throw_mine, g), mine);
}

TEST(send, thrown_into_one_that_has_not_begun_it_ends_that)
{
    void *v = kont_int(1);
    kont_generator *g = kont_generator_new(trace_name, "body");
    CHECK_PTR(raised_by(throw_mine, g), mine);
    CHECK_INT(kont_generator_state(g), KONT_DONE);
    CHECK(!kont_next(g, &v));
    CHECK_PTR(v, NULL);
    CHECK_STR(traced(), "");
}

/* ---- Close -------------------------------------------------------------------------------------------------------------------- */

TEST(send, close_runs_the_defers_once)
{
    kont_generator *g = kont_generator_new(defers, "cleanup");
    next_thunk(g);
    kont_close(g);
    kont_close(g);
    CHECK_STR(traced(), "cleanup");
    CHECK_INT(kont_generator_state(g), KONT_DONE);
}

TEST(send, close_of_one_that_has_not_begun_runs_nothing)
{
    kont_generator *g = kont_generator_new(trace_name, "body");
    kont_close(g);
    CHECK_STR(traced(), "");
    CHECK_INT(kont_generator_state(g), KONT_DONE);
}

static KONT void *returns_when_closed(void *unused)
{
    const kont_exception *x;
    kont_try(yields_once, unused, &x);
    trace("%s %s", x->name, x->message);
    return kont_int(3);
}

TEST(send, close_raises_an_exit_which_the_body_may_catch)
{
    void *v;
    kont_generator *g = kont_generator_new(returns_when_closed, NULL);
    next_thunk(g);
    kont_close(g);
    CHECK_STR(traced(), "KONT_ERR_GENERATOR_EXIT GeneratorExit");
    kont_next(g, &v);
    CHECK_PTR(v, NULL);
}

TEST(send, one_that_yields_when_it_is_closed_stays)
{
    kont_generator *g = kont_generator_new(catches, NULL);
    next_thunk(g);
    CHECK_RAISES(close_thunk, g, KONT_ERR_IGNORED_EXIT, "generator ignored GeneratorExit", "kont_close");
    CHECK_INT(kont_generator_state(g), KONT_SUSPENDED);
    kont_close(g);
    CHECK_INT(kont_generator_state(g), KONT_DONE);
}

static KONT void *raise_mine(void *unused)
{
    (void)unused;
    kont_raise(mine);
}

static KONT void *raises_when_closed(void *unused)
{
    const kont_exception *x;
    kont_try(yields_once, unused, &x);
    return raise_mine(unused);
}

TEST(send, close_raises_what_the_body_raises_instead)
{
    kont_generator *g = kont_generator_new(raises_when_closed, NULL);
    next_thunk(g);
    CHECK_PTR(raised_by(close_thunk, g), mine);
    kont_close(g);
}

static KONT void *close_in_run(void *g)
{
    next_thunk(g);
    kont_close(g);
    return NULL;
}

TEST(send, closes_inside_run_too)
{
    kont_run(close_in_run, kont_generator_new(defers, "cleanup"));
    CHECK_STR(traced(), "cleanup");
}

/* ---- State and errors ------------------------------------------------------------------------------------------------------------ */

static kont_generator *self;

static KONT void *asks_itself(void *unused)
{
    static const char message[] = "generator already executing";
    CHECK_INT(kont_generator_state(self), KONT_RUNNING);
    CHECK_RAISES(next_thunk, self, KONT_ERR_RUNNING, message, "kont_next");
    CHECK_RAISES(send_thunk, self, KONT_ERR_RUNNING, message, "kont_send");
    CHECK_RAISES(throw_mine, self, KONT_ERR_RUNNING, message, "kont_throw");
    CHECK_RAISES(close_thunk, self, KONT_ERR_RUNNING, message, "kont_close");
    kont_yield(NULL);
    return unused;
}

TEST(send, states_are_those_of_python)
{
    self = kont_generator_new(asks_itself, NULL);
    CHECK_INT(kont_generator_state(self), KONT_NEW);
    next_thunk(self);
    CHECK_INT(kont_generator_state(self), KONT_SUSPENDED);
    next_thunk(self);
    CHECK_INT(kont_generator_state(self), KONT_DONE);
}

static KONT void *need_value(void *g)
{
    return kont_next_value(g);
}

TEST(send, next_value_raises_the_end_with_the_return_value)
{
    kont_generator *g = kont_generator_new(yields_once, kont_int(4));
    CHECK_INT(kont_to_int(kont_next_value(g)), 4);
    const kont_exception *x = raised_by(need_value, g);
    CHECK_INT(x->code, KONT_ERR_STOP_ITERATION);
    CHECK_STR(x->where, "kont_next_value");
    CHECK_PTR(x->value, NULL);
    g = kont_generator_new(need_value, g);
    CHECK_RAISES(next_thunk, g, KONT_ERR_RAISED_STOP, "generator raised StopIteration", "kont_next_value");
}

static KONT void *stops(void *v)
{
    kont_raise(kont_stop_iteration(v));
}

static KONT void *stops_and_catches(void *v)
{
    const kont_exception *x;
    kont_try(stops, v, &x);
    return x->code == KONT_ERR_STOP_ITERATION ? x->value : NULL;
}

TEST(send, the_end_caught_in_the_body_is_the_end)
{
    void *v;
    CHECK(!kont_next(kont_generator_new(stops_and_catches, "caught"), &v));
    CHECK_STR(v, "caught");
}

static KONT void *tell(const kont_exception *x, void *unused)
{
    (void)unused;
    trace("%s", x->name);
    return kont_int(5);
}

static KONT void *stops_continuably(void *v)
{
    kont_yield(kont_raise_continuable(kont_stop_iteration(v)));
    return NULL;
}

static KONT void *handled_outside(void *g)
{
    return kont_with_handler(tell, NULL, next_thunk, g);
}

TEST(send, a_handler_outside_sees_the_error_and_may_answer)
{
    CHECK_INT(kont_to_int(handled_outside(kont_generator_new(stops_continuably, NULL))), 5);
    CHECK_STR(traced(), "KONT_ERR_RAISED_STOP");
}

static KONT void *handled_inside(void *v)
{
    return kont_with_handler(tell, NULL, stops_continuably, v);
}

TEST(send, a_handler_inside_sees_the_end)
{
    CHECK_INT(kont_to_int(next_thunk(kont_generator_new(handled_inside, NULL))), 5);
    CHECK_STR(traced(), "KONT_ERR_STOP_ITERATION");
}

static KONT void *stops_nested(void *v)
{
    return next_thunk(kont_generator_new(stops, v));
}

TEST(send, an_end_that_passes_two_is_told_once)
{
    const kont_exception *x = raised_by(next_thunk, kont_generator_new(stops_nested, "value"));
    CHECK_INT(x->code, KONT_ERR_RAISED_STOP);
    CHECK_STR(((kont_exception *)x->value)->value, "value");
}

static KONT void *raises_in_after(void *unused)
{
    const kont_exception *x;
    kont_try(stops, unused, &x);
    trace("inside %s", x->name);
    return stops(unused);
}

static KONT void *winds(void *v)
{
    return kont_dynamic_wind(NULL, yields_once, raises_in_after, v);
}

TEST(send, an_end_raised_by_a_winder_is_one_out_of_its_generator)
{
    kont_generator *g = kont_generator_new(winds, NULL);
    CHECK_INT(raised_by(next_thunk, g)->code, KONT_ERR_RAISED_STOP);
    CHECK_STR(traced(), "inside KONT_ERR_STOP_ITERATION");
}
