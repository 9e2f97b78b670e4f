/* kont_generators.c: generators and prompt objects: their switch, how many there can be, and what a collection makes of them. */
#include <gc/gc.h>

#include "kont_works.h"

static KONT void *count(void *arg)
{
    intptr_t n = kont_to_int(arg);
    for (intptr_t i = 0; i < n; i++)
        kont_yield(kont_int(i));
    return NULL;
}

KONT double flat(long n, long arg)
{
    (void)arg;
    kont_generator *g = kont_generator_new(count, kont_int(n));
    long sum = 0;
    double start = bench_now();
    for (void *v; kont_next(g, &v);)
        sum += kont_to_int(v);
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n - 1) / 2, "the sum of a flat generator");
    return ns;
}

/* The tree is numbered like a binary heap: no memory is touched, so that the yields are what is measured. */
struct tree_job {
    long nodes;
};

static KONT void walk(const struct tree_job *job, long node)
{
    if (node > job->nodes)
        return;
    walk(job, 2 * node);
    kont_yield(kont_int(node));
    walk(job, 2 * node + 1);
}

static KONT void *walk_all(void *arg)
{
    walk(arg, 1);
    return NULL;
}

KONT double tree(long n, long arg)
{
    (void)arg;
    struct tree_job job = { n };
    kont_generator *g = kont_generator_new(walk_all, &job);
    long sum = 0;
    double start = bench_now();
    for (void *v; kont_next(g, &v);)
        sum += kont_to_int(v);
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n + 1) / 2, "the sum of a tree generator");
    return ns;
}

/* The same as flat, one layer below: the object is entered and left without a generator around it. */
static const kont_tag object_tag = KONT_TAG("object");

static KONT void *echo(void *arg)
{
    kont_object **self = arg;
    void *v = NULL;
    for (;;)
        v = kont_leave(*self, v);
    return NULL;
}

KONT double object(long n, long arg)
{
    (void)arg;
    kont_object *p = NULL;
    long sum = 0;
    p = kont_object_new(&object_tag, echo, &p);
    kont_enter(p, NULL);
    double start = bench_now();
    for (long i = 0; i < n; i++)
        sum += kont_to_int(kont_enter(p, kont_int(i)));
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n - 1) / 2, "the sum of a prompt object");
    return ns;
}

/* n generators, each suspended at its first yield. */
static KONT kont_generator **hold(long n, bool compact)
{
    kont_generator **all = GC_MALLOC((size_t)n * sizeof *all);
    bench_check(all != NULL, "memory for the generators");
    for (long i = 0; i < n; i++) {
        void *v = kont_int(-1);
        all[i] = kont_generator_new(count, kont_int(2 + i % 2));
        if (compact)
            kont_generator_compact(all[i]);
        bench_check(kont_next(all[i], &v) && v == kont_int(0), "a generator's first value");
    }
    return all;
}

/* They are still what they were. */
static KONT void check_held(kont_generator **all, long n)
{
    for (long i = 0; i < n; i += 1000) {
        void *v = NULL;
        bench_check(kont_next(all[i], &v) && v == kont_int(1), "a held generator's second value");
    }
}

KONT double hold_time(long n, long arg)
{
    (void)arg;
    double start = bench_now();
    kont_generator **all = hold(n, false);
    double ns = (bench_now() - start) / (double)n;
    check_held(all, n);
    return ns;
}

static KONT double hold_growth(long n, const char *field, bool compact)
{
    double before = bench_status(field);
    kont_generator **all = hold(n, compact);
    double bytes = (bench_status(field) - before) / (double)n;
    check_held(all, n);
    return bytes;
}

/* Without the list that keeps them. */
KONT double hold_bytes(long n, long arg)
{
    (void)arg;
    return hold_growth(n, "VmRSS:", false) - sizeof(kont_generator *);
}

KONT double hold_tables(long n, long arg)
{
    (void)arg;
    return hold_growth(n, "VmPTE:", false);
}

KONT double compact_bytes(long n, long arg)
{
    (void)arg;
    return hold_growth(n, "VmRSS:", true) - sizeof(kont_generator *);
}

/* One after the other, so that each takes the place of the one before. */
KONT double compact_next(long n, long arg)
{
    kont_generator **all = GC_MALLOC((size_t)arg * sizeof *all);
    long sum = 0;
    for (long i = 0; i < arg; i++)
        all[i] = kont_generator_compact(kont_generator_new(count, kont_int(n)));
    double start = bench_now();
    for (long i = 0; i < n; i++) {
        void *v = NULL;
        kont_next(all[i % arg], &v);
        sum += kont_to_int(v);
    }
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == (n / arg) * (n / arg - 1) / 2 * arg, "the sum of compact generators");
    return ns;
}

KONT double hold_count(long n, long arg)
{
    (void)arg;
    check_held(hold(n, false), n);
    return (double)n;
}

/* The least of six full collections, in milliseconds. */
KONT double collect(long n, long arg)
{
    (void)arg;
    kont_generator **all = hold(n, false);
    double best = 0;
    for (int i = 0; i < 6; i++) {
        double start = bench_now();
        GC_gcollect();
        double ms = (bench_now() - start) / 1e6;
        if (i == 0 || ms < best)
            best = ms;
    }
    check_held(all, n);
    return best;
}
