/* kont/effect.h: effect handlers: operations whose meaning their handler gives.
 *
 *     KONT_EFFECT(counter, next, reset);                          an effect, and its operations
 *     KONT_OPERATION0(counter, next, long)                        long counter_next(void)
 *     KONT_COMMAND(counter, reset, long)                          void counter_reset(long)
 *
 *     static KONT void *next(kont_handle *h, void *arg)  { long *n = h->local; (void)arg; return kont_int((*n)++); }
 *     static KONT void *reset(kont_handle *h, void *arg) { *(long *)h->local = kont_to_int(arg); return NULL; }
 *     static const kont_clauses from_memory = {
 *         .effect = &counter, .on = { [counter_next_op] = KONT_OP_LEAF(next), [counter_reset_op] = KONT_OP_LEAF(reset) }
 *     };
 *     ... kont_with_effect(&from_memory, &number, body, arg) ...   in body counter_next() counts
 *
 * A handler says for each operation how it goes on; it pays for what it says and for nothing else:
 *
 *     KONT_OP_LEAF   a function, called in place: f(h, arg). What it performs itself is found from the operation's place
 *     KONT_OP_TAIL   a function, called in place, where h and all handlers inside of it are out of sight
 *     KONT_OP_NEVER  all up to the handler is left, with its winders and defers; f(h, arg) gives the value of kont_with_effect
 *     KONT_OP_ONCE   f(h, k, arg) gets the rest of the body, to be resumed at most once. Nothing is copied
 *     KONT_OP_MANY   f(h, k, arg) gets the rest of the body, to be resumed any number of times
 *     nothing        forwarded: the next outer handler of the effect is asked
 *
 * What such a handler's body runs on:
 *
 *     clauses            the body is                     an operation costs
 *     LEAF, TAIL         a function that is called       a call
 *     and NEVER          the same, and an escape         an escape, as kont_callec's
 *     and ONCE           a prompt object                 a leave and an enter
 *     and MANY           a prompt                        a capture and a resume
 *     ONCE, shallow      a prompt                        a capture and a resume
 *
 * Clauses of the last three kinds run outside of their handler, in place of kont_with_effect, or of the resumption under which the
 * operation was performed. Handlers are deep unless `shallow` says otherwise: the resumption brings its handler along (Plotkin and Pretnar 2009);
 * a shallow one brings the bare rest, for which kont_continue_with installs another handler (Hillerström and Lindley 2018). The `returns` clause
 * makes the value of a body that ends of what the body returned; a shallow handler's is forgotten with the handler.
 *
 * Locals. h->local is the handler's own; all continuations share what it points to (SNAPSHOT: the heap is never restored).
 *
 * Resumptions. k belongs to whoever has it; keep it in memory that the collector sees. A second use of a resumption of ONCE raises KONT_ERR_USED. A
 * resumption that is dropped is no error: the defers in it run by DEFER, at the thread's next kont_run, enter, resume or kont_poll after
 * a collection has found it; kont_give_up runs them now. A ONCE handler's body is one object: where an outer handler resumes twice what holds it,
 * an operation of the second copy is KONT_ERR_COPIED. Let it be MANY there. */
#ifndef KONT_EFFECT_H
#define KONT_EFFECT_H

#include <kont/binding.h>
#include <kont/exception.h>

KONT_BEGIN

/* ---- Effects ---------------------------------------------------------------------------------------------------------------------- */

enum { KONT_OPERATIONS = 8 };                           /* an effect has at most so many */

/* Compared by address. */
typedef struct kont_effect {
    kont_key key;
    int count;
    const char *const *names;                           /* "counter.next" */
} kont_effect;

/* An effect of this file, with up to eight operations; its operations' numbers are EFFECT_NAME_op. For several files: KONT_EFFECT_EXTERN in the
 * header, KONT_EFFECT_DEFINE in one of them. */
