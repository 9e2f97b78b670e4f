/* clinger_hartheimer_ost_1999.c: William D. Clinger, Anne H. Hartheimer and Eric M. Ost, "Implementation Strategies for First-Class
 * Continuations", Higher-Order and Symbolic Computation 12(1), 1999: what a representation of continuations costs depends on the kind of
 * program: one that never captures, one that only recurses deeply, one whose continuations are used once, or again and again, from shallow
 * or from deep.
 *
 * kont's two machines are two strategies; each program here is of one kind, and papers/plots puts both machines side by side. */
#include <gc.h>
#include <stdio.h>

#include "support/measured.h"
#include "support/threads.h"

#define ALONE __attribute__((noinline))

/* Room for the deepest captures below. */
static const kont_tag deep = KONT_TAG_SIZED("deep", 8 << 20);

/* ---- Programs that capture nothing ------------------------------------------------------------------------------------------------------- */

static KONT ALONE long tak(long x, long y, long z)
{
    return y < x ? tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)) : z;
}

static KONT long run_tak(long n)
{
    long value = 0;
    for (; n > 0; n--)
        value = tak(18, 12, 6);
    return value;
}

static KONT ALONE long one_more(long n)
{
    __asm__ volatile("" : "+r"(n));
    return n + 1;
}

static KONT long run_loop(long n)
{
    long sum = 0;
    while (sum < n)
        sum = one_more(sum);
    return sum;
}

static KONT ALONE long recurse(long depth)
{
    if (depth == 0)
        return 0;
    long v = recurse(depth - 1);
    __asm__ volatile("" : "+r"(v));
    return v + 1;
}

static KONT void *recurse_from(void *depth)
{
    return kont_int(recurse((long)kont_to_int(depth)));
}

/* Down and up again. Stack segments need room for it. */
static KONT long run_recursion(long n)
{
    return (long)kont_to_int(kont_with_stack((size_t)n * 128 + (64 << 10), recurse_from, kont_int(n)));
}

/* ---- Continuations that are applied once, or dropped -------------------------------------------------------------------------------------- */

struct tak {
    long x, y, z;
};

static KONT void *ctak_step(kont *k, void *arguments);

static KONT long ctak(long x, long y, long z)
{
    struct tak *t = GC_MALLOC_ATOMIC(sizeof *t);
    *t = (struct tak){ x, y, z };
    return (long)kont_to_int(kont_callcc(ctak_step, t));
}

/* Gabriel's ctak: every call captures its continuation, and returns by applying it. */
static KONT void *ctak_step(kont *k, void *arguments)
{
    struct tak t = *(struct tak *)arguments;
    while (t.y < t.x) {
        long x = ctak(t.x - 1, t.y, t.z), y = ctak(t.y - 1, t.z, t.x), z = ctak(t.z - 1, t.x, t.y);
        t = (struct tak){ x, y, z };
    }
    return kont_resume(k, kont_int(t.z));
}

static KONT void *ctak_body(void *unused)
{
    (void)unused;
    return kont_int(ctak(18, 12, 6));
}

static KONT long run_ctak(long n)
{
    long value = 0;
    for (; n > 0; n--)
        value = (long)kont_to_int(kont_reset(ctak_body, NULL));
    return value;
}

static KONT void *escape(kont *k, void *v)
{
    return kont_resume(k, v);
}

static KONT long run_escapes(long n)
{
    long sum = 0;
    for (; n > 0; n--)
        sum += (long)kont_to_int(kont_callec(escape, kont_int(1)));
    return sum;
}

/* ---- A continuation that is applied again and again --------------------------------------------------------------------------------------- */

static struct {
    kont *again;
    long left, turns;
} loop;

static KONT void *remember(kont *k, void *unused)
{
    loop.again = k;
    return unused;
}

static KONT void *loop_body(void *unused)
{
    kont_callcc(remember, NULL);
    loop.turns++;
    if (--loop.left > 0)
        kont_resume(loop.again, NULL);
    return unused;
}

static KONT long run_reentries(long n)
{
    loop.left = n;
    loop.turns = 0;
    kont_reset(loop_body, NULL);
    return loop.turns;
}

/* ---- Coroutines and multitasking ---------------------------------------------------------------------------------------------------------- */

/* The inner nodes of a tree of so many levels, each as its level. */
static KONT void yield_levels(long levels)
{
    if (levels == 0)
        return;
    yield_levels(levels - 1);
    kont_yield(kont_int(levels));
    yield_levels(levels - 1);
}

static KONT void *yield_all(void *levels)
{
    yield_levels((long)kont_to_int(levels));
    return NULL;
}

static KONT long run_coroutine(long levels)
{
    kont_generator *g = kont_generator_new(yield_all, kont_int(levels));
    long count = 0;
    for (void *v; kont_next(g, &v);)
        count++;
    return count;
}

enum { TASKS = 100 };

static const kont_tag task = KONT_TAG("task");

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

/* Steps, each of which lets all other tasks run. */
static KONT void *task_body(void *steps)
{
    for (intptr_t i = kont_to_int(steps); i > 0; i--)
        kont_shift0_once(&task, give, NULL);
    return NULL;
}

