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

static size_t parameter_count(CXCursor c)
{
    int count = clang_Cursor_getNumArguments(c);
    return count > 0 ? (size_t)count : 0;
}

/* A parameter may have no name, or hide the function. */
static const char *parameter_name(CXCursor c, size_t i)
{
    const char *name = name_of(clang_Cursor_getArgument(c, (unsigned)i));
    return *name != '\0' && strcmp(name, name_of(c)) != 0 ? name : format("kont__a%zu", i);
}

static char *declared(struct type_names *names, CXCursor c, const char *as, bool named)
{
    struct text t = { 0 };
    size_t count = parameter_count(c);
    text_addf(&t, "%s(", as);
    for (size_t i = 0; i < count; i++) {
        CXType type = clang_getCursorType(clang_Cursor_getArgument(c, (unsigned)i));
        text_addf(&t, "%s%s", i > 0 ? ", " : "", type_declare_parameter(names, type, named ? parameter_name(c, i) : ""));
    }
    text_addf(&t, "%s)", clang_Cursor_isVariadic(c) ? ", ..." : count == 0 ? "void" : "");
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
    for (size_t i = 0; i < parameter_count(c); i++)
        text_addf(&t, "%s%s", i > 0 ? ", " : "", parameter_name(c, i));
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
