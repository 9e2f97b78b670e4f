/* source.h: the preprocessed text, and which place of which file each byte of it comes from (its line markers say so). */
#ifndef KONTC_SOURCE_H
#define KONTC_SOURCE_H

#include "text.h"

struct place {
    const char *file;
    unsigned line, column;                              /* from 1; columns count bytes of the preprocessed text */
    bool system;                                        /* of a system header: compilers don't warn there */
};

struct source_line {
    size_t begin;
    struct place place;
    bool directive;                                     /* a line marker or a #pragma */
};

struct source {
    char *text;
    size_t size;
    const char *main_file;                              /* as the line markers spell it */
    struct source_line *lines;
    size_t line_count;
};

struct source *source_of(char *text, size_t size);
struct place source_place(const struct source *s, size_t offset);

/* A line marker on a line of its own, after which that place follows. */
char *place_marker(struct place p);

/* As it stands between the quotes of a string. */
char *source_quoted(const char *s);

/* The offset behind white space, comments and directives. */
size_t source_skip_space(const struct source *s, size_t offset);

/* The offset behind the token at `offset`: an identifier or number, a literal, or one character. */
size_t source_skip_token(const struct source *s, size_t offset);

/* The offset of the next `c` from `offset` on that stands outside of brackets, or `end`. */
size_t source_find(const struct source *s, size_t offset, size_t end, char c);

bool source_is(const struct source *s, size_t begin, size_t end, const char *word);
char *source_part(const struct source *s, size_t begin, size_t end);

#endif
