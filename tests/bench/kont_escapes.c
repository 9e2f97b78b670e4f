/* kont_escapes.c: a prompt entered and left, and the ways out of one: abort, call/ec, raise. */
#include "kont_works.h"

static const kont_tag tag = KONT_TAG("escape");

static KONT void *same(void *arg)
{
    return arg;
}

KONT double prompt(long n, long arg)
{
    (void)arg;
    long sum = 0;
    double start = bench_now();
    for (long i = 0; i < n; i++)
        sum += kont_to_int(kont_prompt(&tag, same, kont_int(i)));
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n - 1) / 2, "the sum of n prompts");
    return ns;
}

/* How an escape is made: under `depth` frames of descend, `leave` is called with `value`. */
struct escape {
    long depth;
    KONT void (*leave)(struct escape *e);
    kont *k;
    void *value;
};

/* The empty asm keeps the frame: without it the compiler turns the recursion into a loop. */
static KONT __attribute__((noinline)) long descend(struct escape *e, long depth)
{
    if (depth == 0) {
        e->leave(e);
        return 0;
    }
    long v = descend(e, depth - 1);
    __asm__ volatile("" : "+r"(v));
    return v;
}

static KONT void *descend_body(void *arg)
{
    struct escape *e = arg;
    return kont_int(descend(e, e->depth) - 1);
}

static KONT void *descend_with(kont *k, void *arg)
{
    struct escape *e = arg;
    e->k = k;
    return descend_body(e);
}

static KONT void leave_by_abort(struct escape *e)
{
    kont_abort(&tag, e->value);
}

static KONT void leave_by_callec(struct escape *e)
{
    kont_resume(e->k, e->value);
}

static KONT void leave_by_raise(struct escape *e)
{
    kont_raise(e->value);
}

KONT double escape_abort(long n, long depth)
{
    struct escape e = { depth, leave_by_abort, NULL, NULL };
    long sum = 0;
    double start = bench_now();
    for (long i = 0; i < n; i++) {
        e.value = kont_int(i);
        sum += kont_to_int(kont_prompt(&tag, descend_body, &e));
    }
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n - 1) / 2, "the sum of n aborts");
    return ns;
}

KONT double escape_callec(long n, long depth)
{
    struct escape e = { depth, leave_by_callec, NULL, NULL };
    long sum = 0;
    double start = bench_now();
    for (long i = 0; i < n; i++) {
        e.value = kont_int(i);
        sum += kont_to_int(kont_callec(descend_with, &e));
    }
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n - 1) / 2, "the sum of n escapes");
    return ns;
}

/* One exception, made beforehand: the escape is measured, not the formatting of its message. */
KONT double escape_raise(long n, long depth)
{
    const kont_exception *caught = NULL;
    kont_exception *x = kont_exception_new("BENCH", NULL, "raised by the benchmark");
    struct escape e = { depth, leave_by_raise, NULL, x };
    long right = 0;
    double start = bench_now();
    for (long i = 0; i < n; i++) {
        kont_try(descend_body, &e, &caught);
        right += caught == x;
    }
    double ns = (bench_now() - start) / (double)n;
    bench_check(right == n, "n exceptions caught");
    return ns;
}
