/* bench.h: what every C and C++ program here shares: the clock, the repetitions, the command line.
 *
 * A program is a table of works and a main that hands it to bench_main. `PROGRAM WORK N` prints one figure: a work function
 * does its work once, checks its own answer, and returns the figure; the least of several runs is printed. */
#ifndef BENCH_H
#define BENCH_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef KONT                                            /* the programs of peers do not include kont.h */
#define KONT
#endif

/* `n` is how much to do, `arg` what the table says (a depth, a size). */
typedef KONT double bench_fn(long n, long arg);

struct bench_work {
    const char *name;
    bench_fn *run;
    long arg;
    bool once;                                          /* a second run in the same process would measure something else */
};

/* Nanoseconds on the monotonic clock. */
static inline double bench_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* A wrong answer has no figure. */
static inline void bench_check(bool right, const char *what)
{
    if (!right) {
        fprintf(stderr, "wrong answer: %s\n", what);
        exit(1);
    }
}

/* fib(n), quickly: what the work `fib` has to find; it makes 2 * fib(n + 1) - 1 calls. */
static inline long bench_fib(long n)
{
    long a = 0, b = 1;
    for (long i = 0; i < n; i++) {
        long sum = a + b;
        a = b;
        b = sum;
    }
    return a;
}

/* The sum of what comes out of `pipeline-10` for 0 .. n-1. */
static inline long bench_pipeline(long n)
{
    long sum = 0;
    for (long i = 0; i < n; i++) {
        long x = 3 * (i + 1);
        if ((i + 1) % 5 != 0 && x % 7 != 0)
            sum += x > 7 ? 3 * (x - 7 + 1) : 0;
    }
    return sum;
}

/* One field of /proc/self/status, in bytes. */
static inline double bench_status(const char *field)
{
    char line[256];
    double bytes = 0;
    FILE *f = fopen("/proc/self/status", "r");
    if (f == NULL)
        return 0;
    while (fgets(line, sizeof line, f) != NULL)
        if (strncmp(line, field, strlen(field)) == 0)
            bytes = strtod(line + strlen(field) + 1, NULL) * 1024;
    fclose(f);
    return bytes;
}

/* The least of up to five runs after a warm-up; a slow system makes do with two. */
static inline KONT double bench_best(const struct bench_work *w, long n)
{
    double best = w->run(n, w->arg);
    double start = bench_now();
    if (w->once)
        return best;
    for (int i = 0; i < 5 && (i < 2 || bench_now() - start < 0.4e9); i++) {
        double figure = w->run(n, w->arg);
        if (i == 0 || figure < best)
            best = figure;
    }
    return best;
}

static inline KONT int bench_main(const struct bench_work *works, int argc, char **argv)
{
    if (argc == 3)
        for (const struct bench_work *w = works; w->name != NULL; w++)
            if (strcmp(w->name, argv[1]) == 0) {
                printf("%.4f\n", bench_best(w, atol(argv[2])));
                return 0;
            }
    fprintf(stderr, "usage: %s WORK N, where WORK is one of", argv[0]);
    for (const struct bench_work *w = works; w->name != NULL; w++)
        fprintf(stderr, " %s", w->name);
    fputc('\n', stderr);
    return 2;
}

#endif
