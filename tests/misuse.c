/* Misuse: every error that can be reached, with its complete message and where (nulls: argument.c; threads: foreign.c); what nobody catches. */
#include <gc/gc.h>
#include <kont.h>
#include <sys/resource.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u"), unnamed = KONT_TAG(NULL);

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *same(void *v)
{
    return v;
}

/* A thunk that makes one call. */
#define CALL(name, call) static KONT void *name(void *v) { (void)v; call; return NULL; }

/* ---- NO_PROMPT ----------------------------------------------------------------------------------------------------------- */

CALL(abort_t, kont_abort(&t, NULL))
CALL(abort_unnamed, kont_abort(&unnamed, NULL))
CALL(capture_t, kont_shift_at(&t, give, NULL))
CALL(capture_default, kont_control0(give, NULL))
CALL(handle_of_t, kont_prompt_handle(&t))
CALL(callcc, kont_callcc(give, NULL))
CALL(composable_t, kont_callcc_composable(&t, give, NULL))
CALL(leave_tag_t, kont_leave_tag(&t, NULL))
CALL(defer, kont_defer(same, NULL))
CALL(yield, kont_yield(NULL))
CALL(choose, kont_choose(1, 3))
CALL(choose_one, kont_choose(1, 1))
CALL(fail, kont_fail())
CALL(require_true, kont_require(true))
CALL(require_false, kont_require(false))

TEST(misuse, no_prompt)
{
    static const struct misuse cases[] = {
        { abort_t, "t", "kont_abort" },
        { abort_unnamed, "(unnamed)", "kont_abort" },
        { capture_t, "t", "kont_capture" },
        { capture_default, "default", "kont_capture" },
        { handle_of_t, "t", "kont_prompt_handle" },
        { callcc, "default", "kont_callcc" },
        { composable_t, "t", "kont_callcc_composable" },
        { leave_tag_t, "t", "kont_leave_tag" },
        { yield, "generator", "kont_yield" },
        { choose, "search", "kont_choose" },
        { choose_one, "search", "kont_choose" },
        { fail, "search", "kont_fail" },
        { require_true, "search", "kont_require" },
        { require_false, "search", "kont_require" },
    };
    CHECK_EACH_RAISES(cases, KONT_ERR_NO_PROMPT, "no prompt \"%s\" is there");
}

static KONT void *escape_with(const kont_exception *x, void *k)
{
    return kont_resume(k, (void *)x);
}

static KONT void *defer_handled(kont *k, void *unused)
{
    return kont_with_handler(escape_with, k, defer, unused);
}

/* A try would be a body. */
TEST(misuse, no_body_to_defer_in)
{
    const kont_exception *x = kont_callec(defer_handled, NULL);
    CHECK_INT(x->code, KONT_ERR_NO_PROMPT);
    CHECK_STR(x->message, "no prompt \"body\" is there");
    CHECK_STR(x->where, "kont_defer");
}

static KONT void *resume_it(void *k)
{
    return kont_resume(k, NULL);
}

static KONT void *resume_outside(void *k)
{
    CHECK_RAISES(resume_it, k, KONT_ERR_NO_PROMPT, "no prompt \"default\" is there", "kont_resume");
    return NULL;
}

static KONT void *callcc_in_run(void *unused)
{
    return kont_callcc(give, unused);
}

TEST(misuse, no_prompt_to_apply_a_callcc_continuation_under)
{
    resume_outside(kont_run(callcc_in_run, NULL));
}

/* ---- USED ---------------------------------------------------------------------------------------------------------------- */

CALL(resume_last_it, kont_resume_last(v, NULL))
CALL(resume_thunk_it, kont_resume_thunk(v, same, NULL))
CALL(resume_thunk_last_it, kont_resume_thunk_last(v, same, NULL))
CALL(resume_tail_it, kont_resume_tail(v, NULL))
CALL(resume_tail_last_it, kont_resume_tail_last(v, NULL))

static KONT void *capture_once(void *unused)
{
    return kont_shift_once(&t, give, unused);
}

