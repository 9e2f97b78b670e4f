/* Goal-directed evaluation. What is expected follows from The Icon Programming Language (Griswold and Griswold), worked out by hand; Icon 9.4.3 answers the
 * same. Random goals beside Icon: the group `icon` of tools/check. */
#include <kont.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "support/events.h"
#include "support/raises.h"
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
static KONT bool write_number(void *const *args, void **result)
{
    trace("%d", (int)kont_to_int(args[0]));
    *result = args[0];
    return true;
}

static KONT long first_of(kont_goal *e)
{
    void *v;
    return kont_goal_first(e, &v) ? kont_to_int(v) : -1;
}

/* ---- Generators and goal-directed evaluation -------------------------------------------------------------------------------------------------- */

TEST(goal, the_last_operand_is_resumed_first)
{
    CHECK_INT(every(call(write_number, add(to(1, 3), to(1, 2)))), 6);
    CHECK_STR(traced(), "2 3 3 4 4 5");
    CHECK_STR(numbers(add(mul(to(1, 2), integer(10)), mul(to(1, 2), to(1, 2)))), "11 12 12 14 21 22 22 24");
}

/* The first example of Griswold's overviews of Icon: if (i := find("or", sentence)) > 5 then write(i) writes 23. */
TEST(goal, find_or_in_the_neighboring_harbor)
{
    kont_goal *sentence = string("Store it in the neighboring harbor");
    CHECK_INT(first_of(kont_goal_gt(scan(sentence, find("or")), integer(5))), 5);
    void *i = NULL;
    CHECK_INT(first_of(both(gt(set(&i, scan(sentence, find("or"))), integer(5)), var(&i))), 23);
    CHECK_STR(numbers(scan(sentence, find("or"))), "3 23 33");
}

TEST(goal, a_comparison_succeeds_with_its_right_operand)
{
    CHECK_STR(numbers(lt(integer(2), alt(integer(1), integer(5), integer(3)))), "5 3");
    CHECK_STR(numbers(lt(alt(integer(4), integer(2)), alt(integer(1), integer(5), integer(3)))), "5 5 3");
    CHECK_STR(numbers(kont_goal_le(to(1, 3), to(2, 2))), "2 2");
    CHECK_STR(numbers(kont_goal_ge(to(1, 3), integer(2))), "2 2");
    CHECK_STR(numbers(eq(to(1, 3), to(2, 4))), "2 3");
    CHECK_STR(numbers(ne(to(1, 2), to(1, 2))), "2 1");
}

TEST(goal, alternation_and_conjunction)
{
    CHECK_STR(numbers(alt(to(1, 2), integer(7), to(4, 5))), "1 2 7 4 5");
    CHECK_STR(numbers(alt(kont_goal_fail(), integer(7))), "7");
    CHECK_STR(numbers(both(to(1, 2), to(5, 6), to(7, 8))), "7 8 7 8 7 8 7 8");
    CHECK_STR(numbers(both(to(1, 2), kont_goal_fail())), "");
    CHECK_STR(strings(concat(chars(string("abc")), alt(string("1"), string("2")))), "a1 a2 b1 b2 c1 c2");
}

TEST(goal, repeated_alternation_and_limitation)
{
    CHECK_STR(numbers(limit(repeated(to(1, 2)), 5)), "1 2 1 2 1");
    CHECK_STR(numbers(repeated(kont_goal_fail())), "");
    CHECK_STR(numbers(limit(to(1, 9), 0)), "");
    CHECK_STR(numbers(limit(to(1, 2), 9)), "1 2");
    CHECK_STR(numbers(add(limit(to(1, 9), 2), limit(to(1, 9), 2))), "2 3 3 4");
}

TEST(goal, numbers_by_steps)
{
    CHECK_STR(numbers(kont_goal_to_by(integer(1), integer(10), integer(4))), "1 5 9");
    CHECK_STR(numbers(kont_goal_to_by(integer(3), integer(1), integer(-1))), "3 2 1");
    CHECK_STR(numbers(kont_goal_to_by(to(1, 2), to(2, 3), integer(1))), "1 2 1 2 3 2 2 3");
    CHECK_STR(numbers(sub(to(LONG_MAX - 1, LONG_MAX), integer(LONG_MAX))), "-1 0");
    CHECK_STR(numbers(to(3, 2)), "");
}

