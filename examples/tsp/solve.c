/* solve.c: branch and bound: always to the nearest city first (by charges too), and not on where the rest can't be short enough.
 *
 * What is short enough changes while the search runs: task->best lives outside the frames, so that it does not go back with them. A choice that
 * was made long ago is measured by the best tour of today. */
#include <kont/search.h>

#include "solve.h"

static int count(cities set)
{
    return __builtin_popcountll(set);
}

/* Of the cities that are left, the nth by nearness. */
static int nth_nearest(const struct task *t, int city, cities left, long n)
{
    const int *near = t->near[city];
    while ((left & city_bit(*near)) == 0 || n-- > 0)
        near++;
    return *near;
}

KONT void *travel(void *arg)
{
    struct task *task = arg;
    const struct instance *in = task->instance;
    struct tour tour = { 0, { 0 } };
    cities left = ((city_bit(in->cities - 1) << 1) - 1) & ~city_bit(0);
    for (int steps = 1; steps < in->cities; steps++) {
        int here = tour.city[steps - 1];
        int next = nth_nearest(task, here, left, kont_choose(0, count(left) - 1));
        tour.city[steps] = next;
        tour.length += in->distance[here][next];
        left &= ~city_bit(next);
        kont_require(tour.length + bound_rest(&task->bounds, next, left, 0) < task->best.length);
    }
    tour.length += in->distance[tour.city[in->cities - 1]][0];
    task->best = tour;
    return &task->best;
}

/* ---- before the search ---- */

static void sort_by_nearness(struct task *t, int city)
{
    int n = 0;
    for (int other = 0; other < t->instance->cities; other++) {
        int at = n;
        if (other == city)
            continue;
        for (; at > 0 && bound_charged(&t->bounds, city, t->near[city][at - 1]) > bound_charged(&t->bounds, city, other); at--)
            t->near[city][at] = t->near[city][at - 1];
        t->near[city][at] = other;
        n++;
    }
}

/* Always to the nearest that is left. */
static long greedy_length(const struct task *t)
{
    const struct instance *in = t->instance;
    cities left = ((city_bit(in->cities - 1) << 1) - 1) & ~city_bit(0);
    long length = 0;
    int here = 0;
    while (left != 0) {
        int next = nth_nearest(t, here, left, 0);
        length += in->distance[here][next];
        left &= ~city_bit(next);
        here = next;
    }
    return length + in->distance[here][0];
}

void task_prepare(struct task *t, const struct instance *in)
{
    *t = (struct task){ .instance = in, .bounds.instance = in };
    for (int city = 0; city < in->cities; city++)
        sort_by_nearness(t, city);                      /* without charges yet */
    bound_prepare(&t->bounds, in, greedy_length(t));
    for (int city = 0; city < in->cities; city++)
        sort_by_nearness(t, city);
    t->best.length = greedy_length(t) + 1;              /* so that this tour is the first to be found */
}