/* Tasks by one-shot captures, in turns; how often one was resumed. */
static KONT long run_tasks(long steps)
{
    static kont *waiting[TASKS];
    long resumed = 0, left = TASKS;
    for (int i = 0; i < TASKS; i++)
        waiting[i] = kont_prompt(&task, task_body, kont_int(steps));
    for (int i = 0; left > 0; i = (i + 1) % TASKS) {
        if (waiting[i] == NULL)
            continue;
        waiting[i] = kont_resume(waiting[i], NULL);
        resumed++;
        left -= waiting[i] == NULL;
    }
    return resumed;
}

/* ---- Captures from deep ---------------------------------------------------------------------------------------------------------------------- */

/* What is done at the bottom, over and over; 1 each time. */
typedef KONT long bottom(void);

static KONT void *ignore(kont *k, void *v)
{
    (void)k;
    return v;
}

static KONT long drop(void)
{
    return (long)kont_to_int(kont_callcc_at(&deep, ignore, kont_int(1)));
}

static KONT void *apply(kont *k, void *v)
{
    return kont_resume(k, v);
}

static KONT long apply_once(void)
{
    return (long)kont_to_int(kont_callcc_at(&deep, apply, kont_int(1)));
}

static KONT void *answer(kont *k, void *v)
{
    return kont_resume_tail(k, v);
}

static KONT long resume_once(void)
{
    return (long)kont_to_int(kont_shift_once(&deep, answer, kont_int(1)));
}

/* As if k were kept for more uses: its frames are copied. */
static KONT long resume_multi(void)
{
    return (long)kont_to_int(kont_shift_at(&deep, answer, kont_int(1)));
}

struct descent {
    bottom *what;
    long depth, times;
};

static KONT ALONE long descend(const struct descent *d, long depth)
{
    if (depth > 0) {
        long sum = descend(d, depth - 1);
        __asm__ volatile("" : "+r"(sum));
        return sum;
    }
    long sum = 0;
    for (long i = 0; i < d->times; i++)
        sum += d->what();
    return sum;
}

static KONT void *descend_under(void *descent)
{
    const struct descent *d = descent;
    return kont_int(descend(d, d->depth));
}

static KONT long descent(const void *what)
{
    return (long)kont_to_int(kont_prompt(&deep, descend_under, (void *)what));
}

static const struct {
    const char *name;
    bottom *what;
} bottoms[] = {
    { "call/cc, dropped", drop },
    { "call/cc, applied", apply_once },
    { "one-shot, resumed", resume_once },
    { "multi-shot, resumed", resume_multi },
};

enum { BOTTOMS = sizeof bottoms / sizeof *bottoms };

/* ---- What is checked and measured ------------------------------------------------------------------------------------------------------------ */

enum { TAK, LOOP, RECURSION, CTAK, ESCAPE, REENTRY, COROUTINE, MULTITASKING, KINDS };

static const struct {
    const char *name;
    KONT long (*run)(long n);
    long small, large;                                  /* n, for the check and for the clock */
    long each;                                          /* operations of one unit of n; 0: as many as the answer says */
} kinds[] = {
    [TAK] = { "tak 18 12 6: a call", run_tak, 1, 20, 63609 },
    [LOOP] = { "loop1: a call", run_loop, 1000, 10000000, 1 },
    [RECURSION] = { "deep recursion: a call", run_recursion, 1000, 1000000, 1 },
    [CTAK] = { "ctak 18 12 6: capture, apply", run_ctak, 1, 5, 47707 },
    [ESCAPE] = { "call/ec: capture, apply", run_escapes, 1000, 1000000, 1 },
    [REENTRY] = { "loop2: call/cc, apply again", run_reentries, 1000, 1000000, 1 },
    [COROUTINE] = { "coroutine: a value from a tree", run_coroutine, 8, 20, 0 },
    [MULTITASKING] = { "multitasking: a switch", run_tasks, 10, 10000, TASKS },
};

struct one {
    int kind;
    long n;
};

static KONT long one(const void *what)
{
    const struct one *o = what;
    return kinds[o->kind].run(o->n);
}

static KONT void check(void)
{
    for (int kind = 0; kind < KINDS; kind++) {
        struct one o = { kind, kinds[kind].small };
        printf("%s: %ld\n", kinds[kind].name, one(&o));
    }
    for (int b = 0; b < BOTTOMS; b++)
        for (long depth = 1; depth <= 1000; depth *= 10) {
            struct descent d = { bottoms[b].what, depth, 10 };
            printf("%s %ld calls deep: %ld\n", bottoms[b].name, depth, descent(&d));
        }
}

static KONT void measure_programs(void)
{
    struct table *t = table_new("kinds of programs", "program: an operation", "ns for each operation");
    for (int kind = 0; kind < KINDS; kind++) {
        struct one o = { kind, kinds[kind].large };
        long expected = one(&o);
        long operations = kinds[kind].each > 0 ? kinds[kind].each * o.n : expected;
        table_ours(t, kinds[kind].name, "kont", measured_time(one, &o, expected) / (double)operations);
    }
    table_print(t);
}

