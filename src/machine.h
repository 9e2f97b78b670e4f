/* machine.h: the seam. Above it: operators, winders, handlers, layers, written once. Below it: src/stack or src/cps.
 *
 * A continuation is a chain of prompts, innermost first, each with the frames that its body has built so far:
 *
 *     here -> [prompt g | frames] -> [prompt f | frames] -> [root: the thread's own frames]
 *                    link                    link
 *
 * enter and leave move the head of a chain as it stands; a capture takes a part of the chain away and makes it a kont; a resume puts
 * it (or a copy of it) on top of the caller's. What is dynamic in the extent of a prompt's body (marks, winders, handlers,
 * barriers, light prompts, defers) is its `dyn`: an immutable list, innermost first, that ends within the prompt, so that a
 * captured part carries it unchanged and a copy shares it.
 *
 * The functions kont__can_... tell what would go wrong, as an enum kont_error (0: nothing), and take the memory for it before anything is
 * changed. They are asked first: the others check nothing. Between the two nothing is allocated: that may run finalizers, which may use kont.
 *
 * KONT marks what may capture: callers of it are rewritten for cps. */
#ifndef KONT_MACHINE_H
#define KONT_MACHINE_H

#include <kont.h>

typedef struct kont__prompt kont__prompt;
typedef struct kont__dyn kont__dyn;
typedef struct kont__home kont__home;                   /* the machine's: where a prompt's frames live */

/* What decides between a quick path and a slow one: the quick one is laid out straight. Functions that begin with one begin a cache line too: where
 * they lie makes up to a tenth of what they cost. */
#define LIKELY(condition) __builtin_expect(condition, 1)
#define CACHE_ALIGNED __attribute__((aligned(64)))

/* ---- Prompts -----------------------------------------------------------------------------------------------------------
 *
 *     NEW --enter--> RUNNING --leave--> SUSPENDED --enter--> RUNNING        part of a captured kont: stays RUNNING
 *     RUNNING --return, abort--> DONE                                       in a kont's picture: FROZEN
 *
 * A prompt here is one activation. Copies of a captured part are further activations; they share tag and id, and
 * `object` says which prompt object they are a copy of. */
enum kont__state { KONT__FREE, KONT__NEW, KONT__RUNNING, KONT__SUSPENDED, KONT__FROZEN, KONT__DONE };

enum kont__flag {
    KONT__SLOW = 1,                                     /* the machine has something to look after: no quick path */
    KONT__SHARED = 2,                                   /* captured for more than one shot: its dyn frames are shared, and its home may be */
    KONT__COMPACT = 2,                                  /* the machine's, NEW: to be at home where others are (else it is not SHARED) */
    KONT__WINDS = 4,                                    /* SUSPENDED: winders were left, and have to be entered again */
    KONT__COPIED = 8,                                   /* an object that was left from a second copy */
    KONT__BARE = 16,                                    /* the machine's: its body has no frames left; on cps what box.h says */
    KONT__OWN = 32,                                     /* a prompt object itself, not a copy */
    KONT__NESTED = 64,                                  /* SUSPENDED: inner is another prompt */
    KONT__PLAIN = 128                                   /* a prompt for the quick path: nothing but to be taken away when it ends */
};

/* A million of them may wait: what one machine does not need, or not at the same time, takes no room there. */
#if defined(KONT_MACHINE_CPS)
#define KONT__LINKS union
#else
#define KONT__LINKS struct
#endif

