/* shrink.c: makes a failing program smaller: a part gives way to one of its own parts or to a number, as long as it fails. */
#include "generate.h"

enum { PLACES = 4096 };

/* The tree with the node at place `at` (counted in preorder) replaced. */
static const struct node *replace(const struct node *n, int *at, const struct node *by)
{
    if (n == NULL || *at < 0)
        return n;
    if ((*at)-- == 0)
        return by;
    struct node *copy = ast_copy(n);
    copy->tag_expr = replace(n->tag_expr, at, by);
    for (int i = 0; i < AST_KIDS; i++)
        copy->kid[i] = replace(n->kid[i], at, by);
    return copy;
}

static const struct node *place(const struct node *n, int *at)
{
    if (n == NULL || (*at)-- == 0)
        return n;
    const struct node *found = place(n->tag_expr, at);
    for (int i = 0; i < AST_KIDS && *at >= 0; i++)
        found = place(n->kid[i], at);
    return found;
}

/* The i-th thing to put in n's place: a number, its parts, itself with a simpler tag or shot; null after the last. */
static const struct node *candidate(const struct node *n, int i)
{
    struct node *plain = ast_copy(n);
    if (i < 2)
        return n->op == OP_INT && n->number <= i ? NULL : ast_int(i);
    if (i < 2 + AST_KIDS)
        return n->kid[i - 2] != NULL ? n->kid[i - 2] : n->kid[0];
    plain->tag = TAG_A;
    plain->tag_expr = NULL;
    if (i == 2 + AST_KIDS)
        return n->tag == TAG_EXPR ? plain : ast_int(0);
    return NULL;
}

/* A program smaller by one step that still fails, or null. */
static const struct node *smaller(const struct node *program, fails_fn *fails)
{
    size_t size = ast_size(program);
    for (int p = 0; p < (int)size && p < PLACES; p++) {
        int at = p;
        const struct node *n = place(program, &at), *by;
        for (int i = 0; (by = candidate(n, i)) != NULL; i++) {
            at = p;
            const struct node *next = replace(program, &at, by);
            bool simpler = ast_size(next) < size || (n->op == OP_INT && by->op == OP_INT && by->number < n->number);
            if (simpler && ast_check(next) == NULL && fails(next))
                return next;
        }
    }
    return NULL;
}

const struct node *shrink(const struct node *program, fails_fn *fails)
{
    for (const struct node *next; (next = smaller(program, fails)) != NULL; )
        program = next;
    return program;
}
