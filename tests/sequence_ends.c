/* Lazy sequences: files, what the functions of stages may do, closing, misuse. */
#include <gc/gc.h>
#include <kont.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/events.h"
#include "support/raises.h"
#include "support/sequences.h"
#include "support/threads.h"
#include "test.h"

static KONT void *square(void *v) { return kont_int(kont_to_int(v) * kont_to_int(v)); }
static KONT bool even(void *v) { return kont_to_int(v) % 2 == 0; }

/* ---- Files ----------------------------------------------------------------------------------------------------------------------------------- */

static const char *file_with(const char *text)
{
    static char path[] = "/tmp/kont-sequence-XXXXXX";
    FILE *f = fdopen(mkstemp(path), "w");
    fputs(text, f);
    fclose(f);
    return path;
}

static int next_descriptor(void)
{
    int fd = dup(0);
    close(fd);
    return fd;
}

static KONT void *in_brackets(void *line)
{
    char *text = GC_MALLOC_ATOMIC(strlen(line) + 3);
    sprintf(text, "[%s]", (char *)line);
    return text;
}

TEST(sequence_ends, lines_of_a_file)
{
    const char *path = file_with("one\n\nthree\nfour");
    CHECK_STR(words(KONT_PIPE(lines(path), map(in_brackets))), "[one] [] [three] [four]");
    unlink(path);
}

TEST(sequence_ends, a_file_is_closed_at_the_end_by_take_and_by_close)
{
    const char *path = file_with("one\ntwo\n");
    int fd = next_descriptor();
    void *v;
    CHECK_INT(kont_seq_length(kont_seq_lines(path)), 2);
    CHECK_INT(next_descriptor(), fd);
    CHECK_INT(kont_seq_length(KONT_PIPE(lines(path), take(1))), 1);
    CHECK_INT(next_descriptor(), fd);
    kont_seq *s = KONT_PIPE(lines(path), zip(KONT_PIPE(lines(path), batch(2))), chain(kont_seq_lines(path)));
    CHECK(kont_seq_next(s, &v));
    CHECK(next_descriptor() != fd);
    kont_seq_close(s);
    CHECK_INT(next_descriptor(), fd);
    unlink(path);
}

static KONT __attribute__((noinline)) void forget_lines(const char *path)
{
    kont_seq_first(kont_seq_lines(path), NULL);
}

TEST(sequence_ends, files_of_forgotten_sequences_are_closed_by_the_collector)
{
    const char *path = file_with("one\ntwo\n");
    int fd = next_descriptor();
    for (int i = 0; i < 20; i++)
        forget_lines(path);
    CHECK(next_descriptor() != fd);
    for (int i = 0; i < 5; i++)
        GC_gcollect();
    GC_invoke_finalizers();
    CHECK(next_descriptor() < fd + 5);
    unlink(path);
}

TEST(sequence_ends, a_file_of_somebody_elses_stays_open)
{
    const char *path = file_with("one\ntwo\n");
    FILE *f = fopen(path, "r");
    kont_seq *s = kont_seq_lines_of(f, "it");
    CHECK_STR(kont_seq_first(s, NULL), "one");
    kont_seq_close(s);
    CHECK_INT(fclose(f), 0);
    unlink(path);
}

static KONT void *no_file(void *unused)
{
    (void)unused;
    return kont_seq_lines("/nowhere/at-all");
}

static KONT void *a_folder(void *unused)
{
    words(kont_seq_lines("/"));
    return unused;
}

TEST(sequence_ends, a_file_that_cannot_be_read_raises_its_name_and_why)
{
    const kont_exception *x;
    int fd = next_descriptor();
    kont_try(no_file, NULL, &x);
    CHECK_STR(x->name, KONT_SEQ_FILE);
    CHECK_STR(x->message, "cannot open /nowhere/at-all: No such file or directory");
    kont_try(a_folder, NULL, &x);
    CHECK_STR(x->name, KONT_SEQ_FILE);
    CHECK_STR(x->message, "cannot read /: Is a directory");
    CHECK_INT(next_descriptor(), fd);
}

static KONT void *all_words(void *s)
{
    words(s);
    return s;
}

