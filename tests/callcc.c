/* CALLCC: call/cc, its composable form, call/ec. */
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

static KONT void *three(kont *k, void *unused)
{
    (void)k, (void)unused;
    return kont_int(3);
}

static KONT void *apply_to_four(kont *k, void *unused)
{
    (void)unused;
    kont_resume(k, kont_int(4));
    trace("never");
    return NULL;
}

/* ---- call/cc ------------------------------------------------------------------------------------------------------------- */

static KONT void *ten_plus(void *handler)
{
    return kont_int(10 + kont_to_int(kont_callcc((kont_handler *)handler, NULL)));
}

TEST(callcc, returns_what_its_function_returns)
{
    CHECK_INT(kont_to_int(kont_run(ten_plus, (void *)three)), 13);
}

TEST(callcc, returns_what_k_is_applied_to)
{
    CHECK_INT(kont_to_int(kont_run(ten_plus, (void *)apply_to_four)), 14);
    CHECK_STR(traced(), "");
}

static KONT void *count_to_five(void *unused)
{
    volatile int local = 0;
    (void)unused;
    kont *k = kont_callcc(give, NULL);
    static int entries;
    local = local + 1;
    CHECK_INT(local, 1);
    if (++entries < 5)
        kont_resume(k, k);
    return kont_int(entries);
}

TEST(callcc, k_may_be_entered_again_and_starts_from_the_same_picture)
{
    CHECK_INT(kont_to_int(kont_run(count_to_five, NULL)), 5);
}

static kont *kept;

static KONT void *keep(kont *k, void *v)
{
    kept = k;
    return v;
}

static KONT void *hundred_plus(void *v)
{
    return kont_int(100 + kont_to_int(kont_callcc(keep, v)));
}

static KONT void *apply_kept(void *v)
{
    kont_resume(kept, v);
    trace("never");
    return NULL;
}

TEST(callcc, k_replaces_the_continuation_up_to_the_nearest_default_prompt)
{
    CHECK_INT(kont_to_int(kont_run(hundred_plus, kont_int(1))), 101);
    CHECK_INT(kont_to_int(kont_run(apply_kept, kont_int(2))), 102);
    CHECK_INT(kont_to_int(kont_run(apply_kept, kont_int(3))), 103);
    CHECK_STR(traced(), "");
}

static KONT void *reset_and_apply(void *v)
{
    return kont_int(1000 + kont_to_int(kont_reset(apply_kept, v)));
}

TEST(callcc, k_goes_no_further_than_the_prompt_where_it_is_applied)
{
    kont_run(hundred_plus, kont_int(1));
    CHECK_INT(kont_to_int(kont_run(reset_and_apply, kont_int(2))), 1102);
}

static KONT void *capture_in_reset(void *unused)
{
    (void)unused;
    return kont_int(1000 + kont_to_int(kont_reset(hundred_plus, kont_int(1))));
}

TEST(callcc, k_holds_nothing_beyond_the_prompt_where_it_was_captured)
{
    CHECK_INT(kont_to_int(kont_run(capture_in_reset, NULL)), 1101);
    CHECK_INT(kont_to_int(kont_run(apply_kept, kont_int(2))), 102);
}

static KONT void *apply_behind_u(void *v)
{
    kont_prompt(&u, apply_kept, v);
    trace("never");
    return NULL;
}

TEST(callcc, applying_k_drops_the_prompts_between)
{
    kont_run(hundred_plus, kont_int(1));
    CHECK_INT(kont_to_int(kont_run(apply_behind_u, kont_int(7))), 107);
    CHECK(!kont_prompt_exists(&u));
    CHECK_STR(traced(), "");
}

static KONT void *capture_behind_u(void *v)
{
    return kont_int(1000 + kont_to_int(kont_prompt(&u, hundred_plus, v)));
}

TEST(callcc, k_takes_the_prompts_between_along)
{
    CHECK_INT(kont_to_int(kont_run(capture_behind_u, kont_int(1))), 1101);
    CHECK_INT(kont_to_int(kont_run(apply_kept, kont_int(2))), 1102);
}

static KONT void *thunk_inside(void *unused)
{
    (void)unused;
    CHECK(kont_prompt_exists(&u));
    return kont_int(5);
}

static KONT void *apply_thunk(void *unused)
{
    kont_resume_thunk(kept, thunk_inside, unused);
    return NULL;
}

