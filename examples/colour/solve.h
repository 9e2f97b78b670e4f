/* solve.h: the search body that colours a graph. */
#ifndef COLOUR_SOLVE_H
#define COLOUR_SOLVE_H

#include <kont/base.h>

#include "graph.h"

enum { MOST_COLOURS = 64 };                             /* a set of them is a uint64_t */

struct task {
    const struct graph *graph;
    int colours;                                        /* as many may be used */
};

/* What is coloured so far. It never changes: each step makes another, so that the search can go back to the older ones. */
struct colouring {
    int used;                                           /* colours 0 to used-1 */
    struct vertex {
        int colour;                                     /* -1: none yet */
        uint64_t forbidden;                             /* bit c: a neighbour has the colour c */
    } vertex[];
};

/* The body of a kont_search over a struct task: each of its values is a struct colouring of the whole graph. Of those that differ only in the
 * names of the colours, one. */
KONT void *colour(void *task);

#endif
