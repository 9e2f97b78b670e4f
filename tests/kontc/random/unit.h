/* unit.h: random programs as files, built and run in several ways. */
#ifndef UNIT_H
#define UNIT_H

#include "choice.h"

/* A way to build: a compiler with options, or kontc before it. The first is what the others are compared with. */
struct build {
    const char *compiler;
    bool rewritten;
};
extern const struct build builds[];
extern const int build_count;

enum outcome { AGREED, DIFFERED, NOT_BUILT, NO_ANSWER };

struct comparison {
    enum outcome outcome;
    int program;                                        /* that differed */
    char how[100];                                      /* it was run, or built */
    char expected[200], found[200];
};

/* Once, before any other: where files go, which kontc, and where the sources of this folder and of the library are. */
bool unit_prepare(const char *folder, const char *kontc, const char *sources, const char *include);

/* Writes a unit; says how many functions it has. */
int unit_write(struct choices *programs[], int count);

/* Builds the unit in two ways and compares what it prints. */
void unit_compare(const struct build *build, struct comparison *c);

/* For people: the unit's files, under another name. */
void unit_keep(const char *name);

#endif
