/* Exceptions: raise, try, handlers, and the library's errors as exceptions. */
#include <kont.h>
#include <string.h>

#include "support/events.h"
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

static KONT void *raise_named(void *name)
{
    trace("raise");
    kont_raise(kont_exception_new(name, kont_int(77), "%s at %d", (const char *)name, 12));
}

/* ---- try ----------------------------------------------------------------------------------------------------------------- */

TEST(exception, try_returns_the_value_where_nothing_is_raised)
{
    const kont_exception *caught = (const kont_exception *)&t;
    CHECK_INT(kont_to_int(kont_try(same, kont_int(3), &caught)), 3);
    CHECK_PTR(caught, NULL);
    CHECK_INT(kont_to_int(kont_try(same, kont_int(3), NULL)), 3);
}

TEST(exception, try_returns_null_and_what_was_caught)
{
    const kont_exception *caught;
    CHECK_PTR(kont_try(raise_named, "STOP", &caught), NULL);
    CHECK_INT(caught->code, KONT_ERR_USER);
    CHECK_STR(caught->name, "STOP");
    CHECK_STR(caught->message, "STOP at 12");
    CHECK_CONTAINS(caught->where, "tests/exception.c:");
    CHECK_INT(kont_to_int(caught->value), 77);
    CHECK_PTR(kont_try(raise_named, "STOP", NULL), NULL);
}

static KONT void *raise_itself(void *x)
{
    kont_raise(x);
}

TEST(exception, what_is_caught_is_what_was_raised)
{
    static const kont_exception mine = { KONT_ERR_USER, "MINE", "mine", "here", NULL };
    CHECK_PTR(raised_by(raise_itself, (void *)&mine), &mine);
    const kont_exception *made = raised_by(raise_named, "MADE");
    CHECK_PTR(raised_by(raise_itself, (void *)made), made);
}

static KONT void *raise_in_prompts(void *depth)
{
    intptr_t n = kont_to_int(depth);
    if (n == 0)
        raise_named("DEEP");
    kont_prompt(&t, raise_in_prompts, kont_int(n - 1));
    trace("never");
    return NULL;
}

TEST(exception, try_is_found_through_every_prompt)
{
    CHECK_STR(raised_by(raise_in_prompts, kont_int(20))->name, "DEEP");
    CHECK_STR(traced(), "raise");
    CHECK(!kont_prompt_exists(&t));
}

static KONT void *try_then_raise(void *unused)
{
    (void)unused;
    CHECK_STR(raised_by(raise_named, "INNER")->name, "INNER");
    return raise_named("OUTER");
}

TEST(exception, the_innermost_try_catches)
{
    CHECK_STR(raised_by(try_then_raise, NULL)->name, "OUTER");
    CHECK_STR(traced(), "raise raise");
}

TEST(exception, a_try_may_be_repeated_without_end)
{
    for (int i = 0; i < 100000; i++) {
        CHECK(raised_by(raise_in_prompts, kont_int(1)) != NULL);
        traced();
    }
}

/* ---- Handlers ------------------------------------------------------------------------------------------------------------ */

static const char key;

static KONT void *answer(const kont_exception *x, void *harg)
{
    trace("%s:%s", (const char *)harg, x->name);
    return kont_mark_first(NULL, &key, kont_int(0));
}

static KONT void *ask(void *name)
{
    return kont_raise_continuable(kont_exception_new(name, NULL, "asked"));
}

static KONT void *ask_with_mark(void *name)
{
    return kont_with_mark(&key, kont_int(5), ask, name);
}

TEST(exception, a_handler_runs_in_the_context_of_the_raise_and_its_value_is_returned_there)
{
    CHECK_INT(kont_to_int(kont_with_handler(answer, "h", ask_with_mark, "Q")), 5);
    CHECK_STR(traced(), "h:Q");
}

static KONT void *ask_in_prompt(void *name)
{
    return kont_prompt(&t, ask, name);
}

TEST(exception, a_handler_is_found_through_every_prompt)
{
    kont_with_handler(answer, "h", ask_in_prompt, "Q");
    CHECK_STR(traced(), "h:Q");
}

static KONT void *ask_further_out(const kont_exception *x, void *harg)
{
    trace("%s:%s", (const char *)harg, x->name);
    return ask("AGAIN");
}

static KONT void *with_inner_handler(void *fn)
{
    return kont_with_handler(ask_further_out, "inner", (kont_fn *)fn, "Q");
}

TEST(exception, a_handler_runs_with_the_outer_handlers_installed)
{
    kont_with_handler(answer, "outer", with_inner_handler, (void *)ask);
    CHECK_STR(traced(), "inner:Q outer:AGAIN");
}

static KONT void *try_around_inner(void *unused)
{
    (void)unused;
    return (void *)raised_by(with_inner_handler, (void *)ask);
}

