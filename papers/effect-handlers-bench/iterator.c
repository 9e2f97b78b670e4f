/* iterator.c: the numbers up to n are emitted, and added where that is handled. */
#include "suite.h"

KONT_EFFECT(stream, emit);
KONT_COMMAND(stream, emit, long)

static KONT void *add(kont_handle *h, void *value)
{
    h->local = kont_int(kont_to_int(h->local) + kont_to_int(value));
    return NULL;
}

static KONT void *sum(kont_handle *h, void *unused)
{
    (void)unused;
    return h->local;
}

static const kont_clauses adding = { .effect = &stream, .returns = sum, .on = { [stream_emit_op] = KONT_OP_LEAF(add) } };

static KONT void *emit_all(void *n)
{
    for (long i = 0; i <= kont_to_int(n); i++)
        stream_emit(i);
    return NULL;
}

KONT long iterator(long n)
{
    return kont_to_int(kont_with_effect(&adding, kont_int(0), emit_all, kont_int(n)));
}
