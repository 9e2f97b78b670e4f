/* kont/dynamic.h: what belongs to a dynamic extent: winders, defers and scopes, continuation marks, parameters.
 *
 * Each function here that is marked KONT also raises KONT_ERR_MEMORY; kont_parameter_get and kont_parameter_set do not. */
#ifndef KONT_DYNAMIC_H
#define KONT_DYNAMIC_H

#include <kont/prompt.h>

KONT_BEGIN

/* WIND. before(arg), then the value of body(arg), then after(arg): at every crossing of the body's extent, by return, abort,
 * capture, resume, enter, leave. Exits run `after` before the jump, innermost first; entries run `before`, outermost first. Both
 * run in the dynamic state of this call; they may abort, which replaces the crossing under way, and may not capture past
 * themselves (KONT_ERR_BARRIER). A call/cc continuation crosses only the winders that the two continuations do not share.
 * `before` and `after` may be null. Scheme's dynamic-wind. */
KONT_API KONT void *kont_dynamic_wind(kont_fn *before, kont_fn *body, kont_fn *after, void *arg);

/* DEFER. fn(arg) runs once, last first, when the innermost body given to prompt, try, scope, binding, effect, with_stack, generator,
 * search, winder or defer has been left for good: by return, abort, raise, or dropped with no live continuation that can return to it. Suspension
 * does not run it. It is a body itself, behind a barrier. Python's finally.
 *
 * What was dropped runs on its own thread at the next kont_run, enter, resume or kont_poll. What it raises, or an abort in it, goes
 * on from there, and leaves the others to the next. The collector's finalizers find what was dropped: a host that has set
 * GC_set_finalize_on_demand(1) has to call GC_invoke_finalizers. The end of a thread runs what is pending there. Nothing does at
 * the end of the process: close or drop before what has to be cleaned up.
 * Errors: KONT_ERR_NO_PROMPT outside every body. */
KONT_API KONT void kont_defer(kont_fn *fn, void *arg);

/* Runs fn(arg) as a body of its own for kont_defer. Costs no segment. */
KONT_API KONT void *kont_scope(kont_fn *fn, void *arg);

/* Runs fn(arg) with `value` as the mark of `key`; it belongs to this call. Keys are compared by address. Clements and Felleisen
 * (2004); lookups as in SRFI 226: outwards to the nearest prompt of `tag` (null: the default tag), or to the root. */
KONT_API KONT void *kont_with_mark(const void *key, void *value, kont_fn *fn, void *arg);

/* The innermost mark of `key`, or `otherwise`. */
KONT_API void *kont_mark_first(const kont_tag *tag, const void *key, void *otherwise);

/* Writes the marks of `key`, innermost first, to values[0 .. room-1], and returns how many there are (which may be more). */
KONT_API size_t kont_marks(const kont_tag *tag, const void *key, void **values, size_t room);

/* As kont_marks, of all frames that k captured: prompts among them, default ones too, do not end the walk. */
KONT_API size_t kont_marks_of(const kont *k, const void *key, void **values, size_t room);

/* Parameters, found through every prompt to the root: one parameterization (SRFI 39, R7RS). */
typedef struct kont_parameter kont_parameter;
KONT_API KONT kont_parameter *kont_parameter_new(void *initial);
KONT_API KONT void *kont_parameter_get(const kont_parameter *p);
KONT_API KONT void kont_parameter_set(kont_parameter *p, void *value);       /* the innermost binding, which captures share */
KONT_API KONT void *kont_with_parameter(kont_parameter *p, void *value, kont_fn *fn, void *arg);

KONT_END
#endif
