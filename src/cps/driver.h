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
 * saved from there on belongs to its `stop`. */
#ifndef KONT_CPS_DRIVER_H
#define KONT_CPS_DRIVER_H

#include <setjmp.h>

#include "frame.h"
#include "machine.h"

struct kont__light;

/* What a capture of here..to ends with, once nothing of it is on the C stack; v is what it was begun with. */
typedef KONT void *kont__end(kont__prompt *to, void *v);

struct kont__driver {
    struct kont__driver *outer;
    kont__prompt *stop;
    struct kont__light *light;                          /* the innermost when it began */
    kont_fn *fn;                                        /* null, or what to run first in the innermost prompt, */
    void *value;                                        /* with this; or the value for its first frame */
    jmp_buf landing;                                    /* aborts come here: also from functions that are not rewritten */
};

/* The trial knows one thread. Static, so that the collector sees what it holds. */
struct kont__thread {
    struct kont__driver *driver;                        /* innermost ones */
    struct kont__light *light;
    kont__prompt *to, *saving;                          /* CAPTURE: its target, and the prompt whose frames are being saved */
    kont__end *end;                                     /* how it ends, and with what */
    void *value;
    uint64_t next_id;                                   /* of prompts */
};
extern struct kont__thread kont__machine;

/* Runs fn(v), or brings v to the innermost frame, in the prompts that were just put on top of `stop`. Returns what the last of them
 * returns, is left with or aborted with. */
KONT void *kont__drive(kont__prompt *stop, kont_fn *fn, void *v);

/* Begins a capture of here..to, which ends with end(to, v) called by the driver of `to`. The caller returns the result. */
KONT void *kont__begin(kont__prompt *to, kont__end *end, void *v);

/* The driver of prompt p; null for the root, which has none. */
struct kont__driver *kont__driver_of(const kont__prompt *p);

/* The prompts inside `outer` are gone. */
void kont__drop_to(kont__prompt *outer);

/* Prompt p is gone. */
void kont__release(kont__prompt *p);

/* Goes to driver d, which goes on with the innermost prompt: runs fn(v), or brings it v. */
KONT_NORETURN void kont__land(struct kont__driver *d, kont_fn *fn, void *v);

/* Says that the trial has no such function, and ends the process. */
KONT_NORETURN void kont__not_in_trial(const char *function);

#endif
