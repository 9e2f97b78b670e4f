/* rope.c: text in pieces. */
#include "rope.h"

void rope_source(struct rope *r, size_t begin, size_t end)
{
    if (begin >= end)
        return;
    struct piece *last = r->count > 0 ? &r->pieces[r->count - 1] : NULL;
    if (last != NULL && last->kind == FROM_SOURCE && last->end == begin)
        last->end = end;
    else
        PUSH(r->pieces, r->count) = (struct piece){ FROM_SOURCE, begin, end, NULL };
}

static void add(struct rope *r, enum piece_kind kind, const char *text)
{
    if (*text != '\0')
        PUSH(r->pieces, r->count) = (struct piece){ kind, r->at, r->at, text };
}

void rope_write(struct rope *r, const char *text)
{
    add(r, WRITTEN, text);
}

void rope_writef(struct rope *r, const char *f, ...)
{
    va_list ap;
    va_start(ap, f);
    add(r, WRITTEN, vformat(f, ap));
    va_end(ap);
}

void rope_insert(struct rope *r, const char *text)
{
    add(r, INSERTED, text);
}

void rope_append(struct rope *r, const struct rope *other)
{
    for (size_t i = 0; i < other->count; i++)
        if (other->pieces[i].kind == FROM_SOURCE)
            rope_source(r, other->pieces[i].begin, other->pieces[i].end);
        else
            PUSH(r->pieces, r->count) = other->pieces[i];
}
