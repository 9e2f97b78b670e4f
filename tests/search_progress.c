/* Progress: when it is told, what it says; Knuth's estimate; the line on a terminal. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <kont.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/events.h"
#include "support/raises.h"
#include "support/solutions.h"
#include "test.h"

static KONT void *bits(void *count)
{
    long n = 0;
    for (intptr_t i = 0; i < kont_to_int(count); i++)
        n = 2 * n + kont_choose(0, 1);
    return kont_int(n);
}

static KONT void *queens(void *arg)
{
    long n = kont_to_int(arg);
    unsigned columns = 0, left = 0, right = 0;
    for (long row = 0; row < n; row++) {
        unsigned bit = 1u << kont_choose(0, n - 1);
        kont_require(!((columns | left | right) & bit));
        columns |= bit;
        left = (left | bit) >> 1;
        right = (right | bit) << 1;
    }
    return NULL;
}

/* What was told last, and how often anything was. */
static struct kont_search_progress last;
static long calls;

static KONT void note(const struct kont_search_progress *p, void *arg)
{
    CHECK_STR(arg, "arg");
    CHECK(p->nodes >= last.nodes);
    last = *p;
    calls++;
}

static KONT kont_search *noted(kont_fn *fn, long arg)
{
    kont_search *s = kont_search_new(fn, kont_int(arg));
    kont_search_progress(s, 0, note, (void *)"arg");
    return s;
}

/* ---- Reports --------------------------------------------------------------------------------------------------------------- */

TEST(search_progress, is_told_while_it_runs_and_at_the_end)
{
    kont_search *s = noted(queens, 6);
    CHECK_INT(kont_search_count(s), 4);
    CHECK(calls >= 2);
    CHECK_INT(last.state, KONT_SEARCH_EXHAUSTED);
    CHECK_INT(last.nodes, kont_search_stats(s).nodes);
    CHECK_INT(last.solutions, 4);
    CHECK(last.left == 0);
    long before = calls;
    CHECK_INT(kont_to_int(next_of(s)), -1);
    CHECK_INT(calls, before);
}

TEST(search_progress, says_where_it_stands)
{
    kont_search *s = noted(bits, 3);
    next_of(s);
    CHECK_INT(last.state, KONT_SEARCH_RUNNING);
    CHECK_INT(last.solutions, 0);
    CHECK(last.rate >= 0);
    CHECK(last.seconds >= 0);
    CHECK_INT(calls > 0, 1);
    kont_search_limit_nodes(s, 0);
    CHECK_INT(kont_to_int(next_of(s)), -1);
    CHECK_INT(last.state, KONT_SEARCH_NODES);
    CHECK_INT(last.nodes, 4);
    CHECK_INT(last.solutions, 1);
}

TEST(search_progress, is_not_told_where_nobody_wants_it)
{
    kont_search *s = noted(bits, 4), *slow = kont_search_new(bits, kont_int(4));
    kont_search_progress(s, 1, NULL, NULL);
    CHECK_INT(kont_search_count(s), 16);
    CHECK_INT(calls, 0);
    kont_search_progress(slow, 1e9, note, (void *)"arg");
    CHECK_INT(kont_search_count(slow), 16);
    CHECK_INT(calls, 1);
}

static kont_search *stopped;

static KONT void stop(const struct kont_search_progress *p, void *unused)
{
    (void)unused;
    if (p->state == KONT_SEARCH_RUNNING && p->nodes > 5)
        kont_search_stop(stopped);
}

TEST(search_progress, may_stop_the_search)
{
    stopped = kont_search_new(bits, kont_int(20));
    kont_search_progress(stopped, 0, stop, NULL);
    CHECK_INT(kont_to_int(next_of(stopped)), -1);
    CHECK_INT(kont_search_state(stopped), KONT_SEARCH_STOPPED);
    kont_search_close(stopped);
}

static KONT void choose(const struct kont_search_progress *p, void *unused)
{
    (void)p, (void)unused;
    kont_choose(1, 2);
}

TEST(search_progress, is_no_part_of_the_search)
{
    kont_search *s = kont_search_new(bits, kont_int(4));
    kont_search_progress(s, 0, choose, NULL);
    CHECK_RAISES(next_of, s, KONT_ERR_NO_PROMPT, "no prompt \"search\" is there", "kont_choose");
    CHECK_INT(kont_search_state(s), KONT_SEARCH_FAILED);
}

/* ---- Estimates --------------------------------------------------------------------------------------------------------------- */

static bool is_near(double x, double y, double part)
{
    return fabs(x - y) <= part * y;
}

static KONT void choose_later(const struct kont_search_progress *p, void *unused)
{
    if (p->nodes > 2)
        choose(p, unused);
}

static KONT void *tries_bits(void *n)
{
    const kont_exception *caught;
    return kont_try(bits, n, &caught);
}

TEST(search_progress, what_it_raises_is_none_of_the_bodys_business)
{
    kont_search *s = kont_search_new(tries_bits, kont_int(4));
    kont_search_progress(s, 0, choose_later, NULL);
    CHECK_RAISES(next_of, s, KONT_ERR_NO_PROMPT, "no prompt \"search\" is there", "kont_choose");
    CHECK_INT(kont_search_state(s), KONT_SEARCH_FAILED);
}

