/* print.c: the rewritten text for people: the lines of the user's own file, with the rewritten functions in the places of the functions,
 * indented by their braces. */
#include "layout.h"

#include <ctype.h>
#include <string.h>

/* ---- Lines of a rewritten function ---------------------------------------------------------------------------------------------------- */

struct printer {
    const struct source *source;
    struct text lines;                                  /* not indented yet */
    const char *file;
    unsigned line;                                      /* of the source, where the last piece ended; 0: nowhere */
};

static void add_space(struct printer *p, const char *space)
{
    if (p->lines.size > 0 && !isspace((unsigned char)p->lines.s[p->lines.size - 1]))
        text_add(&p->lines, space);
}

/* A part of one line of the source. A line that continues one is on the same line here. */
static void add_line_part(struct printer *p, size_t begin, size_t end)
{
    struct place at = source_place(p->source, begin);
    bool same = p->line == at.line;
    if (p->line != 0 && at.line > p->line)
        add_space(p, "\n");
    if (p->line != 0 && at.line > p->line + 1)
        text_add(&p->lines, "\n");
    const char *s = p->source->text + begin;
    size_t skipped = 0;
    while (same && begin + skipped < end && isspace((unsigned char)s[skipped]))
        skipped++;
    if (skipped > 0)
        add_space(p, " ");
    text_add_part(&p->lines, s + skipped, end - begin - skipped);
    p->line = at.line;
}

static bool is_blank(const char *s, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!isspace((unsigned char)s[i]))
            return false;
    return true;
}

static void add_source(struct printer *p, size_t begin, size_t end)
{
    const char *text = p->source->text;
    while (begin < end) {
        const char *newline = memchr(text + begin, '\n', end - begin);
        size_t stop = newline != NULL ? (size_t)(newline - text) : end;
        bool marker = text[begin] == '#' && (begin == 0 || text[begin - 1] == '\n') && text[begin + 1] == ' ';
        if (!marker && (newline == NULL || !is_blank(text + begin, stop - begin)))
            add_line_part(p, begin, stop);
        begin = newline != NULL ? stop + 1 : end;
    }
}

static void add_rope(struct printer *p, const struct rope *r)
{
    for (size_t i = 0; r != NULL && i < r->count; i++) {
        const struct piece *piece = &r->pieces[i];
        if (piece->kind == FROM_SOURCE)
            add_source(p, piece->begin, piece->end);
        else {
            text_add(&p->lines, piece->text);
            p->line = ends_with(piece->text, "\n") ? 0 : source_place(p->source, piece->begin).line;
        }
    }
    p->line = 0;
    add_space(p, "\n");
}

/* ---- Indentation ----------------------------------------------------------------------------------------------------------------------- */

struct indenter {
    int depth;                                          /* of braces */
    bool continues;                                     /* the last line did not end a statement */
    bool in_comment;
};

static const char *skip_string(const char *s, const char *end)
{
    char quote = *s++;
    while (s < end && *s != quote)
        s += *s == '\\' ? 2 : 1;
    return s;
}

static void count_braces(struct indenter *in, const char *s, const char *end)
{
    for (; s < end; s++) {
        if (in->in_comment)
            in->in_comment = s[0] != '*' || s[1] != '/';
        else if (s[0] == '/' && s[1] == '*')
            in->in_comment = true;
        else if (*s == '"' || *s == '\'')
            s = skip_string(s, end);
        else
            in->depth += (*s == '{') - (*s == '}');
    }
}

static bool is_label(const char *s, size_t size)
{
    if (starts_with(s, "case ") || starts_with(s, "default:"))
        return true;
    size_t n = 0;
    while (n < size && (isalnum((unsigned char)s[n]) || s[n] == '_'))
        n++;
    return n > 0 && n < size && s[n] == ':';
}

