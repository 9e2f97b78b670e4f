/* Lazy sequences: what each source, stage and sink gives, and when it asks for it. What functions of stages may do, and what is closed when:
 * sequence_ends.c. What Python gives for random pipelines: the group `pipelines` of tools/check. */
#include <kont.h>
#include <limits.h>

#include "support/events.h"
#include "support/raises.h"
#include "support/sequences.h"
#include "test.h"

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

static KONT bool lower_tenth(void *a, void *b) { return kont_to_int(a) / 10 < kont_to_int(b) / 10; }

TEST(sequence, sort_leaves_equals_as_they_came)
{
    static const long n[] = { 35, 12, 31, 18, 11, 39, 5 };
    CHECK_STR(numbers(KONT_PIPE(ints(n, 7), sort(lower_tenth))), "5 12 18 11 35 31 39");
    CHECK_STR(numbers(KONT_PIPE(range(0, 0, 1), sort(lower_tenth))), "");
    CHECK_STR(numbers(KONT_PIPE(range(99, 0, -10), sort(lower_tenth), take(3))), "9 19 29");
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
