/* solutions.h: what searches give, in tests: their solutions are integers. */
#ifndef KONT_TEST_SOLUTIONS_H
#define KONT_TEST_SOLUTIONS_H

#include <kont/search.h>

/* Traces the solutions that are left (events.h). */
KONT void trace_all(kont_search *s);

/* The next solution of a kont_search, or kont_int(-1). A function of one argument, so that CHECK_RAISES can call it. */
KONT void *next_of(void *search);

#endif
