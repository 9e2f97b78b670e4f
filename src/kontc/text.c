/* text.c: strings and arrays that grow. */
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *resize(void *p, size_t size)
{
    p = realloc(p, size);
    if (p == NULL) {
        fputs("kontc: no memory\n", stderr);
        exit(1);
    }
    return p;
}

void *allocate(size_t size)
{
    return memset(resize(NULL, size), 0, size);
}

void *grow(void *array, size_t count, size_t size)
{
    if ((count & (count - 1)) == 0)
        array = resize(array, (count == 0 ? 1 : 2 * count) * size);
    memset((char *)array + count * size, 0, size);
    return array;
}

void text_add_part(struct text *t, const char *s, size_t size)
{
    if (t->size + size + 1 > t->room) {
        t->room = 2 * (t->size + size + 1);
        t->s = resize(t->s, t->room);
    }
    memcpy(t->s + t->size, s, size);
    t->size += size;
    t->s[t->size] = '\0';
}

void text_add(struct text *t, const char *s)
{
    text_add_part(t, s, strlen(s));
}

char *vformat(const char *f, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int size = vsnprintf(NULL, 0, f, again);
    va_end(again);
    char *s = allocate((size_t)size + 1);
    vsnprintf(s, (size_t)size + 1, f, ap);
    return s;
}

char *format(const char *f, ...)
{
    va_list ap;
    va_start(ap, f);
    char *s = vformat(f, ap);
    va_end(ap);
    return s;
}

void text_addf(struct text *t, const char *f, ...)
{
    va_list ap;
    va_start(ap, f);
    text_add(t, vformat(f, ap));
    va_end(ap);
}

char *part(const char *s, size_t size)
{
    char *p = allocate(size + 1);
    memcpy(p, s, size);
    return p;
}

bool starts_with(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool ends_with(const char *s, const char *suffix)
{
    size_t n = strlen(s), m = strlen(suffix);
    return n >= m && strcmp(s + n - m, suffix) == 0;
}
