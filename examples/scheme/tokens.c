/* tokens.c: tokens: symbols, strings, characters; the reader's errors. */
#include "tokens.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "characters.h"
#include "control.h"
#include "reader.h"

struct place reader_here(const struct reader *r)
{
    return (struct place){ r->port->name, r->port->line, r->port->column };
}

KONT void reader_fail(const struct reader *r, const char *message)
{
    struct place *place = GC_MALLOC(sizeof *place);
    *place = r->place;
    struct condition *c = make_condition(C_READ, NULL, message, NIL);
    c->place = place;
    raise_now(c);
}

/* The text ends within a datum: a REPL asks for more then. */
KONT void reader_fail_at_end(const struct reader *r, const char *message)
{
    struct place *place = GC_MALLOC(sizeof *place);
    *place = r->place;
    struct condition *c = make_condition(C_READ, NULL, message, NIL);
    c->place = place;
    c->code = READ_INCOMPLETE;
    raise_now(c);
}

/* ---- Tokens --------------------------------------------------------------------------------------------------------------------------- */

void add_to_token(struct reader *r, uint32_t c)
{
    if (r->room - r->bytes < 8) {
        char *text = GC_MALLOC_ATOMIC(r->room = r->room * 2 + 64);
        if (r->bytes > 0)
            memcpy(text, r->text, r->bytes);
        r->text = text;
    }
    char *to = r->text + r->bytes;
    int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char first[] = { 0, 0xc0, 0xe0, 0xf0 };
    *to++ = (char)(first[more] | c >> (6 * more));
    for (int i = more; i-- > 0;)
        *to++ = (char)(0x80 | ((c >> (6 * i)) & 0x3f));
    *to = '\0';
    r->bytes += (size_t)more + 1;
}

bool is_space(int c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff;
}

bool is_delimiter(int c)
{
    return c < 0 || is_space(c) || (c > 0 && c < 128 && strchr("()\";'`,", c) != NULL);
}

void add_folded(struct reader *r, int c)
{
    uint32_t to[MOST_CASE] = { (uint32_t)c };
    size_t n = r->port->fold_case ? char_foldcase_full((uint32_t)c, to) : 1;
    for (size_t i = 0; i < n; i++)
        add_to_token(r, to[i]);
}

/* \x41; the x is read. False: it is malformed. */
static bool read_hex(struct reader *r, uint32_t *c)
{
    int digits = 0;
    for (*c = 0; port_peek(r->port) != ';'; digits++) {
        int d = port_next(r->port);
        int n = d >= '0' && d <= '9' ? d - '0' : d >= 'a' && d <= 'f' ? d - 'a' + 10 : d >= 'A' && d <= 'F' ? d - 'A' + 10 : -1;
        if (n < 0 || *c > 0x10ffff)
            return false;
        *c = *c * 16 + (uint32_t)n;
    }
    port_next(r->port);
    return digits > 0 && *c <= 0x10ffff && (*c < 0xd800 || *c > 0xdfff);
}

/* What stands between bars; the first one is read. */
KONT void read_bars(struct reader *r)
{
    for (int c; (c = port_next(r->port)) != '|';) {
        if (c < 0)
            reader_fail_at_end(r, "a symbol in bars does not end");
        if (c == '\\') {
            static const char names[] = "abtnr\"\\|", means[] = "\a\b\t\n\r\"\\|";
            uint32_t x = 0;
            c = port_next(r->port);
            const char *at = c > 0 && c < 128 ? strchr(names, c) : NULL;
            if (c == 'x') {
                if (!read_hex(r, &x))
                    reader_fail(r, "malformed \\x escape");
            } else if (at != NULL && *at != '\0') {
                x = (uint32_t)means[at - names];
            } else {
                reader_fail(r, "unknown escape in a symbol");
            }
            c = (int)x;
        }
        add_to_token(r, (uint32_t)c);
    }
}

/* The rest of a token, to the next delimiter. True: part of it stands in bars, so it is a symbol. */
KONT bool read_token(struct reader *r)
{
    bool bars = false;
    while (!is_delimiter(port_peek(r->port))) {
        int c = port_next(r->port);
        if (c == '|') {
            bars = true;
            read_bars(r);
        } else {
            add_folded(r, c);
        }
    }
    return bars;
}

/* A backslash and white space with one line end: nothing. c: behind the backslash. */
static KONT void skip_line_end(struct reader *r, int c)
{
    while (c == ' ' || c == '\t')
        c = port_next(r->port);
    if (c == '\r' && port_peek(r->port) == '\n')
        c = port_next(r->port);
    if (c != '\n' && c != '\r')
        reader_fail(r, "unknown escape in a string");
    while (port_peek(r->port) == ' ' || port_peek(r->port) == '\t')
        port_next(r->port);
}

static KONT void read_escape(struct reader *r)
{
    static const char names[] = "abtnr\"\\|", means[] = "\a\b\t\n\r\"\\|";
    int c = port_next(r->port);
    const char *at = c > 0 && c < 128 ? strchr(names, c) : NULL;
    uint32_t x = 0;
    if (at != NULL) {
        add_to_token(r, (uint32_t)means[at - names]);
    } else if (c == 'x' || c == 'X') {
        if (!read_hex(r, &x))
            reader_fail(r, "malformed \\x escape");
        add_to_token(r, x);
    } else {
        skip_line_end(r, c);
    }
}

KONT value read_string(struct reader *r)
{
    for (int c; (c = port_next(r->port)) != '"';) {
        if (c < 0)
            reader_fail_at_end(r, "a string does not end");
        if (c == '\\') {
            read_escape(r);
            continue;
        }
        if (c == '\r') {                                /* each line end is one newline */
            if (port_peek(r->port) == '\n')
                port_next(r->port);
            c = '\n';
        }
        add_to_token(r, (uint32_t)c);
    }
    struct string *s = string_from_bytes(r->bytes == 0 ? "" : r->text, r->bytes);
    if (r->program)
        s->header |= FLAG_IMMUTABLE;
    return s;
}

KONT value read_character(struct reader *r)
{
    static const struct {
        const char *name;
        uint32_t c;
    } names[] = { { "alarm", 7 }, { "backspace", 8 }, { "delete", 127 }, { "escape", 27 }, { "newline", 10 }, { "null", 0 },
                  { "return", 13 }, { "space", 32 }, { "tab", 9 }, { "nul", 0 }, { "altmode", 27 }, { "linefeed", 10 }, { "page", 12 },
                  { "rubout", 127 } };
    int first = port_next(r->port);
    if (first < 0)
        reader_fail(r, "a character is missing");
    add_to_token(r, (uint32_t)first);
    while (!is_delimiter(port_peek(r->port)))
        add_to_token(r, (uint32_t)port_next(r->port));
    struct string *s = string_from_bytes(r->text, r->bytes);
    if (s->length == 1)
        return character((uint32_t)first);
    if (first == 'x' && strspn(r->text + 1, "0123456789abcdefABCDEF") == r->bytes - 1 && r->bytes < 9) {
        uint32_t c = (uint32_t)strtoul(r->text + 1, NULL, 16);
        if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
            reader_fail(r, "no Unicode scalar value");
        return character(c);
    }
    for (size_t i = 0; i < COUNT(names); i++)
        if ((r->port->fold_case ? strcasecmp : strcmp)(names[i].name, r->text) == 0)
            return character(names[i].c);
    reader_fail(r, "unknown character name");
    return NULL;
}
