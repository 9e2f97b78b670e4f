/* PROMPT, ABORT, RUN, tags, handles, barriers, room. */
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u"), large = KONT_TAG_SIZED("large", 4 << 20);

static KONT void *same(void *v)
{
    return v;
}

/* ---- PROMPT, RUN --------------------------------------------------------------------------------------------------------- */

TEST(prompt, returns_the_value_of_its_body)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, same, kont_int(-7))), -7);
    CHECK_PTR(kont_prompt(&t, same, NULL), NULL);
}

TEST(prompt, run_returns_the_value_of_its_body)
{
    CHECK_INT(kont_to_int(kont_run(same, kont_int(5))), 5);
}

static KONT void *run_again(void *depth)
{
    intptr_t n = kont_to_int(depth);
    return n == 0 ? kont_int(0) : kont_int(1 + kont_to_int(kont_run(run_again, kont_int(n - 1))));
}

TEST(prompt, run_may_stand_inside_run)
{
    CHECK_INT(kont_to_int(kont_run(run_again, kont_int(20))), 20);
}

static KONT void *exists(void *tag)
{
    return kont_int(kont_prompt_exists(tag));
}

static KONT void *exists_behind_u(void *tag)
{
    return kont_prompt(&u, exists, tag);
}

TEST(prompt, exists_from_its_body_alone)
{
    CHECK(!kont_prompt_exists(&t));
    CHECK(!kont_prompt_exists(kont_default_tag));
    CHECK(kont_prompt(&t, exists, (void *)&t));
    CHECK(kont_prompt(&t, exists_behind_u, (void *)&t));
    CHECK(!kont_prompt(&u, exists, (void *)&t));
    CHECK(kont_run(exists, (void *)kont_default_tag));
    CHECK(!kont_prompt_exists(&t));
    CHECK(!kont_prompt_exists(NULL));
}

TEST(prompt, tags_are_told_apart_by_address)
{
    const kont_tag *a = kont_tag_new("same"), *b = kont_tag_new("same");
    CHECK(a != b);
    CHECK_STR(a->name, "same");
    CHECK(kont_prompt(a, exists, (void *)a));
    CHECK(!kont_prompt(a, exists, (void *)b));
}

/* ---- ABORT --------------------------------------------------------------------------------------------------------------- */

static KONT void *abort_to(void *tag)
{
    trace("before");
    kont_abort(tag, kont_int(9));
}

static KONT void *abort_behind_u(void *tag)
{
    kont_prompt(&u, abort_to, tag);
    trace("after");
    return kont_int(1);
}

TEST(prompt, abort_returns_from_the_prompt_with_the_value)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, abort_to, (void *)&t)), 9);
    CHECK_STR(traced(), "before");
}

TEST(prompt, abort_drops_the_prompts_between)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, abort_behind_u, (void *)&t)), 9);
    CHECK_STR(traced(), "before");
    CHECK(!kont_prompt_exists(&u));
}

TEST(prompt, abort_to_the_inner_prompt_goes_on_after_it)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, abort_behind_u, (void *)&u)), 1);
    CHECK_STR(traced(), "before after");
}

static KONT void *two_of_one_tag(void *unused)
{
    (void)unused;
    intptr_t inner = kont_to_int(kont_prompt(&t, abort_to, (void *)&t));
    return kont_int(100 + inner);
}

TEST(prompt, abort_means_the_innermost_prompt_of_the_tag)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, two_of_one_tag, NULL)), 109);
}

static KONT void *dive(void *depth)
{
    volatile char frame[64] = { 0 };
    intptr_t n = kont_to_int(depth);
    if (n == 0)
        kont_abort(&t, kont_int(3));
    if (n > 0)
        dive(kont_int(n - 1));
    frame[0]++;
    return NULL;
}

TEST(prompt, abort_leaves_a_deep_recursion)
{
    for (int i = 0; i < 100; i++)
        CHECK_INT(kont_to_int(kont_prompt(&t, dive, kont_int(500))), 3);
}

