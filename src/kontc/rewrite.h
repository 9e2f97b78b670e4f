/* rewrite.h: the preprocessed text of a file with its marked functions rewritten. */
#ifndef KONTC_REWRITE_H
#define KONTC_REWRITE_H

#include "rope.h"

struct edit {
    size_t begin, end;                                  /* of the source, in whose place stands: */
    struct rope *rope;
    struct rope *quiet;                                 /* and then this, about which no compiler warns; or null */
    struct rope *entry;                                 /* and then this; or null */
};

struct rewriting {
    const struct source *source;
    struct edit *edits;                                 /* by place, apart from each other */
    size_t count;
};

/* Null: errors, which were said. `args`: for libclang. */
struct rewriting *rewrite(const struct source *s, const char *const *args, int count);

/* Whether there is anything to rewrite. */
bool rewrite_is_needed(const struct source *s);

#endif
