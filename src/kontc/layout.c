/* layout.c: the rewritten text for the compiler. What kontc wrote is said to be of a system header, so that no compiler warns of it;
 * then the source goes on at its own line and column. */
#include "layout.h"

#include <string.h>

struct page {
    const struct source *source;
    struct text text;
    struct place now;                                   /* the place that the next byte gets */
    bool quiet;                                         /* all of it is as if of a system header */
};

static void mark(struct page *p, struct place to)
{
    const char *marker = place_marker(to);
    bool fresh = p->text.size == 0 || p->text.s[p->text.size - 1] == '\n';
    text_add(&p->text, fresh ? marker + 1 : marker);
    p->now = to;
    p->now.column = 1;
}

static bool same_line(const struct page *p, struct place to)
{
    return p->now.line == to.line && p->now.system == to.system && strcmp(p->now.file, to.file) == 0;
}

static void go_to(struct page *p, struct place to)
{
    to.system |= p->quiet;
    if (!same_line(p, to) || p->now.column > to.column)
        mark(p, to);
    while (p->now.column < to.column) {
        text_add(&p->text, " ");
        p->now.column++;
    }
}

/* Line markers within the source are kept; where all is quiet they are written anew. */
static void add_source_line(struct page *p, size_t begin, size_t end)
{
    text_add_part(&p->text, p->source->text + begin, end - begin);
    p->now.column += (unsigned)(end - begin);
}

static void add_source(struct page *p, size_t begin, size_t end)
{
    const struct source *s = p->source;
    while (begin < end) {
        const char *newline = memchr(s->text + begin, '\n', end - begin);
        size_t next = newline != NULL ? (size_t)(newline + 1 - s->text) : end;
        bool directive = s->text[begin] == '#' && (begin == 0 || s->text[begin - 1] == '\n');
        if (directive && p->quiet && s->text[begin + 1] == ' ') {
            begin = next;
            continue;
        }
        if (directive && p->text.size > 0 && p->text.s[p->text.size - 1] != '\n')
            text_add(&p->text, "\n");
        else if (!directive)
            go_to(p, source_place(s, begin));
        add_source_line(p, begin, next);
        if (newline != NULL && directive) {
            p->now = source_place(s, next < s->size ? next : begin);
            p->now.system |= p->quiet;
        } else if (newline != NULL) {                   /* where the compiler is then: a marker that follows may be left out */
            p->now.line++;
            p->now.column = 1;
        }
        begin = next;
    }
}

static void add_written(struct page *p, const struct piece *piece)
{
    struct place at = source_place(p->source, piece->begin);
    at.system = true;
    if (!same_line(p, at))
        mark(p, at);
    for (const char *c = piece->text; *c != '\0'; c++)
        text_add_part(&p->text, *c == '\n' ? " " : c, 1);
    p->now.column += (unsigned)strlen(piece->text);
}

static void add_inserted(struct page *p, const struct piece *piece)
{
    if (p->text.size > 0 && p->text.s[p->text.size - 1] == '\n')
        go_to(p, source_place(p->source, piece->begin));
    text_add(&p->text, piece->text);
    p->now.column += (unsigned)strlen(piece->text);
}

static void add_rope(struct page *p, const struct rope *r, bool quiet)
{
    if (r == NULL)
        return;
    p->quiet = quiet;
    for (size_t i = 0; i < r->count; i++)
        if (r->pieces[i].kind == FROM_SOURCE)
            add_source(p, r->pieces[i].begin, r->pieces[i].end);
        else if (r->pieces[i].kind == WRITTEN)
            add_written(p, &r->pieces[i]);
        else
            add_inserted(p, &r->pieces[i]);
    p->quiet = false;
}

char *layout_compiled(const struct rewriting *w)
{
    struct page p = { .source = w->source, .now = { "", 0, 1, false } };
    size_t at = 0;
    for (size_t i = 0; i < w->count; i++) {
        const struct edit *e = &w->edits[i];
        add_source(&p, at, e->begin);
        add_rope(&p, e->rope, false);
        add_rope(&p, e->quiet, true);
        add_rope(&p, e->entry, false);
        at = e->end;
    }
    add_source(&p, at, w->source->size);
    text_add(&p.text, "\n");
    return p.text.s;
}