TEST(goal, elements_of_an_array)
{
    void *words[] = { "an", "ox" };
    CHECK_STR(strings(kont_goal_elements(words, 2)), "an ox");
    CHECK_STR(strings(same(kont_goal_elements(words, 2), string("ox"))), "ox");
    CHECK_STR(strings(kont_goal_elements(NULL, 0)), "");
}

TEST(goal, arithmetic)
{
    CHECK_INT(first_of(sub(integer(2), integer(5))), -3);
    CHECK_INT(first_of(kont_goal_div(integer(-7), integer(2))), -3);
    CHECK_INT(first_of(kont_goal_mod(integer(-7), integer(2))), -1);
    CHECK_INT(first_of(kont_goal_div(integer(7), integer(-1))), -7);
    CHECK_INT(first_of(kont_goal_mod(integer(LONG_MIN), integer(-1))), 0);
}

/* A goal stands for an expression: it may be evaluated again, and be a part of itself's sum. */
TEST(goal, one_goal_is_evaluated_as_often_as_one_likes)
{
    kont_goal *e = to(1, 2);
    CHECK_STR(numbers(add(e, mul(integer(10), e))), "11 21 12 22");
    CHECK_STR(numbers(e), "1 2");
}

/* ---- Bounded expressions and control ------------------------------------------------------------------------------------------------------------ */

TEST(goal, the_condition_of_if_is_bounded)
{
    kont_goal *condition = call(write_number, to(1, 3));
    CHECK_STR(numbers(kont_goal_if(condition, to(5, 6), NULL)), "1 5 6");
    CHECK_STR(numbers(kont_goal_if(gt(condition, integer(3)), to(5, 6), to(7, 8))), "1 2 3 7 8");
    CHECK_STR(numbers(kont_goal_if(kont_goal_fail(), to(5, 6), NULL)), "");
}

TEST(goal, statements_and_bodies_are_bounded)
{
    kont_goal *shown = call(write_number, to(1, 3));
    CHECK_STR(numbers(kont_goal_then(shown, to(7, 8))), "1 7 8");
    CHECK_STR(numbers(kont_goal_then(kont_goal_fail(), to(7, 8))), "7 8");
    CHECK_INT(every(kont_goal_every_do(to(7, 8), shown)), 0);
    CHECK_STR(traced(), "1 1");
    CHECK_INT(first_of(shown), 1);
    CHECK_STR(traced(), "1");
}

TEST(goal, every_without_a_body_is_for_what_happens)
{
    CHECK_INT(first_of(kont_goal_every_do(call(write_number, to(1, 3)), NULL)), -1);
    CHECK_STR(traced(), "1 2 3");
}

TEST(goal, while_evaluates_its_condition_anew_each_time)
{
    void *i = kont_int(0);
    kont_goal *next = set(&i, add(var(&i), integer(1)));
    every(kont_goal_while_do(lt(next, integer(4)), call(write_number, var(&i))));
    CHECK_STR(traced(), "1 2 3");
}

TEST(goal, not_succeeds_with_null)
{
    void *v = "";
    CHECK(kont_goal_first(kont_goal_not(kont_goal_fail()), &v));
    CHECK_PTR(v, NULL);
    CHECK(!kont_goal_first(kont_goal_not(to(1, 2)), &v));
}

TEST(goal, primes_are_what_nothing_divides)
{
    static void *i, *j;
    kont_goal *divisor = eq(kont_goal_mod(var(&i), set(&j, kont_goal_to_by(integer(2), sub(var(&i), integer(1)), integer(1)))), integer(0));
    CHECK_STR(numbers(both(set(&i, to(2, 30)), kont_goal_not(divisor), var(&i))), "2 3 5 7 11 13 17 19 23 29");
}

TEST(goal, assignment_stays_and_reversible_assignment_does_not)
{
    static void *x;
    x = kont_int(9);
    CHECK_STR(numbers(both(kont_goal_set_undo(&x, to(1, 2)), call(write_number, var(&x)), kont_goal_fail())), "1 2");
    CHECK_PTR(x, kont_int(9));
    CHECK_STR(numbers(both(set(&x, to(1, 2)), kont_goal_fail())), "");
    CHECK_PTR(x, kont_int(2));
    CHECK_INT(first_of(kont_goal_set_undo(&x, to(5, 6))), 5);
    CHECK_PTR(x, kont_int(5));
}

