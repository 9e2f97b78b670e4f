/* generic.h: what _Generic chooses. libclang doesn't say; but it evaluates constants. */
#ifndef KONTC_GENERIC_H
#define KONTC_GENERIC_H

#include "parse.h"

struct choice {
    size_t begin;                                       /* of the _Generic */
    size_t number;                                      /* of its alternatives, from 1 */
};

struct choices {
    struct choice *choices;
    size_t count;
};

/* For each _Generic whose alternatives hold calls. */
struct choices generic_choices(const struct unit *u, const char *const *args, int count);

/* The number of the alternative; 0: not known. */
size_t generic_choice(const struct choices *c, size_t begin);

#endif
