/* kont/generator.h: generators, as Python has them (PEP 255, 342, 380, 479).
 *
 *     kont_generator *g = kont_generator_new(body, arg);       g = body(arg)
 *     while (kont_next(g, &v)) ...                             for v in g: ...
 *     kont_send(g, w, &v), kont_throw(g, x, &v), kont_close(g) g.send(w), g.throw(x), g.close()
 *     w = kont_yield(v); r = kont_yield_from(h);               w = yield v; r = yield from h
 *
 *     KONT_NEW --next--> KONT_RUNNING --yield--> KONT_SUSPENDED --next--> KONT_RUNNING ...  return, raise, close --> KONT_DONE
 *     (Python's inspect.getgeneratorstate: GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED)
 *
 * Where Python raises StopIteration the functions here return false, and the body's return value stands where a yielded one would. CPython's
 * errors have codes:
 *
 *     KONT_ERR_RUNNING         ValueError: generator already executing
 *     KONT_ERR_JUST_STARTED    TypeError: can't send non-null value to a just-started generator (None there)
 *     KONT_ERR_IGNORED_EXIT    RuntimeError: generator ignored GeneratorExit
 *     KONT_ERR_RAISED_STOP     RuntimeError: generator raised StopIteration
 *     KONT_ERR_NO_SEND         AttributeError: 'iterator' object has no attribute 'send'
 *     KONT_ERR_GENERATOR_EXIT  GeneratorExit
 *     KONT_ERR_STOP_ITERATION  StopIteration
 *
 * A generator belongs to the thread that makes it. It is collected when nothing refers to it, suspended or not: then its defers run (kont_defer,
 * Python's finally), as when it is closed, but nothing is raised in its body.
 *
 * DELEGATE. A generator that yields from another waits, as at a yield, until that has ended: its winders have been left, and its parameters and
 * handlers are not those of the delegate. Who asks the outermost one enters the innermost one at once, so the cost does not grow
 * with the depth. What a delegate raises unwinds it first, and is raised again in the generator that waits for it, by kont_yield_from. An
 * abort past all of them ends them all, when one of them is asked again.
 *
 * A generator is one object, also where a continuation that was captured in its body is resumed twice: what the second copy can do no longer, as the
 * first has left the body or has gone on from there, is KONT_ERR_COPIED. */
#ifndef KONT_GENERATOR_H
#define KONT_GENERATOR_H

#include <kont/exception.h>
#include <kont/prompt.h>
#include <string.h>

KONT_BEGIN

typedef struct kont_generator kont_generator;

/* A generator that will run fn(arg) and may yield from any depth. Nothing runs before the first kont_next.
 * Errors: KONT_ERR_MEMORY, KONT_ERR_ARGUMENT. */
KONT_API KONT kont_generator *kont_generator_new(kont_fn *fn, void *arg);

/* g, which was not asked for a value yet, shall take little memory, as kont_object_compact says. Returns g. */
KONT_API kont_generator *kont_generator_compact(kont_generator *g);

/* Runs the body to its next yield. True: *value is what it yielded. False: the body has ended; *value is its return value the
 * first time, null after that. What the body raises is raised here and ends it.
 * Errors: KONT_ERR_RUNNING, KONT_ERR_THREAD, KONT_ERR_COPIED, KONT_ERR_MEMORY, KONT_ERR_SEGMENTS. */
static inline KONT bool kont_next(kont_generator *g, void **value);

/* Gives v to the kont_next of the innermost running generator, which returns true. Returns null, or what kont_send brings.
 * Errors: KONT_ERR_NO_PROMPT outside every generator, KONT_ERR_BARRIER, KONT_ERR_UNMARKED (cps), KONT_ERR_MEMORY. */
static inline KONT KONT_CAPTURES void *kont_yield(void *v);

/* As kont_next, but v is what the yield returns at which g waits. Errors: as kont_next; KONT_ERR_JUST_STARTED where g waits at none yet and v is
 * not null. */
KONT_API KONT bool kont_send(kont_generator *g, void *v, void **value);

/* As kont_next, but raises x in the body, where g waits. Where g has not begun it ends at once; then, and where it had ended, x is raised here.
 * Errors: as kont_next. */
KONT_API KONT bool kont_throw(kont_generator *g, const kont_exception *x, void **value);

/* Ends g: raises kont_generator_exit in the body, where g waits, which may catch it to clean up, and lets it out or returns. Delegates are closed
 * first, from the innermost. Nothing where g has ended. Errors: KONT_ERR_IGNORED_EXIT where the body yields (it stays as it is then), what it raises
 * instead; else as kont_next. */
