/* convert.c: marked functions given to pointers that are not marked. What is called through such a pointer runs behind a barrier, even
 * where the caller is marked, which nobody means who marked the function. A cast says that it is meant. */
#include "diagnose.h"

/* What the value of n goes to, past what does not change it. */
static const struct node *receiver_of(const struct node *n, const struct node **operand)
{
    const struct node *p = n->parent;
    *operand = n;
    while (p != NULL && (p->kind == CXCursor_ParenExpr || (p->kind == CXCursor_ConditionalOperator && p->child[0] != *operand) ||
                         (p->kind == CXCursor_UnaryOperator && clang_getCursorUnaryOperatorKind(p->cursor) == CXUnaryOperator_AddrOf))) {
        *operand = p;
        p = p->parent;
    }
    return p;
}

static bool is_function_pointer(CXType t)
{
    t = clang_getCanonicalType(t);
    if (t.kind != CXType_Pointer)
        return false;
    t = clang_getPointeeType(t);
    return t.kind == CXType_FunctionProto || t.kind == CXType_FunctionNoProto;
}

static bool is_unmarked(CXType t, CXCursor decl)
{
    return is_function_pointer(t) && !type_is_marked(t) && (clang_Cursor_isNull(decl) || !has_annotation(decl, "kont"));
}

static bool goes_to_argument(const struct node *call, const struct node *operand)
{
    CXType f = clang_getCursorType(call->child[0]->cursor);
    CXCursor decl = clang_getCursorReferenced(call->cursor);
    if (is_function_pointer(f))
        f = clang_getPointeeType(clang_getCanonicalType(f));
    for (size_t i = 1; i < call->count; i++)
        if (call->child[i] == operand && (int)i <= clang_getNumArgTypes(f)) {
            bool known = decl.kind == CXCursor_FunctionDecl;
            return is_unmarked(clang_getArgType(f, (unsigned)i - 1),
                               known ? clang_Cursor_getArgument(decl, (unsigned)i - 1) : clang_getNullCursor());
        }
    return false;
}

static CXCursor assigned(const struct node *n)
{
    n = node_bare(n);
    while (n->kind == CXCursor_ArraySubscriptExpr && n->count > 0)
        n = node_bare(n->child[0]);
    return n->kind == CXCursor_DeclRefExpr || n->kind == CXCursor_MemberRefExpr ? clang_getCursorReferenced(n->cursor) : clang_getNullCursor();
}

static bool goes_to_unmarked(const struct node *n)
{
    const struct node *operand, *p = receiver_of(n, &operand);
    if (p == NULL)
        return false;
    if (p->kind == CXCursor_CallExpr)
        return p->child[0] != operand && goes_to_argument(p, operand);
    if (p->kind == CXCursor_VarDecl)
        return is_unmarked(clang_getCursorType(p->cursor), p->cursor);
    return p->kind == CXCursor_BinaryOperator && node_is_assignment(p) && p->child[1] == operand &&
           is_unmarked(clang_getCursorType(p->child[0]->cursor), assigned(p->child[0]));
}

static bool is_named(const struct node *n)
{
    return n->kind == CXCursor_DeclRefExpr || n->kind == CXCursor_MemberRefExpr || n->kind == CXCursor_ArraySubscriptExpr;
}

static void check(struct node *n, void *data)
{
    const struct function *f = data;
    bool function = n->kind == CXCursor_DeclRefExpr && declares_marked(f->marks, clang_getCursorReferenced(n->cursor));
    if (!is_named(n) || !(function || is_function_pointer(n->type)) || !goes_to_unmarked(n) || !node_value_is_marked(n, f->marks))
        return;
    const char *instead = "declare that with KONT; a cast says that a barrier is meant";
    if (function)
        diagnose_error(f->source, n->begin, "marked function '%s' is converted to a pointer that is not marked: %s", name_of(n->cursor), instead);
    else
        diagnose_error(f->source, n->begin, "a pointer to marked functions is converted to one that is not marked: %s", instead);
}

void diagnose_conversions(const struct function *f)
{
    node_each(f->body, check, (void *)f);
}
