/* marks.h: what is marked. A function is when one of its declarations says so, a pointer to a function when its type (a typedef),
 * or the variable, parameter or field that it is read from, says so. */
#ifndef KONTC_MARKS_H
#define KONTC_MARKS_H

#include "generic.h"

struct mark {
    const char *name;
    bool noreturn;
    bool captures;                                      /* always: what calls it and is not marked is mistaken */
    const char **calls;                                 /* marked functions that its body calls by name */
    size_t call_count;
    bool seen;                                          /* in a search */
};

struct marks {
    const struct source *source;
    struct mark *marks;
    size_t count;
    struct choices choices;
};

struct marks *marks_of(const struct unit *u);

/* Of a function by this name, or null. */
const struct mark *marks_find(const struct marks *m, const char *name);

/* Whether the function may call itself, also through others that are defined here. */
bool marks_recurse(const struct marks *m, const char *name);

/* Whether c has annotate("what"). */
bool has_annotation(CXCursor c, const char *what);

/* Whether functions of type t, or that t points to, are marked. */
bool type_is_marked(CXType t);

/* Whether c declares a marked function. */
bool declares_marked(const struct marks *m, CXCursor c);

/* Where the __attribute__((annotate("kont..."))) at an offset ends; 0: there is none. */
size_t marks_end(const struct source *s, size_t at);

#endif