TEST(exception, what_a_handler_raises_goes_to_whoever_stands_outside_of_it)
{
    const kont_exception *x = kont_with_handler(answer, "outer", try_around_inner, NULL);
    CHECK_STR(x->name, "AGAIN");
    CHECK_STR(traced(), "inner:Q");
}

static KONT void *try_ask(void *name)
{
    return (void *)raised_by(ask, name);
}

TEST(exception, a_try_inside_of_a_handler_comes_first)
{
    const kont_exception *x = kont_with_handler(answer, "h", try_ask, "Q");
    CHECK_STR(x->name, "Q");
    CHECK_STR(traced(), "");
}

static KONT void *ask_twice(void *unused)
{
    (void)unused;
    ask("ONE");
    return ask("TWO");
}

TEST(exception, a_handler_stays_installed_after_it_returned)
{
    kont_with_handler(answer, "h", ask_twice, NULL);
    CHECK_STR(traced(), "h:ONE h:TWO");
}

static KONT void *return_from_raise(void *unused)
{
    (void)unused;
    return kont_with_handler(answer, "h", raise_named, "STOP");
}

TEST(exception, a_handler_that_returns_from_raise_raises_in_the_outer_handlers)
{
    CHECK_RAISES(return_from_raise, NULL, KONT_ERR_HANDLER_RETURNED, "the handler of \"STOP\" returned", "kont_raise");
    traced();
    kont_try(return_from_raise, NULL, NULL);
    CHECK_STR(traced(), "raise h:STOP");
}

/* Where on the stack handlers ran, innermost first. */
static struct {
    uintptr_t first, last;
    long count;
} ran;

static KONT void *note_and_return(const kont_exception *x, void *unused)
{
    ran.last = (uintptr_t)__builtin_frame_address(0);
    if (ran.count++ == 0)
        ran.first = ran.last;
    CHECK_STR(x->name, ran.count == 1 ? "STOP" : "KONT_ERR_HANDLER_RETURNED");
    return unused;
}

static KONT void *raise_under_handlers(void *count)
{
    intptr_t n = kont_to_int(count);
    if (n == 0)
        kont_raise(kont_exception_new("STOP", NULL, "stop"));
    return kont_with_handler(note_and_return, NULL, raise_under_handlers, kont_int(n - 1));
}

TEST(exception, handlers_that_return_one_after_the_other_take_no_stack_of_each_other)
{
    ran.count = 0;
    CHECK_INT(raised_by(raise_under_handlers, kont_int(1000))->code, KONT_ERR_HANDLER_RETURNED);
    CHECK_INT(ran.count, 1000);
    CHECK(labs((long)(ran.first - ran.last)) < 32 << 10);
}

static KONT void *abort_from_handler(const kont_exception *x, void *unused)
{
    (void)unused;
    kont_abort(&t, (void *)x->name);
}

static KONT void *raise_to_aborting_handler(void *unused)
{
    (void)unused;
    return kont_with_handler(abort_from_handler, NULL, raise_named, "STOP");
}

TEST(exception, a_handler_may_abort)
{
    CHECK_STR(kont_prompt(&t, raise_to_aborting_handler, NULL), "STOP");
}

/* ---- With captures ------------------------------------------------------------------------------------------------------- */

static KONT void *capture_then_raise(void *unused)
{
    (void)unused;
    void *name = kont_shift0_at(&t, give, NULL);
    return name != NULL ? raise_named(name) : kont_int(1);
}

static KONT void *try_captured(void *unused)
{
    const kont_exception *x = raised_by(capture_then_raise, unused);
    return x != NULL ? (void *)x->name : NULL;
}

TEST(exception, a_try_that_was_captured_catches_each_time_it_is_resumed)
{
    kont *k = kont_prompt(&t, try_captured, NULL);
    CHECK_STR(kont_resume(k, "A"), "A");
    CHECK_PTR(kont_resume(k, NULL), NULL);
    CHECK_STR(kont_resume(k, "B"), "B");
    CHECK_STR(kont_resume_last(k, "C"), "C");
}

static KONT void *resume_it(void *k)
{
    return kont_resume(k, "OUT");
}

TEST(exception, what_a_resumed_continuation_raises_reaches_a_try_around_the_resume)
{
    kont *k = kont_prompt(&t, capture_then_raise, NULL);
    CHECK_STR(raised_by(resume_it, k)->name, "OUT");
    CHECK_STR(raised_by(resume_it, k)->name, "OUT");
}

/* An effect handler: the exception handler captures the rest of the program from the raise on. */
static KONT void *capture_in_handler(const kont_exception *x, void *unused)
{
    (void)unused;
    return kont_shift0_at(&t, give, (void *)x);
}

static KONT void *hundred_plus_answer(void *unused)
{
    (void)unused;
    return kont_int(100 + kont_to_int(ask("Q")));
}

static KONT void *with_capturing_handler(void *unused)
{
    return kont_with_handler(capture_in_handler, NULL, hundred_plus_answer, unused);
}

