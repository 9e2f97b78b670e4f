/* parse.h: libclang's view of the preprocessed text. */
#ifndef KONTC_PARSE_H
#define KONTC_PARSE_H

#include "source.h"

#include <clang-c/Index.h>

struct unit {
    const struct source *source;
    CXTranslationUnit tu;
    const char **typedefs;                              /* names of types, sorted */
    size_t typedef_count;
};

/* `args`: for clang, which only has to understand the types as the wrapped compiler does. Null: it can't be read at all. */
struct unit *parse(const struct source *s, const char *const *args, int count);

/* The first error in [begin, end): its message, and where; or null. */
const char *parse_error_in(const struct unit *u, size_t begin, size_t end, size_t *where);

bool parse_is_typedef(const struct unit *u, const char *name);

struct extent {
    size_t begin, end;
};
struct extent extent_of(CXCursor c);

/* Where its name stands. */
size_t parse_place(CXCursor c);

struct cursors {
    CXCursor *c;
    size_t count;
};
struct cursors children_of(CXCursor c);

const char *name_of(CXCursor c);

/* Calls visit for c's children, all the way down: true: go on below this one. */
void walk(CXCursor c, bool (*visit)(CXCursor c, void *data), void *data);

#endif
