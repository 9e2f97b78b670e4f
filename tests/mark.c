/* Continuation marks and parameters. */
#include <kont.h>

#include "support/events.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u");
static const char key, other;

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

/* ---- Marks --------------------------------------------------------------------------------------------------------------- */

static int first(const kont_tag *tag)
{
    return (int)kont_to_int(kont_mark_first(tag, &key, kont_int(-1)));
}

static void trace_marks(const kont_tag *tag)
{
    void *values[8];
    size_t n = kont_marks(tag, &key, values, 8);
    trace("%d:", (int)n);
    for (size_t i = 0; i < n; i++)
        trace("%d", (int)kont_to_int(values[i]));
}

static KONT void *say_marks(void *tag)
{
    trace_marks(tag);
    return NULL;
}

TEST(mark, without_a_mark_there_is_none)
{
    CHECK_INT(first(NULL), -1);
    trace_marks(NULL);
    CHECK_STR(traced(), "0:");
}

static KONT void *mark_two_and_one(void *tag)
{
    kont_with_mark(&key, kont_int(1), say_marks, tag);
    CHECK_INT(first(tag), 2);
    return kont_int(9);
}

TEST(mark, marks_are_found_innermost_first_and_end_with_their_call)
{
    CHECK_INT(kont_to_int(kont_with_mark(&key, kont_int(2), mark_two_and_one, NULL)), 9);
    CHECK_STR(traced(), "2: 1 2");
    CHECK_INT(first(NULL), -1);
}

static KONT void *one_of_other(void *tag)
{
    return kont_with_mark(&other, kont_int(7), say_marks, tag);
}

TEST(mark, keys_are_compared_by_address)
{
    kont_with_mark(&key, kont_int(2), one_of_other, NULL);
    CHECK_STR(traced(), "1: 2");
}

static KONT void *count_only(void *unused)
{
    void *value = NULL;
    (void)unused;
    CHECK_INT(kont_marks(NULL, &key, NULL, 0), 2);
    CHECK_INT(kont_marks(NULL, &key, NULL, 5), 2);
    CHECK_INT(kont_marks(NULL, &key, &value, 1), 2);
    CHECK_INT(kont_to_int(value), 1);
    return NULL;
}

static KONT void *mark_one(void *fn)
{
    return kont_with_mark(&key, kont_int(1), (kont_fn *)fn, NULL);
}

TEST(mark, more_marks_than_room_are_counted)
{
    kont_with_mark(&key, kont_int(2), mark_one, (void *)count_only);
}

static KONT void *marks_by_tag(void *unused)
{
    (void)unused;
    trace_marks(&t);
    trace_marks(&u);
    trace_marks(NULL);
    return NULL;
}

static KONT void *three_in_u(void *unused)
{
    (void)unused;
    return kont_with_mark(&key, kont_int(3), marks_by_tag, NULL);
}

static KONT void *prompt_u(void *unused)
{
    return kont_prompt(&u, three_in_u, unused);
}

static KONT void *two_in_t(void *unused)
{
    return kont_with_mark(&key, kont_int(2), prompt_u, unused);
}

static KONT void *prompt_t(void *unused)
{
    return kont_prompt(&t, two_in_t, unused);
}

static KONT void *one_in_run(void *unused)
{
    return kont_with_mark(&key, kont_int(1), prompt_t, unused);
}

static KONT void *run_inside(void *unused)
{
    return kont_run(one_in_run, unused);
}

TEST(mark, a_lookup_ends_at_the_nearest_prompt_of_the_tag)
{
    kont_with_mark(&key, kont_int(0), run_inside, NULL);
    CHECK_STR(traced(), "2: 3 2 1: 3 3: 3 2 1");
}

TEST(mark, a_lookup_without_such_a_prompt_goes_on_to_the_root)
{
    kont_with_mark(&key, kont_int(0), one_in_run, NULL);
    CHECK_STR(traced(), "2: 3 2 1: 3 4: 3 2 1 0");
}

static KONT void *abort_t(void *unused)
{
    (void)unused;
    kont_abort(&t, NULL);
}

static KONT void *marked_abort(void *unused)
{
    return kont_with_mark(&key, kont_int(5), abort_t, unused);
}

TEST(mark, an_abort_takes_marks_away)
{
    kont_prompt(&t, marked_abort, NULL);
    CHECK_INT(first(NULL), -1);
}

static KONT void *capture(void *unused)
{
    (void)unused;
    kont_shift0_at(&t, give, NULL);
    trace_marks(NULL);
    return NULL;
}

static KONT void *marked_capture(void *unused)
{
    return kont_with_mark(&key, kont_int(5), capture, unused);
}

static KONT void *prompt_marked_capture(void *unused)
{
    return kont_prompt(&t, marked_capture, unused);
}

static KONT void *resume_it(void *k)
{
    return kont_resume(k, NULL);
}

