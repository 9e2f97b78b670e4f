/* product_early.c: the product of the numbers from 1000 down to 0, by recursion, which is given up at the 0. */
#include "suite.h"

#include <gc.h>

KONT_EFFECT(product, done);
KONT_COMMAND(product, done, long)

struct list {
    long head;
    const struct list *rest;
};

static KONT void *done(kont_handle *h, void *value)
{
    (void)h;
    return value;
}

static const kont_clauses early = { .effect = &product, .on = { [product_done_op] = KONT_OP_NEVER(done) } };

static KONT long multiply(const struct list *l)
{
    if (l == NULL)
        return 1;
    if (l->head == 0)
        product_done(0);
    return l->head * multiply(l->rest);
}

static KONT void *start(void *list)
{
    return kont_int(multiply(list));
}

/* From n down to 0. */
static const struct list *descending(long n)
{
    struct list *first = NULL;
    for (long i = 0; i <= n; i++) {
        struct list *l = GC_MALLOC(sizeof *l);
        *l = (struct list){ i, first };
        first = l;
    }
    return first;
}

KONT long product_early(long n)
{
    const struct list *l = descending(1000);
    long sum = 0;
    for (long i = 0; i < n; i++)
        sum += kont_to_int(kont_with_effect(&early, NULL, start, (void *)l));
    return sum;
}
