/* read.c: lines to givens, with a message that names the place for what is neither puzzle, comment nor blank. */
#include "read.h"

#include <string.h>

struct line {
    char text[CELLS];                                   /* its beginning, from the first character that is not blank */
    size_t start;                                       /* the blanks before that */
    size_t length;                                      /* of the text, all of it, without the blanks at its end */
};

/* False: there is no line, or reading failed (and what was read of the line is worth nothing). */
static bool read_line(FILE *in, struct line *l)
{
    int c = getc(in);
    if (c == EOF)
        return false;
    l->start = l->length = 0;
    for (; c == ' ' || c == '\t'; c = getc(in))
        l->start++;
    for (size_t n = 1; c != EOF && c != '\n'; n++, c = getc(in)) {
        if (n <= CELLS)
            l->text[n - 1] = (char)c;
        if (c != ' ' && c != '\t' && c != '\r')
            l->length = n;
    }
    return !ferror(in);
}

static bool is_cell(char c)
{
    return c == '.' || (c >= '0' && c <= '9');
}

static void report_character(const struct reader *r, size_t column, unsigned char c)
{
    char found[16];
    snprintf(found, sizeof found, c > ' ' && c < 0x7f ? "'%c'" : c == ' ' ? "a blank" : "byte 0x%02x", c);
    fprintf(stderr, "%s:%lu: expected a digit or '.' in column %zu, found %s\n", r->name, r->line, column, found);
}

/* Of a line that is wrong in several ways, the leftmost is reported. */
static bool check(const struct reader *r, const struct line *l)
{
    for (size_t i = 0; i < l->length && i < CELLS; i++)
        if (!is_cell(l->text[i])) {
            report_character(r, l->start + i + 1, (unsigned char)l->text[i]);
            return false;
        }
    if (l->length != CELLS)
        fprintf(stderr, "%s:%lu: expected %d characters, found %zu\n", r->name, r->line, CELLS, l->length);
    return l->length == CELLS;
}

enum read read_puzzle(struct reader *r, char givens[CELLS])
{
    struct line l;
    do {
        if (!read_line(r->in, &l))
            return READ_END;
        r->line++;
    } while (l.length == 0 || l.text[0] == '#');
    if (!check(r, &l))
        return READ_MALFORMED;
    memcpy(givens, l.text, CELLS);
    return READ_PUZZLE;
}
