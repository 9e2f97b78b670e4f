/* kont/sequence.h: lazy sequences: sources, stages that change what comes through them, and sinks that ask for it.
 *
 *     kont_seq *s = KONT_PIPE(lines("access.log"), filter(is_error), map(address), take(10));
 *
 *     lines <--pull-- filter <--pull-- map <--pull-- take <--next-- who asks      a value goes to the right for each pull to the left
 *
 * Nothing runs before somebody asks for a value, and then only as much as that value takes. A stage is a structure with a function that pulls:
 * it has no stack of its own and nothing is switched. The functions that stages are given are marked, and may do what any other may: yield to a
 * generator around the sequence, capture, choose, raise.
 *
 * The meaning is that of Python's iterators and of its itertools, with these words for what C has to say in addition:
 *
 *   - OWN: a stage owns what it draws from: nobody else may ask that for values, or give it to a second stage (KONT_ERR_ARGUMENT). kont_seq_tee makes
 *     several of one, kont_seq_borrow lends one out.
 *   - END: a sequence that has ended stays so. At its end it closes itself.
 *   - CLOSE: to close a sequence ends it, and closes what it owns: files are closed, generators and searches, too. Closing twice does nothing more. A
 *     sequence that is only forgotten is collected; its file is closed then.
 *   - What a stage's function raises is raised by who asked, and takes the value with it that it was called for. The sequence stands, and goes on with
 *     the next value.
 *   - A sequence is one object in the heap, as a generator is: a continuation that is resumed twice finds it where it was left.
 *   - A stage's function that asks that very stage for a value gets one; which, depends on how far the stage has come, as in Python.
 *   - One thread at a time may use a sequence. It need not be the one that made it, unless a generator or a search is in it, which says so.
 *
 * Any value may be in a sequence. Numbers are kont_int()s; doubles and structures go by pointers. The functions here that are marked raise
 * KONT_ERR_MEMORY, and KONT_ERR_ARGUMENT for a null, a sequence that is owned by another, or a count below 0. */
#ifndef KONT_SEQUENCE_H
#define KONT_SEQUENCE_H

#include <kont/exception.h>
#include <kont/generator.h>
#include <kont/search.h>

#include <stdio.h>

KONT_BEGIN

typedef struct kont_seq kont_seq;

/* Several values as one: what zip, enumerate, window, product and their kin give. Collected, and nobody's to change. */
typedef struct kont_tuple {
    size_t count;
    void **values;
} kont_tuple;

/* What stages are given: a function of a value is a kont_fn. `with` is what the stage was made with. */
typedef KONT void *kont_seq_fn2(void *with, void *value);
typedef KONT bool kont_seq_test(void *value);
typedef KONT bool kont_seq_test2(void *with, void *value);
typedef KONT long kont_seq_int_fn(long n);
typedef KONT bool kont_seq_int_test(long n);

/* ---- Pipelines ---------------------------------------------------------------------------------------------------------------------------
 *
 * KONT_PIPE(source, stage, ...) reads from left to right: each argument is a function of this header without its kont_seq_, at most 16 of them. A
 * pipeline may stand in another: KONT_PIPE(range(0, 3, 1), chain(KONT_PIPE(range(7, 9, 1), map(negate)))). A sequence that one has already
 * goes in by from(s); a source or stage of one's own by its name, where that begins with kont_seq_, or by from(). */
#define KONT_PIPE(...) KONT_PIPE_(KONT_PIPE_COUNT(__VA_ARGS__, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), __VA_ARGS__)

/* The sequence that `stage`, which has no source yet, makes of `source`: it is `stage`. */
KONT_API KONT kont_seq *kont_seq_through(kont_seq *source, kont_seq *stage);

/* s itself. */
KONT_API KONT kont_seq *kont_seq_from(kont_seq *s);

/* ---- Asking for values -------------------------------------------------------------------------------------------------------------------- */

/* True: *value is the next one. False: there is none left; *value is null. Errors: what the sequence's functions raise. */
static inline KONT bool kont_seq_next(kont_seq *s, void **value);

/* CLOSE. */
KONT_API KONT void kont_seq_close(kont_seq *s);

