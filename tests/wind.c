/* WIND: winders at every crossing, and their order. */
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

/* innermost(NULL) inside the winders a and b. */
static kont_fn *innermost;

static KONT void *call_innermost(void *unused)
{
    (void)unused;
    return innermost(NULL);
}

static KONT void *in_b(void *unused)
{
    (void)unused;
    return kont_dynamic_wind(trace_enter, call_innermost, trace_leave, "b");
}

static KONT void *in_a_and_b(void *body)
{
    innermost = (kont_fn *)body;
    return kont_dynamic_wind(trace_enter, in_b, trace_leave, "a");
}

static KONT void *in_u(void *unused)
{
    (void)unused;
    return kont_prompt(&u, in_b, NULL);
}

/* The same with a prompt between a and b. */
static KONT void *in_a_and_u_and_b(void *body)
{
    innermost = (kont_fn *)body;
    return kont_dynamic_wind(trace_enter, in_u, trace_leave, "a");
}

/* ---- Returns, aborts, escapes, raises ------------------------------------------------------------------------------------ */

static KONT void *body(void *unused)
{
    (void)unused;
    trace("body");
    return kont_int(5);
}

TEST(wind, a_return_runs_before_and_after_once)
{
    CHECK_INT(kont_to_int(in_a_and_b((void *)body)), 5);
    CHECK_STR(traced(), "<a <b body b> a>");
}

TEST(wind, before_and_after_may_be_null)
{
    CHECK_INT(kont_to_int(kont_dynamic_wind(NULL, body, trace_leave, "x")), 5);
    CHECK_INT(kont_to_int(kont_dynamic_wind(trace_enter, body, NULL, "y")), 5);
    CHECK_INT(kont_to_int(kont_dynamic_wind(NULL, body, NULL, NULL)), 5);
    CHECK_STR(traced(), "body x> <y body body");
}

static KONT void *abort_t(void *unused)
{
    (void)unused;
    kont_abort(&t, kont_int(8));
}

TEST(wind, an_abort_leaves_innermost_first)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, in_a_and_b, (void *)abort_t)), 8);
    CHECK_STR(traced(), "<a <b b> a>");
    CHECK_INT(kont_to_int(kont_prompt(&t, in_a_and_u_and_b, (void *)abort_t)), 8);
    CHECK_STR(traced(), "<a <b b> a>");
}

static KONT void *abort_u(void *unused)
{
    (void)unused;
    kont_abort(&u, kont_int(7));
}

TEST(wind, an_abort_leaves_only_what_it_crosses)
{
    CHECK_INT(kont_to_int(in_a_and_u_and_b((void *)abort_u)), 7);
    CHECK_STR(traced(), "<a <b b> a>");
    trace("-");
    CHECK_INT(kont_to_int(kont_dynamic_wind(trace_enter, in_u, trace_leave, "c")), 7);
    CHECK_STR(traced(), "- <c <b b> c>");
}

static KONT void *raise_stop(void *unused)
{
    (void)unused;
    kont_raise(kont_exception_new("STOP", NULL, "stop"));
}

TEST(wind, an_exception_leaves_before_the_try_returns)
{
    CHECK_STR(raised_by(in_a_and_b, (void *)raise_stop)->name, "STOP");
    CHECK_STR(traced(), "<a <b b> a>");
}

static KONT void *trace_handler(const kont_exception *x, void *unused)
{
    (void)unused;
    trace("handler");
    return (void *)x->name;
}

static KONT void *raise_continuable(void *unused)
{
    (void)unused;
    return kont_raise_continuable(kont_exception_new("GO", NULL, "go on"));
}

TEST(wind, a_handler_runs_before_anything_is_left)
{
    CHECK_STR(kont_with_handler(trace_handler, NULL, in_a_and_b, (void *)raise_continuable), "GO");
    CHECK_STR(traced(), "<a <b handler b> a>");
}

static kont *out;

static KONT void *escape(void *unused)
{
    (void)unused;
    kont_resume(out, kont_int(3));
    return NULL;
}

static KONT void *wind_and_escape(kont *k, void *between)
{
    out = k;
    return ((kont_fn *)between)((void *)escape);
}

