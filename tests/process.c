/* Cooperative processes: turns, join, wait and wake, what they raise, how a run ends. */
#define GC_THREADS
#include <gc/gc.h>
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "support/threads.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");
static const kont_exception mine[1] = { { KONT_ERR_USER, "MINE", "mine", "here", NULL } };
static const char deadlock[] = "deadlock: every process waits";

static KONT void *count_to_three(void *name)
{
    for (int i = 1; i <= 3; i++) {
        trace("%s%d", (const char *)name, i);
        kont_process_yield();
    }
    return name;
}

/* ---- Turns ------------------------------------------------------------------------------------------------------------------- */

static KONT void *spawns_two(void *unused)
{
    kont_process *a = kont_process_spawn(count_to_three, "a"), *b = kont_process_spawn(count_to_three, "b");
    trace("spawned");
    CHECK_STR(kont_process_join(b), "b");
    CHECK_STR(kont_process_join(a), "a");
    CHECK_STR(kont_process_join(a), "a");
    return unused;
}

TEST(process, they_take_turns)
{
    CHECK_INT(kont_to_int(kont_process_run(spawns_two, kont_int(6))), 6);
    CHECK_STR(traced(), "spawned a1 b1 a2 b2 a3 b3");
}

static KONT void *yields_alone(void *v)
{
    for (int i = 0; i < 1000; i++)
        kont_process_yield();
    return v;
}

TEST(process, one_alone_goes_on)
{
    CHECK_INT(kont_to_int(kont_process_run(yields_alone, kont_int(2))), 2);
}

static KONT void *sums(void *n)
{
    if (kont_to_int(n) == 0)
        return kont_int(0);
    kont_process *p = kont_process_spawn(sums, kont_int(kont_to_int(n) - 1));
    kont_process_yield();
    return kont_int(kont_to_int(n) + kont_to_int(kont_process_join(p)));
}

TEST(process, each_may_wait_for_one_it_spawned)
{
    CHECK_INT(kont_to_int(kont_process_run(sums, kont_int(40))), 820);
}

static KONT void *joins(void *p)
{
    void *name = kont_process_join(p);
    trace("joined");
    return name;
}

static KONT void *three_join_one(void *unused)
{
    kont_process *a = kont_process_spawn(count_to_three, "a"), *joiners[3];
    for (int i = 0; i < 3; i++)
        joiners[i] = kont_process_spawn(joins, a);
    for (int i = 0; i < 3; i++)
        CHECK_STR(kont_process_join(joiners[i]), "a");
    return unused;
}

TEST(process, many_may_join_one)
{
    kont_process_run(three_join_one, NULL);
    CHECK_STR(traced(), "a1 a2 a3 joined joined joined");
}

static KONT void *yields_process_in_generator(void *name)
{
    for (int i = 1; i <= 2; i++) {
        kont_process_yield();
        kont_yield(kont_int(i));
    }
    return name;
}

static KONT void *drains(void *name)
{
    KONT_FOR_EACH(v, kont_generator_new(yields_process_in_generator, NULL))
        trace("%s%d", (const char *)name, (int)kont_to_int(v));
    return NULL;
}

static KONT void *two_drain(void *unused)
{
    kont_process *a = kont_process_spawn(drains, "a"), *b = kont_process_spawn(drains, "b");
    kont_process_join(a);
    kont_process_join(b);
    return unused;
}

TEST(process, may_yield_out_of_a_generator)
{
    kont_process_run(two_drain, NULL);
    CHECK_STR(traced(), "a1 b1 a2 b2");
}

/* ---- Wait and wake: a channel of one place --------------------------------------------------------------------------------------- */

static void *place;
static bool full;
static kont_process *waiting;

static KONT void wait_until(bool wanted)
{
    while (full != wanted) {
        waiting = kont_process_self();
        kont_process_wait();
    }
}

static void change(void)
{
    full = !full;
    kont_process_wake(waiting);
}

static KONT void *consumes(void *unused)
{
    for (int i = 0; i < 4; i++) {
        wait_until(true);
        trace("%d", (int)kont_to_int(place));
        change();
    }
    return unused;
}

static KONT void *produces(void *unused)
{
    kont_process *consumer = kont_process_spawn(consumes, NULL);
    for (intptr_t i = 1; i <= 4; i++) {
        wait_until(false);
        place = kont_int(i);
        change();
    }
    kont_process_join(consumer);
    return unused;
}

