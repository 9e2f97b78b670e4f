/* rewrite.c: the preprocessed text of a file with its marked functions rewritten. All else stays, but for the marks themselves, which
 * other compilers don't know. */
#include "rewrite.h"

#include "diagnose.h"
#include "entry.h"
#include "output.h"

#include <stdlib.h>
#include <string.h>

struct work {
    struct unit *unit;
    struct marks *marks;
    struct type_names names;
    struct rewriting *result;
    struct extent *done;                                /* what is rewritten as a whole */
    size_t done_count;
};

bool rewrite_is_needed(const struct source *s)
{
    return strstr(s->text, "annotate(\"kont") != NULL;
}

static struct rope *fresh(size_t at)
{
    struct rope *r = allocate(sizeof *r);
    r->at = at;
    return r;
}

static void edit(struct work *w, size_t begin, size_t end, struct rope *r)
{
    PUSH(w->result->edits, w->result->count) = (struct edit){ begin, end, r, NULL, NULL };
}

/* ---- Declarations and functions ------------------------------------------------------------------------------------------------------- */

static size_t behind_declaration(const struct source *s, size_t end)
{
    return source_find(s, end, s->size, ';') + 1;
}

static void rewrite_declaration(struct work *w, CXCursor c)
{
    size_t at = behind_declaration(w->unit->source, extent_of(c).end);
    struct rope *r = fresh(extent_of(c).begin);
    rope_writef(r, " %s;", declared_entry(&w->names, c, true));
    edit(w, at, at, r);
}

static void rewrite_function(struct work *w, CXCursor c)
{
    struct extent e = extent_of(c);
    if (!diagnose_parse_errors(w->unit, c))
        return;
    struct function *f = function_of(w->unit, w->marks, &w->names, c);
    if (!diagnose_function(f))
        return;
    struct output *o = output_function(f);
    rope_append(&o->before, &o->fast);
    edit(w, e.begin, e.end, &o->before);
    w->result->edits[w->result->count - 1].quiet = &o->again;
    w->result->edits[w->result->count - 1].entry = &o->entry;
    PUSH(w->done, w->done_count) = e;
}

static bool visit(CXCursor c, void *data)
{
    struct work *w = data;
    if (c.kind == CXCursor_VarDecl)
        diagnose_variable(c, w->marks);
    if (!declares_marked(w->marks, c))
        return false;
    if (clang_isCursorDefinition(c))
        rewrite_function(w, c);
    else
        rewrite_declaration(w, c);
    return false;
}

/* ---- Marks and tags -------------------------------------------------------------------------------------------------------------------- */

static bool is_done(const struct work *w, size_t at)
{
    for (size_t i = 0; i < w->done_count; i++)
        if (at >= w->done[i].begin && at < w->done[i].end)
            return true;
    return false;
}

static const char *in_place_of_mark(const struct source *s, size_t begin, size_t end)
{
    return strstr(source_part(s, begin, end), "kont_noreturn") != NULL ? "__attribute__((noreturn))" : "";
}

static void remove_marks(struct work *w)
{
    const struct source *s = w->unit->source;
    for (const char *p = s->text; (p = strstr(p, "__attribute__")) != NULL; p++) {
        size_t at = (size_t)(p - s->text), end = marks_end(s, at);
        if (end == 0 || is_done(w, at))
            continue;
        struct rope *r = fresh(at);
        rope_insert(r, in_place_of_mark(s, at, end));
        edit(w, at, end, r);
    }
}

static void add_tags(struct work *w)
{
    for (size_t i = 0; i < w->names.count; i++) {
        const struct type_name *n = &w->names.names[i];
        if (!n->tagged)
            continue;
        size_t at = source_skip_token(w->unit->source, extent_of(n->decl).begin);
        struct rope *r = fresh(at);
        rope_insert(r, format(" %s", n->name));
        edit(w, at, at, r);
    }
}

/* ---- All ----------------------------------------------------------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const struct edit *x = a, *y = b;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    return x->end < y->end ? -1 : x->end > y->end;
}

struct rewriting *rewrite(const struct source *s, const char *const *args, int count)
{
    struct work w = { .unit = parse(s, args, count), .result = allocate(sizeof *w.result) };
    w.names.source = s;
    w.result->source = s;
    if (w.unit == NULL) {
        diagnose_unreadable(s);
        return NULL;
    }
    w.marks = marks_of(w.unit);
    if (strstr(s->text, "_Generic") != NULL)
        w.marks->choices = generic_choices(w.unit, args, count);
    struct cursors all = children_of(clang_getTranslationUnitCursor(w.unit->tu));
    for (size_t i = 0; i < all.count; i++)
        visit(all.c[i], &w);
    diagnose_callers(w.unit, w.marks);
    if (diagnose_count() > 0)
        return NULL;
    remove_marks(&w);
    add_tags(&w);
    if (w.result->count > 0)
        qsort(w.result->edits, w.result->count, sizeof *w.result->edits, by_place);
    return w.result;
}
