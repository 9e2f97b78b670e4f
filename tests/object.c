/* ENTER, LEAVE: prompt objects, their states, and what copies of a running one may do. */
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

static KONT void *same(void *v)
{
    return v;
}

/* ---- States -------------------------------------------------------------------------------------------------------------- */

static kont_object *self;

static KONT void *leave_twice(void *arg)
{
    CHECK_INT(kont_object_state(self), KONT_RUNNING);
    CHECK_PTR(kont_object_here(&t), self);
    intptr_t a = kont_to_int(kont_leave(self, arg));
    intptr_t b = kont_to_int(kont_leave(self, kont_int(a + 1)));
    return kont_int(b + 1);
}

TEST(object, new_running_suspended_done)
{
    self = kont_object_new(&t, leave_twice, kont_int(1));
    CHECK_INT(kont_object_state(self), KONT_NEW);
    CHECK_INT(kont_to_int(kont_enter(self, kont_int(-1))), 1);
    CHECK_INT(kont_object_state(self), KONT_SUSPENDED);
    CHECK_INT(kont_to_int(kont_enter(self, kont_int(5))), 6);
    CHECK_INT(kont_object_state(self), KONT_SUSPENDED);
    CHECK_INT(kont_to_int(kont_enter(self, kont_int(8))), 9);
    CHECK_INT(kont_object_state(self), KONT_DONE);
    CHECK_INT(kont_object_state(NULL), KONT_DONE);
    CHECK_PTR(kont_object_here(&t), NULL);
}

static KONT void *abort_it(void *unused)
{
    (void)unused;
    kont_abort(&t, kont_int(3));
}

TEST(object, an_abort_to_it_ends_it)
{
    kont_object *o = kont_object_new(&t, abort_it, NULL);
    CHECK_INT(kont_to_int(kont_enter(o, NULL)), 3);
    CHECK_INT(kont_object_state(o), KONT_DONE);
}

static KONT void *enter_it(void *object)
{
    return kont_enter(object, NULL);
}

static KONT void *abort_u(void *unused)
{
    (void)unused;
    kont_abort(&u, kont_int(4));
}

TEST(object, an_abort_past_it_ends_it)
{
    kont_object *o = kont_object_new(&t, abort_u, NULL);
    CHECK_INT(kont_to_int(kont_prompt(&u, enter_it, o)), 4);
    CHECK_INT(kont_object_state(o), KONT_DONE);
}

static KONT void *raise_stop(void *unused)
{
    (void)unused;
    kont_raise(kont_exception_new("STOP", NULL, "stop"));
}

TEST(object, an_exception_that_leaves_it_ends_it)
{
    kont_object *o = kont_object_new(&t, raise_stop, NULL);
    CHECK_STR(raised_by(enter_it, o)->name, "STOP");
    CHECK_INT(kont_object_state(o), KONT_DONE);
}

TEST(object, entering_unless_done_answers_for_what_has_ended)
{
    kont_object *o = kont_object_new(&t, same, kont_int(1));
    CHECK_INT(kont_to_int(kont_enter_unless_done(o, NULL, kont_int(7))), 1);
    CHECK_INT(kont_to_int(kont_enter_unless_done(o, NULL, kont_int(7))), 7);
    CHECK_INT(kont_to_int(kont_enter_unless_done(o, NULL, kont_int(8))), 8);
}

/* ---- LEAVE --------------------------------------------------------------------------------------------------------------- */

static KONT void *leave_from_depth(void *depth)
{
    intptr_t n = kont_to_int(depth);
    if (n == 0)
        return kont_leave(self, kont_int(2));
    return kont_int(1 + kont_to_int(kont_prompt(&u, leave_from_depth, kont_int(n - 1))));
}

TEST(object, leaving_suspends_the_prompts_between_too)
{
    self = kont_object_new(&t, leave_from_depth, kont_int(10));
    CHECK_INT(kont_to_int(kont_enter(self, NULL)), 2);
    CHECK(!kont_prompt_exists(&u));
    CHECK_INT(kont_to_int(kont_enter(self, kont_int(100))), 110);
}

static KONT void *leave_by_tag(void *v)
{
    kont_leave_tag(&t, v);
    return v;
}

static KONT void *inner_leaves_by_tag(void *v)
{
    kont_object *inner = kont_object_new(&t, leave_by_tag, v);
    CHECK_INT(kont_to_int(kont_enter(inner, NULL)), kont_to_int(v));
    CHECK_INT(kont_object_state(inner), KONT_SUSPENDED);
    trace("inner");
    return kont_int(-1);
}

