/* generic.c: what _Generic chooses. The text is parsed once more with 1, 2, 3 ... in the places of the alternatives, and evaluated. */
#include "generic.h"

#include <string.h>

struct search {
    const struct unit *unit;
    struct text text;                                   /* with numbers; empty: there was no need for any yet */
    struct choices found;
};

static struct cursors expressions(CXCursor c)
{
    struct cursors all = children_of(c), found = { 0 };
    for (size_t i = 0; i < all.count; i++)
        if (clang_isExpression(all.c[i].kind))
            PUSH(found.c, found.count) = all.c[i];
    return found;
}

static bool note_call(CXCursor c, void *found)
{
    *(bool *)found |= c.kind == CXCursor_CallExpr;
    return true;
}

static bool has_calls(CXCursor c)
{
    bool found = false;
    note_call(c, &found);
    walk(c, note_call, &found);
    return found;
}

/* As long as what it stands for, so that all else keeps its place. */
static void put_number(struct text *t, struct extent e, size_t n)
{
    const char *digits = format("%zu", n);
    if (strlen(digits) > e.end - e.begin)
        return;
    memset(t->s + e.begin, ' ', e.end - e.begin);
    memcpy(t->s + e.begin, digits, strlen(digits));
}

static bool put_numbers(CXCursor c, void *data)
{
    struct search *s = data;
    if (c.kind != CXCursor_GenericSelectionExpr)
        return true;
    struct cursors all = expressions(c);
    bool calls = false;
    for (size_t i = 1; i < all.count; i++)
        calls |= has_calls(all.c[i]);
    if (!calls)
        return true;
    if (s->text.size == 0)
        text_add_part(&s->text, s->unit->source->text, s->unit->source->size);
    for (size_t i = 1; i < all.count; i++)
        put_number(&s->text, extent_of(all.c[i]), i);
    return false;
}

static bool evaluate(CXCursor c, void *data)
{
    struct search *s = data;
    if (c.kind != CXCursor_GenericSelectionExpr)
        return true;
    CXEvalResult r = clang_Cursor_Evaluate(c);
    if (r != NULL && clang_EvalResult_getKind(r) == CXEval_Int)
        PUSH(s->found.choices, s->found.count) = (struct choice){ extent_of(c).begin, (size_t)clang_EvalResult_getAsInt(r) };
    return true;
}

struct choices generic_choices(const struct unit *u, const char *const *args, int count)
{
    struct search s = { .unit = u };
    walk(clang_getTranslationUnitCursor(u->tu), put_numbers, &s);
    if (s.text.size == 0)
        return s.found;
    struct source numbered = *u->source;
    numbered.text = s.text.s;
    struct unit *again = parse(&numbered, args, count);
    if (again != NULL)
        walk(clang_getTranslationUnitCursor(again->tu), evaluate, &s);
    return s.found;
}

size_t generic_choice(const struct choices *c, size_t begin)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->choices[i].begin == begin)
            return c->choices[i].number;
    return 0;
}