TEST(callcc, a_thunk_runs_in_k)
{
    kont_run(capture_behind_u, kont_int(1));
    CHECK_INT(kont_to_int(kont_run(apply_thunk, NULL)), 1105);
}

static KONT void *apply_used(void *unused)
{
    CHECK_RAISES(apply_kept, unused, KONT_ERR_USED, "the continuation was used up or dropped before", "kont_resume");
    return kont_int(-1);
}

static KONT void *apply_last(void *v)
{
    return kont_resume_last(kept, v);
}

TEST(callcc, last_consumes_k)
{
    kont_run(hundred_plus, kont_int(1));
    CHECK_INT(kont_to_int(kont_run(apply_kept, kont_int(2))), 102);
    CHECK_INT(kont_to_int(kont_run(apply_last, kont_int(3))), 103);
    CHECK_INT(kont_to_int(kont_run(apply_used, NULL)), -1);
}

TEST(callcc, a_dropped_k_raises)
{
    kont_run(hundred_plus, kont_int(1));
    kont_drop(kept);
    CHECK_INT(kont_to_int(kont_run(apply_used, NULL)), -1);
}

/* ---- Programs that the literature tells ---------------------------------------------------------------------------------- */

static KONT void *yin_yang(void *unused)
{
    static int stars;
    (void)unused;
    kont *yin = kont_callcc(give, NULL);
    trace("@");
    kont *yang = kont_callcc(give, NULL);
    trace("*");
    if (++stars == 15)
        kont_abort(kont_default_tag, NULL);
    kont_resume(yin, yang);
    return NULL;
}

TEST(callcc, madore_yin_and_yang)
{
    kont_run(yin_yang, NULL);
    CHECK_STR(traced(), "@ * @ * * @ * * * @ * * * * @ * * * * *");
}

/* A generator by re-entry: two continuations that swap places. */
static kont *caller, *callee;

static KONT void *suspend(kont *k, void *v)
{
    callee = k;
    kont_resume(caller, v);
    return NULL;
}

static KONT void produce(intptr_t low, intptr_t high)
{
    if (low == high) {
        kont_callcc(suspend, kont_int(low));
    } else {
        intptr_t middle = (low + high) / 2;
        produce(low, middle);
        produce(middle + 1, high);
    }
}

static KONT void *ask(kont *k, void *unused)
{
    (void)unused;
    caller = k;
    if (callee != NULL)
        kont_resume(callee, NULL);
    produce(1, 8);
    kont_resume(caller, NULL);
    return NULL;
}

static KONT void *consume(void *unused)
{
    intptr_t v;
    (void)unused;
    while ((v = kont_to_int(kont_callcc(ask, NULL))) != 0)
        trace("%d", (int)v);
    return NULL;
}

TEST(callcc, a_recursive_generator_by_reentry)
{
    kont_run(consume, NULL);
    CHECK_STR(traced(), "1 2 3 4 5 6 7 8");
}

/* ---- At a tag --------------------------------------------------------------------------------------------------------------- */

static KONT void *keep_for_zero(kont *k, void *unused)
{
    (void)unused;
    kept = k;
    return kont_int(0);
}

static KONT long capture_from(long depth)
{
    volatile char room[100];
    room[0] = 0;
    return depth == 0 ? kont_to_int(kont_callcc_at(&t, keep_for_zero, NULL)) : capture_from(depth - 1) + room[0];
}

static KONT void *apply_from(long depth, long n)
{
    volatile char room[100];
    room[0] = 0;
    return depth == 0 ? kont_resume(kept, kont_int(n)) : apply_from(depth - 1, n + room[0]);
}

/* Applies k three times; its local is each time what it was at the capture. */
static KONT void *enter_thrice(void *depths)
{
    volatile long local = 0;
    long n = capture_from(kont_to_int(depths) / 100);
    local++;
    return n < 3 ? apply_from(kont_to_int(depths) % 100, n + 1) : kont_int(10 * n + local);
}

static KONT void *thrice_in_t(void *depths)
{
    return kont_int(100 + kont_to_int(kont_prompt(&t, enter_thrice, depths)));
}

TEST(callcc, at_a_tag_k_replaces_up_to_its_nearest_prompt)
{
    CHECK_INT(kont_to_int(kont_run(thrice_in_t, kont_int(0))), 131);
}

