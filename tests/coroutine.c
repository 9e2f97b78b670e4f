/* Coroutines: resume and yield, transfer, states, misuse. */
#include <gc/gc.h>
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");
static const kont_exception mine[1] = { { KONT_ERR_USER, "MINE", "mine", "here", NULL } };
static const char executing[] = "coroutine already executing";

static kont_coroutine *first, *second, *third;

static KONT int resume(kont_coroutine *co, int n)
{
    return (int)kont_to_int(kont_coroutine_resume(co, kont_int(n)));
}

/* Adds what it gets to what it has. */
static KONT void *adds(void *v)
{
    intptr_t sum = kont_to_int(v);
    while (sum < 100)
        sum += kont_to_int(kont_coroutine_yield(kont_int(sum)));
    return kont_int(-sum);
}

/* ---- Asymmetric ------------------------------------------------------------------------------------------------------------- */

TEST(coroutine, values_go_both_ways)
{
    kont_coroutine *co = kont_coroutine_new(adds);
    CHECK_INT(kont_coroutine_status(co), KONT_CO_SUSPENDED);
    CHECK_INT(resume(co, 1), 1);
    CHECK_INT(resume(co, 20), 21);
    CHECK_INT(kont_coroutine_status(co), KONT_CO_SUSPENDED);
    CHECK_INT(resume(co, 80), -101);
    CHECK_INT(kont_coroutine_status(co), KONT_CO_DEAD);
}

static KONT int depth_first(int n)
{
    int got = n > 0 ? depth_first(n - 1) : 0;
    return got + (int)kont_to_int(kont_coroutine_yield(kont_int(n)));
}

static KONT void *deep(void *n)
{
    return kont_int(depth_first((int)kont_to_int(n)));
}

TEST(coroutine, yields_from_any_depth)
{
    kont_coroutine *co = kont_coroutine_new(deep);
    CHECK_INT(resume(co, 20), 0);
    for (int i = 1; i <= 20; i++)
        CHECK_INT(resume(co, 1), i);
    CHECK_INT(resume(co, 1), 21);
}

static KONT void *checks_status(void *unused)
{
    CHECK_PTR(kont_coroutine_running(), second);
    CHECK_INT(kont_coroutine_status(first), KONT_CO_NORMAL);
    CHECK_INT(kont_coroutine_status(second), KONT_CO_RUNNING);
    return unused;
}

static KONT void *resumes_second(void *v)
{
    CHECK_INT(kont_coroutine_status(first), KONT_CO_RUNNING);
    kont_coroutine_resume(second, v);
    CHECK_INT(kont_coroutine_status(first), KONT_CO_RUNNING);
    return v;
}

TEST(coroutine, states_are_those_of_lua)
{
    first = kont_coroutine_new(resumes_second);
    second = kont_coroutine_new(checks_status);
    CHECK_PTR(kont_coroutine_running(), NULL);
    resume(first, 0);
    CHECK_PTR(kont_coroutine_running(), NULL);
    CHECK_INT(kont_coroutine_status(NULL), KONT_CO_DEAD);
}

static KONT void *raises(void *unused)
{
    kont_coroutine_yield(unused);
    kont_raise(mine);
}

static KONT void *resume_it(void *co)
{
    return kont_coroutine_resume(co, NULL);
}

TEST(coroutine, what_it_raises_is_raised_at_the_resume)
{
    kont_coroutine *co = kont_coroutine_new(raises);
    resume(co, 0);
    CHECK_PTR(raised_by(resume_it, co), mine);
    CHECK_INT(kont_coroutine_status(co), KONT_CO_DEAD);
}

/* ---- Symmetric --------------------------------------------------------------------------------------------------------------- */

static KONT void *goes_to(kont_coroutine **next, const char *name, void *v)
{
    for (;;) {
        trace("%s%d", name, (int)kont_to_int(v));
        v = kont_transfer(*next, kont_int(kont_to_int(v) + 1));
    }
    return NULL;
}

static KONT void *a(void *v) { return goes_to(&second, "a", v); }
static KONT void *b(void *v) { return goes_to(&third, "b", v); }

static KONT void *c_until(void *v)
{
    while (kont_to_int(v) < 8) {
        trace("c%d", (int)kont_to_int(v));
        v = kont_transfer(first, kont_int(kont_to_int(v) + 1));
    }
    v = kont_transfer(NULL, kont_int(-kont_to_int(v)));
    trace("again %d", (int)kont_to_int(v));
    return kont_int(9);
}

