/* Tables: each subproblem once, left recursion, mutual recursion, negation; what ends early; misuse. */
#define GC_THREADS
#include <gc/gc.h>
#include <kont.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "support/events.h"
#include "support/raises.h"
#include "support/solutions.h"
#include "support/threads.h"
#include "test.h"

static kont_table *table, *other_table;

static KONT void *answer(void *key)
{
    return kont_choose_answer(table, key);
}

static KONT kont_search *asking(intptr_t key)
{
    return kont_search_new(answer, kont_int(key));
}

static int by_value(const void *a, const void *b)
{
    intptr_t x = kont_to_int(*(void *const *)a), y = kont_to_int(*(void *const *)b);
    return (x > y) - (x < y);
}

static KONT void trace_sorted(kont_search *s)
{
    size_t count;
    void **found = kont_search_collect(s, SIZE_MAX, &count);
    qsort(found, count, sizeof *found, by_value);
    for (size_t i = 0; i < count; i++)
        trace("%d", (int)kont_to_int(found[i]));
}

/* ---- Each subproblem once -------------------------------------------------------------------------------------------------------- */

static int calls;

static KONT void *fibonacci(void *arg)
{
    intptr_t n = kont_to_int(arg);
    calls++;
    if (n < 2)
        return kont_int(n);
    intptr_t a = kont_to_int(answer(kont_int(n - 1))), b = kont_to_int(answer(kont_int(n - 2)));
    return kont_int((intptr_t)(((uintptr_t)a + (uintptr_t)b) % 1000000007));
}

TEST(search_table, each_subproblem_is_searched_once)
{
    void *v;
    calls = 0;
    table = kont_table_new(fibonacci, NULL, NULL);
    CHECK(kont_search_first(asking(60), &v));
    CHECK_INT(kont_to_int(v), 1548008755920 % 1000000007);
    CHECK_INT(calls, 61);
    CHECK_INT(kont_search_count(asking(60)), 1);
    CHECK_INT(kont_search_count(asking(30)), 1);
    CHECK_INT(calls, 61);
    struct kont_table_stats stats = kont_table_stats(table);
    CHECK_INT(stats.keys, 61);
    CHECK_INT(stats.complete, 61);
    CHECK_INT(stats.answers, 61);
    CHECK_INT(kont_table_stats(NULL).keys, 0);
}

static KONT void *repetitive(void *n)
{
    long a = kont_choose(1, 3), b = kont_choose(1, 3);
    return kont_int(a * b + kont_to_int(n));
}

TEST(search_table, each_answer_comes_once_in_the_order_found)
{
    table = kont_table_new(repetitive, NULL, NULL);
    for (int i = 0; i < 2; i++) {
        trace_all(asking(10));
        CHECK_STR(traced(), "11 12 13 14 16 19");
    }
    CHECK(kont_search_complete(asking(20)) == false);
    kont_search *s = asking(20);
    CHECK_INT(kont_search_count(s), 6);
    CHECK(kont_search_complete(s));
}

static KONT void *none(void *unused)
{
    calls++;
    kont_require(unused == &calls);
    return unused;
}

TEST(search_table, no_answer_is_known_as_well)
{
    calls = 0;
    table = kont_table_new(none, NULL, NULL);
    for (int i = 0; i < 3; i++)
        CHECK_INT(kont_to_int(next_of(asking(1))), -1);
    CHECK_INT(calls, 1);
}

/* ---- Recursion ------------------------------------------------------------------------------------------------------------------- */

/* A road that leads round, with a way off, and one that leads nowhere. */
static const struct { int from, to; } roads[] = { { 1, 2 }, { 2, 3 }, { 3, 1 }, { 3, 4 }, { 5, 5 }, { 6, 5 } };

static KONT intptr_t neighbour(intptr_t town)
{
    long i = kont_choose(0, (long)(sizeof roads / sizeof roads[0]) - 1);
    kont_require(roads[i].from == town);
    return roads[i].to;
}

static KONT void *reach_leftwards(void *town)
{
    if (kont_choose(0, 1) == 0)
        town = answer(town);
    return kont_int(neighbour(kont_to_int(town)));
}

static KONT void *reach_rightwards(void *town)
{
    intptr_t next = neighbour(kont_to_int(town));
    return kont_choose(0, 1) == 0 ? answer(kont_int(next)) : kont_int(next);
}

static KONT void *reach_by_halves(void *town)
{
    if (kont_choose(0, 1) == 0)
        return kont_int(neighbour(kont_to_int(town)));
    return answer(answer(town));
}