/* ---- Queens: each is put by a reversible assignment ------------------------------------------------------------------------------------------------ */

static void *queens[6];

static KONT bool is_safe(void *const *args, void **result)
{
    long row = kont_to_int(args[0]), column = kont_to_int(queens[row]);
    for (long r = 0; r < row; r++) {
        long c = kont_to_int(queens[r]);
        if (c == column || c - column == row - r || column - c == row - r)
            return false;
    }
    *result = args[0];
    return true;
}

static KONT bool board(void *const *args, void **result)
{
    long number = 0;
    for (long r = 0; r < kont_to_int(args[0]); r++)
        number = 10 * number + kont_to_int(queens[r]);
    *result = kont_int(number);
    return true;
}

static KONT kont_goal *place(long n)
{
    kont_goal *e = value(NULL);
    for (long row = 0; row < n; row++)
        e = both(e, kont_goal_set_undo(&queens[row], to(1, n)), call(is_safe, integer(row)));
    return both(e, call(board, integer(n)));
}

TEST(goal, queens)
{
    CHECK_STR(numbers(place(4)), "2413 3142");
    CHECK_STR(numbers(place(6)), "246135 362514 415263 531642");
    CHECK_STR(numbers(place(3)), "");
    CHECK_PTR(queens[0], NULL);
}

/* ---- Functions, procedures, results ------------------------------------------------------------------------------------------------------------------ */

static KONT bool below(void *const *args, void **result)
{
    *result = args[0];
    return kont_to_int(args[0]) < kont_to_int(args[1]);
}

static KONT bool seven(void *const *args, void **result)
{
    (void)args;
    *result = kont_int(7);
    return true;
}

TEST(goal, a_function_that_fails_has_its_arguments_resumed)
{
    CHECK_STR(numbers(call(below, to(1, 4), alt(integer(3), integer(2)))), "1 1 2");
    CHECK_STR(numbers(call(seven)), "7");
}

static KONT void upwards(void *const *args)
{
    for (long i = kont_to_int(args[0]); i <= kont_to_int(args[1]); i++)
        kont_yield(kont_int(i));
}

static KONT void twice(void *const *args)
{
    suspend(alt(value(args[0]), mul(integer(10), value(args[0]))));
}

TEST(goal, a_procedure_suspends)
{
    CHECK_STR(numbers(invoke(upwards, integer(1), integer(3))), "1 2 3");
    CHECK_STR(numbers(invoke(upwards, to(1, 2), alt(integer(2), integer(3)))), "1 2 1 2 3 2 2 3");
    CHECK_STR(numbers(invoke(twice, invoke(twice, to(1, 2)))), "1 10 10 100 2 20 20 200");
}

static KONT void fibonacci(void *const *args)
{
    long a = kont_to_int(args[0]), b = kont_to_int(args[1]);
    kont_yield(kont_int(a));
    suspend(invoke(fibonacci, integer(b), integer(a + b)));
}

TEST(goal, a_procedure_that_calls_itself)
{
    CHECK_STR(numbers(limit(invoke(fibonacci, integer(1), integer(1)), 10)), "1 1 2 3 5 8 13 21 34 55");
}

TEST(goal, results_as_a_sequence_and_as_a_generator)
{
    void *v;
    CHECK_INT(kont_seq_sum(KONT_PIPE(from(kont_goal_results(repeated(to(1, 3)))), take(7))), 13);
    kont_generator *g = kont_goal_generator(to(4, 5));
    CHECK(kont_next(g, &v));
    CHECK(kont_next(g, &v));
    CHECK_PTR(v, kont_int(5));
    CHECK(!kont_next(g, &v));
}

/* ---- Co-expressions ----------------------------------------------------------------------------------------------------------------------------------- */

static KONT long next_of(kont_coexpr *c)
{
    void *v;
    return kont_coexpr_next(c, &v) ? kont_to_int(v) : -1;
}

