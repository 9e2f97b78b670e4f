/* each.c: what loops over generators and typed ones need besides their macros. */
#include <gc/gc.h>

#include "generator.h"

struct loop {
    kont_generator *g;
    kont_each *each;
    void *arg;
    bool complete;
};

/* A defer. Where it runs, it is in the continuation that is given up, and ends with that. */
static KONT void *close_it(void *g)
{
    if (kont_generator_state(g) != KONT_RUNNING)
        kont_close(g);
    return NULL;
}

static KONT void *run_loop(void *loop)
{
    struct loop *l = loop;
    void *v;
    kont_defer(close_it, l->g);
    while ((l->complete = !kont_next(l->g, &v)) == false)
        if (!l->each(v, l->arg))
            break;
    return NULL;
}

KONT bool kont_for_each(kont_generator *g, kont_each *each, void *arg)
{
    if (g == NULL || each == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_for_each", g == NULL ? "generator" : "each");
    struct loop l = { g, each, arg, false };
    kont_scope(run_loop, &l);
    return l.complete;
}

void *kont_value_copy(const void *v, size_t size)
{
    void *copy = v != NULL ? GC_MALLOC(size) : NULL;
    if (copy != NULL)
        memcpy(copy, v, size);
    return copy;
}