static void indent_line(struct indenter *in, const char *s, size_t size, struct text *to)
{
    bool comment = in->in_comment;
    int level = in->depth - (*s == '}') - is_label(s, size) + (in->continues && *s != '{');
    for (int i = 0; i < level && !comment; i++)
        text_add(to, "    ");
    text_add_part(to, s, size);
    text_add(to, "\n");
    count_braces(in, s, s + size);
    in->continues = size > 0 && strchr(";{}:,/", s[size - 1]) == NULL;
}

static void indent(const char *s, struct text *to)
{
    struct indenter in = { 0 };
    while (*s != '\0') {
        size_t size = strcspn(s, "\n"), lead = in.in_comment ? 0 : strspn(s, " \t"), end = size;
        lead = lead < size ? lead : size;
        while (end > lead && isspace((unsigned char)s[end - 1]))
            end--;
        if (end > lead)
            indent_line(&in, s + lead, end - lead, to);
        else
            text_add(to, "\n");
        s += size + (s[size] == '\n');
    }
}

/* ---- The file ------------------------------------------------------------------------------------------------------------------------------ */

/* Lines of the file up to `line`. */
static const char *copy_lines(const char *s, unsigned *now, unsigned line, struct text *to)
{
    for (; *now < line && *s != '\0'; (*now)++) {
        size_t size = strcspn(s, "\n");
        text_add_part(to, s, size);
        text_add(to, "\n");
        s += size + (s[size] == '\n');
    }
    return s;
}

static const char *skip_lines(const char *s, unsigned *now, unsigned line)
{
    struct text nowhere = { 0 };
    return copy_lines(s, now, line, &nowhere);
}

static bool is_ours(const struct rewriting *w, const struct edit *e)
{
    return strcmp(source_place(w->source, e->begin).file, w->source->main_file) == 0 && e->rope->count > 0 &&
           (e->entry != NULL || e->rope->pieces[0].kind == WRITTEN);
}

static bool is_tag(const struct rewriting *w, const struct edit *e)
{
    return strcmp(source_place(w->source, e->begin).file, w->source->main_file) == 0 && e->begin == e->end && e->entry == NULL &&
           e->rope->count > 0 && e->rope->pieces[0].kind == INSERTED;
}

/* A line with the name of the type that has none in it. */
static const char *print_tag(const char *line, unsigned *now, const struct edit *e, struct text *to)
{
    size_t size = strcspn(line, "\n"), at = strcspn(line, "{\n");
    while (at > 0 && at < size && isspace((unsigned char)line[at - 1]))
        at--;
    text_add_part(to, line, at);
    text_add(to, at < size ? e->rope->pieces[0].text : "");
    text_add_part(to, line + at, size - at);
    text_add(to, "\n");
    (*now)++;
    return line + size + (line[size] == '\n');
}

static void print_edit(const struct rewriting *w, const struct edit *e, struct text *to)
{
    struct printer p = { .source = w->source };
    add_rope(&p, e->rope);
    add_rope(&p, e->quiet);
    add_rope(&p, e->entry);
    indent(p.lines.s, to);
}

char *layout_printed(const struct rewriting *w, const char *original)
{
    struct text to = { 0 };
    unsigned now = 1;
    text_add(&to, "");
    for (size_t i = 0; i < w->count; i++) {
        const struct edit *e = &w->edits[i];
        if (is_tag(w, e)) {
            original = copy_lines(original, &now, source_place(w->source, e->begin).line, &to);
            original = print_tag(original, &now, e, &to);
        }
        if (!is_ours(w, e))
            continue;
        bool function = e->entry != NULL;
        unsigned first = source_place(w->source, e->begin).line, last = source_place(w->source, function ? e->end - 1 : e->begin).line;
        original = copy_lines(original, &now, function ? first : last + 1, &to);
        print_edit(w, e, &to);
        original = skip_lines(original, &now, last + 1);
    }
    copy_lines(original, &now, 0u - 1, &to);
    return to.s;
}
