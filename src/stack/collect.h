/* collect.h: the collector's view: the kinds of objects that kont allocates, and how they are marked.
 *
 * Two kinds with mark procedures of their own: prompts and konts. Both are scanned word by word; what heads a waiting chain (a SUSPENDED prompt, a
 * kont that is not frozen) also pushes the live slices of the whole chain. A RUNNING prompt pushes none: its thread's roots
 * or the head of its chain do. So in incremental mode the one object that a suspension writes to covers everything that it
 * suspends.
 *
 * A prompt has a disclaim procedure that gives up its home. The collector may call it again on a free object, and may mark a
 * free object: state KONT__FREE says so, and its first word links free prompts, the collector's or ours. */
#ifndef KONT_STACK_COLLECT_H
#define KONT_STACK_COLLECT_H

#include "switch.h"
#include "thread.h"

/* Registers the kinds. Once, before any other. */
void kont__collect_init(void);

/* How many homes the last collection found in use; the count begins anew with each. */
size_t kont__homes_found_live(void);
void kont__marking_begins(void);

kont__prompt *kont__prompt_alloc(void);                 /* plain, from the thread's pool; state FREE, other fields unset. Null: no memory */
void kont__prompt_free(kont__prompt *p);                /* back to the pool: plain, and at home nowhere */
struct kont__slice *kont__slice_alloc(size_t size);     /* contents unset */
bool kont__has_slice(size_t size);                      /* whether the thread has one, so that the collector need not be asked */
void kont__slice_free(struct kont__slice *s);           /* for the next, unless it is shared. The contents stay until then */

/* The lowest address that belongs to the frames that wait at sp. */
static inline char *kont__slice_low(const void *sp)
{
    return (char *)sp - KONT__BELOW;
}

#endif
