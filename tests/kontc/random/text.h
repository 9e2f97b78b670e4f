/* text.h: texts that grow. */
#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>

struct text {
    char *at;
    size_t length, room;
};

/* Where put() writes. */
extern struct text *out;

void put(const char *format, ...) __attribute__((format(printf, 1, 2)));
void text_clear(struct text *t);
void text_append(struct text *to, const struct text *from);

#endif
