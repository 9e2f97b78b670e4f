/* kont/goal.h: goal-directed evaluation, after Icon (Griswold and Griswold, The Icon Programming Language, 1983, 3rd edition 1996).
 *
 * A goal is an expression that succeeds with a value, perhaps with several in turn, or fails. A context that needs a value takes the first; when what
 * it does with that fails, the operands are resumed for others, the last one first.
 *
 *     every write((1 to 3) + (1 to 2))                 Icon
 *     every(call(print, add(to(1, 3), to(1, 2))))      C, with the short names of kont/icon.h: 2 3 3 4 4 5
 *
 * A goal is a tree in the heap that stands for the expression, as its text does in Icon. Making it evaluates nothing, nothing changes it, and
 * it may be evaluated as often as one likes, and be a part of several others. An evaluation is a kont_coexpr, which Icon has as co-expressions:
 *
 *     NEW --next--> RUNNING --a result--> WAITING --next--> RUNNING ...        failure, a raise, an abort: RUNNING --> ENDED
 *
 *   - BOUNDED: where only one result is wanted, the rest of the evaluation is dropped and is never resumed: kont_goal_first, the condition of if and
 *     while, the bodies of every and while, the first of two statements.
 *   - Results are values like any others: null is one (Icon's &null), failure is not a value.
 *   - What a goal's function raises ends the evaluation. An evaluation is one object in the heap: a continuation that is resumed twice finds it
 *     where it was left. Nothing here is done by capturing: a procedure that suspends is a generator, all else are structures.
 *
 * Unlike Icon's: numbers are kont_int()s and strings are C strings, and neither is turned into the other; an operand that is a variable is looked at when
 * it is evaluated, not when all operands have been; an activation brings no value along. The functions that are marked raise KONT_ERR_MEMORY, and
 * KONT_ERR_ARGUMENT for a null goal, function or string. */
#ifndef KONT_GOAL_H
#define KONT_GOAL_H

#include <kont/exception.h>
#include <kont/generator.h>
#include <kont/sequence.h>

KONT_BEGIN

typedef struct kont_goal kont_goal;
typedef struct kont_coexpr kont_coexpr;

/* ---- Evaluating --------------------------------------------------------------------------------------------------------------------------- */

/* The first result, BOUNDED. False: it failed; *value is null. */
KONT_API KONT bool kont_goal_first(kont_goal *e, void **value);

/* every e: all results, one after the other, for what happens on the way. Returns how many there were. */
KONT_API KONT long kont_goal_every(kont_goal *e);

/* The results as a lazy sequence, and as a generator. */
KONT_API KONT kont_seq *kont_goal_results(kont_goal *e);
KONT_API KONT kont_generator *kont_goal_generator(kont_goal *e);

/* create e: an evaluation that has not begun. */
KONT_API KONT kont_coexpr *kont_coexpr_new(kont_goal *e);

/* @c: true and the next result, or false and null: it has failed, and fails from then on.
 * Errors: KONT_ERR_RUNNING where c is asked while it is being evaluated; what the goal raises. */
KONT_API KONT bool kont_coexpr_next(kont_coexpr *c, void **value);

/* ^c: another one of the same goal, from the beginning. */
KONT_API KONT kont_coexpr *kont_coexpr_refresh(const kont_coexpr *c);

/* *c: how many results it has had; 0 for null. */
KONT_API long kont_coexpr_size(const kont_coexpr *c);

/* @c as a goal: c's next result, once. |@c has all. */
KONT_API KONT kont_goal *kont_goal_activate(kont_coexpr *c);

/* ---- Values, and variables of the program: they are looked at when the goal is evaluated ------------------------------------------------------- */

KONT_API KONT kont_goal *kont_goal_value(void *v);
KONT_API KONT kont_goal *kont_goal_int(long n);
KONT_API KONT kont_goal *kont_goal_string(const char *s);
KONT_API KONT kont_goal *kont_goal_fail(void);
KONT_API KONT kont_goal *kont_goal_var(void **place);

/* place := e; place <- e, which puts the old value back when it is resumed. Results: those of e. The place is global, or collected. */
KONT_API KONT kont_goal *kont_goal_set(void **place, kont_goal *e);
KONT_API KONT kont_goal *kont_goal_set_undo(void **place, kont_goal *e);

/* ---- Several results ------------------------------------------------------------------------------------------------------------------------ */

/* low to high; from to limit by step, for all results of the three. Errors: KONT_ERR_ARGUMENT for a step of 0. */
KONT_API KONT kont_goal *kont_goal_to(long low, long high);
KONT_API KONT kont_goal *kont_goal_to_by(kont_goal *from, kont_goal *limit, kont_goal *step);

/* !s: its characters, as strings. !a: the elements of an array, which is not copied. */
KONT_API KONT kont_goal *kont_goal_chars(kont_goal *s);
KONT_API KONT kont_goal *kont_goal_elements(void *const *values, size_t count);