TEST(wind, an_escape_leaves_innermost_first)
{
    CHECK_INT(kont_to_int(kont_callec(wind_and_escape, (void *)in_a_and_b)), 3);
    CHECK_STR(traced(), "<a <b b> a>");
    CHECK_INT(kont_to_int(kont_callec(wind_and_escape, (void *)in_a_and_u_and_b)), 3);
    CHECK_STR(traced(), "<a <b b> a>");
}

/* ---- Captures and resumes ------------------------------------------------------------------------------------------------ */

static KONT void *capture_t(void *unused)
{
    (void)unused;
    trace("in");
    intptr_t v = kont_to_int(kont_shift0_at(&t, give, NULL));
    trace("again");
    return kont_int(v + 1);
}

TEST(wind, a_capture_leaves_and_each_resume_enters)
{
    kont *k = kont_prompt(&t, in_a_and_b, (void *)capture_t);
    CHECK_STR(traced(), "<a <b in b> a>");
    for (int i = 0; i < 3; i++) {
        CHECK_INT(kont_to_int(kont_resume(k, kont_int(i))), i + 1);
        CHECK_STR(traced(), "<a <b again b> a>");
    }
    CHECK_INT(kont_to_int(kont_resume_last(k, kont_int(9))), 10);
    CHECK_STR(traced(), "<a <b again b> a>");
}

TEST(wind, a_capture_of_several_segments_leaves_and_enters_all)
{
    kont *k = kont_prompt(&t, in_a_and_u_and_b, (void *)capture_t);
    CHECK_STR(traced(), "<a <b in b> a>");
    for (int i = 0; i < 3; i++) {
        CHECK_INT(kont_to_int(kont_resume(k, kont_int(i))), i + 1);
        CHECK_STR(traced(), "<a <b again b> a>");
    }
}

static KONT void *capture_u(void *unused)
{
    (void)unused;
    trace("in");
    kont *k = kont_shift0_at(&u, give, NULL);
    trace("again");
    return k;
}

TEST(wind, a_capture_leaves_only_what_it_takes)
{
    kont *k = in_a_and_u_and_b((void *)capture_u);
    CHECK_STR(traced(), "<a <b in b> a>");
    kont_resume(k, NULL);
    CHECK_STR(traced(), "<b again b>");
}

static KONT void *resume_traced(kont *k, void *v)
{
    trace("handler");
    void *answer = kont_resume(k, v);
    trace("end");
    return answer;
}

static KONT void *resume_in_tail(kont *k, void *v)
{
    trace("handler");
    return kont_resume_tail(k, v);
}

static kont_handler *handler;
static int how;

static KONT void *capture_how(void *unused)
{
    (void)unused;
    return kont_capture(&t, how, handler, kont_int(2));
}

TEST(wind, the_handler_of_every_operator_runs_outside)
{
    static const int operators[] = { KONT_SHIFT, KONT_CONTROL, KONT_SHIFT0, KONT_CONTROL0 };
    for (int i = 0; i < 8; i++) {
        how = operators[i % 4] | (i < 4 ? 0 : KONT_ONCE);
        handler = resume_traced;
        CHECK_INT(kont_to_int(kont_prompt(&t, in_a_and_b, (void *)capture_how)), 2);
        CHECK_STR(traced(), "<a <b b> a> handler <a <b b> a> end");
        handler = resume_in_tail;
        CHECK_INT(kont_to_int(kont_prompt(&t, in_a_and_b, (void *)capture_how)), 2);
        CHECK_STR(traced(), "<a <b b> a> handler <a <b b> a>");
    }
}

static KONT void *thunk(void *unused)
{
    (void)unused;
    trace("thunk");
    return NULL;
}

TEST(wind, a_thunk_runs_after_the_winders_were_entered)
{
    kont *k = kont_prompt(&t, in_a_and_b, (void *)capture_t);
    traced();
    kont_resume_thunk(k, thunk, NULL);
    CHECK_STR(traced(), "<a <b thunk again b> a>");
}

/* ---- Prompt objects and generators --------------------------------------------------------------------------------------- */

static KONT void *yield_twice(void *unused)
{
    (void)unused;
    kont_yield(kont_int(1));
    trace("between");
    kont_yield(kont_int(2));
    return kont_int(3);
}

