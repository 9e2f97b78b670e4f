/* WIND: what winders themselves do: the dynamic state they run in, aborts, captures. */
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u");
static kont_fn *innermost;
static kont_generator *generator;

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *call_innermost(void *unused)
{
    (void)unused;
    return innermost(NULL);
}

static KONT void *body(void *unused)
{
    (void)unused;
    trace("body");
    return kont_int(5);
}

static KONT void *abort_t(void *unused)
{
    (void)unused;
    kont_abort(&t, kont_int(8));
}

static KONT void *raise_stop(void *unused)
{
    (void)unused;
    kont_raise(kont_exception_new("STOP", NULL, "stop"));
}

static KONT void *raise_stop_in_try(void *unused)
{
    kont_try(raise_stop, unused, NULL);
    return abort_t(unused);
}

static KONT void *capture_t(void *unused)
{
    (void)unused;
    trace("in");
    intptr_t v = kont_to_int(kont_shift0_at(&t, give, NULL));
    trace("again");
    return kont_int(v + 1);
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

/* ---- The dynamic state of a winder --------------------------------------------------------------------------------------- */

static kont_parameter *parameter;
static const char key;

static KONT void *say_state(void *name)
{
    trace("%s:%d,%d,%d", (const char *)name, (int)kont_to_int(kont_parameter_get(parameter)),
        (int)kont_to_int(kont_mark_first(&t, &key, kont_int(0))), (int)kont_prompt_exists(&u));
    return NULL;
}

static KONT void *prompt_u(void *unused)
{
    return kont_prompt(&u, call_innermost, unused);
}

static KONT void *mark_two(void *unused)
{
    return kont_with_mark(&key, kont_int(2), prompt_u, unused);
}

static KONT void *bind_two(void *unused)
{
    return kont_with_parameter(parameter, kont_int(2), mark_two, unused);
}

static KONT void *wind_state(void *unused)
{
    (void)unused;
    return kont_dynamic_wind(say_state, bind_two, say_state, "w");
}

static KONT void *mark_one(void *unused)
{
    return kont_with_mark(&key, kont_int(1), wind_state, unused);
}

static KONT void *bind_one(void *innermost_fn)
{
    innermost = (kont_fn *)innermost_fn;
    parameter = kont_parameter_new(NULL);
    return kont_with_parameter(parameter, kont_int(1), mark_one, NULL);
}

TEST(winders, winders_run_in_the_dynamic_state_of_their_dynamic_wind)
{
    kont_prompt(&t, bind_one, (void *)body);
    CHECK_STR(traced(), "w:1,1,0 body w:1,1,0");
    kont_prompt(&t, bind_one, (void *)abort_t);
    CHECK_STR(traced(), "w:1,1,0 w:1,1,0");
    raised_by(bind_one, (void *)raise_stop);
    CHECK_STR(traced(), "w:1,1,0 w:1,1,0");
    kont *k = kont_prompt(&t, bind_one, (void *)capture_t);
    CHECK_STR(traced(), "w:1,1,0 in w:1,1,0");
    kont_resume(k, NULL);
    CHECK_STR(traced(), "w:1,1,0 again w:1,1,0");
}

static KONT void *raise_in_after(void *name)
{
    trace("%s", (const char *)name);
    return raise_stop(NULL);
}

static KONT void *try_abort(void *unused)
{
    CHECK(raised_by(abort_t, unused) == NULL);
    trace("never");
    return NULL;
}

static KONT void *wind_raise(void *unused)
{
    return kont_dynamic_wind(NULL, try_abort, raise_in_after, unused);
}

static KONT void *wind_raise_in_t(void *unused)
{
    return kont_prompt(&t, wind_raise, unused);
}

TEST(winders, a_try_inside_the_extent_does_not_catch_what_a_winder_raises)
{
    CHECK_STR(raised_by(wind_raise_in_t, "after")->name, "STOP");
    CHECK_STR(traced(), "after");
}

/* ---- Winders that abort -------------------------------------------------------------------------------------------------- */

static KONT void *abort_out(void *name)
{
    trace("%s>", (const char *)name);
    kont_abort(&u, kont_int(99));
}

static KONT void *aborting_after(void *unused)
{
    (void)unused;
    return kont_dynamic_wind(trace_enter, call_innermost, abort_out, "x");
}

static KONT void *prompt_t_around(void *unused)
{
    kont_prompt(&t, aborting_after, unused);
    trace("never");
    return NULL;
}

static KONT void *wound_in_u(void *fn)
{
    innermost = (kont_fn *)fn;
    return kont_dynamic_wind(trace_enter, prompt_t_around, trace_leave, "a");
}

TEST(winders, an_after_that_aborts_replaces_the_exit_under_way)
{
    CHECK_INT(kont_to_int(kont_prompt(&u, wound_in_u, (void *)body)), 99);
    CHECK_STR(traced(), "<a <x body x> a>");
    CHECK_INT(kont_to_int(kont_prompt(&u, wound_in_u, (void *)abort_t)), 99);
    CHECK_STR(traced(), "<a <x x> a>");
    CHECK_INT(kont_to_int(kont_prompt(&u, wound_in_u, (void *)raise_stop_in_try)), 99);
    CHECK_STR(traced(), "<a <x x> a>");
    CHECK_INT(kont_to_int(kont_prompt(&u, wound_in_u, (void *)capture_t)), 99);
    CHECK_STR(traced(), "<a <x in x> a>");
}

/* Leaving a generator is replaced as well, and ends it. */
static KONT void *abort_in_generator(void *fn)
{
    return kont_prompt(&u, wound_in_u, fn);
}

TEST(winders, an_after_that_aborts_replaces_a_suspension)
{
    kont_generator *g = kont_generator_new(abort_in_generator, (void *)yield_one);
    void *v;
    CHECK(!kont_next(g, &v));
    CHECK_INT(kont_to_int(v), 99);
    CHECK_STR(traced(), "<a <x x> a>");
}

static bool abort_on_entry;

static KONT void *enter_or_abort(void *name)
{
    trace("<%s", (const char *)name);
    if (abort_on_entry)
        kont_abort(&u, kont_int(98));
    return NULL;
}

static KONT void *capture_in_x(void *unused)
{
    (void)unused;
    return kont_dynamic_wind(enter_or_abort, capture_t, trace_leave, "x");
}

static KONT void *x_in_a(void *unused)
{
    (void)unused;
    return kont_dynamic_wind(trace_enter, capture_in_x, trace_leave, "a");
}

static KONT void *resume_it(void *k)
{
    return kont_resume(k, kont_int(1));
}

TEST(winders, a_before_that_aborts_replaces_the_entry_and_leaves_what_was_entered)
{
    abort_on_entry = false;
    kont *k = kont_prompt(&t, x_in_a, NULL);
    traced();
    abort_on_entry = true;
    CHECK_INT(kont_to_int(kont_prompt(&u, resume_it, k)), 98);
    CHECK_STR(traced(), "<a <x a>");
    abort_on_entry = false;
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(1))), 2);
    CHECK_STR(traced(), "<a <x again x> a>");
}

