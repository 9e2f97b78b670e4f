#include "layers.h"

#include <kont.h>

/* ---- Generators that yield from others ------------------------------------------------------------------------------------------- */

struct wide {
    long n, m, o;
};

KONT_GENERATOR(wides, struct wide);

static KONT void *walk(void *arg)
{
    long n = kont_to_int(arg);
    if (n >= 16)
        return kont_int(1);
    long nodes = kont_to_int(kont_yield_from(kont_generator_new(walk, kont_int(2 * n))));
    wides_yield((struct wide){ n, n, n });
    return kont_int(nodes + kont_to_int(kont_yield_from(kont_generator_new(walk, kont_int(2 * n + 1)))));
}

static KONT void *passes_on(void *g)
{
    return kont_yield_from(g);
}

static KONT void *echo(void *v)
{
    for (;;)
        v = kont_yield(v);
    return NULL;
}

static KONT long sent_and_closed(void)
{
    void *v;
    long sum = 0;
    kont_generator *g = kont_generator_new(echo, NULL);
    for (int i = 0; i < 5; i++)
        g = kont_generator_new(passes_on, g);
    kont_next(g, &v);
    for (intptr_t i = 1; i <= 4; i++) {
        kont_send(g, kont_int(i), &v);
        sum += kont_to_int(v);
    }
    kont_close(g);
    return sum;
}

KONT void *delegation(void *unused)
{
    long sum = 0;
    struct wide w;
    (void)unused;
    for (wides *g = wides_new(walk, kont_int(1)); wides_next(g, &w); )
        sum += w.n + w.m + w.o;
    return kont_int(sum + sent_and_closed());
}

/* ---- Coroutines and processes ------------------------------------------------------------------------------------------------------ */

static KONT void *adds(void *v)
{
    intptr_t sum = kont_to_int(v);
    while (sum < 50)
        sum += kont_to_int(kont_coroutine_yield(kont_int(sum)));
    return kont_int(sum);
}

KONT void *coroutines(void *unused)
{
    intptr_t sum = 0;
    (void)unused;
    for (int i = 0; i < 10; i++) {
        kont_coroutine *co = kont_coroutine_new(adds), *other = kont_coroutine_new(adds);
        while (kont_coroutine_status(co) != KONT_CO_DEAD)
            sum += kont_to_int(kont_coroutine_resume(co, kont_int(20)));
        kont_transfer(other, kont_int(1));
        kont_coroutine_close(other);
    }
    return kont_int(sum);
}

static KONT void *sums(void *n)
{
    if (kont_to_int(n) == 0)
        return kont_int(0);
    kont_process *p = kont_process_spawn(sums, kont_int(kont_to_int(n) - 1));
    kont_process_yield();
    return kont_int(kont_to_int(n) + kont_to_int(kont_process_join(p)));
}

KONT void *processes(void *unused)
{
    (void)unused;
    return kont_process_run(sums, kont_int(10));
}

/* ---- Effect handlers: of each form ------------------------------------------------------------------------------------------------- */

KONT_EFFECT(number, leaf, tail, never, once, many);
KONT_OPERATION(number, leaf, long, long)
KONT_OPERATION(number, tail, long, long)
KONT_COMMAND(number, never, long)
KONT_OPERATION(number, once, long, long)
KONT_OPERATION(number, many, long, long)

static KONT void *next(kont_handle *h, void *n)
{
    (void)h;
    return kont_int(kont_to_int(n) + 1);
}

static KONT void *itself(kont_handle *h, void *n)
{
    (void)h;
    return n;
}

static KONT void *doubled(kont_handle *h, kont_resumption k, void *n)
{
    (void)h;
    return kont_continue(k, kont_int(2 * kont_to_int(n)));
}

static KONT void *both(kont_handle *h, kont_resumption k, void *n)
{
    (void)h;
    intptr_t sum = kont_to_int(kont_continue(k, n));
    return kont_int(sum + kont_to_int(kont_continue_last(k, kont_int(kont_to_int(n) + 1))));
}

static const kont_clauses called = { .effect = &number, .on = { [number_leaf_op] = KONT_OP_LEAF(next), [number_tail_op] = KONT_OP_TAIL(next) } },
    left = { .effect = &number, .on = { [number_never_op] = KONT_OP_NEVER(itself) } },
    resumed = { .effect = &number, .on = { [number_once_op] = KONT_OP_ONCE(doubled) } },
    resumed_twice = { .effect = &number, .on = { [number_many_op] = KONT_OP_MANY(both) } };

/* 2 + 4 + 6 + 8 + 10. */
static KONT void *calls(void *unused)
{
    long sum = 0;
    (void)unused;
    for (long i = 0; i < 5; i++)
        sum += number_leaf(i) + number_tail(i);
    return kont_int(sum);
}

static KONT void *leaves(void *unused)
{
    number_never(7);
    return unused;
}

/* 0 + 2 + 4 + 6 + 8. */
static KONT void *asks(void *unused)
{
    long sum = 0;
    (void)unused;
    for (long i = 0; i < 5; i++)
        sum += number_once(i);
    return kont_int(sum);
}

/* Of eight ways: 8 (0 + 1 + 2) + 4 (1 + 1 + 1). */
static KONT void *chooses(void *unused)
{
    long a = number_many(0), b = number_many(1), c = number_many(2);
    (void)unused;
    return kont_int(a + b + c);
}

KONT void *first_effect(void *unused)
{
    intptr_t sum = kont_to_int(kont_with_effect(&called, NULL, calls, unused));
    sum += kont_to_int(kont_with_effect(&left, NULL, leaves, unused));
    sum += kont_to_int(kont_with_effect(&resumed, NULL, asks, unused));
    return kont_int(sum + kont_to_int(kont_with_effect(&resumed_twice, NULL, chooses, unused)));
}
