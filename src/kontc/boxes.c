/* boxes.c: which locals live in the function's box: those that somebody may point to while the function waits, and large ones, which
 * would cost at each resume. */
#include "function.h"

#include <string.h>

enum { LARGE = 128 };

/* What the C library's functions do with a pointer that they are given. */
static const char *const forgetful[] = {                /* they forget it */
    "printf", "fprintf", "sprintf", "snprintf", "dprintf", "vprintf", "vfprintf", "vsprintf", "vsnprintf", "scanf", "fscanf", "sscanf",
    "puts", "fputs", "fwrite", "fread", "read", "write", "pread", "pwrite", "perror", "strlen", "strnlen", "strcmp", "strncmp",
    "strcasecmp", "strncasecmp", "memcmp", "strspn", "strcspn", "strcoll", "atoi", "atol", "atoll", "atof", "frexp", "modf", "time",
    "clock_gettime", "gettimeofday", "nanosleep", "stat", "fstat", "lstat", "qsort", "isatty", "remove", "unlink", "fopen", "getenv",
    "setenv", "atomic_load", "atomic_store", NULL
};
static const char *const returning[] = {                /* they return it */
    "memcpy", "memmove", "memset", "strcpy", "strncpy", "strcat", "strncat", "fgets", "mempcpy", "stpcpy", NULL
};

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static bool is_discarded(const struct node *n)
{
    const struct node *p = n->parent;
    if (p != NULL && p->kind == CXCursor_CStyleCastExpr && type_is_void(p->type))
        return true;
    return p != NULL && !node_is_expression(p) && p->kind != CXCursor_VarDecl && p->kind != CXCursor_ReturnStmt &&
           !(p->kind == CXCursor_CompoundStmt && p->parent != NULL && p->parent->kind == CXCursor_StmtExpr);
}

static const char *unmarked_callee(const struct node *call)
{
    const struct node *callee = call->kind == CXCursor_CallExpr && call->call == NULL ? node_bare(call->child[0]) : NULL;
    if (callee == NULL || callee->kind != CXCursor_DeclRefExpr)
        return "";
    CXCursor f = clang_getCursorReferenced(callee->cursor);
    const char *name = f.kind == CXCursor_FunctionDecl ? name_of(f) : "";
    return starts_with(name, "__builtin_") ? name + strlen("__builtin_") : name;
}

/* The address n is only given to a function that does not keep it. */
static bool is_excused(const struct node *n)
{
    const struct node *p = n->parent;
    while (p != NULL && (p->kind == CXCursor_ParenExpr || p->kind == CXCursor_CStyleCastExpr))
        p = p->parent;
    if (p == NULL || p->kind != CXCursor_CallExpr)
        return false;
    const char *name = unmarked_callee(p);
    return is_one_of(name, forgetful) || (is_one_of(name, returning) && is_discarded(p));
}

static bool is_address_of(const struct node *n)
{
    return n->kind == CXCursor_UnaryOperator && clang_getCursorUnaryOperatorKind(n->cursor) == CXUnaryOperator_AddrOf;
}

static bool is_access(const struct node *n)
{
    const struct node *p = n->parent;
    while (p != NULL && p->kind == CXCursor_ParenExpr)
        p = p->parent;
    if (p == NULL)
        return false;
    return p->kind == CXCursor_ArraySubscriptExpr ||
           (p->kind == CXCursor_UnaryOperator && clang_getCursorUnaryOperatorKind(p->cursor) == CXUnaryOperator_Deref);
}

/* What is accessed at once: &x[1], *x, x[1]. The address of that is another matter. */
static bool is_taken_here(const struct node *n)
{
    if (is_address_of(n))
        return !is_excused(n);
    return n->decays && !is_access(n) && !is_excused(n);
}

static struct local *literal(struct function *f, struct node *n)
{
    if (n->literal == NULL) {
        n->literal = local_add(f, LITERAL, n->cursor);
        n->literal->name = "literal";
        n->literal->type = clang_getCursorType(n->cursor);
        n->literal->field = format("literal_%zu", f->local_count);
        n->literal->scope = scope_of(n);
    }
    return n->literal;
}

static void note_taken(struct node *n, void *data)
{
    if (!is_taken_here(n) || (is_address_of(n) && n->count == 0))
        return;
    struct node *root = node_root(is_address_of(n) ? n->child[0] : n);
    if (root == NULL)
        return;
    struct local *l = root->kind == CXCursor_CompoundLiteralExpr ? literal(data, root) : root->local;
    if (l != NULL)
        l->taken = true;
}

/* ---- Which of them exist while something marked runs ---------------------------------------------------------------------------- */

static bool is_large(CXType t)
{
    return (type_is_array(t) || type_is_record(t)) && clang_Type_getSizeOf(t) > LARGE;
}

static bool needs_box(const struct function *f, const struct local *l)
{
    if (l->kind == STATIC || l->kind == ELSEWHERE)
        return false;
    bool large = l->kind == VARIABLE && is_large(l->type);
    return (l->taken || large) && node_calls_within(l->scope != NULL ? l->scope : f->body, l->begin);
}

static void forget(struct function *f, const struct local *l)
{
    for (size_t i = l->index; i + 1 < f->local_count; i++) {
        f->locals[i] = f->locals[i + 1];
        f->locals[i]->index = i;
    }
    f->local_count--;
}

void boxes_find(struct function *f)
{
    node_each(f->body, note_taken, f);
    for (size_t i = f->local_count; i-- > 0; ) {
        struct local *l = f->locals[i];
        l->boxed = needs_box(f, l);
        f->boxed |= l->boxed;
        if (l->boxed)
            l->text = format("kont__b->%s", l->field);
        else if (l->kind == LITERAL)
            forget(f, l);
    }
}
