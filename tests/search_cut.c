/* once, at most n, if, not: goals of which not all solutions are wanted. */
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "support/solutions.h"
#include "test.h"

/* A divisor of n other than 1 and n, smallest first. */
static KONT void *divisor(void *n)
{
    long d = kont_choose(2, kont_to_int(n) - 1);
    kont_require(kont_to_int(n) % d == 0);
    return kont_int(d);
}

static KONT void *smallest_divisor(void *unused)
{
    (void)unused;
    long n = kont_choose(10, 15);
    return kont_int(100 * n + kont_to_int(kont_once(divisor, kont_int(n))));
}

TEST(search_cut, once_gives_the_first_solution_only)
{
    kont_search *s = kont_search_new(smallest_divisor, NULL);
    trace_all(s);
    CHECK_STR(traced(), "1002 1202 1402 1503");
    CHECK(kont_search_complete(s));
    CHECK_INT(kont_search_stats(s).depth, 0);
}

static KONT void *choices_around(void *unused)
{
    (void)unused;
    long a = kont_choose(1, 2), b = kont_to_int(kont_once(divisor, kont_int(12))), c = kont_choose(1, 2);
    return kont_int(100 * a + 10 * b + c);
}

TEST(search_cut, choices_before_and_after_stay)
{
    trace_all(kont_search_new(choices_around, NULL));
    CHECK_STR(traced(), "121 122 221 222");
}

static KONT void *once_in_once(void *unused)
{
    (void)unused;
    long a = kont_to_int(kont_once(choices_around, NULL));
    return kont_int(10 * a + kont_choose(0, 1));
}

TEST(search_cut, once_within_once)
{
    trace_all(kont_search_new(once_in_once, NULL));
    CHECK_STR(traced(), "1210 1211");
}

static KONT void *two_divisors(void *n)
{
    long a = kont_choose(11, 12);
    return kont_int(100 * a + kont_to_int(kont_at_most(kont_to_int(n), divisor, kont_int(a))));
}

TEST(search_cut, at_most_gives_so_many_for_each_way_to_it)
{
    trace_all(kont_search_new(two_divisors, kont_int(2)));
    CHECK_STR(traced(), "1202 1203");
    trace_all(kont_search_new(two_divisors, kont_int(9)));
    CHECK_STR(traced(), "1202 1203 1204 1206");
    trace_all(kont_search_new(two_divisors, kont_int(0)));
    trace_all(kont_search_new(two_divisors, kont_int(-1)));
    CHECK_STR(traced(), "");
}

static KONT void *divisor_or_prime(void *unused)
{
    (void)unused;
    void *d;
    long n = kont_choose(11, 15);
    if (kont_if(divisor, kont_int(n), &d))
        return kont_int(100 * n + kont_to_int(d));
    return kont_int(n);
}

TEST(search_cut, if_takes_all_solutions_or_else_the_other_branch)
{
    kont_search *s = kont_search_new(divisor_or_prime, NULL);
    trace_all(s);
    CHECK_STR(traced(), "11 1202 1203 1204 1206 13 1402 1407 1503 1505");
    CHECK_INT(kont_search_stats(s).depth, 0);
}

static KONT void *else_has_no_value(void *unused)
{
    void *v = &v;
    bool found = kont_if(divisor, kont_int(7), &v);
    kont_require(!found && v == NULL);
    kont_if(divisor, kont_int(4), NULL);
    return unused;
}

TEST(search_cut, the_value_of_else_is_null_and_may_be_left_out)
{
    CHECK_INT(kont_search_count(kont_search_new(else_has_no_value, NULL)), 1);
}

static KONT void *first_then_fail(void *unused)
{
    void *d;
    long n = kont_choose(1, 2);
    if (kont_if(divisor, kont_int(12), &d)) {
        trace("then%d", (int)kont_to_int(d));
        kont_require(n == 2);
        return d;
    }
    trace("else");
    return unused;
}

TEST(search_cut, a_failure_in_then_never_leads_to_else)
{
    trace_all(kont_search_new(first_then_fail, NULL));
    CHECK_STR(traced(), "then2 then3 then4 then6 then2 2 then3 3 then4 4 then6 6");
}

static KONT void *prime(void *n)
{
    kont_not(divisor, n);
    return n;
}

static KONT void *primes(void *most)
{
    return prime(kont_int(kont_choose(2, kont_to_int(most))));
}

TEST(search_cut, not_leaves_those_without_a_solution)
{
    kont_search *s = kont_search_new(primes, kont_int(30));
    trace_all(s);
    CHECK_STR(traced(), "2 3 5 7 11 13 17 19 23 29");
    CHECK_INT(kont_search_stats(s).depth, 0);
}

