/* arena.h: memory for programs and for runs of the reference interpreter. Nothing is freed piece by piece: take a mark, and go
 * back to it. It stands on malloc alone, so that the reference shares no code with what it judges. */
#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>

struct arena_mark {
    struct arena_chunk *chunk;
    size_t used;
};

void *arena_alloc(size_t bytes);                        /* zeroed; ends the process when memory is gone */
char *arena_text(const char *text, size_t length);      /* a copy, with a 0 at its end */
struct arena_mark arena_mark(void);
void arena_release(struct arena_mark mark);             /* forgets all that was taken since */
size_t arena_total(void);                               /* bytes taken so far, whether forgotten or not */

#define ARENA_NEW(type) ((type *)arena_alloc(sizeof(type)))

#endif
