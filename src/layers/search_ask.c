/* search_ask.c: asking for many solutions, and where a search stands. */
#include "search.h"

#include <stdlib.h>

KONT bool kont_search_first(kont_search *s, void **solution)
{
    bool found = kont_search_next(s, solution);
    kont_search_close(s);
    return found;
}

KONT size_t kont_search_count(kont_search *s)
{
    size_t count = 0;
    for (void *v; kont_search_next(s, &v); )
        count++;
    return count;
}

/* An array of twice the size; the first `count` are those of `old`. */
static KONT void **grown(void **old, size_t count, size_t *room)
{
    *room = *room == 0 ? 8 : 2 * *room;
    void **values = kont__alloc(*room * sizeof *values, "kont_search_collect");
    for (size_t i = 0; i < count; i++)
        values[i] = old[i];
    return values;
}

KONT void **kont_search_collect(kont_search *s, size_t most, size_t *count)
{
    size_t room = 0, n = 0;
    void **values = grown(NULL, 0, &room);
    for (void *v; n < most && kont_search_next(s, &v); values[n++] = v)
        if (n + 1 == room)                              /* a null stays behind them */
            values = grown(values, n, &room);
    if (count != NULL)
        *count = n;
    return values;
}

enum kont_search_state kont_search_state(const kont_search *s)
{
    return s != NULL ? s->state : KONT_SEARCH_CLOSED;
}

bool kont_search_complete(const kont_search *s)
{
    return s != NULL && s->state == KONT_SEARCH_EXHAUSTED;
}

static double seconds(const kont_search *s)
{
    if (s->started == 0)
        return 0;
    return (s->ended != 0 ? s->ended : kont__search_clock()) - s->started;
}

struct kont_search_stats kont_search_stats(const kont_search *s)
{
    if (s == NULL)
        return (struct kont_search_stats){ 0 };
    struct kont_search_stats stats = s->stats;
    stats.nodes = kont__search_nodes(s) + (s->state == KONT_SEARCH_RUNNING);
    stats.level = s->level;
    stats.seconds = seconds(s);
    stats.rate = stats.seconds > 0 ? (double)stats.nodes / stats.seconds : 0;
    return stats;
}

static size_t gather(const kont_search *s, const kont **ks)
{
    size_t n = 0;
    for (const struct point *p = s->top; p != NULL; p = p->below)
        ks[n++] = p->k;
    return n;
}

static size_t bytes_one_by_one(const kont_search *s)
{
    size_t bytes = 0;
    for (const struct point *p = s->top; p != NULL; p = p->below)
        bytes += kont_bytes(p->k);
    return bytes;
}

size_t kont_search_bytes(const kont_search *s)
{
    if (s == NULL || s->top == NULL)
        return 0;
    const kont **ks = calloc(s->stats.depth, sizeof *ks);       /* the points keep them alive */
    if (ks == NULL)
        return bytes_one_by_one(s);
    size_t bytes = kont_bytes_together(ks, gather(s, ks));
    free(ks);
    return bytes;
}