TEST(goal, co_expressions_give_one_result_at_a_time)
{
    kont_coexpr *c = create(to(1, 3));
    CHECK_INT(next_of(c), 1);
    CHECK_INT(next_of(c), 2);
    CHECK_INT(kont_coexpr_size(c), 2);
    kont_coexpr *again = refresh(c);
    CHECK_INT(next_of(c), 3);
    CHECK_INT(next_of(c), -1);
    CHECK_INT(next_of(c), -1);
    CHECK_INT(kont_coexpr_size(c), 3);
    CHECK_INT(next_of(again), 1);
    CHECK_INT(next_of(refresh(c)), 1);
}

TEST(goal, two_in_turn)
{
    kont_coexpr *labels = create(concat(string("L"), chars(string("123")))), *n = create(to(1, 9));
    CHECK_STR(strings(repeated(activate(labels))), "L1 L2 L3");
    CHECK_STR(numbers(add(repeated(activate(n)), activate(n))), "3 7 11 15");
    CHECK_INT(next_of(n), -1);
}

static kont_coexpr *itself;

static KONT bool ask_itself(void *const *args, void **result)
{
    (void)args;
    return kont_coexpr_next(itself, result);
}

static KONT void *next_of_itself(void *v)
{
    kont_coexpr_next(itself, &v);
    return v;
}

static KONT bool refuse_two(void *const *args, void **result)
{
    if (args[0] == kont_int(2))
        kont_raise(kont_exception_new("TWO", NULL, "two"));
    *result = args[0];
    return true;
}

TEST(goal, one_that_is_asked_while_it_runs_says_so_and_is_over)
{
    itself = create(call(ask_itself));
    CHECK_RAISES(next_of_itself, NULL, KONT_ERR_RUNNING, "co-expression already executing", "kont_coexpr_next");
    CHECK_INT(next_of(itself), -1);
}

TEST(goal, what_a_function_raises_ends_the_evaluation)
{
    const kont_exception *x;
    itself = create(call(refuse_two, to(1, 3)));
    CHECK_INT(next_of(itself), 1);
    kont_try(next_of_itself, NULL, &x);
    CHECK_STR(x->name, "TWO");
    CHECK_INT(next_of(itself), -1);
    CHECK_INT(next_of(refresh(itself)), 1);
}

static KONT void yields_outwards(void *const *args)
{
    kont_yield(args[0]);
}

static KONT bool yield_it(void *const *args, void **result)
{
    kont_yield(args[0]);
    *result = args[0];
    return true;
}

static KONT void *every_yielding(void *unused)
{
    every(call(yield_it, invoke(yields_outwards, to(1, 3))));
    return unused;
}

TEST(goal, functions_yield_to_a_generator_around)
{
    KONT_SEQ_EACH(long, n, kont_seq_generator(kont_generator_new(every_yielding, NULL)))
        trace("%ld", n);
    CHECK_STR(traced(), "1 2 3");
}

static KONT void *choose_in_goal(void *unused)
{
    (void)unused;
    return kont_int(first_of(gt(add(to(1, 3), integer(kont_choose(0, 2))), integer(4))));
}

TEST(goal, in_a_search)
{
    CHECK_INT(kont_seq_length(kont_seq_search(kont_search_new(choose_in_goal, NULL))), 3);
}

/* ---- Misuse ---------------------------------------------------------------------------------------------------------------------------------------------- */

/* A thunk that makes one call. */
#define CALL(name, call_) static KONT void *name(void *v) { (void)v; call_; return NULL; }

static KONT void *no_goal(void *v) { return v; }

