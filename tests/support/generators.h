/* generators.h: generators in tests, which yield integers; some wait for others. */
#ifndef KONT_TEST_GENERATORS_H
#define KONT_TEST_GENERATORS_H

#include <kont/generator.h>

/* The next value, or -1 at the end. */
KONT int next_number(kont_generator *g);

/* Traces the values that are left (events.h). */
KONT void trace_numbers(kont_generator *g);

/* Bodies. From 1 to n, then returns 99. */
KONT void *count_to(void *n);

/* What `inner` yields, and its return value. The second traces that, then yields 9, and returns 10. */
KONT void *passes_on(void *inner);
KONT void *passes_on_and_more(void *inner);

/* So many generators, each of which passes on the next; the innermost passes on g. */
KONT kont_generator *nested(int depth, kont_generator *g);

/* What `inner` yields; traces the name of what comes out of it instead of an end; then yields 5. */
KONT void *catches(void *inner);

/* Operations on a generator as functions of one argument, so that CHECK_RAISES can call them. */
KONT void *next_thunk(void *g);
KONT void *send_thunk(void *g);
KONT void *throw_thunk(void *g);
KONT void *close_thunk(void *g);

#endif
