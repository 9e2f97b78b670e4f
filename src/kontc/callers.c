/* callers.c: unmarked functions that call what always captures: that will raise, whenever it is reached. */
#include "diagnose.h"

struct search {
    const struct unit *unit;
    const struct marks *marks;
    const char *caller;
};

static bool look_for_call(CXCursor c, void *data)
{
    const struct search *s = data;
    if (c.kind != CXCursor_CallExpr)
        return true;
    CXCursor f = clang_getCursorReferenced(c);
    const struct mark *m = f.kind == CXCursor_FunctionDecl ? marks_find(s->marks, name_of(f)) : NULL;
    if (m != NULL && m->captures)
        diagnose_warning(s->unit->source, extent_of(c).begin, "'%s' captures its callers, but '%s' is not marked: write KONT in front of '%s'",
                         m->name, s->caller, s->caller);
    return true;
}

void diagnose_callers(const struct unit *u, const struct marks *m)
{
    struct cursors all = children_of(clang_getTranslationUnitCursor(u->tu));
    for (size_t i = 0; i < all.count; i++) {
        struct search s = { u, m, name_of(all.c[i]) };
        if (all.c[i].kind == CXCursor_FunctionDecl && clang_isCursorDefinition(all.c[i]) && !declares_marked(m, all.c[i]))
            walk(all.c[i], look_for_call, &s);
    }
}
