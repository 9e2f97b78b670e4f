/* sequence_sort.c: all values in order: merging runs of 1, 2, 4 ... neighbours. */
#include "sequence.h"

struct sort {
    kont_seq seq;
    kont_seq_test2 *before;
    struct vector values;                               /* as they came */
    void **sorted;                                      /* null until that is done */
    size_t at;
};

/* Merges the neighbours from[low .. middle-1] and from[middle .. high-1] into to[low ..]. */
static KONT void merge(kont_seq_test2 *before, void **from, void **to, size_t low, size_t middle, size_t high)
{
    size_t a = low, b = middle;
    while (a < middle && b < high)
        if (before(from[b], from[a]))
            to[low++] = from[b++];
        else
            to[low++] = from[a++];
    while (a < middle)
        to[low++] = from[a++];
    while (b < high)
        to[low++] = from[b++];
}

static size_t at_most(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* A sorted copy. What is compared may raise: `values` stays as it is. */
static KONT void **sorted(kont_seq_test2 *before, const struct vector *values, const char *name)
{
    size_t n = values->count;
    void **from = kont__seq_tuple(values->items, n)->values, **to = kont__alloc((n + 1) * sizeof *to, name);
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t low = 0; low < n; low += 2 * width)
            merge(before, from, to, low, at_most(low + width, n), at_most(low + 2 * width, n));
        void **other = from;
        from = to;
        to = other;
    }
    return from;
}

static KONT void *sort_pull(kont_seq *s)
{
    struct sort *sort = (struct sort *)s;
    if (sort->sorted == NULL) {
        kont__seq_drain(s->source, &sort->values, s->name);
        sort->sorted = sorted(sort->before, &sort->values, s->name);
    }
    return sort->at < sort->values.count ? sort->sorted[sort->at++] : kont_seq_finish(s);
}

KONT kont_seq *kont_seq_sort(kont_seq_test2 *before)
{
    need(before != NULL, "kont_seq_sort", "before");
    struct sort *s = (struct sort *)kont_seq_new_stage(sizeof *s, "kont_seq_sort", sort_pull, NULL);
    s->before = before;
    return &s->seq;
}