KONT_API KONT void kont_close(kont_generator *g);

KONT_API extern const kont_exception kont_generator_exit[1];

/* KONT_DONE for null. KONT_RUNNING too while a delegate runs for g. */
KONT_API enum kont_state kont_generator_state(const kont_generator *g);

/* Python's next(g): the next value. At the end raises KONT_ERR_STOP_ITERATION, whose `value` is the body's return value. Errors: as kont_next. */
KONT_API KONT void *kont_next_value(kont_generator *g);

/* That exception. Out of a generator's body it becomes KONT_ERR_RAISED_STOP, whose `value` is the exception (PEP 479): an end that nobody
 * expected is not taken for the generator's own. */
KONT_API const kont_exception *kont_stop_iteration(void *value);

/* ---- Yield from: PEP 380 ---------------------------------------------------------------------------------------------------------- */

/* Yields what `from` yields, from within the innermost running generator, until it has ended; returns its return value. What is sent to or thrown
 * into that generator goes to `from`; closing it closes `from`. See DELEGATE above. `from` may be asked by others meanwhile.
 * Errors: as kont_yield, and what `from` raises; KONT_ERR_RUNNING where it runs; KONT_ERR_COPIED. */
KONT_API KONT KONT_CAPTURES void *kont_yield_from(kont_generator *from);

/* A plain iterator. As the first member of a struct of your own: next gets its address back. It answers as kont_next does. */
typedef struct kont_iterator kont_iterator;
struct kont_iterator {
    KONT bool (*next)(kont_iterator *self, void **value);
};

/* The same of such a one. It has nothing but next: what is thrown is raised here, and so is KONT_ERR_NO_SEND where anything but null is sent. */
KONT_API KONT KONT_CAPTURES void *kont_yield_from_iterator(kont_iterator *from);

/* ---- Loops ------------------------------------------------------------------------------------------------------------------------------
 *
 *     KONT_FOR_EACH(v, g)
 *         if (v == wanted)
 *             break;
 *
 * runs what follows for each value, declared `void *v`. At the end and after `break`, g is closed before the next statement runs. What leaves
 * the loop in any other way (return, goto, raise, abort) leaves g as it is, to be closed or collected; where it has to be
 * closed at once then too, take kont_for_each. */
#define KONT_FOR_EACH(v, g)                                                                                                 \
    for (kont_generator *kont__each = (g); kont__each != NULL; kont_close(kont__each), kont__each = NULL)                   \
        for (void *v; kont_next(kont__each, &v); )

/* Calls each(value, arg) for each value until it returns false. g is closed on every way out: at the end, after false, and where `each` raises or
 * aborts, or is in a continuation that is given up. Returns whether g came to its end. Errors: as kont_next and kont_close. */
typedef KONT bool kont_each(void *value, void *arg);
KONT_API KONT bool kont_for_each(kont_generator *g, kont_each *each, void *arg);

/* ---- Generators of one type ---------------------------------------------------------------------------------------------------------
 *
 *     KONT_GENERATOR(points, struct point)        at file scope, the type is int, double, a struct ...: anything that can be assigned
 *
 * declares the type `points` and functions that take and give such values themselves:
 *
 *     points *points_new(kont_fn *fn, void *arg)         bool points_next(points *g, struct point *value)
 *     void points_yield(struct point value)              void points_yield_from(points *from)
 *     void points_close(points *g)
 *
 * At the end points_next leaves *value as it is. A value no larger than a pointer travels as it is, a larger one in a collected copy.
 *
 *     KONT_FOR_EACH_OF(points, p, g)              as KONT_FOR_EACH, with p of the type */
