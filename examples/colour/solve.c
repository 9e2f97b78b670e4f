/* solve.c: colours the vertex next that has fewest colours left (Brelaz's DSATUR, Communications of the ACM 22(4), 1979). */
#include <kont/search.h>

#include <gc.h>

#include <string.h>

#include "solve.h"

static size_t size_of(const struct graph *g)
{
    return sizeof(struct colouring) + (size_t)g->vertices * sizeof(struct vertex);
}

static struct colouring *blank(const struct graph *g)
{
    struct colouring *c = GC_MALLOC_ATOMIC(size_of(g));
    c->used = 0;
    for (int v = 0; v < g->vertices; v++)
        c->vertex[v] = (struct vertex){ .colour = -1 };
    return c;
}

/* The old colouring and one vertex more. */
static struct colouring *with(const struct graph *g, const struct colouring *old, int v, int colour)
{
    struct colouring *c = GC_MALLOC_ATOMIC(size_of(g));
    memcpy(c, old, size_of(g));
    c->vertex[v].colour = colour;
    if (colour >= c->used)
        c->used = colour + 1;
    for (int u = 0; u < g->vertices; u++)
        if (graph_joined(g, u, v))
            c->vertex[u].forbidden |= (uint64_t)1 << colour;
    return c;
}

static int count(uint64_t set)
{
    int n = 0;
    for (; set != 0; set &= set - 1)
        n++;
    return n;
}

/* The vertex without a colour that has most colours around it, and of these the one with most neighbours; -1: all have one. */
static int hardest(const struct graph *g, const struct colouring *c)
{
    int best = -1, most = -1;
    for (int v = 0; v < g->vertices; v++) {
        int around = c->vertex[v].colour < 0 ? count(c->vertex[v].forbidden) : -1;
        if (around > most || (around >= 0 && around == most && g->degree[v] > g->degree[best])) {
            best = v;
            most = around;
        }
    }
    return best;
}

/* Of the colours that are not in use, one is as good as another: the search is offered the first. */
KONT void *colour(void *arg)
{
    const struct task *t = arg;
    const struct colouring *c = blank(t->graph);
    for (int v; (v = hardest(t->graph, c)) >= 0; ) {
        long chosen = kont_choose(0, c->used < t->colours ? c->used : t->colours - 1);
        kont_require((c->vertex[v].forbidden >> chosen & 1) == 0);
        c = with(t->graph, c, v, (int)chosen);
    }
    return (void *)c;
}