TEST(sequence_ends, a_line_that_is_no_string_is_an_error)
{
    const kont_exception *x;
    static char text[] = "one\nt\0o\nthree\n";
    FILE *f = fmemopen(text, sizeof text - 1, "r");
    kont_seq *s = kont_seq_lines_of(f, "text");
    kont_try(all_words, s, &x);
    CHECK_STR(x->message, "cannot read text: a line holds a zero byte");
    CHECK_PTR(x->value, kont_int(0));
    CHECK_STR(traced(), "one");
    CHECK_STR(words(s), "");
    fclose(f);
}

/* ---- What functions of stages may do ------------------------------------------------------------------------------------------------------- */

static KONT void *yield_it(void *v)
{
    kont_yield(v);
    return v;
}

static KONT void *yield_one(void *unused)
{
    return kont_yield(unused);
}

static KONT void *sum_and_yield(void *n)
{
    return kont_int(kont_seq_sum(KONT_PIPE(range(0, kont_to_int(n), 1), map(yield_it), filter(even))));
}

TEST(sequence_ends, they_yield_to_a_generator_around)
{
    kont_generator *g = kont_generator_new(sum_and_yield, kont_int(5));
    void *v;
    while (kont_next(g, &v))
        trace("%d", (int)kont_to_int(v));
    CHECK_STR(traced(), "0 1 2 3 4");
    CHECK_INT(kont_to_int(v), 6);
}

static KONT void *digit_below(void *n) { return kont_int(kont_choose(0, kont_to_int(n) - 1)); }

static KONT void *choose_digits(void *n)
{
    size_t count;
    long *digits = kont_seq_to_ints(KONT_PIPE(repeat(n, 2), map(digit_below)), &count);
    kont_require(count == 2);
    return kont_int(10 * digits[0] + digits[1]);
}

/* When the first choice is made again, the sequence has given its second value already: it has no other. */
static KONT void *notes_its_end(void *flag)
{
    *(bool *)flag = true;
    return NULL;
}

static KONT void *yields_without_end(void *flag)
{
    kont_defer(notes_its_end, flag);
    for (intptr_t i = 0;; i++)
        kont_yield(kont_int(i));
    return NULL;
}

static KONT void *hands_over_twice(void *flag)
{
    for (int i = 0; i < 2; i++)
        kont_yield_from(kont_generator_new(yield_one, NULL));
    return kont_yield_from(kont_generator_new(yields_without_end, flag));
}

TEST(sequence_ends, they_close_their_generator_and_go_through_those_it_yields_from)
{
    bool over = false;
    CHECK_INT(kont_seq_length(KONT_PIPE(generator(kont_generator_new(hands_over_twice, &over)), take(5))), 5);
    CHECK(over);
}

TEST(sequence_ends, they_choose)
{
    CHECK_STR(numbers(kont_seq_search(kont_search_new(choose_digits, kont_int(3)))), "0 1 2");
}

static KONT void *resume_twice(kont *k, void *v)
{
    return kont_int(kont_to_int(kont_resume(k, v)) + kont_to_int(kont_resume(k, kont_int(100))));
}

static KONT void *capture_at_two(void *v) { return v == kont_int(2) ? kont_shift(resume_twice, v) : v; }

static KONT void *sum_with_capture(void *unused)
{
    (void)unused;
    return kont_int(kont_seq_sum(KONT_PIPE(range(0, 5, 1), map(capture_at_two))));
}

/* The second resume finds the sequence at its end: 0 + 1 + 2 + 3 + 4, then 0 + 1 + 100. */
TEST(sequence_ends, resumed_twice_it_is_found_where_it_was_left)
{
    CHECK_INT(kont_to_int(kont_reset(sum_with_capture, NULL)), 111);
}

static KONT void *refuse_two(void *v)
{
    if (v == kont_int(2))
        kont_raise(kont_exception_new("TWO", v, "two"));
    return v;
}

static KONT void *next_of(void *s)
{
    return kont_seq_first(s, kont_int(-1));
}

TEST(sequence_ends, what_they_raise_takes_the_value_and_nothing_else)
{
    const kont_exception *x;
    kont_seq *s = KONT_PIPE(range(1, 4, 1), map(refuse_two), take(2));
    CHECK_INT(kont_to_int(kont_try(next_of, s, &x)), 1);
    kont_try(next_of, s, &x);
    CHECK_STR(x->name, "TWO");
    CHECK_INT(kont_to_int(kont_try(next_of, s, &x)), 3);
    CHECK_INT(kont_to_int(kont_try(next_of, s, &x)), -1);
}

