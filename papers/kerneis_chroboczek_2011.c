/* kerneis_chroboczek_2011.c: Gabriel Kerneis and Juliusz Chroboczek, "Continuation-Passing C: Compiling Threads to Events through
 * Continuations", Higher-Order and Symbolic Computation 24(3), 2011: cooperative threads in C, whose functions are rewritten so that a
 * thread that waits is a few bytes in the heap. Their benchmark: a call, a switch, a thread spawned, a condition variable, and how many
 * threads there can be.
 *
 * The cooperative threads here are prompt objects, with a queue of those that are ready. */
#include <stdio.h>
#include <string.h>

#include "support/measured.h"

/* ---- Cooperative threads ------------------------------------------------------------------------------------------------------------------- */

static const kont_tag thread = KONT_TAG_PRIVATE("thread");

/* Threads one behind the other; the link is the object's data. */
struct queue {
    kont_object *first, *last;
};

static struct queue ready;
static long switches;                                   /* how often a thread was entered */

static kont_object **link_of(kont_object *t)
{
    return kont_object_data(t);
}

static void put(struct queue *q, kont_object *t)
{
    *link_of(t) = NULL;
    if (q->first == NULL)
        q->first = t;
    else
        *link_of(q->last) = t;
    q->last = t;
}

static kont_object *take(struct queue *q)
{
    kont_object *t = q->first;
    if (t != NULL)
        q->first = *link_of(t);
    return t;
}

static KONT kont_object *spawn(kont_fn *fn, void *arg)
{
    kont_object *t = kont_object_alloc(&thread, sizeof(kont_object *), fn, arg);
    put(&ready, t);
    return t;
}

static KONT void wait_in(struct queue *q)
{
    put(q, kont_object_here(&thread));
    kont_leave_tag(&thread, NULL);
}

static KONT void yield(void)
{
    wait_in(&ready);
}

/* The first that waits there is ready again. */
static void signal(struct queue *condition)
{
    kont_object *t = take(condition);
    if (t != NULL)
        put(&ready, t);
}

/* Runs what is ready until `until` has ended, or until nothing is ready. */
static KONT void run(const kont_object *until)
{
    for (kont_object *t; kont_object_state(until) != KONT_DONE && (t = take(&ready)) != NULL; switches++)
        kont_enter(t, NULL);
}

/* ---- The programs: n additions each, by another thread -------------------------------------------------------------------------------------- */

static volatile long given, result;                     /* -1: none */
static long sum;
static struct queue asked, answered;                    /* condition variables */

static KONT void *add_one(void *unused)
{
    while (given < 0)
        yield();
    result = given;
    return unused;
}

static KONT void *worker(void *unused)
{
    for (;;) {
        add_one(unused);
        yield();
    }
    return unused;
}

/* "switch": one worker that looks again and again whether there is something to do. */
static KONT void *ask_by_switching(void *n)
{
    spawn(worker, NULL);
    for (intptr_t i = kont_to_int(n); i > 0; i--) {
        result = -1;
        given = i;
        yield();
        while (result < 0)
            yield();
        sum += result;
        given = -1;
    }
    return NULL;
}

/* "spawn": a thread for each. */
static KONT void *ask_by_spawning(void *n)
{
    for (intptr_t i = kont_to_int(n); i > 0; i--) {
        result = -1;
        given = i;
        spawn(add_one, NULL);
        while (result < 0)
            yield();
        sum += result;
    }
    return NULL;
}

static KONT void *waiting_worker(void *unused)
{
    for (;;) {
        wait_in(&asked);
        result = given;
        signal(&answered);
    }
    return unused;
}

/* "condition variable": one worker, told when there is something to do. */
static KONT void *ask_by_signals(void *n)
{
    spawn(waiting_worker, NULL);
    yield();
    for (intptr_t i = kont_to_int(n); i > 0; i--) {
        given = i;
        signal(&asked);
        wait_in(&answered);
        sum += result;
    }
    return NULL;
}

struct additions {
    kont_fn *how;
    long n;
};

static KONT long additions(const void *what)
{
    const struct additions *a = what;
    ready = asked = answered = (struct queue){ NULL, NULL };
    given = result = -1;
    sum = switches = 0;
    run(spawn(a->how, kont_int(a->n)));
    return sum;
}

/* ---- "call" ----------------------------------------------------------------------------------------------------------------------------------- */

static __attribute__((noinline)) long plus(long a, long b)
{
    __asm__ volatile("" : "+r"(a));
    return a + b;
}

static KONT long plain_calls(const void *n)
{
    long total = 0;
    for (long i = *(const long *)n; i > 0; i--)
        total = plus(total, 1);
    return total;
}

/* It may switch, though it never does. */
static KONT __attribute__((noinline)) long plus_or_yield(long a, long b)
{
    __asm__ volatile("" : "+r"(a));
    if (b < 0)
        yield();
    return a + b;
}

static KONT long marked_calls(const void *n)
{
    long total = 0;
    for (long i = *(const long *)n; i > 0; i--)
        total = plus_or_yield(total, 1);
    return total;
}

/* ---- How many threads -------------------------------------------------------------------------------------------------------------------------- */

