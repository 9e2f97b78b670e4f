/* refuse.c: what can't be rewritten: each is an error that names the construct and says what to do instead. */
#include "diagnose.h"

#include <string.h>

struct refusal {
    const char *name, *what, *instead;
};

/* Functions that depend on the C stack of their caller. */
static const char instead_of_setjmp[] = "use kont_try, kont_callec or kont_prompt";
static const char instead_of_alloca[] = "use GC_MALLOC, or an array of a fixed size";
static const struct refusal functions[] = {
    { "setjmp", "setjmp", instead_of_setjmp }, { "_setjmp", "setjmp", instead_of_setjmp },
    { "sigsetjmp", "sigsetjmp", instead_of_setjmp }, { "__sigsetjmp", "sigsetjmp", instead_of_setjmp },
    { "__builtin_setjmp", "setjmp", instead_of_setjmp },
    { "alloca", "alloca", instead_of_alloca }, { "__builtin_alloca", "alloca", instead_of_alloca },
    { "__builtin_alloca_with_align", "alloca", instead_of_alloca },
    { "getcontext", "getcontext", "use a prompt object or a continuation" },
    { "vfork", "vfork", "use fork or posix_spawn" },
};

static void refuse(const struct function *f, size_t at, const char *what, const char *instead)
{
    diagnose_error(f->source, at, "%s in marked function '%s': %s", what, f->name, instead);
}

/* ---- In the tree ------------------------------------------------------------------------------------------------------------------------- */

static const char *callee_name(const struct node *n)
{
    const struct node *callee = n->count > 0 ? node_bare(n->child[0]) : NULL;
    return callee != NULL && callee->kind == CXCursor_DeclRefExpr ? name_of(callee->cursor) : "";
}

static void check_call(const struct function *f, const struct node *n)
{
    const char *name = callee_name(n);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (strcmp(name, functions[i].name) == 0)
            refuse(f, n->begin, functions[i].what, functions[i].instead);
}

static bool is_asm_goto(const struct function *f, const struct node *n)
{
    const struct source *s = f->source;
    size_t end;
    for (size_t at = n->begin; at < n->end && s->text[at] != '('; at = source_skip_space(s, end)) {
        end = source_skip_token(s, at);
        if (source_is(s, at, end, "goto"))
            return true;
    }
    return false;
}

static void check_generic(const struct function *f, const struct node *n)
{
    for (size_t i = 0; n->count > 1 && i < n->count; i++)
        if (n->child[i]->marked) {
            refuse(f, n->begin, "_Generic with marked calls whose choice can't be told", "choose a function by it, and call what it chooses");
            return;
        }
}

static void check_node(struct node *n, void *data)
{
    const struct function *f = data;
    switch ((int)n->kind) {
    case CXCursor_CallExpr:
        check_call(f, n);
        break;
    case CXCursor_IndirectGotoStmt:
        refuse(f, n->begin, "computed goto", "use switch");
        break;
    case CXCursor_AddrLabelExpr:
        refuse(f, n->begin, "address of a label", "use switch");
        break;
    case CXCursor_GCCAsmStmt:
        if (is_asm_goto(f, n))
            refuse(f, n->begin, "asm goto", "move it to a function that is not marked");
        break;
    case CXCursor_GenericSelectionExpr:
        check_generic(f, n);
        break;
    }
}

/* ---- Locals -------------------------------------------------------------------------------------------------------------------------------- */

static bool has_attribute(const struct function *f, CXCursor c, const char *name)
{
    struct cursors all = children_of(c);
    for (size_t i = 0; i < all.count; i++) {
        if (!clang_isAttribute(all.c[i].kind))
            continue;
        struct extent e = extent_of(all.c[i]);
        const char *text = source_part(f->source, e.begin, e.end);
        text += strspn(text, "_");
        if (starts_with(text, name))
            return true;
    }
    return false;
}

static bool has_child(CXCursor c, enum CXCursorKind kind)
{
    struct cursors all = children_of(c);
    for (size_t i = 0; i < all.count; i++)
        if (all.c[i].kind == kind)
            return true;
    return false;
}

