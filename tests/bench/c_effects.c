/* c_effects.c: the programs of papers/effect-handlers-bench in plain C: what a programmer would write there who has no effects. An operation is a call
 * through a pointer, as it is for a handler that is not known beforehand; what is never resumed is longjmp, what is resumed often is recursion. */
#include <setjmp.h>

#include "c_effects.h"
#include "effects.h"

/* ---- Resumed in tail position ---- */

struct operations {
    long (*get)(struct operations *);
    void (*put)(struct operations *, long);
    long state;
};

static __attribute__((noinline)) long get(struct operations *o)
{
    return o->state;
}

static __attribute__((noinline)) void put(struct operations *o, long n)
{
    o->state = n;
}

static __attribute__((noinline)) void add(struct operations *o, long n)
{
    o->state += n;
}

static long countdown(long n)
{
    struct operations *volatile handler = &(struct operations){ get, put, n };
    long i;
    while ((i = handler->get(handler)) > 0)
        handler->put(handler, i - 1);
    return i;
}

static long iterator(long n)
{
    struct operations *volatile handler = &(struct operations){ get, add, 0 };
    for (long i = 0; i <= n; i++)
        handler->put(handler, i);
    return handler->state;
}

static long fibonacci(long n)
{
    return n < 2 ? 1 : fibonacci(n - 1) + fibonacci(n - 2);
}

/* ---- Never resumed ---- */

static jmp_buf done;

static __attribute__((noinline)) long multiply(const long *list)
{
    if (*list == 0)
        longjmp(done, 1);
    long rest = multiply(list + 1);
    __asm__ volatile("" : "+r"(rest));                  /* or it would be a loop */
    return *list * rest;
}

static __attribute__((noinline)) long product(const long *list)
{
    return setjmp(done) ? 0 : multiply(list);
}

static long product_early(long n)
{
    static long list[1001];
    long sum = 0;
    for (long i = 0; i <= 1000; i++)
        list[i] = 1000 - i;
    for (long i = 0; i < n; i++)
        sum += product(list);
    return sum;
}

struct text {
    struct operations *output;
    long line, left, last;
};

static __attribute__((noinline)) long read_text(struct text *t)
{
    if (t->left > 0) {
        t->left--;
        return '$';
    }
    if (t->line > t->last)
        longjmp(done, 1);
    t->left = ++t->line;
    return '\n';
}

static void parse(struct text *t)
{
    long (*volatile input)(struct text *) = read_text;
    for (long dollars = 0;;) {
        if (input(t) == '$') {
            dollars++;
        } else {
            t->output->put(t->output, dollars);
            dollars = 0;
        }
    }
}

static long parsing_dollars(long n)
{
    struct operations sum = { get, add, 0 };
    struct text t = { &sum, 0, 0, n };
    if (!setjmp(done))
        parse(&t);
    return sum.state;
}

/* ---- Resumed often: recursion over what is left ---- */

static long place(long n, long column, unsigned long rows, unsigned long rising, unsigned long falling)
{
    long found = 0;
    if (column > n)
        return 1;
    for (long row = 1; row <= n; row++) {
        unsigned long r = 1ul << row, up = 1ul << (row + column), down = 1ul << (row - column + n);
        if (!((rows & r) | (rising & up) | (falling & down)))
            found += place(n, column + 1, rows | r, rising | up, falling | down);
    }
    return found;
}

static long nqueens(long n)
{
    return place(n, 1, 0, 0, 0);
}

static long reduce(long x, long y)
{
    return labs(x - 503 * y + 37) % 1009;
}

/* What the values on the way here, innermost first, make of the state at the leaf. */
struct way {
    const struct way *above;
    long value;
};

static long state;

static long explore(const struct way *above, long height)
{
    if (height == 0) {
        long v = state;
        for (const struct way *w = above; w != NULL; w = w->above)
            v = reduce(w->value, v);
        return v;
    }
    struct way here = { above, height };
    state = reduce(state, height);
    long left = explore(&here, height - 1);
    state = reduce(state, height);
    long right = explore(&here, height - 1);
    return left > right ? left : right;
}

static long tree_explore(long n)
{
    state = 0;
    for (int i = 0; i < 10; i++)
        state = explore(NULL, n);
    return state;
}

enum { MODULUS = 1000000007 };

static __attribute__((noinline)) long hash(long a, long b, long c)
{
    return (53 * a + 2809 * b + 148877 * c) % MODULUS;
}

static long triples(long n)
{
    long sum = 0;
    for (long a = n; a >= 1; a--)
        for (long b = a - 1; b >= 1; b--)
            for (long c = b - 1; c >= 1; c--)
                if (a + b + c == n)
                    sum = (sum + hash(a, b, c)) % MODULUS;
    return sum;
}

/* ---- Resumed once ---- */

struct tree {
    const struct tree *left, *right;
    long value;
};

static void visit(const struct tree *t, struct operations *to)
{
    if (t == NULL)
        return;
    visit(t->left, to);
    to->put(to, t->value);
    visit(t->right, to);
}

static long generator(long n)
{
    static struct tree nodes[64];
    struct operations sum = { get, add, 0 };
    for (long h = 1; h <= n; h++)
        nodes[h] = (struct tree){ h > 1 ? &nodes[h - 1] : NULL, h > 1 ? &nodes[h - 1] : NULL, h };
    visit(n > 0 ? &nodes[n] : NULL, &sum);
    return sum.state;
}

static __attribute__((noinline)) long apply(long i, long initial)
{
    return i == 0 ? initial : reduce(i, apply(i - 1, initial));
}

static long resume_nontail(long n)
{
    long v = 0;
    for (int i = 0; i < 1000; i++)
        v = apply(n, v);
    return v;
}

/* Handlers are a list. */
struct prime {
    const struct prime *outer;
    long p;
};

static bool is_prime(const struct prime *innermost, long n)
{
    for (const struct prime *p = innermost; p != NULL; p = p->outer)
        if (n % p->p == 0)
            return false;
    return true;
}

static long handler_sieve(long n)
{
    struct prime *primes = calloc((size_t)n, sizeof *primes), *last = NULL;
    long sum = 0;
    for (long i = 2; i < n; i++)
        if (is_prime(last, i)) {
            sum += i;
            primes[i] = (struct prime){ last, i };
            last = &primes[i];
        }
    free(primes);
    return sum;
}

/* ---- The table ---- */

static long (*const programs[])(long) = {
    [COUNTDOWN] = countdown, [FIBONACCI] = fibonacci, [PRODUCT] = product_early, [ITERATOR] = iterator, [QUEENS] = nqueens,
    [GENERATOR] = generator, [EXPLORE] = tree_explore, [TRIPLES] = triples, [DOLLARS] = parsing_dollars, [NONTAIL] = resume_nontail,
    [SIEVE] = handler_sieve
};

double effects(long n, long row)
{
    double start = bench_now();
    long answer = programs[row](n);
    return effects_ms((enum effects_row)row, n, answer, start);
}
