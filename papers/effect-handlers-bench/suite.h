/* suite.h: the eleven programs: each takes its size, and returns its answer. */
#ifndef SUITE_H
#define SUITE_H

#include <kont.h>

typedef KONT long suite_program(long n);

suite_program countdown, fibonacci_recursive, product_early, iterator, nqueens, generator, tree_explore, triples, parsing_dollars, resume_nontail,
    handler_sieve;

#endif