#define KONT_EFFECT(effect, ...) KONT__NUMBERS(effect, __VA_ARGS__) KONT__EFFECT(static __attribute__((unused)), effect, __VA_ARGS__)
#define KONT_EFFECT_EXTERN(effect, ...) KONT__NUMBERS(effect, __VA_ARGS__) extern const kont_effect effect
#define KONT_EFFECT_DEFINE(effect, ...) KONT__EFFECT(, effect, __VA_ARGS__)

/* The function EFFECT_OPERATION that performs it: with an argument and a result, without an argument; without a result, without both. Each is a
 * pointer or an integer no wider than one. */
#define KONT_OPERATION(effect, name, result, argument) \
    static inline __attribute__((unused)) KONT result effect##_##name(argument v) \
    { return (result)(intptr_t)kont_perform(&effect, effect##_##name##_op, (void *)(intptr_t)v); }
#define KONT_OPERATION0(effect, name, result) \
    static inline __attribute__((unused)) KONT result effect##_##name(void) \
    { return (result)(intptr_t)kont_perform(&effect, effect##_##name##_op, NULL); }
#define KONT_COMMAND(effect, name, argument) \
    static inline __attribute__((unused)) KONT void effect##_##name(argument v) { kont_perform(&effect, effect##_##name##_op, (void *)(intptr_t)v); }
#define KONT_COMMAND0(effect, name) \
    static inline __attribute__((unused)) KONT void effect##_##name(void) { kont_perform(&effect, effect##_##name##_op, NULL); }

/* The same by handle: EFFECT_OPERATION_on(h, ...). */
#define KONT_OPERATION_ON(effect, name, result, argument) \
    static inline __attribute__((unused)) KONT result effect##_##name##_on(kont_handle *h, argument v) \
    { return (result)(intptr_t)kont_perform_on(h, effect##_##name##_op, (void *)(intptr_t)v); }
#define KONT_OPERATION0_ON(effect, name, result) \
    static inline __attribute__((unused)) KONT result effect##_##name##_on(kont_handle *h) \
    { return (result)(intptr_t)kont_perform_on(h, effect##_##name##_op, NULL); }

/* ---- Handlers ----------------------------------------------------------------------------------------------------------------------- */

/* One handler, installed. Clauses get it, and who has it performs by it. A collected object of the thread that made it. h->local is what it was
 * made with, and may be changed at any time. */
typedef kont_binding kont_handle;

/* The rest of a body, from an operation to its handler: a value of two words, to be copied freely. */
typedef struct kont_resumption {
    kont_handle *handle;
    void *rest;
} kont_resumption;

typedef kont_method_fn kont_clause;                     /* void *f(kont_handle *h, void *arg) */
typedef KONT void *kont_resuming_clause(kont_handle *h, kont_resumption k, void *arg);

/* Not copied: it stays as it is for as long as one of its handlers or their resumptions is used. */
typedef struct kont_clauses {
    const kont_effect *effect;
    kont_clause *returns;                               /* the value of a body that returned arg; null: arg itself */
    bool shallow;
    size_t stack;                                       /* bytes for a body that has a segment, as in kont_tag */
    struct kont_method on[KONT_OPERATIONS];             /* by the operations' numbers */
} kont_clauses;

#define KONT_OP_LEAF(f)  { (f), NULL, NULL, KONT__LEAF }
#define KONT_OP_TAIL(f)  { NULL, kont__perform_tail, KONT__A(kont_clause, f), KONT__TAIL }
#define KONT_OP_NEVER(f) { NULL, kont__perform_never, KONT__A(kont_clause, f), KONT__NEVER }
#define KONT_OP_ONCE(f)  { NULL, kont__perform_once, KONT__A(kont_resuming_clause, f), KONT__ONCE }
#define KONT_OP_MANY(f)  { NULL, kont__perform_many, KONT__A(kont_resuming_clause, f), KONT__MANY }

/* Runs fn(arg) with these clauses handling their effect. Returns what the `returns` clause, or a clause that was given control, does.
 * Errors: KONT_ERR_ARGUMENT, KONT_ERR_MEMORY, KONT_ERR_SEGMENTS. */
KONT_API KONT void *kont_with_effect(const kont_clauses *c, void *local, kont_fn *fn, void *arg);

/* The same for a handler that is performed to by handle: runs fn(h, arg). */
typedef KONT void *kont_handle_fn(kont_handle *h, void *arg);
KONT_API KONT void *kont_with_handle(const kont_clauses *c, void *local, kont_handle_fn *fn, void *arg);

/* Runs fn(arg) with the innermost handler of the effect out of sight there: Koka's mask. */
KONT_API KONT void *kont_mask(const kont_effect *effect, kont_fn *fn, void *arg);

/* ---- Performing ----------------------------------------------------------------------------------------------------------------------- */

/* Operation number `op` of the effect, by its innermost handler in sight. Returns what that brings.
 * Errors: KONT_ERR_UNHANDLED, which names effect and operation; for ONCE and MANY those of kont_leave and kont_capture. */
static inline KONT void *kont_perform(const kont_effect *effect, int op, void *arg);

/* The same to handler h, whatever is inside of it: nothing is searched for. Where h was not made by kont_with_handle, LEAF does not notice that
 * the handler has gone by an exception or an abort. Errors: KONT_ERR_HANDLER_GONE where h's body has been left, or, but for LEAF, is not in sight;
 * KONT_ERR_THREAD; KONT_ERR_UNHANDLED where h has no clause for it; else as kont_perform. */
KONT_API KONT void *kont_perform_on(kont_handle *h, int op, void *arg);

/* ---- Resuming ---------------------------------------------------------------------------------------------------------------------------- */

/* Goes on with v as the operation's value, under the caller. Returns what the handled body comes to: for a deep handler after its clauses.
 * Errors: KONT_ERR_USED, KONT_ERR_THREAD, KONT_ERR_COPIED, KONT_ERR_MEMORY, KONT_ERR_SEGMENTS. */
static inline KONT void *kont_continue(kont_resumption k, void *v);

/* The same for the last time: a resumption of MANY is used up, and not copied where it was never used before. */
static inline KONT void *kont_continue_last(kont_resumption k, void *v);

/* `return kont_continue_tail(k, v);` from a clause of h for its own operation: goes on when the clause has returned, for the last time. A loop of such
 * operations runs in constant space. Where the clause goes on instead, it is the next operation that is not a leaf, or the next resumption in tail
 * position, that raises KONT_ERR_NOT_TAIL. */
KONT_API KONT void *kont_continue_tail(kont_resumption k, void *v);

/* Goes on for the last time by raising x where the operation was performed. */
KONT_API KONT void *kont_discontinue(kont_resumption k, const kont_exception *x);

/* Shallow: goes on for the last time with v, under a handler of these clauses. What such a handler captures is the rest alone, however many were
 * there before (with frames in the heap, a prompt without frames for each of them).
 * Errors: KONT_ERR_ARGUMENT where k is a deep handler's; else as kont_continue_last. */
KONT_API KONT void *kont_continue_with(kont_resumption k, void *v, const kont_clauses *c, void *local);

/* Leaves the rest for good: its defers run now, of what no other resumption holds. The body of a deep ONCE handler is entered for that and left, so
 * that its winders run too. Where k was used up there is nothing to do. Errors: KONT_ERR_THREAD, KONT_ERR_MEMORY. */
KONT_API KONT void kont_give_up(kont_resumption k);

/* ---- How it is made -------------------------------------------------------------------------------------------------------------------- */

enum kont__op_kind { KONT__LEAF = 1, KONT__TAIL = 2, KONT__NEVER = 4, KONT__ONCE = 8, KONT__MANY = 16 };

KONT_API KONT void *kont__perform_tail(kont_handle *h, void *arg, const struct kont_method *m);
KONT_API KONT void *kont__perform_never(kont_handle *h, void *arg, const struct kont_method *m);
KONT_API KONT void *kont__perform_once(kont_handle *h, void *arg, const struct kont_method *m);
KONT_API KONT void *kont__perform_many(kont_handle *h, void *arg, const struct kont_method *m);
KONT_API KONT void *kont__unhandled(const kont_key *effect, int op, void *arg);

/* Lets the rest run; answers what came out of it. The first comes back by a switch, the second calls the clause by a jump: where these were in one
 * function of the library the processor would mistake where that returns to. */
struct kont__effect_request;
KONT_API KONT struct kont__effect_request *kont__effect_run(kont_resumption k, void *v);
KONT_API KONT struct kont__effect_request *kont__effect_run_last(kont_resumption k, void *v);
KONT_API KONT void *kont__effect_answer(struct kont__effect_request *r);

/* What a clause returns after kont_continue_tail, and what has to be done then. */
KONT_API extern const char kont__effect_in_tail[];
KONT_API KONT void *kont__effect_go_on(void);

static inline KONT KONT__INLINED void *kont__effect_value(void *v)
{
    return __builtin_expect(v == (const void *)kont__effect_in_tail, 0) ? kont__effect_go_on() : v;
}

static inline KONT KONT__INLINED void *kont_continue(kont_resumption k, void *v)
{
    return kont__effect_value(kont__effect_answer(kont__effect_run(k, v)));
}

static inline KONT KONT__INLINED void *kont_continue_last(kont_resumption k, void *v)
{
    return kont__effect_value(kont__effect_answer(kont__effect_run_last(k, v)));
}

static inline KONT KONT__INLINED void *kont_perform(const kont_effect *effect, int op, void *arg)
{
    if ((unsigned)op >= KONT_OPERATIONS)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_perform", "operation");
    return kont_invoke((const kont_key *)effect, op, arg);
}

/* f, which must be of this type, as data. */
#define KONT__A(type, f) ((const void *)(1 ? (f) : (type *)0))

#define KONT__EFFECT(storage, effect, ...) \
    static const char *const effect##__names[] = { KONT__EACH(KONT__NAME, effect, __VA_ARGS__) }; \
    storage const kont_effect effect = { { #effect, kont__unhandled }, (int)(sizeof effect##__names / sizeof effect##__names[0]), effect##__names }
#define KONT__NUMBERS(effect, ...) enum { KONT__EACH(KONT__NUMBER, effect, __VA_ARGS__) };
#define KONT__NAME(effect, op) #effect "." #op,
#define KONT__NUMBER(effect, op) effect##_##op##_op,
#define KONT__EACH(m, e, ...) KONT__NTH(__VA_ARGS__, KONT__8, KONT__7, KONT__6, KONT__5, KONT__4, KONT__3, KONT__2, KONT__1, )(m, e, __VA_ARGS__)
#define KONT__NTH(a, b, c, d, e, f, g, h, n, ...) n
#define KONT__1(m, e, a) m(e, a)
#define KONT__2(m, e, a, ...) m(e, a) KONT__1(m, e, __VA_ARGS__)
#define KONT__3(m, e, a, ...) m(e, a) KONT__2(m, e, __VA_ARGS__)
#define KONT__4(m, e, a, ...) m(e, a) KONT__3(m, e, __VA_ARGS__)
#define KONT__5(m, e, a, ...) m(e, a) KONT__4(m, e, __VA_ARGS__)
#define KONT__6(m, e, a, ...) m(e, a) KONT__5(m, e, __VA_ARGS__)
#define KONT__7(m, e, a, ...) m(e, a) KONT__6(m, e, __VA_ARGS__)
#define KONT__8(m, e, a, ...) m(e, a) KONT__7(m, e, __VA_ARGS__)

KONT_END
#endif