TEST(exception, a_handler_may_capture_the_continuation_of_the_raise)
{
    kont *k = kont_prompt(&t, with_capturing_handler, NULL);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(1))), 101);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(2))), 102);
}

static KONT void *capture_in_raise(void *unused)
{
    (void)unused;
    kont_shift0_at(&t, give, NULL);
    return ask("Q");
}

static KONT void *resume_in_handler(void *k)
{
    return kont_with_handler(answer, "outside", resume_it, k);
}

TEST(exception, a_continuation_finds_the_handlers_of_where_it_is_resumed)
{
    kont *k = kont_prompt(&t, capture_in_raise, NULL);
    resume_in_handler(k);
    CHECK_STR(traced(), "outside:Q");
}

static KONT void *capture_then_ask(const kont_exception *x, void *unused)
{
    (void)x;
    kont_shift0_at(&t, give, unused);
    return ask("SECOND");
}

static KONT void *ask_in_t(void *unused)
{
    (void)unused;
    return kont_prompt(&t, ask, "FIRST");
}

/* The handler that ran when it was captured is not there any more; those that are count. */
TEST(exception, a_handler_captured_while_it_ran_finds_the_handlers_of_where_it_is_resumed)
{
    kont *k = kont_with_handler(capture_then_ask, NULL, ask_in_t, NULL);
    CHECK_STR(traced(), "");
    resume_in_handler(k);
    CHECK_STR(traced(), "outside:SECOND");
}

/* ---- Generators ---------------------------------------------------------------------------------------------------------- */

static KONT void *yield_then_raise(void *unused)
{
    kont_yield(kont_int(1));
    return raise_named(unused);
}

static KONT void *next_of(void *generator)
{
    void *v;
    return kont_int(kont_next(generator, &v));
}

TEST(exception, what_a_generator_raises_is_raised_in_next_and_ends_it)
{
    kont_generator *g = kont_generator_new(yield_then_raise, "STOP");
    CHECK(next_of(g));
    CHECK_STR(raised_by(next_of, g)->name, "STOP");
    CHECK(!next_of(g));
}

/* ---- Making them --------------------------------------------------------------------------------------------------------- */

TEST(exception, a_long_message_is_cut_and_stays_a_string)
{
    char text[2000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    const kont_exception *x = kont_exception_new("LONG", NULL, "%s", text);
    CHECK_INT(strlen(x->message), 511);
}

TEST(exception, nothing_of_an_exception_is_ever_null)
{
    const kont_exception *x = kont_exception_make(NULL, NULL, NULL, "%s", "text");
    CHECK_STR(x->name, "KONT_ERR_USER");
    CHECK_STR(x->message, "text");
    CHECK_STR(x->where, "?");
}

TEST(exception, every_code_has_its_name)
{
    static const char *const names[] = {
        "KONT_ERR_USER", "KONT_ERR_NO_PROMPT", "KONT_ERR_USED", "KONT_ERR_RUNNING", "KONT_ERR_DONE", "KONT_ERR_COPIED",
        "KONT_ERR_NOT_INSIDE", "KONT_ERR_BARRIER", "KONT_ERR_UNMARKED", "KONT_ERR_THREAD", "KONT_ERR_UNREGISTERED", "KONT_ERR_MEMORY",
        "KONT_ERR_SEGMENTS", "KONT_ERR_OVERFLOW", "KONT_ERR_ESCAPED", "KONT_ERR_NOT_TAIL", "KONT_ERR_HANDLER_RETURNED",
        "KONT_ERR_ARGUMENT", "KONT_ERR_SHADOW_STACK", "KONT_ERR_TWO_COPIES",
        "KONT_ERR_JUST_STARTED", "KONT_ERR_IGNORED_EXIT", "KONT_ERR_RAISED_STOP", "KONT_ERR_NO_SEND", "KONT_ERR_GENERATOR_EXIT",
        "KONT_ERR_STOP_ITERATION",
        "KONT_ERR_UNHANDLED", "KONT_ERR_HANDLER_GONE",
        "KONT_ERR_REUSED", "KONT_ERR_JOINS_ITSELF", "KONT_ERR_DEADLOCK"
    };
    CHECK_INT(sizeof names / sizeof names[0], KONT_ERR_COUNT);
    for (int i = 0; i < KONT_ERR_COUNT; i++)
        CHECK_STR(kont_error_name(i), names[i]);
    CHECK_STR(kont_error_name(-1), NULL);
    CHECK_STR(kont_error_name(KONT_ERR_COUNT), NULL);
}

static KONT void *raise_error(void *unused)
{
    (void)unused;
    kont_raise_error(KONT_ERR_NO_PROMPT, "my_layer", "mine");
}

TEST(exception, a_layer_may_raise_the_librarys_errors)
{
    CHECK_RAISES(raise_error, NULL, KONT_ERR_NO_PROMPT, "no prompt \"mine\" is there", "my_layer");
}
