/* bruggeman_waddell_dybvig_1996.c: Carl Bruggeman, Oscar Waddell and R. Kent Dybvig, "Representing Control in the Presence of One-Shot
 * Continuations", PLDI 1996: a continuation that is used once needs no copy. The paper's measurements are of thread systems: some
 * threads, each of which computes a Fibonacci number by the doubly recursive function; after every so many procedure calls, from 1 to
 * 512, the next thread has its turn. */
#include <gc.h>
#include <stdio.h>

#include "support/measured.h"
#include "support/threads.h"

/* ---- tak, where each call captures its continuation and applies it ------------------------------------------------------------------------ */

static const kont_tag tak_tag = KONT_TAG_SIZED("tak", 1 << 20);

static int once;                                        /* KONT_ONCE, or 0 */
static long captures;

struct tak {
    long x, y, z;
};

static KONT void *tak_step(kont *k, void *arguments);

static KONT long tak(long x, long y, long z)
{
    struct tak *t = GC_MALLOC_ATOMIC(sizeof *t);
    *t = (struct tak){ x, y, z };
    captures++;
    return (long)kont_to_int(kont_capture(&tak_tag, KONT_SHIFT | once, tak_step, t));
}

static KONT void *tak_step(kont *k, void *arguments)
{
    struct tak t = *(const struct tak *)arguments;
    while (t.y < t.x) {
        long x = tak(t.x - 1, t.y, t.z), y = tak(t.y - 1, t.z, t.x), z = tak(t.z - 1, t.x, t.y);
        t = (struct tak){ x, y, z };
    }
    return kont_resume_tail(k, kont_int(t.z));
}

static KONT void *tak_body(void *scale)
{
    long n = (long)kont_to_int(scale);
    return kont_int(tak(3 * n, 2 * n, n));
}

/* tak 3n 2n n */
static KONT long run_tak(const void *n)
{
    captures = 0;
    return (long)kont_to_int(kont_prompt(&tak_tag, tak_body, kont_int(*(const long *)n)));
}

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
    long n = 3;
    for (once = 0; once <= KONT_ONCE; once += KONT_ONCE) {
        long value = run_tak(&n);
        printf("tak 9 6 3 by %s captures: %ld, in %ld captures\n", once ? "one-shot" : "multi-shot", value, captures);
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

static KONT void measure_tak(void)
{
    struct table *t = table_new("tak 18 12 6, each call captured and applied", "what", "each capture; one-shot against multi-shot");
    const long n = 6;
    double time[2], bytes[2];
    for (int i = 0; i < 2; i++) {
        once = i * KONT_ONCE;
        size_t before = GC_get_total_bytes();
        long value = run_tak(&n);
        bytes[i] = (double)(GC_get_total_bytes() - before) / (double)captures;
        time[i] = measured_time(run_tak, &n, value) / (double)captures;
        table_ours(t, "time, ns", i ? "one-shot" : "multi-shot", time[i]);
        table_ours(t, "collected memory, bytes", i ? "one-shot" : "multi-shot", bytes[i]);
    }
    table_ours(t, "time, ns", "one-shot / multi-shot", time[1] / time[0]);
    table_paper(t, "time, ns", "one-shot / multi-shot", "13 % faster");
    table_ours(t, "collected memory, bytes", "one-shot / multi-shot", bytes[1] / bytes[0]);
    table_paper(t, "collected memory, bytes", "one-shot / multi-shot", "23 % less");
    table_print(t);
}

static KONT void measure(void)
{
    measure_tak();
    measure_threads(10, 20);
    measure_threads(100, 20);
    measure_threads(1000, 15);
}

static const struct measured program = {
    "Bruggeman, Waddell and Dybvig 1996: threads by one-shot and by multi-shot continuations",
    check, measure,
    "The paper's figures: for tak those in the table. For threads it draws curves, of CPU time in milliseconds on a DEC Alpha 3000/600:\n"
    "10, 100 and 1000 threads, each of which computes fib 20 (fib 15 here where there are 1000), by call/cc, by call/1cc, and written in\n"
    "continuation-passing style. It says of them: call/1cc is always ahead of call/cc, by a few percent only where switches are rarer\n"
    "than every 128 calls; continuation-passing style is ahead of call/1cc where they come more often than every 4 calls.\n"
    "Comparable: how the curves lie to each other, and where they meet. Not comparable: times. call/1cc captures all, one-shot here up\n"
    "to the thread's own prompt; call/cc here is nearest to the paper's call/cc. Continuation-passing style is not repeated by hand;\n"
    "cps, whose frames wait in the heap, comes nearest to it. Memory is what the collector gave: segments and stacks are not in it.\n"
};

int main(int argc, char **argv)
{
    return measured_main(&program, argc, argv);
}