CALL(first_null, kont_goal_first(NULL, &v))
CALL(first_value, kont_goal_first(to(1, 2), NULL))
CALL(every_null, every(NULL))
CALL(results_null, kont_goal_results(NULL))
CALL(generator_null, kont_goal_generator(NULL))
CALL(suspend_null, suspend(NULL))
CALL(create_null, create(NULL))
CALL(coexpr_null, kont_coexpr_next(NULL, &v))
CALL(coexpr_value, kont_coexpr_next(create(to(1, 2)), NULL))
CALL(refresh_null, refresh(NULL))
CALL(activate_null, activate(NULL))
CALL(string_null, string(NULL))
CALL(var_null, var(NULL))
CALL(set_null, set(NULL, to(1, 2)))
CALL(set_goal, set(&v, NULL))
CALL(elements_null, kont_goal_elements(NULL, 1))
CALL(alt_null, alt(to(1, 2), NULL))
CALL(and_null, both(NULL, to(1, 2)))
CALL(repeat_null, repeated(NULL))
CALL(limit_negative, limit(to(1, 2), -1))
CALL(not_null, kont_goal_not(NULL))
CALL(if_null, kont_goal_if(to(1, 2), NULL, NULL))
CALL(lazy_null, kont_goal_lazy(NULL, NULL))
CALL(lazy_nothing, every(kont_goal_lazy(no_goal, NULL)))
CALL(call_null, call(NULL, to(1, 2)))
CALL(call_arg, call(below, to(1, 2), NULL))
CALL(invoke_null, invoke(NULL))
CALL(with_no_call, kont_goal_with(to(1, 2), to(1, 2)))
CALL(step_zero, every(kont_goal_to_by(integer(1), integer(2), integer(0))))
CALL(add_too_large, every(add(integer(LONG_MAX), integer(1))))
CALL(div_zero, every(kont_goal_div(integer(1), integer(0))))
CALL(div_too_large, every(kont_goal_div(integer(LONG_MIN), integer(-1))))
CALL(mod_zero, every(kont_goal_mod(integer(1), integer(0))))
CALL(chars_of_null, every(chars(value(NULL))))
CALL(concat_null, every(concat(string(""), value(NULL))))
CALL(scan_null, every(scan(value(NULL), pos(1))))
CALL(scan_goal, scan(string(""), NULL))
CALL(tab_null, tab(NULL))
CALL(find_null, find(NULL))
CALL(eat_null, eat(NULL))

TEST(goal, misuse)
{
    static const struct { kont_fn *fn; const char *message, *where; } cases[] = {
        { first_null, "goal", "kont_goal_first" },
        { first_value, "value", "kont_goal_first" },
        { every_null, "goal", "kont_goal_every" },
        { results_null, "goal", "kont_goal_results" },
        { generator_null, "goal", "kont_goal_generator" },
        { suspend_null, "goal", "kont_suspend" },
        { create_null, "goal", "kont_coexpr_new" },
        { coexpr_null, "co-expression", "kont_coexpr_next" },
        { coexpr_value, "value", "kont_coexpr_next" },
        { refresh_null, "co-expression", "kont_coexpr_refresh" },
        { activate_null, "co-expression", "kont_goal_activate" },
        { string_null, "string", "kont_goal_string" },
        { var_null, "place", "kont_goal_var" },
        { set_null, "place", "kont_goal_set" },
        { set_goal, "goal", "kont_goal_set" },
        { elements_null, "array", "kont_goal_elements" },
        { alt_null, "goal", "kont_goal_alt" },
        { and_null, "goal", "kont_goal_and" },
        { repeat_null, "goal", "kont_goal_repeat" },
        { limit_negative, "n", "kont_goal_limit" },
        { not_null, "goal", "kont_goal_not" },
        { if_null, "goal", "kont_goal_if" },
        { lazy_null, "fn", "kont_goal_lazy" },
        { lazy_nothing, "goal", "kont_goal_lazy" },
        { call_null, "fn", "kont_goal_call" },
        { call_arg, "goal", "kont_goal_call" },
        { invoke_null, "fn", "kont_goal_invoke" },
        { with_no_call, "goal: it is no call", "kont_goal_with" },
        { step_zero, "step", "kont_goal_to_by" },
        { add_too_large, "integer: the result does not fit", "kont_goal_add" },
        { div_zero, "integer: a division by 0", "kont_goal_div" },
        { div_too_large, "integer: the result does not fit", "kont_goal_div" },
        { mod_zero, "integer: a division by 0", "kont_goal_mod" },
        { chars_of_null, "string", "kont_goal_chars" },
        { concat_null, "string", "kont_goal_concat" },
        { scan_null, "string", "kont_goal_scan" },
        { scan_goal, "goal", "kont_goal_scan" },
        { tab_null, "goal", "kont_goal_tab" },
        { find_null, "string", "kont_goal_find" },
        { eat_null, "string", "kont_goal_match" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char message[100];
        snprintf(message, sizeof message, "bad argument: %s", cases[i].message);
        CHECK_RAISES(cases[i].fn, NULL, KONT_ERR_ARGUMENT, message, cases[i].where);
    }
    CHECK_INT(kont_coexpr_size(NULL), 0);
}
