/* marks.c: what is marked. */
#include "marks.h"

#include <string.h>

bool has_annotation(CXCursor c, const char *what)
{
    struct cursors all = children_of(c);
    for (size_t i = 0; i < all.count; i++)
        if (all.c[i].kind == CXCursor_AnnotateAttr && strcmp(name_of(all.c[i]), what) == 0)
            return true;
    return false;
}

/* One step through what a type is made of, down to the function: CXType_Invalid behind it. */
static CXType inner(CXType t)
{
    switch ((int)t.kind) {
    case CXType_Elaborated:
        return clang_Type_getNamedType(t);
    case CXType_Pointer:
        return clang_getPointeeType(t);
    case CXType_Typedef:
        return clang_getTypedefDeclUnderlyingType(clang_getTypeDeclaration(t));
    case CXType_Attributed:
        return clang_Type_getModifiedType(t);
    case CXType_ConstantArray: case CXType_IncompleteArray: case CXType_VariableArray:
        return clang_getArrayElementType(t);
    }
    return (CXType){ .kind = CXType_Invalid };
}

bool type_is_marked(CXType t)
{
    for (; t.kind != CXType_Invalid; t = inner(t))
        if (t.kind == CXType_Typedef && has_annotation(clang_getTypeDeclaration(t), "kont"))
            return true;
    return false;
}

static struct mark *entry(struct marks *m, const char *name)
{
    for (size_t i = 0; i < m->count; i++)
        if (strcmp(m->marks[i].name, name) == 0)
            return &m->marks[i];
    struct mark *new = &PUSH(m->marks, m->count);
    new->name = name;
    return new;
}

const struct mark *marks_find(const struct marks *m, const char *name)
{
    for (size_t i = 0; i < m->count; i++)
        if (strcmp(m->marks[i].name, name) == 0)
            return &m->marks[i];
    return NULL;
}

static bool note(CXCursor c, void *data)
{
    if (c.kind == CXCursor_FunctionDecl && (has_annotation(c, "kont") || type_is_marked(clang_getCursorType(c)))) {
        struct mark *m = entry(data, name_of(c));
        m->noreturn |= has_annotation(c, "kont_noreturn");
        m->captures |= has_annotation(c, "kont_captures");
    }
    return c.kind == CXCursor_LinkageSpec;
}

/* ---- Recursion ------------------------------------------------------------------------------------------------------------------------ */

struct search {
    const struct marks *marks;
    struct mark *caller;
};

static bool note_call(CXCursor c, void *data)
{
    struct search *s = data;
    CXCursor f = c.kind == CXCursor_CallExpr ? clang_getCursorReferenced(c) : clang_getNullCursor();
    if (f.kind == CXCursor_FunctionDecl && marks_find(s->marks, name_of(f)) != NULL)
        PUSH(s->caller->calls, s->caller->call_count) = name_of(f);
    return true;
}

static bool note_calls(CXCursor c, void *data)
{
    struct marks *m = data;
    if (c.kind == CXCursor_FunctionDecl && clang_isCursorDefinition(c) && marks_find(m, name_of(c)) != NULL) {
        struct search s = { m, entry(m, name_of(c)) };
        walk(c, note_call, &s);
    }
    return false;
}

static bool reaches(const struct marks *m, const char *from, const char *to)
{
    struct mark *f = (struct mark *)marks_find(m, from);
    if (f == NULL || f->seen)
        return false;
    f->seen = true;
    for (size_t i = 0; i < f->call_count; i++)
        if (strcmp(f->calls[i], to) == 0 || reaches(m, f->calls[i], to))
            return true;
    return false;
}

bool marks_recurse(const struct marks *m, const char *name)
{
    for (size_t i = 0; i < m->count; i++)
        m->marks[i].seen = false;
    return reaches(m, name, name);
}

struct marks *marks_of(const struct unit *u)
{
    struct marks *m = allocate(sizeof *m);
    m->source = u->source;
    walk(clang_getTranslationUnitCursor(u->tu), note, m);
    walk(clang_getTranslationUnitCursor(u->tu), note_calls, m);
    return m;
}

bool declares_marked(const struct marks *m, CXCursor c)
{
    return c.kind == CXCursor_FunctionDecl && marks_find(m, name_of(c)) != NULL;
}

/* ---- Their text -------------------------------------------------------------------------------------------------------------------- */

static size_t after_token(const struct source *s, size_t at)
{
    return source_skip_token(s, source_skip_space(s, at));
}

size_t marks_end(const struct source *s, size_t at)
{
    static const char *const tokens[] = { "__attribute__", "(", "(", "annotate", "(" };
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        size_t begin = source_skip_space(s, at);
        at = source_skip_token(s, begin);
        if (!source_is(s, begin, at, tokens[i]))
            return 0;
    }
    size_t string = source_skip_space(s, at);
    if (!starts_with(s->text + string, "\"kont"))
        return 0;
    at = source_skip_token(s, string);
    return after_token(s, after_token(s, after_token(s, at)));
}
