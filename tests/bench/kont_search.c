/* kont_search.c: queens, all solutions: every row chooses among all columns, and fails on an attacked one. */
#include "kont_works.h"

static KONT void *place(void *arg)
{
    long n = kont_to_int(arg);
    unsigned long columns = 0, rising = 0, falling = 0;
    for (long row = 0; row < n; row++) {
        long column = kont_choose(0, n - 1);
        unsigned long c = 1ul << column, r = 1ul << (row + column), f = 1ul << (row - column + n);
        kont_require(!((columns & c) | (rising & r) | (falling & f)));
        columns |= c;
        rising |= r;
        falling |= f;
    }
    return NULL;
}

/* In milliseconds; `solutions` is how many there must be. */
KONT double queens(long n, long solutions)
{
    kont_search *s = kont_search_new(place, kont_int(n));
    long found = 0;
    double start = bench_now();
    for (void *v; kont_search_next(s, &v);)
        found++;
    double ms = (bench_now() - start) / 1e6;
    bench_check(found == solutions, "the number of solutions");
    return ms;
}
