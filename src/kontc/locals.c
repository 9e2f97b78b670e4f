/* locals.c: the locals of a function, what is written for each, and where they are named. */
#include "function.h"

#include <stdlib.h>
#include <string.h>

struct local *local_add(struct function *f, enum local_kind kind, CXCursor decl)
{
    struct local *l = allocate(sizeof *l);
    l->kind = kind;
    l->decl = decl;
    l->type = clang_getCursorType(decl);
    l->name = l->own = l->text = l->field = name_of(decl);
    l->index = f->local_count;
    l->begin = extent_of(decl).begin;
    PUSH(f->locals, f->local_count) = l;
    return l;
}

const struct node *scope_of(const struct node *n)
{
    while (n->parent != NULL && n->kind != CXCursor_CompoundStmt && n->kind != CXCursor_ForStmt)
        n = n->parent;
    return n;
}

static enum local_kind kind_of(CXCursor decl)
{
    switch (clang_Cursor_getStorageClass(decl)) {
    case CX_SC_Static:
        return STATIC;
    case CX_SC_Extern:
        return ELSEWHERE;
    default:
        return VARIABLE;
    }
}

static void note_variable(struct node *n, void *data)
{
    if (n->kind != CXCursor_VarDecl)
        return;
    n->local = local_add(data, kind_of(n->cursor), n->cursor);
    n->local->scope = scope_of(n);
}

static struct local *find(const struct function *f, CXCursor decl)
{
    for (size_t i = 0; i < f->local_count; i++)
        if (clang_equalCursors(f->locals[i]->decl, decl))
            return f->locals[i];
    return NULL;
}

static void note_use(struct node *n, void *data)
{
    if (n->kind == CXCursor_DeclRefExpr)
        n->local = find(data, clang_getCursorReferenced(n->cursor));
}

/* ---- Names -------------------------------------------------------------------------------------------------------------------------- */

static bool covers(const struct local *outer, const struct local *l)
{
    return outer->scope == NULL || (l->begin >= outer->scope->begin && l->begin < outer->scope->end);
}

/* The second x of a function is x_2 in the frame; where it hides the first one, or a type that kontc may write, also in the code. */
static void name_local(struct function *f, struct local *l)
{
    int same = 1;
    bool hides = parse_is_typedef(f->unit, l->name);
    for (size_t i = 0; i < l->index; i++)
        if (strcmp(f->locals[i]->name, l->name) == 0) {
            same++;
            hides |= covers(f->locals[i], l);
        }
    if (same > 1)
        l->field = format("%s_%d", l->name, same);
    if (l->kind == STATIC)
        l->text = l->own = function_own(f, l->field);
    else if (hides && (l->kind == VARIABLE || (l->kind == PARAMETER && *l->name != '\0')))
        l->text = l->own = format("%s__%d", l->name, same);
}

/* ---- Types that are declared inside ------------------------------------------------------------------------------------------------- */

static bool is_type(CXCursor c)
{
    return c.kind == CXCursor_StructDecl || c.kind == CXCursor_UnionDecl || c.kind == CXCursor_EnumDecl || c.kind == CXCursor_TypedefDecl;
}

/* libclang gives a type without a name that of its typedef. */
static bool is_unnamed(const struct function *f, CXCursor c)
{
    size_t at = parse_place(c);
    return !source_is(f->source, at, source_skip_token(f->source, at), name_of(c));
}

static void name_constants(struct function *f, CXCursor c)
{
    struct cursors all = children_of(c);
    for (size_t i = 0; i < all.count; i++)
        if (all.c[i].kind == CXCursor_EnumConstantDecl)
            type_rename(f->names, all.c[i], function_own(f, name_of(all.c[i])));
}

/* It is a definition, or declares a name of this scope. What the head of the function defines keeps its name. */
static bool note_type(CXCursor c, void *data)
{
    struct function *f = data;
    if (!is_type(c) || type_renamed(f->names, c) != NULL)
        return true;
    bool inside = extent_of(c).begin >= f->body->begin;
    type_rename(f->names, c, is_unnamed(f, c) ? function_own(f, "unnamed") : inside ? function_own(f, name_of(c)) : name_of(c));
    if (inside)
        name_constants(f, c);
    struct extent e = extent_of(c);
    if (f->type_count > 0 && extent_of(f->types[f->type_count - 1]).end >= e.end)
        return true;
    if (f->type_count > 0 && extent_of(f->types[f->type_count - 1]).begin >= e.begin)
        f->types[f->type_count - 1] = c;
    else
        PUSH(f->types, f->type_count) = c;
    return true;
}

/* ---- Changes ------------------------------------------------------------------------------------------------------------------------- */

static void change(struct function *f, size_t begin, size_t end, const char *text)
{
    PUSH(f->changes, f->change_count) = (struct change){ begin, end, text, false };
}

static void refer(struct function *f, size_t at, struct local *l)
{
    l->used |= at >= f->body->begin;
    PUSH(f->references, f->reference_count) = (struct reference){ at, l };
}

