/* box.h: boxes: the locals whose address is taken. A box keeps its address, whatever happens to the frame that names it.
 *
 *     frame ---> | owner | size | the locals ... |
 *
 * SNAPSHOT. Continuations and their copies share boxes. What is in a box is its owner's: one activation of a prompt at a time; the others that have
 * the box in their frames keep its contents in `out`, latest first: a list of values that never change, so that a picture's is shared by all copies
 * of it. No owner: it was never captured for a second use, or the owner's function has returned.
 *
 * RESIDENCE. In the chain that runs, the innermost prompt that has a box is its owner. So control always finds in its boxes what it left there. A
 * prompt that is in another's way is KONT__DISPLACES: when it goes, the chain that is left takes its boxes back (settles). A waiting chain that lost
 * a box is KONT__SLOW at its head, and takes it back when it is entered; what a continuation holds does so when it is resumed.
 *
 * A prompt has one word for its handle, and for `out`, which few have: then the first node names the handle too, and the word is odd.
 *
 * Values are kept in nodes that are reserved before anything is changed (kont__can_...). What a prompt that is gone leaves in a box is not kept. */
#ifndef KONT_CPS_BOX_H
#define KONT_CPS_BOX_H

#include "thread.h"

struct kont__out {
    struct kont__out *next;
    const kont_tag *handle;                             /* the prompt's */
    struct kont__box *box;
    char value[];
};

static inline struct kont__out *kont__out(const kont__prompt *p)
{
    return (uintptr_t)p->handle_or_out & 1 ? (void *)((uintptr_t)p->handle_or_out - 1) : NULL;
}

/* null: none. */
static inline void kont__set_out(kont__prompt *p, struct kont__out *out)
{
    const kont_tag *handle = kont__handle_of(p);
    p->handle_or_out = out != NULL ? (char *)out + 1 : (void *)handle;
    if (out != NULL)
        out->handle = handle;
}

void kont__boxes_init(void);

/* The values that the boxes of p's frames, which wait, have for p: in *out. A box that no one owns, and that has p's values in place, is p's.
 * False: no memory; not where `at_last` says that what is kept for that may be taken, or else the process ends. */
bool kont__boxes_picture(kont__prompt *p, bool at_last, struct kont__out **out);

/* Reserves what settling inner..outer will displace, and then `rest` out to the root (each null: nothing). False: no memory. */
bool kont__boxes_reserve(const kont__prompt *inner, const kont__prompt *outer, const kont__prompt *rest);

/* Gives each of inner.. out to the root its boxes, by RESIDENCE. They are the running chain. */
void kont__boxes_settle(kont__prompt *inner);

/* What p had, with whose frames `to` goes on, is `to`'s. */
void kont__boxes_move(kont__prompt *p, kont__prompt *to);

/* How many bytes f's box takes: 0 where it has none. */
size_t kont__box_bytes(const kont__frame *f);

#endif
