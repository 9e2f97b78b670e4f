/* threads.h: some threads, each of which computes a Fibonacci number by the doubly recursive function; after every so many procedure calls
 * the next one has its turn. Four ways to switch; the first two differ in KONT_ONCE alone. */
#ifndef PAPERS_THREADS_H
#define PAPERS_THREADS_H

#include <kont.h>

struct threads_way {
    const char *name;
    KONT void (*run_all)(void);                         /* to the end of all threads */
    KONT void (*turn)(void);                            /* called by a thread: the others' turn */
};

enum { THREADS_ONE_SHOT, THREADS_MULTI_SHOT, THREADS_CALLCC, THREADS_OBJECT, THREADS_WAYS };
enum { THREADS_MOST = 1000 };

extern const struct threads_way threads_ways[];

struct threads {
    const struct threads_way *way;
    long count, fib, every;                             /* how many, what each computes, calls between two switches */
};

/* Of the latest run. */
extern struct threads_done {
    long switches, ended;
    int order[THREADS_MOST];                            /* the threads in the order in which they ended */
} threads_done;

/* A work: runs struct threads; the sum of what they compute. */
KONT long threads_run(const void *threads);

/* What one computes, and in how many calls. */
long threads_fib(long n);
long threads_calls(long n);

#endif
