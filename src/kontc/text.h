/* text.h: strings and arrays that grow. Nothing is ever freed: a run of kontc is short. */
#ifndef KONTC_TEXT_H
#define KONTC_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct text {
    char *s;                                            /* ends with a null byte, or is null */
    size_t size, room;
};

void text_add(struct text *t, const char *s);
void text_add_part(struct text *t, const char *s, size_t size);
void text_addf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A fresh string. */
char *format(const char *f, ...) __attribute__((format(printf, 1, 2)));
char *vformat(const char *f, va_list ap);
char *part(const char *s, size_t size);

bool starts_with(const char *s, const char *prefix);
bool ends_with(const char *s, const char *suffix);

/* Zeroed memory; the process ends where there is none. */
void *allocate(size_t size);

/* Room for one more element of an array of `count`, zeroed. The array has room for the next power of two. */
void *grow(void *array, size_t count, size_t size);
#define PUSH(array, count) (*((array) = grow((array), (count), sizeof *(array)), &(array)[(count)++]))

#endif
