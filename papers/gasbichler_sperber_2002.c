/* gasbichler_sperber_2002.c: Martin Gasbichler and Michael Sperber, "Final Shift for Call/cc: Direct Implementation of Shift and Reset",
 * ICFP 2002: shift and reset made of call/cc and a mutable cell, as Filinski showed in 1994, capture the whole continuation where a part
 * was asked for; an implementation in the system itself captures that part. The paper measures programs of three kinds both ways:
 * nondeterminism, partial evaluation by continuations, and threads.
 *
 * Here each program runs on kont_shift, and on Filinski's shift made of kont_callcc. */
#include <gc.h>
#include <stdio.h>

#include "support/measured.h"

/* ---- shift and reset, two ways ------------------------------------------------------------------------------------------------------------ */

typedef KONT void *reset_fn(kont_fn *fn, void *arg);
typedef KONT void *shift_fn(kont_handler *fn, void *arg);

struct control {
    const char *name;
    reset_fn *reset;
    shift_fn *shift;
    kont_handler *apply;                                /* a continuation that shift gave to its handler, to a value */
};

static const struct control *control;                   /* what the program under way uses */

static KONT void *direct_reset(kont_fn *fn, void *arg)
{
    return kont_reset(fn, arg);
}

static KONT void *direct_shift(kont_handler *fn, void *arg)
{
    return kont_shift(fn, arg);
}

static KONT void *direct_apply(kont *k, void *v)
{
    return kont_resume(k, v);
}

/* Filinski's cell: where the value of the innermost reset goes, and what the cell holds again after that. */
struct meta {
    kont *k;
    struct meta *outer;
};

static struct meta *meta;

static KONT void *abort_with(kont_fn *fn, void *arg)
{
    void *v = fn(arg);
    struct meta *m = meta;
    meta = m->outer;
    return kont_resume(m->k, v);
}

struct call {
    kont_fn *fn;
    kont_handler *handler;
    void *arg;
    kont *k;
};

static struct call *call_new(kont_fn *fn, kont_handler *handler, void *arg, kont *k)
{
    struct call *c = GC_MALLOC(sizeof *c);
    *c = (struct call){ fn, handler, arg, k };
    return c;
}

static KONT void *enter_reset(kont *k, void *call)
{
    const struct call *c = call;
    struct meta *m = GC_MALLOC(sizeof *m);
    *m = (struct meta){ k, meta };
    meta = m;
    return abort_with(c->fn, c->arg);
}

static KONT void *filinski_reset(kont_fn *fn, void *arg)
{
    return kont_callcc(enter_reset, call_new(fn, NULL, arg, NULL));
}

static KONT void *handle(void *call)
{
    const struct call *c = call;
    return c->handler(c->k, c->arg);
}

static KONT void *enter_shift(kont *k, void *call)
{
    struct call *c = call;
    c->k = k;
    return abort_with(handle, c);
}

static KONT void *filinski_shift(kont_handler *fn, void *arg)
{
    return kont_callcc(enter_shift, call_new(NULL, fn, arg, NULL));
}

static KONT void *throw(void *call)
{
    const struct call *c = call;
    return kont_resume(c->k, c->arg);
}

static KONT void *filinski_apply(kont *k, void *v)
{
    return filinski_reset(throw, call_new(NULL, NULL, v, k));
}

static const struct control controls[] = {
    { "direct", direct_reset, direct_shift, direct_apply },
    { "by call/cc", filinski_reset, filinski_shift, filinski_apply },
};

enum { CONTROLS = sizeof controls / sizeof *controls };

/* ---- Nondeterminism ------------------------------------------------------------------------------------------------------------------------- */

/* Results in their order. */
struct list {
    long head;
    struct list *rest, *last;                           /* last: of the whole list, kept in its first link */
};

static struct list *list_of(long v)
{
    struct list *l = GC_MALLOC(sizeof *l);
    *l = (struct list){ v, NULL, l };
    return l;
}

static struct list *append(struct list *a, struct list *b)
{
    if (a == NULL)
        return b;
    if (b != NULL) {
        a->last->rest = b;
        a->last = b->last;
    }
    return a;
}