TEST(coroutine, transfers_go_across)
{
    first = kont_coroutine_new(a);
    second = kont_coroutine_new(b);
    third = kont_coroutine_new(c_until);
    CHECK_INT(kont_to_int(kont_transfer(first, kont_int(1))), -9);
    CHECK_STR(traced(), "a1 b2 c3 a4 b5 c6 a7 b8");
    CHECK_INT(kont_coroutine_status(first), KONT_CO_SUSPENDED);
    CHECK_INT(kont_to_int(kont_transfer(third, kont_int(5))), 9);
    CHECK_STR(traced(), "again 5");
    CHECK_INT(kont_coroutine_status(third), KONT_CO_DEAD);
}

static KONT void *passes_across(void *n)
{
    for (intptr_t i = kont_to_int(n); i > 0; i--)
        kont_transfer(kont_coroutine_running() == first ? second : first, kont_int(i));
    return kont_int(5);
}

TEST(coroutine, transfers_build_no_stack)
{
    first = kont_coroutine_new(passes_across);
    second = kont_coroutine_new(passes_across);
    CHECK_INT(kont_to_int(kont_transfer(first, kont_int(20000))), 5);
}

static KONT void *transfers_to_itself(void *v)
{
    return kont_transfer(kont_coroutine_running(), kont_int(kont_to_int(v) + 1));
}

TEST(coroutine, a_transfer_to_itself_returns_its_value)
{
    CHECK_INT(resume(kont_coroutine_new(transfers_to_itself), 3), 4);
}

static KONT void *transfers_down(void *v)
{
    return kont_transfer(third, v);
}

static KONT void *resumes_first(void *v)
{
    return kont_int(10 * resume(first, (int)kont_to_int(v)));
}

TEST(coroutine, what_a_transfer_goes_to_returns_to_who_resumed)
{
    first = kont_coroutine_new(transfers_down);
    second = kont_coroutine_new(resumes_first);
    third = kont_coroutine_new(adds);
    CHECK_INT(resume(second, 7), 70);
    CHECK_INT(kont_coroutine_status(first), KONT_CO_SUSPENDED);
    CHECK_INT(resume(first, 4), 4);
}

/* ---- Misuse -------------------------------------------------------------------------------------------------------------------- */

static KONT void *transfer_it(void *co)
{
    return kont_transfer(co, NULL);
}

static KONT void *close_it(void *co)
{
    kont_coroutine_close(co);
    return NULL;
}

static KONT void *yield_it(void *v)
{
    return kont_coroutine_yield(v);
}

static KONT void *misuses_first(void *unused)
{
    CHECK_RAISES(resume_it, first, KONT_ERR_RUNNING, executing, "kont_coroutine_resume");
    CHECK_RAISES(transfer_it, first, KONT_ERR_RUNNING, executing, "kont_transfer");
    CHECK_RAISES(close_it, first, KONT_ERR_RUNNING, executing, "kont_coroutine_close");
    return unused;
}

static KONT void *misuses_itself(void *v)
{
    CHECK_RAISES(resume_it, first, KONT_ERR_RUNNING, executing, "kont_coroutine_resume");
    return kont_coroutine_resume(second, v);
}

TEST(coroutine, one_that_runs_is_not_resumed)
{
    first = kont_coroutine_new(misuses_itself);
    second = kont_coroutine_new(misuses_first);
    resume(first, 0);
}

static KONT void *transfers_to_second(void *unused)
{
    CHECK_RAISES(transfer_it, second, KONT_ERR_REUSED, "cannot reuse already awaited coroutine", "kont_transfer");
    return unused;
}

TEST(coroutine, one_that_is_dead_is_not_resumed)
{
    second = kont_coroutine_new(transfers_down);
    third = kont_coroutine_new(adds);
    kont_coroutine_close(second);
    CHECK_RAISES(resume_it, second, KONT_ERR_REUSED, "cannot reuse already awaited coroutine", "kont_coroutine_resume");
    resume(kont_coroutine_new(transfers_to_second), 0);
}

TEST(coroutine, no_yield_outside)
{
    CHECK_RAISES(yield_it, NULL, KONT_ERR_NO_PROMPT, "no prompt \"coroutine\" is there", "kont_coroutine_yield");
    CHECK_RAISES(transfer_it, NULL, KONT_ERR_NO_PROMPT, "no prompt \"coroutine\" is there", "kont_coroutine_yield");
}

static KONT void *transfer_in_barrier(void *unused)
{
    return kont_barrier(transfer_it, unused);
}

