/* DEFER: cleanups run exactly once, last first, when their body has been left for good. */
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u");

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void defer_both(void)
{
    kont_defer(trace_name, "first");
    kont_defer(trace_name, "second");
}

static KONT void *body(void *unused)
{
    (void)unused;
    defer_both();
    trace("body");
    return kont_int(5);
}

/* ---- Bodies and ways out ------------------------------------------------------------------------------------------------- */

TEST(defer, a_return_runs_them_last_first)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, body, NULL)), 5);
    CHECK_STR(traced(), "body second first");
    CHECK_INT(kont_to_int(kont_scope(body, NULL)), 5);
    CHECK_STR(traced(), "body second first");
    CHECK_INT(kont_to_int(kont_try(body, NULL, NULL)), 5);
    CHECK_STR(traced(), "body second first");
    CHECK_INT(kont_to_int(kont_run(body, NULL)), 5);
    CHECK_STR(traced(), "body second first");
    CHECK_INT(kont_to_int(kont_enter(kont_object_new(&t, body, NULL), NULL)), 5);
    CHECK_STR(traced(), "body second first");
}

static KONT void *abort_body(void *unused)
{
    (void)unused;
    defer_both();
    kont_abort(&t, kont_int(7));
}

static KONT void *abort_scope(void *unused)
{
    kont_defer(trace_name, "outer");
    return kont_scope(abort_body, unused);
}

static KONT void *abort_prompt(void *unused)
{
    kont_defer(trace_name, "outer");
    return kont_prompt(&u, abort_body, unused);
}

TEST(defer, an_abort_runs_them_innermost_body_first)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, abort_body, NULL)), 7);
    CHECK_STR(traced(), "second first");
    CHECK_INT(kont_to_int(kont_prompt(&t, abort_scope, NULL)), 7);
    CHECK_STR(traced(), "second first outer");
    CHECK_INT(kont_to_int(kont_prompt(&t, abort_prompt, NULL)), 7);
    CHECK_STR(traced(), "second first outer");
}

static KONT void *raise_body(void *unused)
{
    (void)unused;
    defer_both();
    kont_raise(kont_exception_new("STOP", NULL, "stop"));
}

static KONT void *raise_in_prompt(void *unused)
{
    kont_defer(trace_name, "outer");
    return kont_prompt(&t, raise_body, unused);
}

TEST(defer, a_raise_runs_them_before_the_try_returns)
{
    CHECK(raised_by(raise_body, NULL) != NULL);
    CHECK_STR(traced(), "second first");
    CHECK(raised_by(raise_in_prompt, NULL) != NULL);
    CHECK_STR(traced(), "second first outer");
}

static KONT void *scope_then_more(void *unused)
{
    kont_defer(trace_name, "outer");
    kont_scope(body, unused);
    trace("between");
    return NULL;
}

TEST(defer, each_belongs_to_the_innermost_body)
{
    kont_prompt(&t, scope_then_more, NULL);
    CHECK_STR(traced(), "body second first between outer");
}

static const char key;

static KONT void *defer_in_ec(kont *k, void *unused)
{
    (void)k;
    defer_both();
    return unused;
}

static KONT void *defer_in_call(void *unused)
{
    defer_both();
    return unused;
}

static KONT void *bodies_that_are_none(void *unused)
{
    kont_callec(defer_in_ec, unused);
    trace("ec");
    kont_with_mark(&key, NULL, defer_in_call, unused);
    trace("mark");
    kont_dynamic_wind(NULL, defer_in_call, NULL, unused);
    trace("wind");
    kont_barrier(defer_in_call, unused);
    trace("barrier");
    return NULL;
}

TEST(defer, calls_that_are_no_bodies_pass_them_on_to_the_body_around)
{
    kont_prompt(&t, bodies_that_are_none, NULL);
    CHECK_STR(traced(), "ec mark wind barrier second first second first second first second first");
}

static KONT void *escape(kont *k, void *unused)
{
    (void)unused;
    defer_both();
    kont_resume(k, NULL);
    return NULL;
}