TEST(winders, a_before_that_aborts_at_first_runs_no_after)
{
    abort_on_entry = true;
    CHECK_INT(kont_to_int(kont_prompt(&u, x_in_a, NULL)), 98);
    CHECK_STR(traced(), "<a <x a>");
}

/* ---- Captures in winders ------------------------------------------------------------------------------------------------- */

static KONT void *try_capture(void *name)
{
    const kont_exception *x = raised_by(capture_t, NULL);
    trace("%s:%s", (const char *)name, x != NULL ? x->name : "none");
    return NULL;
}

static KONT void *capture_in_after(void *unused)
{
    (void)unused;
    return kont_dynamic_wind(NULL, abort_t, try_capture, "after");
}

TEST(winders, a_winder_may_not_capture_past_itself)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, capture_in_after, NULL)), 8);
    CHECK_STR(traced(), "in after:KONT_ERR_BARRIER");
}

static KONT void *capture_within(void *name)
{
    kont *k = kont_prompt(&t, capture_t, NULL);
    kont_generator *g = kont_generator_new(yield_one, NULL);
    trace("%s %d %d", (const char *)name, (int)kont_to_int(kont_resume(k, kont_int(1))), (int)kont_to_int(next_of(g)));
    return NULL;
}

static KONT void *control_in_after(void *unused)
{
    (void)unused;
    return kont_dynamic_wind(NULL, abort_t, capture_within, "after");
}

TEST(winders, a_winder_may_capture_within_itself)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, control_in_after, NULL)), 8);
    CHECK_STR(traced(), "in again after 2 1");
}

/* ---- Other ways out of a winder ------------------------------------------------------------------------------------------------------------ */

static kont *out;

static KONT void *escape_out(void *name)
{
    trace("%s>", (const char *)name);
    kont_resume(out, kont_int(97));
    return NULL;
}

static KONT void *escaping_after(void *unused)
{
    (void)unused;
    return kont_dynamic_wind(trace_enter, abort_t, escape_out, "x");
}

static KONT void *escaping_after_in_a(void *unused)
{
    (void)unused;
    return kont_dynamic_wind(trace_enter, escaping_after, trace_leave, "a");
}

static KONT void *escape_within_t(kont *k, void *unused)
{
    out = k;
    return kont_prompt(&t, escaping_after_in_a, unused);
}

TEST(winders, an_after_that_escapes_replaces_the_exit_under_way)
{
    CHECK_INT(kont_to_int(kont_callec(escape_within_t, NULL)), 97);
    CHECK_STR(traced(), "<a <x x> a>");
    CHECK(!kont_prompt_exists(&t));
}

static KONT void *wind_in_after(void *name)
{
    trace("%s>", (const char *)name);
    kont_dynamic_wind(trace_enter, try_abort, trace_leave, "inner");
    return NULL;
}

static KONT void *abort_within_after(void *unused)
{
    (void)unused;
    return kont_dynamic_wind(NULL, abort_t, wind_in_after, "outer");
}

/* The inner winder runs while the outer one does; both look outwards from their own places. */
TEST(winders, a_winder_may_have_winders_of_its_own)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, abort_within_after, NULL)), 8);
    CHECK_STR(traced(), "outer> <inner inner>");
}

static KONT void *next_in_after(void *unused)
{
    const kont_exception *x = raised_by(next_of, generator);
    (void)unused;
    trace("%s", x != NULL ? x->name : "none");
    return NULL;
}

static KONT void *yield_in_wind(void *unused)
{
    return kont_dynamic_wind(NULL, yield_one, next_in_after, unused);
}

TEST(winders, a_generator_that_is_being_left_still_runs)
{
    generator = kont_generator_new(yield_in_wind, NULL);
    next_of(generator);
    CHECK_STR(traced(), "KONT_ERR_RUNNING");
}
