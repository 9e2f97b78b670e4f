/* part.h: parts of chains: copies of them, and pictures. */
#ifndef KONT_STACK_PART_H
#define KONT_STACK_PART_H

#include "machine.h"

struct kont__part {
    kont__prompt *inner, *outer;
};

size_t kont__part_length(struct kont__part part);

/* Its frames are gone. */
void kont__part_release(struct kont__part part);

/* So many prompts, linked, to become copies. Null: no memory. */
kont__prompt *kont__take_blanks(size_t count);
void kont__give_blanks(kont__prompt *first);

/* Makes as many blanks as it takes a copy of the part. Allocates nothing. */
struct kont__part kont__part_clone(kont__prompt *blanks, struct kont__part part, enum kont__state state);

/* A copy of one prompt, of the thread's list of prompts, which is not empty. */
kont__prompt *kont__clone(const kont__prompt *p, enum kont__state state);

/* Gives FROZEN clones room for the slices of those that were in place; a slice that is out is shared. False: no memory. */
bool kont__make_room(struct kont__part picture);

/* Fills the picture of a part whose frames wait. One may have been moved out since there was room made for it, but none moved in. */
void kont__take_picture(kont__prompt *inner, kont__prompt *picture);

#endif
