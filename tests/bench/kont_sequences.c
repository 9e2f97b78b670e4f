/* kont_sequences.c: lazy sequences: ten that draw from each other. */
#include "kont_works.h"

static KONT long next_one(long n) { return n + 1; }
static KONT long triple(long n) { return 3 * n; }
static KONT long less_seven(long n) { return n - 7; }
static KONT bool not_of_five(long n) { return n % 5 != 0; }
static KONT bool not_of_seven(long n) { return n % 7 != 0; }
static KONT bool positive(long n) { return n > 0; }

KONT double pipeline(long n, long arg)
{
    (void)arg;
    kont_seq *s = KONT_PIPE(range(0, n, 1), map_int(next_one), filter_int(not_of_five), map_int(triple), filter_int(not_of_seven),
        map_int(less_seven), filter_int(positive), map_int(next_one), map_int(triple), take(n));
    double start = bench_now();
    long sum = kont_seq_sum(s);
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == bench_pipeline(n), "the sum of a pipeline");
    return ns;
}
