/* sequence_sinks.c: what asks a sequence for its values. */
#include <gc/gc.h>

#include "sequence.h"

/* Whether s has another value, which is in v then. */
#define DRAW(s, v) (!kont_seq_over(s, v = kont_seq_pull(s)))

KONT void **kont_seq_to_array(kont_seq *s, size_t *count)
{
    struct vector values = { kont__alloc(sizeof(void *), "kont_seq_to_array"), 0, 1 };
    kont__seq_drain(kont__seq_usable(s, "kont_seq_to_array"), &values, "kont_seq_to_array");
    if (count != NULL)
        *count = values.count;
    return values.items;
}

KONT long *kont_seq_to_ints(kont_seq *s, size_t *count)
{
    size_t n;
    void **values = kont_seq_to_array(s, &n);
    long *ints = GC_MALLOC_ATOMIC((n + 1) * sizeof *ints);
    if (ints == NULL)
        kont_raise_error(KONT_ERR_MEMORY, "kont_seq_to_ints", NULL);
    for (size_t i = 0; i < n; i++)
        ints[i] = kont_to_int(values[i]);
    if (count != NULL)
        *count = n;
    return ints;
}

KONT void *kont_seq_reduce(kont_seq *s, kont_seq_fn2 *fn, void *initial)
{
    kont__seq_usable(s, "kont_seq_reduce");
    need(fn != NULL, "kont_seq_reduce", "fn");
    void *sum = initial;
    for (void *v; DRAW(s, v); )
        sum = fn(sum, v);
    return sum;
}

KONT void kont_seq_each(kont_seq *s, kont_seq_fn2 *fn, void *with)
{
    kont__seq_usable(s, "kont_seq_each");
    need(fn != NULL, "kont_seq_each", "fn");
    for (void *v; DRAW(s, v); )
        fn(with, v);
}

KONT long kont_seq_length(kont_seq *s)
{
    kont__seq_usable(s, "kont_seq_length");
    long n = 0;
    for (void *v; DRAW(s, v); )
        n++;
    return n;
}

KONT long kont_seq_sum(kont_seq *s)
{
    kont__seq_usable(s, "kont_seq_sum");
    long sum = 0;
    for (void *v; DRAW(s, v); ) {
        long n = kont_to_int(v);
        if (n > 0 ? sum > INTPTR_MAX - n : sum < INTPTR_MIN - n)
            kont_raise_error(KONT_ERR_ARGUMENT, "kont_seq_sum", "sequence: the sum does not fit");
        sum += n;
    }
    return sum;
}

KONT double kont_seq_sum_doubles(kont_seq *s)
{
    kont__seq_usable(s, "kont_seq_sum_doubles");
    double sum = 0;
    for (void *v; DRAW(s, v); ) {
        need(v != NULL, "kont_seq_sum_doubles", "sequence: a null is no double");
        sum += *(const double *)v;
    }
    return sum;
}

KONT bool kont_seq_any(kont_seq *s, kont_seq_test *test)
{
    kont__seq_usable(s, "kont_seq_any");
    need(test != NULL, "kont_seq_any", "test");
    for (void *v; DRAW(s, v); )
        if (test(v))
            return true;
    return false;
}

KONT bool kont_seq_all(kont_seq *s, kont_seq_test *test)
{
    kont__seq_usable(s, "kont_seq_all");
    need(test != NULL, "kont_seq_all", "test");
    for (void *v; DRAW(s, v); )
        if (!test(v))
            return false;
    return true;
}

KONT void *kont_seq_first(kont_seq *s, void *otherwise)
{
    kont__seq_usable(s, "kont_seq_first");
    void *v = kont_seq_pull(s);
    return kont_seq_over(s, v) ? otherwise : v;
}
