/* c.c: plain C, for reference: what is written by hand in place of a generator, setjmp and longjmp as the escape, recursion as the search. */
#include <pthread.h>
#include <setjmp.h>

#include "bench.h"
#include "c_effects.h"
#include "effects.h"
#include "puzzles.h"

/* ---- In place of generators: a loop turned inside out, and a visitor; through pointers, as a generator's body is called. */

struct counter {
    long i, n;
};

static __attribute__((noinline)) bool count_next(void *counter, long *value)
{
    struct counter *c = counter;
    if (c->i == c->n)
        return false;
    *value = c->i++;
    return true;
}

static double flat(long n, long arg)
{
    bool (*volatile next)(void *, long *) = count_next;
    struct counter c = { 0, n };
    long sum = 0;
    (void)arg;
    double start = bench_now();
    for (long v; next(&c, &v);)
        sum += v;
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n - 1) / 2, "the sum of a loop");
    return ns;
}

struct visit {
    long nodes, sum;
    void (*one)(struct visit *, long);
};

static __attribute__((noinline)) void add_node(struct visit *v, long node)
{
    v->sum += node;
}

static __attribute__((noinline)) void walk(struct visit *v, long node)
{
    if (node > v->nodes)
        return;
    walk(v, 2 * node);
    v->one(v, node);
    walk(v, 2 * node + 1);
}

static double tree(long n, long arg)
{
    struct visit v = { n, 0, add_node };
    (void)arg;
    double start = bench_now();
    walk(&v, 1);
    double ns = (bench_now() - start) / (double)n;
    bench_check(v.sum == n * (n + 1) / 2, "the sum of a tree");
    return ns;
}

/* In place of a prompt or an object: the body is called. */
static __attribute__((noinline)) long give_back(long v)
{
    return v;
}

static double call(long n, long arg)
{
    long (*volatile body)(long) = give_back;
    long sum = 0;
    (void)arg;
    double start = bench_now();
    for (long i = 0; i < n; i++)
        sum += body(i);
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == n * (n - 1) / 2, "the sum of n calls");
    return ns;
}

/* ---- Recursion: kont_depth.c has the same. */

static __attribute__((noinline, noclone)) long fibonacci(long n)
{
    if (n < 2)
        return n;
    long a = fibonacci(n - 1), b = fibonacci(n - 2);
    __asm__ volatile("" : "+r"(b));
    return a + b;
}

static double fib(long n, long arg)
{
    (void)arg;
    double start = bench_now();
    long value = fibonacci(n);
    double ns = bench_now() - start;
    bench_check(value == bench_fib(n), "fib");
    return ns / (double)(2 * bench_fib(n + 1) - 1);
}

static __attribute__((noinline, noclone)) long down(long depth)
{
    if (depth == 0)
        return 0;
    long v = down(depth - 1);
    __asm__ volatile("" : "+r"(v));
    return v + 1;
}

static void *down_from(void *depth)
{
    return (void *)down((long)depth);
}

/* In a thread with a stack for it. */
static double deep(long n, long arg)
{
    pthread_attr_t attributes;
    pthread_t thread;
    void *value = NULL;
    (void)arg;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, (size_t)1000 << 20);
    double start = bench_now();
    bench_check(pthread_create(&thread, &attributes, down_from, (void *)n) == 0, "a thread with a large stack");
    pthread_join(thread, &value);
    double ns = (bench_now() - start) / (double)n;
    bench_check((long)value == n, "the depth of a recursion");
    return ns;
}

/* ---- Escapes ---- */

static jmp_buf out;

static void leave(void)
{
    longjmp(out, 1);
}

/* The way out is a pointer, as in kont_escapes.c; the empty asm keeps the frame. */
static __attribute__((noinline)) long descend(long depth, void (*way_out)(void))
{
    if (depth == 0) {
        way_out();
        return 0;
    }
    long v = descend(depth - 1, way_out);
    __asm__ volatile("" : "+r"(v));
    return v;
}

