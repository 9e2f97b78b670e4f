/* control.h: what the files of src/control share. Everything here stands on machine.h alone.
 *
 * WALK. What is dynamic is found by walking outwards from the innermost prompt: through the frames of its `dyn`, then those of its
 * link, and so on to the root. While a winder or a defer runs, a CONTEXT frame leads the walk on to where that belongs, so that all that is
 * inside of it is out of sight (crossing.c). */
#ifndef KONT_CONTROL_CONTROL_H
#define KONT_CONTROL_CONTROL_H

#include "machine.h"
#include "stress.h"

/* ---- Before each operation ---------------------------------------------------------------------------------------------------- */

/* Whether the thread has a shadow stack; whether another copy of the library was in use at this one's first use, which this may be. */
bool kont__has_shadow_stack(void);
bool kont__is_second_copy(void);

/* kont__attach, where kont can run at all: else KONT_ERR_SHADOW_STACK or KONT_ERR_TWO_COPIES. */
int kont__meet_thread(void);

/* Makes the thread known where it is not, and refuses to go on while a kont_resume_tail waits for its handler to return. */
KONT void kont__ready_slowly(const char *where);
KONT void kont__stress_capture(void);                   /* defined in that build alone */
static inline KONT void kont__ready(const char *where)
{
    if (kont__self.here == NULL || kont__self.tail.k != NULL)
        kont__ready_slowly(where);
    if (KONT__STRESS_CAPTURE)
        kont__stress_capture();
}

/* Called where a body has returned: a kont_resume_tail in it was not the last thing its handler did. */
static inline KONT void kont__returned(void)
{
    if (kont__self.tail.k != NULL)
        kont__ready_slowly("kont_resume_tail");
}

struct kont__defer;

/* Counts the defers of dropped bodies that finalizers have found, whosever they are. */
extern size_t kont__found;
static inline bool kont__none_found(void)
{
    return LIKELY(__atomic_load_n(&kont__found, __ATOMIC_RELAXED) == kont__self.found);
}

/* Runs the defers of what this thread dropped. */
KONT size_t kont__poll(void);
static inline KONT void kont__poll_if_dropped(void)
{
    if (!kont__none_found())
        kont__poll();
}

/* Raises the library's error of this code. `detail`: what its message names, or null. */
KONT KONT_NORETURN void kont__misuse(int code, const char *where, const char *detail);

/* Raises self.error, after a function of the machine that did nothing. */
KONT KONT_NORETURN void kont__not_done(const char *where, const char *detail);

/* Raises KONT_ERR_UNMARKED where the frames of here..to can't be taken away. */
static inline KONT void kont__need_marked(kont__prompt *to, const char *where)
{
    const char *name = kont__unmarked(to);
    if (name != NULL)
        kont__misuse(KONT_ERR_UNMARKED, where, name);
}

/* Prints x as uncaught and aborts. The other: the library's error of this code, for a thread that is not known, where nothing can be raised. */
KONT_NORETURN void kont__report_uncaught(const kont_exception *x);
KONT_NORETURN void kont__report(int code, const char *where);

/* Names a tag in messages. */
const char *kont__tag_name(const kont_tag *tag);

/* ---- Dyn frames ------------------------------------------------------------------------------------------------------------------ */

/* Frames that begin a body for kont_defer. */
enum { KONT__BODIES = KONT__TRY | KONT__SCOPE | KONT__BINDING };

/* A place on the walk: the frames of `prompt` from `dyn` on, then those of the prompts outside. */
struct kont__place {
    kont__prompt *prompt;
    const kont__dyn *dyn;
};
static inline struct kont__place kont__here(void)
{
    return (struct kont__place){ kont__self.here, kont__self.here != NULL ? kont__self.here->dyn : NULL };
}

/* The next frame of one of `kinds`, or null when the walk comes to the prompt `outer` (null: the end). Moves *at past it. */
const kont__dyn *kont__walk(struct kont__place *at, unsigned kinds, const kont__prompt *outer);

/* The frame at a place, or null at the end of its prompt. Moves *at past it; a CONTEXT frame leads on. */
const kont__dyn *kont__step(struct kont__place *at);

/* A frame in front of `next`. Raises KONT_ERR_MEMORY. */
KONT kont__dyn *kont__dyn_make(enum kont__dyn_kind kind, const void *key, void *value, void *at, const kont__dyn *next, const char *where);

/* Pushes a frame in the innermost prompt. Raises KONT_ERR_MEMORY. */
KONT kont__dyn *kont__push(enum kont__dyn_kind kind, const void *key, void *value, void *at, const char *where);

/* The same where a frame is there to be used again, and to take it away where nothing else was pushed since and nobody else can know it. The first
 * returns null, and the second false, where it is not so quick. */