TEST(misuse, a_continuation_that_was_used)
{
    static const char message[] = "the continuation was used up or dropped before";
    kont *k = kont_prompt(&t, capture_once, NULL);
    kont_resume(k, NULL);
    CHECK_RAISES(resume_it, k, KONT_ERR_USED, message, "kont_resume");
    CHECK_RAISES(resume_last_it, k, KONT_ERR_USED, message, "kont_resume_last");
    CHECK_RAISES(resume_thunk_it, k, KONT_ERR_USED, message, "kont_resume_thunk");
    CHECK_RAISES(resume_thunk_last_it, k, KONT_ERR_USED, message, "kont_resume_thunk_last");
    CHECK_RAISES(resume_tail_it, k, KONT_ERR_USED, message, "kont_resume_tail");
    CHECK_RAISES(resume_tail_last_it, k, KONT_ERR_USED, message, "kont_resume_tail_last");
}

static KONT void *capture_once_in_winders(void *unused)
{
    return kont_dynamic_wind(same, capture_once, same, unused);
}

TEST(misuse, a_continuation_with_winders_that_was_used)
{
    kont *k = kont_prompt(&t, capture_once_in_winders, NULL);
    kont_resume(k, NULL);
    CHECK_RAISES(resume_it, k, KONT_ERR_USED, "the continuation was used up or dropped before", "kont_resume");
}

TEST(misuse, an_escape_that_was_dropped)
{
    kont *k = kont_callec(give, NULL);
    kont_drop(k);
    CHECK_RAISES(resume_it, k, KONT_ERR_USED, "the continuation was used up or dropped before", "kont_resume");
}

/* ---- RUNNING, DONE, COPIED, NOT_INSIDE ----------------------------------------------------------------------------------- */

CALL(enter_it, kont_enter(v, NULL))
CALL(enter_thunk_it, kont_enter_thunk(v, same, NULL))
CALL(enter_unless_done_it, kont_enter_unless_done(v, NULL, NULL))
CALL(leave_it, kont_leave(v, NULL))
CALL(search_next, void *solution; kont_search_next(v, &solution))
CALL(search_close, kont_search_close(v))
CALL(next, void *value; kont_next(v, &value))

static void *self;

static KONT void *enter_itself(void *unused)
{
    static const char message[] = "t already executing";
    (void)unused;
    CHECK_RAISES(enter_it, self, KONT_ERR_RUNNING, message, "kont_enter");
    CHECK_RAISES(enter_unless_done_it, self, KONT_ERR_RUNNING, message, "kont_enter");
    CHECK_RAISES(enter_thunk_it, self, KONT_ERR_RUNNING, message, "kont_enter_thunk");
    return kont_int(1);
}

TEST(misuse, an_object_entered_while_it_runs)
{
    self = kont_object_new(&t, enter_itself, NULL);
    CHECK_INT(kont_to_int(kont_enter(self, NULL)), 1);
}

static KONT void *next_of_itself(void *unused)
{
    (void)unused;
    CHECK_RAISES(next, self, KONT_ERR_RUNNING, "generator already executing", "kont_next");
    return kont_int(1);
}

TEST(misuse, a_generator_entered_while_it_runs)
{
    void *v;
    self = kont_generator_new(next_of_itself, NULL);
    CHECK(!kont_next(self, &v));
    CHECK_INT(kont_to_int(v), 1);
}

static KONT void *search_itself(void *unused)
{
    static const char message[] = "search already executing";
    (void)unused;
    long n = kont_choose(1, 2);
    CHECK_RAISES(search_next, self, KONT_ERR_RUNNING, message, "kont_search_next");
    CHECK_RAISES(search_close, self, KONT_ERR_RUNNING, message, "kont_search_close");
    return kont_int(n);
}

TEST(misuse, a_search_entered_while_it_runs)
{
    void *v;
    self = kont_search_new(search_itself, NULL);
    CHECK(kont_search_next(self, &v));
    CHECK(kont_search_next(self, &v));
    CHECK_INT(kont_to_int(v), 2);
    CHECK(!kont_search_next(self, &v));
}

static KONT void *capture_to_u(void *unused)
{
    return kont_shift0_at(&u, give, unused);
}

TEST(misuse, an_object_entered_while_it_is_part_of_a_continuation)
{
    self = kont_object_new(&t, capture_to_u, NULL);
    kont_prompt(&u, enter_it, self);
    CHECK_RAISES(enter_it, self, KONT_ERR_RUNNING, "t already executing", "kont_enter");
}

TEST(misuse, an_object_entered_after_its_end)
{
    kont_object *o = kont_object_new(&t, same, NULL);
    kont_enter(o, NULL);
    CHECK_RAISES(enter_it, o, KONT_ERR_DONE, "\"t\" is entered after its end", "kont_enter");
    CHECK_RAISES(enter_thunk_it, o, KONT_ERR_DONE, "\"t\" is entered after its end", "kont_enter_thunk");
}

