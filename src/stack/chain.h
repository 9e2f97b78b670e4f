/* chain.h: moving along a chain of prompts, and moving slices in and out of their homes.
 *
 * RESIDENCE. In the chain that runs, for each segment the innermost prompt at home there is resident. A prompt further out at
 * the same home has its slice moved out. So control always finds in place what it goes back to, provided that whoever
 * takes a prompt away sets right what it was in the way of: a prompt that displaced another of its chain is KONT__SLOW,
 * and leaving it, by return, leave, abort or capture, settles the chain that is left.
 * A suspended chain whose slices may be moved out while it waits, since not every one is alone at home, is left with KONT__SLOW at its
 * head; entering it settles it. (Whoever moves a slice out does not look for the head: CLAIM.)
 *
 * Moves run on the thread's scratch segment, because the slice that moves may be the one that runs. They allocate nothing: what they
 * need is reserved before (kont__can_...).
 *
 * PREPARED. The collector runs finalizers inside allocations, and a finalizer may use kont: enter the very object, resume or drop the very
 * continuation that something is being prepared for, and move slices in and out of any home. When it has returned, the running chain is as it was
 * (but for the sp of the innermost prompt, which means nothing as long as that runs, and for defers in front of its dyn); nothing else need be. So a
 * preparation ends with a look at all that it stands on, after its last allocation, and begins again where something has changed; until then it is
 * kept where no other finds it. Nothing is allocated between that and its use. */
#ifndef KONT_STACK_CHAIN_H
#define KONT_STACK_CHAIN_H

#include "collect.h"
#include "switch.h"

/* Reserves what settling inner..outer (null: the root) will move out, as things are when it returns. Whoever is not sure that finalizers leave that
 * chain alone looks again whether it is still the one. False: no memory. */
bool kont__reserve(kont__prompt *inner, kont__prompt *outer);

/* Makes each of inner..outer resident, by RESIDENCE. On the scratch segment, with all frames saved. */
void kont__settle(kont__prompt *inner, kont__prompt *outer);

/* Makes p resident where nobody is. Not on its own segment. */
void kont__move_in(kont__prompt *p);

/* Calls fn(arg) on the scratch segment, with this stack saved in *save; fn goes on elsewhere. */
void *kont__on_scratch(void **save, kont__entry *fn, void *arg);
void kont__leave_for_scratch(kont__entry *fn, void *arg) __attribute__((noreturn));

/* Does a job there: settles, and goes where it says. (Its parts are given one by one: a struct would be written by words and read by larger ones,
 * for which the processor waits longer than all of the settling takes.) */
void *kont__settle_and_switch(void **save, kont_fn *fn, void *v, kont__prompt *settle_to);
void kont__settle_and_jump(void *at, kont_fn *fn, void *v, kont__prompt *settle_to) __attribute__((noreturn));

/* Drops all prompts inside `outer`: their frames are gone. Returns whether the chain has to be settled. The caller may still run on one
 * of their segments until it takes another. */
bool kont__drop_to(kont__prompt *outer);

/* Goes to the frames of the innermost prompt, where they wait or, if not null, at `at`; with v, or with fn(v) called there. Settles the chain
 * first if need be. */
void kont__go(void *at, kont_fn *fn, void *v, bool settle) __attribute__((noreturn));

/* Whether a prompt inside `outer` stands in the way of another. */
static inline bool kont__is_slow(const kont__prompt *outer)
{
    for (const kont__prompt *p = kont__self.here; p != outer; p = p->link)
        if (p->flags & KONT__SLOW)
            return true;
    return false;
}

/* How many bytes the frames of p take, which wait. */
static inline size_t kont__live_bytes(const kont__prompt *p)
{
    if (p->out != NULL)
        return ((const struct kont__slice *)p->out)->size;
    return (size_t)(kont__top(p->home) - kont__slice_low(p->sp));
}

/* Gives p an empty segment, and makes it resident; or, where no more can be had, one that it shares with others (then it is not resident, and
 * has to be settled before it starts). Nothing, where p has begun meanwhile (PREPARED). 0, or KONT_ERR_SEGMENTS, KONT_ERR_ARGUMENT. */
int kont__give_home(kont__prompt *p, unsigned size_class);

/* Takes ready prompts apart until at most that many are left. */
void kont__give_up_ready(size_t most);

/* The frames of p are gone: an object is DONE, a plain prompt goes back to the pool. */
void kont__release(kont__prompt *p);

/* For each object among here..base, which is about to go: chooses its innermost copy among inner..outer. And, when these head the running chain:
 * puts the objects in the place of the copies chosen. Returns what is `outer` then. */
void kont__choose_heirs(const kont__prompt *base, kont__prompt *inner, const kont__prompt *outer);
kont__prompt *kont__enter_heirs(kont__prompt *outer);

static inline bool kont__resident(const kont__prompt *p)
{
    return p->home == NULL || p->home->resident == p;
}

#endif
