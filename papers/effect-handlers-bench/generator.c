/* generator.c: the sum over a tree that a generator walks. Yielding hands the rest of the walk to whoever asks for the next value. */
#include "suite.h"
#include "tree.h"

KONT_EFFECT(walk, yield);
KONT_COMMAND(walk, yield, long)

struct values {
    kont_resumption rest;
    long value;
    bool more;
};

static KONT void *keep(kont_handle *h, kont_resumption k, void *value)
{
    struct values *v = h->local;
    v->rest = k;
    v->value = kont_to_int(value);
    v->more = true;
    return NULL;
}

static const kont_clauses yielding = { .effect = &walk, .on = { [walk_yield_op] = KONT_OP_ONCE(keep) } };

static KONT void visit(const struct tree *t)
{
    if (t == NULL)
        return;
    visit(t->left);
    walk_yield(t->value);
    visit(t->right);
}

static KONT void *start(void *tree)
{
    visit(tree);
    return NULL;
}

KONT long generator(long n)
{
    static struct values v;
    long sum = 0;
    v.more = false;
    kont_with_effect(&yielding, &v, start, (void *)tree_make(n));
    while (v.more) {
        sum += v.value;
        v.more = false;
        kont_continue(v.rest, NULL);
    }
    return sum;
}
