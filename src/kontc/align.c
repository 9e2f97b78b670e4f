/* align.c: gives back to tokens the columns that they have in the user's files. */
#include "align.h"

#include "run.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- The user's files ------------------------------------------------------------------------------------------------------------------- */

struct file {
    const char *name;
    struct source *source;                              /* null: can't be read */
};

struct files {
    struct file *files;
    size_t count;
};

/* Its lines are found by number, so what looks like a line marker in it must not count. */
static struct source *read_plain(const char *name)
{
    struct text t = read_file(name);
    struct source *s = t.s != NULL ? allocate(sizeof *s) : NULL;
    if (s == NULL)
        return NULL;
    *s = (struct source){ .text = t.s, .size = t.size, .main_file = name };
    for (size_t at = 0; at < s->size; ) {
        const char *newline = memchr(s->text + at, '\n', s->size - at);
        PUSH(s->lines, s->line_count).begin = at;
        at = newline != NULL ? (size_t)(newline + 1 - s->text) : s->size;
    }
    return s;
}

/* What a macro of a system header was replaced by is said to be of a system header, too, but stands in the user's file. */
static const struct source *open_file(struct files *all, const char *name, bool system)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->files[i].name, name) == 0)
            return all->files[i].source;
    if (system)
        return NULL;
    struct source *s = name[0] != '<' && !ends_with(name, "/") ? read_plain(name) : NULL;
    PUSH(all->files, all->count) = (struct file){ name, s };
    return s;
}

static size_t line_end(const struct source *s, size_t begin)
{
    const char *newline = memchr(s->text + begin, '\n', s->size - begin);
    return newline != NULL ? (size_t)(newline - s->text) : s->size;
}

/* ---- Tokens of a line ---------------------------------------------------------------------------------------------------------------------- */

struct token {
    size_t begin, end;
};

struct tokens {
    const struct source *source;
    struct token *tokens;
    size_t count, line;                                 /* where the line begins */
};

/* The end of an operator, or of a literal with a prefix: what must not be taken apart. `end`: behind its first part. */
static size_t whole_token(const struct source *s, size_t begin, size_t end)
{
    static const char *const operators[] = {
        "<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "/=", "%=", "&=", "^=", "|=", "##",
        "/*", "*/", "//", "<:", ":>", "<%", "%>"
    };
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (starts_with(s->text + begin, operators[i]))
            return begin + strlen(operators[i]);
    bool word = isalpha((unsigned char)s->text[begin]);
    return word && (s->text[end] == '"' || s->text[end] == '\'') ? source_skip_token(s, end) : end;
}

static struct tokens tokens_of(const struct source *s, size_t begin, size_t end)
{
    struct tokens all = { .source = s, .line = begin };
    while (begin < end) {
        size_t next = isspace((unsigned char)s->text[begin]) ? begin + 1 : whole_token(s, begin, source_skip_token(s, begin));
        next = next < end ? next : end;
        if (!isspace((unsigned char)s->text[begin]))
            PUSH(all.tokens, all.count) = (struct token){ begin, next };
        begin = next;
    }
    return all;
}

static bool same(const struct tokens *a, size_t i, const struct tokens *b, size_t k)
{
    struct token x = a->tokens[i], y = b->tokens[k];
    return x.end - x.begin == y.end - y.begin && memcmp(a->source->text + x.begin, b->source->text + y.begin, x.end - x.begin) == 0;
}

/* ---- Which token is which ------------------------------------------------------------------------------------------------------------- */

enum { MOST = 1000000 };

/* lengths[i][k]: of the longest common sequence of tokens from i and the user's from k on. */
static unsigned *common_lengths(const struct tokens *a, const struct tokens *user, size_t width)
{
    unsigned *lengths = allocate((a->count + 1) * width * sizeof *lengths);
    for (size_t i = a->count; i-- > 0; )
        for (size_t k = user->count; k-- > 0; ) {
            unsigned *here = &lengths[i * width + k], below = here[width], behind = here[1];
            *here = same(a, i, user, k) ? here[width + 1] + 1 : below > behind ? below : behind;
        }
    return lengths;
}