static KONT void *capture_then_leave(void *unused)
{
    kont_shift0_at(&u, give, unused);
    return kont_leave_tag(&t, unused);
}

static KONT void *enter_it_in_k(void *object)
{
    return kont_enter(object, NULL);
}

TEST(misuse, an_object_entered_from_a_second_copy)
{
    static const char message[] = "\"t\" is entered from a second copy of a continuation that was captured while it ran";
    kont_object *o = kont_object_new(&t, capture_then_leave, NULL);
    kont *k = kont_prompt(&u, enter_it_in_k, o);
    kont_resume(k, NULL);
    kont_resume(k, NULL);
    CHECK_RAISES(enter_it, o, KONT_ERR_COPIED, message, "kont_enter");
    CHECK_RAISES(enter_thunk_it, o, KONT_ERR_COPIED, message, "kont_enter_thunk");
}

static KONT void *leave_other(void *other)
{
    CHECK_RAISES(leave_it, other, KONT_ERR_NOT_INSIDE, "\"t\" is left from outside", "kont_leave");
    return NULL;
}

TEST(misuse, an_object_left_from_outside)
{
    kont_object *o = kont_object_new(&t, same, NULL);
    leave_other(o);
    kont_enter(kont_object_new(&t, leave_other, o), NULL);
    kont_enter(o, NULL);
    leave_other(o);
}

/* ---- BARRIER ------------------------------------------------------------------------------------------------------------- */

static KONT void *captures_behind_barrier(void *unused)
{
    static const char message[] = "a barrier is in the way";
    CHECK_RAISES(capture_t, unused, KONT_ERR_BARRIER, message, "kont_capture");
    CHECK_RAISES(composable_t, unused, KONT_ERR_BARRIER, message, "kont_callcc_composable");
    CHECK_RAISES(leave_tag_t, unused, KONT_ERR_BARRIER, message, "kont_leave_tag");
    CHECK_RAISES(leave_it, self, KONT_ERR_BARRIER, message, "kont_leave");
    return kont_int(1);
}

static KONT void *barrier(void *unused)
{
    return kont_barrier(captures_behind_barrier, unused);
}

TEST(misuse, a_capture_or_a_leave_across_a_barrier)
{
    self = kont_object_new(&t, barrier, NULL);
    CHECK_INT(kont_to_int(kont_enter(self, NULL)), 1);
}

/* ---- MEMORY, SEGMENTS, OVERFLOW ------------------------------------------------------------------------------------------ */

CALL(object_of_all_bytes, kont_object_alloc(&t, SIZE_MAX, same, NULL))
/* What no system has, yet would have an address. */
static const size_t most = sizeof(void *) > 4 ? PTRDIFF_MAX / 2 : SIZE_MAX / 4 * 3;
CALL(object_of_most, kont_object_alloc(&t, most, same, NULL))

static void be_quiet(char *message, GC_word argument)
{
    (void)message, (void)argument;
}

TEST(misuse, memory)
{
    kont_run(same, NULL);
    GC_set_warn_proc(be_quiet);
    CHECK_RAISES(object_of_all_bytes, NULL, KONT_ERR_MEMORY, "out of memory", "kont_object_alloc");
    CHECK_RAISES(object_of_most, NULL, KONT_ERR_MEMORY, "out of memory", "kont_object_alloc");
}

static const kont_tag huge = KONT_TAG_SIZED("huge", 512 << 20), too_large = KONT_TAG_SIZED("too large", (size_t)2 << 30),
    absurd = KONT_TAG_SIZED("absurd", SIZE_MAX);

CALL(prompt_huge, kont_prompt(&huge, same, NULL))
CALL(prompt_too_large, kont_prompt(&too_large, same, NULL))
CALL(prompt_absurd, kont_prompt(&absurd, same, NULL))
CALL(stack_too_large, kont_with_stack((size_t)2 << 30, same, NULL))
CALL(stack_absurd, kont_with_stack(SIZE_MAX, same, NULL))