TEST(mark, a_continuation_has_its_own_marks_and_those_of_where_it_is_resumed)
{
    void *value = NULL;
    kont *k = kont_with_mark(&key, kont_int(1), prompt_marked_capture, NULL);
    CHECK_INT(kont_marks_of(k, &key, &value, 1), 1);
    CHECK_INT(kont_to_int(value), 5);
    CHECK_INT(kont_marks_of(k, &other, NULL, 0), 0);
    kont_resume(k, NULL);
    CHECK_STR(traced(), "1: 5");
    kont_with_mark(&key, kont_int(2), resume_it, k);
    CHECK_STR(traced(), "2: 5 2");
    CHECK_INT(kont_marks_of(k, &key, NULL, 0), 1);
    kont_resume_last(k, NULL);
    CHECK_INT(kont_marks_of(k, &key, NULL, 0), 0);
    CHECK_INT(kont_marks_of(NULL, &key, NULL, 0), 0);
}

static KONT void *escape(kont *k, void *unused)
{
    (void)unused;
    return kont_with_mark(&key, kont_int(4), resume_it, k);
}

TEST(mark, an_escape_takes_marks_away)
{
    kont_callec(escape, NULL);
    CHECK_INT(first(NULL), -1);
}

static KONT void *say_in_generator(void *unused)
{
    (void)unused;
    trace_marks(NULL);
    kont_yield(NULL);
    trace_marks(NULL);
    return NULL;
}

static KONT void *next_of(void *generator)
{
    void *v;
    kont_next(generator, &v);
    return v;
}

static KONT void *mark_in_generator(void *unused)
{
    return kont_with_mark(&key, kont_int(5), say_in_generator, unused);
}

TEST(mark, a_generator_sees_the_marks_of_whoever_runs_it)
{
    kont_generator *g = kont_generator_new(mark_in_generator, NULL);
    kont_with_mark(&key, kont_int(1), next_of, g);
    kont_with_mark(&key, kont_int(2), next_of, g);
    CHECK_STR(traced(), "2: 5 1 2: 5 2");
}

/* ---- Parameters ---------------------------------------------------------------------------------------------------------- */

static kont_parameter *parameter;

static KONT int get(void)
{
    return (int)kont_to_int(kont_parameter_get(parameter));
}

static KONT void *say(void *unused)
{
    trace("%d", get());
    return unused;
}

static KONT void *say_in_prompts(void *unused)
{
    say(NULL);
    kont_prompt(&t, say, NULL);
    kont_run(say, NULL);
    return unused;
}

static KONT void new_parameter(int initial)
{
    parameter = kont_parameter_new(kont_int(initial));
}

TEST(mark, a_parameter_is_found_through_every_prompt)
{
    new_parameter(1);
    say_in_prompts(NULL);
    CHECK_STR(traced(), "1 1 1");
    kont_with_parameter(parameter, kont_int(2), say_in_prompts, NULL);
    CHECK_STR(traced(), "2 2 2");
    CHECK_INT(get(), 1);
}

static KONT void *set_to_nine(void *unused)
{
    kont_parameter_set(parameter, kont_int(9));
    return say(unused);
}

static KONT void *set_in_prompt(void *unused)
{
    kont_prompt(&t, set_to_nine, unused);
    return say(unused);
}

TEST(mark, setting_a_parameter_changes_the_innermost_binding)
{
    new_parameter(1);
    kont_with_parameter(parameter, kont_int(2), set_in_prompt, NULL);
    CHECK_STR(traced(), "9 9");
    CHECK_INT(get(), 1);
    set_in_prompt(NULL);
    CHECK_INT(get(), 9);
}

static KONT void *capture_and_count(void *unused)
{
    (void)unused;
    kont_shift0_at(&t, give, NULL);
    kont_parameter_set(parameter, kont_int(get() + 1));
    return say(unused);
}

static KONT void *bind_and_count(void *unused)
{
    return kont_with_parameter(parameter, kont_int(10), capture_and_count, unused);
}

TEST(mark, captures_share_the_binding_that_they_hold)
{
    new_parameter(1);
    kont *k = kont_prompt(&t, bind_and_count, NULL);
    CHECK_INT(get(), 1);
    kont_resume(k, NULL);
    kont_resume(k, NULL);
    kont_resume_last(k, NULL);
    CHECK_STR(traced(), "11 12 13");
    CHECK_INT(get(), 1);
}

TEST(mark, a_continuation_that_holds_no_binding_finds_that_of_where_it_is_resumed)
{
    new_parameter(1);
    kont *k = kont_prompt(&t, capture_and_count, NULL);
    kont_with_parameter(parameter, kont_int(5), resume_it, k);
    kont_resume(k, NULL);
    CHECK_STR(traced(), "6 2");
}

static KONT void *say_and_yield(void *unused)
{
    say(NULL);
    kont_yield(NULL);
    return say(unused);
}

TEST(mark, a_generator_finds_the_parameters_of_whoever_runs_it)
{
    new_parameter(1);
    kont_generator *g = kont_generator_new(say_and_yield, NULL);
    kont_with_parameter(parameter, kont_int(2), next_of, g);
    next_of(g);
    CHECK_STR(traced(), "2 1");
}
