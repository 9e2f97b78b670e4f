/* generators.c: two generators by one effect. Trees have the same fringe when their leaves agree from left to right, whatever their shapes; the
 * walks wait for each other, and stop at the first difference. */
#include <kont/effect.h>

#include <gc.h>
#include <stdio.h>

KONT_EFFECT(walk, leaf);
KONT_COMMAND(walk, leaf, long)

struct tree {
    const struct tree *left, *right;                    /* null in a leaf */
    long value;
};

static KONT void visit(const struct tree *t)
{
    if (t->left == NULL) {
        walk_leaf(t->value);
        return;
    }
    visit(t->left);
    visit(t->right);
}

/* A walk that waits after a leaf, or has come to its end. */
struct walk {
    kont_resumption rest;
    long value;
    bool more;
};

static KONT void *wait_for_demand(kont_handle *h, kont_resumption k, void *value)
{
    struct walk *w = h->local;
    *w = (struct walk){ k, kont_to_int(value), true };
    return NULL;
}

static const kont_clauses waiting = { .effect = &walk, .on = { [walk_leaf_op] = KONT_OP_ONCE(wait_for_demand) } };

static KONT void *start(void *tree)
{
    visit(tree);
    return NULL;
}

static KONT struct walk *walk_begin(const struct tree *t)
{
    struct walk *w = GC_MALLOC(sizeof *w);
    kont_with_effect(&waiting, w, start, (void *)t);
    return w;
}

static KONT void walk_on(struct walk *w)
{
    w->more = false;
    kont_continue(w->rest, NULL);
}

static KONT bool same_fringe(const struct tree *a, const struct tree *b)
{
    struct walk *v = walk_begin(a), *w = walk_begin(b);
    while (v->more && w->more && v->value == w->value) {
        printf(" %ld", v->value);
        walk_on(v);
        walk_on(w);
    }
    return !v->more && !w->more;
}

static const struct tree *leaf(long value)
{
    struct tree *t = GC_MALLOC(sizeof *t);
    t->value = value;
    return t;
}

static const struct tree *fork_of(const struct tree *left, const struct tree *right)
{
    struct tree *t = GC_MALLOC(sizeof *t);
    *t = (struct tree){ left, right, 0 };
    return t;
}

int main(void)
{
    GC_INIT();
    const struct tree *a = fork_of(fork_of(leaf(1), leaf(2)), fork_of(leaf(3), leaf(4)));
    const struct tree *b = fork_of(leaf(1), fork_of(fork_of(leaf(2), leaf(3)), leaf(4)));
    const struct tree *c = fork_of(fork_of(leaf(1), leaf(2)), fork_of(leaf(5), leaf(4)));
    puts(same_fringe(a, b) ? ": the same" : ": different");
    puts(same_fringe(a, c) ? ": the same" : ": different");
    return 0;
}
