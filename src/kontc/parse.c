/* parse.c: libclang's view of the preprocessed text. */
#include "parse.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void note_typedefs(struct unit *u)
{
    struct cursors all = children_of(clang_getTranslationUnitCursor(u->tu));
    for (size_t i = 0; i < all.count; i++)
        if (all.c[i].kind == CXCursor_TypedefDecl)
            PUSH(u->typedefs, u->typedef_count) = name_of(all.c[i]);
    if (u->typedef_count > 0)
        qsort(u->typedefs, u->typedef_count, sizeof *u->typedefs, by_name);
}

bool parse_is_typedef(const struct unit *u, const char *name)
{
    return u->typedef_count > 0 && bsearch(&name, u->typedefs, u->typedef_count, sizeof *u->typedefs, by_name) != NULL;
}

struct unit *parse(const struct source *s, const char *const *args, int count)
{
    struct unit *u = allocate(sizeof *u);
    struct CXUnsavedFile file = { "kontc.i", s->text, s->size };
    u->source = s;
    enum CXErrorCode e = clang_parseTranslationUnit2(clang_createIndex(0, 0), file.Filename, args, count, &file, 1,
                                                     CXTranslationUnit_KeepGoing, &u->tu);
    if (e != CXError_Success)
        return NULL;
    note_typedefs(u);
    return u;
}

static size_t offset_of(CXSourceLocation l)
{
    unsigned offset;
    clang_getExpansionLocation(l, NULL, NULL, NULL, &offset);
    return offset;
}

const char *parse_error_in(const struct unit *u, size_t begin, size_t end, size_t *where)
{
    for (unsigned i = 0; i < clang_getNumDiagnostics(u->tu); i++) {
        CXDiagnostic d = clang_getDiagnostic(u->tu, i);
        *where = offset_of(clang_getDiagnosticLocation(d));
        if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error && *where >= begin && *where < end)
            return clang_getCString(clang_getDiagnosticSpelling(d));
    }
    return NULL;
}

struct extent extent_of(CXCursor c)
{
    CXSourceRange r = clang_getCursorExtent(c);
    return (struct extent){ offset_of(clang_getRangeStart(r)), offset_of(clang_getRangeEnd(r)) };
}

size_t parse_place(CXCursor c)
{
    return offset_of(clang_getCursorLocation(c));
}

static enum CXChildVisitResult collect(CXCursor c, CXCursor parent, CXClientData data)
{
    struct cursors *all = data;
    (void)parent;
    PUSH(all->c, all->count) = c;
    return CXChildVisit_Continue;
}

struct cursors children_of(CXCursor c)
{
    struct cursors all = { 0 };
    clang_visitChildren(c, collect, &all);
    return all;
}

const char *name_of(CXCursor c)
{
    return clang_getCString(clang_getCursorSpelling(c));
}

void walk(CXCursor c, bool (*visit)(CXCursor c, void *data), void *data)
{
    struct cursors all = children_of(c);
    for (size_t i = 0; i < all.count; i++)
        if (visit(all.c[i], data))
            walk(all.c[i], visit, data);
}