/* In the loop itself, which is the fastest form: a function around setjmp would return to where no call was predicted. */
static double escape(long n, long depth)
{
    volatile long landed = 0;
    double start = bench_now();
    for (volatile long i = 0; i < n; i++)
        if (setjmp(out) == 0)
            descend(depth, leave);
        else
            landed++;
    double ns = (bench_now() - start) / (double)n;
    bench_check(landed == n, "the number of escapes");
    return ns;
}

/* ---- In place of a pipeline: one loop. Its functions are called through pointers, as a pipeline's are. */

static long next_one(long n) { return n + 1; }
static long triple(long n) { return 3 * n; }
static long less_seven(long n) { return n - 7; }
static long not_of_five(long n) { return n % 5 != 0; }
static long not_of_seven(long n) { return n % 7 != 0; }
static long positive(long n) { return n > 0; }

static double pipeline(long n, long arg)
{
    long (*volatile functions[])(long) = { next_one, not_of_five, triple, not_of_seven, less_seven, positive, next_one, triple };
    long sum = 0;
    (void)arg;
    double start = bench_now();
    for (long i = 0; i < n; i++) {
        long x = functions[0](i);
        if (!functions[1](x))
            continue;
        x = functions[2](x);
        if (!functions[3](x))
            continue;
        x = functions[4](x);
        if (functions[5](x))
            sum += functions[7](functions[6](x));
    }
    double ns = (bench_now() - start) / (double)n;
    bench_check(sum == bench_pipeline(n), "the sum of a pipeline");
    return ns;
}

/* ---- Search ---- */

static long place(long n, long row, unsigned long columns, unsigned long rising, unsigned long falling)
{
    if (row == n)
        return 1;
    long found = 0;
    for (long column = 0; column < n; column++) {
        unsigned long c = 1ul << column, r = 1ul << (row + column), f = 1ul << (row - column + n);
        if (!((columns & c) | (rising & r) | (falling & f)))
            found += place(n, row + 1, columns | c, rising | r, falling | f);
    }
    return found;
}

static double queens(long n, long solutions)
{
    double start = bench_now();
    long found = place(n, 0, 0, 0, 0);
    double ms = (bench_now() - start) / 1e6;
    bench_check(found == solutions, "the number of solutions");
    return ms;
}

static const struct bench_work works[] = {
    { "flat", flat, 0, false },
    { "tree", tree, 0, false },
    { "prompt", call, 0, false },
    { "object", call, 0, false },
    { "abort-0", escape, 0, false },
    { "abort-1000", escape, 1000, false },
    { "callec-0", escape, 0, false },
    { "callec-1000", escape, 1000, false },
    { "raise-0", escape, 0, false },
    { "raise-1000", escape, 1000, false },
    { "queens-8", queens, 92, false },
    { "queens-10", queens, 724, false },
    { "queens-12", queens, 14200, false },
    { "sudoku", sudoku, 0, false },
    { "pipeline-10", pipeline, 0, false },
    { "fib", fib, 0, false },
    { "deep", deep, 0, false },
    { "effects-countdown", effects, COUNTDOWN, false },
    { "effects-fibonacci", effects, FIBONACCI, false },
    { "effects-product", effects, PRODUCT, false },
    { "effects-iterator", effects, ITERATOR, false },
    { "effects-nqueens", effects, QUEENS, false },
    { "effects-generator", effects, GENERATOR, false },
    { "effects-explore", effects, EXPLORE, false },
    { "effects-triples", effects, TRIPLES, false },
    { "effects-dollars", effects, DOLLARS, false },
    { "effects-nontail", effects, NONTAIL, false },
    { "effects-sieve", effects, SIEVE, false },
    { NULL, NULL, 0, false }
};

int main(int argc, char **argv)
{
    return bench_main(works, argc, argv);
}
