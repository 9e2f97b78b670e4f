/* kont_delegate.c: generators that yield from others. */
#include "kont_works.h"

static KONT void *counts(void *arg)
{
    intptr_t n = kont_to_int(arg);
    for (intptr_t i = 0; i < n; i++)
        kont_yield(kont_int(i));
    return NULL;
}

static KONT void *delegate_to(void *g)
{
    return kont_yield_from(g);
}

/* The innermost of so many generators, each of which yields from the next. */
KONT double delegate(long n, long arg)
{
    kont_generator *g = kont_generator_new(counts, kont_int(n + 1));
    long sum = 0;
    void *v;
    while (arg-- > 0)
        g = kont_generator_new(delegate_to, g);
    kont_next(g, &v);
    double start = bench_now();
    for (long i = 0; i < n && kont_next(g, &v); i++)
        sum += kont_to_int(v);
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n + 1) / 2, "the sum of a delegated generator");
    return ns;
}