static inline kont__dyn *kont__push_quickly(enum kont__dyn_kind kind, const void *key, void *value, void *at)
{
    kont__prompt *p = kont__self.here;
    kont__dyn *d = kont__self.dyns;
    if (KONT__STRESS_GC || d == NULL)
        return NULL;
    kont__self.dyns = (kont__dyn *)d->next;
    const kont__dyn *next = p->dyn;
    d->next = next;
    d->kind = (uint16_t)kind;
    d->below = (uint16_t)(kind | (next != NULL ? next->below : 0));
    d->key = key;
    d->value = value;
    d->at = at;
    p->dyn = d;
    return d;
}

static inline bool kont__pop_quickly(kont__dyn *d)
{
    kont__prompt *p = kont__self.here;
    if (p->dyn != d || (p->flags & KONT__SHARED) || kont__self.tail.k != NULL)
        return false;
    p->dyn = d->next;
    d->next = kont__self.dyns;
    kont__self.dyns = d;
    return true;
}

/* Pushes a frame that is made already. */
void kont__dyn_link(kont__dyn *d);

/* Takes frame d away; defers made since stay. A frame that nothing else can refer to is used again. */
KONT void kont__pop(kont__dyn *d);

/* NO MEMORY. Leaving an extent takes frames too: one for each winder and defer, and two. So each of them keeps one spare for then (up to a thousand
 * in a thread), the first one three, or raises KONT_ERR_MEMORY before anything has begun. */
KONT void kont__spare_frame(const char *where);

/* Calls fn(arg) inside of frame d, which was pushed for it, and takes that away. A function by itself: its frame, which a capture inside
 * takes along, is smaller than its callers'. */
KONT void *kont__call_inside(kont__dyn *d, kont_fn *fn, void *arg);

/* Gives a frame back that nothing refers to any more. */
void kont__dyn_free(const kont__dyn *d);

/* DEFER frames in front of others: begins as { rest, null }. As long as a list grows nobody else knows its frames. */
struct kont__defers {
    const kont__dyn *first;
    kont__dyn *last;
};

/* One more frame of this record, behind those of the list, in front of `rest`. Raises KONT_ERR_MEMORY. */
KONT struct kont__defers kont__defers_add(struct kont__defers list, const void *record, const kont__dyn *rest);

/* The defers from one place out to another, in their order, on top of `rest`. Raises KONT_ERR_MEMORY. */
KONT const kont__dyn *kont__defers_between(struct kont__place from, struct kont__place to, const kont__dyn *rest);

/* From here out to a place: also those that finalizers make while these are listed, so that none is missing when it returns. */
KONT const kont__dyn *kont__defers_out_to(struct kont__place to, const kont__dyn *rest);

/* Whether d is the innermost frame here but for defers made since. */
bool kont__is_top(const kont__dyn *d);

/* The kinds of frames from here out to the prompt `outer`. */
static inline unsigned kont__kinds(const kont__prompt *outer)
{
    unsigned kinds = 0;
    for (const kont__prompt *p = kont__self.here; p != outer; p = p->link)
        if (p->dyn != NULL)
            kinds |= p->dyn->below;
    return kinds;
}

/* ---- Prompts ----------------------------------------------------------------------------------------------------------------------- */

/* The innermost prompt of this tag or handle in sight, or null. */
kont__prompt *kont__find(const kont_tag *tag);

/* The same, raising KONT_ERR_NO_PROMPT, after kont__ready. Mostly it is the innermost prompt: kont__need_outside is for all other cases. */
KONT kont__prompt *kont__need_outside(const kont_tag *tag, const char *where);
static inline KONT kont__prompt *kont__need(const kont_tag *tag, const char *where)
{
    kont__prompt *p = kont__self.here;
    bool is_here = !KONT__STRESS_CAPTURE && LIKELY(p != NULL) && p->tag == tag && LIKELY(tag != NULL) && LIKELY(tag->prompt == 0)
        && kont__self.tail.k == NULL && (p->dyn == NULL || !(p->dyn->below & KONT__CONTEXT));
    return is_here ? p : kont__need_outside(tag, where);
}

/* A new prompt around a body. `stack`: bytes, 0 for the default. */
KONT void *kont__prompt_around(const kont_tag *tag, size_t stack, kont_fn *fn, void *arg, const char *where);

/* Runs the defers that the innermost body has made, out to the frame `limit` of its prompt, which stays. */
KONT void kont__end_body(const kont__dyn *limit);

/* Aborts to prompt p with v: winders and defers, then the jump. */
KONT KONT_NORETURN void kont__abort_to(kont__prompt *p, void *v, const char *where);

/* ---- Applying a call/cc continuation --------------------------------------------------------------------------------------------- */

/* Frames whose owners are told when control comes or goes. */
enum { KONT__TOLD = KONT__WIND | KONT__DEFER | KONT__BARRIER | KONT__CONTEXT };

/* The quick case: k replaces just what runs under the innermost prompt, and nobody is to be told. Else nothing: returns. */
static inline KONT __attribute__((always_inline)) void kont__replace_quickly(kont *k, bool last, void *v)
{
    const kont__prompt *p = kont__self.here;
    if (LIKELY(!KONT__STRESS_CAPTURE && k != NULL && k->plain && k->owner == kont__self.serial && k->inner != NULL && p->tag == k->tag
            && kont__self.tail.k == NULL && kont__none_found() && kont__object(p) == NULL && (p->dyn == NULL || !(p->dyn->below & KONT__TOLD))))
        kont__reenter(k, last, v);
}