/* A loop over s, which is closed when the loop is left by its end or by break (not by return, goto or a raise):
 *     KONT_SEQ_EACH(const char *, line, KONT_PIPE(lines("words"), take(5))) puts(line);
 * `type`: a pointer or an integer as wide as one. */
#define KONT_SEQ_EACH(type, name, s) \
    for (kont_seq *kont__each = kont__seq_begin(s), *kont__open = kont__each; kont__open != NULL; kont_seq_close(kont__each), kont__open = NULL) \
        for (type name; !kont_seq_over(kont__each, (const void *)(name = (type)kont_seq_pull(kont__each))); )

/* ---- Sources ------------------------------------------------------------------------------------------------------------------------------ */

/* start, start + step, ... up to stop, which is not in it; downwards where step is below 0. Errors: KONT_ERR_ARGUMENT for a step of 0. */
KONT_API KONT kont_seq *kont_seq_range(long start, long stop, long step);

/* start, start + step, ... without end: that is, until the next one does not fit. */
KONT_API KONT kont_seq *kont_seq_count(long start, long step);

/* v, `times` times. */
KONT_API KONT kont_seq *kont_seq_repeat(void *v, long times);

/* The values of an array; its integers as kont_int()s; pointers to its elements of `size` bytes. The array is not copied. */
KONT_API KONT kont_seq *kont_seq_array(void *const *values, size_t count);
KONT_API KONT kont_seq *kont_seq_ints(const long *values, size_t count);
KONT_API KONT kont_seq *kont_seq_elements(const void *array, size_t count, size_t size);

/* The lines of a file, as collected strings without the newline. The file is opened here and closed with the sequence. What cannot be
 * opened or read raises an exception of the name KONT_SEQ_FILE, whose message names the file and why, and whose value is errno as kont_int: 0 for
 * a line that holds a zero byte. That ends the sequence. */
#define KONT_SEQ_FILE "KONT_SEQ_FILE"
KONT_API KONT kont_seq *kont_seq_lines(const char *path);

/* The same of a file that is open already: it stays open. `name` is for messages. */
KONT_API KONT kont_seq *kont_seq_lines_of(FILE *file, const char *name);

/* What a generator yields; the solutions of a search. Either is closed with the sequence. */
KONT_API KONT kont_seq *kont_seq_generator(kont_generator *g);
KONT_API KONT kont_seq *kont_seq_search(kont_search *s);

/* The values of s, which stays with its owner: closing this one does not close s. For taking a part of s and going on with the rest. */
KONT_API KONT kont_seq *kont_seq_borrow(kont_seq *s);

/* ---- Stages, one value at a time ---------------------------------------------------------------------------------------------------------- */

/* fn(v) of each v; fn(with, v); fn(n) of integers. */
KONT_API KONT kont_seq *kont_seq_map(kont_fn *fn);
KONT_API KONT kont_seq *kont_seq_map_with(kont_seq_fn2 *fn, void *with);
KONT_API KONT kont_seq *kont_seq_map_int(kont_seq_int_fn *fn);

/* The values for which the test holds. */
KONT_API KONT kont_seq *kont_seq_filter(kont_seq_test *test);
KONT_API KONT kont_seq *kont_seq_filter_with(kont_seq_test2 *test, void *with);
KONT_API KONT kont_seq *kont_seq_filter_int(kont_seq_int_test *test);

/* The first `count`, no value more is drawn; all but these. */
KONT_API KONT kont_seq *kont_seq_take(long count);
KONT_API KONT kont_seq *kont_seq_drop(long count);

/* Those before the first for which the test does not hold (which is drawn, and lost); that one, and all after it. */
KONT_API KONT kont_seq *kont_seq_take_while(kont_seq_test *test);
KONT_API KONT kont_seq *kont_seq_drop_while(kont_seq_test *test);

/* The first of every `step` values. Errors: KONT_ERR_ARGUMENT for a step below 1. */
KONT_API KONT kont_seq *kont_seq_step(long step);

/* Tuples of kont_int(start), kont_int(start + 1) ... and the values. */
KONT_API KONT kont_seq *kont_seq_enumerate(long start);

