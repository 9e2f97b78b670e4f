/* countdown.c: a state is read and written until it is zero: two operations in each turn, both resumed in tail position. */
#include "suite.h"

KONT_EFFECT(state, get, put);
KONT_OPERATION0(state, get, long)
KONT_COMMAND(state, put, long)

static KONT void *get(kont_handle *h, void *unused)
{
    (void)unused;
    return h->local;
}

static KONT void *put(kont_handle *h, void *value)
{
    h->local = value;
    return NULL;
}

static const kont_clauses held = { .effect = &state, .on = { [state_get_op] = KONT_OP_LEAF(get), [state_put_op] = KONT_OP_LEAF(put) } };

static KONT void *count_down(void *unused)
{
    long i;
    (void)unused;
    while ((i = state_get()) > 0)
        state_put(i - 1);
    return kont_int(i);
}

KONT long countdown(long n)
{
    return kont_to_int(kont_with_effect(&held, kont_int(n), count_down, NULL));
}