struct kont__prompt {
    KONT__LINKS {
        kont__prompt *link;                             /* RUNNING: next outer, null at the root. FREE: next free (first word) */
        kont__prompt *inner;                            /* SUSPENDED: innermost prompt of the chain that this one ends; itself unless NESTED */
    };
    union {
        struct {
            void *sp;                                   /* the machine's: where its frames wait */
            const kont__dyn *dyn;
        };
        struct {
            kont_fn *fn;
            void *arg;
        } body;                                         /* NEW: what it will run */
    };
    union {
        struct {
            uint32_t owner;                             /* serial of its thread: compared, never followed */
            uint8_t state, flags;
            uint16_t held;                              /* above the seam: SUSPENDED, and kont_enter_unless_done is to leave it so; else 0 */
        };
        uint64_t status;                                /* the four in one, for one comparison */
    };
    const kont_tag *tag;                                /* null: none */
    uint64_t id;                                        /* its identity, which copies share: what a handle names; 0: none. On cps it also says */
#if defined(KONT_MACHINE_CPS)                           /* what a prompt is: odd: a plain one; even: the prompt object's address */
    void *handle_or_out;                                /* cps/box.h */
#else
    const kont_tag *handle;                             /* made when somebody asks for it */
    kont__prompt *object;                               /* the prompt object; null for a plain prompt */
    kont__home *home;                                   /* the machine's */
    void *out;                                          /* the machine's: its frames while they are not in place */
#endif
};

/* The prompt object that p is, or is a copy of; null for a plain prompt. */
static inline kont__prompt *kont__object(const kont__prompt *p);

/* Its handle, or null where nobody asked for it yet. */
static inline const kont_tag *kont__handle_of(const kont__prompt *p);
static inline void kont__set_handle(kont__prompt *p, const kont_tag *handle);

#if defined(KONT_MACHINE_CPS)
const kont_tag **kont__handle_place(const kont__prompt *p);
static inline kont__prompt *kont__object(const kont__prompt *p) { return p->id & 1 ? NULL : (kont__prompt *)(uintptr_t)p->id; }
static inline const kont_tag *kont__handle_of(const kont__prompt *p) { return *kont__handle_place(p); }
static inline void kont__set_handle(kont__prompt *p, const kont_tag *handle) { *kont__handle_place(p) = handle; }
#else
static inline kont__prompt *kont__object(const kont__prompt *p) { return p->object; }
static inline const kont_tag *kont__handle_of(const kont__prompt *p) { return p->handle; }
static inline void kont__set_handle(kont__prompt *p, const kont_tag *handle) { p->handle = handle; }
#endif

/* ---- What is dynamic: frames of `dyn` ------------------------------------------------------------------------------------ */
enum kont__dyn_kind {
    KONT__MARK = 1,                                     /* key, value */
    KONT__PARAMETER = 2,                                /* key, value: its cell */
    KONT__HANDLER = 4,                                  /* key: the function, value: its argument */
    KONT__MASK = 8,                                     /* key: a HANDLER frame; handlers up to it are hidden */
    KONT__CALLEC = 16,                                  /* a light prompt: call/ec's */
    KONT__WIND = 32,                                    /* key: before, value: after, at: their argument */
    KONT__BARRIER = 64,
    KONT__CONTEXT = 128,                                /* the walk goes on in prompt `at`, at its frame `value`; key: see crossing.c */
    KONT__DEFER = 256,                                  /* key: the record */
    KONT__TRY = 1024,                                   /* a light prompt; key, value: its function and the argument until it begins */
    KONT__SCOPE = 2048,                                 /* begins a body */
    KONT__BINDING = 4096,                               /* key, value: the kont_binding. Begins a body */
    KONT__HIDING = 8192,                                /* value: the binding out to which bindings are hidden, at: its frame, if here; or key: a mask */
    KONT__HOLD = 512                                    /* in no list, named by a CONTEXT; value: a kont on its way to be applied */
};

struct kont__dyn {
    const kont__dyn *next;
    uint16_t kind;
    uint16_t below;                                     /* kinds of this frame and of those it stands on */
    const void *key;
    void *value;
    void *at;                                           /* CALLEC, TRY: the machine's jump target. CONTEXT: the prompt */
};

