/* describe.h: what debuggers are told of a function: the locals that the frames of each place keep. */
#ifndef KONTC_DESCRIBE_H
#define KONTC_DESCRIBE_H

#include "function.h"
#include "rope.h"

struct description {
    struct text names;                                  /* names and types of locals, for a string literal */
    size_t names_size;                                  /* what it takes in memory */
    struct text rows;                                   /* of a table of struct kont__local */
    size_t row_count;
    size_t *first;                                      /* for each place: where its rows begin */
};

/* Of a function whose copies were written: now it is known what is kept. */
struct description *describe(const struct function *f);

void describe_write(const struct function *f, const struct description *d, struct rope *r);

#endif
