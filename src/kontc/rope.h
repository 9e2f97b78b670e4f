/* rope.h: text in pieces: parts of the source, which keep their places, and what kontc writes. */
#ifndef KONTC_ROPE_H
#define KONTC_ROPE_H

#include "source.h"

enum piece_kind {
    FROM_SOURCE,                                        /* source [begin, end) */
    WRITTEN,                                            /* `text`; no compiler warns about it */
    INSERTED                                            /* `text` in the middle of what is from the source */
};

struct piece {
    enum piece_kind kind;
    size_t begin, end;                                  /* written ones: `begin` is the place that they stand for */
    const char *text;
};

struct rope {
    struct piece *pieces;
    size_t count;
    size_t at;                                          /* the place of what is written next */
};

void rope_source(struct rope *r, size_t begin, size_t end);
void rope_write(struct rope *r, const char *text);
void rope_writef(struct rope *r, const char *f, ...) __attribute__((format(printf, 2, 3)));
void rope_insert(struct rope *r, const char *text);
void rope_append(struct rope *r, const struct rope *other);

#endif
