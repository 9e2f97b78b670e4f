/* c.c: plain C, for reference: setjmp and longjmp as the escape, recursion as the search. */
#include <setjmp.h>

#include "bench.h"

static jmp_buf out;

static void leave(void)
{
    longjmp(out, 1);
}

/* The way out is a pointer, as in kont_escapes.c; the empty asm keeps the frame. */
static __attribute__((noinline)) long descend(long depth, void (*way_out)(void))
{
    if (depth == 0) {
        way_out();
        return 0;
    }
    long v = descend(depth - 1, way_out);
    __asm__ volatile("" : "+r"(v));
    return v;
}

/* In the loop itself, which is the fastest form: a function around setjmp would return to where no call was predicted. */
static double escape(long n, long depth)
{
    volatile long landed = 0;
    double start = bench_now();
    for (volatile long i = 0; i < n; i++)
        if (setjmp(out) == 0)
            descend(depth, leave);
        else
            landed++;
    double ns = (bench_now() - start) / (double)n;
    bench_check(landed == n, "the number of escapes");
    return ns;
}

static long place(long n, long row, unsigned long columns, unsigned long rising, unsigned long falling)
{
    if (row == n)
        return 1;
    long found = 0;
    for (long column = 0; column < n; column++) {
        unsigned long c = 1ul << column, r = 1ul << (row + column), f = 1ul << (row - column + n);
        if (!((columns & c) | (rising & r) | (falling & f)))
            found += place(n, row + 1, columns | c, rising | r, falling | f);
    }
    return found;
}

static double queens(long n, long solutions)
{
    double start = bench_now();
    long found = place(n, 0, 0, 0, 0);
    double ms = (bench_now() - start) / 1e6;
    bench_check(found == solutions, "the number of solutions");
    return ms;
}

static const struct bench_work works[] = {
    { "abort-0", escape, 0, false },
    { "abort-1000", escape, 1000, false },
    { "callec-0", escape, 0, false },
    { "callec-1000", escape, 1000, false },
    { "queens-8", queens, 92, false },
    { "queens-10", queens, 724, false },
    { NULL, NULL, 0, false }
};

int main(int argc, char **argv)
{
    return bench_main(works, argc, argv);
}
