#include "generators.h"

#include <kont.h>

#include "events.h"

KONT int next_number(kont_generator *g)
{
    void *v;
    return kont_next(g, &v) ? (int)kont_to_int(v) : -1;
}

KONT void trace_numbers(kont_generator *g)
{
    for (void *v; kont_next(g, &v); )
        trace("%d", (int)kont_to_int(v));
}

KONT void *count_to(void *n)
{
    for (intptr_t i = 1; i <= kont_to_int(n); i++)
        kont_yield(kont_int(i));
    return kont_int(99);
}

KONT void *passes_on(void *inner)
{
    return kont_yield_from(inner);
}

KONT void *passes_on_and_more(void *inner)
{
    trace("inner %d", (int)kont_to_int(kont_yield_from(inner)));
    kont_yield(kont_int(9));
    return kont_int(10);
}

KONT kont_generator *nested(int depth, kont_generator *g)
{
    while (depth-- > 0)
        g = kont_generator_new(passes_on, g);
    return g;
}

KONT void *catches(void *inner)
{
    const kont_exception *x;
    kont_try(passes_on, inner, &x);
    if (x != NULL)
        trace("%s", x->name);
    kont_yield(kont_int(5));
    return NULL;
}

KONT void *next_thunk(void *g)
{
    void *v;
    kont_next(g, &v);
    return v;
}

KONT void *send_thunk(void *g)
{
    void *v;
    kont_send(g, kont_int(1), &v);
    return v;
}

KONT void *throw_thunk(void *g)
{
    void *v;
    kont_throw(g, kont_generator_exit, &v);
    return v;
}

KONT void *close_thunk(void *g)
{
    kont_close(g);
    return NULL;
}
