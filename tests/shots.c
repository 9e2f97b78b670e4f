/* The shots of the four operators: once, many times, last, with a thunk, in tail position; dropped. */
#include <kont.h>

#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u");
static const int operators[] = { KONT_SHIFT, KONT_CONTROL, KONT_SHIFT0, KONT_CONTROL0 };
enum { OPERATORS = sizeof operators / sizeof operators[0] };
static const char used[] = "the continuation was used up or dropped before";

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *resume_zero(void *k)
{
    return kont_resume(k, kont_int(0));
}

/* ---- Shots --------------------------------------------------------------------------------------------------------------- */

static KONT void *one_plus(void *how)
{
    return kont_int(1 + kont_to_int(kont_capture(&t, (int)kont_to_int(how), give, NULL)));
}

TEST(shots, once_resumes_one_time)
{
    for (int i = 0; i < OPERATORS; i++) {
        kont *k = kont_prompt(&t, one_plus, kont_int(operators[i] | KONT_ONCE));
        CHECK_INT(kont_to_int(kont_resume(k, kont_int(2))), 3);
        CHECK_RAISES(resume_zero, k, KONT_ERR_USED, used, "kont_resume");
    }
}

TEST(shots, multi_shot_resumes_any_number_of_times)
{
    for (int i = 0; i < OPERATORS; i++) {
        kont *k = kont_prompt(&t, one_plus, kont_int(operators[i]));
        for (int n = 0; n < 1000; n++)
            CHECK_INT(kont_to_int(kont_resume(k, kont_int(n))), n + 1);
    }
}

TEST(shots, last_consumes_a_continuation_that_was_never_resumed)
{
    for (int i = 0; i < OPERATORS; i++) {
        kont *k = kont_prompt(&t, one_plus, kont_int(operators[i]));
        CHECK_INT(kont_to_int(kont_resume_last(k, kont_int(2))), 3);
        CHECK_RAISES(resume_zero, k, KONT_ERR_USED, used, "kont_resume");
    }
}

TEST(shots, last_consumes_a_continuation_that_was_resumed_before)
{
    for (int i = 0; i < OPERATORS; i++) {
        kont *k = kont_prompt(&t, one_plus, kont_int(operators[i]));
        CHECK_INT(kont_to_int(kont_resume(k, kont_int(1))), 2);
        CHECK_INT(kont_to_int(kont_resume(k, kont_int(3))), 4);
        CHECK_INT(kont_to_int(kont_resume_last(k, kont_int(5))), 6);
        CHECK_RAISES(resume_zero, k, KONT_ERR_USED, used, "kont_resume");
    }
}

TEST(shots, drop_gives_a_continuation_up)
{
    kont *k = kont_prompt(&t, one_plus, kont_int(KONT_SHIFT)), *resumed = kont_prompt(&t, one_plus, kont_int(KONT_SHIFT));
    CHECK(kont_bytes(k) > 0);
    kont_resume(resumed, kont_int(1));
    kont_drop(k);
    kont_drop(resumed);
    CHECK_INT(kont_bytes(k), 0);
    CHECK_RAISES(resume_zero, k, KONT_ERR_USED, used, "kont_resume");
    CHECK_RAISES(resume_zero, resumed, KONT_ERR_USED, used, "kont_resume");
}

TEST(shots, bytes_of_several)
{
    kont *a = kont_prompt(&t, one_plus, kont_int(KONT_SHIFT)), *b = kont_prompt(&t, one_plus, kont_int(KONT_CONTROL));
    size_t both = kont_bytes_together((const kont *const[]){ a, b, NULL }, 3);
    CHECK_INT(both, kont_bytes(a) + kont_bytes(b));
    CHECK(kont_bytes_together((const kont *const[]){ a, a, a }, 3) >= kont_bytes(a));
    kont_drop(b);
    CHECK_INT(kont_bytes_together((const kont *const[]){ a, b }, 2), kont_bytes(a));
    CHECK_INT(kont_to_int(kont_resume(a, kont_int(1))), 2);
}

TEST(shots, a_second_drop_does_nothing)
{
    kont *k = kont_prompt(&t, one_plus, kont_int(KONT_SHIFT));
    kont_drop(k);
    kont_drop(k);
}

/* ---- Thunks -------------------------------------------------------------------------------------------------------------- */

static KONT void *three_inside(void *tag)
{
    CHECK(kont_prompt_exists(tag));
    return kont_int(3);
}

TEST(shots, a_thunk_runs_where_the_capture_was_and_its_value_is_the_captures)
{
    kont *k = kont_prompt(&t, one_plus, kont_int(KONT_SHIFT0));
    CHECK_INT(kont_to_int(kont_resume_thunk(k, three_inside, (void *)&t)), 4);
    CHECK_INT(kont_to_int(kont_resume_thunk(k, three_inside, (void *)&t)), 4);
    CHECK_INT(kont_to_int(kont_resume_thunk_last(k, three_inside, (void *)&t)), 4);
    CHECK_RAISES(resume_zero, k, KONT_ERR_USED, used, "kont_resume");
}

static KONT void *raise_stop(void *unused)
{
    (void)unused;
    kont_raise(kont_exception_new("STOP", NULL, "stop"));
}

static KONT void *try_capture(void *unused)
{
    const kont_exception *caught;
    (void)unused;
    void *v = kont_try(one_plus, kont_int(KONT_SHIFT0), &caught);
    return caught != NULL ? (void *)caught->name : v;
}

