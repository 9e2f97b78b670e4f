/* bound.h: how long the rest of a tour is at least.
 *
 * A tour without its two ends is a tree, so no tour is shorter than the shortest tree and the two shortest edges to it. What makes that bound
 * good are Held and Karp's penalties (The Traveling-Salesman Problem and Minimum Spanning Trees, Operations Research 18(6), 1970): each city charges
 * for every edge that ends there. A tour pays each charge twice, whatever its way, so which tour is shortest stays the same; a tree pays it as often
 * as it comes there. The charges are chosen so that the trees look like tours. Plain C. */
#ifndef TSP_BOUND_H
#define TSP_BOUND_H

#include <stdint.h>

#include "instance.h"

typedef uint64_t cities;                                /* bit c: the city c */

enum { UNIT = 1024 };                                   /* charges are in parts of a distance: whole numbers are the same on every machine */

struct bounds {
    const struct instance *instance;
    int64_t charge[MOST_CITIES];
};

static inline cities city_bit(int city)
{
    return (cities)1 << city;
}

static inline int64_t bound_charged(const struct bounds *b, int from, int to)
{
    return (int64_t)UNIT * b->instance->distance[from][to] + b->charge[from] + b->charge[to];
}

/* Finds charges; `length` is that of some tour. */
void bound_prepare(struct bounds *b, const struct instance *in, long length);

/* A way from `from` through all the cities `left` to the city `to` is as long as this at least. */
long bound_rest(const struct bounds *b, int from, cities left, int to);

#endif
