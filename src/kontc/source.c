/* source.c: places in the preprocessed text, and its tokens. */
#include "source.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- Lines ------------------------------------------------------------------------------------------------------------------------- */

/* The string of a line marker, without its quotes. */
static char *marker_file(const char *p, const char **end)
{
    struct text t = { 0 };
    for (p++; *p != '"' && *p != '\n' && *p != '\0'; p++) {
        if (*p == '\\' && p[1] != '\0')
            p++;
        text_add_part(&t, p, 1);
    }
    *end = *p == '"' ? p + 1 : p;
    return t.s != NULL ? t.s : "";
}

/* # 12 "file" 1 3: what follows is line 12; 3: of a system header. */
static bool read_marker(const char *p, struct place *next)
{
    char *after;
    p += strspn(p + 1, " \t") + 1;
    if (starts_with(p, "line"))
        p += 4;
    unsigned long line = strtoul(p, &after, 10);
    if (after == p)
        return false;
    next->line = (unsigned)line;
    p = after + strspn(after, " \t");
    if (*p != '"')
        return true;
    next->file = marker_file(p, &p);
    next->system = false;
    for (; *p != '\n' && *p != '\0'; p++)
        if (*p == '3')
            next->system = true;
    return true;
}

/* Whether a comment goes on behind the line from p to `end`. `comment`: one goes on there. */
static bool comment_goes_on(const char *p, const char *end, bool comment)
{
    for (; p < end; p++) {
        if (comment)
            comment = p[0] != '*' || p[1] != '/';
        else if (p[0] == '/' && p[1] == '/')
            break;
        else if (p[0] == '/' && p[1] == '*') {
            comment = true;
            p++;
        } else if (*p == '"' || *p == '\'')
            for (char quote = *p++; p < end && *p != quote; p++)
                p += *p == '\\';
    }
    return comment;
}

static void index_lines(struct source *s)
{
    struct place next = { "<input>", 1, 1, false };
    bool comment = false;
    for (size_t at = 0; at < s->size; ) {
        const char *p = s->text + at, *end = memchr(p, '\n', s->size - at);
        struct source_line *line = &PUSH(s->lines, s->line_count);
        bool directive = *p == '#' && !comment, marker = directive && read_marker(p, &next);
        *line = (struct source_line){ at, next, directive };
        comment = comment_goes_on(p, end != NULL ? end : s->text + s->size, comment);
        if (s->main_file == NULL && marker)
            s->main_file = next.file;
        next.line += marker ? 0 : 1;
        at = end != NULL ? (size_t)(end + 1 - s->text) : s->size;
    }
    if (s->main_file == NULL)
        s->main_file = next.file;
}

struct source *source_of(char *text, size_t size)
{
    struct source *s = allocate(sizeof *s);
    s->text = text;
    s->size = size;
    index_lines(s);
    return s;
}

static const struct source_line *line_of(const struct source *s, size_t offset)
{
    size_t low = 0, high = s->line_count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (s->lines[middle].begin <= offset)
            low = middle;
        else
            high = middle;
    }
    return &s->lines[low];
}

struct place source_place(const struct source *s, size_t offset)
{
    if (s->line_count == 0)
        return (struct place){ "<input>", 1, 1, false };
    const struct source_line *line = line_of(s, offset);
    struct place place = line->place;
    place.column = (unsigned)(offset - line->begin) + 1;
    return place;
}

char *source_quoted(const char *s)
{
    struct text t = { 0 };
    for (; *s != '\0'; s++) {
        if (*s == '"' || *s == '\\')
            text_add(&t, "\\");
        text_add_part(&t, s, 1);
    }
    return t.s != NULL ? t.s : format("%s", "");
}

char *place_marker(struct place p)
{
    return format("\n# %u \"%s\"%s\n", p.line, source_quoted(p.file), p.system ? " 3" : "");
}

/* ---- Tokens ------------------------------------------------------------------------------------------------------------------------ */

static size_t skip_line(const struct source *s, size_t at)
{
    while (at < s->size && s->text[at] != '\n')
        at++;
    return at;
}

static size_t skip_comment(const struct source *s, size_t at)
{
    if (s->text[at + 1] == '/')
        return skip_line(s, at);
    const char *end = strstr(s->text + at + 2, "*/");
    return end != NULL ? (size_t)(end + 2 - s->text) : s->size;
}

static bool at_directive(const struct source *s, size_t at)
{
    return s->text[at] == '#' && (at == 0 || s->text[at - 1] == '\n');
}

static bool at_comment(const struct source *s, size_t at)
{
    return s->text[at] == '/' && (s->text[at + 1] == '*' || s->text[at + 1] == '/');
}

size_t source_skip_space(const struct source *s, size_t at)
{
    while (at < s->size) {
        if (isspace((unsigned char)s->text[at]))
            at++;
        else if (at_directive(s, at))
            at = skip_line(s, at);
        else if (at_comment(s, at))
            at = skip_comment(s, at);
        else
            break;
    }
    return at;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static size_t skip_literal(const struct source *s, size_t at)
{
    char quote = s->text[at++];
    while (at < s->size && s->text[at] != quote && s->text[at] != '\n')
        at += s->text[at] == '\\' ? 2 : 1;
    return at < s->size ? at + 1 : s->size;
}

static bool is_digit(char c)
{
    return isdigit((unsigned char)c);
}

/* 1.5e+3f, 0x1p-3, 3ul */
static size_t skip_number(const struct source *s, size_t at)
{
    for (; at < s->size; at++) {
        bool sign = s->text[at] == '+' || s->text[at] == '-';
        if (!(is_word(s->text[at]) || s->text[at] == '.' || (sign && strchr("eEpP", s->text[at - 1]) != NULL)))
            break;
    }
    return at;
}

size_t source_skip_token(const struct source *s, size_t at)
{
    if (at >= s->size)
        return s->size;
    if (s->text[at] == '"' || s->text[at] == '\'')
        return skip_literal(s, at);
    if (is_digit(s->text[at]) || (s->text[at] == '.' && is_digit(s->text[at + 1])))
        return skip_number(s, at);
    if (!is_word(s->text[at]))
        return at + 1;
    while (at < s->size && is_word(s->text[at]))
        at++;
    return at;
}

size_t source_find(const struct source *s, size_t at, size_t end, char c)
{
    int depth = 0;
    for (at = source_skip_space(s, at); at < end; at = source_skip_space(s, source_skip_token(s, at))) {
        if (depth == 0 && s->text[at] == c)
            return at;
        if (strchr("([{", s->text[at]) != NULL)
            depth++;
        else if (strchr(")]}", s->text[at]) != NULL)
            depth--;
    }
    return end;
}

bool source_is(const struct source *s, size_t begin, size_t end, const char *word)
{
    return end - begin == strlen(word) && memcmp(s->text + begin, word, end - begin) == 0;
}

char *source_part(const struct source *s, size_t begin, size_t end)
{
    return part(s->text + begin, end - begin);
}