TEST(shots, what_a_thunk_raises_is_raised_inside)
{
    kont *k = kont_prompt(&t, try_capture, NULL);
    CHECK_STR(kont_resume_thunk(k, raise_stop, NULL), "STOP");
    CHECK_STR(kont_resume_thunk(k, raise_stop, NULL), "STOP");
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(1))), 2);
}

static KONT void *capture_in_thunk(void *unused)
{
    (void)unused;
    return kont_int(10 * kont_to_int(kont_shift0_at(&t, give, NULL)));
}

TEST(shots, a_thunk_may_capture)
{
    kont *k = kont_prompt(&t, one_plus, kont_int(KONT_SHIFT0));
    kont *further = kont_resume_thunk(k, capture_in_thunk, NULL);
    CHECK_INT(kont_to_int(kont_resume(further, kont_int(4))), 41);
    CHECK_INT(kont_to_int(kont_resume(further, kont_int(5))), 51);
}

/* ---- Tail resumes -------------------------------------------------------------------------------------------------------- */

static KONT void *go_on(kont *k, void *v)
{
    return kont_resume_tail(k, kont_int(kont_to_int(v) + 1));
}

static KONT void *go_on_last(kont *k, void *v)
{
    return kont_resume_tail_last(k, kont_int(kont_to_int(v) + 1));
}

struct loop {
    int how;
    kont_handler *handler;
    intptr_t times;
};

static KONT void *loop_of_captures(void *loop)
{
    const struct loop *l = loop;
    intptr_t n = 0;
    while (n < l->times)
        n = kont_to_int(kont_capture(&t, l->how, l->handler, kont_int(n)));
    return kont_int(n * 2);
}

/* control0 takes the prompt away with the first capture. */
static intptr_t turns(int how, intptr_t most)
{
    return how == KONT_CONTROL0 ? 1 : most;
}

TEST(shots, the_value_of_a_tail_resume_is_the_prompts)
{
    for (int i = 0; i < OPERATORS; i++) {
        intptr_t n = turns(operators[i], 3);
        struct loop l = { operators[i], go_on, n }, last = { operators[i], go_on_last, n };
        CHECK_INT(kont_to_int(kont_prompt(&t, loop_of_captures, &l)), 2 * n);
        CHECK_INT(kont_to_int(kont_prompt(&t, loop_of_captures, &last)), 2 * n);
    }
}

/* A handler's frame that stayed at each turn would need megabytes; the prompt that stayed, gigabytes. */
TEST(shots, a_loop_of_tail_resumes_runs_in_constant_space)
{
    for (int i = 0; i < OPERATORS; i++) {
        if (operators[i] == KONT_CONTROL0)
            continue;
        struct loop once = { operators[i] | KONT_ONCE, go_on, 100000 }, last = { operators[i], go_on_last, 100000 };
        struct loop many = { operators[i], go_on, 20000 };
        CHECK_INT(kont_to_int(kont_prompt(&t, loop_of_captures, &once)), 200000);
        CHECK_INT(kont_to_int(kont_prompt(&t, loop_of_captures, &last)), 200000);
        CHECK_INT(kont_to_int(kont_prompt(&t, loop_of_captures, &many)), 40000);
    }
}

static KONT void *resume_given(kont *k, void *other)
{
    kont_drop(k);
    return kont_resume_tail(other, kont_int(6));
}

static KONT void *one_plus_shift0(void *other)
{
    return kont_int(100 + kont_to_int(kont_shift0_at(&t, resume_given, other)));
}

TEST(shots, a_tail_resume_may_resume_another_continuation)
{
    kont *other = kont_prompt(&t, one_plus, kont_int(KONT_SHIFT0));
    CHECK_INT(kont_to_int(kont_prompt(&t, one_plus_shift0, other)), 7);
    CHECK_INT(kont_to_int(kont_prompt(&t, one_plus_shift0, other)), 7);
}

static KONT void *resume_after_tail(void *loop)
{
    void *v = loop_of_captures(loop);
    CHECK_INT(kont_prompt_exists(&t), ((struct loop *)loop)->how != KONT_CONTROL0);
    return v;
}

TEST(shots, after_a_tail_resume_the_prompt_is_there_once)
{
    for (int i = 0; i < OPERATORS; i++) {
        struct loop l = { operators[i], go_on, turns(operators[i], 5) };
        CHECK_INT(kont_to_int(kont_prompt(&t, resume_after_tail, &l)), 2 * l.times);
        CHECK(!kont_prompt_exists(&t));
    }
}

/* Where a tail resume leaves a prompt without frames, a handler may stand next. */
static KONT void *resume_instead_of_the_rest(kont *k, void *unused)
{
    (void)unused;
    return kont_control_at(&t, resume_given, k);
}

static KONT void *resume_with_what_it_answers(kont *k, void *n)
{
    return kont_resume_tail(k, kont_resume(k, n));
}

static KONT void *plus_one_twice(void *unused)
{
    kont_shift0_at(&u, resume_instead_of_the_rest, unused);
    intptr_t n = kont_to_int(kont_control0_at(&u, resume_with_what_it_answers, kont_int(0)));
    kont_control_at(&t, go_on, NULL);
    return kont_int(n + 1);
}

static KONT void *behind_one_more_prompt(void *unused)
{
    return kont_prompt(&u, plus_one_twice, unused);
}

TEST(shots, a_handler_outside_is_captured_where_a_tail_resume_had_left_no_frames)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, behind_one_more_prompt, NULL)), 2);
}