TEST(object, leaving_by_tag_means_the_innermost_object)
{
    CHECK_INT(kont_to_int(kont_enter(kont_object_new(&t, inner_leaves_by_tag, kont_int(5)), NULL)), -1);
    CHECK_STR(traced(), "inner");
}

static KONT void *leave_the_outer(void *outer)
{
    return kont_leave(outer, kont_int(6));
}

static KONT void *inner_leaves_the_outer(void *unused)
{
    (void)unused;
    kont_object *inner = kont_object_new(&t, leave_the_outer, self);
    return kont_enter(inner, NULL);
}

TEST(object, an_object_further_out_may_be_left)
{
    self = kont_object_new(&t, inner_leaves_the_outer, NULL);
    CHECK_INT(kont_to_int(kont_enter(self, NULL)), 6);
    CHECK_INT(kont_to_int(kont_enter(self, kont_int(7))), 7);
    CHECK_INT(kont_object_state(self), KONT_DONE);
}

static KONT void *ping(void *unused)
{
    intptr_t n = 0;
    (void)unused;
    for (int i = 0; i < 100000; i++)
        n = kont_to_int(kont_leave_tag(&t, kont_int(n + 1)));
    return kont_int(n);
}

TEST(object, enter_and_leave_a_hundred_thousand_times)
{
    kont_object *o = kont_object_new(&t, ping, NULL);
    intptr_t n = kont_to_int(kont_enter(o, NULL));
    while (kont_object_state(o) == KONT_SUSPENDED)
        n = kont_to_int(kont_enter(o, kont_int(n)));
    CHECK_INT(n, 100000);
}

static KONT void *leave_where_prompts_differ(void *unused)
{
    (void)unused;
    trace("%d", kont_prompt_exists(&u));
    kont_leave_tag(&t, NULL);
    trace("%d", kont_prompt_exists(&u));
    return NULL;
}

TEST(object, it_goes_on_under_whoever_enters_it)
{
    kont_object *o = kont_object_new(&t, leave_where_prompts_differ, NULL);
    kont_enter(o, NULL);
    kont_prompt(&u, enter_it, o);
    CHECK_STR(traced(), "0 1");
}

/* ---- Thunks, data, handles ----------------------------------------------------------------------------------------------- */

static KONT void *say_here(void *unused)
{
    (void)unused;
    trace("%d", kont_object_here(&t) == self);
    return kont_int(40);
}

TEST(object, a_thunk_runs_inside_where_the_object_waits)
{
    self = kont_object_new(&t, leave_twice, NULL);
    kont_enter(self, NULL);
    CHECK_INT(kont_to_int(kont_enter_thunk(self, say_here, NULL)), 41);
    CHECK_STR(traced(), "1");
}

TEST(object, a_thunk_takes_the_place_of_the_body_of_a_new_one)
{
    self = kont_object_new(&t, leave_twice, NULL);
    CHECK_INT(kont_to_int(kont_enter_thunk(self, say_here, NULL)), 40);
    CHECK_STR(traced(), "1");
    CHECK_INT(kont_object_state(self), KONT_DONE);
}

static KONT void *catch_at_leave(void *unused)
{
    const kont_exception *x = raised_by(leave_by_tag, unused);
    return (void *)x->name;
}

static KONT void *enter_raising(void *object)
{
    return kont_enter_thunk(object, raise_stop, NULL);
}

TEST(object, what_a_thunk_raises_is_raised_where_the_object_waits)
{
    kont_object *o = kont_object_new(&t, catch_at_leave, NULL);
    kont_enter(o, NULL);
    CHECK_STR(enter_raising(o), "STOP");
}

TEST(object, data_behind_it_is_zeroed_and_the_layers_own)
{
    struct { int a[10]; } *data;
    kont_object *o = kont_object_alloc(&t, sizeof *data, same, NULL);
    data = kont_object_data(o);
    for (int i = 0; i < 10; i++)
        CHECK_INT(data->a[i], 0);
    data->a[9] = 5;
    kont_enter(o, NULL);
    CHECK_INT(data->a[9], 5);
    CHECK_PTR(kont_object_data(NULL), NULL);
}

static KONT void *abort_handle(void *unused)
{
    (void)unused;
    kont_abort(kont_object_handle(self), kont_int(12));
}

static KONT void *enter_other(void *unused)
{
    (void)unused;
    kont_enter(kont_object_new(&t, abort_handle, NULL), NULL);
    trace("never");
    return NULL;
}