static KONT void *escape_then_go_on(void *unused)
{
    (void)unused;
    kont_callec(escape, NULL);
    trace("body");
    return NULL;
}

TEST(defer, an_escape_within_the_body_does_not_leave_it)
{
    kont_prompt(&t, escape_then_go_on, NULL);
    CHECK_STR(traced(), "body second first");
    kont_scope(escape_then_go_on, NULL);
    CHECK_STR(traced(), "body second first");
}

static KONT void *defer_and_escape(void *k)
{
    return escape(k, NULL);
}

static KONT void *scope_in_escape(kont *k, void *unused)
{
    (void)unused;
    return kont_scope(defer_and_escape, k);
}

TEST(defer, an_escape_out_of_the_body_leaves_it)
{
    kont_callec(scope_in_escape, NULL);
    CHECK_STR(traced(), "second first");
}

/* ---- Cleanups that do more ----------------------------------------------------------------------------------------------- */

static KONT void *defer_again(void *unused)
{
    (void)unused;
    trace("cleanup");
    kont_scope(body, NULL);
    return NULL;
}

static KONT void *body_with_defer_again(void *unused)
{
    kont_defer(defer_again, unused);
    return NULL;
}

TEST(defer, a_cleanup_may_have_bodies_of_its_own)
{
    kont_prompt(&t, body_with_defer_again, NULL);
    CHECK_STR(traced(), "cleanup body second first");
}

static KONT void *raise_stop(void *unused)
{
    (void)unused;
    kont_raise(kont_exception_new("STOP", NULL, "stop"));
}

static KONT void *cleanup_raises(void *unused)
{
    (void)unused;
    kont_defer(trace_name, "first");
    kont_defer(raise_stop, NULL);
    kont_defer(trace_name, "last");
    return NULL;
}

TEST(defer, a_cleanup_that_raises_leaves_the_others_to_run)
{
    CHECK_STR(raised_by(cleanup_raises, NULL)->name, "STOP");
    CHECK_STR(traced(), "last first");
}

static KONT void *raising_cleanup_and_abort(void *unused)
{
    cleanup_raises(unused);
    kont_abort(&t, NULL);
}

static KONT void *abort_with_raising_cleanup(void *unused)
{
    kont_prompt(&t, raising_cleanup_and_abort, unused);
    trace("never");
    return NULL;
}

TEST(defer, a_cleanup_that_raises_replaces_an_abort)
{
    CHECK_STR(raised_by(abort_with_raising_cleanup, NULL)->name, "STOP");
    CHECK_STR(traced(), "last first");
}

/* ---- Suspension ---------------------------------------------------------------------------------------------------------- */

static KONT void *yield_twice(void *unused)
{
    (void)unused;
    defer_both();
    kont_yield(kont_int(1));
    trace("between");
    kont_yield(kont_int(2));
    return NULL;
}

TEST(defer, a_suspension_does_not_run_them_and_the_end_does)
{
    kont_generator *g = kont_generator_new(yield_twice, NULL);
    void *v;
    CHECK(kont_next(g, &v));
    CHECK_STR(traced(), "");
    CHECK(kont_next(g, &v));
    CHECK_STR(traced(), "between");
    CHECK(!kont_next(g, &v));
    CHECK_STR(traced(), "second first");
    CHECK(!kont_next(g, &v));
    CHECK_STR(traced(), "");
}

static KONT void *end_generator(void *object)
{
    return kont_enter_thunk(object, raise_stop, NULL);
}

TEST(defer, a_generator_that_a_raise_ends_runs_them)
{
    kont_generator *g = kont_generator_new(yield_twice, NULL);
    void *v;
    kont_next(g, &v);
    CHECK_STR(raised_by(end_generator, g)->name, "STOP");
    CHECK_STR(traced(), "second first");
}

/* ---- Captures ------------------------------------------------------------------------------------------------------------ */

static KONT void *capture_body(void *how)
{
    defer_both();
    void *v = kont_capture(&t, (int)kont_to_int(how), give, NULL);
    trace("body");
    return v;
}

static KONT kont *captured(int how)
{
    kont *k = kont_prompt(&t, capture_body, kont_int(how));
    CHECK_STR(traced(), "");
    return k;
}