TEST(search_table, left_right_and_double_recursion_end)
{
    kont_fn *ways[] = { reach_leftwards, reach_rightwards, reach_by_halves };
    for (int i = 0; i < 3; i++) {
        table = kont_table_new(ways[i], NULL, NULL);
        trace_sorted(asking(1));
        CHECK_STR(traced(), "1 2 3 4");
        trace_sorted(asking(4));
        CHECK_STR(traced(), "");
        trace_sorted(asking(6));
        CHECK_STR(traced(), "5");
        CHECK_INT(kont_table_stats(table).complete, kont_table_stats(table).keys);
    }
}

static KONT void *odd(void *n);

/* Numbers up to n, each table asking the other. */
static KONT void *even(void *n)
{
    if (kont_choose(0, 1) == 0)
        return kont_int(0);
    intptr_t m = kont_to_int(kont_choose_answer(other_table, n));
    kont_require(m < kont_to_int(n));
    return kont_int(m + 1);
}

static KONT void *odd(void *n)
{
    intptr_t m = kont_to_int(answer(n));
    kont_require(m < kont_to_int(n));
    return kont_int(m + 1);
}

TEST(search_table, tables_may_ask_each_other)
{
    table = kont_table_new(even, NULL, NULL);
    other_table = kont_table_new(odd, NULL, NULL);
    trace_sorted(asking(9));
    CHECK_STR(traced(), "0 2 4 6 8");
    CHECK_INT(kont_table_stats(other_table).answers, 5);
}

/* ---- An ambiguous, left-recursive grammar: s -> s s | a; the ends of an s that begins at a place --------------------------------- */

static int letters;

static KONT void *end_of_s(void *begin)
{
    if (kont_choose(0, 1) == 0)
        return answer(answer(begin));
    kont_require(kont_to_int(begin) < letters);
    return kont_int(kont_to_int(begin) + 1);
}

TEST(search_table, an_ambiguous_grammar)
{
    letters = 12;
    table = kont_table_new(end_of_s, NULL, NULL);
    trace_sorted(asking(0));
    CHECK_STR(traced(), "1 2 3 4 5 6 7 8 9 10 11 12");
}

/* ---- Answers without end ----------------------------------------------------------------------------------------------------------- */

static KONT void *count_on(void *from)
{
    if (kont_choose(0, 1) == 0)
        return from;
    return kont_int(kont_to_int(answer(from)) + 1);
}

TEST(search_table, answers_are_found_as_they_are_asked_for)
{
    table = kont_table_new(count_on, NULL, NULL);
    kont_search *s = asking(100), *other = asking(100);
    for (int i = 0; i < 50; i++)
        CHECK_INT(kont_to_int(next_of(s)), 100 + i);
    for (int i = 0; i < 80; i++)
        CHECK_INT(kont_to_int(next_of(other)), 100 + i);
    CHECK_INT(kont_to_int(next_of(s)), 150);
    CHECK_INT(kont_table_stats(table).complete, 0);
}

static KONT void *fruitless(void *unused)
{
    do
        kont_require(kont_choose(0, 1) == 1);
    while (unused == NULL);
    return unused;
}

TEST(search_table, limits_pause_and_going_on_loses_nothing)
{
    table = kont_table_new(fruitless, NULL, NULL);
    kont_search *s = asking(0);
    kont_search_limit_nodes(s, 1000);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    CHECK_INT(kont_search_state(s), KONT_SEARCH_NODES);
    kont_search_close(s);
    table = kont_table_new(reach_by_halves, NULL, NULL);
    s = asking(1);
    int found = 0;
    do {
        kont_search_limit_nodes(s, 1);
        found += (int)kont_search_count(s);
    } while (kont_search_state(s) == KONT_SEARCH_NODES);
    CHECK_INT(found, 4);
    CHECK(kont_search_complete(s));
}

TEST(search_table, one_search_goes_on_where_another_was_left)
{
    table = kont_table_new(reach_by_halves, NULL, NULL);
    kont_search *left = asking(1);
    next_of(left);
    kont_search_close(left);
    trace_sorted(asking(1));
    CHECK_STR(traced(), "1 2 3 4");
}

static KONT void *by_the_other(void *town)
{
    return kont_choose_answer(other_table, town);
}

static KONT void *counted_on(void *from)
{
    if (kont_choose(0, 1) == 0)
        return from;
    intptr_t n = kont_to_int(kont_choose_answer(other_table, from));
    kont_require(n < 5);
    return kont_int(n + 1);
}

