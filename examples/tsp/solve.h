/* solve.h: the search body that finds ever shorter tours. */
#ifndef TSP_SOLVE_H
#define TSP_SOLVE_H

#include <kont/base.h>

#include "bound.h"

struct tour {
    long length;
    int city[MOST_CITIES];                              /* in their order; the first is 0 */
};

struct task {
    const struct instance *instance;
    int near[MOST_CITIES][MOST_CITIES];                 /* all others, the nearest first */
    struct bounds bounds;
    struct tour best;                                   /* so far: the body writes it; it does not go back */
};

/* Sorts, and finds bounds. */
void task_prepare(struct task *t, const struct instance *in);

/* The body of a kont_search over a struct task: each of its values is task->best, shorter than before, the last one the shortest. */
KONT void *travel(void *task);

#endif
