/* entry.c: declarations outside of functions that kontc writes itself. */
#include "entry.h"

#include "marks.h"

#include <string.h>

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

static const char *storage(CXCursor c)
{
    bool is_static = clang_Cursor_getStorageClass(c) == CX_SC_Static;
    return format("%s%s", is_static ? "static " : "", clang_Cursor_isFunctionInlined(c) ? "inline " : "");
}

/* ---- As it is written in the source -------------------------------------------------------------------------------------------------- */

/* The end of the declarator. */
static size_t end_of_declarator(CXCursor c)
{
    struct cursors all = children_of(c);
    for (size_t i = 0; i < all.count; i++)
        if (all.c[i].kind == CXCursor_CompoundStmt)
            return extent_of(all.c[i]).begin;
    return extent_of(c).end;
}

bool declared_in_old_style(const struct source *s, CXCursor c)
{
    size_t end = extent_of(c).end, open = source_find(s, parse_place(c), end, '('), close = source_find(s, open + 1, end, ')');
    for (size_t i = 0; i < parameter_count(c); i++)
        if (extent_of(clang_Cursor_getArgument(c, (unsigned)i)).begin > close)
            return true;
    return false;
}

/* Alone in its declaration, with its parameters; and no type is defined there. */
static bool is_plain(const struct source *s, CXCursor c, size_t end)
{
    size_t name = parse_place(c), begin = extent_of(c).begin, behind = name + strlen(name_of(c));
    return begin < name && !declared_in_old_style(s, c) && source_find(s, begin, end, '{') == end && source_find(s, behind, end, '(') < end;
}

/* The tokens of [begin, end) on one line, without marks. */
static void add_tokens(const struct source *s, size_t begin, size_t end, struct text *t)
{
    for (size_t at = source_skip_space(s, begin), last = begin; at < end; at = source_skip_space(s, at)) {
        size_t behind = marks_end(s, at);
        if (behind == 0) {
            behind = source_skip_token(s, at);
            if (at > last)
                text_add(t, " ");
            text_add_part(t, s->text + at, behind - at);
        }
        last = at = behind;
    }
}

/* Null: it has to be made of its type. */
static char *as_written(const struct source *s, CXCursor c, const char *as)
{
    struct text t = { 0 };
    size_t end = end_of_declarator(c), name = parse_place(c);
    if (!is_plain(s, c, end))
        return NULL;
    add_tokens(s, extent_of(c).begin, name, &t);
    text_addf(&t, " %s", as);
    add_tokens(s, name + strlen(name_of(c)), end, &t);
    return t.s;
}

static bool names_stay(CXCursor c)
{
    for (size_t i = 0; i < parameter_count(c); i++)
        if (strcmp(parameter_name(c, i), name_of(clang_Cursor_getArgument(c, (unsigned)i))) != 0)
            return false;
    return true;
}

/* ---- All ------------------------------------------------------------------------------------------------------------------------------ */

char *declared_head(struct type_names *names, CXCursor c, const char *as)
{
    char *text = names_stay(c) ? as_written(names->source, c, as) : NULL;
    return text != NULL ? text : format("%s%s", storage(c), declared(names, c, as, true));
}

char *declared_static(struct type_names *names, CXCursor c, const char *as)
{
    return format("static %s", declared(names, c, as, true));
}

char *declared_entry(struct type_names *names, CXCursor c, bool for_marked)
{
    const char *name = for_marked ? format("%s__kont1", name_of(c)) : name_of(c);
    const char *noreturn = !for_marked && has_annotation(c, "kont_noreturn") ? "__attribute__((noreturn)) " : "";
    const char *text = as_written(names->source, c, name);
    return text != NULL ? format("%s%s", noreturn, text) : format("%s%s%s%s", attributes(c), storage(c), noreturn, declared(names, c, name, false));
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
