/* ARGUMENT: every null where something is needed, every unknown flag. */
#include <kont.h>

#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *same(void *v)
{
    return v;
}

static KONT void *return_null(const kont_exception *x, void *unused)
{
    (void)x;
    return unused;
}

/* A thunk that makes one call. */
#define CALL(name, call) static KONT void *name(void *v) { (void)v; call; return NULL; }

CALL(run_null, kont_run(NULL, NULL))
CALL(prompt_tag, kont_prompt(NULL, same, NULL))
CALL(prompt_fn, kont_prompt(&t, NULL, NULL))
CALL(handle_null, kont_prompt_handle(NULL))
CALL(abort_null, kont_abort(NULL, NULL))
CALL(barrier_null, kont_barrier(NULL, NULL))
CALL(object_tag, kont_object_new(NULL, same, NULL))
CALL(object_fn, kont_object_new(&t, NULL, NULL))
CALL(alloc_tag, kont_object_alloc(NULL, 8, same, NULL))
CALL(alloc_fn, kont_object_alloc(&t, 8, NULL, NULL))
CALL(enter_null, kont_enter(NULL, NULL))
CALL(enter_unless_done_null, kont_enter_unless_done(NULL, NULL, NULL))
CALL(enter_thunk_object, kont_enter_thunk(NULL, same, NULL))
CALL(enter_thunk_fn, kont_enter_thunk(kont_object_new(&t, same, NULL), NULL, NULL))
CALL(leave_null, kont_leave(NULL, NULL))
CALL(leave_tag_null, kont_leave_tag(NULL, NULL))
CALL(object_handle_null, kont_object_handle(NULL))
CALL(capture_tag, kont_capture(NULL, KONT_SHIFT, give, NULL))
CALL(capture_fn, kont_shift_at(&t, NULL, NULL))
CALL(capture_flag, kont_capture(&t, 8, give, NULL))
CALL(capture_flags, kont_capture(&t, -1, give, NULL))
CALL(resume_null, kont_resume(NULL, NULL))
CALL(resume_last_null, kont_resume_last(NULL, NULL))
CALL(resume_thunk_k, kont_resume_thunk(NULL, same, NULL))
CALL(resume_thunk_last_k, kont_resume_thunk_last(NULL, same, NULL))
CALL(resume_thunk_fn, kont_resume_thunk(kont_callec(give, NULL), NULL, NULL))
CALL(resume_thunk_last_fn, kont_resume_thunk_last(kont_callec(give, NULL), NULL, NULL))
CALL(resume_tail_null, kont_resume_tail(NULL, NULL))
CALL(resume_tail_last_null, kont_resume_tail_last(NULL, NULL))
CALL(drop_null, kont_drop(NULL))
CALL(callcc_null, kont_callcc(NULL, NULL))
CALL(callcc_at_tag, kont_callcc_at(NULL, give, NULL))
CALL(callcc_at_fn, kont_callcc_at(&t, NULL, NULL))
CALL(composable_tag, kont_callcc_composable(NULL, give, NULL))
CALL(composable_fn, kont_callcc_composable(&t, NULL, NULL))
CALL(callec_null, kont_callec(NULL, NULL))
CALL(wind_null, kont_dynamic_wind(same, NULL, same, NULL))
CALL(defer_null, kont_defer(NULL, NULL))
CALL(scope_null, kont_scope(NULL, NULL))
CALL(mark_null, kont_with_mark(&t, NULL, NULL, NULL))
CALL(get_null, kont_parameter_get(NULL))
CALL(set_null, kont_parameter_set(NULL, NULL))
CALL(with_parameter_null, kont_with_parameter(NULL, NULL, same, NULL))
CALL(with_parameter_fn, kont_with_parameter(kont_parameter_new(NULL), NULL, NULL, NULL))
CALL(raise_null, kont_raise(NULL))
CALL(raise_continuable_null, kont_raise_continuable(NULL))
CALL(try_null, kont_try(NULL, NULL, NULL))
CALL(handler_null, kont_with_handler(NULL, NULL, same, NULL))
CALL(handler_fn, kont_with_handler(return_null, NULL, NULL, NULL))
CALL(raise_error_code, kont_raise_error(KONT_ERR_COUNT, "here", NULL))
CALL(raise_error_where, kont_raise_error(KONT_ERR_USED, NULL, NULL))
CALL(generator_null, kont_generator_new(NULL, NULL))
CALL(next_null, void *value; kont_next(NULL, &value))
CALL(next_value, kont_next(kont_generator_new(same, NULL), NULL))
CALL(settle_null, void *value; kont_generator_settle(NULL, &value))
CALL(send_null, void *value; kont_send(NULL, NULL, &value))
CALL(send_value, kont_send(kont_generator_new(same, NULL), NULL, NULL))
CALL(throw_null, void *value; kont_throw(NULL, kont_generator_exit, &value))
CALL(throw_exception, void *value; kont_throw(kont_generator_new(same, NULL), NULL, &value))
CALL(throw_value, kont_throw(kont_generator_new(same, NULL), kont_generator_exit, NULL))
CALL(close_null, kont_close(NULL))
CALL(next_value_null, kont_next_value(NULL))
CALL(yield_from_null, kont_yield_from(NULL))
CALL(yield_from_iterator_null, kont_yield_from_iterator(NULL))
CALL(yield_from_no_next, kont_yield_from_iterator(&(kont_iterator){ NULL }))
CALL(for_each_null, kont_for_each(NULL, NULL, NULL))
CALL(for_each_each, kont_for_each(kont_generator_new(same, NULL), NULL, NULL))
CALL(check_leave_null, kont_check_leave(NULL))
CALL(coroutine_null, kont_coroutine_new(NULL))
CALL(resume_coroutine_null, kont_coroutine_resume(NULL, NULL))
CALL(close_coroutine_null, kont_coroutine_close(NULL))
CALL(process_null, kont_process_run(NULL, NULL))
CALL(search_null, kont_search_new(NULL, NULL))
CALL(search_next_null, void *solution; kont_search_next(NULL, &solution))
CALL(search_next_solution, kont_search_next(kont_search_new(same, NULL), NULL))
CALL(search_close_null, kont_search_close(NULL))
CALL(with_stack_null, kont_with_stack(0, NULL, NULL))
CALL(push_prompt_null, kont_pushPrompt(NULL, same, NULL))
CALL(with_sub_cont_null, kont_withSubCont(NULL, give, NULL))
CALL(push_sub_cont_null, kont_pushSubCont(NULL, same, NULL))