static kont_seq *itself;
static KONT void *close_itself(void *v) { kont_seq_close(itself); return v; }
static KONT void *ask_itself(void *v) { return kont_int(kont_to_int(v) + kont_to_int(kont_seq_first(itself, kont_int(100)))); }

TEST(sequence_ends, a_function_may_close_or_ask_its_own)
{
    itself = KONT_PIPE(count(0, 1), map(close_itself), window(1), cycle());
    CHECK_STR(tuples(itself), "(0)");
    itself = KONT_PIPE(count(0, 1), map(close_itself), zip_strict(kont_seq_count(5, 1)));
    CHECK_STR(tuples(itself), "");
    itself = KONT_PIPE(range(0, 3, 1), map(ask_itself));
    CHECK_STR(numbers(itself), "103");
}

static KONT void *ask_second(void *v)
{
    trace("[%d]", (int)kont_to_int(kont_seq_first(itself, kont_int(-1))));
    return v;
}

TEST(sequence_ends, a_copy_that_asks_another_while_it_draws)
{
    kont_seq *c[2];
    kont_seq_tee(KONT_PIPE(range(0, 2, 1), map(ask_second)), 2, c);
    itself = c[1];
    CHECK_STR(numbers(c[0]), "[-1] [-1] 1 0");
    CHECK_STR(numbers(c[1]), "");
}

static KONT void *length_of(void *s)
{
    return kont_int(kont_seq_length(s));
}

static KONT void *length_of_lines(void *path)
{
    return kont_int(kont_seq_length(kont_seq_lines(path)));
}

static void *length_elsewhere(void *s)
{
    const kont_exception *x;
    void *length = kont_try(length_of, s, &x);
    return x == NULL ? length : (void *)x->name;
}

static void *lines_elsewhere(void *path)
{
    return kont_run(length_of_lines, path);
}

TEST(sequence_ends, another_thread_may_take_over_all_but_generators_and_searches)
{
    const char *path = file_with("one\ntwo\n");
    CHECK_INT(kont_to_int(run_thread(length_elsewhere, KONT_PIPE(range(0, 5, 1), map(square), window(2)))), 4);
    CHECK_INT(kont_to_int(run_thread(length_elsewhere, kont_seq_lines(path))), 2);
    CHECK_INT(kont_to_int(run_thread(lines_elsewhere, (void *)path)), 2);
    CHECK_STR(run_thread(length_elsewhere, KONT_PIPE(generator(kont_generator_new(yield_one, NULL)), map(square))), "KONT_ERR_THREAD");
    CHECK_STR(run_thread(length_elsewhere, kont_seq_search(kont_search_new(yield_one, NULL))), "KONT_ERR_THREAD");
    unlink(path);
}

/* ---- Closing -------------------------------------------------------------------------------------------------------------------------------- */

struct noting {
    kont_seq seq;
    const char *text;
    bool raises;
};

static KONT void *noting_pull(kont_seq *s)
{
    void *v = kont_seq_pull(s->source);
    return kont_seq_over(s->source, v) ? kont_seq_finish(s) : v;
}

static KONT void noting_close(kont_seq *s)
{
    struct noting *n = (struct noting *)s;
    trace("%s", n->text);
    if (n->raises)
        kont_raise(kont_exception_new("CLOSING", NULL, "%s", n->text));
}

static KONT kont_seq *noting(const char *text, bool raises)
{
    struct noting *n = (struct noting *)kont_seq_new_stage(sizeof *n, "noting", noting_pull, noting_close);
    n->text = text;
    n->raises = raises;
    return &n->seq;
}

TEST(sequence_ends, closing_goes_from_the_last_stage_to_the_source_once)
{
    kont_seq *s = KONT_PIPE(count(0, 1), from(noting("a", false)), take(2), from(noting("b", false)), map(square));
    kont_seq_close(s);
    CHECK_STR(traced(), "b a");
    kont_seq_close(s);
    CHECK_STR(traced(), "");
}

TEST(sequence_ends, at_its_end_it_closes_itself)
{
    CHECK_STR(numbers(KONT_PIPE(count(0, 1), from(noting("a", false)), take(2), from(noting("b", false)))), "0 1 a b");
}