TEST(callcc, k_may_be_captured_and_applied_at_any_depth)
{
    for (long capture = 0; capture < 30; capture += 7)
        for (long apply = 0; apply < 30; apply += 7)
            CHECK_INT(kont_to_int(kont_prompt(&t, enter_thrice, kont_int(100 * capture + apply))), 31);
}

static KONT void *once_more(void *unused)
{
    (void)unused;
    return kont_resume_last(kept, kont_int(3));
}

TEST(callcc, at_a_tag_k_may_be_applied_under_another_prompt_of_it)
{
    kont_prompt(&t, enter_thrice, kont_int(0));
    CHECK_INT(kont_to_int(kont_prompt(&t, once_more, NULL)), 31);
}

TEST(callcc, at_a_tag_needs_its_prompt_where_it_is_applied)
{
    kont_prompt(&t, enter_thrice, kont_int(0));
    CHECK_RAISES(apply_kept, kont_int(1), KONT_ERR_NO_PROMPT, "no prompt \"t\" is there", "kont_resume");
}

/* ---- Composable ---------------------------------------------------------------------------------------------------------- */

static KONT void *ten_times(kont *k, void *v)
{
    return kont_int(10 * kont_to_int(kont_resume(k, v)));
}

static KONT void *one_plus_composable(void *v)
{
    return kont_int(1 + kont_to_int(kont_callcc_composable(&t, ten_times, v)));
}

TEST(callcc, a_composable_k_is_put_on_top)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, one_plus_composable, kont_int(5))), 61);
}

static KONT void *keep_composable(void *v)
{
    intptr_t n = kont_to_int(kont_callcc_composable(&t, keep, v));
    return kont_int(n + 1000 * kont_prompt_exists(&t));
}

TEST(callcc, a_composable_k_does_not_include_the_prompt)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, keep_composable, kont_int(1))), 1001);
    CHECK_INT(kont_to_int(kont_resume(kept, kont_int(2))), 2);
    CHECK_INT(kont_to_int(kont_resume(kept, kont_int(3))), 3);
}

/* ---- call/ec ------------------------------------------------------------------------------------------------------------- */

static KONT void *escape_from(void *k)
{
    kont_resume(k, kont_int(6));
    trace("never");
    return NULL;
}

static KONT void *escape_behind_prompts(void *k)
{
    kont_prompt(&u, escape_from, k);
    trace("never");
    return NULL;
}

static KONT void *far_escape(kont *k, void *unused)
{
    (void)unused;
    return kont_prompt(&t, escape_behind_prompts, k);
}

TEST(callcc, ec_returns_the_value_of_its_function)
{
    CHECK_INT(kont_to_int(kont_callec(three, NULL)), 3);
}

TEST(callcc, ec_escapes_across_prompts)
{
    CHECK_INT(kont_to_int(kont_callec(apply_to_four, NULL)), 4);
    CHECK_INT(kont_to_int(kont_callec(far_escape, NULL)), 6);
    CHECK_STR(traced(), "");
    CHECK(!kont_prompt_exists(&t));
}

static KONT void *inner_escapes(kont *inner, void *outer)
{
    (void)inner;
    kont_resume(outer, kont_int(1));
    return NULL;
}

static KONT void *outer_escape(kont *outer, void *unused)
{
    (void)unused;
    kont_callec(inner_escapes, outer);
    trace("never");
    return NULL;
}

TEST(callcc, ec_escapes_nest)
{
    CHECK_INT(kont_to_int(kont_callec(outer_escape, NULL)), 1);
    CHECK_STR(traced(), "");
}

TEST(callcc, ec_raises_after_its_extent)
{
    kont *k = kont_callec(give, NULL);
    CHECK_RAISES(escape_from, k, KONT_ERR_ESCAPED, "the call/ec of the continuation has returned", "kont_resume");
}

static KONT void *yield_escape(void *k)
{
    kont_yield(NULL);
    return escape_from(k);
}

static KONT void *escape_from_generator(kont *k, void *unused)
{
    void *v;
    kont_generator *g = kont_generator_new(yield_escape, k);
    (void)unused;
    CHECK(kont_next(g, &v));
    kont_next(g, &v);
    return NULL;
}

TEST(callcc, ec_escapes_from_a_generator)
{
    CHECK_INT(kont_to_int(kont_callec(escape_from_generator, NULL)), 6);
}

