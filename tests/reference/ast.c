/* ast.c: the table of operators, and nodes. */
#include "ast.h"

#include <string.h>

#include "arena.h"

static const struct {
    const char *name, *shape;
} table[OP_COUNT] = {
#define X(op, name, shape) { name, shape },
    AST_OPS(X)
#undef X
};

static const char *const tags[] = { "default", "a", "b", "o" };

const char *ast_name(enum op op)
{
    return table[op].name;
}

const char *ast_shape(enum op op)
{
    return table[op].shape;
}

const char *ast_tag_name(enum tag tag)
{
    return tags[tag];
}

bool ast_is_capture(enum op op)
{
    return op >= OP_SHIFT && op <= OP_CONTROL0_ONCE;
}

struct node *ast_node(enum op op)
{
    struct node *n = ARENA_NEW(struct node);
    n->op = op;
    return n;
}

struct node *ast_int(long number)
{
    struct node *n = ast_node(OP_INT);
    n->number = number;
    return n;
}

struct node *ast_copy(const struct node *n)
{
    struct node *copy = ast_node(n->op);
    *copy = *n;
    return copy;
}

char ast_kid_kind(const struct node *n, int i)
{
    for (const char *s = table[n->op].shape; *s != 0; s++)
        if (strchr("esb", *s) != NULL && i-- == 0)
            return *s;
    return 0;
}

const struct node *ast_operand(const struct node *n, int i)
{
    if (n->tag == TAG_EXPR && i-- == 0)
        return n->tag_expr;
    return i < AST_KIDS && ast_kid_kind(n, i) == 'e' ? n->kid[i] : NULL;
}

size_t ast_size(const struct node *n)
{
    if (n == NULL)
        return 0;
    size_t size = 1 + ast_size(n->tag_expr);
    for (int i = 0; i < AST_KIDS; i++)
        size += ast_size(n->kid[i]);
    return size;
}