TEST(misuse, no_address_space_for_a_segment)
{
    struct rlimit before, little = { 64 << 20, RLIM_INFINITY };
    CHECK_RAISES(abort_t, NULL, KONT_ERR_NO_PROMPT, "no prompt \"t\" is there", "kont_abort");   /* now every other size is there */
    GC_expand_hp(1 << 20);                              /* the error takes some of the heap */
    CHECK_INT(getrlimit(RLIMIT_AS, &before), 0);
    little.rlim_max = before.rlim_max;
    CHECK_INT(setrlimit(RLIMIT_AS, &little), 0);
    CHECK_RAISES(prompt_huge, NULL, KONT_ERR_SEGMENTS, "no address space or guard for a segment is left", "kont_prompt");
    CHECK_INT(setrlimit(RLIMIT_AS, &before), 0);
    CHECK(raised_by(prompt_huge, NULL) == NULL);
}

CALL(prompt_of_handle, kont_prompt(v, same, NULL))
CALL(object_of_handle, kont_object_new(v, same, NULL))

static KONT void *use_handle(void *unused)
{
    void *handle = (void *)kont_prompt_handle(&t);
    CHECK_RAISES(prompt_of_handle, handle, KONT_ERR_ARGUMENT, "bad argument: a handle as tag", "kont_prompt");
    CHECK_RAISES(object_of_handle, handle, KONT_ERR_ARGUMENT, "bad argument: a handle as tag", "kont_object_new");
    return unused;
}

TEST(misuse, a_handle_for_a_second_prompt)
{
    kont_prompt(&t, use_handle, NULL);
}

static KONT void *enter_too_large(void *unused)
{
    return kont_enter(kont_object_new(&too_large, same, unused), unused);
}

TEST(misuse, a_segment_that_is_too_large)
{
    CHECK_RAISES(enter_too_large, NULL, KONT_ERR_ARGUMENT, "bad argument: stack size", "kont_enter");
    CHECK_RAISES(prompt_too_large, NULL, KONT_ERR_ARGUMENT, "bad argument: stack size", "kont_prompt");
    CHECK_RAISES(prompt_absurd, NULL, KONT_ERR_ARGUMENT, "bad argument: stack size", "kont_prompt");
    CHECK_RAISES(stack_too_large, NULL, KONT_ERR_ARGUMENT, "bad argument: stack size", "kont_with_stack");
    CHECK_RAISES(stack_absurd, NULL, KONT_ERR_ARGUMENT, "bad argument: stack size", "kont_with_stack");
}

CALL(check_all_bytes, kont_check_stack(SIZE_MAX))

static KONT void *recurse_with_checks(void *depth)
{
    volatile char frame[512] = { 0 };
    intptr_t n = kont_to_int(depth);
    kont_check_stack(100000);
    if (n > 0)
        recurse_with_checks(kont_int(n - 1));
    frame[0]++;
    return NULL;
}

static KONT void *recursion(void *unused)
{
    (void)unused;
    return kont_prompt(&t, recurse_with_checks, kont_int(1000000));
}

TEST(misuse, too_little_room)
{
    CHECK_RAISES(check_all_bytes, NULL, KONT_ERR_OVERFLOW, "too little room on the stack", "kont_check_stack");
    CHECK_RAISES(recursion, NULL, KONT_ERR_OVERFLOW, "too little room on the stack", "kont_check_stack");
}

/* ---- ESCAPED, NOT_TAIL, HANDLER_RETURNED --------------------------------------------------------------------------------- */

TEST(misuse, an_escape_after_its_extent)
{
    kont *k = kont_callec(give, NULL);
    CHECK_RAISES(resume_it, k, KONT_ERR_ESCAPED, "the call/ec of the continuation has returned", "kont_resume");
    CHECK_RAISES(resume_tail_it, k, KONT_ERR_ESCAPED, "the call/ec of the continuation has returned", "kont_resume_tail");
}

static KONT void *go_on_after_tail(kont *k, void *unused)
{
    kont_resume_tail(k, unused);
    kont_prompt(&u, same, unused);
    trace("never");
    return NULL;
}

static KONT void *capture_and_go_on(void *unused)
{
    return kont_shift0_at(&t, go_on_after_tail, unused);
}

static KONT void *tail_then_prompt(void *unused)
{
    return kont_prompt(&t, capture_and_go_on, unused);
}

static const char not_tail[] = "a handler goes on after kont_resume_tail instead of returning its value";

TEST(misuse, a_handler_that_goes_on_after_a_tail_resume)
{
    CHECK_RAISES(tail_then_prompt, NULL, KONT_ERR_NOT_TAIL, not_tail, "kont_prompt");
    CHECK_STR(traced(), "");
}