static const struct misuse nulls[] = {
    { run_null, "fn", "kont_run" },
    { prompt_tag, "tag", "kont_prompt" },
    { prompt_fn, "fn", "kont_prompt" },
    { handle_null, "tag", "kont_prompt_handle" },
    { abort_null, "tag", "kont_abort" },
    { barrier_null, "fn", "kont_barrier" },
    { object_tag, "tag", "kont_object_new" },
    { object_fn, "fn", "kont_object_new" },
    { alloc_tag, "tag", "kont_object_alloc" },
    { alloc_fn, "fn", "kont_object_alloc" },
    { enter_null, "object", "kont_enter" },
    { enter_unless_done_null, "object", "kont_enter" },
    { enter_thunk_object, "object", "kont_enter_thunk" },
    { enter_thunk_fn, "fn", "kont_enter_thunk" },
    { leave_null, "object", "kont_leave" },
    { leave_tag_null, "tag", "kont_leave_tag" },
    { object_handle_null, "object", "kont_object_handle" },
    { capture_tag, "tag", "kont_capture" },
    { capture_fn, "fn", "kont_capture" },
    { capture_flag, "how", "kont_capture" },
    { capture_flags, "how", "kont_capture" },
    { resume_null, "k", "kont_resume" },
    { resume_last_null, "k", "kont_resume_last" },
    { resume_thunk_k, "k", "kont_resume_thunk" },
    { resume_thunk_last_k, "k", "kont_resume_thunk_last" },
    { resume_thunk_fn, "fn", "kont_resume_thunk" },
    { resume_thunk_last_fn, "fn", "kont_resume_thunk_last" },
    { resume_tail_null, "k", "kont_resume_tail" },
    { resume_tail_last_null, "k", "kont_resume_tail_last" },
    { drop_null, "k", "kont_drop" },
    { callcc_null, "fn", "kont_callcc" },
    { callcc_at_tag, "tag", "kont_callcc_at" },
    { callcc_at_fn, "fn", "kont_callcc_at" },
    { composable_tag, "tag", "kont_callcc_composable" },
    { composable_fn, "fn", "kont_callcc_composable" },
    { callec_null, "fn", "kont_callec" },
    { wind_null, "body", "kont_dynamic_wind" },
    { defer_null, "fn", "kont_defer" },
    { scope_null, "fn", "kont_scope" },
    { mark_null, "fn", "kont_with_mark" },
    { get_null, "parameter", "kont_parameter_get" },
    { set_null, "parameter", "kont_parameter_set" },
    { with_parameter_null, "parameter", "kont_with_parameter" },
    { with_parameter_fn, "fn", "kont_with_parameter" },
    { raise_null, "exception", "kont_raise" },
    { raise_continuable_null, "exception", "kont_raise_continuable" },
    { try_null, "fn", "kont_try" },
    { handler_null, "handler", "kont_with_handler" },
    { handler_fn, "fn", "kont_with_handler" },
    { raise_error_code, "code", "kont_raise_error" },
    { raise_error_where, "where", "kont_raise_error" },
    { generator_null, "fn", "kont_generator_new" },
    { next_null, "generator", "kont_next" },
    { next_value, "value", "kont_next" },
    { settle_null, "generator", "kont_generator_settle" },
    { send_null, "generator", "kont_send" },
    { send_value, "value", "kont_send" },
    { throw_null, "generator", "kont_throw" },
    { throw_exception, "exception", "kont_throw" },
    { throw_value, "value", "kont_throw" },
    { close_null, "generator", "kont_close" },
    { next_value_null, "generator", "kont_next_value" },
    { yield_from_null, "generator", "kont_yield_from" },
    { yield_from_iterator_null, "iterator", "kont_yield_from_iterator" },
    { yield_from_no_next, "iterator", "kont_yield_from_iterator" },
    { for_each_null, "generator", "kont_for_each" },
    { for_each_each, "each", "kont_for_each" },
    { check_leave_null, "tag", "kont_leave_tag" },
    { coroutine_null, "fn", "kont_coroutine_new" },
    { resume_coroutine_null, "coroutine", "kont_coroutine_resume" },
    { close_coroutine_null, "coroutine", "kont_coroutine_close" },
    { process_null, "fn", "kont_process_run" },
    { search_null, "fn", "kont_search_new" },
    { search_next_null, "search", "kont_search_next" },
    { search_next_solution, "solution", "kont_search_next" },
    { search_close_null, "search", "kont_search_close" },
    { with_stack_null, "fn", "kont_with_stack" },
    { push_prompt_null, "tag", "kont_prompt" },
    { with_sub_cont_null, "tag", "kont_capture" },
    { push_sub_cont_null, "k", "kont_resume_thunk" },
};

