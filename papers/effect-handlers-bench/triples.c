/* triples.c: descending triples with a given sum, each number found by flips from above; their hashes are added up. */
#include "suite.h"

KONT_EFFECT(coin, flip, fail);
KONT_OPERATION0(coin, flip, bool)
KONT_COMMAND0(coin, fail)

enum { MODULUS = 1000000007 };

static KONT void *both(kont_handle *h, kont_resumption k, void *unused)
{
    (void)h, (void)unused;
    long yes = kont_to_int(kont_continue(k, kont_int(true)));
    return kont_int((yes + kont_to_int(kont_continue_last(k, kont_int(false)))) % MODULUS);
}

static KONT void *nothing(kont_handle *h, void *unused)
{
    (void)h, (void)unused;
    return kont_int(0);
}

static const kont_clauses adding = {
    .effect = &coin, .on = { [coin_flip_op] = KONT_OP_MANY(both), [coin_fail_op] = KONT_OP_NEVER(nothing) }
};

static KONT long choose(long n)
{
    for (; n >= 1; n--)
        if (coin_flip())
            return n;
    coin_fail();
    return 0;
}

static KONT void *triple(void *sum)
{
    long n = kont_to_int(sum), a = choose(n), b = choose(a - 1), c = choose(b - 1);
    if (a + b + c != n)
        coin_fail();
    return kont_int((53 * a + 2809 * b + 148877 * c) % MODULUS);
}

KONT long triples(long n)
{
    return kont_to_int(kont_with_effect(&adding, NULL, triple, kont_int(n)));
}