/* ---- Winders and defers -------------------------------------------------------------------------------------------------------------- */

/* Calls fn(arg) in the dynamic state of here, behind a barrier. `behind`: what an abort out of it leaves behind (crossing.c), or null; so in the
 * functions below that run winders and defers. */
KONT void kont__in_context(const kont__dyn *behind, kont_fn *fn, void *arg, const char *where);

/* Leaves the winders from here out to `outer` for a while, innermost first. */
KONT void kont__suspend_winds(const kont__prompt *outer);

/* Exits from here out to `outer` for good, innermost first: winders and defers. Stops at frame `last`, where that is given, and returns what is to be
 * the dyn of its prompt then: the defers of a body that is not left stay. At most the innermost `most` winders and barriers are
 * crossed: beyond, winders do not run. What has been left so is out of sight; to exit again runs the defers that finalizers have made since. */
KONT const kont__dyn *kont__exit(const kont__prompt *outer, const kont__dyn *last, size_t most, const kont__dyn *behind);

/* Exits all inside of prompt p, or of the frame `last` in p, where that is given, and takes what the jump there needs: until then nothing is
 * allocated. Raises KONT_ERR_MEMORY. */
KONT const kont__dyn *kont__exit_to(kont__prompt *p, const kont__dyn *last, const char *where);

/* A thunk for a resume or enter that has winders to enter before it goes on with a value or a thunk: all that it needs is there before anything
 * is changed. */
struct kont__reentry {
    size_t prompts;                                     /* their winders, of winders and barriers the innermost `most`, outermost first */
    size_t most;
    kont_fn *fn;
    void *v;
    struct kont__winder *winders;                       /* room for them */
    size_t room;
};
struct kont__winder {
    const kont__dyn *d;
    kont__prompt *prompt;                               /* its own */
    struct kont__place at, body;                        /* what is around it; where the frames of its body begin (no prompt: here) */
};

/* For the prompts inner..outer, which are not running yet. */
KONT struct kont__reentry *kont__reentry_new(const kont__prompt *inner, const kont__prompt *outer, size_t most, kont_fn *fn, void *v, const char *where);
KONT void *kont__reentry_run(void *reentry);

/* Whether e (null: no) is still for that part: a finalizer may have changed what waits. */
bool kont__reentry_fits(const struct kont__reentry *e, const kont__prompt *inner, const kont__prompt *outer);

/* Enters them. */
KONT void kont__enter_winds(const struct kont__reentry *e);

/* A defer's record; `holders` counts the activations and konts from which its body can still be left. */
struct kont__defer {
    struct kont__defer *next;                           /* in a list of dropped ones */
    uintptr_t before, after;                            /* in its thread's list of pending ones, hidden from the collector */
    kont_fn *fn;                                        /* null: it has run */
    void *arg;
    struct kont__dropped *owner;                        /* its thread's list */
    uint32_t number;                                    /* in the order in which the thread made them */
    uint32_t holders;
};

/* A thunk: runs the defer, where it has not run. For kont__in_context. */
KONT void *kont__defer_run(void *record);

/* The thread's list of dropped ones, made when it is needed first. Raises KONT_ERR_MEMORY. */
KONT struct kont__dropped *kont__dropped_list(const char *where);

/* From now on the collector tells when nothing but its owner's list of pending ones knows d. The other: no longer. */
void kont__watch(struct kont__defer *d);
void kont__unwatch(struct kont__defer *d);

/* What stands for a poll in kont__in_context, and what is to be done when its defer is left by an abort. */
extern const kont__dyn kont__a_poll;
void kont__poll_left(void);

/* One holder less; runs at the last. */
KONT void kont__defer_release(struct kont__defer *d, const kont__dyn *behind);

/* One holder more for each defer in the chain inner..outer. */
void kont__defers_hold(const kont__prompt *inner, const kont__prompt *outer);

/* One less for each defer in the captured part of k; those that nobody holds any more run, innermost first. */
KONT void kont__defers_release(const kont *k, const kont__dyn *behind);

/* ---- Continuations ------------------------------------------------------------------------------------------------------------------- */

/* A kont for a capture: raises KONT_ERR_MEMORY. */
KONT kont *kont__k_make(int how, kont_handler *fn, void *arg, const char *where);

/* Raises KONT_ERR_THREAD, KONT_ERR_USED. */
KONT void kont__need_usable(const kont *k, const char *where);

/* Moves what k holds to a kont of its own, which is returned; k is used up. */
KONT kont *kont__k_move(kont *k, const char *where);

/* Applies a call/cc or call/ec continuation. */
KONT KONT_NORETURN void kont__replace(kont *k, bool last, kont_fn *fn, void *v, const char *where);
KONT KONT_NORETURN void kont__escape_to(kont *k, bool last, kont_fn *fn, void *v, const char *where);

#endif
