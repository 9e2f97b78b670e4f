/* kont/prompt.h: prompts, aborts, and prompt objects that are entered and left in place.
 *
 *     kont_prompt(&t, f, x)          an operator names t; the innermost prompt of that tag is meant
 *       +-- frames of f --+
 *       |  kont_prompt(&u, g, y)
 *       |    +-- frames of g --+
 *       |    |  kont_abort(&t, v)  both prompts go; kont_prompt(&t, ...) returns v
 *
 * Tags are compared by address. A handle is a tag that one prompt alone carries. */
#ifndef KONT_PROMPT_H
#define KONT_PROMPT_H

#include <kont/base.h>

KONT_BEGIN

struct kont_exception;

/* A prompt tag. Make static ones with KONT_TAG, fresh ones with kont_tag_new. `stack`: how many bytes of stack the body of a
 * prompt of this tag has at least, up to 1 GiB; 0 means the default, 191 KiB: a segment of 256
 * without what is kept back at its end. The machine that keeps frames in the heap ignores it. */
typedef struct kont_tag {
    const char *name;                                   /* for messages */
    size_t stack;
    uint64_t prompt;                                    /* a handle's: the prompt that carries it; KONT_PRIVATE; 0 in all others */
    const char *enter, *leave;                          /* a layer's names for kont_enter and kont_leave_tag, for messages; or null */
    const struct kont_exception *(*raises)(const struct kont_exception *x);    /* what a raise of x out of the body is a raise of; null: of x */
    const void *key;                                    /* what a prompt of this tag binds, which makes this the first part of a kont_binding; or null */
} kont_tag;

#define KONT_TAG(name) { (name), 0, 0, 0, 0, 0, 0 }
#define KONT_TAG_SIZED(name, bytes) { (name), (bytes), 0, 0, 0, 0, 0 }

/* A tag for the objects of a layer that only enters and leaves them: nothing else may name it (KONT_ERR_ARGUMENT), so they have no handle, are not
 * aborted to, and switch more quickly. */
#define KONT_TAG_PRIVATE(name) { (name), 0, KONT_PRIVATE, 0, 0, 0, 0 }
#define KONT_PRIVATE UINT64_MAX

/* The default tag: that of kont_run, kont_reset, kont_shift and call/cc, as in Racket and SRFI 226. */
KONT_API extern const kont_tag kont_default_tag[1];

/* A fresh tag, collected when nothing refers to it. `name` is kept, not copied. Errors: KONT_ERR_MEMORY. */
KONT_API KONT const kont_tag *kont_tag_new(const char *name);

/* PROMPT. Runs fn(arg) under a new prompt of `tag`; returns its value, the value of an abort to that prompt, or what the
 * handler of a capture up to it answers. Felleisen's # (1988), with Gunter, Remy and Riecke's tags (1995).
 * Errors: KONT_ERR_ARGUMENT (a handle; a tag whose stack is too large), KONT_ERR_MEMORY, KONT_ERR_SEGMENTS. */
KONT_API KONT void *kont_prompt(const kont_tag *tag, kont_fn *fn, void *arg);

/* The handle of the innermost prompt of `tag`: a tag that this prompt alone carries, besides its own. It stays with the prompt
 * when a continuation that holds it is reinstated; of several live instances the innermost is meant.
 * Errors: KONT_ERR_NO_PROMPT, KONT_ERR_MEMORY. */
KONT_API KONT const kont_tag *kont_prompt_handle(const kont_tag *tag);

/* Whether a prompt of this tag (or handle) is there. Barriers do not hide prompts. */
KONT_API bool kont_prompt_exists(const kont_tag *tag);

/* ABORT. Drops all up to and including the innermost prompt of `tag`, whose kont_prompt returns v. Winders and defers in
 * between run first, innermost first. Errors: KONT_ERR_NO_PROMPT, KONT_ERR_MEMORY. */
KONT_API KONT KONT_NORETURN void kont_abort(const kont_tag *tag, void *v);

/* A barrier: runs fn(arg); a composable continuation that would hold the barrier's frame can't be captured, and a call/cc
 * continuation captured inside can't be applied from outside. Escapes cross it. As in Racket and SRFI 226.
 * Errors: KONT_ERR_MEMORY. */
KONT_API KONT void *kont_barrier(kont_fn *fn, void *arg);