/* For each token the user's token that it is, from `next` on, or user->count: of a macro. `all_of_one`: all may be of one macro, and only the
 * very next ones count. */
static size_t *partners(const struct tokens *a, const struct tokens *user, size_t next, bool all_of_one)
{
    size_t *found = allocate((a->count + 1) * sizeof *found), width = user->count + 1, i = 0;
    bool small = !all_of_one && a->count * width < MOST;
    unsigned *lengths = small ? common_lengths(a, user, width) : NULL;
    for (size_t n = 0; n < a->count; n++)
        found[n] = all_of_one && next < user->count && same(a, n, user, next) ? next++ : user->count;
    for (size_t k = next; small && i < a->count && k < user->count; )
        if (same(a, i, user, k))
            found[i++] = k++;
        else if (lengths[i * width + k + 1] >= lengths[(i + 1) * width + k])
            k++;
        else
            i++;
    free(lengths);
    return found;
}

/* ---- Lines --------------------------------------------------------------------------------------------------------------------------------- */

struct page {
    struct text text;
    struct place place;                                 /* of this line */
    size_t column;                                      /* from 0 */
    size_t next;                                        /* the first token of the user's line that was not found yet */
};

/* `apart`: from the token before it. */
static void move_to(struct page *p, size_t column, bool apart)
{
    if (p->column > column || (apart && p->column == column && column > 0)) {
        text_add(&p->text, place_marker(p->place));
        p->column = 0;
    }
    for (; p->column < column; p->column++)
        text_add(&p->text, " ");
}

static void copy(struct page *p, const struct source *s, size_t begin, size_t end)
{
    text_add_part(&p->text, s->text + begin, end - begin);
    p->column += end - begin;
}

/* The first token of what a macro was replaced by stands where the macro did. Tokens that touch each other in the preprocessed text go on doing so
 * (such are + and =): unless the user's don't. */
static void align_line(struct page *p, const struct source *s, size_t begin, size_t end, const struct tokens *user)
{
    struct tokens all = tokens_of(s, begin, end);
    size_t at = begin, *partner = partners(&all, user, p->next, p->place.system);
    bool found = true;
    for (size_t i = 0; i < all.count; i++) {
        struct token t = all.tokens[i];
        size_t k = partner[i];
        size_t wanted = k < user->count ? k : p->next;
        size_t column = wanted < user->count ? user->tokens[wanted].begin - user->line : 0;
        bool touches = t.begin == at && i > 0 && p->column < column;
        if (!touches && (k < user->count || (found && wanted < user->count && column >= p->column)))
            move_to(p, column, i > 0 && t.begin > at);
        else
            copy(p, s, at, t.begin);
        copy(p, s, t.begin, t.end);
        found = k < user->count;
        p->next = found ? k + 1 : p->next;
        at = t.end;
    }
}

static const struct source *user_file(struct files *all, const struct source_line *line)
{
    if (line->directive)
        return NULL;
    const struct source *file = open_file(all, line->place.file, line->place.system);
    return file != NULL && line->place.line >= 1 && line->place.line <= file->line_count ? file : NULL;
}

static bool same_line(struct place a, struct place b)
{
    return a.line == b.line && a.file != NULL && strcmp(a.file, b.file) == 0;
}

struct source *align(const struct source *s)
{
    struct files all = { 0 };
    struct page p = { 0 };
    for (size_t i = 0; i < s->line_count; i++) {
        size_t begin = s->lines[i].begin, end = line_end(s, begin);
        const struct source *file = user_file(&all, &s->lines[i]);
        if (!s->lines[i].directive && !same_line(p.place, s->lines[i].place))
            p.next = 0;
        p.place = s->lines[i].directive ? p.place : s->lines[i].place;
        p.column = 0;
        if (file != NULL) {
            size_t from = file->lines[p.place.line - 1].begin;
            struct tokens user = tokens_of(file, from, line_end(file, from));
            align_line(&p, s, begin, end, &user);
        } else
            text_add_part(&p.text, s->text + begin, end - begin);
        text_add(&p.text, "\n");
    }
    text_add(&p.text, "");
    return source_of(p.text.s, p.text.size);
}
