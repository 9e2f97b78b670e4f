/* sequence.h: arguments that strings and bytevectors have in common. */
#ifndef SCHEME_SEQUENCE_H
#define SCHEME_SEQUENCE_H

#include "call.h"

enum { MOST_ITEMS = 1 << 28 };                          /* a longer string or bytevector is refused: it would fill the memory */

/* [start, end) within a sequence of `length`: arguments n and n + 1, which may be absent. False: they are none, and PENDING is set. */
static inline bool take_range(const char *who, int n, value start, value end, size_t length, size_t *from, size_t *to)
{
    return take_index(who, n + 1, end, length, length, to) && take_index(who, n, start, *to, 0, from);
}

/* The number of items of a new sequence. */
static inline bool take_length(const char *who, int n, value v, size_t *length)
{
    return take_index(who, n, v, MOST_ITEMS, 0, length);
}

static inline value too_long(const char *who)
{
    return failed(who, "the result is too long", NIL);
}

/* What string-copy! and bytevector-copy! take: (to at from start end). */
struct copying {
    size_t at, start, end;
};
static inline bool take_copying(const char *who, intptr_t argc, value *argv, size_t to_length, size_t from_length, struct copying *c)
{
    if (!take_index(who, 2, argv[1], to_length, 0, &c->at) ||
        !take_range(who, 4, argc > 3 ? argv[3] : NULL, argc > 4 ? argv[4] : NULL, from_length, &c->start, &c->end))
        return false;
    if (c->end - c->start <= to_length - c->at)
        return true;
    failed(who, "what is copied is longer than the room for it", list2(argv[0], argv[2]));
    return false;
}

#endif