static KONT void *each_null(void *unused)
{
    CHECK_EACH_RAISES(nulls, KONT_ERR_ARGUMENT, "bad argument: %s");
    return unused;
}

static KONT void *nulls_in_t(void *unused)
{
    return kont_prompt(&t, each_null, unused);
}

TEST(argument, a_null_where_something_is_needed)
{
    kont_run(nulls_in_t, NULL);
}

/* A thread's first use of the library may be a misuse. */
TEST(argument, a_null_at_first)
{
    CHECK_RAISES(leave_tag_null, NULL, KONT_ERR_ARGUMENT, "bad argument: tag", "kont_leave_tag");
}

TEST(argument, unmarked_functions_answer_a_null_like_something_empty)
{
    CHECK(!kont_prompt_exists(NULL));
    CHECK_PTR(kont_object_here(NULL), NULL);
    CHECK_PTR(kont_object_data(NULL), NULL);
    CHECK_INT(kont_object_state(NULL), KONT_DONE);
    CHECK_INT(kont_marks(NULL, NULL, NULL, 3), 0);
    CHECK_INT(kont_marks_of(NULL, NULL, NULL, 3), 0);
    CHECK_PTR(kont_mark_first(NULL, NULL, (void *)&t), &t);
    CHECK_INT(kont_bytes(NULL), 0);
    CHECK_INT(kont_bytes_together(NULL, 3), 0);
    CHECK_INT(kont_bytes_together((const kont *const[]){ NULL, NULL }, 2), 0);
    CHECK_PTR(kont_pin(NULL), NULL);
    kont_unpin(NULL);
    kont_object_hold(NULL);
    CHECK_INT(kont_generator_state(NULL), KONT_DONE);
    CHECK_PTR(kont_value_copy(NULL, 16), NULL);
    CHECK_INT(kont_search_stats(NULL).choices, 0);
}