TEST(search_progress, what_it_raises_at_a_pause_ends_the_search)
{
    kont_search *s = kont_search_new(bits, kont_int(4));
    kont_search_progress(s, 1e9, choose, NULL);
    kont_search_limit_nodes(s, 1);
    CHECK_RAISES(next_of, s, KONT_ERR_NO_PROMPT, "no prompt \"search\" is there", "kont_choose");
    CHECK_INT(kont_search_state(s), KONT_SEARCH_FAILED);
}

TEST(search_progress, the_estimate_is_exact_at_the_end)
{
    kont_search *s = noted(queens, 6);
    kont_search_count(s);
    CHECK(is_near(last.estimate, (double)last.nodes, 1e-9));
}

static KONT void check_estimate(const struct kont_search_progress *p, void *nodes)
{
    if (p->nodes > 40)
        CHECK(is_near(p->estimate, *(double *)nodes, 1e-9));
    calls++;
}

TEST(search_progress, a_tree_whose_ways_are_alike_is_known_from_the_first_leaf)
{
    static double nodes = 8191;
    kont_search *s = kont_search_new(bits, kont_int(12));
    kont_search_progress(s, 0, check_estimate, &nodes);
    CHECK_INT(kont_search_count(s), 4096);
    CHECK(calls > 1);
    CHECK_INT(kont_search_stats(s).nodes, 8191);
}

TEST(search_progress, random_descents_estimate_the_tree)
{
    kont_search *s = kont_search_new(queens, kont_int(6)), *even = kont_search_new(bits, kont_int(10)), *none = kont_search_new(bits, kont_int(0));
    double estimate = kont_search_estimate(s, 300, 1);
    CHECK_INT(kont_search_state(s), KONT_SEARCH_NEW);
    CHECK_INT(kont_search_stats(s).nodes, 0);
    CHECK_INT(kont_search_count(s), 4);
    CHECK(is_near(estimate, (double)kont_search_stats(s).nodes, 0.2));
    CHECK(is_near(kont_search_estimate(even, 1, 5), 2047, 1e-9));
    CHECK(is_near(kont_search_estimate(none, 1, 5), 1, 1e-9));
}

static KONT void check_probed(const struct kont_search_progress *p, void *estimate)
{
    if (p->nodes < 400)
        CHECK(is_near(p->estimate, *(double *)estimate, 1e-9));
    calls++;
}

TEST(search_progress, what_they_estimate_is_told_until_more_was_visited)
{
    static double estimate;
    kont_search *s = kont_search_new(queens, kont_int(6));
    estimate = kont_search_estimate(s, 100, 1);
    kont_search_progress(s, 0, check_probed, &estimate);
    CHECK_INT(kont_search_count(s), 4);
    CHECK(calls > 1);
}

TEST(search_progress, random_descents_depend_on_their_seed_alone)
{
    kont_search *s = kont_search_new(queens, kont_int(6));
    double first = kont_search_estimate(s, 20, 1), other = kont_search_estimate(s, 20, 1000);
    CHECK(kont_search_estimate(s, 20, 1) == first);
    CHECK(first != other);
}

static KONT void *hooked(void *unused)
{
    trace("+");
    kont_undo(trace_name, "-");
    kont_require(kont_choose(0, 1) == 0);
    return unused;
}

TEST(search_progress, random_descents_undo_what_they_did)
{
    kont_search *s = kont_search_new(hooked, NULL);
    CHECK(is_near(kont_search_estimate(s, 3, 1), 3, 1e-9));
    CHECK_STR(traced(), "+ - + - + -");
    CHECK_INT(kont_search_count(s), 1);
}

static KONT void *yield_three(void *unused)
{
    for (int i = 0; i < 3; i++)
        kont_yield(kont_int(i));
    return unused;
}

static KONT void *fork_in_two(void *unused)
{
    return kont_int(kont_choose(0, 1) + (unused != NULL));
}

static KONT void *of_all_kinds(void *unused)
{
    void *v;
    long a = kont_to_int(kont_choose_generator(kont_generator_new(yield_three, unused)));
    if (kont_if(fork_in_two, unused, &v))
        a += kont_to_int(kont_once(fork_in_two, unused));
    kont_choose_search(kont_search_new(fork_in_two, unused));
    return kont_int(a);
}

TEST(search_progress, random_descents_pass_choices_of_all_kinds)
{
    kont_search *s = kont_search_new(of_all_kinds, NULL);
    CHECK(kont_search_estimate(s, 10, 1) >= 4);
    CHECK_INT(kont_search_count(s), 3 * 2 * 2);
    CHECK(kont_search_complete(s));
}

static KONT void *endless(void *unused)
{
    while (unused == NULL)
        kont_choose(0, 1);
    return unused;
}

static KONT void *bits_within(void *n)
{
    return kont_choose_search(kont_search_new(bits, n));
}

