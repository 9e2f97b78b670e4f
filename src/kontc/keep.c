/* keep.c: what has to be evaluated before a marked call, though it stands in the same expression. See HOIST in copy.h. */
#include "copy.h"

/* ---- What may be evaluated later than it stands -------------------------------------------------------------------------------------- */

static bool is_literal(const struct node *n)
{
    switch ((int)n->kind) {
    case CXCursor_IntegerLiteral: case CXCursor_FloatingLiteral: case CXCursor_ImaginaryLiteral: case CXCursor_StringLiteral:
    case CXCursor_CharacterLiteral: case CXCursor_UnaryExpr: case CXCursor_AddrLabelExpr:
        return true;
    }
    return false;
}

/* Whether n assigns to l. */
static bool assigns(const struct node *n, const struct local *l)
{
    if ((node_is_assignment(n) || node_is_increment(n)) && n->count > 0) {
        const struct node *root = node_root(n->child[0]);
        if (root != NULL && root->local == l)
            return true;
    }
    for (size_t i = 0; i < n->count; i++)
        if (assigns(n->child[i], l))
            return true;
    return false;
}

static const struct node *full_expression(const struct node *n)
{
    while (n->parent != NULL && node_is_expression(n->parent))
        n = n->parent;
    return n;
}

static bool variable_stays(const struct node *n)
{
    CXCursor to = clang_getCursorReferenced(n->cursor);
    if (to.kind == CXCursor_EnumConstantDecl || to.kind == CXCursor_FunctionDecl || type_is_array(clang_getCursorType(n->cursor)))
        return true;
    return n->local != NULL && !n->local->boxed && (n->local->kind == PARAMETER || n->local->kind == VARIABLE) &&
           !type_is_volatile(n->local->type) && !assigns(full_expression(n), n->local);
}

/* n reads nothing that may change until its full expression is over. */
bool keep_stays(const struct node *n)
{
    if (is_literal(n))
        return true;
    if (n->kind == CXCursor_DeclRefExpr)
        return variable_stays(n);
    if (n->marked || node_has_effects(n) || node_is_arrow(n) || n->literal != NULL)
        return false;
    if (n->kind == CXCursor_UnaryOperator && clang_getCursorUnaryOperatorKind(n->cursor) == CXUnaryOperator_Deref)
        return false;
    if (n->kind == CXCursor_ArraySubscriptExpr && !n->child[0]->decays)
        return false;
    if (n->kind == CXCursor_CompoundLiteralExpr || n->kind == CXCursor_GCCAsmStmt)
        return false;
    for (size_t i = 0; i < n->count; i++)
        if (!keep_stays(n->child[i]))
            return false;
    return true;
}

/* ---- Temporaries ------------------------------------------------------------------------------------------------------------------------- */

void keep_in(struct copy *c, struct local *l, const struct rope *value, const struct node *n)
{
    bool array = type_is_array(l->type);
    c->out->at = n->begin;
    rope_writef(c->out, "\n%s", copy_declare(c, l->type, l->text));
    rope_write(c->out, array ? format("; __builtin_memcpy(%s, &", l->text) : " = ");
    rope_append(c->out, value);
    rope_write(c->out, array ? format(", sizeof %s);", l->text) : ";");
}

static bool is_temporary(const struct rope *r)
{
    return r->count == 1 && r->pieces[0].kind == INSERTED && starts_with(r->pieces[0].text, "kont__t");
}

/* Keeps the value that the rest r of n has now in a temporary, which becomes the rest. */
void keep_value(struct copy *c, const struct node *n, struct rope *r)
{
    if (is_temporary(r))
        return;
    bool array = n->decays && (n->literal == NULL || !n->literal->boxed);
    struct local *l = copy_temporary(c, array ? clang_getCursorType(n->cursor) : n->type);
    keep_in(c, l, r, n);
    r->count = 0;
    rope_insert(r, l->text);
}

/* ---- Operands ------------------------------------------------------------------------------------------------------------------------------ */

static void keep_place(struct copy *c, struct node *n, struct rope *r);

static bool is_place(const struct node *n)
{
    switch ((int)n->kind) {
    case CXCursor_DeclRefExpr: case CXCursor_MemberRefExpr: case CXCursor_ArraySubscriptExpr: case CXCursor_UnaryOperator:
    case CXCursor_ParenExpr:
        return true;
    }
    return false;
}

/* The pointer that an array becomes points into the place, which stays: it may be a temporary, at another address after a resume. */
void keep_operand(struct copy *c, struct node *n, bool place, struct rope *r)
{
    if (place || (n->decays && is_place(n)))
        keep_place(c, n, r);
    else if (n->kind == CXCursor_InitListExpr || type_is_void(n->type))
        hoist(c, n, r);
    else if (keep_stays(n))
        copy_source(c, n->begin, n->end, r);
    else {
        hoist(c, n, r);
        keep_value(c, n, r);
    }
}

/* All of n's operands are kept as places or values: what is left over is a place that stays. */
static void keep_place(struct copy *c, struct node *n, struct rope *r)
{
    size_t at = n->begin;
    if (!is_place(n)) {
        keep_operand(c, n, false, r);
        return;
    }
    if (n->count == 0 || keep_stays(n)) {
        copy_source(c, n->begin, n->end, r);
        return;
    }
    for (size_t i = 0; i < n->count; i++) {
        copy_source(c, at, n->child[i]->begin, r);
        struct rope *operand = copy_rope(c);
        keep_operand(c, n->child[i], node_wants_place(n, i), operand);
        copy_wait(c, operand);
        rope_append(r, operand);
        at = n->child[i]->end;
    }
    copy_source(c, at, n->end, r);
}