TEST(process, a_channel_of_wait_and_wake)
{
    kont_process_run(produces, NULL);
    CHECK_STR(traced(), "1 2 3 4");
}

static KONT void *wakes_who_does_not_wait(void *unused)
{
    kont_process *a = kont_process_spawn(count_to_three, "a");
    CHECK(!kont_process_wake(a));
    CHECK(!kont_process_wake(kont_process_self()));
    CHECK(!kont_process_wake(NULL));
    kont_process_join(a);
    CHECK(!kont_process_wake(a));
    return unused;
}

TEST(process, wake_does_nothing_to_one_that_does_not_wait)
{
    kont_process_run(wakes_who_does_not_wait, NULL);
    CHECK_STR(traced(), "a1 a2 a3");
}

static void *wake_it(void *p)
{
    return kont_process_wake(p) ? p : NULL;
}

static KONT void *waits_for_another_thread(void *unused)
{
    kont_process *p = kont_process_spawn(consumes, NULL);
    full = false;
    kont_process_yield();
    CHECK_PTR(run_thread(wake_it, p), NULL);
    CHECK(kont_process_wake(p));
    return unused;
}

TEST(process, another_thread_wakes_none)
{
    kont_process_run(waits_for_another_thread, NULL);
}

/* ---- What they raise ------------------------------------------------------------------------------------------------------------------ */

static KONT void *raises(void *unused)
{
    (void)unused;
    kont_process_yield();
    kont_raise(mine);
}

static KONT void *join_it(void *p)
{
    return kont_process_join(p);
}

static KONT void *joins_one_that_raises(void *unused)
{
    kont_process *p = kont_process_spawn(raises, NULL);
    CHECK_PTR(raised_by(join_it, p), mine);
    CHECK_PTR(raised_by(join_it, p), mine);
    return unused;
}

static KONT void *forgets_one_that_raises(void *unused)
{
    kont_process_spawn(raises, NULL);
    for (int i = 0; i < 5; i++)
        kont_process_yield();
    trace("end");
    return unused;
}

static KONT void *run_raises(void *unused) { return kont_process_run(raises, unused); }
static KONT void *run_joins(void *unused) { return kont_process_run(joins_one_that_raises, unused); }
static KONT void *run_forgets(void *unused) { return kont_process_run(forgets_one_that_raises, unused); }

TEST(process, what_one_raises_is_raised_where_it_is_joined)
{
    CHECK_PTR(raised_by(run_joins, NULL), NULL);
    CHECK_PTR(raised_by(run_raises, NULL), mine);
}

TEST(process, what_nobody_joined_is_raised_at_the_end)
{
    CHECK_PTR(raised_by(run_forgets, NULL), mine);
    CHECK_STR(traced(), "end");
}

/* ---- How a run ends ---------------------------------------------------------------------------------------------------------------------- */

static KONT void *defers_and_waits(void *name)
{
    kont_defer(trace_name, name);
    for (;;)
        kont_process_yield();
    return NULL;
}

static KONT void *ends_before_others(void *v)
{
    kont_process_spawn(defers_and_waits, "a");
    kont_process_spawn(defers_and_waits, "b");
    kont_process_yield();
    trace("end");
    kont_process_spawn(count_to_three, "never");
    return v;
}

TEST(process, those_that_are_left_are_closed)
{
    CHECK_INT(kont_to_int(kont_process_run(ends_before_others, kont_int(3))), 3);
    CHECK_STR(traced(), "end b a");
}

static KONT void *aborts(void *unused)
{
    ends_before_others(unused);
    kont_abort(&t, kont_int(8));
}

static KONT void *run_aborts(void *unused)
{
    return kont_process_run(aborts, unused);
}

TEST(process, an_abort_past_the_run_closes_them_too)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, run_aborts, NULL)), 8);
    CHECK_STR(traced(), "end b a");
    CHECK_INT(kont_to_int(kont_process_run(yields_alone, kont_int(2))), 2);
}

static int raised;

static KONT void *raises_at_first(void *unused)
{
    if (raised++ == 0)
        kont_raise(mine);
    return unused;
}

static KONT void *yield_it(void *v)
{
    kont_process_yield();
    return v;
}

