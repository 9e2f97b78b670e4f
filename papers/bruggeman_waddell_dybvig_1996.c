/* bruggeman_waddell_dybvig_1996.c: Carl Bruggeman, Oscar Waddell and R. Kent Dybvig, "Representing Control in the Presence of One-Shot
 * Continuations", PLDI 1996: a continuation that is used once needs no copy. The paper's measurements are of thread systems: some
 * threads, each of which computes a Fibonacci number by the doubly recursive function; after every so many procedure calls, from 1 to
 * 512, the next thread has its turn. */
#include <gc.h>
#include <stdio.h>

#include "support/measured.h"
#include "support/threads.h"

/* ---- What is checked and measured -------------------------------------------------------------------------------------------------------- */

static KONT void check(void)
{
    printf("4 threads compute fib 8, in %ld calls each\n", threads_calls(8));
    for (int w = 0; w < THREADS_WAYS; w++)
        for (long every = 1; every <= 512; every *= 8) {
            struct threads t = { &threads_ways[w], 4, 8, every };
            long sum = threads_run(&t);
            printf("%-13s  a switch every %3ld calls: %3ld switches, sum %ld, ended:", threads_ways[w].name, every, threads_done.switches, sum);
            for (long i = 0; i < threads_done.ended; i++)
                printf(" %d", threads_done.order[i]);
            printf("\n");
        }
}

static KONT void measure_threads(long count, long n)
{
    char *title = GC_MALLOC_ATOMIC(64);
    snprintf(title, 64, "%ld threads, each of which computes fib %ld", count, n);
    struct table *t = table_new(title, "calls between switches", "ns for each procedure call");
    for (long every = 1; every <= 512; every *= 2)
        for (int w = 0; w < THREADS_WAYS; w++) {
            struct threads threads = { &threads_ways[w], count, n, every };
            double time = measured_time(threads_run, &threads, count * threads_fib(n));
            table_ours(t, table_name(every), threads_ways[w].name, time / (double)(count * threads_calls(n)));
        }
    table_print(t);
}

static KONT void measure(void)
{
    measure_threads(10, 20);
    measure_threads(100, 20);
    measure_threads(1000, 15);
}

static const struct measured program = {
    "Bruggeman, Waddell and Dybvig 1996: threads by one-shot and by multi-shot continuations",
    check, measure,
    "The paper draws its figures as curves (CPU time for 10, 100 and 1000 threads; call/cc, call/1cc, and threads in hand-written\n"
    "continuation-passing style); they are not given here, since we could not look them up. It finds one-shot continuations more\n"
    "efficient than multi-shot ones for thread systems.\n"
    "Comparable: how the curves lie to each other, and that they meet where switches are rare. Not comparable: times (Chez Scheme on a\n"
    "computer of 1996). The paper's call/1cc is undelimited; one-shot here captures up to the thread's own prompt. call/cc here is\n"
    "the closest to the paper's call/cc. Threads in continuation-passing style are not repeated: C has no closures to write them in.\n"
};

int main(int argc, char **argv)
{
    return measured_main(&program, argc, argv);
}