/* What follows runs with each of these; the lists of results one behind the other. */
static KONT void *each(kont *k, void *choices)
{
    struct list *all = NULL;
    for (const long *choice = choices; *choice >= 0; choice++)
        all = append(all, control->apply(k, kont_int(*choice)));
    return all;
}

static KONT long amb(const long *choices)
{
    return (long)kont_to_int(control->shift(each, (void *)choices));
}

static KONT long add_two(long x)
{
    static const long first[] = { 6, 4, 2, 8, -1 }, second[] = { 2, 4, 5, 4, 1, -1 };
    x += amb(first);
    return x + amb(second);
}

static KONT void *words(void *times)
{
    static const long start[] = { 0, 2, 3, 4, 5, 32, -1 };
    long x = amb(start);
    for (intptr_t i = kont_to_int(times); i > 0; i--)
        x = add_two(x);
    return list_of(x);
}

static long results;                                    /* of the latest search: how many */

/* A number that depends on all results and their order. */
static KONT long nondeterminism(long times)
{
    unsigned long hash = 0;
    results = 0;
    for (const struct list *l = control->reset(words, kont_int(times)); l != NULL; l = l->rest, results++)
        hash = (hash * 31 + (unsigned long)l->head) % 1000003;
    return (long)hash;
}

/* ---- Partial evaluation: x to the n, for a known n, with each product named by a let ------------------------------------------------------ */

/* let name = left * right in body; where body is null, the result is `name`. Name 0 is x. */
struct let {
    int name, left, right;
    struct let *body;
};

static int names;

/* The code of a product, around whatever the rest of the evaluation makes of its name. */
static KONT void *insert_let(kont *k, void *let)
{
    struct let *l = let;
    l->body = control->apply(k, kont_int(l->name));
    return l;
}

static KONT int product(int left, int right)
{
    struct let *l = GC_MALLOC(sizeof *l);
    *l = (struct let){ ++names, left, right, NULL };
    return (int)kont_to_int(control->shift(insert_let, l));
}

static KONT int power(long n)
{
    if (n == 1)
        return 0;
    if (n % 2 == 0) {
        int half = power(n / 2);
        return product(half, half);
    }
    int less = power(n - 1);
    return product(0, less);
}

static KONT void *specialise(void *n)
{
    power((long)kont_to_int(n));
    return NULL;
}

/* What the code that was made computes. */
static unsigned run_code(const struct let *l, unsigned x)
{
    unsigned value[64] = { x };
    int last = 0;
    for (; l != NULL; l = l->body) {
        value[l->name] = value[l->left] * value[l->right];
        last = l->name;
    }
    return value[last];
}

/* The sum of what so many specialisations compute. */
static KONT long partial_evaluation(long times)
{
    unsigned sum = 0;
    for (long i = 0; i < times; i++) {
        names = 0;
        sum += run_code(control->reset(specialise, kont_int(60)), 3);
    }
    return (long)sum;
}

/* ---- Threads, after Bruggeman, Waddell and Dybvig ------------------------------------------------------------------------------------------ */

enum { THREADS = 100 };

static struct {
    kont *waiting[THREADS];                             /* a ring: null for one that has not begun */
    long first, length, every, fuel, fib, sum;
} now;

static void put(kont *k)
{
    now.waiting[(now.first + now.length++) % THREADS] = k;
}

static kont *take(void)
{
    kont *k = now.waiting[now.first];
    now.first = (now.first + 1) % THREADS;
    now.length--;
    return k;
}

static KONT void *wait_for_turn(kont *k, void *unused)
{
    put(k);
    return unused;
}