/* ---- A thread ------------------------------------------------------------------------------------------------------------ */
struct kont__self {
    kont__prompt *here;                                 /* innermost prompt; null before the thread's first use */
    uint64_t entered, waiting;                          /* status of an object that is RUNNING, SUSPENDED, with no flag but OWN; 0: tail.k is set */
    size_t found;                                       /* above the seam: kont__found when it was looked at last */
    uint32_t serial;
    void *back;                                         /* the machine's, these four */
    kont__prompt *ready;                                /* plain prompts to use again, with all that they need */
    size_t ready_count;
    uint64_t next_id;                                   /* of prompts; its upper part tells threads apart */
    uint64_t running;                                   /* status of a PLAIN prompt of this thread that is RUNNING, without other flags */
    kont__dyn *dyns, *spare;                            /* dyn frames to use again; kept for exits (above the seam) */
    uint32_t spare_count;
    struct kont__tail {                                 /* kont_resume_tail on its way back to the handler's caller */
        kont *k;
        bool last;
        kont_fn *fn;
        void *value;
    } tail;
    int error;                                          /* why a function of the machine did nothing and returned null; 0 otherwise */
    uintptr_t defers;                                   /* above the seam: the thread's pending defers, hidden by inversion */
    struct kont__dropped *dropped;                      /* above the seam: those that the collector found; null before the first defer */
    struct kont__thread *machine;                       /* the machine's */
};
extern _Thread_local struct kont__self kont__self;

/* Sets `tail`, and takes it. As long as it is set nothing but returning is right: the quick paths of enter and leave, which compare a
 * status, are closed by it, so that they need not look. */
static inline void kont__tail_set(struct kont__tail tail)
{
    kont__self.tail = tail;
    kont__self.entered = kont__self.waiting = 0;
}

static inline struct kont__tail kont__tail_take(void)
{
    struct kont__tail tail = kont__self.tail;
    kont__self.tail = (struct kont__tail){ 0 };
    kont__self.entered = (kont__prompt){ .owner = kont__self.serial, .state = KONT__RUNNING, .flags = KONT__OWN }.status;
    kont__self.waiting = (kont__prompt){ .owner = kont__self.serial, .state = KONT__SUSPENDED, .flags = KONT__OWN }.status;
    return tail;
}

/* Makes the thread known: called where kont__self.here is null, or outside of every prompt, since the collector may have lost sight of the thread
 * and found it again. Returns 0, KONT_ERR_UNREGISTERED, KONT_ERR_MEMORY or KONT_ERR_SEGMENTS. */
int kont__attach(void);

/* ---- Prompts: plain, prompt objects, light ------------------------------------------------------------------------------- */

/* A new plain prompt with `stack` bytes for its frames (0: the default), to be run at once. Null: self.error says why. */
kont__prompt *kont__prompt_make(const kont_tag *tag, size_t stack);

/* Runs fn(arg) under it. */
KONT void *kont__prompt_run(kont__prompt *p, kont_fn *fn, void *arg);

/* Their quick case: a prompt that was used before, or null; and running it. Inlined (below). */
static inline kont__prompt *kont__prompt_ready(const kont_tag *tag);
static inline KONT void *kont__run_ready(kont__prompt *p, kont_fn *fn, void *arg);

/* A prompt object of `size` bytes (the prompt is its first member), NEW. Null: no memory. */
kont__prompt *kont__prompt_new(size_t size, const kont_tag *tag);

/* What keeps p from being entered: 0, KONT_ERR_... Where p is NEW its frames get their place. */
int kont__can_enter(kont__prompt *p);

/* p, NEW, is to take little memory. Inlined (below). */
static inline void kont__make_compact(kont__prompt *p);

/* NEW: runs fn(v) under p. SUSPENDED: goes on with v as leave's value, or with fn(v) run inside. */
KONT void *kont__enter(kont__prompt *p, kont_fn *fn, void *v);

/* The quick case of kont__enter: p's status is `waiting`. Inlined (below). */
static inline KONT void *kont__enter_waiting(kont__prompt *p, void *v);