TEST(defer, a_one_shot_continuation_runs_them_at_its_end)
{
    kont *k = captured(KONT_SHIFT0 | KONT_ONCE);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(4))), 4);
    CHECK_STR(traced(), "body second first");
}

TEST(defer, a_continuation_that_may_still_be_resumed_holds_them)
{
    kont *k = captured(KONT_SHIFT0);
    for (int i = 0; i < 3; i++) {
        kont_resume(k, NULL);
        CHECK_STR(traced(), "body");
    }
    kont_resume_last(k, NULL);
    CHECK_STR(traced(), "body second first");
}

TEST(defer, a_continuation_that_is_dropped_runs_them)
{
    kont *k = captured(KONT_SHIFT0);
    kont_drop(k);
    CHECK_STR(traced(), "second first");
    k = captured(KONT_SHIFT0);
    kont_resume(k, NULL);
    CHECK_STR(traced(), "body");
    kont_drop(k);
    CHECK_STR(traced(), "second first");
}

static KONT void *resume_last_and_abort(kont *k, void *unused)
{
    (void)unused;
    trace("handler");
    return kont_resume_tail_last(k, NULL);
}

static KONT void *shift_body(void *unused)
{
    (void)unused;
    defer_both();
    kont_shift_at(&t, resume_last_and_abort, NULL);
    trace("body");
    kont_abort(&t, NULL);
}

TEST(defer, a_resumed_continuation_that_aborts_runs_them)
{
    kont_prompt(&t, shift_body, NULL);
    CHECK_STR(traced(), "handler body second first");
}

static KONT void *deferring_handler(kont *k, void *unused)
{
    (void)unused;
    kont_defer(trace_name, "handler's");
    kont_resume_last(k, NULL);
    trace("handler");
    return NULL;
}

static KONT void *shift_to_deferring_handler(void *unused)
{
    kont_shift_at(&t, deferring_handler, unused);
    trace("body");
    return NULL;
}

static KONT void *tail_after_defer(kont *k, void *unused)
{
    kont_defer(trace_name, "handler's");
    return kont_resume_tail_last(k, unused);
}

static KONT void *shift_to_tail_after_defer(void *unused)
{
    kont_shift_at(&t, tail_after_defer, unused);
    trace("body");
    return NULL;
}

TEST(defer, a_handler_that_is_replaced_in_tail_position_runs_its_own_first)
{
    kont_prompt(&t, shift_to_tail_after_defer, NULL);
    CHECK_STR(traced(), "handler's body");
}

TEST(defer, those_of_a_handler_belong_to_its_prompt)
{
    kont_prompt(&t, shift_to_deferring_handler, NULL);
    CHECK_STR(traced(), "body handler handler's");
}

static KONT void *choose_and_trace(void *unused)
{
    (void)unused;
    defer_both();
    long n = kont_choose(1, 3);
    trace("%ld", n);
    return kont_int(n);
}

TEST(defer, a_search_runs_them_when_no_alternative_is_left)
{
    kont_search *s = kont_search_new(choose_and_trace, NULL);
    void *v;
    while (kont_search_next(s, &v))
        continue;
    CHECK_STR(traced(), "1 2 3 second first");
}

TEST(defer, a_search_that_is_closed_runs_them)
{
    kont_search *s = kont_search_new(choose_and_trace, NULL);
    void *v;
    kont_search_next(s, &v);
    CHECK_STR(traced(), "1");
    kont_search_close(s);
    CHECK_STR(traced(), "second first");
}

static KONT void *defer_after_choice(void *unused)
{
    (void)unused;
    long n = kont_choose(1, 3);
    kont_defer(trace_name, n == 1 ? "a" : n == 2 ? "b" : "c");
    kont_require(n != 2);
    trace("%ld", n);
    return NULL;
}

TEST(defer, each_branch_of_a_search_runs_its_own)
{
    kont_search *s = kont_search_new(defer_after_choice, NULL);
    void *v;
    while (kont_search_next(s, &v))
        trace("-");
    CHECK_STR(traced(), "1 a - b 3 c -");
}
