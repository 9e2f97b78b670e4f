/* solve.h: the search body that parses. */
#ifndef PARSE_SOLVE_H
#define PARSE_SOLVE_H

#include <kont/base.h>

#include "table.h"

/* A parse: a word, or a name and the trees of its parts. */
struct tree {
    const struct symbol *symbol;
    int parts;
    const struct tree *part[];
};

/* The body of a kont_search over a struct sentence whose table is filled: each of its values is a struct tree of the whole sentence. */
KONT void *parse(void *sentence);

#endif
