/* driver.h: drivers: the places on the C stack from which prompts run.
 *
 * Who puts prompts on top of the running ones (a new prompt, an enter, a resume) becomes their driver. It calls what is to run, and with the value
 * that comes back re-enters the next frame of the innermost prompt; a prompt without frames has ended. So it goes on until the prompts
 * above its own caller's (`stop`) are gone. A driver itself is never captured: all that it knows stands in the chain.
 *
 *     chain        here -> [p | frames] -> [q | frames] -> [r | frames] -> root
 *     C stack      | functions of p | driver of p and q (stop: r) | functions of r | driver of r (stop: root) | main |
 *
 * Of q there is nothing on the C stack; of p and r what was entered since, the rest waits in their frames.
 *
 * CAPTURE. A capture or leave sets the flag. Functions save their frames into the prompt that they run under, and return to its driver. When the
 * target is one of its prompts, that ends there, and the driver goes on with what is left. Otherwise it returns too, and what is
 * saved from there on belongs to its `stop`.
 *
 * UNWIND. An abort of the innermost prompt, or an escape within it, over few functions, and nothing else: a jump would make the processor mistake
 * where the next functions return to. So these return, as in a capture, and what they save is for nobody.
 *
 * LOW. Where the C stack comes to its end, a marked function begins a capture without a target: it ends in the outermost driver, or where a function
 * that is not marked called a marked one (unmarked.c), and that goes on with all in frames, and the C stack empty. So recursion is
 * bounded by memory alone. Frames of `stop` itself may then wait above what the driver found there (`base`). */
#ifndef KONT_CPS_DRIVER_H
#define KONT_CPS_DRIVER_H

#include "jump.h"
#include "thread.h"

/* kont__cps.flag: why functions save and return.
 *
 *     0                   they do not
 *     KONT__UNWINDING     UNWIND. kont__cps.value goes to the innermost driver, or to the light prompt that the thread's unwinding_to names
 *     KONT__TAKING        CAPTURE, LOW. The thread's `taking` says how far, and what then happens with which value
 *     a prompt's address  QUICK (quick.h). That prompt, the innermost, is left with kont__cps.value; who does not wait for it makes it TAKING
 */
enum { KONT__UNWINDING = 1, KONT__TAKING };

struct kont__driver {
    struct kont__driver *outer;
    kont__prompt *stop;
    const kont__frame *base;                            /* innermost frame of `stop` that is not this driver's */
    struct kont__light *light;                          /* the innermost when it began */
    struct kont__unmarked *unmarked;
    kont_fn *fn;                                        /* null, or what to run first in the innermost prompt, */
    void *value;                                        /* with this; or the value for its first frame */
    bool returned;
    kont__landing landing;                              /* aborts come here: also from functions that are not marked */
};

/* Runs fn(v), or brings v to the innermost frame, in the prompts that were just put on top of `stop`, whose frames begin at `base`. Returns what
 * the last of them returns, is left with or aborted with. */
void *kont__drive(kont__prompt *stop, const kont__frame *base, kont_fn *fn, void *v);

/* Begins a capture of here..to, which ends with end(to, v) called by the driver of `to`. The caller returns the result. */
void *kont__begin(kont__prompt *to, kont__end *end, void *v);

/* The same for all that there is on the C stack. */
void kont__begin_low(void);

/* Whether few functions stand between the caller and the one that has `place` on its stack. */
static inline bool kont__is_close(const void *place)
{
    enum { CLOSE = 320 };
    return (uintptr_t)place - kont__sp() < CLOSE;
}

/* Begins an UNWIND, after which the innermost driver goes on with v outside of its innermost prompt; or unwinding_to, where it is set. The caller
 * returns. */
static inline void kont__unwind(void *v)
{
    kont__cps.flag = KONT__UNWINDING;
    kont__cps.tail = &kont__thread()->unwound;
    kont__cps.value = v;
}

/* Whether the capture under way ends in driver d. If not, what is saved next belongs to the prompt that d was called from. */
bool kont__arrives(const struct kont__driver *d);

/* Ends the capture under way: all of it is in frames. Returns what goes on in its place. */
void *kont__end_capture(void);

/* The driver of prompt p; null for the root, which has none. */
struct kont__driver *kont__driver_of(const kont__prompt *p);

/* Takes the innermost frame of p away. What others share, they share with all that is further out: it is noted one frame at a time. */
kont__frame *kont__pop_frame(kont__prompt *p);

/* Frame f was popped and entered, and its function has returned: whether it is nobody's any more. The outermost function saves last. */
static inline bool kont__is_spent(kont__frame *f)
{
    return !(f->site & KONT__SHARED_FRAME) && (!KONT__CAPTURING || kont__cps.tail != &f->next);
}

/* The prompts inside `outer` are gone. */
void kont__drop_to(kont__prompt *outer);

/* Prompt p is gone. */
void kont__release(kont__prompt *p);

/* Plain prompt p, whose status is kont__self.running, has ended without frames or dyn: it serves again (kont__prompt_ready). */
static inline void kont__prompt_again(kont__prompt *p)
{
    p->link = kont__self.ready;
    p->tag = NULL;
    p->handle_or_out = NULL;
    kont__self.ready = p;
}

/* Goes to driver d, which goes on with the innermost prompt: runs fn(v), or brings it v. */
KONT_NORETURN void kont__land(struct kont__driver *d, kont_fn *fn, void *v);

#endif
