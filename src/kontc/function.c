/* function.c: a marked function with a body. */
#include "function.h"

#include <string.h>

static struct node *body_of(CXCursor c, const struct marks *m)
{
    struct cursors all = children_of(c);
    for (size_t i = 0; i < all.count; i++)
        if (all.c[i].kind == CXCursor_CompoundStmt)
            return node_build(all.c[i], NULL, m);
    return NULL;
}

static void note_waiting(struct node *n, void *data)
{
    struct function *f = data;
    f->waits |= n->call != NULL;
}

struct function *function_of(const struct unit *u, const struct marks *m, struct type_names *names, CXCursor c)
{
    struct function *f = allocate(sizeof *f);
    f->unit = u;
    f->source = u->source;
    f->marks = m;
    f->names = names;
    f->cursor = c;
    f->extent = extent_of(c);
    f->name = name_of(c);
    f->mark = marks_find(m, f->name);
    f->result = clang_getCursorResultType(c);
    f->is_static = clang_Cursor_getStorageClass(c) == CX_SC_Static;
    f->is_inline = clang_Cursor_isFunctionInlined(c);
    f->body = body_of(c, m);
    node_each(f->body, note_waiting, f);
    locals_find(f);
    boxes_find(f);
    changes_find(f);
    sites_find(f);
    f->framed = f->site_count > 0 || (f->waits && marks_recurse(m, f->name));
    live_find(f);
    return f;
}

bool function_moves(const struct function *f, size_t at)
{
    for (size_t i = 0; i < f->type_count; i++) {
        struct extent e = extent_of(f->types[i]);
        if (at >= f->body->begin && at >= e.begin && at < e.end)
            return true;
    }
    return false;
}

static bool is_bare_return(const struct node *n)
{
    return n->kind == CXCursor_ReturnStmt && n->count == 0;
}

bool function_ends_after(const struct function *f, const struct node *n)
{
    const struct node *p = n->parent;
    if (p == NULL)
        return n == f->body;
    switch ((int)p->kind) {
    case CXCursor_CompoundStmt:
        for (size_t i = 0; i + 1 < p->count; i++)
            if (p->child[i] == n)
                return is_bare_return(p->child[i + 1]);
        return function_ends_after(f, p);
    case CXCursor_IfStmt:
        return n != p->child[0] && function_ends_after(f, p);
    case CXCursor_LabelStmt:
        return function_ends_after(f, p);
    }
    return false;
}

static bool is_taken(const struct function *f, const char *name)
{
    for (size_t i = 0; i < f->names->count; i++)
        if (strcmp(f->names->names[i].name, name) == 0)
            return true;
    for (size_t i = 0; i < f->local_count; i++)
        if (f->locals[i]->text != NULL && strcmp(f->locals[i]->text, name) == 0)
            return true;
    return false;
}

/* What include/kont/cps.h gives to each function. */
static bool is_reserved(const char *what)
{
    static const char *const names[] = { "again", "frame", "sites", "box", "function", "kont1", "entry", "low", "start", "names", "locals" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(what, names[i]) == 0)
            return true;
    return false;
}

char *function_own(struct function *f, const char *what)
{
    char *name = format("%s__%s", f->name, what);
    for (int i = 2; is_taken(f, name) || (i == 2 && is_reserved(what)); i++)
        name = format("%s__%s_%d", f->name, what, i);
    return name;
}