static void change_name(struct function *f, size_t at, const char *old, const char *new)
{
    if (strcmp(old, new) != 0 && source_is(f->source, at, at + strlen(old), old))
        change(f, at, at + strlen(old), new);
}

static void change_local(struct function *f, CXCursor decl, size_t at)
{
    struct local *l = find(f, decl);
    if (l != NULL)
        refer(f, at, l);
}

/* The tag of a type, or the place behind its keyword where it has none. */
static void change_tag(struct function *f, CXCursor c)
{
    const char *name = type_renamed(f->names, c);
    if (!is_unnamed(f, c))
        change_name(f, parse_place(c), name_of(c), name);
    else if (c.kind != CXCursor_TypedefDecl) {
        size_t at = source_skip_token(f->source, extent_of(c).begin);
        change(f, at, at, format(" %s", name));
    }
}

static bool note_reference(CXCursor c, void *data)
{
    struct function *f = data;
    if (is_type(c) && type_renamed(f->names, c) != NULL)
        change_tag(f, c);
    else if (c.kind == CXCursor_EnumConstantDecl && type_renamed(f->names, c) != NULL)
        change_name(f, parse_place(c), name_of(c), type_renamed(f->names, c));
    else if (c.kind == CXCursor_VarDecl || c.kind == CXCursor_ParmDecl)
        change_local(f, c, parse_place(c));
    else if (c.kind == CXCursor_DeclRefExpr || c.kind == CXCursor_TypeRef) {
        CXCursor to = clang_getCursorReferenced(c);
        const char *name = type_renamed(f->names, to);
        if (name != NULL)
            change_name(f, parse_place(c), name_of(to), name);
        else
            change_local(f, to, parse_place(c));
    }
    return true;
}

static void note_tokens(struct function *f)
{
    static const char *const names[] = { "__func__", "__FUNCTION__", "__PRETTY_FUNCTION__" };
    const struct source *s = f->source;
    size_t end;
    for (size_t at = f->extent.begin; at < f->extent.end; at = source_skip_space(s, end)) {
        end = source_skip_token(s, at);
        if (source_is(s, at, end, "__attribute__") && marks_end(s, at) != 0)
            change(f, at, end = marks_end(s, at), "");
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (source_is(s, at, end, names[i]))
                change(f, at, end, format("\"%s\"", f->name));
        if (source_is(s, at, end, "register"))
            change(f, at, end, "");
    }
}

static int by_place(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

static void sort_references(struct function *f)
{
    size_t n = 0;
    if (f->reference_count > 0)
        qsort(f->references, f->reference_count, sizeof *f->references, by_place);
    for (size_t i = 0; i < f->reference_count; i++)
        if (n == 0 || f->references[n - 1].begin != f->references[i].begin)
            f->references[n++] = f->references[i];
    f->reference_count = n;
}

/* (T){ ... } becomes (*(T *)__builtin_memcpy(&box->literal, &(T){ ... }, sizeof box->literal)). */
static void change_literal(struct function *f, const struct local *l)
{
    struct extent e = extent_of(l->decl);
    change(f, e.begin, e.begin, format("(*(%s)__builtin_memcpy(&%s, &", type_declare(f->names, l->type, "(*)"), l->text));
    PUSH(f->changes, f->change_count) = (struct change){ e.end, e.end, format(", sizeof %s))", l->text), true };
}

/* Something of l's type, where l is not known: a type asks for no more. */
static const char *stand_in(const struct function *f, const struct local *l)
{
    return format("(*(%s)0)", l->kind == PARAMETER ? type_declare_parameter(f->names, l->type, "(*)")
                                                   : type_declare_variable(f->names, l->type, "(*)", true));
}

static void change_reference(struct function *f, size_t at, const struct local *l)
{
    const char *text = function_moves(f, at) ? stand_in(f, l) : at >= f->body->begin ? l->text : l->own;
    change_name(f, at, l->name, text);
}

void changes_find(struct function *f)
{
    size_t n = 0;
    for (size_t i = 0; i < f->reference_count; i++)
        change_reference(f, f->references[i].begin, f->references[i].local);
    for (size_t i = 0; i < f->local_count; i++)
        if (f->locals[i]->kind == LITERAL)
            change_literal(f, f->locals[i]);
    if (f->change_count > 0)
        qsort(f->changes, f->change_count, sizeof *f->changes, by_place);
    for (size_t i = 0; i < f->change_count; i++)
        if (n == 0 || f->changes[n - 1].begin != f->changes[i].begin)
            f->changes[n++] = f->changes[i];
    f->change_count = n;
}

static void note_parameters(struct function *f)
{
    for (int i = 0; i < clang_Cursor_getNumArguments(f->cursor); i++)
        local_add(f, PARAMETER, clang_Cursor_getArgument(f->cursor, (unsigned)i));
}

void locals_find(struct function *f)
{
    note_parameters(f);
    node_each(f->body, note_variable, f);
    node_each(f->body, note_use, f);
    for (size_t i = 0; i < f->local_count; i++)
        name_local(f, f->locals[i]);
    walk(f->cursor, note_type, f);
    walk(f->cursor, note_reference, f);
    note_tokens(f);
    sort_references(f);
}