static bool is_argument_list(CXType t)
{
    return strstr(clang_getCString(clang_getTypeSpelling(clang_getCanonicalType(t))), "__va_list") != NULL;
}

static bool runs_marked(const struct function *f, const struct local *l)
{
    return node_calls_within(l->scope != NULL ? l->scope : f->body, l->begin);
}

static void check_local(const struct function *f, const struct local *l)
{
    if (l->kind != VARIABLE && l->kind != PARAMETER)
        return;
    if (has_attribute(f, l->decl, "cleanup"))
        refuse(f, l->begin, "attribute cleanup", "use kont_defer in a kont_scope");
    if (has_child(l->decl, CXCursor_AsmLabelAttr))
        refuse(f, l->begin, "a variable in a register of its own", "move it to a function that is not marked");
    if (l->kind == VARIABLE && type_is_variable(l->type) && runs_marked(f, l))
        refuse(f, l->begin, format("variable length array '%s', which is live across a marked call,", l->name),
               instead_of_alloca);
    else if (is_argument_list(l->type) && runs_marked(f, l))
        refuse(f, l->begin, format("va_list '%s', which is live across a marked call,", l->name), "read the arguments before");
}

/* ---- What is in no tree: sizes of arrays ---------------------------------------------------------------------------------------------------- */

struct search {
    const struct function *f;
    CXCursor variable;
};

static bool check_size(CXCursor c, void *data)
{
    const struct search *s = data;
    CXCursor init = clang_Cursor_getVarDeclInitializer(s->variable);
    if (!clang_Cursor_isNull(init) && extent_of(c).begin >= extent_of(init).begin)
        return false;
    if (c.kind == CXCursor_CallExpr && declares_marked(s->f->marks, clang_getCursorReferenced(c)))
        refuse(s->f, extent_of(c).begin, "marked call in the size of an array", "keep its value in a variable first");
    return true;
}

static void check_sizes(const struct function *f)
{
    for (size_t i = 0; i < f->local_count; i++) {
        const struct local *l = f->locals[i];
        struct search s = { f, l->decl };
        if (l->kind == VARIABLE && type_is_variable(l->type))
            walk(l->decl, check_size, &s);
    }
}

/* ---- Types: they move in front of the function ------------------------------------------------------------------------------------------------ */

static void check_types(const struct function *f)
{
    for (size_t i = 0; i < f->type_count; i++)
        if (f->types[i].kind == CXCursor_TypedefDecl && type_is_variable(clang_getTypedefDeclUnderlyingType(f->types[i])))
            refuse(f, extent_of(f->types[i]).begin, format("type '%s' of variable size", name_of(f->types[i])),
                   "declare variables with their size instead");
    for (size_t i = 0; i < f->reference_count; i++) {
        const struct local *l = f->references[i].local;
        if (type_is_variable(l->type) && function_moves(f, f->references[i].begin))
            refuse(f, f->references[i].begin, format("a type that depends on '%s', whose size is variable,", l->name),
                   "name the type of its elements instead");
    }
}

/* ---- The function --------------------------------------------------------------------------------------------------------------------------- */

static void check_head(const struct function *f)
{
    CXType t = clang_getCanonicalType(clang_getCursorType(f->cursor));
    size_t at = f->extent.begin;
    if (clang_Cursor_isVariadic(f->cursor) && t.kind == CXType_FunctionProto)
        refuse(f, at, "variable arguments", "take them in an unmarked function, and pass a structure on");
    if (strstr(clang_getCString(clang_getTypeSpelling(t)), "noreturn") != NULL || has_attribute(f, f->cursor, "Noreturn"))
        refuse(f, at, "attribute noreturn", "say KONT_NORETURN, since it does return while a capture is under way");
}

bool diagnose_function(const struct function *f)
{
    unsigned before = diagnose_count();
    check_head(f);
    node_each(f->body, check_node, (void *)f);
    for (size_t i = 0; i < f->local_count; i++)
        check_local(f, f->locals[i]);
    check_sizes(f);
    check_types(f);
    diagnose_conversions(f);
    return diagnose_count() == before;
}