static KONT void *close_it(void *s)
{
    kont_seq_close(s);
    return NULL;
}

TEST(sequence_ends, what_a_close_raises_leaves_nothing_open)
{
    const kont_exception *x;
    kont_seq *s = KONT_PIPE(count(0, 1), from(noting("a", false)), zip(KONT_PIPE(count(0, 1), from(noting("b", true)))), from(noting("c", true)));
    kont_try(close_it, s, &x);
    kont_poll();
    CHECK_STR(x->name, "CLOSING");
    CHECK_STR(traced(), "c b a");
    void *v;
    CHECK(!kont_seq_next(s, &v));
}

/* ---- Misuse ---------------------------------------------------------------------------------------------------------------------------------- */

/* A thunk that makes one call. */
#define CALL(name, call) static KONT void *name(void *v) { (void)v; call; return NULL; }

CALL(range_step, kont_seq_range(0, 1, 0))
CALL(repeat_negative, kont_seq_repeat(NULL, -1))
CALL(array_null, kont_seq_array(NULL, 1))
CALL(lines_null, kont_seq_lines(NULL))
CALL(file_null, kont_seq_lines_of(NULL, "it"))
CALL(generator_null, kont_seq_generator(NULL))
CALL(search_null, kont_seq_search(NULL))
CALL(borrow_null, kont_seq_borrow(NULL))
CALL(from_null, kont_seq_from(NULL))
CALL(map_null, kont_seq_map(NULL))
CALL(filter_null, kont_seq_filter_int(NULL))
CALL(take_negative, kont_seq_take(-1))
CALL(drop_negative, kont_seq_drop(-1))
CALL(step_null, kont_seq_step(0))
CALL(window_null, kont_seq_window(0))
CALL(sort_null, kont_seq_sort(NULL))
CALL(batch_negative, kont_seq_batch(-1))
CALL(permutations_negative, kont_seq_permutations(-2))
CALL(combinations_negative, kont_seq_combinations(-2))
CALL(chain_null, kont_seq_chain(NULL))
CALL(chain_stage, kont_seq_chain(kont_seq_take(1)))
CALL(parts_null, kont_seq_zip_of(2, NULL))
CALL(tee_null, kont_seq_tee(kont_seq_count(0, 1), 2, NULL))
CALL(tee_none, kont_seq_tee(kont_seq_count(0, 1), 0, (kont_seq *[]){ NULL }))
CALL(through_null, kont_seq_through(NULL, kont_seq_take(1)))
CALL(through_no_stage, kont_seq_through(kont_seq_count(0, 1), NULL))
CALL(through_source, kont_seq_through(kont_seq_count(0, 1), kont_seq_count(0, 1)))
CALL(waiting, kont_seq_length(kont_seq_take(1)))
CALL(next_null, kont_seq_next(NULL, &v))
CALL(next_value, kont_seq_next(kont_seq_count(0, 1), NULL))
CALL(each_null, KONT_SEQ_EACH(void *, w, NULL) (void)w)
CALL(close_null, kont_seq_close(NULL))
CALL(finish_null, kont_seq_finish(NULL))
CALL(reduce_null, kont_seq_reduce(kont_seq_count(0, 1), NULL, NULL))
CALL(sum_too_large, kont_seq_sum(kont_seq_repeat(kont_int(LONG_MAX), 2)))
CALL(sum_of_null, kont_seq_sum_doubles(kont_seq_repeat(NULL, 1)))
CALL(enumerate_too_far, kont_seq_length(KONT_PIPE(count(0, 1), enumerate(LONG_MAX))))
CALL(flatten_null, kont_seq_length(KONT_PIPE(repeat(NULL, 1), flatten())))
CALL(new_small, kont_seq_new(1, "mine", noting_pull, NULL))
CALL(new_pull, kont_seq_new(sizeof(kont_seq), "mine", NULL, NULL))
CALL(new_name, kont_seq_new(sizeof(kont_seq), NULL, noting_pull, NULL))
CALL(tuple_huge, kont_tuple_new(SIZE_MAX))

static KONT void *owned_twice(void *v)
{
    kont_seq *s = kont_seq_count(0, 1);
    KONT_PIPE(from(s), take(1));
    KONT_PIPE(from(s), take(1));
    return v;
}