/* The first value, then fn(what was given last, the next value) ...: itertools.accumulate. */
KONT_API KONT kont_seq *kont_seq_accumulate(kont_seq_fn2 *fn);

/* ---- Stages that look at several values --------------------------------------------------------------------------------------------------- */

/* Tuples of each `size` neighbours: 2 is itertools.pairwise. None, where fewer are there. Errors: KONT_ERR_ARGUMENT for a size below 1. */
KONT_API KONT kont_seq *kont_seq_window(long size);

/* Tuples of `size` values, the last one of what is left. Errors: KONT_ERR_ARGUMENT for a size below 1. */
KONT_API KONT kont_seq *kont_seq_batch(long size);

/* Groups of neighbours of one key: key(v), or v itself where `key` is null; same(k, l) tells whether two keys are alike, or their being the same value
 * where that is null. As itertools.groupby: a group's members are drawn from the same source, and are gone when the next group is asked for. */
struct kont_seq_group {
    void *key;
    kont_seq *members;
};
KONT_API KONT kont_seq *kont_seq_group_by(kont_fn *key, kont_seq_test2 *same);

/* All values in order: before(a, b) tells whether a has to come before b. Those of which neither does stay as they came: Python's sorted. All are
 * drawn at the first pull. */
KONT_API KONT kont_seq *kont_seq_sort(kont_seq_test2 *before);

/* All values, saved on the way, then these again and again. */
KONT_API KONT kont_seq *kont_seq_cycle(void);

/* ---- Stages with further sequences, which they own too ------------------------------------------------------------------------------------- */

/* The values, then those of `other`. */
KONT_API KONT kont_seq *kont_seq_chain(kont_seq *other);

/* The values of the sequences that the values are, one after the other. Each is owned, and closed before the next is begun. */
KONT_API KONT kont_seq *kont_seq_flatten(void);

/* Tuples of a value of each, up to the end of the shorter one (when the first ends, the second is not asked). The strict form raises
 * KONT_ERR_ARGUMENT at the end where they are not of the same length, and says which one is shorter. */
KONT_API KONT kont_seq *kont_seq_zip(kont_seq *other);
KONT_API KONT kont_seq *kont_seq_zip_strict(kont_seq *other);

/* The same of `count` sequences, as sources. */
KONT_API KONT kont_seq *kont_seq_zip_of(size_t count, kont_seq *const *parts);
KONT_API KONT kont_seq *kont_seq_zip_strict_of(size_t count, kont_seq *const *parts);

/* `count` sequences in copies[0 .. count-1], each of which gives all that s, which they own together, gives. What one is ahead of the slowest is
 * kept. s is closed when all of them are. Where a pull of one copy asks another one for values, both have them in the order in which
 * they arrived. */
KONT_API KONT void kont_seq_tee(kont_seq *s, size_t count, kont_seq **copies);

/* ---- Combinatorics: of all that the source gives, which is drawn at the first pull ----------------------------------------------------------- */

/* Tuples of a value of each, the last of them fastest. As a source: of `count` sequences. */
KONT_API KONT kont_seq *kont_seq_product(kont_seq *other);
KONT_API KONT kont_seq *kont_seq_product_of(size_t count, kont_seq *const *parts);

/* Tuples of `size` values in all orders, of distinct places, in the lexicographic order of these; and those whose places rise. KONT_SEQ_ALL: of as
 * many as there are. One empty tuple for 0, none where size is more than there are. */
#define KONT_SEQ_ALL ((long)-1)
KONT_API KONT kont_seq *kont_seq_permutations(long size);
KONT_API KONT kont_seq *kont_seq_combinations(long size);

/* ---- Sinks. Those that stop before the end leave the sequence open --------------------------------------------------------------------------- */

/* All values in a collected array, and *count, which may be null, says how many; integers likewise. */
KONT_API KONT void **kont_seq_to_array(kont_seq *s, size_t *count);
KONT_API KONT long *kont_seq_to_ints(kont_seq *s, size_t *count);