static KONT void *winds_and_raises(void *v)
{
    return kont_dynamic_wind(NULL, yield_it, raises_at_first, v);
}

static KONT void *could_not_leave(void *v)
{
    kont_process *p = kont_process_spawn(count_to_three, "a");
    CHECK_PTR(raised_by(winds_and_raises, v), mine);
    trace("goes on");
    for (int i = 0; i < 2; i++)
        kont_process_yield();
    kont_process_join(p);
    return v;
}

TEST(process, one_that_could_not_leave_goes_on)
{
    CHECK_INT(kont_to_int(kont_process_run(could_not_leave, kont_int(3))), 3);
    CHECK_STR(traced(), "goes on a1 a2 a3");
}

static kont_process *outer;

static KONT void *joins_one_outside(void *unused)
{
    (void)unused;
    CHECK_RAISES(join_it, outer, KONT_ERR_ARGUMENT, "bad argument: a process of another kont_process_run", "kont_process_join");
    return kont_process_join(kont_process_spawn(count_to_three, "inner"));
}

static KONT void *runs_others(void *unused)
{
    (void)unused;
    outer = kont_process_spawn(count_to_three, "outer");
    void *name = kont_process_run(joins_one_outside, NULL);
    kont_process_join(outer);
    return name;
}

TEST(process, runs_stand_inside_each_other)
{
    CHECK_STR(kont_process_run(runs_others, NULL), "inner");
    CHECK_STR(traced(), "inner1 inner2 inner3 outer1 outer2 outer3");
}

/* ---- Misuse --------------------------------------------------------------------------------------------------------------------------- */

static KONT void *joins_itself(void *unused)
{
    CHECK_RAISES(join_it, kont_process_self(), KONT_ERR_JOINS_ITSELF, "cannot join current process", "kont_process_join");
    return unused;
}

TEST(process, none_joins_itself)
{
    kont_process_run(joins_itself, NULL);
}

static KONT void *joins_main(void *main)
{
    kont_defer(trace_name, "closed");
    return kont_process_join(main);
}

static KONT void *joined_by_who_it_joins(void *unused)
{
    (void)unused;
    return kont_process_join(kont_process_spawn(joins_main, kont_process_self()));
}

static KONT void *waits(void *unused)
{
    kont_process_wait();
    return unused;
}

static KONT void *run_deadlock(void *unused) { return kont_process_run(joined_by_who_it_joins, unused); }
static KONT void *run_waits(void *unused) { return kont_process_run(waits, unused); }

TEST(process, a_deadlock_is_told)
{
    CHECK_RAISES(run_deadlock, NULL, KONT_ERR_DEADLOCK, deadlock, "kont_process_run");
    CHECK_STR(traced(), "closed");
    CHECK_RAISES(run_waits, NULL, KONT_ERR_DEADLOCK, deadlock, "kont_process_run");
}

static KONT void *spawn(void *unused) { kont_process_spawn(waits, NULL); return unused; }
static KONT void *yield(void *unused) { kont_process_yield(); return unused; }
static KONT void *self(void *unused) { kont_process_self(); return unused; }

TEST(process, only_within_a_run)
{
    static const char none[] = "no prompt \"process\" is there";
    CHECK_RAISES(spawn, NULL, KONT_ERR_NO_PROMPT, none, "kont_process_spawn");
    CHECK_RAISES(yield, NULL, KONT_ERR_NO_PROMPT, none, "kont_process_yield");
    CHECK_RAISES(self, NULL, KONT_ERR_NO_PROMPT, none, "kont_process_self");
    CHECK_RAISES(waits, NULL, KONT_ERR_NO_PROMPT, none, "kont_process_wait");
    CHECK_RAISES(join_it, NULL, KONT_ERR_NO_PROMPT, none, "kont_process_join");
}

static KONT void *yield_in_barrier(void *unused)
{
    return kont_barrier(yield, unused);
}

static KONT void *yields_behind_a_barrier(void *unused)
{
    CHECK_RAISES(yield_in_barrier, NULL, KONT_ERR_BARRIER, "a barrier is in the way", "kont_process_yield");
    return unused;
}

TEST(process, not_out_of_a_barrier)
{
    kont_process_run(yields_behind_a_barrier, NULL);
}