static KONT void *yield_once(void *unused)
{
    yield();
    return unused;
}

static KONT void *end_at_once(void *unused)
{
    return unused;
}

/* Makes n threads that have begun and wait; what each takes, in bytes, page tables included. */
static KONT double bytes_each(long n, bool compact)
{
    double before = measured_status("VmRSS") + measured_status("VmPTE");
    ready = (struct queue){ NULL, NULL };
    for (long i = 0; i < n; i++) {
        kont_object *t = spawn(yield_once, NULL);
        if (compact)
            kont_object_compact(t);
    }
    for (long i = 0; i < n; i++)
        kont_enter(take(&ready), NULL);
    return (measured_status("VmRSS") + measured_status("VmPTE") - before) / (double)n;
}

/* All of them go on to their ends; how many. */
static KONT long all_end(void)
{
    long ended = 0;
    for (kont_object *t; (t = take(&ready)) != NULL; ended++) {
        kont_enter(t, NULL);
        if (kont_object_state(t) != KONT_DONE)
            return -1;
    }
    return ended;
}

/* ---- What is checked and measured -------------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    kont_fn *how;
    const char *cpc, *st, *nptl, *pth;                  /* ns */
} asking[] = {
    { "switch, there and back", ask_by_switching, "60", "560", "1500", "6800" },
    { "spawn", ask_by_spawning, "70", "670", "~6000000", "11000" },
    { "condition variable, there and back", ask_by_signals, "1000", "800", "28000", "84000" },
};

enum { WAYS = sizeof asking / sizeof *asking };

static KONT void check(void)
{
    for (int w = 0; w < WAYS; w++) {
        struct additions a = { asking[w].how, 1000 };
        long total = additions(&a);
        printf("%s: 1000 additions make %ld, in %ld switches\n", asking[w].name, total, switches);
    }
    long n = 1000;
    printf("calls: %ld, %ld\n", plain_calls(&n), marked_calls(&n));
    for (int compact = 0; compact < 2; compact++) {
        bytes_each(500, compact);
        printf("500 %sthreads wait, and end: %ld\n", compact ? "compact " : "", all_end());
    }
    kont_object *last = spawn(end_at_once, NULL);
    run(last);
    printf("nothing is left: %s\n", take(&ready) == NULL ? "yes" : "no");
}

static KONT void measure_times(void)
{
    struct table *t = table_new("cooperative threads", "operation", "ns");
    const long calls = 10000000, n = 40000;              /* the sum to n fits 32 bits */
    table_ours(t, "call, plain C", "kont", measured_time(plain_calls, &calls, calls) / (double)calls);
    table_paper(t, "call, plain C", "CPC", "3.0");
    table_ours(t, "call of what may switch", "kont", measured_time(marked_calls, &calls, calls) / (double)calls);
    table_paper(t, "call of what may switch", "CPC", "32");
    for (int w = 0; w < WAYS; w++) {
        struct additions a = { asking[w].how, n };
        table_ours(t, asking[w].name, "kont", measured_time(additions, &a, n * (n + 1) / 2) / (double)n);
        table_paper(t, asking[w].name, "CPC", asking[w].cpc);
        table_paper(t, asking[w].name, "ST", asking[w].st);
        table_paper(t, asking[w].name, "NPTL", asking[w].nptl);
        table_paper(t, asking[w].name, "Pth", asking[w].pth);
    }
    table_print(t);
}

/* The machine of the paper's figures had 3964 MiB; ours are what would fill that. */
static KONT void measure_room(void)
{
    const double memory = 3964.0 * 1024 * 1024;
    struct table *t = table_new("threads that wait", "threads", "how many fill 3964 MiB");
    table_ours(t, "prompt objects", "kont", memory / bytes_each(20000, false));
    struct queue kept = ready;                          /* so that what they take is not used again */
    table_ours(t, "compact prompt objects", "kont", memory / bytes_each(100000, true));
    all_end();
    ready = kept;
    all_end();
    table_paper(t, "CPC", "count", "50190000");
    table_paper(t, "ST", "count", "934600");
    table_paper(t, "NPTL", "count", "32319");
    table_paper(t, "Pth", "count", "~700000");
    table_print(t);
}

static KONT void measure(void)
{
    measure_room();
    measure_times();
}

static const struct measured program = {
    "Kerneis and Chroboczek 2011: cooperative threads",
    check, measure,
    "The paper's columns are what the authors measured (samples/bench/RESULTS in the sources of CPC; a Core 2 Duo E8500 at 2 GHz, one core\n"
    "in use, a computer without swap and with 3964 MiB): State Threads, Linux's threads and GNU Pth beside CPC. '~' is theirs, a guess;\n"
    "their switch with Linux's threads sometimes gave a wrong sum. The programs are the same as theirs: what one addition costs.\n"
    "Comparable: how the rows of one column relate, and how many threads fit; they filled the memory, while here what some threads take\n"
    "is divided into it, page tables included. On cps all objects are compact. Not comparable: times, by the age of the computers.\n"
};

int main(int argc, char **argv)
{
    return measured_main(&program, argc, argv);
}
