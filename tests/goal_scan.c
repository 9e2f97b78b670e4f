/* String scanning. What is expected follows from The Icon Programming Language (Griswold and Griswold), worked out by hand; Icon 9.4.3 answers the same. */
#include <kont.h>
#include <limits.h>
#include <string.h>

#include "support/events.h"
#include "test.h"

#include <kont/icon.h>

static KONT const char *numbers(kont_goal *e)
{
    KONT_SEQ_EACH(long, n, kont_goal_results(e))
        trace("%ld", n);
    return traced();
}

static KONT const char *strings(kont_goal *e)
{
    KONT_SEQ_EACH(const char *, s, kont_goal_results(e))
        trace("%s", s);
    return traced();
}

/* write: its argument is its result. */
static KONT bool write_string(void *const *args, void **result)
{
    trace("%s", (const char *)args[0]);
    *result = args[0];
    return true;
}

/* ---- String scanning ----------------------------------------------------------------------------------------------------------------------------------- */

/* The odd-numbered characters; the words. */
TEST(goal_scan, scanning_by_move_and_by_words)
{
    kont_goal *one = integer(1);
    every(scan(string("abcdefg"), kont_goal_while_do(call(write_string, move(one)), move(one))));
    CHECK_STR(traced(), "a c e g");
    kont_goal *word = call(write_string, tab(many(KONT_LETTERS)));
    every(scan(string("Hello, goal-directed world!"), kont_goal_while_do(tab(upto(KONT_LETTERS)), word)));
    CHECK_STR(traced(), "Hello goal directed world");
}

TEST(goal_scan, the_position_is_restored_on_backtracking)
{
    CHECK_STR(strings(scan(string("abcd"), alt(both(move(integer(3)), kont_goal_fail()), tab(integer(0))))), "abcd");
    CHECK_STR(strings(scan(string("a+b+c"), tab(upto("+")))), "a a+b");
    CHECK_STR(strings(scan(string("a+b+c"), both(tab(upto("+")), move(integer(1)), tab(integer(0))))), "b+c c");
    CHECK_STR(numbers(scan(string("abcd"), kont_goal_then(both(move(to(1, 2)), kont_goal_fail()), kont_goal_position()))), "1");
    CHECK_STR(numbers(scan(string("abcd"), kont_goal_then(move(to(1, 2)), kont_goal_position()))), "2");
}

TEST(goal_scan, positions_from_either_end)
{
    kont_goal *s = string("word");
    CHECK_STR(strings(scan(s, tab(alt(integer(3), integer(-1), integer(0), integer(-4), integer(5))))), "wo wor word  word");
    CHECK_STR(strings(scan(s, tab(alt(integer(6), integer(-5), integer(99))))), "");
    CHECK_STR(strings(scan(s, both(tab(integer(0)), move(alt(integer(-2), integer(-5), integer(1), integer(-4)))))), "rd word");
    CHECK_STR(strings(scan(s, move(alt(integer(LONG_MAX), integer(LONG_MIN), integer(1))))), "w");
    CHECK_STR(strings(scan(s, tab(alt(integer(LONG_MAX), integer(LONG_MIN), integer(1))))), "");
    CHECK_STR(numbers(scan(s, both(tab(integer(3)), alt(pos(3), pos(-2), pos(2), pos(0))))), "3 3");
    CHECK_STR(numbers(scan(s, both(tab(integer(0)), alt(pos(0), pos(5), pos(-9))))), "5 5");
}

TEST(goal_scan, what_looks_for_positions)
{
    kont_goal *s = string("banana");
    CHECK_STR(numbers(scan(s, find("an"))), "2 4");
    CHECK_STR(numbers(scan(s, alt(find("a"), find("b"), find("x")))), "2 4 6 1");
    CHECK_STR(numbers(scan(s, find(""))), "1 2 3 4 5 6 7");
    CHECK_STR(numbers(scan(s, both(move(integer(2)), find("an")))), "4");
    CHECK_STR(numbers(scan(s, upto("nb"))), "1 3 5");
    CHECK_STR(numbers(scan(s, alt(match("ban"), match("an"), match("")))), "4 1");
    CHECK_STR(numbers(scan(s, alt(any("abc"), any("xyz")))), "2");
    CHECK_STR(numbers(scan(s, alt(many("ab"), many("nx"), many("abn")))), "3 7");
    CHECK_STR(numbers(scan(string(""), alt(any("a"), many("a"), upto("a"), find("a"), bal(NULL, NULL, NULL)))), "");
    CHECK_STR(strings(scan(s, both(eat("ba"), eat("na"), kont_goal_subject()))), "banana");
}

TEST(goal_scan, balanced)
{
    CHECK_STR(numbers(scan(string("((2*x)+3)+(5*y)"), bal("+-", "(", ")"))), "10");
    CHECK_STR(numbers(scan(string("a+(b+c)+[d+e]"), bal("+", "([", ")]"))), "2 8");
    CHECK_STR(numbers(scan(string("a)b"), bal(NULL, NULL, NULL))), "1 2");
}

TEST(goal_scan, scanning_within_scanning)
{
    kont_goal *inner = scan(tab(upto(",;")), call(write_string, tab(many("ab"))));
    CHECK_STR(numbers(scan(string("abc,bx;"), both(inner, kont_goal_position()))), "ab 4 ab 7");
    CHECK_STR(strings(scan(alt(string("xyz"), string("zx")), tab(find("z")))), "xy ");
}

TEST(goal_scan, outside_of_scanning_the_subject_is_empty)
{
    CHECK_STR(numbers(both(kont_goal_subject(), pos(0))), "1");
    CHECK_STR(numbers(find("a")), "");
}

/* S -> a S b | nothing: a procedure that matches, and refers to itself. */
static KONT void *nested(void *unused)
{
    return alt(both(eat("a"), kont_goal_lazy(nested, unused), eat("b")), eat(""));
}

TEST(goal_scan, a_recursive_pattern)
{
    kont_goal *pattern = both(kont_goal_lazy(nested, NULL), pos(0));
    CHECK_STR(numbers(scan(string("aaabbb"), pattern)), "7");
    CHECK_STR(numbers(scan(string(""), pattern)), "1");
    CHECK_STR(numbers(scan(string("aabbb"), pattern)), "");
}

static KONT void *sum_expression(void *unused);

/* A recognizer that counts its ways: sums of single digits by S -> S + S has no left recursion here, as bal finds each way to part. */
static KONT bool count_ways(void *const *args, void **result)
{
    const char *text = args[0];
    if (strlen(text) == 1) {
        *result = args[0];
        return strchr(KONT_DIGITS, text[0]) != NULL;
    }
    return false;
}

static KONT void *sum_expression(void *unused)
{
    kont_goal *left = scan(tab(bal("+", NULL, NULL)), kont_goal_lazy(sum_expression, unused));
    kont_goal *right = scan(both(move(integer(1)), tab(integer(0))), kont_goal_lazy(sum_expression, unused));
    return alt(call(count_ways, kont_goal_subject()), both(left, right));
}

TEST(goal_scan, all_ways_to_parse_a_sum)
{
    CHECK_INT(every(scan(string("1+2+3"), kont_goal_lazy(sum_expression, NULL))), 2);
    CHECK_INT(every(scan(string("1+2+3+4+5"), kont_goal_lazy(sum_expression, NULL))), 14);
    CHECK_INT(every(scan(string("1+2+"), kont_goal_lazy(sum_expression, NULL))), 0);
}
