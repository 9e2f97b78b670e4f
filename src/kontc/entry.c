/* entry.c: declarations outside of functions that kontc writes itself. */
#include "entry.h"

#include "marks.h"

#include <string.h>

const char *declared_storage(CXCursor c)
{
    bool is_static = clang_Cursor_getStorageClass(c) == CX_SC_Static;
    return format("%s%s", is_static ? "static " : "", clang_Cursor_isFunctionInlined(c) ? "inline " : "");
}

/* Attributes that both entries have to have alike. */
static const char *attributes(CXCursor c)
{
    struct cursors all = children_of(c);
    for (size_t i = 0; i < all.count; i++)
        if (all.c[i].kind == CXCursor_VisibilityAttr)
            return format("__attribute__((visibility(\"%s\"))) ", name_of(all.c[i]));
    return "";
}

static const char *parameter_name(CXCursor c, size_t i)
{
    return *name_of(c) != '\0' ? name_of(c) : format("kont__a%zu", i);
}

/* Through a typedef, which libclang shows no parameters of. */
static bool is_declared_by_name(CXCursor c)
{
    CXType t = clang_getCursorType(c);
    return t.kind != CXType_FunctionProto && t.kind != CXType_FunctionNoProto && t.kind != CXType_Attributed;
}

static char *declared(struct type_names *names, CXCursor c, const char *as, bool named)
{
    if (is_declared_by_name(c))
        return type_declare(names, clang_getCanonicalType(clang_getCursorType(c)), as);
    struct text t = { 0 };
    struct cursors all = children_of(c);
    size_t count = 0;
    text_addf(&t, "%s(", as);
    for (size_t i = 0; i < all.count; i++)
        if (all.c[i].kind == CXCursor_ParmDecl) {
            const char *name = named ? parameter_name(all.c[i], count) : "";
            text_addf(&t, "%s%s", count++ > 0 ? ", " : "", type_declare_parameter(names, clang_getCursorType(all.c[i]), name));
        }
    if (clang_getCanonicalType(clang_getCursorType(c)).kind == CXType_FunctionProto || count == 0)
        text_add(&t, clang_Cursor_isVariadic(c) ? ", ..." : count == 0 ? "void" : "");
    text_add(&t, ")");
    return type_declare(names, clang_getCursorResultType(c), t.s);
}

char *declared_head(struct type_names *names, CXCursor c, const char *as)
{
    return declared(names, c, as, true);
}

char *declared_entry(struct type_names *names, CXCursor c, bool for_marked)
{
    const char *name = for_marked ? format("%s__kont1", name_of(c)) : name_of(c);
    bool noreturn = !for_marked && has_annotation(c, "kont_noreturn");
    return format("%s%s%s%s", attributes(c), declared_storage(c), noreturn ? "__attribute__((noreturn)) " : "",
                  declared(names, c, name, false));
}

char *declared_arguments(CXCursor c)
{
    struct text t = { 0 };
    struct cursors all = children_of(c);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (all.c[i].kind == CXCursor_ParmDecl) {
            text_addf(&t, "%s%s", count > 0 ? ", " : "", parameter_name(all.c[i], count));
            count++;
        }
    return t.s != NULL ? t.s : "";
}

const char *declared_alignment(const struct source *s, CXCursor c)
{
    struct cursors all = children_of(c);
    for (size_t i = 0; i < all.count; i++)
        if (all.c[i].kind == CXCursor_AlignedAttr) {
            struct extent e = extent_of(all.c[i]);
            size_t open = source_skip_space(s, e.end);
            if (s->text[e.end - 1] != ')' && s->text[open] == '(')
                e.end = source_find(s, open + 1, s->size, ')') + 1;
            const char *text = source_part(s, e.begin, e.end);
            return starts_with(text, "_Alignas") ? format("%s ", text) : format("__attribute__((%s)) ", text);
        }
    return "";
}