/* fn(fn(fn(initial, a), b), c) ... Python's functools.reduce. */
KONT_API KONT void *kont_seq_reduce(kont_seq *s, kont_seq_fn2 *fn, void *initial);

/* fn(with, v) of each v. */
KONT_API KONT void kont_seq_each(kont_seq *s, kont_seq_fn2 *fn, void *with);

/* How many values there are. */
KONT_API KONT long kont_seq_length(kont_seq *s);

/* The sum of integers (KONT_ERR_ARGUMENT where it does not fit); of the doubles that the values point at. */
KONT_API KONT long kont_seq_sum(kont_seq *s);
KONT_API KONT double kont_seq_sum_doubles(kont_seq *s);

/* Whether the test holds for one of them; for all. They stop where that is known. */
KONT_API KONT bool kont_seq_any(kont_seq *s, kont_seq_test *test);
KONT_API KONT bool kont_seq_all(kont_seq *s, kont_seq_test *test);

/* The next value, or `otherwise` at the end. */
KONT_API KONT void *kont_seq_first(kont_seq *s, void *otherwise);

/* ---- Sources and stages of one's own ----------------------------------------------------------------------------------------------------------
 *
 *     WAITING --through--> OPEN --pulls--> OPEN --finish or close--> ENDED         a stage; a source begins OPEN
 *
 *     struct twice { kont_seq seq; void *again; bool have; };
 *
 *     static KONT void *twice_pull(kont_seq *s)
 *     {
 *         struct twice *t = (struct twice *)s;
 *         t->have = !t->have;
 *         if (t->have) {
 *             t->again = kont_seq_pull(s->source);
 *             if (kont_seq_over(s->source, t->again))
 *                 return kont_seq_finish(s);
 *         }
 *         return t->again;
 *     }
 *     kont_seq *each_twice(void) { return kont_seq_new_stage(sizeof(struct twice), "each_twice", twice_pull, NULL); }
 */

/* Gives the next value, or what kont_seq_finish(s) returns. It is not called after that. */
typedef KONT void *kont_seq_pull_fn(kont_seq *s);

/* Lets go of what s holds besides its source, when s has ended. Called once; it may raise, and the source is closed all the same. */
typedef KONT void kont_seq_close_fn(kont_seq *s);

struct kont_seq {
    kont_seq_pull_fn *pull;
    kont_seq_close_fn *close;                           /* or null */
    kont_seq *source;                                   /* null: it draws from nothing, or from what only its pull knows */
    kont_seq_pull_fn *waiting;                          /* of a stage without a source: its pull; else null */
    const char *name;                                   /* for messages */
    bool owned, ended;
};

/* A collected source or stage of `bytes` bytes, zeroed, that begins with a struct kont_seq. */
KONT_API KONT kont_seq *kont_seq_new(size_t bytes, const char *name, kont_seq_pull_fn *pull, kont_seq_close_fn *close);
KONT_API KONT kont_seq *kont_seq_new_stage(size_t bytes, const char *name, kont_seq_pull_fn *pull, kont_seq_close_fn *close);

/* OWN. Takes s for a source or stage that calls itself `name`. Returns s. */
KONT_API KONT kont_seq *kont_seq_own(kont_seq *s, const char *name);

/* Ends and closes s, as its pull does at the end. Returns what tells so. */
KONT_API KONT void *kont_seq_finish(kont_seq *s);

/* A collected tuple of `count` nulls. */
KONT_API KONT kont_tuple *kont_tuple_new(size_t count);

/* What a sequence that has ended gives; an integer may be that address, so it takes `ended` to tell. */
KONT_API extern const char kont_seq_end[];
KONT_API KONT KONT_NORETURN void kont__seq_misused(const kont_seq *s, const char *where);

static inline KONT KONT__INLINED void *kont_seq_pull(kont_seq *s)
{
    return s->pull(s);
}

static inline bool kont_seq_over(const kont_seq *s, const void *v)
{
    return __builtin_expect(v == (const void *)kont_seq_end, 0) && s->ended;
}

static inline KONT KONT__INLINED bool kont_seq_next(kont_seq *s, void **value)
{
    if (s == NULL || value == NULL || s->owned)
        kont__seq_misused(s, "kont_seq_next");
    void *v = kont_seq_pull(s);
    bool over = kont_seq_over(s, v);
    *value = over ? NULL : v;
    return !over;
}

