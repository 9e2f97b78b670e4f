/* searches.c: the scene of searches of all kinds. */
#include <kont.h>

#include "scenes.h"

static KONT void *counts(void *most)
{
    for (long i = 1; i <= kont_to_int(most); i++)
        kont_yield(kont_int(i));
    return NULL;
}

static KONT void *up_to(void *most)
{
    return kont_int(kont_choose(1, kont_to_int(most)));
}

static KONT void *nothing(void *v)
{
    return v;
}

/* 2 and 4 of what a generator yields, each with 10 and with 20, and with two of three more. */
static KONT void *of_all_kinds(void *array)
{
    void *v;
    long n = kont_to_int(kont_choose_generator(kont_generator_new(counts, kont_int(4))));
    kont_undo(nothing, NULL);
    if (kont_if(up_to, kont_int(n % 2), &v))
        kont_fail();
    n += kont_to_int(kont_once(up_to, kont_int(5)));
    n += kont_to_int(kont_choose_array(array, 2));
    return kont_int(n + kont_to_int(kont_at_most(2, up_to, kont_int(3))));
}

static KONT void *doubled(void *v, void *arg)
{
    return kont_int(kont_to_int(v) + kont_to_int(up_to(arg)));
}

static kont_table *table;

static KONT void *closure(void *n)
{
    if (kont_choose(0, 1) == 0)
        return n;
    return kont_int((2 * kont_to_int(kont_choose_answer(table, n)) + 1) % 7);
}

static KONT void *answer(void *n)
{
    return kont_choose_answer(table, n);
}

static KONT long sum(kont_search *s)
{
    size_t count;
    void **found = kont_search_collect(s, SIZE_MAX, &count);
    long total = 0;
    for (size_t i = 0; i < count; i++)
        total += kont_to_int(found[i]);
    return total;
}

KONT void *searches(void *unused)
{
    static void *array[] = { (void *)10, (void *)20 };
    (void)unused;
    long total = sum(kont_search_new(of_all_kinds, array));
    kont_search *turns = kont_search_interleave(kont_search_new(up_to, kont_int(3)), kont_search_new(up_to, kont_int(4)));
    total += 1000 * sum(kont_search_bind(turns, doubled, kont_int(2)));
    kont_search *deep = kont_search_new(of_all_kinds, array);
    kont_search_deepen(deep, 1, 1);
    total += 100000 * (long)kont_search_count(deep);
    kont_search *begun = kont_search_new(of_all_kinds, array);
    void *v;
    total += kont_search_next(begun, &v) && kont_search_bytes(begun) > 0;
    kont_search_close(begun);
    table = kont_table_new(closure, NULL, NULL);
    return kont_int(total + 10000000 * sum(kont_search_new(answer, kont_int(1))));
}
