/* text.c: see text.h. */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text *out;

static void make_room(struct text *t, size_t more)
{
    if (t->length + more < t->room)
        return;
    t->room = 2 * (t->length + more) + 1000;
    t->at = realloc(t->at, t->room);
    if (t->at == NULL)
        abort();
}

void put(const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    make_room(out, (size_t)length + 1);
    vsnprintf(out->at + out->length, (size_t)length + 1, format, again);
    out->length += (size_t)length;
    va_end(again);
    va_end(arguments);
}

void text_clear(struct text *t)
{
    make_room(t, 1);
    t->length = 0;
    t->at[0] = 0;
}

void text_append(struct text *to, const struct text *from)
{
    make_room(to, from->length + 1);
    memcpy(to->at + to->length, from->at, from->length + 1);
    to->length += from->length;
}