/* a | b | ...: the results of one after the other. a & b & ...: the last one's, for each of the ones before. Two to eight goals. */
#define kont_goal_alt(...) KONT_GOAL_FOLD(kont_goal_alt_two, __VA_ARGS__)
#define kont_goal_and(...) KONT_GOAL_FOLD(kont_goal_and_two, __VA_ARGS__)
KONT_API KONT kont_goal *kont_goal_alt_two(kont_goal *a, kont_goal *b);
KONT_API KONT kont_goal *kont_goal_and_two(kont_goal *a, kont_goal *b);

/* |e: the results of e again and again, until an evaluation of e has none. */
KONT_API KONT kont_goal *kont_goal_repeat(kont_goal *e);

/* e \ n: the first n. Errors: KONT_ERR_ARGUMENT below 0. */
KONT_API KONT kont_goal *kont_goal_limit(kont_goal *e, long n);

/* ---- Control -------------------------------------------------------------------------------------------------------------------------------- */

/* not e: null where e fails. */
KONT_API KONT kont_goal *kont_goal_not(kont_goal *e);

/* if a then b else c: the results of b or of c. A null c fails. */
KONT_API KONT kont_goal *kont_goal_if(kont_goal *a, kont_goal *b, kont_goal *c);

/* every a do b; while a do b. Both fail in the end. A null b does nothing. */
KONT_API KONT kont_goal *kont_goal_every_do(kont_goal *a, kont_goal *b);
KONT_API KONT kont_goal *kont_goal_while_do(kont_goal *a, kont_goal *b);

/* { a; b }: b's results, whether a succeeds or not. */
KONT_API KONT kont_goal *kont_goal_then(kont_goal *a, kont_goal *b);

/* The goal that fn(arg), a kont_goal *, gives when this is evaluated: for what refers to itself. */
KONT_API KONT kont_goal *kont_goal_lazy(kont_fn *fn, void *arg);

/* ---- Functions and procedures ----------------------------------------------------------------------------------------------------------------
 *
 * Called with each combination of their arguments' results, the last argument's fastest. `args` holds the values; a function has it for the time of
 * its call, a procedure for good. */

/* True: succeeds with *result, which is null beforehand. False: fails, and the arguments are resumed. */
typedef KONT bool kont_goal_fn(void *const *args, void **result);

/* A procedure suspends results by kont_yield, or all of a goal's by kont_suspend, and fails when it returns. It is a generator. */
typedef KONT void kont_goal_procedure(void *const *args);
KONT_API KONT void kont_suspend(kont_goal *e);

/* fn(a, b, ...); with up to seven arguments. */
#define kont_goal_call(...) KONT_GOAL_FOLD(kont_goal_with, KONT_GOAL_HEAD(kont_goal_function, __VA_ARGS__))
#define kont_goal_invoke(...) KONT_GOAL_FOLD(kont_goal_with, KONT_GOAL_HEAD(kont_goal_of_procedure, __VA_ARGS__))
KONT_API KONT kont_goal *kont_goal_function(kont_goal_fn *fn);
KONT_API KONT kont_goal *kont_goal_of_procedure(kont_goal_procedure *fn);

/* The call with one argument more: another goal. */
KONT_API KONT kont_goal *kont_goal_with(kont_goal *call, kont_goal *arg);

/* Of integers. Errors: KONT_ERR_ARGUMENT where the result does not fit, or a division by 0. */
KONT_API KONT kont_goal *kont_goal_add(kont_goal *a, kont_goal *b);
KONT_API KONT kont_goal *kont_goal_sub(kont_goal *a, kont_goal *b);
KONT_API KONT kont_goal *kont_goal_mul(kont_goal *a, kont_goal *b);
KONT_API KONT kont_goal *kont_goal_div(kont_goal *a, kont_goal *b);
KONT_API KONT kont_goal *kont_goal_mod(kont_goal *a, kont_goal *b);

/* They succeed with b, where a < b, <=, >, >=, =, ~= holds. */
KONT_API KONT kont_goal *kont_goal_lt(kont_goal *a, kont_goal *b);
KONT_API KONT kont_goal *kont_goal_le(kont_goal *a, kont_goal *b);
KONT_API KONT kont_goal *kont_goal_gt(kont_goal *a, kont_goal *b);
KONT_API KONT kont_goal *kont_goal_ge(kont_goal *a, kont_goal *b);
KONT_API KONT kont_goal *kont_goal_eq(kont_goal *a, kont_goal *b);
KONT_API KONT kont_goal *kont_goal_ne(kont_goal *a, kont_goal *b);

/* Of strings: a || b; a == b, which succeeds with b. */
KONT_API KONT kont_goal *kont_goal_concat(kont_goal *a, kont_goal *b);
KONT_API KONT kont_goal *kont_goal_same(kont_goal *a, kont_goal *b);

