/* resume_nontail.c: each operation's clause goes on with what the rest comes to: n resumptions inside of each other, a thousand times. */
#include "suite.h"

#include <stdlib.h>

KONT_EFFECT(operator, apply);
KONT_COMMAND(operator, apply, long)

static KONT void *apply(kont_handle *h, kont_resumption k, void *x)
{
    (void)h;
    long y = kont_to_int(kont_continue(k, NULL));
    return kont_int(labs(kont_to_int(x) - 503 * y + 37) % 1009);
}

static const kont_clauses applying = { .effect = &operator, .on = { [operator_apply_op] = KONT_OP_ONCE(apply) } };

struct loop {
    long n, initial;
};

static KONT void *count_down(void *loop)
{
    const struct loop *l = loop;
    for (long i = l->n; i > 0; i--)
        operator_apply(i);
    return kont_int(l->initial);
}

KONT long resume_nontail(long n)
{
    static struct loop l;
    l = (struct loop){ n, 0 };
    for (int i = 0; i < 1000; i++)
        l.initial = kont_to_int(kont_with_effect(&applying, NULL, count_down, &l));
    return l.initial;
}
