/* effects.h: the sizes of the rows effects-*, and their answers, which every system checks. */
#ifndef BENCH_EFFECTS_H
#define BENCH_EFFECTS_H

#include "bench.h"

enum effects_row { COUNTDOWN, FIBONACCI, PRODUCT, ITERATOR, QUEENS, GENERATOR, EXPLORE, TRIPLES, DOLLARS, NONTAIL, SIEVE };

static const struct {
    const char *name;
    long n, answer;
} effects_rows[] = {
    [COUNTDOWN] = { "countdown", 20000000, 0 },
    [FIBONACCI] = { "fibonacci_recursive", 35, 14930352 },
    [PRODUCT] = { "product_early", 20000, 0 },
    [ITERATOR] = { "iterator", 20000000, 200000010000000 },
    [QUEENS] = { "nqueens", 10, 724 },
    [GENERATOR] = { "generator", 20, 2097130 },
    [EXPLORE] = { "tree_explore", 13, 1003 },
    [TRIPLES] = { "triples", 120, 405996466 },
    [DOLLARS] = { "parsing_dollars", 6000, 18003000 },
    [NONTAIL] = { "resume_nontail", 2000, 728 },
    [SIEVE] = { "handler_sieve", 15000, 12295969 }
};

/* Milliseconds since `start`, where the answer is right. */
static inline double effects_ms(enum effects_row row, long n, long answer, double start)
{
    double ms = (bench_now() - start) / 1e6;
    bench_check(n == effects_rows[row].n && answer == effects_rows[row].answer, effects_rows[row].name);
    return ms;
}

#endif
