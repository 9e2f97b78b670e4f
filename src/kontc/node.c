/* node.c: a statement or expression as kontc sees it. */
#include "node.h"

#include "types.h"

#include <string.h>

/* ---- Which of a cursor's children are evaluated ----------------------------------------------------------------------------------- */

static bool is_code(CXCursor c)
{
    return clang_isExpression(c.kind) || clang_isStatement(c.kind);
}

static bool same_extent(CXCursor a, CXCursor b)
{
    struct extent x = extent_of(a), y = extent_of(b);
    return x.begin == y.begin && x.end == y.end;
}

static struct cursors only_code(CXCursor c)
{
    struct cursors all = children_of(c), code = { 0 };
    for (size_t i = 0; i < all.count; i++)
        if (is_code(all.c[i]))
            PUSH(code.c, code.count) = all.c[i];
    return code;
}

static struct cursors last_only(struct cursors all)
{
    return all.count == 0 ? all : (struct cursors){ &all.c[all.count - 1], 1 };
}

static struct cursors declared(CXCursor c)
{
    struct cursors all = children_of(c), variables = { 0 };
    for (size_t i = 0; i < all.count; i++)
        if (clang_isDeclaration(all.c[i].kind))
            PUSH(variables.c, variables.count) = all.c[i];
    return variables;
}

static struct cursors initializer(CXCursor c)
{
    struct cursors one = { 0 };
    CXCursor init = clang_Cursor_getVarDeclInitializer(c);
    if (c.kind == CXCursor_VarDecl && !clang_Cursor_isNull(init))
        PUSH(one.c, one.count) = init;
    return one;
}

/* libclang shows the first operand of x ?: y three times. */
static bool is_elvis(CXCursor c, struct cursors all)
{
    return c.kind == CXCursor_UnexposedExpr && all.count == 4 && same_extent(all.c[0], all.c[1]) && same_extent(all.c[0], all.c[2]);
}

/* Functions that only look at what their arguments are. */
static bool is_unevaluated_call(CXCursor c)
{
    static const char *const names[] = {
        "__builtin_constant_p", "__builtin_object_size", "__builtin_dynamic_object_size", "__builtin_classify_type"
    };
    for (size_t i = 0; c.kind == CXCursor_CallExpr && i < sizeof names / sizeof *names; i++)
        if (strcmp(name_of(c), names[i]) == 0)
            return true;
    return false;
}

/* __builtin_offsetof, __builtin_types_compatible_p: they look at types. */
static bool is_about_types(CXCursor c, const struct marks *m)
{
    size_t at = extent_of(c).begin, end = source_skip_token(m->source, at);
    return c.kind == CXCursor_UnexposedExpr &&
           (source_is(m->source, at, end, "__builtin_types_compatible_p") || source_is(m->source, at, end, "__builtin_offsetof"));
}

static bool is_va_arg(CXCursor c, const struct marks *m)
{
    size_t at = extent_of(c).begin;
    return c.kind == CXCursor_UnexposedExpr && source_is(m->source, at, source_skip_token(m->source, at), "__builtin_va_arg");
}

static struct cursors evaluated(CXCursor c, const struct marks *m)
{
    struct cursors all;
    switch ((int)c.kind) {
    case CXCursor_DeclRefExpr: case CXCursor_UnaryExpr: case CXCursor_GotoStmt: case CXCursor_StringLiteral: case CXCursor_AddrLabelExpr:
        return (struct cursors){ 0 };
    case CXCursor_DeclStmt:
        return declared(c);
    case CXCursor_CStyleCastExpr: case CXCursor_CompoundLiteralExpr: case CXCursor_CaseStmt:
        return last_only(only_code(c));
    }
    if (clang_isDeclaration(c.kind))
        return initializer(c);
    all = only_code(c);
    if ((is_unevaluated_call(c) || is_va_arg(c, m)) && all.count > 0)
        all.count = 1;
    if (is_about_types(c, m))
        all.count = 0;
    if (is_elvis(c, all)) {
        all.c[1] = all.c[3];
        all.count = 2;
    }
    return all;
}

static struct cursors only(struct cursors all, size_t i)
{
    return (struct cursors){ &all.c[i], 1 };
}

/* What _Generic chooses, or all that it may choose; what it chooses by is not evaluated. */
static struct cursors chosen_by_type(CXCursor c, struct cursors all, const struct marks *m)
{
    size_t choice = generic_choice(&m->choices, extent_of(c).begin);
    if (all.count == 0)
        return all;
    return choice > 0 && choice < all.count ? only(all, choice) : (struct cursors){ all.c + 1, all.count - 1 };
}

/* __builtin_choose_expr says by a constant what it chooses. */
static struct cursors chosen_by_value(struct cursors all)
{
    CXEvalResult condition = clang_Cursor_Evaluate(all.c[0]);
    if (condition == NULL || clang_EvalResult_getKind(condition) != CXEval_Int)
        return all;
    return only(all, clang_EvalResult_getAsInt(condition) != 0 ? 1 : 2);
}

