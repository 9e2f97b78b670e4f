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

/* The function that a callee's type is of, or points to, as it was written: a canonical type's parameters have lost their typedefs, and with these
 * their marks. */
static CXType called(CXType t)
{
    while (t.kind == CXType_Elaborated || t.kind == CXType_Typedef)
        t = t.kind == CXType_Elaborated ? clang_Type_getNamedType(t) : clang_getTypedefDeclUnderlyingType(clang_getTypeDeclaration(t));
    return t.kind == CXType_Pointer ? clang_getPointeeType(t) : t;
}

static bool goes_to_argument(const struct node *call, const struct node *operand)
{
    CXType f = called(clang_getCursorType(call->child[0]->cursor));
    CXCursor decl = clang_getCursorReferenced(call->cursor);
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

static bool is_function(const struct node *n, const struct marks *m)
{
    return n->kind == CXCursor_DeclRefExpr && declares_marked(m, clang_getCursorReferenced(n->cursor));
}

static bool is_marked(const struct node *n, const struct marks *m)
{
    return is_named(n) && (is_function(n, m) || is_function_pointer(n->type)) && node_value_is_marked(n, m);
}

static void say(const struct node *n, const struct marks *m)
{
    const char *instead = "declare that with KONT; a cast says that a barrier is meant";
    if (is_function(n, m))
        diagnose_error(m->source, n->begin, "marked function '%s' is converted to a pointer that is not marked: %s", name_of(n->cursor), instead);
    else
        diagnose_error(m->source, n->begin, "a pointer to marked functions is converted to one that is not marked: %s", instead);
}

/* ---- Lists of initializers ------------------------------------------------------------------------------------------------------------------ */

static enum CXVisitorResult add_field(CXCursor field, CXClientData data)
{
    struct cursors *all = data;
    PUSH(all->c, all->count) = field;
    return CXVisit_Continue;
}

/* The field that an initializer names, or null. */
static CXCursor named_field(const struct node *n)
{
    struct cursors all = children_of(n->cursor);
    for (size_t i = 0; i < all.count; i++)
        if (all.c[i].kind == CXCursor_MemberRef)
            return clang_getCursorReferenced(all.c[i]);
    return clang_getNullCursor();
}

static size_t index_of(const struct cursors *all, CXCursor c)
{
    size_t i = 0;
    while (i < all->count && !clang_equalCursors(all->c[i], c))
        i++;
    return i;
}

static void check_value(const struct node *n, CXType t, CXCursor decl, const struct marks *m);

/* decl: says of an array whether what is in it is marked. */
static void check_list(const struct node *list, CXType t, CXCursor decl, const struct marks *m)
{
    struct cursors fields = { 0 };
    size_t next = 0;
    if (type_is_record(t))
        clang_Type_visitFields(clang_getCanonicalType(t), add_field, &fields);
    for (size_t i = 0; i < list->count; i++, next++) {
        const struct node *value = list->child[i];
        bool designated = value->kind == CXCursor_UnexposedExpr && type_is_void(value->type) && value->count > 0;
        CXCursor named = designated ? named_field(value) : clang_getNullCursor();
        value = designated ? value->child[value->count - 1] : value;
        next = clang_Cursor_isNull(named) ? next : index_of(&fields, named);
        if (type_is_array(t))
            check_value(value, clang_getArrayElementType(t), decl, m);
        else if (next < fields.count)
            check_value(value, clang_getCursorType(fields.c[next]), fields.c[next], m);
    }
}

static void check_value(const struct node *n, CXType t, CXCursor decl, const struct marks *m)
{
    n = node_bare(n);
    if (n->kind == CXCursor_InitListExpr)
        check_list(n, type_plain(t), decl, m);
    else if (is_unmarked(t, decl) && is_marked(n, m))
        say(n, m);
}

/* ---- All ----------------------------------------------------------------------------------------------------------------------------------- */

static void check(struct node *n, void *data)
{
    const struct marks *m = data;
    if (is_marked(n, m) && goes_to_unmarked(n))
        say(n, m);
    if (n->kind == CXCursor_VarDecl && n->count > 0 && node_bare(n->child[0])->kind == CXCursor_InitListExpr)
        check_value(n->child[0], clang_getCursorType(n->cursor), n->cursor, m);
    if (n->kind == CXCursor_CompoundLiteralExpr && n->count > 0)
        check_value(n->child[0], clang_getCursorType(n->cursor), clang_getNullCursor(), m);
}

void diagnose_conversions(const struct function *f)
{
    node_each(f->body, check, (void *)f->marks);
}

void diagnose_variable(CXCursor c, const struct marks *m)
{
    if (!clang_Cursor_isNull(clang_Cursor_getVarDeclInitializer(c)))
        node_each(node_build(c, NULL, m), check, (void *)m);
}
