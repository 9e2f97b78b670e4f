/* biernacki_danvy_shan_2005.c: Dariusz Biernacki, Olivier Danvy and Chung-chieh Shan, "On the Static and Dynamic Extents of
 * Delimited Continuations", BRICS RS-05-36, 2005 (Science of Computer Programming 60, 2006): one program walks a tree
 * depth first when it is written with shift, and breadth first when it is written with control.
 *
 * A continuation captured by shift keeps to itself what is captured while it runs: what is pending forms a stack. One
 * captured by control lets that reach its caller, so that what is pending there is taken along: a queue. */
#include <gc.h>
#include <kont.h>
#include <stdio.h>

enum { MOST = 16 };

static int how;                                         /* KONT_SHIFT or KONT_CONTROL */

/* ---- The tree, numbered depth first, and the two walks by an explicit stack and an explicit queue ------------------------- */

struct tree {
    int label;
    struct tree *left, *right;                          /* both or none */
};

static struct tree *node(int label, struct tree *left, struct tree *right)
{
    struct tree *t = GC_MALLOC(sizeof *t);
    *t = (struct tree){ label, left, right };
    return t;
}

static struct tree *leaf(int label)
{
    return node(label, NULL, NULL);
}

static struct tree *some_tree(void)
{
    struct tree *left = node(2, leaf(3), node(4, leaf(5), leaf(6)));
    struct tree *right = node(7, node(8, leaf(9), leaf(10)), leaf(11));
    return node(1, left, right);
}

static void walk_by(struct tree *t, bool queue)
{
    struct tree *pending[MOST] = { t };
    int first = 0, end = 1;
    while (first < end) {
        t = queue ? pending[first++] : pending[--end];
        printf(" %d", t->label);
        if (t->left != NULL) {
            pending[end++] = t->right;
            pending[end++] = t->left;
        }
    }
    printf("\n");
}

/* ---- The walk by a control operator ---------------------------------------------------------------------------------------- */

static KONT void *wait_for_turn(kont *rest, void *unused);

/* Everything else that is pending first, then this node. */
static KONT void visit(struct tree *t)
{
    kont_capture(kont_default_tag, how, wait_for_turn, t);
}

static KONT void *wait_for_turn(kont *rest, void *tree)
{
    struct tree *t = tree;
    kont_resume(rest, NULL);
    printf(" %d", t->label);
    if (t->left != NULL) {
        visit(t->right);
        visit(t->left);
    }
    return NULL;
}

static KONT void *walk(void *tree)
{
    visit(tree);
    return NULL;
}

static KONT void walk_with(int operator)
{
    how = operator;
    kont_reset(walk, some_tree());
    printf("\n");
}

/* ---- The difference in one line -------------------------------------------------------------------------------------------- */

static KONT void *one_more(kont *f, void *n)
{
    return kont_int(1 + kont_to_int(kont_resume(f, n)));
}

static KONT void *given(kont *g, void *x)
{
    (void)g;
    return x;
}

/* let x = op f. 1 + f 10 in op g. x */
static KONT void *twice_captured(void *ten)
{
    return kont_capture(kont_default_tag, how, given, kont_capture(kont_default_tag, how, one_more, ten));
}

static KONT void difference(const char *name, int operator)
{
    how = operator;
    printf("%-8s <let x = op f. 1 + f 10 in op g. x> = %ld\n", name, (long)kont_to_int(kont_reset(twice_captured, kont_int(10))));
}

int main(void)
{
    GC_INIT();
    printf("a stack ");
    walk_by(some_tree(), false);
    printf("shift   ");
    walk_with(KONT_SHIFT);
    printf("a queue ");
    walk_by(some_tree(), true);
    printf("control ");
    walk_with(KONT_CONTROL);
    difference("shift", KONT_SHIFT);
    difference("control", KONT_CONTROL);
    return 0;
}