static KONT void *transfers_behind_a_barrier(void *unused)
{
    CHECK_RAISES(transfer_in_barrier, second, KONT_ERR_BARRIER, "a barrier is in the way", "kont_coroutine_yield");
    return unused;
}

TEST(coroutine, no_transfer_out_of_a_barrier)
{
    first = kont_coroutine_new(transfers_behind_a_barrier);
    second = kont_coroutine_new(adds);
    CHECK_INT(resume(first, 3), 3);
    CHECK_INT(kont_coroutine_status(second), KONT_CO_SUSPENDED);
    CHECK_INT(resume(second, 3), 3);
}

static int raised;

static KONT void *raises_at_first(void *unused)
{
    if (raised++ == 0)
        kont_raise(mine);
    return unused;
}

static KONT void *winds_and_raises(void *co)
{
    return kont_dynamic_wind(NULL, transfer_it, raises_at_first, co);
}

static KONT void *catches_what_leaving_raises(void *unused)
{
    (void)unused;
    CHECK_PTR(raised_by(winds_and_raises, second), mine);
    return kont_coroutine_yield(kont_int(5));
}

TEST(coroutine, after_a_transfer_that_could_not_leave_a_yield_is_a_yield)
{
    first = kont_coroutine_new(catches_what_leaving_raises);
    second = kont_coroutine_new(adds);
    CHECK_INT(resume(first, 0), 5);
    CHECK_INT(resume(first, 6), 6);
    CHECK_INT(resume(second, 3), 3);
}

/* ---- Ends ------------------------------------------------------------------------------------------------------------------------ */

static KONT void *defers(void *name)
{
    kont_defer(trace_name, name);
    kont_coroutine_yield(NULL);
    trace("not reached");
    return NULL;
}

TEST(coroutine, close_runs_the_defers)
{
    kont_coroutine *co = kont_coroutine_new(defers);
    kont_coroutine_resume(co, "closed");
    kont_coroutine_close(co);
    kont_coroutine_close(co);
    CHECK_STR(traced(), "closed");
    CHECK_INT(kont_coroutine_status(co), KONT_CO_DEAD);
    co = kont_coroutine_new(defers);
    kont_coroutine_close(co);
    CHECK_STR(traced(), "");
    CHECK_INT(kont_coroutine_status(co), KONT_CO_DEAD);
}

static int dropped;

static KONT void *note(void *unused)
{
    dropped++;
    return unused;
}

static KONT void *defers_note(void *unused)
{
    kont_defer(note, NULL);
    return kont_coroutine_yield(unused);
}

enum { FORGOTTEN = 50 };

static KONT void *forget(void *unused)
{
    for (int i = 0; i < FORGOTTEN; i++)
        resume(kont_coroutine_new(defers_note), 0);
    return unused;
}

TEST(coroutine, the_cleanups_run_when_it_is_forgotten)
{
    kont_run(forget, NULL);
    for (int i = 0; i < 3; i++)
        GC_gcollect();
    GC_invoke_finalizers();
    kont_poll();
    CHECK(dropped >= FORGOTTEN - 10);
}

static KONT void *aborts(void *unused)
{
    kont_coroutine_yield(unused);
    kont_abort(&t, kont_int(7));
}

TEST(coroutine, an_abort_past_it_ends_it)
{
    kont_coroutine *co = kont_coroutine_new(aborts);
    resume(co, 0);
    CHECK_INT(kont_to_int(kont_prompt(&t, resume_it, co)), 7);
    CHECK_INT(kont_coroutine_status(co), KONT_CO_DEAD);
}

/* ---- A winder on the way to another ------------------------------------------------------------------------------------------------------- */

static kont_coroutine *target;

static KONT void *transfers(void *v)
{
    return kont_transfer(target, v);
}

static KONT void *ends_the_target(void *v)
{
    kont_coroutine_close(target);
    return v;
}

static KONT void *transfers_past_a_winder(void *v)
{
    return kont_dynamic_wind(NULL, transfers, ends_the_target, v);
}

TEST(coroutine, one_that_a_winder_ends_on_the_way_is_not_transferred_to)
{
    kont_coroutine *co = kont_coroutine_new(transfers_past_a_winder);
    target = kont_coroutine_new(aborts);
    CHECK_RAISES(resume_it, co, KONT_ERR_REUSED, "cannot reuse already awaited coroutine", "kont_transfer");
    CHECK_INT(kont_coroutine_status(co), KONT_CO_SUSPENDED);
    CHECK_INT(kont_to_int(resume_it(co)), 0);
    CHECK_INT(kont_coroutine_status(co), KONT_CO_DEAD);
}