#define KONT_GENERATOR(name, type)                                                                                                      \
    typedef struct name name;                                                                                                           \
    typedef type name##_value;                                                                                                          \
    static inline __attribute__((unused)) KONT name *name##_new(kont_fn *fn, void *arg) { return (name *)kont_generator_new(fn, arg); } \
    static inline __attribute__((unused)) void *name##_to(name##_value v) { return kont_value_to(&v, sizeof v); }                       \
    static inline __attribute__((unused)) void name##_from(name##_value *v, void *p) { kont_value_from(v, sizeof *v, p); }              \
    static inline __attribute__((unused)) KONT KONT_CAPTURES void name##_yield(name##_value v)                                          \
    {                                                                                                                                   \
        void *p = name##_to(v);                                                                                                         \
        if (p == NULL && sizeof v > sizeof p)                                                                                           \
            kont_raise_error(KONT_ERR_MEMORY, #name "_yield", NULL);                                                                    \
        kont_yield(p);                                                                                                                  \
    }                                                                                                                                   \
    static inline __attribute__((unused)) KONT KONT_CAPTURES void name##_yield_from(name *from) { kont_yield_from((kont_generator *)from); }\
    static inline __attribute__((unused)) KONT void name##_close(name *g) { kont_close((kont_generator *)g); }                          \
    static inline __attribute__((unused)) KONT bool name##_settle(name *g, name##_value *value)                                         \
    {                                                                                                                                   \
        void *p;                                                                                                                        \
        if (!kont_generator_settle((kont_generator *)g, &p))                                                                            \
            return false;                                                                                                               \
        name##_from(value, p);                                                                                                          \
        return true;                                                                                                                    \
    }                                                                                                                                   \
    static inline __attribute__((unused)) KONT bool name##_next(name *g, name##_value *value)                                           \
    {                                                                                                                                   \
        if (g == NULL || value == NULL)                                                                                                 \
            kont_raise_error(KONT_ERR_ARGUMENT, #name "_next", g == NULL ? "generator" : "value");                                      \
        void *p = kont__next((kont_generator *)g);                                                                                      \
        if (__builtin_expect(p == (const void *)kont_generator_end, 0))                                                                 \
            return name##_settle(g, value);                                                                                             \
        name##_from(value, p);                                                                                                          \
        return true;                                                                                                                    \
    }                                                                                                                                   \
    typedef type name##_value

#define KONT_FOR_EACH_OF(name, v, g)                                                                                        \
    for (name *kont__each = (g); kont__each != NULL; name##_close(kont__each), kont__each = NULL)                           \
        for (name##_value v; name##_next(kont__each, &v); )

/* A value of any type as a pointer, and back. Null where it is larger than a pointer and there is no memory for its copy. */
KONT_API void *kont_value_copy(const void *v, size_t size);
static inline void *kont_value_to(const void *v, size_t size)
{
    void *p = NULL;
    if (size > sizeof p)
        return kont_value_copy(v, size);
    memcpy(&p, v, size);
    return p;
}
static inline void kont_value_from(void *v, size_t size, void *p)
{
    memcpy(v, size > sizeof p ? (const void *)p : (const void *)&p, size);
}

/* ---- How next and yield are made: of what they call, each ends in the switch itself, which is what makes them quick ------------------------- */

/* A generator is a prompt object of this tag. It leaves with what it yields; at its end, and ever after, and where a delegate is to be entered,
 * it comes back with kont_generator_end (which may be yielded as well: an integer may be that address). Then kont_generator_settle does the rest of
 * kont_next. */
KONT_API extern const kont_tag kont_generator_tag[1];
KONT_API extern const char kont_generator_end[];
KONT_API KONT bool kont_generator_settle(kont_generator *g, void **value);

static inline KONT KONT__INLINED void *kont__next(kont_generator *g)
{
#if defined(__KONTC__)
    if (__builtin_expect(kont__is_waiting(g), 1))
        return kont__enter_frame(g, NULL);
#endif
    return kont_enter_unless_done((kont_object *)g, NULL, (void *)kont_generator_end);
}

/* By a variable of its own, so that the caller's stays in a register; kontc would make it a box. */
static inline KONT KONT__INLINED bool kont__next_settled(kont_generator *g, void **value)
{
#if defined(__KONTC__)
    return kont_generator_settle(g, value);
#else
    void *v = NULL;
    bool more = kont_generator_settle(g, &v);
    *value = v;
    return more;
#endif
}

static inline KONT KONT__INLINED bool kont_next(kont_generator *g, void **value)
{
    if (g == NULL || value == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_next", g == NULL ? "generator" : "value");
    void *v = kont__next(g);
    if (__builtin_expect(v == (const void *)kont_generator_end, 0))
        return kont__next_settled(g, value);
    *value = v;
    return true;
}

static inline KONT KONT__INLINED void *kont_yield(void *v)
{
#if defined(__KONTC__)
    if (__builtin_expect(kont__leave_quickly(kont_generator_tag, v), 1))
        return NULL;
#endif
    return kont_leave_tag(kont_generator_tag, v);
}

/* The same two as functions of the library, for who cannot include this: other languages. */
KONT_API KONT bool kont_generator_next(kont_generator *g, void **value);
KONT_API KONT void *kont_generator_yield(void *v);

KONT_END
#endif