static struct cursors chosen(CXCursor c, struct cursors all, const struct marks *m)
{
    if (c.kind == CXCursor_GenericSelectionExpr)
        return chosen_by_type(c, all, m);
    return c.kind == CXCursor_UnexposedExpr && all.count == 3 ? chosen_by_value(all) : all;
}

/* ---- Building ----------------------------------------------------------------------------------------------------------------------- */

static bool is_array(CXType t)
{
    switch ((int)clang_getCanonicalType(t).kind) {
    case CXType_ConstantArray: case CXType_IncompleteArray: case CXType_VariableArray:
        return true;
    }
    return false;
}

static bool is_implicit(CXCursor c)
{
    if (c.kind != CXCursor_UnexposedExpr)
        return false;
    struct cursors all = only_code(c);
    return all.count == 1 && same_extent(c, all.c[0]);
}

/* Inside of conversions that are not written. */
static CXCursor strip(CXCursor c, bool *decays)
{
    while (is_implicit(c)) {
        CXCursor operand = only_code(c).c[0];
        if (clang_getCanonicalType(clang_getCursorType(c)).kind == CXType_Pointer && is_array(clang_getCursorType(operand)))
            *decays = true;
        c = operand;
    }
    return c;
}

static const struct mark *callee_by_name(const struct node *callee, const struct marks *m)
{
    callee = node_bare(callee);
    if (callee->kind != CXCursor_DeclRefExpr)
        return NULL;
    CXCursor f = clang_getCursorReferenced(callee->cursor);
    return declares_marked(m, f) ? marks_find(m, name_of(f)) : NULL;
}

static bool reference_is_marked(const struct node *n, const struct marks *m)
{
    CXCursor to = clang_getCursorReferenced(n->cursor);
    return declares_marked(m, to) || has_annotation(to, "kont");
}

/* Where the pointer comes from says that it is marked. */
static bool origin_is_marked(const struct node *n, const struct marks *m)
{
    switch ((int)n->kind) {
    case CXCursor_DeclRefExpr: case CXCursor_MemberRefExpr:
        return reference_is_marked(n, m);
    case CXCursor_CallExpr:                             /* KONT may have been said of what the function returns, too */
        return n->call != NULL;
    case CXCursor_ArraySubscriptExpr: case CXCursor_UnaryOperator:
        return n->count > 0 && node_value_is_marked(n->child[0], m);
    case CXCursor_ConditionalOperator:
        return n->count == 3 && (node_value_is_marked(n->child[1], m) || node_value_is_marked(n->child[2], m));
    case CXCursor_BinaryOperator:
        return n->count == 2 && node_value_is_marked(n->child[node_is_assignment(n) ? 0 : 1], m);
    case CXCursor_StmtExpr: case CXCursor_CompoundStmt:
        return n->count > 0 && node_value_is_marked(n->child[n->count - 1], m);
    case CXCursor_GenericSelectionExpr:
        for (size_t i = 0; i < n->count; i++)
            if (node_value_is_marked(n->child[i], m))
                return true;
        return false;
    }
    return n->elvis && (node_value_is_marked(n->child[0], m) || node_value_is_marked(n->child[1], m));
}

bool node_value_is_marked(const struct node *n, const struct marks *m)
{
    n = node_bare(n);
    return type_is_marked(n->type) || type_is_marked(clang_getCursorType(n->cursor)) || origin_is_marked(n, m);
}

static void note_call(struct node *n, const struct marks *m)
{
    if (n->kind != CXCursor_CallExpr || n->count == 0)
        return;
    const struct mark *mark = callee_by_name(n->child[0], m);
    if (mark == NULL && !node_value_is_marked(n->child[0], m))
        return;
    n->call = allocate(sizeof *n->call);
    n->call->mark = mark;
    n->marked = true;
}

struct node *node_build(CXCursor c, struct node *parent, const struct marks *m)
{
    struct node *n = allocate(sizeof *n);
    n->type = clang_getCursorType(c);
    n->cursor = c = strip(c, &n->decays);
    n->kind = c.kind;
    n->begin = extent_of(c).begin;
    n->end = extent_of(c).end;
    n->parent = parent;
    n->elvis = is_elvis(c, only_code(c));
    struct cursors all = chosen(c, evaluated(c, m), m);
    for (size_t i = 0; i < all.count; i++) {
        struct node *child = node_build(all.c[i], n, m);
        PUSH(n->child, n->count) = child;
        n->marked |= child->marked;
    }
    n->marked |= n->kind == CXCursor_StmtExpr;
    note_call(n, m);
    return n;
}

/* ---- Asking -------------------------------------------------------------------------------------------------------------------------- */

bool node_is_expression(const struct node *n)
{
    return clang_isExpression(n->kind);
}