/* Suspends here..p in place; p's enter returns v. Returns what the next enter brings. */
KONT void *kont__leave(kont__prompt *p, void *v);

/* Its quick case: p is the innermost prompt, and its status is `entered`. Inlined (below). */
static inline KONT void *kont__leave_entered(kont__prompt *p, void *v);

/* What keeps here..to from being captured or left: null, or which function in there is not marked, for a message: by its name where it has one at run
 * time, and by the marked function that it called. Inlined (below). */
static inline const char *kont__unmarked(kont__prompt *to);

/* 0, or KONT_ERR_MEMORY. Takes what a leave, abort or escape needs after which `outer` is the innermost prompt. */
int kont__can_exit(kont__prompt *outer);

/* Whether nothing is needed to take p, the innermost prompt, away: kont__can_exit need not be asked. Inlined (below). */
static inline bool kont__exits_freely(const kont__prompt *p);

/* Runs fn(arg) on the running frames as a place that kont__escape can come back to; d is its frame in `dyn`. */
KONT void *kont__light(kont__dyn *d, kont_fn *fn, void *arg);

/* Drop all inside: back to p's enter, or to the kont__light of d in p, whose dyn is `rest` then. The latter returns v, or fn(v), called in its
 * place. Run no other user code. */
KONT KONT_NORETURN void kont__abort(kont__prompt *p, void *v);

/* The quick case of kont__abort: p is the innermost prompt, its status is `running`, its dyn null. Inlined (below). */
static inline KONT KONT_NORETURN void kont__abort_running(kont__prompt *p, void *v);
KONT KONT_NORETURN void kont__escape(kont__prompt *p, const kont__dyn *d, const kont__dyn *rest, kont_fn *fn, void *v);

/* ---- Capture and resume ---------------------------------------------------------------------------------------------------- */
struct kont {
    kont__prompt *inner, *outer;                        /* the captured part; null when consumed */
    kont_handler *fn;                                   /* what kont__capture and kont__capture_picture call, or kont_callec did, and its argument */
    void *arg;
    kont_handler *body;                                 /* above the seam: the user's handler, where fn wraps it */
    const kont_tag *tag;                                /* above the seam, REPLACE: the prompt up to which it replaces */
    kont__prompt *ready, *ready_outer;                  /* the machine's: what kont__can_... made; good until the next allocation */
    uint8_t shape;                                      /* enum kont__shape */
    uint8_t how;                                        /* enum kont_how */
    bool frozen;                                        /* inner..outer is the picture */
    bool plain;                                         /* above the seam, REPLACE: a picture of one prompt, no object, and nobody to be told */
    uint16_t kinds;                                     /* of the dyn frames captured */
    uint32_t owner;
    uint32_t pins;
    kont **pin;                                         /* the root that pins hold it by */
    const kont__dyn *escape;                            /* ESCAPE: the CALLEC frame */
};
enum kont__shape { KONT__COMPOSABLE, KONT__REPLACE, KONT__ESCAPE };

/* Calls k's handler; what that is called with is kept no longer. */
static inline KONT void *kont__handle(kont *k)
{
    void *arg = k->arg;
    k->arg = NULL;
    return k->fn(k, arg);
}

/* A kont of the thread, empty. Null: no memory. */
kont *kont__k_new(void);

/* 0, KONT_ERR_MEMORY or KONT_ERR_SEGMENTS. Takes what a capture of here..to needs. */
int kont__can_capture(kont *k, kont__prompt *to);

/* After kont__can_capture. Captures here..to as k->how says and runs k->fn(k, k->arg) in its place. Returns what a resume brings. Where
 * the handler returns with self.tail set, that resume takes its place. */
KONT void *kont__capture(kont *k, kont__prompt *to);

/* 0, or KONT_ERR_MEMORY. Takes what a copy of here..to needs. */
int kont__can_copy(kont *k, kont__prompt *to);

