/* CALLCC: what an application does about defers and prompt objects. */
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");

/* ---- Defers held by k ------------------------------------------------------------------------------------------------------ */

static kont *kept;
static bool aborts;

static KONT void *keep_k(kont *k, void *unused)
{
    kept = k;
    return unused;
}

static KONT void *defer_and_callcc(void *unused)
{
    kont_defer(trace_name, "cleanup");
    return kont_callcc(keep_k, unused);
}

static KONT void *callcc_in_scope(void *unused)
{
    return kont_scope(defer_and_callcc, unused);
}

static KONT void *after(void *unused)
{
    if (aborts)
        kont_abort(&t, unused);
    return unused;
}

static KONT void *apply_kept(void *last)
{
    return last != NULL ? kont_resume_last(kept, NULL) : kont_resume(kept, NULL);
}

static KONT void *apply_in_winder(void *last)
{
    return kont_dynamic_wind(NULL, apply_kept, after, last);
}

static KONT void *run_apply_in_winder(void *last)
{
    return kont_run(apply_in_winder, last);
}

/* Applies k in an extent whose `after` aborts. */
static KONT void apply_in_vain(bool last)
{
    kont_run(callcc_in_scope, NULL);
    CHECK_STR(traced(), "");
    aborts = true;
    kont_prompt(&t, run_apply_in_winder, kont_int(last));
}

TEST(reinstate, an_application_that_a_winder_replaces_holds_no_defers)
{
    apply_in_vain(false);
    CHECK_STR(traced(), "");
    aborts = false;
    kont_run(apply_in_winder, NULL);
    CHECK_STR(traced(), "");
    kont_drop(kept);
    CHECK_STR(traced(), "cleanup");
}

TEST(reinstate, the_last_application_runs_the_defers_where_a_winder_replaces_it)
{
    apply_in_vain(true);
    CHECK_STR(traced(), "cleanup");
}

static KONT void *raise_out(void *unused)
{
    (void)unused;
    kont_raise(kont_exception_new("STOP", NULL, "stop"));
}

static KONT void *defer_raise_and_apply(void *last)
{
    kont_defer(raise_out, NULL);
    return apply_kept(last);
}

static KONT void *run_defer_raise_and_apply(void *last)
{
    return kont_run(defer_raise_and_apply, last);
}

TEST(reinstate, an_application_that_a_defer_replaces_holds_no_defers)
{
    kont_run(callcc_in_scope, NULL);
    CHECK(raised_by(run_defer_raise_and_apply, NULL) != NULL);
    CHECK_STR(traced(), "");
    kont_drop(kept);
    CHECK_STR(traced(), "cleanup");
}

/* ---- Prompt objects and generators in both continuations --------------------------------------------------------------------- */

static KONT void *apply(kont *k, void *v)
{
    kont_resume(k, v);
    return NULL;
}

static KONT void *escape_and_yield(void *unused)
{
    kont_yield("one");
    kont_yield(kont_callcc(apply, "two"));
    kont_yield(kont_callcc(apply, "three"));
    return unused;
}

static KONT void *all_of_it(void *end)
{
    kont_generator *g = kont_generator_new(escape_and_yield, end);
    void *v;
    while (kont_next(g, &v))
        trace("%s", (const char *)v);
    CHECK_PTR(v, end);
    return v;
}

TEST(reinstate, an_early_exit_within_a_generator_leaves_it_whole)
{
    CHECK_PTR(kont_run(all_of_it, "end"), "end");
    CHECK_STR(traced(), "one two three");
}

static KONT void *relay(void *arg)
{
    kont_generator *g = kont_generator_new(escape_and_yield, arg);
    void *v;
    while (kont_next(g, &v))
        kont_yield(kont_callcc(apply, v));
    return NULL;
}

static KONT void *all_through_another(void *end)
{
    kont_generator *g = kont_generator_new(relay, end);
    void *v;
    while (kont_next(g, &v))
        trace("%s", (const char *)v);
    return NULL;
}

TEST(reinstate, so_do_exits_in_nested_generators)
{
    kont_run(all_through_another, "end");
    CHECK_STR(traced(), "one two three");
}

static KONT void *yield_again(void *unused)
{
    static int times;
    kont_callcc(keep_k, unused);
    kont_yield(kont_int(++times));
    if (times < 5)
        kont_resume(kept, unused);
    return unused;
}

static KONT void *go_through(void *unused)
{
    kont_generator *g = kont_generator_new(yield_again, unused);
    for (void *v; kont_next(g, &v); )
        trace("%d", (int)kont_to_int(v));
    return unused;
}

TEST(reinstate, a_generator_may_go_back_in_itself)
{
    kont_run(go_through, NULL);
    CHECK_STR(traced(), "1 2 3 4 5");
}

/* The identity of the prompt that is replaced up to stays, whatever handle k's own had. */

static const kont_tag *own_handle;

static KONT void *aborts_to_its_handle(void *unused)
{
    own_handle = kont_prompt_handle(kont_default_tag);
    bool again = kont_callcc(keep_k, unused) != NULL;
    if (again)
        kont_abort(kont_prompt_handle(kont_default_tag), kont_int(5));
    return unused;
}

static KONT void *apply_with(void *v)
{
    return kont_resume(kept, v);
}

static KONT void *do_nothing(void *unused) { return unused; }

static KONT void *apply_in_scope(void *v)
{
    own_handle = kont_prompt_handle(kont_default_tag);
    kont_defer(do_nothing, NULL);
    return kont_scope(apply_with, v);
}

TEST(reinstate, the_handle_is_that_of_the_prompt_replaced_up_to)
{
    kont_reset(aborts_to_its_handle, NULL);
    const kont_tag *first = own_handle;
    CHECK_INT(kont_to_int(kont_reset(apply_in_scope, kont_int(1))), 5);
    CHECK(own_handle != first);
}

static KONT void *object_body(void *unused)
{
    kont_callcc(keep_k, unused);
    return kont_int(kont_prompt_exists(own_handle));
}

TEST(reinstate, an_objects_handle_is_its_own)
{
    kont_object *o = kont_object_new(kont_default_tag, object_body, NULL);
    own_handle = kont_object_handle(o);
    CHECK_INT(kont_to_int(kont_enter(o, NULL)), 1);
    CHECK_INT(kont_to_int(kont_reset(apply_with, kont_int(1))), 1);
}

static KONT void *yield_value(void *v)
{
    return kont_yield(v);
}

static KONT void *callcc_and_yield_nested(void *unused)
{
    kont_callcc(keep_k, unused);
    return kont_prompt(&t, yield_value, "inside");
}

static KONT void *ask_once(void *g)
{
    void *v;
    kont_next(g, &v);
    return v;
}

TEST(reinstate, a_copy_of_one_that_waits_in_a_prompt_of_its_own_stays_a_copy)
{
    kont_generator *g = kont_generator_new(callcc_and_yield_nested, NULL);
    CHECK_STR(kont_reset(ask_once, g), "inside");
    CHECK_STR(kont_reset(apply_with, NULL), "inside");
    CHECK_RAISES(ask_once, g, KONT_ERR_COPIED,
        "\"generator\" is entered from a second copy of a continuation that was captured while it ran", "kont_next");
}
