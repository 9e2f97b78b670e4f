/* kont_depth.c: recursion: what a marked call costs that captures nothing, how deep it goes, and what depth costs a capture. */
#include <kont/stack.h>

#include "kont_works.h"

/* Per call, for fib(n). c.c has the same one; the empty asm keeps compilers from making a loop of the second call. */
static KONT __attribute__((noinline, noclone)) long fibonacci(long n)
{
    if (n < 2)
        return n;
    long a = fibonacci(n - 1), b = fibonacci(n - 2);
    __asm__ volatile("" : "+r"(b));
    return a + b;
}

KONT double fib(long n, long arg)
{
    (void)arg;
    double start = bench_now();
    long value = fibonacci(n);
    double ns = bench_now() - start;
    bench_check(value == bench_fib(n), "fib");
    return ns / (double)(2 * bench_fib(n + 1) - 1);
}

static KONT __attribute__((noinline, noclone)) long down(long depth)
{
    if (depth == 0)
        return 0;
    long v = down(depth - 1);
    __asm__ volatile("" : "+r"(v));
    return v + 1;
}

static KONT void *down_from(void *depth)
{
    return kont_int(down(kont_to_int(depth)));
}

/* Down and up again, per call; the machine with segments needs a large one. */
KONT double deep(long n, long arg)
{
    (void)arg;
    double start = bench_now();
    long value = kont_to_int(kont_with_stack((size_t)1000 << 20, down_from, kont_int(n)));
    double ns = (bench_now() - start) / (double)n;
    bench_check(value == n, "the depth of a recursion");
    return ns;
}

/* Room for 100,000 calls. */
static const kont_tag tag = KONT_TAG_SIZED("depth", 32 << 20);

static KONT void *give(kont *k, void *arg)
{
    (void)arg;
    return k;
}

static KONT __attribute__((noinline, noclone)) long capture_below(long calls)
{
    if (calls == 0) {
        while (kont_shift0_once(&tag, give, NULL) != NULL)
            continue;
        return 0;
    }
    long v = capture_below(calls - 1);
    __asm__ volatile("" : "+r"(v));
    return v + 1;
}

static KONT void *capture_from(void *calls)
{
    return kont_int(capture_below(kont_to_int(calls)));
}

/* A one-shot capture so many calls deep, and its resume, again and again. */
KONT double depth(long n, long calls)
{
    kont *k = kont_prompt(&tag, capture_from, kont_int(calls));
    double start = bench_now();
    for (long i = 0; i < n; i++)
        k = kont_resume(k, k);
    double ns = (bench_now() - start) / (double)n;
    bench_check(kont_to_int(kont_resume(k, NULL)) == calls, "the depth of a capture");
    return ns;
}
