/* kont/control.h: capture and resume: the four operators, call/cc, call/ec.
 *
 *     SHIFT     prompt t E[shift t k. e]      ->  prompt t e      k = \x. prompt t E[x]
 *     CONTROL   prompt t E[control t k. e]    ->  prompt t e      k = \x. E[x]
 *     SHIFT0    prompt t E[shift0 t k. e]     ->  e               k = \x. prompt t E[x]
 *     CONTROL0  prompt t E[control0 t k. e]   ->  e               k = \x. E[x]
 *
 * They differ in two bits: whether k includes the prompt, and whether the handler runs under it. shift and shift0 are Danvy and
 * Filinski's (1989, 1990), control is Felleisen's (1988), the family is told in Dybvig, Peyton Jones and Sabry (2007).
 *
 * SNAPSHOT. A continuation may be resumed any number of times. The contents of its frames are taken when it is first resumed:
 * what the handler writes into them before is kept, and every later resume starts from that same picture. An activation that
 * a resume displaces finds its locals as it left them when control goes back to it. The heap, globals and frames outside the
 * captured part are never restored. */
#ifndef KONT_CONTROL_H
#define KONT_CONTROL_H

#include <kont/prompt.h>

KONT_BEGIN

enum kont_how {
    KONT_K_PROMPT = 1,                                  /* k includes the prompt */
    KONT_BODY_PROMPT = 2,                               /* the handler runs under the prompt, reinstalled */
    KONT_ONCE = 4,                                      /* k may be used once; no picture is ever taken */
    KONT_SHIFT = KONT_K_PROMPT | KONT_BODY_PROMPT,
    KONT_CONTROL = KONT_BODY_PROMPT,
    KONT_SHIFT0 = KONT_K_PROMPT,
    KONT_CONTROL0 = 0
};

/* Captures all up to the innermost prompt of `tag`, as `how` says, and runs fn(k, arg) in its place. Returns what a resume of k
 * brings. k is collected when nothing refers to it.
 * Errors: KONT_ERR_NO_PROMPT, KONT_ERR_BARRIER, KONT_ERR_UNMARKED (cps), KONT_ERR_MEMORY, KONT_ERR_SEGMENTS, KONT_ERR_ARGUMENT. */
KONT_API KONT KONT_CAPTURES void *kont_capture(const kont_tag *tag, int how, kont_handler *fn, void *arg);

/* kont_run's and kont_reset's prompt is the one of the default tag. */
#define kont_reset(fn, arg)               kont_prompt(kont_default_tag, fn, arg)
#define kont_shift(fn, arg)               kont_capture(kont_default_tag, KONT_SHIFT, fn, arg)
#define kont_control(fn, arg)             kont_capture(kont_default_tag, KONT_CONTROL, fn, arg)
#define kont_shift0(fn, arg)              kont_capture(kont_default_tag, KONT_SHIFT0, fn, arg)
#define kont_control0(fn, arg)            kont_capture(kont_default_tag, KONT_CONTROL0, fn, arg)
#define kont_shift_at(tag, fn, arg)       kont_capture(tag, KONT_SHIFT, fn, arg)
#define kont_control_at(tag, fn, arg)     kont_capture(tag, KONT_CONTROL, fn, arg)
#define kont_shift0_at(tag, fn, arg)      kont_capture(tag, KONT_SHIFT0, fn, arg)
#define kont_control0_at(tag, fn, arg)    kont_capture(tag, KONT_CONTROL0, fn, arg)
#define kont_shift_once(tag, fn, arg)     kont_capture(tag, KONT_SHIFT | KONT_ONCE, fn, arg)
#define kont_control_once(tag, fn, arg)   kont_capture(tag, KONT_CONTROL | KONT_ONCE, fn, arg)
#define kont_shift0_once(tag, fn, arg)    kont_capture(tag, KONT_SHIFT0 | KONT_ONCE, fn, arg)
#define kont_control0_once(tag, fn, arg)  kont_capture(tag, KONT_CONTROL0 | KONT_ONCE, fn, arg)