static KONT void *not_prime(void *unused)
{
    (void)unused;
    long n = kont_choose(2, 12);
    kont_not(prime, kont_int(n));
    return kont_int(n);
}

TEST(search_cut, not_of_not)
{
    trace_all(kont_search_new(not_prime, NULL));
    CHECK_STR(traced(), "4 6 8 9 10 12");
}

static KONT void *odd(void *n)
{
    kont_require(kont_to_int(n) % 2 == 1);
    return n;
}

static KONT void *sum_of_odds(void *most)
{
    long sum = 0;
    for (intptr_t i = 0; i < kont_to_int(most); i++) {
        void *n;
        if (kont_if(odd, kont_int(i), &n))
            sum += kont_to_int(n);
    }
    return kont_int(sum);
}

TEST(search_cut, an_if_whose_goal_left_no_choice_leaves_none)
{
    kont_search *s = kont_search_new(sum_of_odds, kont_int(50));
    CHECK_INT(kont_to_int(next_of(s)), 25 * 25);
    CHECK_INT(kont_search_stats(s).depth, 0);
}

/* The classic of if: a branch that dies with the cut of an outer goal takes its else with it. */
static KONT void *else_cut_away(void *unused)
{
    (void)unused;
    return kont_once(divisor_or_prime, NULL);
}

TEST(search_cut, once_around_if)
{
    trace_all(kont_search_new(else_cut_away, NULL));
    CHECK_STR(traced(), "11");
}

static KONT void *cleaned(void *unused)
{
    kont_defer(trace_name, "clean");
    kont_choose(1, 3);
    return unused;
}

static KONT void *cleaned_once(void *unused)
{
    return kont_once(cleaned, unused);
}

TEST(search_cut, a_defer_runs_when_the_body_can_no_longer_be_come_back_to)
{
    void *v;
    kont_search *s = kont_search_new(cleaned_once, NULL);
    CHECK(kont_search_next(s, &v));
    CHECK_STR(traced(), "clean");
    CHECK(!kont_search_next(s, &v));
    CHECK_STR(traced(), "");
}

static KONT void *divisor_by_search(void *n)
{
    void *d;
    kont_require(kont_search_first(kont_search_new(divisor, n), &d));
    return d;
}

static KONT void *of_divisors(void *unused)
{
    (void)unused;
    return kont_once(divisor_by_search, kont_int(kont_choose(11, 15)));
}

static KONT void *yield_divisors(void *unused)
{
    kont_search *s = kont_search_new(of_divisors, unused);
    for (void *v; kont_search_next(s, &v); )
        kont_yield(v);
    return NULL;
}

TEST(search_cut, a_search_in_a_search_in_a_generator)
{
    kont_generator *g = kont_generator_new(yield_divisors, NULL);
    for (void *v; kont_next(g, &v); )
        trace("%d", (int)kont_to_int(v));
    CHECK_STR(traced(), "2 2 3");
}

/* ---- Misuse ---------------------------------------------------------------------------------------------------------------- */

static KONT void *once(void *fn) { return kont_once((kont_fn *)fn, kont_int(4)); }
static KONT void *at_most(void *fn) { return kont_at_most(1, (kont_fn *)fn, kont_int(4)); }
static KONT void *is(void *fn) { return kont_int(kont_if((kont_fn *)fn, kont_int(4), NULL)); }
static KONT void *not(void *fn) { kont_not((kont_fn *)fn, kont_int(4)); return NULL; }

TEST(search_cut, outside_of_a_search)
{
    static const char message[] = "no prompt \"search\" is there";
    CHECK_RAISES(once, (void *)divisor, KONT_ERR_NO_PROMPT, message, "kont_once");
    CHECK_RAISES(at_most, (void *)divisor, KONT_ERR_NO_PROMPT, message, "kont_at_most");
    CHECK_RAISES(is, (void *)divisor, KONT_ERR_NO_PROMPT, message, "kont_if");
    CHECK_RAISES(not, (void *)divisor, KONT_ERR_NO_PROMPT, message, "kont_not");
}

TEST(search_cut, of_nothing)
{
    CHECK_RAISES(next_of, kont_search_new(once, NULL), KONT_ERR_ARGUMENT, "bad argument: fn", "kont_once");
    CHECK_RAISES(next_of, kont_search_new(at_most, NULL), KONT_ERR_ARGUMENT, "bad argument: fn", "kont_at_most");
    CHECK_RAISES(next_of, kont_search_new(is, NULL), KONT_ERR_ARGUMENT, "bad argument: fn", "kont_if");
    CHECK_RAISES(next_of, kont_search_new(not, NULL), KONT_ERR_ARGUMENT, "bad argument: fn", "kont_not");
}