TEST(object, a_handle_names_one_object_of_several_with_its_tag)
{
    self = kont_object_new(&t, enter_other, NULL);
    CHECK_PTR(kont_object_handle(self), kont_object_handle(self));
    CHECK_INT(kont_to_int(kont_enter(self, NULL)), 12);
    CHECK_STR(traced(), "");
}

/* ---- Captured while it runs ---------------------------------------------------------------------------------------------- */

static KONT void *capture_inside(void *unused)
{
    (void)unused;
    intptr_t v = kont_to_int(kont_shift0_at(&u, give, NULL));
    trace("%d", (int)v);
    kont_leave_tag(&t, kont_int(v));
    trace("back");
    return kont_int(v + 1);
}

static KONT void *enter_twice(void *object)
{
    intptr_t v = kont_to_int(kont_enter(object, NULL));
    intptr_t w = kont_to_int(kont_enter(object, NULL));
    return kont_int(10 * v + w);
}

static KONT void *enter_once(void *object)
{
    return kont_enter(object, NULL);
}

TEST(object, one_captured_while_it_runs_stays_one_object)
{
    kont_object *o = kont_object_new(&t, capture_inside, NULL);
    kont *k = kont_prompt(&u, enter_twice, o);
    CHECK_INT(kont_object_state(o), KONT_RUNNING);
    CHECK_INT(kont_to_int(kont_resume_last(k, kont_int(3))), 34);
    CHECK_STR(traced(), "3 back");
    CHECK_INT(kont_object_state(o), KONT_DONE);
}

static KONT void *resume_five(void *k)
{
    return kont_resume(k, kont_int(5));
}

TEST(object, left_from_a_second_copy_it_may_not_be_entered_again)
{
    kont_object *o = kont_object_new(&t, capture_inside, NULL);
    kont *k = kont_prompt(&u, enter_twice, o);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(3))), 34);
    CHECK_STR(traced(), "3 back");
    const kont_exception *x = raised_by(resume_five, k);
    CHECK_STR(traced(), "5");
    CHECK_INT(x->code, KONT_ERR_COPIED);
}

static KONT void *leave_or_end(void *unused)
{
    intptr_t v = kont_to_int(kont_shift0_at(&u, give, unused));
    if (v == 1)
        kont_leave_tag(&t, kont_int(v));
    if (v == 3)
        kont_abort(&t, kont_int(v));
    return kont_int(v);
}

static KONT void *enter_then_say(void *object)
{
    kont_enter(object, NULL);
    trace("%d", kont_object_state(object));
    return kont_int(0);
}

/* The object itself waits where the first copy left it, which is not where the second has gone. */
TEST(object, one_that_ended_in_a_second_copy_may_not_be_entered_again)
{
    for (int v = 2; v <= 3; v++) {
        kont_object *o = kont_object_new(&t, leave_or_end, NULL);
        kont *k = kont_prompt(&u, enter_then_say, o);
        kont_resume(k, kont_int(1));
        kont_resume(k, kont_int(v));
        CHECK_INT(raised_by(enter_it, o)->code, KONT_ERR_COPIED);
    }
}

static KONT void *here_in_copy(void *unused)
{
    (void)unused;
    kont_shift0_at(&u, give, NULL);
    trace("%d", kont_object_here(&t) == self);
    return NULL;
}

TEST(object, a_copy_says_what_it_is_a_copy_of)
{
    self = kont_object_new(&t, here_in_copy, NULL);
    kont *k = kont_prompt(&u, enter_once, self);
    kont_resume(k, NULL);
    kont_resume(k, NULL);
    CHECK_STR(traced(), "1 1");
}

/* ---- Held ---------------------------------------------------------------------------------------------------------------- */

static KONT void *leaves_twice(void *v)
{
    v = kont_leave_tag(&t, v);
    return kont_leave_tag(&t, v);
}

TEST(object, one_that_is_held_is_entered_by_enter_alone)
{
    kont_object *o = kont_object_new(&t, leaves_twice, "first");
    kont_object_hold(o);
    CHECK_STR(kont_enter_unless_done(o, NULL, "held"), "first");
    kont_object_hold(o);
    CHECK_STR(kont_enter_unless_done(o, "second", "held"), "held");
    CHECK_INT(kont_object_state(o), KONT_SUSPENDED);
    CHECK_STR(kont_enter(o, "second"), "second");
    CHECK_STR(kont_enter_unless_done(o, "third", "held"), "third");
    CHECK_INT(kont_object_state(o), KONT_DONE);
}
