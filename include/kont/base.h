/* kont/base.h: what every other header needs: the KONT mark, values, function types.
 *
 * Values are `void *`. The library never looks into them; a value that points into the collected heap is kept alive wherever
 * kont holds it. kont_int() and kont_to_int() carry small integers in that form.
 *
 * KONT marks a function that may capture: one that calls a KONT function, directly or through a KONT pointer. To a plain
 * compiler it means nothing. Marked programs build unchanged with kontc, which rewrites them so that their frames can wait in the
 * heap (libkont-cps).
 *
 * A null where something is needed raises KONT_ERR_ARGUMENT. Functions that are not marked raise nothing: a null is answered like
 * something empty (null, zero, false; KONT_DONE for an object's state). */
#ifndef KONT_BASE_H
#define KONT_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* kontc defines __KONTC__ as 2 where a compiler only reads a file for its warnings. */
#if defined(__KONTC__) && __KONTC__ != 2
#define KONT __attribute__((annotate("kont")))
#define KONT_NORETURN __attribute__((annotate("kont_noreturn")))    /* of a marked function's two entries one returns: with the flag up */
#define KONT_CAPTURES __attribute__((annotate("kont_captures")))    /* always captures: a caller that is not marked is mistaken */
#define KONT__INLINED __attribute__((always_inline))
#else
#define KONT__INLINED
#define KONT
#define KONT_CAPTURES
#define KONT_NORETURN __attribute__((noreturn))
#endif

#define KONT_API __attribute__((visibility("default")))
#define KONT_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

#ifdef __cplusplus
#define KONT_BEGIN extern "C" {
#define KONT_END }
#else
#define KONT_BEGIN
#define KONT_END
#endif

#define KONT_VERSION_MAJOR 0
#define KONT_VERSION_MINOR 1
#define KONT_VERSION "0.1.0"

KONT_BEGIN

/* Every object that includes this refers to the machine that it was built for, so that a mixed link fails with a name that says why. */
#if defined(__KONTC__) || defined(KONT_FOR_CPS)
KONT_API extern const char kont_built_for_cps;
static const char *const kont_built_for __attribute__((used)) = &kont_built_for_cps;
#else
KONT_API extern const char kont_built_for_stack;
static const char *const kont_built_for __attribute__((used)) = &kont_built_for_stack;
#endif

/* A captured continuation: a collected object. Keep it where the collector looks (its heap, static data, a stack), or pin it. */
typedef struct kont kont;

typedef KONT void *kont_fn(void *arg);                  /* a body, a thunk, a cleanup */
typedef KONT void *kont_handler(kont *k, void *arg);    /* what receives a captured continuation */

/* Small integers as values. */
static inline void *kont_int(intptr_t n) { return (void *)n; }
static inline intptr_t kont_to_int(const void *v) { return (intptr_t)v; }

KONT_END

#if defined(__KONTC__)
#include <kont/cps.h>
#endif
#endif