static KONT __attribute__((noinline)) long fib(long n)
{
    if (--now.fuel == 0) {
        now.fuel = now.every;
        control->shift(wait_for_turn, NULL);
    }
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static KONT void *compute(void *unused)
{
    long value = fib(now.fib);
    now.sum += value;
    return unused;
}

static KONT long threads(long every)
{
    now.every = now.fuel = every;
    now.first = now.length = now.sum = 0;
    for (int i = 0; i < THREADS; i++)
        put(NULL);
    while (now.length > 0) {
        kont *k = take();
        if (k == NULL)
            control->reset(compute, NULL);
        else
            control->apply(k, NULL);
    }
    return now.sum;
}

/* ---- A shift under a reset, below calls that have nothing to do with it ------------------------------------------------------------------- */

enum { SHIFTS = 1000 };

static KONT void *apply_once(kont *k, void *v)
{
    return control->apply(k, v);
}

static KONT void *shift_one(void *v)
{
    return control->shift(apply_once, v);
}

static KONT __attribute__((noinline)) long below(long calls)
{
    if (calls > 0) {
        long sum = below(calls - 1);
        __asm__ volatile("" : "+r"(sum));
        return sum;
    }
    long sum = 0;
    for (int i = 0; i < SHIFTS; i++)
        sum += (long)kont_to_int(control->reset(shift_one, kont_int(i)));
    return sum;
}

/* ---- What is checked and measured ----------------------------------------------------------------------------------------------------------- */

struct task {
    KONT long (*run)(long n);
    long n;
    const struct control *control;
};

static KONT long task(const void *what)
{
    const struct task *t = what;
    control = t->control;
    meta = NULL;
    return t->run(t->n);
}

static KONT long answer(KONT long (*run)(long), long n, const struct control *c)
{
    struct task t = { run, n, c };
    return task(&t);
}

static KONT void check(void)
{
    for (int c = 0; c < CONTROLS; c++) {
        const struct control *way = &controls[c];
        printf("%s\n", way->name);
        for (long times = 1; times <= 2; times++) {
            long hash = answer(nondeterminism, times, way);
            printf("  nondeterminism %ld: %ld results, hash %ld\n", times, results, hash);
        }
        long value = answer(partial_evaluation, 1, way);
        printf("  3 to the 60, modulo 2^32, by %d products: %ld\n", names, value);
        now.fib = 6;
        for (long every = 1; every <= 64; every *= 8)
            printf("  threads, a switch every %ld calls: %ld\n", every, answer(threads, every, way));
        printf("  below 100 calls: %ld\n", answer(below, 100, way));
    }
}

/* One row: both ways, per operation. What the direct way answers is what the other has to. */
static KONT void row(struct table *t, const char *name, KONT long (*run)(long), long n, double operations)
{
    long expected = answer(run, n, &controls[0]);
    for (int c = 0; c < CONTROLS; c++) {
        struct task work = { run, n, &controls[c] };
        table_ours(t, name, controls[c].name, measured_time(task, &work, expected) / operations);
    }
    table_ours(t, name, "call/cc / direct", table_get(t, name, controls[1].name) / table_get(t, name, controls[0].name));
}

static KONT void measure_programs(void)
{
    struct table *t = table_new("shift and reset, both ways", "program", "ms");
    row(t, "nondeterminism www", nondeterminism, 2, 1e6);
    row(t, "nondeterminism wwww", nondeterminism, 3, 1e6);
    row(t, "partial evaluation x 2000", partial_evaluation, 2000, 1e6);
    now.fib = 15;
    row(t, "threads, every call", threads, 1, 1e6);
    row(t, "threads, every 8 calls", threads, 8, 1e6);
    row(t, "threads, every 64 calls", threads, 64, 1e6);
    row(t, "threads, every 512 calls", threads, 512, 1e6);
    table_print(t);
}

static KONT void measure_depth(void)
{
    struct table *t = table_new("a shift below calls outside its reset", "calls", "ns for a reset, a shift and its application");
    for (long calls = 1; calls <= 4096; calls *= 4)
        row(t, table_name(calls), below, calls, SHIFTS);
    table_print(t);
}

static KONT void measure(void)
{
    measure_programs();
    measure_depth();
}

static const struct measured program = {
    "Gasbichler and Sperber 2002: shift and reset, directly and by call/cc",
    check, measure,
    "The paper's figures (Scheme 48, 2002) are not given here, since we could not look them up; it finds the direct implementation\n"
    "faster and smaller in typical applications. The programs are of its three kinds, written anew: what they share with its own is\n"
    "the kind, and www and wwww, which others handed down with its name (2400 and 48000 results).\n"
    "Comparable: the ratio in each row, to what extent call/cc costs more. It is what lies outside the reset that call/cc takes along\n"
    "(the second table), and kont has to go through all of it each time, on both machines; Scheme 48 moves frames to the heap once and\n"
    "shares them from then on, so that depth costs less there. Not comparable: times.\n"
};

int main(int argc, char **argv)
{
    return measured_main(&program, argc, argv);
}