/* ---- String scanning -------------------------------------------------------------------------------------------------------------------------
 *
 *        w   o   r   d           positions stand between characters: 1 is in front of the first; 0 is the end, -1 in front of
 *      1   2   3   4   5         the last
 *     -4  -3  -2  -1   0
 *
 * Where no kont_goal_scan is around, the subject is empty. A set of characters is a string that has them. */

/* s ? e: e's results, with s for the subject and position 1. Outside, and while a result is looked at, the outer subject and position hold. */
KONT_API KONT kont_goal *kont_goal_scan(kont_goal *s, kont_goal *e);

/* tab(i): goes to position i; move(i): i characters on (back, below 0). The result is what lies between. When resumed they go back where they came
 * from. They fail outside the subject. */
KONT_API KONT kont_goal *kont_goal_tab(kont_goal *position);
KONT_API KONT kont_goal *kont_goal_move(kont_goal *count);

/* =s, that is tab(match(s)). */
KONT_API KONT kont_goal *kont_goal_eat(const char *s);

/* Positions, from the present one on: where s occurs; in front of characters of the set. Several. */
KONT_API KONT kont_goal *kont_goal_find(const char *s);
KONT_API KONT kont_goal *kont_goal_upto(const char *set);

/* The position behind s, where s is next; behind one character of the set; behind all that follow (at least one). One. */
KONT_API KONT kont_goal *kont_goal_match(const char *s);
KONT_API KONT kont_goal *kont_goal_any(const char *set);
KONT_API KONT kont_goal *kont_goal_many(const char *set);

/* Positions in front of characters of `set` (null: any) with as many of `open` as of `close` before them. Null: "(", ")". Several. */
KONT_API KONT kont_goal *kont_goal_bal(const char *set, const char *open, const char *close);

/* pos(i): the present position, where that is i. &subject; &pos. */
KONT_API KONT kont_goal *kont_goal_pos(long i);
KONT_API KONT kont_goal *kont_goal_subject(void);
KONT_API KONT kont_goal *kont_goal_position(void);

#define KONT_LCASE "abcdefghijklmnopqrstuvwxyz"
#define KONT_UCASE "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define KONT_LETTERS KONT_UCASE KONT_LCASE
#define KONT_DIGITS "0123456789"

/* KONT_GOAL_FOLD(f, a, b, c) is f(f(a, b), c). KONT_GOAL_HEAD(f, a, b) is f(a), b. */
#define KONT_GOAL_COUNT(a, b, c, d, e, f, g, h, count, ...) count
#define KONT_GOAL_FOLD(f, ...) KONT_GOAL_FOLD_(KONT_GOAL_COUNT(__VA_ARGS__, 8, 7, 6, 5, 4, 3, 2, 1, 0), f, __VA_ARGS__)
#define KONT_GOAL_FOLD_(count, f, ...) KONT_GOAL_FOLD__(count, f, __VA_ARGS__)
#define KONT_GOAL_FOLD__(count, f, ...) KONT_GOAL_FOLD_##count(f, __VA_ARGS__)
#define KONT_GOAL_FOLD_1(f, a) a
#define KONT_GOAL_FOLD_2(f, a, b) f(a, b)
#define KONT_GOAL_FOLD_3(f, a, b, ...) KONT_GOAL_FOLD_2(f, f(a, b), __VA_ARGS__)
#define KONT_GOAL_FOLD_4(f, a, b, ...) KONT_GOAL_FOLD_3(f, f(a, b), __VA_ARGS__)
#define KONT_GOAL_FOLD_5(f, a, b, ...) KONT_GOAL_FOLD_4(f, f(a, b), __VA_ARGS__)
#define KONT_GOAL_FOLD_6(f, a, b, ...) KONT_GOAL_FOLD_5(f, f(a, b), __VA_ARGS__)
#define KONT_GOAL_FOLD_7(f, a, b, ...) KONT_GOAL_FOLD_6(f, f(a, b), __VA_ARGS__)
#define KONT_GOAL_FOLD_8(f, a, b, ...) KONT_GOAL_FOLD_7(f, f(a, b), __VA_ARGS__)
#define KONT_GOAL_HEAD(f, ...) KONT_GOAL_HEAD_(KONT_GOAL_COUNT(__VA_ARGS__, N, N, N, N, N, N, N, 1, 0), f, __VA_ARGS__)
#define KONT_GOAL_HEAD_(count, f, ...) KONT_GOAL_HEAD__(count, f, __VA_ARGS__)
#define KONT_GOAL_HEAD__(count, f, ...) KONT_GOAL_HEAD_##count(f, __VA_ARGS__)
#define KONT_GOAL_HEAD_1(f, a) f(a)
#define KONT_GOAL_HEAD_N(f, a, ...) f(a), __VA_ARGS__

KONT_END
#endif