static KONT double time_of(int kind)
{
    struct one o = { kind, kinds[kind].large };
    return measured_time(one, &o, one(&o)) / (double)o.n;
}

/* The paper's Figure 7: each by the time of the program that does the same without continuations. */
static KONT void measure_against_plain(void)
{
    static const char *const strategies[] = { "gc", "stack", "stack/heap", "incremental stack/heap" };
    static const char *const loops[] = { "5.9", "12.1", "5.9", "6.9" }, *const taks[] = { "10.9", "24.2", "11.2", "11.5" };
    struct table *t = table_new("programs full of continuations", "programs", "time, divided by that of the same without");
    table_ours(t, "loop2 / loop1", "kont", time_of(REENTRY) / time_of(LOOP));
    table_ours(t, "ctak / tak", "kont", time_of(CTAK) / time_of(TAK));
    for (int i = 0; i < 4; i++) {
        table_paper(t, "loop2 / loop1", strategies[i], loops[i]);
        table_paper(t, "ctak / tak", strategies[i], taks[i]);
    }
    table_print(t);
}

/* The paper's Figure 10. */
static const struct {
    long every;
    const char *figures[4];
} cofib[] = {
    { 512, { "1.12", "1.00", "1.05", "1.08" } },
    { 256, { "1.11", "1.03", "1.10", "1.16" } },
    { 128, { "1.15", "1.08", "1.21", "1.24" } },
    { 64, { "1.18", "1.15", "1.35", "1.53" } },
    { 32, { "1.24", "1.31", "1.65", "1.95" } },
    { 16, { "1.41", "1.60", "2.10", "2.70" } },
    { 8, { "1.70", "2.12", "2.98", "4.13" } },
};

static KONT void measure_cofib(void)
{
    static const char *const strategies[] = { "gc: SML/NJ", "stack/heap: MacScheme", "HDB: Chez", "incremental: Larceny" };
    static const int ways[] = { THREADS_CALLCC, THREADS_ONE_SHOT, THREADS_OBJECT };
    struct table *t = table_new("100 threads that compute fib 20", "calls between switches", "time, divided by that without switches");
    for (int w = 0; w < 3; w++) {
        const struct threads_way *way = &threads_ways[ways[w]];
        struct threads alone = { way, 100, 20, 100 * threads_calls(20) + 1 };
        double sequential = measured_time(threads_run, &alone, 100 * threads_fib(20));
        for (int i = 0; i < (int)(sizeof cofib / sizeof *cofib); i++) {
            struct threads threads = { way, 100, 20, cofib[i].every };
            table_ours(t, table_name(cofib[i].every), way->name, measured_time(threads_run, &threads, 100 * threads_fib(20)) / sequential);
        }
    }
    for (int i = 0; i < (int)(sizeof cofib / sizeof *cofib); i++)
        for (int strategy = 0; strategy < 4; strategy++)
            table_paper(t, table_name(cofib[i].every), strategies[strategy], cofib[i].figures[strategy]);
    table_print(t);
}

static KONT void measure_depth(void)
{
    struct table *t = table_new("captures from deep, over and over", "calls deep", "ns for each of 2000 captures, the descent included");
    for (long depth = 1; depth <= 16384; depth *= 4)
        for (int b = 0; b < BOTTOMS; b++) {
            struct descent d = { bottoms[b].what, depth, 2000 };
            table_ours(t, table_name(depth), bottoms[b].name, measured_time(descent, &d, d.times) / (double)d.times);
        }
    table_print(t);
}

static KONT void measure(void)
{
    measure_against_plain();
    measure_cofib();
    measure_programs();
    measure_depth();
}

static const struct measured program = {
    "Clinger, Hartheimer and Ost 1999: strategies for continuations on kinds of programs",
    check, measure,
    "The paper's columns: Figure 7 (all four strategies in MacScheme on a Macintosh II, 1988) and Figure 10 (four systems, each with its\n"
    "strategy; HDB is Hieb, Dybvig and Bruggeman's). The last two tables have no counterpart in figures, but the paper's Figure 2 says\n"
    "what the last should look like: to capture anew what was captured before takes a time that grows with its size with the stack\n"
    "strategy, and a constant one with all others.\n"
    "kont's stack is nearest to HDB for one-shot captures up to a prompt, which take segments away, and to the stack strategy, which\n"
    "copies, for call/cc; kont's cps to incremental stack/heap: calls use the C stack, a capture moves frames to the heap, and they are\n"
    "entered one by one. But on both machines what is captured for more than one use costs what lies up to the prompt, each time.\n"
    "Comparable: the ratios, with this in mind: a call in compiled C costs a nanosecond, so that the same capture is a larger ratio here\n"
    "than where a call is slow, as the paper says of MacScheme's. loop1, loop2, tak, ctak and the threads are the paper's\n"
    "programs, written anew in C; its cofib switches as these threads do. Not comparable: times.\n"
};

int main(int argc, char **argv)
{
    return measured_main(&program, argc, argv);
}