bool node_is_assignment(const struct node *n)
{
    return n->kind == CXCursor_CompoundAssignOperator ||
           (n->kind == CXCursor_BinaryOperator && clang_getCursorBinaryOperatorKind(n->cursor) == CXBinaryOperator_Assign);
}

static enum CXUnaryOperatorKind unary(const struct node *n)
{
    return n->kind == CXCursor_UnaryOperator ? clang_getCursorUnaryOperatorKind(n->cursor) : CXUnaryOperator_Invalid;
}

bool node_is_increment(const struct node *n)
{
    enum CXUnaryOperatorKind u = unary(n);
    return u >= CXUnaryOperator_PostInc && u <= CXUnaryOperator_PreDec;
}

bool node_has_effects(const struct node *n)
{
    if (n->kind == CXCursor_CallExpr || n->kind == CXCursor_StmtExpr || node_is_assignment(n) || node_is_increment(n))
        return true;
    for (size_t i = 0; i < n->count; i++)
        if (node_has_effects(n->child[i]))
            return true;
    return false;
}

const struct node *node_bare(const struct node *n)
{
    while (n->kind == CXCursor_ParenExpr && n->count == 1)
        n = n->child[0];
    return n;
}

bool node_is_branch(const struct node *n)
{
    const struct node *p = n->parent;
    return p != NULL && p->kind == CXCursor_ConditionalOperator && p->count == 3 && n != p->child[0] &&
           type_same(clang_getCursorType(p->cursor), clang_getCursorType(p->child[1]->cursor)) &&
           type_same(clang_getCursorType(p->cursor), clang_getCursorType(p->child[2]->cursor));
}

bool node_is_arrow(const struct node *n)
{
    return n->kind == CXCursor_MemberRefExpr && n->count > 0 &&
           clang_getCanonicalType(n->child[0]->type).kind == CXType_Pointer;
}

bool node_wants_place(const struct node *n, size_t i)
{
    if (i != 0 || n->count == 0)
        return n->kind == CXCursor_GCCAsmStmt;
    switch ((int)n->kind) {
    case CXCursor_MemberRefExpr:
        return !node_is_arrow(n);
    case CXCursor_ParenExpr: case CXCursor_StmtExpr:
        return n->parent != NULL && n->parent->child[0] == n && node_wants_place(n->parent, 0);
    case CXCursor_ArraySubscriptExpr:
        return n->child[0]->decays;
    case CXCursor_GCCAsmStmt:
        return true;
    }
    return node_is_assignment(n) || node_is_increment(n) || unary(n) == CXUnaryOperator_AddrOf;
}

struct node *node_root(struct node *n)
{
    switch ((int)n->kind) {
    case CXCursor_DeclRefExpr: case CXCursor_CompoundLiteralExpr:
        return n;
    case CXCursor_ParenExpr:
        return n->count == 1 ? node_root(n->child[0]) : NULL;
    case CXCursor_MemberRefExpr:
        return n->count > 0 && !node_is_arrow(n) ? node_root(n->child[0]) : NULL;
    case CXCursor_ArraySubscriptExpr:
        return n->count == 2 && n->child[0]->decays ? node_root(n->child[0]) : NULL;
    }
    return NULL;
}

struct node **node_for_parts(const struct source *s, const struct node *n)
{
    struct node **parts = allocate(4 * sizeof *parts);
    size_t open = source_find(s, n->begin, n->end, '(') + 1;
    size_t first = source_find(s, open, n->end, ';'), second = source_find(s, first + 1, n->end, ';');
    for (size_t i = 0; i + 1 < n->count; i++)
        parts[n->child[i]->begin < first ? 0 : n->child[i]->begin < second ? 1 : 2] = n->child[i];
    if (n->count > 0)
        parts[3] = n->child[n->count - 1];
    return parts;
}

size_t node_statement_end(const struct source *s, const struct node *n)
{
    switch ((int)n->kind) {
    case CXCursor_CompoundStmt: case CXCursor_DeclStmt: case CXCursor_NullStmt:
        return n->end;
    case CXCursor_IfStmt: case CXCursor_WhileStmt: case CXCursor_ForStmt: case CXCursor_SwitchStmt: case CXCursor_LabelStmt:
    case CXCursor_CaseStmt: case CXCursor_DefaultStmt:
        return n->count > 0 ? node_statement_end(s, n->child[n->count - 1]) : n->end;
    }
    size_t semicolon = source_skip_space(s, n->end);
    return s->text[semicolon] == ';' ? semicolon + 1 : n->end;
}

bool node_calls_within(const struct node *n, size_t begin)
{
    if (n->call != NULL && n->end > begin)
        return true;
    for (size_t i = 0; n->marked && i < n->count; i++)
        if (node_calls_within(n->child[i], begin))
            return true;
    return false;
}

void node_each(struct node *n, void (*visit)(struct node *n, void *data), void *data)
{
    visit(n, data);
    for (size_t i = 0; i < n->count; i++)
        node_each(n->child[i], visit, data);
}