static inline KONT kont_seq *kont__seq_begin(kont_seq *s)
{
    if (s == NULL || s->owned)
        kont__seq_misused(s, "KONT_SEQ_EACH");
    return s;
}

/* KONT_PIPE(a, b, c) is kont_seq_through(kont_seq_through(kont_seq_a, kont_seq_b), kont_seq_c). Its arguments are expanded before they come here, which is
 * why one pipeline may stand in another. */
#define KONT_PIPE_COUNT(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, count, ...) count
#define KONT_PIPE_(count, ...) KONT_PIPE__(count, __VA_ARGS__)
#define KONT_PIPE__(count, ...) KONT_PIPE_##count(__VA_ARGS__)
#define KONT_PIPE_1(a) kont_seq_##a
#define KONT_PIPE_2(a, ...) KONT_PIPE_T1(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_3(a, ...) KONT_PIPE_T2(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_4(a, ...) KONT_PIPE_T3(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_5(a, ...) KONT_PIPE_T4(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_6(a, ...) KONT_PIPE_T5(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_7(a, ...) KONT_PIPE_T6(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_8(a, ...) KONT_PIPE_T7(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_9(a, ...) KONT_PIPE_T8(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_10(a, ...) KONT_PIPE_T9(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_11(a, ...) KONT_PIPE_T10(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_12(a, ...) KONT_PIPE_T11(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_13(a, ...) KONT_PIPE_T12(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_14(a, ...) KONT_PIPE_T13(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_15(a, ...) KONT_PIPE_T14(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_16(a, ...) KONT_PIPE_T15(kont_seq_##a, __VA_ARGS__)
#define KONT_PIPE_T1(s, a) kont_seq_through(s, kont_seq_##a)
#define KONT_PIPE_T2(s, a, ...) KONT_PIPE_T1(kont_seq_through(s, kont_seq_##a), __VA_ARGS__)
#define KONT_PIPE_T3(s, a, ...) KONT_PIPE_T2(kont_seq_through(s, kont_seq_##a), __VA_ARGS__)
#define KONT_PIPE_T4(s, a, ...) KONT_PIPE_T3(kont_seq_through(s, kont_seq_##a), __VA_ARGS__)
#define KONT_PIPE_T5(s, a, ...) KONT_PIPE_T4(kont_seq_through(s, kont_seq_##a), __VA_ARGS__)
#define KONT_PIPE_T6(s, a, ...) KONT_PIPE_T5(kont_seq_through(s, kont_seq_##a), __VA_ARGS__)
#define KONT_PIPE_T7(s, a, ...) KONT_PIPE_T6(kont_seq_through(s, kont_seq_##a), __VA_ARGS__)
#define KONT_PIPE_T8(s, a, ...) KONT_PIPE_T7(kont_seq_through(s, kont_seq_##a), __VA_ARGS__)
#define KONT_PIPE_T9(s, a, ...) KONT_PIPE_T8(kont_seq_through(s, kont_seq_##a), __VA_ARGS__)
#define KONT_PIPE_T10(s, a, ...) KONT_PIPE_T9(kont_seq_through(s, kont_seq_##a), __VA_ARGS__)
#define KONT_PIPE_T11(s, a, ...) KONT_PIPE_T10(kont_seq_through(s, kont_seq_##a), __VA_ARGS__)
#define KONT_PIPE_T12(s, a, ...) KONT_PIPE_T11(kont_seq_through(s, kont_seq_##a), __VA_ARGS__)
#define KONT_PIPE_T13(s, a, ...) KONT_PIPE_T12(kont_seq_through(s, kont_seq_##a), __VA_ARGS__)
#define KONT_PIPE_T14(s, a, ...) KONT_PIPE_T13(kont_seq_through(s, kont_seq_##a), __VA_ARGS__)
#define KONT_PIPE_T15(s, a, ...) KONT_PIPE_T14(kont_seq_through(s, kont_seq_##a), __VA_ARGS__)

KONT_END
#endif