/* ---- Prompt objects: ENTER and LEAVE ------------------------------------------------------------------------------------
 *
 *     NEW --enter--> RUNNING --leave--> SUSPENDED --enter--> RUNNING ...     return, abort: RUNNING --> DONE
 *
 * One-shot by construction: no switch allocates or searches. Generators, coroutines and tasks stand on them. */
typedef struct kont_object kont_object;

enum kont_state { KONT_NEW = 1, KONT_RUNNING, KONT_SUSPENDED, KONT_DONE };

/* A prompt object of this tag that will run fn(arg). It belongs to the thread that makes it. Collected when it can no longer be
 * entered.
 * Errors: KONT_ERR_ARGUMENT (a handle), KONT_ERR_MEMORY. */
KONT_API KONT kont_object *kont_object_new(const kont_tag *tag, kont_fn *fn, void *arg);

/* As kont_object_new, with `bytes` bytes of the layer's own behind the object, zeroed, scanned by the collector. */
KONT_API KONT kont_object *kont_object_alloc(const kont_tag *tag, size_t bytes, kont_fn *fn, void *arg);
KONT_API void *kont_object_data(kont_object *p);

/* For many that wait for long: o, NEW, shall take little memory rather than be quick to enter. Its frames take turns with those of the
 * thread's others of this kind, in one segment, and wait in the heap: some hundred bytes in place of some pages, but copied whenever another one
 * has run in between. Nothing, where o has begun, where its tag asks for a segment of another size, or on the machine that keeps frames in the heap
 * anyhow. */
KONT_API void kont_object_compact(kont_object *o);

/* The innermost prompt object of `tag` that runs, or null. Of a copy, the object that it is a copy of. */
KONT_API kont_object *kont_object_here(const kont_tag *tag);

/* ENTER. NEW: starts the body (v is not used). SUSPENDED: goes on with v as the value of kont_leave. Returns what the body
 * leaves with, or its value when it ends: kont_object_state tells which.
 * Errors: KONT_ERR_RUNNING, KONT_ERR_DONE, KONT_ERR_THREAD, KONT_ERR_COPIED, KONT_ERR_MEMORY; at the start KONT_ERR_SEGMENTS, and
 * KONT_ERR_ARGUMENT (the tag's stack is too large). */
KONT_API KONT void *kont_enter(kont_object *p, void *v);

/* As kont_enter, but returns `over` where the object has ended before, or is held. */
KONT_API KONT void *kont_enter_unless_done(kont_object *p, void *v, void *over);

/* Holds p, where it is SUSPENDED: kont_enter_unless_done leaves it as it is, until kont_enter or kont_enter_thunk has entered it. For layers
 * whose objects wait for something else than to be entered. Costs those that are not held nothing. */
KONT_API void kont_object_hold(kont_object *p);

/* As kont_enter, but runs fn(arg) inside, in the place where the object waits: the value of kont_leave is what it returns, and
 * what it raises is raised there. On a NEW object fn(arg) takes the body's place. */
KONT_API KONT void *kont_enter_thunk(kont_object *p, kont_fn *fn, void *arg);

/* LEAVE. Suspends all up to and including p, in place; p's enter returns v. Returns what the next enter brings.
 * Errors: KONT_ERR_NOT_INSIDE where p is not running here, KONT_ERR_BARRIER, KONT_ERR_UNMARKED (cps), KONT_ERR_MEMORY. */
KONT_API KONT KONT_CAPTURES void *kont_leave(kont_object *p, void *v);

/* The same for the innermost prompt object of `tag`. Errors: KONT_ERR_NO_PROMPT; else as kont_leave. */
KONT_API KONT KONT_CAPTURES void *kont_leave_tag(const kont_tag *tag, void *v);

/* Raises what kont_leave_tag would raise here because of where it stands: for layers that prepare something before they leave. True: the leave will
 * not raise anything else either. False: what winders raise on the way, or KONT_ERR_MEMORY, may still come in between. */
KONT_API KONT bool kont_check_leave(const kont_tag *tag);

KONT_API enum kont_state kont_object_state(const kont_object *p);

/* The object's handle: a tag that it alone carries. Errors: KONT_ERR_MEMORY. */
KONT_API KONT const kont_tag *kont_object_handle(kont_object *p);

KONT_END
#endif