static KONT void *capture_then_escape(kont *k, void *unused)
{
    intptr_t n = kont_to_int(kont_shift0_at(&t, give, unused));
    kont_resume(k, kont_int(n * 2));
    return NULL;
}

static KONT void *escape_in_capture(void *unused)
{
    return kont_int(1 + kont_to_int(kont_callec(capture_then_escape, unused)));
}

TEST(callcc, ec_is_in_its_extent_again_where_that_is_reinstated)
{
    kont *k = kont_prompt(&t, escape_in_capture, NULL);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(4))), 9);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(5))), 11);
}

static KONT void *seven(void *unused)
{
    (void)unused;
    trace("thunk");
    return kont_int(7);
}

static KONT void *escape_with_thunk(kont *k, void *unused)
{
    kont_resume_thunk(k, seven, unused);
    trace("never");
    return NULL;
}

TEST(callcc, ec_takes_a_thunk)
{
    CHECK_INT(kont_to_int(kont_callec(escape_with_thunk, NULL)), 7);
    CHECK_STR(traced(), "thunk");
}

static KONT void *many_escapes(void *unused)
{
    intptr_t sum = 0;
    (void)unused;
    for (int i = 0; i < 100000; i++)
        sum += kont_to_int(kont_callec(far_escape, NULL));
    return kont_int(sum);
}

TEST(callcc, ec_needs_no_room_that_it_does_not_give_back)
{
    CHECK_INT(kont_to_int(kont_run(many_escapes, NULL)), 600000);
}

/* ---- In tail position ----------------------------------------------------------------------------------------------------- */

static KONT void *tail_to(kont *unused, void *k)
{
    (void)unused;
    return kont_resume_tail(k, kont_int(20));
}

static KONT void *capture_and_tail_to(void *k)
{
    return kont_int(1000 + kont_to_int(kont_shift0_at(&t, tail_to, k)));
}

static KONT void *tail_to_kept(void *unused)
{
    (void)unused;
    kont_prompt(&t, capture_and_tail_to, kept);
    trace("never");
    return NULL;
}

static KONT void *escape_by_tail(kont *k, void *unused)
{
    (void)unused;
    kont_prompt(&t, capture_and_tail_to, k);
    trace("never");
    return NULL;
}

TEST(callcc, a_tail_resume_of_what_does_not_return_is_a_resume)
{
    kont_run(hundred_plus, kont_int(1));
    CHECK_INT(kont_to_int(kont_run(tail_to_kept, NULL)), 120);
    CHECK_INT(kont_to_int(kont_callec(escape_by_tail, NULL)), 20);
    CHECK_STR(traced(), "");
}

/* ---- Barriers ------------------------------------------------------------------------------------------------------------ */

static KONT void *capture_in_barrier(void *v)
{
    return kont_int(1 + kont_to_int(kont_barrier(hundred_plus, v)));
}

static KONT void *escape_barrier(void *unused)
{
    (void)unused;
    return kont_barrier(apply_kept, kont_int(9));
}

static KONT void *out_of_barrier(void *unused)
{
    static bool again;
    intptr_t v = kont_to_int(kont_callcc(keep, kont_int(1)));
    if (again)
        return kont_int(v);
    again = true;
    return escape_barrier(unused);
}

TEST(callcc, k_may_be_applied_out_of_a_barrier)
{
    CHECK_INT(kont_to_int(kont_run(out_of_barrier, NULL)), 9);
}

static KONT void *enter_barrier(void *unused)
{
    capture_in_barrier(kont_int(1));
    CHECK_RAISES(apply_kept, unused, KONT_ERR_BARRIER, "a barrier is in the way", "kont_resume");
    return kont_int(-1);
}

TEST(callcc, k_may_not_be_applied_into_a_barrier)
{
    CHECK_INT(kont_to_int(kont_run(enter_barrier, NULL)), -1);
}

static KONT void *twice_in_barrier(void *unused)
{
    static int entries;
    kont_callcc(keep, unused);
    if (++entries < 3)
        kont_resume(kept, NULL);
    return kont_int(entries);
}

static KONT void *loop_in_barrier(void *unused)
{
    return kont_barrier(twice_in_barrier, unused);
}

TEST(callcc, k_may_be_applied_within_the_barrier_where_it_was_captured)
{
    CHECK_INT(kont_to_int(kont_run(loop_in_barrier, NULL)), 3);
}