TEST(search_progress, random_descents_leave_no_nodes_of_parts_behind)
{
    kont_search *s = kont_search_new(bits_within, kont_int(4));
    kont_search_estimate(s, 10, 1);
    CHECK_INT(kont_search_stats(s).nodes, 0);
}

TEST(search_progress, a_descent_without_end_is_ended_by_limits)
{
    kont_search *deep = kont_search_new(endless, NULL), *late = kont_search_new(endless, NULL);
    kont_search_limit_depth(deep, 8);
    CHECK(is_near(kont_search_estimate(deep, 4, 1), 511, 1e-9));
    kont_search_deadline(late, 0.005);
    CHECK(kont_search_estimate(late, 1000000, 1) > 1);
    CHECK_INT(kont_search_state(late), KONT_SEARCH_NEW);
}

static KONT void *raise_stop(void *unused)
{
    kont_choose(0, 1);
    kont_raise(kont_exception_new("STOP", unused, "stop"));
}

static KONT void *estimate(void *s) { return kont_int((intptr_t)kont_search_estimate(s, 3, 1)); }
static KONT void *no_probes(void *s) { return kont_int((intptr_t)kont_search_estimate(s, 0, 1)); }

TEST(search_progress, what_the_body_raises_in_a_descent_ends_the_search)
{
    kont_search *s = kont_search_new(raise_stop, NULL);
    CHECK_STR(raised_by(estimate, s)->name, "STOP");
    CHECK_INT(kont_search_state(s), KONT_SEARCH_FAILED);
    CHECK_INT(kont_to_int(next_of(s)), -1);
}

/* ---- The line ---------------------------------------------------------------------------------------------------------------- */

/* What the line prints of p to a terminal. */
static KONT const char *on_terminal(const struct kont_search_progress *p)
{
    static char text[512];
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    CHECK(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    FILE *terminal = fopen(ptsname(master), "w");
    CHECK(terminal != NULL);
    kont_search_progress_line(p, terminal);
    ssize_t n = read(master, text, sizeof text - 1);
    CHECK(n > 0);
    text[n] = '\0';
    fclose(terminal);
    close(master);
    return text;
}

TEST(search_progress, the_line_while_it_runs)
{
    struct kont_search_progress p = { KONT_SEARCH_RUNNING, 1234567, 1, 20, 10, 75.2, 999.6, 1e8, 3725 };
    CHECK_STR(on_terminal(&p), "\r1.23 M nodes, 1.00 k/s, depth 20, 1 solution, 1 min 15 s, 1 % of about 100 M, left: 1 h 02 min\033[K");
    p.estimate = 0;
    p.nodes = 999;
    p.seconds = 7;
    p.solutions = 12;
    CHECK_STR(on_terminal(&p), "\r999 nodes, 1.00 k/s, depth 20, 12 solutions, 7 s\033[K");
    p.estimate = 1e20;
    p.left = INFINITY;
    CHECK_CONTAINS(on_terminal(&p), "0 % of about 100 E, left: years");
}

TEST(search_progress, the_line_at_the_end)
{
    struct kont_search_progress p = { KONT_SEARCH_EXHAUSTED, 3000000, 92, 0, 0, 2, 0, 3e6, 0 };
    CHECK_STR(on_terminal(&p), "\r3.00 M nodes, 1.50 M/s, depth 0, 92 solutions, 2 s\033[K\r\n");
}

TEST(search_progress, the_line_stays_silent_where_the_output_is_no_terminal)
{
    struct kont_search_progress p = { KONT_SEARCH_RUNNING, 1, 1, 1, 1, 1, 1, 1, 1 };
    FILE *file = tmpfile();
    kont_search_progress_line(&p, file);
    CHECK_INT(ftell(file), 0);
    kont_search_progress_line(NULL, file);
    kont_search_progress_line(NULL, NULL);
    fclose(file);
}

/* ---- Misuse ------------------------------------------------------------------------------------------------------------------ */

static KONT void *progress(void *s) { kont_search_progress(s, 1, note, NULL); return NULL; }
static KONT void *backwards(void *s) { kont_search_progress(s, -1, note, NULL); return NULL; }
static KONT void *never(void *s) { kont_search_progress(s, NAN, note, NULL); return NULL; }

TEST(search_progress, misuse)
{
    kont_search *s = kont_search_new(bits, kont_int(2)), *begun = kont_search_new(bits, kont_int(2));
    next_of(begun);
    CHECK_RAISES(progress, NULL, KONT_ERR_ARGUMENT, "bad argument: search", "kont_search_progress");
    CHECK_RAISES(backwards, s, KONT_ERR_ARGUMENT, "bad argument: seconds", "kont_search_progress");
    CHECK_RAISES(never, s, KONT_ERR_ARGUMENT, "bad argument: seconds", "kont_search_progress");
    CHECK_RAISES(estimate, NULL, KONT_ERR_ARGUMENT, "bad argument: search", "kont_search_estimate");
    CHECK_RAISES(no_probes, s, KONT_ERR_ARGUMENT, "bad argument: probes", "kont_search_estimate");
    CHECK_RAISES(estimate, begun, KONT_ERR_ARGUMENT, "bad argument: search has begun", "kont_search_estimate");
}