static KONT void *capture_multi(void *unused)
{
    kont_shift_at(&t, give, unused);
    return kont_int(7);
}

CALL(tail_in_prompt, kont_prompt(&t, resume_tail_it, v))
CALL(tail_in_scope, kont_scope(resume_tail_it, v))
CALL(tail_in_mark, kont_with_mark(&t, NULL, resume_tail_it, v))
CALL(tail_in_barrier, kont_barrier(resume_tail_it, v))
CALL(tail_in_wind, kont_dynamic_wind(NULL, resume_tail_it, NULL, v))

TEST(misuse, a_tail_resume_that_no_handler_of_a_capture_returns)
{
    static kont_fn *const calls[] = { resume_tail_it, tail_in_prompt, tail_in_scope, tail_in_mark, tail_in_barrier, tail_in_wind };
    kont *k = kont_prompt(&t, capture_multi, NULL);
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
        CHECK_RAISES(calls[i], k, KONT_ERR_NOT_TAIL, not_tail, "kont_resume_tail");
    CHECK_INT(kont_to_int(kont_resume(k, NULL)), 7);
}

static KONT void *return_null(const kont_exception *x, void *unused)
{
    (void)x;
    return unused;
}

CALL(raise_stop, kont_raise(kont_exception_new("STOP", NULL, "stop")))
CALL(handle_stop, kont_with_handler(return_null, NULL, raise_stop, NULL))

TEST(misuse, a_handler_that_returns_from_raise)
{
    CHECK_RAISES(handle_stop, NULL, KONT_ERR_HANDLER_RETURNED, "the handler of \"STOP\" returned", "kont_raise");
}

/* ---- Nobody catches ------------------------------------------------------------------------------------------------------ */

static KONT void *in_run(void *fn)
{
    return kont_run((kont_fn *)fn, NULL);
}

static KONT void *raise_deep(void *unused)
{
    kont_generator *g = kont_generator_new(raise_stop, unused);
    void *v;
    kont_next(g, &v);
    return NULL;
}

TEST(misuse, what_nobody_catches_prints_one_line_and_aborts)
{
    CHECK_DIES(abort_t, NULL, SIGABRT, "kont: uncaught KONT_ERR_NO_PROMPT: no prompt \"t\" is there (kont_abort)\n");
    CHECK_DIES(in_run, (void *)abort_t, SIGABRT, "kont: uncaught KONT_ERR_NO_PROMPT: no prompt \"t\" is there (kont_abort)\n");
    CHECK_DIES(in_run, (void *)raise_stop, SIGABRT, "kont: uncaught STOP: stop (tests/misuse.c:");
    CHECK_DIES(in_run, (void *)raise_deep, SIGABRT, "kont: uncaught STOP: stop (tests/misuse.c:");
    CHECK_DIES(in_run, (void *)handle_stop, SIGABRT, "kont: uncaught KONT_ERR_HANDLER_RETURNED: the handler of \"STOP\" returned (kont_raise)\n");
}

static KONT void *exit_zero(void *unused)
{
    (void)unused;
    exit(0);
}

static KONT void *raise_in_winders(void *unused)
{
    return kont_dynamic_wind(NULL, raise_stop, exit_zero, unused);
}

TEST(misuse, what_nobody_catches_runs_no_winder)
{
    CHECK_DIES(raise_in_winders, NULL, SIGABRT, "kont: uncaught STOP: stop");
}

/* ---- Where the machines differ ------------------------------------------------------------------------------------------- */

static void *unmarked(void *how)
{
    return kont_int(1 + kont_to_int(kont_capture(&t, (int)kont_to_int(how), give, NULL)));
}

static KONT void *across_unmarked(void *how)
{
    return unmarked(how);
}

static KONT void *capture_across_unmarked(void *how)
{
    return kont_prompt(&t, across_unmarked, how);
}

TEST(misuse, DIFFERS_a_capture_across_an_unmarked_frame)
{
    void *how = kont_int(KONT_SHIFT);
    if (kont_machine()[0] == 's')
        CHECK_INT(kont_to_int(kont_resume(capture_across_unmarked(how), kont_int(4))), 5);
    else
        CHECK_INT(raised_by(capture_across_unmarked, how)->code, KONT_ERR_UNMARKED);
}