/* What is kept around the call takes the room of twenty words. */
static KONT long abort_with_much_at_hand(long n)
{
    long a = n + 1, b = a * 3, c = b ^ n, d = c + a, e = d * 5, f = e ^ a, g = f + 2, h = g * 7, i = h ^ c, j = i + 9;
    long k = j * a, l = k ^ b, m = l + c, o = m * d, p = o ^ e, q = p + f, r = q * g, s = r ^ h, w = s + i, x = w * j;
    long v = kont_to_int(abort_to((void *)&t));
    return a + b + c + d + e + f + g + h + i + j + k + l + m + o + p + q + r + s + w + x + v;
}

static KONT void *abort_with_much(void *n)
{
    return kont_int(abort_with_much_at_hand(kont_to_int(n)));
}

static KONT void *try_with_much(void *n)
{
    const kont_exception *caught = NULL;
    kont_try(abort_with_much, n, &caught);
    return NULL;
}

TEST(prompt, abort_leaves_functions_with_much_at_hand)
{
    for (int i = 0; i < 3; i++) {
        CHECK_INT(kont_to_int(kont_prompt(&t, abort_with_much, kont_int(i))), 9);
        CHECK_INT(kont_to_int(kont_prompt(&t, try_with_much, kont_int(i))), 9);
    }
}

static KONT void *prompts_within_prompts(void *depth)
{
    intptr_t n = kont_to_int(depth);
    if (n == 0)
        kont_abort(&t, kont_int(4));
    kont_prompt(&u, prompts_within_prompts, kont_int(n - 1));
    trace("never");
    return NULL;
}

TEST(prompt, abort_drops_a_thousand_prompts)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, prompts_within_prompts, kont_int(1000))), 4);
    CHECK_STR(traced(), "");
}

/* ---- Handles ------------------------------------------------------------------------------------------------------------- */

static KONT void *abort_to_outer(void *handle)
{
    kont_abort(handle, kont_int(8));
}

static KONT void *handle_over_two(void *unused)
{
    const kont_tag *outer = kont_prompt_handle(&t);
    (void)unused;
    CHECK(outer != &t);
    CHECK_PTR(kont_prompt_handle(&t), outer);
    CHECK_PTR(kont_prompt_handle(outer), outer);
    kont_prompt(&t, abort_to_outer, (void *)outer);
    trace("never");
    return NULL;
}

TEST(prompt, a_handle_names_one_prompt_of_several_with_its_tag)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, handle_over_two, NULL)), 8);
    CHECK_STR(traced(), "");
}

static KONT void *take_handle(void *unused)
{
    (void)unused;
    return (void *)kont_prompt_handle(&t);
}

TEST(prompt, a_handle_ends_with_its_prompt)
{
    const kont_tag *handle = kont_prompt(&t, take_handle, NULL);
    CHECK(!kont_prompt_exists(handle));
    CHECK(!kont_prompt(&t, exists, (void *)handle));
    CHECK(kont_prompt(&t, take_handle, NULL) != handle);
}

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *handle_across_capture(void *unused)
{
    const kont_tag *handle = kont_prompt_handle(&t);
    (void)unused;
    kont_shift0_at(&t, give, NULL);
    CHECK(kont_prompt_exists(handle));
    kont_abort(handle, kont_int(6));
}

TEST(prompt, a_handle_stays_with_a_prompt_that_is_reinstated)
{
    kont *k = kont_prompt(&t, handle_across_capture, NULL);
    CHECK_INT(kont_to_int(kont_resume(k, NULL)), 6);
    CHECK_INT(kont_to_int(kont_resume(k, NULL)), 6);
}

/* k's body resumes k once more inside itself, so that two instances of one handle are live. */
static KONT void *instances(void *unused)
{
    const kont_tag *handle = kont_prompt_handle(&t);
    (void)unused;
    kont *again = kont_shift0_at(&t, give, NULL);
    if (again == NULL)
        kont_abort(handle, kont_int(1));
    intptr_t inner = kont_to_int(kont_resume(again, NULL));
    return kont_int(10 + inner);
}

