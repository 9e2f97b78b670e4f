/* sequence.h: what the files of sequences share. */
#ifndef KONT_LAYERS_SEQUENCE_H
#define KONT_LAYERS_SEQUENCE_H

#include <kont.h>

#include "alloc.h"

/* Raises KONT_ERR_ARGUMENT where the condition does not hold. */
static inline KONT void need(bool condition, const char *where, const char *what)
{
    if (!condition)
        kont_raise_error(KONT_ERR_ARGUMENT, where, what);
}

/* s, for a sink, or whoever else draws from it without owning it. */
KONT kont_seq *kont__seq_usable(kont_seq *s, const char *where);

/* Closes all of them, also where one raises. Nulls are left out. */
KONT void kont__seq_close_all(kont_seq *const *parts, size_t count);

/* Values that become more. */
struct vector {
    void **items;
    size_t count, room;
};
KONT void kont__seq_push(struct vector *v, void *value, const char *where);

/* Draws what is left of s into v. */
KONT void kont__seq_drain(kont_seq *s, struct vector *v, const char *where);

/* A tuple of the values. */
KONT kont_tuple *kont__seq_tuple(void *const *values, size_t count);

/* An array of `count` sequences, each owned by `where` now. */
KONT kont_seq **kont__seq_own_all(size_t count, kont_seq *const *parts, const char *where);

#endif