static KONT void *next_of_owned(void *v)
{
    kont_seq *s = kont_seq_count(0, 1);
    KONT_PIPE(from(s), take(1));
    kont_seq_next(s, &v);
    return v;
}

static KONT void *stage_twice(void *v)
{
    kont_seq *s = kont_seq_take(1);
    kont_seq_through(kont_seq_count(0, 1), s);
    kont_seq_through(kont_seq_count(0, 1), s);
    return v;
}

static KONT void *next_in_each(void *v)
{
    kont_seq *s = kont_seq_count(0, 1);
    kont_seq_borrow(s);
    KONT_PIPE(from(s), take(1));
    return (void *)numbers(s) == v ? v : NULL;
}

TEST(sequence_ends, misuse)
{
    static const struct misuse cases[] = {
        { range_step, "step", "kont_seq_range" },
        { repeat_negative, "times", "kont_seq_repeat" },
        { array_null, "array", "kont_seq_array" },
        { lines_null, "path", "kont_seq_lines" },
        { file_null, "file", "kont_seq_lines_of" },
        { generator_null, "generator", "kont_seq_generator" },
        { search_null, "search", "kont_seq_search" },
        { borrow_null, "sequence", "kont_seq_borrow" },
        { from_null, "sequence", "kont_seq_from" },
        { map_null, "fn", "kont_seq_map" },
        { filter_null, "test", "kont_seq_filter_int" },
        { take_negative, "count", "kont_seq_take" },
        { drop_negative, "count", "kont_seq_drop" },
        { step_null, "step", "kont_seq_step" },
        { window_null, "size", "kont_seq_window" },
        { sort_null, "before", "kont_seq_sort" },
        { batch_negative, "size", "kont_seq_batch" },
        { permutations_negative, "size", "kont_seq_permutations" },
        { combinations_negative, "size", "kont_seq_combinations" },
        { chain_null, "sequence", "kont_seq_chain" },
        { chain_stage, "sequence: a stage without a source", "kont_seq_chain" },
        { parts_null, "parts", "kont_seq_zip_of" },
        { tee_null, "copies", "kont_seq_tee" },
        { tee_none, "count", "kont_seq_tee" },
        { through_null, "sequence", "kont_seq_take" },
        { through_no_stage, "stage", "kont_seq_through" },
        { through_source, "stage: it draws from something already", "kont_seq_count" },
        { waiting, "sequence: a stage without a source", "kont_seq_take" },
        { next_null, "sequence", "kont_seq_next" },
        { next_value, "value", "kont_seq_next" },
        { each_null, "sequence", "KONT_SEQ_EACH" },
        { close_null, "sequence", "kont_seq_close" },
        { finish_null, "sequence", "kont_seq_finish" },
        { reduce_null, "fn", "kont_seq_reduce" },
        { sum_too_large, "sequence: the sum does not fit", "kont_seq_sum" },
        { sum_of_null, "sequence: a null is no double", "kont_seq_sum_doubles" },
        { enumerate_too_far, "start: the number does not fit", "kont_seq_enumerate" },
        { flatten_null, "sequence", "kont_seq_flatten" },
        { new_small, "bytes", "mine" },
        { new_pull, "pull", "mine" },
        { new_name, "name", "kont_seq_new" },
        { owned_twice, "sequence: it belongs to another one", "kont_seq_from" },
        { next_of_owned, "sequence: it belongs to another one", "kont_seq_next" },
        { next_in_each, "sequence: it belongs to another one", "KONT_SEQ_EACH" },
        { stage_twice, "stage: it draws from something already", "kont_seq_take" },
    };
    CHECK_EACH_RAISES(cases, KONT_ERR_ARGUMENT, "bad argument: %s");
    CHECK_RAISES(tuple_huge, NULL, KONT_ERR_MEMORY, "out of memory", "kont_tuple_new");
}

/* ---- Memory ---------------------------------------------------------------------------------------------------------------------------------- */

TEST(sequence_ends, what_it_has_given_is_not_kept)
{
    size_t before = GC_get_heap_size();
    kont_seq *c[2];
    kont_seq_tee(kont_seq_range(0, 300000, 1), 2, c);
    CHECK_INT(kont_seq_length(KONT_PIPE(from(c[0]), zip(c[1]), enumerate(0), window(2))), 299999);
    CHECK(GC_get_heap_size() < before + (16 << 20));
}