/* Applies k to v. A composable k is put on top of the caller, and its value is returned. A call/cc k replaces the caller's
 * continuation up to the nearest default prompt, a call/ec k escapes to its kont_callec: neither returns.
 * Errors: KONT_ERR_USED (one-shot, the second time; or dropped), KONT_ERR_THREAD, KONT_ERR_MEMORY; for a call/cc k
 * KONT_ERR_NO_PROMPT, and KONT_ERR_BARRIER where applying it would enter a barrier; for a call/ec k KONT_ERR_ESCAPED after its
 * extent. */
KONT_API KONT void *kont_resume(kont *k, void *v);

/* As kont_resume, but consumes k: its last use, without a copy when k was never resumed. Any later use raises KONT_ERR_USED. */
KONT_API KONT void *kont_resume_last(kont *k, void *v);

/* As kont_resume with a thunk in the value's place: fn(arg) runs inside k, where the capture was; its value is the capture's,
 * and what it raises is raised there. Errors: as kont_resume. */
KONT_API KONT void *kont_resume_thunk(kont *k, kont_fn *fn, void *arg);
KONT_API KONT void *kont_resume_thunk_last(kont *k, kont_fn *fn, void *arg);

/* `return kont_resume_tail(k, v);` from the handler that a capture runs: the resumed continuation replaces the handler, so that
 * a loop of captures runs in constant space. Where both the handler's prompt was reinstalled and k brings that prompt along
 * (shift), the one that k brings takes the other's place. The handler returns this call's value at once, and does nothing
 * else first. Errors: as kont_resume. Where the handler goes on, or where none runs, it is the next operation of kont that raises
 * KONT_ERR_NOT_TAIL. */
KONT_API KONT void *kont_resume_tail(kont *k, void *v);
KONT_API KONT void *kont_resume_tail_last(kont *k, void *v);

/* Gives k up now rather than when it is collected: its memory and the defers that it alone still holds. Any later use raises
 * KONT_ERR_USED; another kont_drop does nothing. Errors: KONT_ERR_THREAD, KONT_ERR_MEMORY, KONT_ERR_ARGUMENT. */
KONT_API KONT void kont_drop(kont *k);

/* CALLCC. Runs fn(k, arg) and returns its value; applying k replaces the continuation up to the nearest default prompt by the
 * one captured here. A prompt object or generator that both hold goes on as the one captured. Scheme's call/cc, delimited as in
 * Racket and SRFI 226. Errors: KONT_ERR_NO_PROMPT, KONT_ERR_BARRIER inside a winder or a defer, KONT_ERR_UNMARKED (cps),
 * KONT_ERR_MEMORY. */
KONT_API KONT void *kont_callcc(kont_handler *fn, void *arg);

/* The same for the innermost prompt of `tag`, then and when k is applied. */
KONT_API KONT void *kont_callcc_at(const kont_tag *tag, kont_handler *fn, void *arg);

/* As kont_callcc up to the innermost prompt of `tag`, but k is composable and does not include the prompt:
 * Racket's call-with-composable-continuation. Errors: as kont_capture. */
KONT_API KONT KONT_CAPTURES void *kont_callcc_composable(const kont_tag *tag, kont_handler *fn, void *arg);

/* Runs fn(k, arg); applying k while that runs returns from here. Costs no segment and no copy. Racket's call/ec.
 * Errors: KONT_ERR_MEMORY; KONT_ERR_ESCAPED when k is applied after its extent. */
KONT_API KONT void *kont_callec(kont_handler *fn, void *arg);

/* How many bytes of frames k holds: for statistics. Takes as long as it has prompts, or, where frames are in the heap, frames. */
KONT_API size_t kont_bytes(const kont *k);

/* How many bytes several of one thread hold together: frames that they share, as they do in the heap, count once. Nulls are left out. */
KONT_API size_t kont_bytes_together(const kont *const *ks, size_t count);

KONT_END
#endif
