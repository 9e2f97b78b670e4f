/* kont/generator.h: generators. Python's, at their simplest: a body that yields, a caller that asks for the next value. */
#ifndef KONT_GENERATOR_H
#define KONT_GENERATOR_H

#include <kont/exception.h>
#include <kont/prompt.h>

KONT_BEGIN

typedef struct kont_generator kont_generator;

/* A generator that will run fn(arg) and may yield from any depth. Nothing runs before the first kont_next. It
 * belongs to the thread that makes it. Collected when nothing refers to it, suspended or not. Errors: KONT_ERR_MEMORY, KONT_ERR_ARGUMENT. */
KONT_API KONT kont_generator *kont_generator_new(kont_fn *fn, void *arg);

/* g, which was not asked for a value yet, shall take little memory, as kont_object_compact says. Returns g. */
KONT_API kont_generator *kont_generator_compact(kont_generator *g);

/* Runs the body to its next yield. True: *value is what it yielded. False: the body has ended; *value is its return value the
 * first time, null after that. What the body raises is raised here and ends it.
 * Errors: KONT_ERR_RUNNING, KONT_ERR_THREAD, KONT_ERR_COPIED, KONT_ERR_MEMORY, KONT_ERR_SEGMENTS. */
static inline KONT bool kont_next(kont_generator *g, void **value);

/* Gives v to the kont_next of the innermost running generator, which returns true. Returns null.
 * Errors: KONT_ERR_NO_PROMPT outside every generator, KONT_ERR_BARRIER, KONT_ERR_UNMARKED (cps), KONT_ERR_MEMORY. */
static inline KONT KONT_CAPTURES void *kont_yield(void *v);

/* ---- How these two are made: of what they call, each ends in the switch itself, which is what makes them quick ------------------------- */

/* A generator is a prompt object of this tag. It leaves with what it yields; at its end, and ever after, it comes back with
 * kont_generator_end (which may be yielded as well: an integer may be that address), and kont_generator_result takes the body's return value. */
KONT_API extern const kont_tag kont_generator_tag[1];
KONT_API extern const char kont_generator_end[];
KONT_API void *kont_generator_result(kont_generator *g);

static inline KONT KONT__INLINED void *kont__next(kont_generator *g)
{
#if defined(__KONTC__)
    if (__builtin_expect(kont__is_waiting(g), 1))
        return kont__enter_frame(g, NULL);
#endif
    return kont_enter_unless_done((kont_object *)g, NULL, (void *)kont_generator_end);
}

static inline KONT KONT__INLINED bool kont_next(kont_generator *g, void **value)
{
    if (g == NULL || value == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_next", g == NULL ? "generator" : "value");
    void *v = kont__next(g);
    if (__builtin_expect(v == (const void *)kont_generator_end, 0) && kont_object_state((const kont_object *)g) == KONT_DONE) {
        *value = kont_generator_result(g);
        return false;
    }
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
