/* bruggeman_waddell_dybvig_1996.c: Carl Bruggeman, Oscar Waddell and R. Kent Dybvig, "Representing Control in the Presence of One-Shot
 * Continuations", PLDI 1996: a continuation that is used once needs no copy. The paper's measurements are of thread systems: some
 * threads, each of which computes a Fibonacci number by the doubly recursive function; after every so many procedure calls, from 1 to
 * 512, the next thread has its turn.
 *
 * Four ways to switch. The first two differ in KONT_ONCE alone. */
#include <gc.h>
#include <stdio.h>

#include "support/measured.h"

static const kont_tag thread = KONT_TAG("thread");

struct way {
    const char *name;
    KONT void (*run_all)(void);                         /* to the end of all threads */
    KONT void (*turn)(void);                            /* called by a thread: the others' turn */
};

struct threads {
    const struct way *way;
    long count, fib, every;                             /* how many, what each computes, calls between two switches */
};

/* ---- The threads ------------------------------------------------------------------------------------------------------------------------- */

enum { MOST = 1000 };

static struct {
    const struct way *way;
    long fib, every;
    long fuel;                                          /* calls until the next switch */
    long switches, started, sum, ended;
    int order[MOST];                                    /* the threads in the order in which they ended */
    void *waiting[MOST];                                /* a ring: null for one that has not begun */
    long first, length;
    kont *base;                                         /* call/cc: where threads begin */
} now;

static void put(void *t)
{
    now.waiting[(now.first + now.length++) % MOST] = t;
}

static void *take(void)
{
    void *t = now.waiting[now.first];
    now.first = (now.first + 1) % MOST;
    now.length--;
    return t;
}

/* A procedure call: at the end of its slice the thread lets the others run. */
static KONT __attribute__((noinline)) long fib(long n)
{
    if (--now.fuel == 0) {
        now.fuel = now.every;
        now.switches++;
        now.way->turn();
    }
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static KONT void *work(void *unused)
{
    int id = (int)now.started++;
    long value = fib(now.fib);
    now.sum += value;
    now.order[now.ended++] = id;
    return unused;
}

/* ---- One-shot and multi-shot continuations up to the thread's own prompt --------------------------------------------------------------- */

static KONT void *wait_for_turn(kont *k, void *unused)
{
    put(k);
    return unused;
}

static KONT void turn_once(void)
{
    kont_shift0_once(&thread, wait_for_turn, NULL);
}

static KONT void turn_multi(void)
{
    kont_shift0_at(&thread, wait_for_turn, NULL);
}

static KONT void run_captured(void)
{
    while (now.length > 0) {
        kont *k = take();
        if (k == NULL)
            kont_prompt(&thread, work, NULL);
        else
            kont_resume(k, NULL);
    }
}

/* ---- Prompt objects: one-shot by construction ------------------------------------------------------------------------------------------- */

static KONT void turn_object(void)
{
    kont_leave_tag(&thread, NULL);
}

static KONT void run_objects(void)
{
    while (now.length > 0) {
        kont_object *o = take();
        if (o == NULL)
            o = kont_object_new(&thread, work, NULL);
        kont_enter(o, NULL);
        if (kont_object_state(o) != KONT_DONE)
            put(o);
    }
}

/* ---- call/cc, as in Scheme: all threads under one prompt; a switch replaces one continuation by another -------------------------------- */

static const char over[1];                              /* what the base is told when all have ended */

/* To the next thread. One that has not begun begins at the base, lest it stand on top of this one. */
static KONT void dispatch(void)
{
    if (now.length == 0)
        kont_resume(now.base, (void *)over);
    kont *k = take();
    kont_resume(k != NULL ? k : now.base, NULL);
}

static KONT void *hand_over(kont *k, void *unused)
{
    put(k);
    dispatch();
    return unused;
}

static KONT void turn_callcc(void)
{
    kont_callcc_at(&thread, hand_over, NULL);
}

/* The first thread begins where the base goes on. */
static KONT void *keep(kont *k, void *unused)
{
    (void)unused;
    now.base = k;
    take();
    return NULL;
}

static KONT void *base(void *unused)
{
    if (kont_callcc_at(&thread, keep, NULL) == over)
        return unused;
    work(NULL);
    dispatch();
    return unused;
}

static KONT void run_callcc(void)
{
    kont_prompt(&thread, base, NULL);
}

/* ---- What is checked and measured -------------------------------------------------------------------------------------------------------- */

static const struct way ways[] = {
    { "one-shot", run_captured, turn_once },
    { "multi-shot", run_captured, turn_multi },
    { "call/cc", run_callcc, turn_callcc },
    { "prompt object", run_objects, turn_object },
};

enum { WAYS = sizeof ways / sizeof *ways };

static KONT long run(const void *what)
{
    const struct threads *t = what;
    now.way = t->way;
    now.fib = t->fib;
    now.every = now.fuel = t->every;
    now.switches = now.started = now.sum = now.ended = now.first = now.length = 0;
    for (long i = 0; i < t->count; i++)
        put(NULL);
    t->way->run_all();
    now.base = NULL;
    return now.sum;
}

static long fibonacci(long n)
{
    long a = 0, b = 1;
    while (n-- > 0) {
        long sum = a + b;
        a = b;
        b = sum;
    }
    return a;
}

static long calls(long n)
{
    return 2 * fibonacci(n + 1) - 1;
}

static KONT void check(void)
{
    printf("4 threads compute fib 8, in %ld calls each\n", calls(8));
    for (int w = 0; w < WAYS; w++)
        for (long every = 1; every <= 512; every *= 8) {
            struct threads t = { &ways[w], 4, 8, every };
            long sum = run(&t);
            printf("%-13s  a switch every %3ld calls: %3ld switches, sum %ld, ended:", ways[w].name, every, now.switches, sum);
            for (long i = 0; i < now.ended; i++)
                printf(" %d", now.order[i]);
            printf("\n");
        }
}

static KONT void measure_threads(long count, long n)
{
    char *title = GC_MALLOC_ATOMIC(64);
    snprintf(title, 64, "%ld threads, each of which computes fib %ld", count, n);
    struct table *t = table_new(title, "calls between switches", "ns for each procedure call");
    for (long every = 1; every <= 512; every *= 2)
        for (int w = 0; w < WAYS; w++) {
            struct threads threads = { &ways[w], count, n, every };
            double time = measured_time(run, &threads, count * fibonacci(n));
            table_ours(t, table_name(every), ways[w].name, time / (double)(count * calls(n)));
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