TEST(search_table, a_body_may_wait_for_what_another_search_began)
{
    other_table = kont_table_new(counted_on, NULL, NULL);
    kont_search *left = kont_search_new(by_the_other, kont_int(1));
    next_of(left);
    CHECK_INT(kont_table_stats(other_table).complete, 0);
    table = kont_table_new(by_the_other, NULL, NULL);
    trace_all(asking(1));
    CHECK_STR(traced(), "1 2 3 4 5");
    trace_all(left);
    CHECK_STR(traced(), "2 3 4 5");
    CHECK_INT(kont_table_stats(other_table).complete, 1);
}

/* ---- Keys and answers of the program's own ----------------------------------------------------------------------------------------- */

static uint64_t hash_text(const void *v)
{
    uint64_t h = 1;
    for (const char *s = v; *s != '\0'; s++)
        h = 31 * h + (unsigned char)*s;
    return h;
}

static bool is_same_text(const void *a, const void *b)
{
    return strcmp(a, b) == 0;
}

static const struct kont_equality texts = { hash_text, is_same_text };

/* The text without one of its letters, or what comes of that. */
static KONT void *shorter(void *text)
{
    size_t length = strlen(text);
    calls++;
    kont_require(length > 0);
    size_t gone = (size_t)kont_choose(0, (long)length - 1);
    char *part = GC_MALLOC_ATOMIC(length);
    memcpy(part, text, gone);
    strcpy(part + gone, (char *)text + gone + 1);
    return kont_choose(0, 1) == 0 ? part : kont_choose_answer(table, part);
}

static KONT void *part_of(void *text)
{
    return kont_choose_answer(table, text);
}

TEST(search_table, keys_and_answers_may_be_told_apart_by_functions)
{
    table = kont_table_new(shorter, &texts, &texts);
    calls = 0;
    CHECK_INT(kont_search_count(kont_search_new(part_of, (void *)"abac")), 13);
    CHECK_INT(calls, 14);
}

/* ---- Cuts and negation --------------------------------------------------------------------------------------------------------------- */

/* A position of Nim is lost where none that it leads to is lost. Up to three are taken. */
static KONT void *move_to_lost(void *n)
{
    long taken = kont_choose(1, 3);
    kont_require(taken <= kont_to_int(n));
    return answer(kont_int(kont_to_int(n) - taken));
}

static KONT void *lost(void *n)
{
    kont_not(move_to_lost, n);
    return n;
}

TEST(search_table, negation_of_what_is_complete)
{
    table = kont_table_new(lost, NULL, NULL);
    for (int n = 0; n <= 12; n++)
        if (kont_search_count(asking(n)) == 1)
            trace("%d", n);
    CHECK_STR(traced(), "0 4 8 12");
}

static KONT void *barber(void *unused)
{
    kont_not(answer, unused);
    return unused;
}

static KONT void *once_itself(void *unused)
{
    return kont_choose(0, 1) == 0 ? kont_once(answer, unused) : unused;
}

/* Asks, within a cut, for what asks for it. */
static KONT void *by_the_other_once(void *key)
{
    return kont_once(by_the_other, key);
}

static KONT void *by_this(void *key)
{
    return answer(key);
}

TEST(search_table, what_depends_on_itself_through_a_cut_is_refused)
{
    table = kont_table_new(by_the_other_once, NULL, NULL);
    other_table = kont_table_new(by_this, NULL, NULL);
    CHECK_RAISES(next_of, asking(0), KONT_ERR_RUNNING, "table already executing", "kont_choose_answer");
    CHECK_INT(kont_table_stats(table).keys + kont_table_stats(other_table).keys, 0);
}

static KONT void *by_search_itself(void *unused)
{
    void *v;
    kont_require(kont_search_first(kont_search_new(answer, unused), &v));
    return v;
}

TEST(search_table, what_depends_on_its_own_absence_is_refused)
{
    kont_fn *refused[] = { barber, once_itself, by_search_itself };
    for (int i = 0; i < 3; i++) {
        table = kont_table_new(refused[i], NULL, NULL);
        CHECK_RAISES(next_of, asking(0), KONT_ERR_RUNNING, "table already executing", "kont_choose_answer");
        CHECK_INT(kont_table_stats(table).keys, 0);
    }
}

static KONT void *two(void *unused)
{
    (void)unused;
    return kont_int(kont_choose(1, 2));
}

/* Numbers below 10 that come from 1 by doubling, and from others by adding one of two, of which only the first is taken. */
static KONT void *doubled(void *unused)
{
    intptr_t n = 1;
    if (kont_choose(0, 1) == 1) {
        intptr_t one = kont_to_int(kont_once(two, unused));
        n = kont_to_int(answer(unused));
        n = kont_choose(0, 1) == 0 ? 2 * n : n + one;
    }
    kont_require(n < 10);
    return kont_int(n);
}

