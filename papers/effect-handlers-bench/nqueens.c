/* nqueens.c: the number of ways to place queens: each column picks among all rows, and fails on an attacked one. */
#include "suite.h"

KONT_EFFECT(choice, pick, fail);
KONT_OPERATION(choice, pick, long, long)
KONT_COMMAND0(choice, fail)

static KONT void *every(kont_handle *h, kont_resumption k, void *size)
{
    long n = kont_to_int(size), found = 0;
    (void)h;
    for (long i = 1; i < n; i++)
        found += kont_to_int(kont_continue(k, kont_int(i)));
    return kont_int(found + kont_to_int(kont_continue_last(k, kont_int(n))));
}

static KONT void *none(kont_handle *h, void *unused)
{
    (void)h, (void)unused;
    return kont_int(0);
}

static KONT void *one(kont_handle *h, void *unused)
{
    (void)h, (void)unused;
    return kont_int(1);
}

static const kont_clauses counting = {
    .effect = &choice, .returns = one, .on = { [choice_pick_op] = KONT_OP_MANY(every), [choice_fail_op] = KONT_OP_NEVER(none) }
};

static KONT void *place(void *size)
{
    long n = kont_to_int(size);
    unsigned long rows = 0, rising = 0, falling = 0;
    for (long column = 1; column <= n; column++) {
        long row = choice_pick(n);
        unsigned long r = 1ul << row, up = 1ul << (row + column), down = 1ul << (row - column + n);
        if ((rows & r) | (rising & up) | (falling & down))
            choice_fail();
        rows |= r;
        rising |= up;
        falling |= down;
    }
    return NULL;
}

/* Beyond 20 queens the sets above would be too small; they would not come to an end either. */
KONT long nqueens(long n)
{
    if (n == 0 || n > 20)
        return n == 0;
    return kont_to_int(kont_with_effect(&counting, NULL, place, kont_int(n)));
}
