/* kont_effects.c: the programs of papers/effect-handlers-bench. */
#include "../../papers/effect-handlers-bench/suite.h"
#include "effects.h"
#include "kont_works.h"

static suite_program *const programs[] = {
    [COUNTDOWN] = countdown, [FIBONACCI] = fibonacci_recursive, [PRODUCT] = product_early, [ITERATOR] = iterator, [QUEENS] = nqueens,
    [GENERATOR] = generator, [EXPLORE] = tree_explore, [TRIPLES] = triples, [DOLLARS] = parsing_dollars, [NONTAIL] = resume_nontail,
    [SIEVE] = handler_sieve
};

KONT double effects(long n, long row)
{
    double start = bench_now();
    long answer = programs[row](n);
    return effects_ms(row, n, answer, start);
}
