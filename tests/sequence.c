/* Lazy sequences: what each source, stage and sink gives, when it asks for it, and what is closed when. What Python gives for random pipelines: the group
 * `pipelines` of tools/check. */
#include <gc/gc.h>
#include <kont.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

/* ---- Values as text: numbers, and tuples of numbers in parentheses ----------------------------------------------------------------------- */

static KONT const char *numbers(kont_seq *s)
{
    KONT_SEQ_EACH(long, n, s)
        trace("%ld", n);
    return traced();
}

static KONT const char *tuples(kont_seq *s)
{
    KONT_SEQ_EACH(kont_tuple *, t, s) {
        char text[100] = "";
        for (size_t i = 0; i < t->count; i++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%ld", i > 0 ? "," : "", (long)kont_to_int(t->values[i]));
        trace("(%s)", text);
    }
    return traced();
}

static KONT const char *words(kont_seq *s)
{
    KONT_SEQ_EACH(const char *, word, s)
        trace("%s", word);
    return traced();
}

static KONT void *square(void *v) { return kont_int(kont_to_int(v) * kont_to_int(v)); }
static KONT long negate(long n) { return -n; }
static KONT bool is_odd(long n) { return n % 2 != 0; }
static KONT bool even(void *v) { return kont_to_int(v) % 2 == 0; }
static KONT bool small(void *v) { return kont_to_int(v) < 3; }
static KONT void *add(void *a, void *b) { return kont_int(kont_to_int(a) + kont_to_int(b)); }
static KONT bool divides(void *a, void *b) { return kont_to_int(b) % kont_to_int(a) == 0; }
static KONT void *log_it(void *v) { trace("%d", (int)kont_to_int(v)); return v; }
static KONT void *log_with(void *name, void *v) { trace("%s%d", (char *)name, (int)kont_to_int(v)); return v; }

/* ---- Pipelines ----------------------------------------------------------------------------------------------------------------------------- */

TEST(sequence, a_pipeline_of_five_reads_from_left_to_right)
{
    CHECK_STR(numbers(KONT_PIPE(count(1, 1), map(square), filter(even), drop(1), take(3))), "16 36 64");
}

TEST(sequence, one_pipeline_stands_in_another)
{
    CHECK_STR(numbers(KONT_PIPE(range(0, 2, 1), chain(KONT_PIPE(range(7, 9, 1), map_int(negate))), map_with(add, kont_int(1)))), "1 2 -6 -7");
}

TEST(sequence, sixteen_fit_in_a_pipeline)
{
    kont_seq *s = KONT_PIPE(range(0, 20, 1), map_int(negate), map_int(negate), map_int(negate), map_int(negate), map_int(negate),
        map_int(negate), map_int(negate), map_int(negate), map_int(negate), map_int(negate), map_int(negate), map_int(negate), map_int(negate),
        drop(17), from(kont_seq_take(2)));
    CHECK_STR(numbers(s), "-17 -18");
}

TEST(sequence, nothing_runs_before_it_is_asked_for_and_then_only_as_much)
{
    void *v;
    kont_seq *s = KONT_PIPE(count(1, 1), map(log_it), filter(even), take(2));
    CHECK_STR(traced(), "");
    CHECK(kont_seq_next(s, &v));
    CHECK_STR(traced(), "1 2");
    CHECK(kont_seq_next(s, &v));
    CHECK_STR(traced(), "3 4");
    CHECK(!kont_seq_next(s, &v));
    CHECK_STR(traced(), "");
}

TEST(sequence, an_exhausted_one_stays_so)
{
    kont_seq *s = KONT_PIPE(range(0, 1, 1), map(square));
    void *v = s;
    CHECK(kont_seq_next(s, &v));
    for (int i = 0; i < 3; i++) {
        v = s;
        CHECK(!kont_seq_next(s, &v));
        CHECK_PTR(v, NULL);
    }
}

/* Integers are values too: one may be the address of whatever marks the end. */
TEST(sequence, any_value_may_be_in_it)
{
    void *values[] = { NULL, (void *)kont_seq_end, (void *)kont_generator_end, kont_int(-1) };
    size_t n;
    void **got = kont_seq_to_array(KONT_PIPE(array(values, 4), take(9), chain(kont_seq_array(values, 4))), &n);
    CHECK_INT(n, 8);
    for (size_t i = 0; i < n; i++)
        CHECK_PTR(got[i], values[i % 4]);
}

TEST(sequence, the_loop_closes_what_it_leaves_early)
{
    kont_seq *s = kont_seq_count(0, 1);
    void *v;
    KONT_SEQ_EACH(long, n, s)
        if (n == 3)
            break;
    CHECK(!kont_seq_next(s, &v));
}

/* ---- Sources ------------------------------------------------------------------------------------------------------------------------------- */

TEST(sequence, range_is_pythons)
{
    CHECK_STR(numbers(kont_seq_range(0, 5, 1)), "0 1 2 3 4");
    CHECK_STR(numbers(kont_seq_range(1, 10, 4)), "1 5 9");
    CHECK_STR(numbers(kont_seq_range(1, 9, 4)), "1 5");
    CHECK_STR(numbers(kont_seq_range(5, 0, -2)), "5 3 1");
    CHECK_STR(numbers(kont_seq_range(3, 3, 1)), "");
    CHECK_STR(numbers(kont_seq_range(3, 9, -1)), "");
    CHECK_STR(numbers(kont_seq_range(9, 3, 1)), "");
}

TEST(sequence, range_at_the_ends_of_a_long)
{
    CHECK_INT(kont_seq_length(kont_seq_range(LONG_MIN, LONG_MAX, LONG_MAX)), 3);
    CHECK_INT(kont_seq_length(kont_seq_range(LONG_MAX, LONG_MIN, LONG_MIN)), 2);
    CHECK_INT(kont_to_int(kont_seq_first(KONT_PIPE(range(LONG_MIN, LONG_MAX, 1), drop(2)), NULL)), LONG_MIN + 2);
}

TEST(sequence, count_ends_where_the_next_does_not_fit)
{
    CHECK_INT(kont_seq_length(kont_seq_count(LONG_MAX - 4, 2)), 3);
    CHECK_INT(kont_seq_length(kont_seq_count(LONG_MIN + 1, -1)), 2);
    CHECK_STR(numbers(KONT_PIPE(count(7, 0), take(3))), "7 7 7");
}

TEST(sequence, repeat_and_arrays)
{
    static const long ints[] = { 3, 1, 2 };
    static const double doubles[] = { 0.5, 0.25, 4 };
    void *values[] = { "a", "b" };
    CHECK_STR(numbers(kont_seq_repeat(kont_int(6), 2)), "6 6");
    CHECK_STR(numbers(kont_seq_repeat(kont_int(6), 0)), "");
    CHECK_STR(numbers(kont_seq_ints(ints, 3)), "3 1 2");
    CHECK_STR(numbers(kont_seq_ints(NULL, 0)), "");
    CHECK_STR(words(kont_seq_array(values, 2)), "a b");
    CHECK(kont_seq_sum_doubles(kont_seq_elements(doubles, 3, sizeof doubles[0])) == 4.75);
}

static KONT void *yield_twice(void *v)
{
    kont_yield(v);
    kont_yield(kont_int(kont_to_int(v) + 1));
    return kont_int(99);
}

TEST(sequence, from_a_generator)
{
    CHECK_STR(numbers(KONT_PIPE(generator(kont_generator_new(yield_twice, kont_int(4))), map(square))), "16 25");
}

static KONT void *pair(void *n)
{
    long a = kont_choose(1, kont_to_int(n)), b = kont_choose(1, kont_to_int(n));
    kont_require(a * b == 6);
    return kont_int(10 * a + b);
}

TEST(sequence, from_a_search_which_is_closed_with_it)
{
    kont_search *search = kont_search_new(pair, kont_int(6));
    void *v;
    CHECK_STR(numbers(KONT_PIPE(search(search), take(2))), "16 23");
    CHECK(!kont_search_next(search, &v));
}

TEST(sequence, a_borrowed_one_goes_on)
{
    kont_seq *s = kont_seq_count(1, 1);
    CHECK_STR(numbers(KONT_PIPE(borrow(s), take(2))), "1 2");
    CHECK_STR(numbers(KONT_PIPE(borrow(s), take(2), map(square))), "9 16");
    CHECK_STR(numbers(KONT_PIPE(from(s), take(1))), "5");
}

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

TEST(sequence, lines_of_a_file)
{
    const char *path = file_with("one\n\nthree\nfour");
    CHECK_STR(words(KONT_PIPE(lines(path), map(in_brackets))), "[one] [] [three] [four]");
    unlink(path);
}

TEST(sequence, a_file_is_closed_at_the_end_by_take_and_by_close)
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

TEST(sequence, files_of_forgotten_sequences_are_closed_by_the_collector)
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

TEST(sequence, a_file_of_somebody_elses_stays_open)
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

TEST(sequence, a_file_that_cannot_be_read_raises_its_name_and_why)
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

/* ---- Stages -------------------------------------------------------------------------------------------------------------------------------- */

TEST(sequence, stages_of_one_value)
{
    CHECK_STR(numbers(KONT_PIPE(range(0, 6, 1), filter_int(is_odd))), "1 3 5");
    CHECK_STR(numbers(KONT_PIPE(range(1, 10, 1), filter_with(divides, kont_int(4)))), "4 8");
    CHECK_STR(numbers(KONT_PIPE(range(0, 6, 1), take_while(small))), "0 1 2");
    CHECK_STR(numbers(KONT_PIPE(range(5, -2, -1), drop_while(even))), "5 4 3 2 1 0 -1");
    CHECK_STR(numbers(KONT_PIPE(range(-1, 6, 1), drop_while(small))), "3 4 5");
    CHECK_STR(numbers(KONT_PIPE(range(0, 3, 1), drop(5))), "");
    CHECK_STR(numbers(KONT_PIPE(range(0, 8, 1), step(3))), "0 3 6");
    CHECK_STR(numbers(KONT_PIPE(range(1, 6, 1), accumulate(add))), "1 3 6 10 15");
    CHECK_STR(tuples(KONT_PIPE(range(5, 8, 1), enumerate(-1))), "(-1,5) (0,6) (1,7)");
}

TEST(sequence, take_draws_nothing_more_than_it_gives)
{
    kont_seq *s = KONT_PIPE(count(1, 1), map(log_it));
    kont_seq_length(KONT_PIPE(borrow(s), take(0)));
    CHECK_STR(traced(), "");
    kont_seq_length(KONT_PIPE(borrow(s), take(2)));
    CHECK_STR(traced(), "1 2");
    kont_seq_length(KONT_PIPE(borrow(s), take_while(small)));
    CHECK_STR(traced(), "3");
}

TEST(sequence, windows_and_batches)
{
    CHECK_STR(tuples(KONT_PIPE(range(0, 5, 1), window(2))), "(0,1) (1,2) (2,3) (3,4)");
    CHECK_STR(tuples(KONT_PIPE(range(0, 3, 1), window(1))), "(0) (1) (2)");
    CHECK_STR(tuples(KONT_PIPE(range(0, 3, 1), window(4))), "");
    CHECK_STR(tuples(KONT_PIPE(range(0, 7, 1), batch(3))), "(0,1,2) (3,4,5) (6)");
    CHECK_STR(tuples(KONT_PIPE(range(0, 3, 1), batch(LONG_MAX))), "(0,1,2)");
}

static KONT void *tenth(void *v) { return kont_int(kont_to_int(v) / 10); }
static KONT bool same_tenth(void *a, void *b) { return kont_to_int(a) / 10 == kont_to_int(b) / 10; }

static KONT void *show_group(void *v)
{
    struct kont_seq_group *g = v;
    trace("%d:", (int)kont_to_int(g->key));
    kont_seq_each(g->members, log_with, "");
    return v;
}

TEST(sequence, group_by_consecutive_keys)
{
    static const long n[] = { 10, 11, 20, 12, 13, 13 };
    kont_seq_length(KONT_PIPE(ints(n, 6), group_by(tenth, NULL), map(show_group)));
    CHECK_STR(traced(), "1: 10 11 2: 20 1: 12 13 13");
    kont_seq_length(KONT_PIPE(ints(n, 6), group_by(NULL, NULL), map(show_group)));
    CHECK_STR(traced(), "10: 10 11: 11 20: 20 12: 12 13: 13 13");
    kont_seq_length(KONT_PIPE(ints(n, 6), group_by(NULL, same_tenth), map(show_group)));
    CHECK_STR(traced(), "10: 10 11 20: 20 12: 12 13 13");
}

TEST(sequence, a_group_is_gone_when_the_next_is_asked_for)
{
    static const long n[] = { 10, 11, 20, 21, 30 };
    kont_seq *s = KONT_PIPE(ints(n, 5), group_by(tenth, NULL));
    struct kont_seq_group *first = kont_seq_first(s, NULL);
    CHECK_INT(kont_to_int(kont_seq_first(first->members, NULL)), 10);
    struct kont_seq_group *second = kont_seq_first(s, NULL);
    CHECK_INT(kont_to_int(second->key), 2);
    CHECK_STR(numbers(first->members), "");
    CHECK_STR(numbers(second->members), "20 21");
    struct kont_seq_group *third = kont_seq_first(s, NULL);
    CHECK_STR(numbers(third->members), "30");
    CHECK_PTR(kont_seq_first(s, NULL), NULL);
}

TEST(sequence, cycle_saves_what_it_draws)
{
    CHECK_STR(numbers(KONT_PIPE(range(0, 3, 1), map(log_it), cycle(), drop(1), take(7))), "0 1 1 2 2 0 1 2 0 1");
    CHECK_STR(numbers(KONT_PIPE(range(0, 0, 1), cycle())), "");
}

static KONT void *up_to(void *n) { return kont_seq_range(0, kont_to_int(n), 1); }

TEST(sequence, chain_and_flatten)
{
    CHECK_STR(numbers(KONT_PIPE(range(0, 2, 1), chain(kont_seq_range(5, 7, 1)), chain(kont_seq_range(9, 9, 1)))), "0 1 5 6");
    CHECK_STR(numbers(KONT_PIPE(range(0, 4, 1), map(up_to), flatten())), "0 0 1 0 1 2");
}

TEST(sequence, zip_ends_with_the_shortest)
{
    CHECK_STR(tuples(KONT_PIPE(range(0, 3, 1), zip(kont_seq_count(7, 1)))), "(0,7) (1,8) (2,9)");
    kont_seq *three[] = { kont_seq_range(0, 3, 1), kont_seq_range(5, 7, 1), kont_seq_count(0, 0) };
    CHECK_STR(tuples(kont_seq_zip_of(3, three)), "(0,5,0) (1,6,0)");
    CHECK_STR(tuples(kont_seq_zip_of(0, NULL)), "");
    kont_seq *second = KONT_PIPE(count(0, 1), map(log_it));
    kont_seq_length(KONT_PIPE(range(0, 0, 1), zip(kont_seq_borrow(second))));
    CHECK_STR(traced(), "");
}

static KONT void *zip_strictly(void *lengths)
{
    const long *n = lengths;
    kont_seq *parts[] = { kont_seq_range(0, n[0], 1), kont_seq_range(0, n[1], 1), kont_seq_range(0, n[2], 1) };
    return (void *)tuples(kont_seq_zip_strict_of(3, parts));
}

TEST(sequence, zip_strict_says_which_is_shorter)
{
    static const long same[] = { 2, 2, 2 }, second[] = { 2, 1, 2 }, third[] = { 2, 2, 1 }, first[] = { 1, 2, 2 }, longer[] = { 1, 1, 2 };
    static const char where[] = "kont_seq_zip_strict_of";
    CHECK_STR(zip_strictly((void *)same), "(0,0,0) (1,1,1)");
    CHECK_RAISES(zip_strictly, (void *)second, KONT_ERR_ARGUMENT, "bad argument: sequence 2 is shorter than sequence 1", where);
    CHECK_RAISES(zip_strictly, (void *)third, KONT_ERR_ARGUMENT, "bad argument: sequence 3 is shorter than sequences 1 to 2", where);
    CHECK_RAISES(zip_strictly, (void *)first, KONT_ERR_ARGUMENT, "bad argument: sequence 2 is longer than sequence 1", where);
    CHECK_RAISES(zip_strictly, (void *)longer, KONT_ERR_ARGUMENT, "bad argument: sequence 3 is longer than sequences 1 to 2", where);
    traced();
    CHECK_STR(tuples(KONT_PIPE(range(0, 1, 1), zip_strict(kont_seq_range(4, 5, 1)))), "(0,4)");
}

TEST(sequence, copies_of_tee_share_what_they_draw)
{
    kont_seq *c[3];
    kont_seq_tee(KONT_PIPE(range(0, 4, 1), map(log_it)), 3, c);
    CHECK_STR(numbers(KONT_PIPE(borrow(c[0]), take(2), map_int(negate))), "0 0 1 -1");
    CHECK_STR(numbers(c[1]), "0 1 2 2 3 3");
    CHECK_STR(numbers(c[0]), "2 3");
    CHECK_STR(numbers(c[2]), "0 1 2 3");
}

TEST(sequence, the_source_of_tee_is_closed_with_its_last_copy)
{
    kont_seq *c[2], *s = kont_seq_count(0, 1);
    kont_seq_tee(s, 2, c);
    CHECK_STR(numbers(KONT_PIPE(from(c[0]), take(1))), "0");
    CHECK(!s->ended);
    CHECK_STR(numbers(KONT_PIPE(from(c[1]), take(2))), "0 1");
    CHECK(s->ended);
}

/* ---- Combinatorics ------------------------------------------------------------------------------------------------------------------------- */

TEST(sequence, product_has_the_last_fastest)
{
    CHECK_STR(tuples(KONT_PIPE(range(0, 2, 1), product(kont_seq_range(5, 8, 1)))), "(0,5) (0,6) (0,7) (1,5) (1,6) (1,7)");
    CHECK_STR(tuples(KONT_PIPE(range(0, 2, 1), product(kont_seq_range(5, 5, 1)))), "");
    CHECK_STR(tuples(kont_seq_product_of(0, NULL)), "()");
    kont_seq *three[] = { kont_seq_range(0, 2, 1), kont_seq_range(2, 3, 1), kont_seq_range(3, 5, 1) };
    CHECK_STR(tuples(kont_seq_product_of(3, three)), "(0,2,3) (0,2,4) (1,2,3) (1,2,4)");
}

TEST(sequence, permutations_in_the_order_of_places)
{
    static const long n[] = { 7, 7, 3 };
    CHECK_STR(tuples(KONT_PIPE(ints(n, 3), permutations(2))), "(7,7) (7,3) (7,7) (7,3) (3,7) (3,7)");
    CHECK_STR(tuples(KONT_PIPE(range(0, 3, 1), permutations(KONT_SEQ_ALL))), "(0,1,2) (0,2,1) (1,0,2) (1,2,0) (2,0,1) (2,1,0)");
    CHECK_STR(tuples(KONT_PIPE(range(0, 3, 1), permutations(0))), "()");
    CHECK_STR(tuples(KONT_PIPE(range(0, 3, 1), permutations(4))), "");
    CHECK_STR(tuples(KONT_PIPE(range(0, 0, 1), permutations(KONT_SEQ_ALL))), "()");
    CHECK_INT(kont_seq_length(KONT_PIPE(range(0, 6, 1), permutations(KONT_SEQ_ALL))), 720);
}

TEST(sequence, combinations_of_rising_places)
{
    CHECK_STR(tuples(KONT_PIPE(range(1, 5, 1), combinations(2))), "(1,2) (1,3) (1,4) (2,3) (2,4) (3,4)");
    CHECK_STR(tuples(KONT_PIPE(range(1, 4, 1), combinations(KONT_SEQ_ALL))), "(1,2,3)");
    CHECK_STR(tuples(KONT_PIPE(range(1, 4, 1), combinations(0))), "()");
    CHECK_STR(tuples(KONT_PIPE(range(1, 4, 1), combinations(4))), "");
    CHECK_INT(kont_seq_length(KONT_PIPE(range(0, 10, 1), combinations(5))), 252);
}

/* ---- Sinks ---------------------------------------------------------------------------------------------------------------------------------- */

TEST(sequence, sinks)
{
    size_t n;
    long *ints = kont_seq_to_ints(KONT_PIPE(range(0, 100, 1), map_int(negate)), &n);
    CHECK_INT(n, 100);
    CHECK_INT(ints[99], -99);
    CHECK_INT(kont_to_int(kont_seq_reduce(kont_seq_range(0, 5, 1), add, kont_int(10))), 20);
    CHECK_INT(kont_seq_length(kont_seq_range(0, 5, 1)), 5);
    CHECK_INT(kont_seq_sum(kont_seq_range(-1, 5, 1)), 9);
    CHECK(kont_seq_to_array(kont_seq_range(0, 0, 1), &n) != NULL && n == 0);
    CHECK_PTR(kont_seq_first(kont_seq_range(0, 0, 1), "none"), "none");
}

TEST(sequence, any_and_all_stop_where_the_answer_is_known)
{
    kont_seq *s = KONT_PIPE(count(1, 1), map(log_it));
    CHECK(kont_seq_any(s, even));
    CHECK(!kont_seq_all(s, even));
    CHECK_STR(traced(), "1 2 3");
    CHECK(!kont_seq_any(kont_seq_range(0, 0, 1), even));
    CHECK(kont_seq_all(kont_seq_range(0, 0, 1), even));
    CHECK_INT(kont_to_int(kont_seq_first(s, NULL)), 4);
}

/* ---- What functions of stages may do ------------------------------------------------------------------------------------------------------- */

static KONT void *yield_it(void *v)
{
    kont_yield(v);
    return v;
}

static KONT void *sum_and_yield(void *n)
{
    return kont_int(kont_seq_sum(KONT_PIPE(range(0, kont_to_int(n), 1), map(yield_it), filter(even))));
}

TEST(sequence, they_yield_to_a_generator_around)
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
TEST(sequence, they_choose)
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
TEST(sequence, resumed_twice_it_is_found_where_it_was_left)
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

TEST(sequence, what_they_raise_takes_the_value_and_nothing_else)
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

TEST(sequence, a_function_may_close_or_ask_its_own)
{
    itself = KONT_PIPE(count(0, 1), map(close_itself), window(1), cycle());
    CHECK_STR(tuples(itself), "(0)");
    itself = KONT_PIPE(range(0, 3, 1), map(ask_itself));
    CHECK_STR(numbers(itself), "103");
}

static KONT void *ask_second(void *v)
{
    trace("[%d]", (int)kont_to_int(kont_seq_first(itself, kont_int(-1))));
    return v;
}

TEST(sequence, a_copy_that_asks_another_while_it_draws)
{
    kont_seq *c[2];
    kont_seq_tee(KONT_PIPE(range(0, 2, 1), map(ask_second)), 2, c);
    itself = c[1];
    CHECK_STR(numbers(c[0]), "[-1] [-1] 1 0");
    CHECK_STR(numbers(c[1]), "");
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

TEST(sequence, closing_goes_from_the_last_stage_to_the_source_once)
{
    kont_seq *s = KONT_PIPE(count(0, 1), from(noting("a", false)), take(2), from(noting("b", false)), map(square));
    kont_seq_close(s);
    CHECK_STR(traced(), "b a");
    kont_seq_close(s);
    CHECK_STR(traced(), "");
}

TEST(sequence, at_its_end_it_closes_itself)
{
    CHECK_STR(numbers(KONT_PIPE(count(0, 1), from(noting("a", false)), take(2), from(noting("b", false)))), "0 1 a b");
}

static KONT void *close_it(void *s)
{
    kont_seq_close(s);
    return NULL;
}

TEST(sequence, what_a_close_raises_leaves_nothing_open)
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

TEST(sequence, misuse)
{
    static const struct { kont_fn *fn; const char *message, *where; } cases[] = {
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
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char message[100];
        snprintf(message, sizeof message, "bad argument: %s", cases[i].message);
        CHECK_RAISES(cases[i].fn, NULL, KONT_ERR_ARGUMENT, message, cases[i].where);
    }
    CHECK_RAISES(tuple_huge, NULL, KONT_ERR_MEMORY, "out of memory", "kont_tuple_new");
}

/* ---- Memory ---------------------------------------------------------------------------------------------------------------------------------- */

TEST(sequence, what_it_has_given_is_not_kept)
{
    size_t before = GC_get_heap_size();
    kont_seq *c[2];
    kont_seq_tee(kont_seq_range(0, 300000, 1), 2, c);
    CHECK_INT(kont_seq_length(KONT_PIPE(from(c[0]), zip(c[1]), enumerate(0), window(2))), 299999);
    CHECK(GC_get_heap_size() < before + (16 << 20));
}
