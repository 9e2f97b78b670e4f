/* kont_callcc.c: loops of call/cc: captured and dropped, re-entered, and Gabriel's ctak. */
#include "kont_works.h"

static KONT void *ignore(kont *k, void *arg)
{
    (void)k;
    return arg;
}

KONT double callcc_capture(long n, long arg)
{
    (void)arg;
    long sum = 0;
    double start = bench_now();
    for (long i = 0; i < n; i++)
        sum += kont_to_int(kont_callcc(ignore, kont_int(i)));
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n - 1) / 2, "the sum of n call/cc");
    return ns;
}

/* A loop whose only way back is a continuation. What it changes is outside the captured frames. */
struct loop {
    kont *again;
    long left, turns;
};

static KONT void *store(kont *k, void *arg)
{
    struct loop *l = arg;
    l->again = k;
    return NULL;
}

static KONT void *loop_body(void *arg)
{
    struct loop *l = arg;
    kont_callcc(store, l);
    l->turns++;
    if (l->left-- > 0)
        kont_resume(l->again, NULL);
    return NULL;
}

KONT double callcc_reenter(long n, long arg)
{
    (void)arg;
    struct loop l = { NULL, n, 0 };
    double start = bench_now();
    kont_reset(loop_body, &l);
    double ns = (bench_now() - start) / (double)n;
    bench_check(l.turns == n + 1, "the turns of a call/cc loop");
    return ns;
}

struct tak {
    long x, y, z;
};

/* ctak(18, 12, 6) makes this many continuations and applies each once. */
static const long ctak_captures = 47707;

static KONT void *ctak_aux(kont *k, void *arg);

static KONT long ctak(long x, long y, long z)
{
    struct tak t = { x, y, z };
    return kont_to_int(kont_callcc(ctak_aux, &t));
}

static KONT void *ctak_aux(kont *k, void *arg)
{
    struct tak t = *(struct tak *)arg;
    while (t.y < t.x) {
        long x = ctak(t.x - 1, t.y, t.z);
        long y = ctak(t.y - 1, t.z, t.x);
        long z = ctak(t.z - 1, t.x, t.y);
        t = (struct tak){ x, y, z };
    }
    return kont_resume(k, kont_int(t.z));
}

static KONT void *ctak_body(void *arg)
{
    (void)arg;
    return kont_int(ctak(18, 12, 6));
}

KONT double callcc_ctak(long n, long arg)
{
    (void)arg;
    long sum = 0;
    double start = bench_now();
    for (long i = 0; i < n; i++)
        sum += kont_to_int(kont_reset(ctak_body, NULL));
    double ns = (bench_now() - start) / (double)(n * ctak_captures);
    bench_check(sum == 7 * n, "ctak(18, 12, 6)");
    return ns;
}
