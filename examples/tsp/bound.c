/* bound.c: shortest trees by Prim's algorithm, charges by subgradient steps. */
#include "bound.h"

enum { ROUNDS = 1000 };

/* The nearest of the set to a city. */
static int nearest(const struct bounds *b, int city, cities set)
{
    int best = __builtin_ctzll(set);
    for (cities rest = set; rest != 0; rest &= rest - 1)
        if (bound_charged(b, city, __builtin_ctzll(rest)) < bound_charged(b, city, best))
            best = __builtin_ctzll(rest);
    return best;
}

/* The length of the shortest tree on the set; counts the edges at each city, where that is wanted. */
static int64_t shortest_tree(const struct bounds *b, cities set, int edges[])
{
    int64_t length = 0, distance[MOST_CITIES];
    int root = __builtin_ctzll(set), towards[MOST_CITIES];
    set &= ~city_bit(root);
    for (cities rest = set; rest != 0; rest &= rest - 1) {
        towards[__builtin_ctzll(rest)] = root;
        distance[__builtin_ctzll(rest)] = bound_charged(b, root, __builtin_ctzll(rest));
    }
    while (set != 0) {
        int next = __builtin_ctzll(set);
        for (cities rest = set; rest != 0; rest &= rest - 1)
            if (distance[__builtin_ctzll(rest)] < distance[next])
                next = __builtin_ctzll(rest);
        length += distance[next];
        if (edges != 0) {
            edges[next]++;
            edges[towards[next]]++;
        }
        set &= ~city_bit(next);
        for (cities rest = set; rest != 0; rest &= rest - 1) {
            int city = __builtin_ctzll(rest);
            if (bound_charged(b, next, city) < distance[city]) {
                distance[city] = bound_charged(b, next, city);
                towards[city] = next;
            }
        }
    }
    return length;
}

/* Rounded up: a tour's length is a whole number. */
long bound_rest(const struct bounds *b, int from, cities left, int to)
{
    if (left == 0)
        return b->instance->distance[from][to];
    int64_t length = shortest_tree(b, left, 0) + bound_charged(b, from, nearest(b, from, left)) + bound_charged(b, to, nearest(b, to, left));
    for (cities rest = left; rest != 0; rest &= rest - 1)
        length -= 2 * b->charge[__builtin_ctzll(rest)];
    length -= b->charge[from] + b->charge[to];
    return length <= 0 ? 0 : (long)((length + UNIT - 1) / UNIT);
}

/* The bound of a whole tour: the city 0 stands apart, with two edges to the tree of the others. Counts the edges at each city. */
static int64_t bound_tour(const struct bounds *b, int edges[])
{
    const struct instance *in = b->instance;
    cities others = ((city_bit(in->cities - 1) << 1) - 1) & ~city_bit(0);
    int first = nearest(b, 0, others), second = nearest(b, 0, others & ~city_bit(first));
    int64_t bound = shortest_tree(b, others, edges) + bound_charged(b, 0, first) + bound_charged(b, 0, second);
    edges[0] = 2;
    edges[first]++;
    edges[second]++;
    for (int city = 0; city < in->cities; city++)
        bound -= 2 * b->charge[city];
    return bound;
}

/* Where more than two edges end, the charge goes up; where less, down. The bound goes up and down too: the best charges are kept. */
void bound_prepare(struct bounds *best, const struct instance *in, long length)
{
    struct bounds b = { .instance = in };
    int64_t best_bound = -1;
    for (int round = 0; round < ROUNDS; round++) {
        int edges[MOST_CITIES] = { 0 }, wrong = 0;
        int64_t bound = bound_tour(&b, edges);
        if (bound > best_bound) {
            best_bound = bound;
            *best = b;
        }
        for (int city = 0; city < in->cities; city++)
            wrong += (edges[city] - 2) * (edges[city] - 2);
        if (wrong == 0)
            return;
        int64_t step = ((int64_t)UNIT * length - bound) * (ROUNDS - round) / ROUNDS / wrong;
        for (int city = 0; city < in->cities; city++)
            b.charge[city] += step * (edges[city] - 2);
    }
}
