/* tree_explore.c: the greatest result over all paths of a tree, ten times; a state goes on from path to path. */
#include "suite.h"
#include "tree.h"

#include <stdlib.h>

KONT_EFFECT(way, left);
KONT_OPERATION0(way, left, bool)

static KONT void *greatest(kont_handle *h, kont_resumption k, void *unused)
{
    (void)h, (void)unused;
    long left = kont_to_int(kont_continue(k, kont_int(true))), right = kont_to_int(kont_continue_last(k, kont_int(false)));
    return kont_int(left > right ? left : right);
}

static const kont_clauses both = { .effect = &way, .on = { [way_left_op] = KONT_OP_MANY(greatest) } };

static long reduce(long x, long y)
{
    return labs(x - 503 * y + 37) % 1009;
}

static long state;

static KONT long explore(const struct tree *t)
{
    if (t == NULL)
        return state;
    const struct tree *next = way_left() ? t->left : t->right;
    state = reduce(state, t->value);
    return reduce(t->value, explore(next));
}

static KONT void *start(void *tree)
{
    return kont_int(explore(tree));
}

KONT long tree_explore(long n)
{
    void *tree = (void *)tree_make(n);
    state = 0;
    for (int i = 0; i < 10; i++)
        state = kont_to_int(kont_with_effect(&both, NULL, start, tree));
    return state;
}