TEST(wind, each_suspension_of_a_generator_leaves_and_each_resumption_enters)
{
    kont_generator *g = kont_generator_new(in_a_and_b, (void *)yield_twice);
    void *v;
    CHECK(kont_next(g, &v));
    CHECK_STR(traced(), "<a <b b> a>");
    CHECK(kont_next(g, &v));
    CHECK_STR(traced(), "<a <b between b> a>");
    CHECK(!kont_next(g, &v));
    CHECK_STR(traced(), "<a <b b> a>");
    CHECK_INT(kont_to_int(v), 3);
}

static KONT void *yield_one(void *unused)
{
    kont_yield(kont_int(1));
    return unused;
}

static KONT void *next_of(void *generator)
{
    void *v;
    kont_next(generator, &v);
    return v;
}

static kont_generator *generator;

static KONT void *next_of_it(void *unused)
{
    (void)unused;
    return next_of(generator);
}

TEST(wind, winders_around_the_caller_of_a_generator_are_not_crossed)
{
    generator = kont_generator_new(yield_one, NULL);
    CHECK_INT(kont_to_int(in_a_and_b((void *)next_of_it)), 1);
    CHECK_STR(traced(), "<a <b b> a>");
}

static KONT void *leave_to_u(void *unused)
{
    (void)unused;
    kont_leave_tag(&t, kont_int(4));
    return kont_int(5);
}

TEST(wind, leaving_several_prompts_and_entering_them_crosses_all)
{
    kont_object *o = kont_object_new(&t, in_a_and_u_and_b, (void *)leave_to_u);
    CHECK_INT(kont_to_int(kont_enter(o, NULL)), 4);
    CHECK_STR(traced(), "<a <b b> a>");
    CHECK_INT(kont_to_int(kont_enter(o, NULL)), 5);
    CHECK_STR(traced(), "<a <b b> a>");
}

TEST(wind, a_thunk_entered_runs_after_the_winders_were_entered)
{
    kont_object *o = kont_object_new(&t, in_a_and_b, (void *)leave_to_u);
    kont_enter(o, NULL);
    traced();
    kont_enter_thunk(o, thunk, NULL);
    CHECK_STR(traced(), "<a <b thunk b> a>");
}

/* ---- call/cc ------------------------------------------------------------------------------------------------------------- */

static kont *kept;

static KONT void *keep(kont *k, void *unused)
{
    (void)unused;
    kept = k;
    return NULL;
}

static KONT void *capture_cc(void *unused)
{
    (void)unused;
    void *v = kont_callcc(keep, NULL);
    trace("%s", v != NULL ? "again" : "first");
    return v;
}

static KONT void *run_twice(void *between)
{
    if (((kont_fn *)between)((void *)capture_cc) == NULL)
        kont_resume(kept, kont_int(1));
    return NULL;
}

TEST(wind, callcc_itself_crosses_nothing_and_a_reentry_enters_outermost_first)
{
    kont_run(run_twice, (void *)in_a_and_b);
    CHECK_STR(traced(), "<a <b first b> a> <a <b again b> a>");
    kont_run(run_twice, (void *)in_a_and_u_and_b);
    CHECK_STR(traced(), "<a <b first b> a> <a <b again b> a>");
}

static KONT void *loop_inside(void *unused)
{
    (void)unused;
    if (capture_cc(NULL) == NULL)
        kont_resume(kept, kont_int(1));
    return NULL;
}

TEST(wind, callcc_crosses_no_winder_that_both_continuations_share)
{
    kont_run(in_a_and_b, (void *)loop_inside);
    CHECK_STR(traced(), "<a <b first again b> a>");
    kont_run(in_a_and_u_and_b, (void *)loop_inside);
    CHECK_STR(traced(), "<a <b first again b> a>");
}

static KONT void *apply_kept(void *unused)
{
    (void)unused;
    kont_resume(kept, kont_int(1));
    return NULL;
}

static KONT void *b_then_c(void *unused)
{
    (void)unused;
    innermost = capture_cc;
    if (in_b(NULL) != NULL)
        return NULL;
    return kont_dynamic_wind(trace_enter, apply_kept, trace_leave, "c");
}

static KONT void *b_then_c_in_a(void *unused)
{
    (void)unused;
    return kont_dynamic_wind(trace_enter, b_then_c, trace_leave, "a");
}

TEST(wind, callcc_leaves_its_own_and_enters_the_others_within_what_is_shared)
{
    kont_run(b_then_c_in_a, NULL);
    CHECK_STR(traced(), "<a <b first b> <c c> <b again b> a>");
}