/* After kont__can_copy. Takes a picture of here..to (which stays as it is, and is k's first resume already), then runs k->fn(k, k->arg) here.
 * Returns its value, or what a later resume brings. Called in tail position, so that a resume goes on in the user's code at once. */
KONT void *kont__capture_picture(kont *k, kont__prompt *to);

/* 0, or what keeps k from being resumed: KONT_ERR_USED, KONT_ERR_THREAD, KONT_ERR_MEMORY. Takes what the resume needs. */
int kont__can_resume(kont *k, bool last);

/* After kont__can_resume. Puts k on top of the caller, with v, or with fn(v) run inside. */
KONT void *kont__resume(kont *k, bool last, kont_fn *fn, void *v);

/* The quick case of the two: one prompt, resumed with a value, with all there that this takes. Inlined (below). */
static inline bool kont__can_resume_quickly(const kont *k, bool last);
static inline KONT void *kont__resume_quickly(kont *k, bool last, void *v);

/* As kont__resume, but replaces what runs up to and including the prompt `base`, whose id stays. An object that goes with it, and a copy of which
 * comes with k, becomes that copy. Never returns. */
KONT KONT_NORETURN void kont__reinstate(kont__prompt *base, kont *k, kont_fn *fn, void *v);

/* The quick case of kont__reinstate, with `here` for base; or nothing, where it is not so quick: returns then. Neither here nor k's prompt is
 * an object; k is plain, and not used up. Inlined (below). */
static inline KONT void kont__reenter(kont *k, bool last, void *v);

/* A kont of its own with the same picture as k, which is frozen. Null: no memory. */
kont *kont__k_copy(const kont *k);

/* copy, just made, says what k says of its capture: the pins hold k, and what was made ready is k's. */
static inline void kont__k_like(kont *copy, const kont *k)
{
    *copy = *k;
    copy->pins = 0;
    copy->pin = NULL;
    copy->ready = copy->ready_outer = NULL;
}

/* Gives up what k holds. */
void kont__k_drop(kont *k);

/* How many bytes of frames that is. */
size_t kont__k_bytes(const kont *k);

/* The same of several, which may be null; what they share counts once. */
size_t kont__ks_bytes(const kont *const *ks, size_t count);

/* ---- Room -------------------------------------------------------------------------------------------------------------- */

/* How many bytes the caller's frames may still take; SIZE_MAX where only memory is the limit. */
size_t kont__room(void);

/* What kont_machine answers. */
extern const char kont__machine_name[];

/* ---- Provided above the seam ------------------------------------------------------------------------------------------------ */

/* Called where a prompt's body has returned, still inside, unless kont__ends_plainly. */
KONT void kont__body_ends(void);
static inline bool kont__ends_plainly(const kont__prompt *p)
{
    return p->dyn == NULL && kont__self.tail.k == NULL && (kont__object(p) == NULL || kont__object(p) == p);
}

/* Called where k has got its part or (frozen) its picture of what goes on running: finalizers may have made defers there up to then. */
void kont__captured(kont *k);

/* Called in a tail resume of k when nothing can go wrong any more: k gets another activation, unless it is the last. */
void kont__resuming(const kont *k, bool last);

/* Called as a thread ends, outside of every prompt, while kont still works there. */
KONT void kont__thread_ends(void);

/* Called in a tail resume under its handler's prompt, where the handler has ended: runs the defers that finalizers have made there since. False:
 * there were none, and nothing is allocated since the caller looked last. On cps its entry for unmarked callers is called: defers run behind a
 * barrier anyway. */
KONT bool kont__ends_late(void);

/* Raises a misuse that shows only in the middle of a tail resume. */
KONT KONT_NORETURN void kont__tail_misuse(int error);

/* The machine's quick functions. */
#if defined(KONT_MACHINE_STACK)
#include "stack/fast.h"
#else
#include "cps/fast.h"
#endif

#endif