TEST(search_table, a_choice_after_a_cut_may_wait)
{
    table = kont_table_new(doubled, NULL, NULL);
    trace_sorted(asking(0));
    CHECK_STR(traced(), "1 2 3 4 5 6 7 8 9");
}

static KONT void *raise_it(void *unused)
{
    (void)unused;
    kont_raise(kont_exception_new("IT", NULL, "it"));
}

static KONT void *raise_once(void *unused) { return kont_once(raise_it, unused); }
static KONT void *raise_in_if(void *unused) { return kont_int(kont_if(raise_it, unused, NULL)); }

/* The numbers below 5, each by the one before. */
static KONT void *catches(void *unused)
{
    const kont_exception *caught;
    if (kont_choose(0, 1) == 0)
        return kont_int(1);
    kont_try(raise_once, unused, &caught);
    kont_try(raise_in_if, unused, &caught);
    intptr_t n = kont_to_int(answer(unused));
    kont_require(n < 4);
    return kont_int(n + 1);
}

TEST(search_table, a_choice_may_wait_after_what_was_raised_in_a_cut)
{
    table = kont_table_new(catches, NULL, NULL);
    trace_sorted(asking(0));
    CHECK_STR(traced(), "1 2 3 4");
}

/* ---- Raises ------------------------------------------------------------------------------------------------------------------------- */

static bool broken;

static KONT void *may_break(void *n)
{
    if (kont_to_int(n) == 0 && broken)
        kont_raise(kont_exception_new("BROKEN", NULL, "broken"));
    return kont_to_int(n) == 0 ? n : kont_int(1 + kont_to_int(answer(kont_int(kont_to_int(n) - 1))));
}

TEST(search_table, what_was_not_complete_when_something_is_raised_is_forgotten)
{
    broken = true;
    table = kont_table_new(may_break, NULL, NULL);
    CHECK_STR(raised_by(next_of, asking(3))->name, "BROKEN");
    CHECK_INT(kont_table_stats(table).keys, 0);
    broken = false;
    CHECK_INT(kont_to_int(next_of(asking(3))), 3);
    CHECK_INT(kont_table_stats(table).complete, 0);
    CHECK_INT(kont_search_count(asking(3)), 1);
    CHECK_INT(kont_table_stats(table).complete, 4);
}

static KONT void *cut_off(void *unused)
{
    (void)unused;
    kont_search *s = kont_search_new(reach_rightwards, kont_int(6));
    kont_search_limit_depth(s, 0);
    return kont_choose_search(s);
}

static KONT void *of_cut_off(void *unused)
{
    return kont_choose_answer(other_table, unused);
}

TEST(search_table, what_is_cut_off_stays_so)
{
    other_table = kont_table_new(cut_off, NULL, NULL);
    table = kont_table_new(of_cut_off, NULL, NULL);
    for (int i = 0; i < 2; i++) {
        kont_search *s = asking(0);
        CHECK_INT(kont_search_count(s), 0);
        CHECK_INT(kont_search_state(s), KONT_SEARCH_CUT_OFF);
    }
}

/* ---- Misuse ------------------------------------------------------------------------------------------------------------------------- */

static KONT void *of_null(void *unused) { return kont_choose_answer(NULL, unused); }
static KONT void *null_body(void *unused) { (void)unused; return kont_table_new(NULL, NULL, NULL); }
static KONT void *undoes(void *unused) { kont_undo(trace_name, "-"); return unused; }

static KONT void *asked_elsewhere(void *unused)
{
    CHECK_RAISES(next_of, asking(1), KONT_ERR_THREAD, "it belongs to another thread", "kont_choose_answer");
    return unused;
}

static void *other_thread(void *unused)
{
    return kont_run(asked_elsewhere, unused);
}

TEST(search_table, misuse)
{
    table = kont_table_new(undoes, NULL, NULL);
    CHECK_RAISES(null_body, NULL, KONT_ERR_ARGUMENT, "bad argument: fn", "kont_table_new");
    CHECK_RAISES(answer, NULL, KONT_ERR_NO_PROMPT, "no prompt \"search\" is there", "kont_choose_answer");
    CHECK_RAISES(next_of, kont_search_new(of_null, NULL), KONT_ERR_ARGUMENT, "bad argument: table", "kont_choose_answer");
    CHECK_RAISES(next_of, asking(1), KONT_ERR_ARGUMENT, "bad argument: the body of a table", "kont_undo");
    run_thread(other_thread, NULL);
}
