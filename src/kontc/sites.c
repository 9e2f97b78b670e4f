/* sites.c: which marked calls are the function's last act, and the numbers of the others. */
#include "function.h"

/* What uses n's value, where only what does not change it stands between: parentheses, casts of the call itself, choices. A choice is
 * written as two returns, so a cast of all of it would be lost. */
static const struct node *user_of(const struct node *n)
{
    const struct node *p = n->parent;
    bool chosen = false;
    while (p != NULL && (p->kind == CXCursor_ParenExpr || node_is_branch(n) ||
                         (!chosen && p->kind == CXCursor_CStyleCastExpr && type_same_bits(p->type, n->type)))) {
        chosen |= node_is_branch(n);
        n = p;
        p = p->parent;
    }
    return p;
}

static bool is_returned(const struct function *f, const struct node *n)
{
    const struct node *p = user_of(n);
    CXType t = clang_getCursorType(n->cursor);
    return p != NULL && p->kind == CXCursor_ReturnStmt && (type_same(f->result, t) || type_same_bits(f->result, t));
}

static bool is_last_statement(const struct function *f, const struct node *n)
{
    return type_is_void(f->result) && n->parent != NULL && !node_is_expression(n->parent) && n->parent->kind != CXCursor_VarDecl &&
           function_ends_after(f, n);
}

/* What lives in the box is part of the continuation as long as the function is. */
static bool is_tail(const struct function *f, const struct node *n)
{
    if (f->boxed)
        return false;
    return (n->call->mark != NULL && n->call->mark->noreturn) || is_returned(f, n) || is_last_statement(f, n);
}

static void number(struct node *n, void *data)
{
    struct function *f = data;
    if (n->call == NULL)
        return;
    n->call->tail = is_tail(f, n);
    if (!n->call->tail) {
        PUSH(f->sites, f->site_count) = n;
        n->call->site = (unsigned)f->site_count;
    }
}

void sites_find(struct function *f)
{
    node_each(f->body, number, f);
}