TEST(prompt, of_several_instances_of_a_handle_the_innermost_is_meant)
{
    kont *k = kont_prompt(&t, instances, NULL);
    CHECK_INT(kont_to_int(kont_resume(k, k)), 11);
}

static KONT void *keep_handle_in_handler(kont *k, void *handle)
{
    (void)k;
    return kont_int(kont_prompt_exists(handle));
}

static KONT void *shift_by_handle(void *unused)
{
    (void)unused;
    const kont_tag *handle = kont_prompt_handle(&t);
    return kont_shift_at(handle, keep_handle_in_handler, (void *)handle);
}

TEST(prompt, a_handle_stays_with_a_prompt_that_is_reinstalled_for_a_handler)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, shift_by_handle, NULL)), true);
}

/* ---- Barriers ------------------------------------------------------------------------------------------------------------ */

static KONT void *barrier_over(void *tag)
{
    return kont_barrier(abort_to, tag);
}

TEST(prompt, a_barrier_returns_the_value_of_its_body)
{
    CHECK_INT(kont_to_int(kont_barrier(same, kont_int(2))), 2);
}

TEST(prompt, aborts_cross_a_barrier)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, barrier_over, (void *)&t)), 9);
}

static KONT void *exists_behind_barrier(void *tag)
{
    return kont_barrier(exists, tag);
}

TEST(prompt, a_barrier_does_not_hide_prompts)
{
    CHECK(kont_prompt(&t, exists_behind_barrier, (void *)&t));
}

static KONT void *capture_k(void *unused)
{
    (void)unused;
    return kont_int(1 + kont_to_int(kont_control_at(&u, give, NULL)));
}

static KONT void *prompt_in_barrier(void *unused)
{
    (void)unused;
    return kont_prompt(&u, capture_k, NULL);
}

TEST(prompt, a_capture_inside_of_a_barrier_may_be_resumed)
{
    kont *k = kont_barrier(prompt_in_barrier, NULL);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(4))), 5);
}

static KONT void *end_barrier_then_capture(void *unused)
{
    kont_barrier(same, NULL);
    return capture_k(unused);
}

TEST(prompt, a_barrier_that_has_returned_is_no_barrier)
{
    kont *k = kont_prompt(&u, end_barrier_then_capture, NULL);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(4))), 5);
}

/* ---- Room ---------------------------------------------------------------------------------------------------------------- */

static KONT void *fill(void *bytes)
{
    volatile char frame[4096] = { 1 };
    intptr_t n = kont_to_int(bytes);
    if (n > 0)
        fill(kont_int(n - 4096));
    return kont_int(frame[0]);
}

TEST(prompt, a_tag_may_ask_for_more_stack)
{
    CHECK_INT(kont_to_int(kont_prompt(&large, fill, kont_int(3 << 20))), 1);
}

static KONT void *fill_further(void *unused)
{
    (void)unused;
    return kont_with_stack(2 << 20, fill, kont_int(3 << 19));
}

TEST(prompt, with_stack_goes_on_where_a_segment_is_too_small)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, fill_further, NULL)), 1);
}

static KONT void *capture_on_further_stack(void *unused)
{
    intptr_t here = 30;
    intptr_t v = kont_to_int(kont_with_stack(1 << 16, capture_k, unused));
    return kont_int(here + v);
}

TEST(prompt, with_stack_is_part_of_the_same_continuation)
{
    kont *k = kont_prompt(&u, capture_on_further_stack, NULL);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(1))), 32);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(2))), 33);
}

static KONT void *abort_on_further_stack(void *tag)
{
    kont_with_stack(1 << 16, abort_to, tag);
    return NULL;
}

TEST(prompt, aborts_cross_with_stack)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, abort_on_further_stack, (void *)&t)), 9);
}

static KONT void *check_little(void *unused)
{
    kont_check_stack(1024);
    CHECK(kont_stack_room() >= 1024);
    return unused;
}

TEST(prompt, check_stack_lets_pass_where_there_is_room)
{
    kont_prompt(&t, check_little, NULL);
    check_little(NULL);
}

TEST(prompt, the_version_is_that_of_the_header)
{
    CHECK_STR(kont_version(), KONT_VERSION);
}
