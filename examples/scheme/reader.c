/* reader.c: text to data, R7RS 7.1.2.
 *
 * Nesting is bounded by memory only: where the stack runs low, reading goes on on a further segment. A datum label is read as a
 * placeholder, which is replaced when the datum is complete. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "control.h"
#include "node.h"
#include "number.h"
#include "table.h"
#include "tokens.h"

/* What read_any returns for what is no datum. */
#define CLOSE CONSTANT(100)
#define DOT CONSTANT(101)

static const struct place *keep(const struct place *place)
{
    struct place *p = GC_MALLOC(sizeof *p);
    *p = *place;
    return p;
}

static KONT value read_symbol_or_number(struct reader *r)
{
    bool bars = read_token(r);
    if (!bars) {
        if (r->bytes == 1 && r->text[0] == '.')
            return DOT;
        value n = parse_number(r->text, r->bytes, 10);
        if (n != FALSE)
            return n;
    }
    return r->bytes == 0 ? intern("") : intern_bytes(r->text, r->bytes);
}

/* ---- White space and comments --------------------------------------------------------------------------------------------------------- */

static KONT value read_any(struct reader *r);
static KONT value read_one(struct reader *r, const char *what);

static KONT void skip_block(struct reader *r)
{
    for (int depth = 1; depth > 0;) {
        int c = port_next(r->port);
        if (c < 0)
            reader_fail_at_end(r, "a block comment does not end");
        if (c == '|' && port_peek(r->port) == '#') {
            port_next(r->port);
            depth--;
        } else if (c == '#' && port_peek(r->port) == '|') {
            port_next(r->port);
            depth++;
        }
    }
}

/* The next character that is no white space and not in a line comment; it is read, and r's place is its. */
static int skip_to_token(struct reader *r)
{
    for (;;) {
        r->place = reader_here(r);
        int c = port_next(r->port);
        if (c == ';') {
            while (c >= 0 && c != '\n' && c != '\r')
                c = port_next(r->port);
            continue;
        }
        if (!is_space(c))
            return c;
    }
}

/* ---- Compound data -------------------------------------------------------------------------------------------------------------------- */

static value finish_pair(struct reader *r, value p)
{
    if (r->program)
        ((struct pair *)p)->header |= FLAG_IMMUTABLE;
    return p;
}

static KONT value read_list(struct reader *r)
{
    struct place start = r->place;
    const struct place *place = r->program ? keep(&start) : NULL;
    value head = NIL, last = NIL;
    for (;;) {
        value v = read_any(r);
        if (v == CLOSE)
            return head;
        if (v == END_OF_FILE) {
            r->place = start;
            reader_fail_at_end(r, "a list does not end");
        }
        if (v == DOT && last == NIL)
            reader_fail(r, "a dot at the start of a list");
        if (v == DOT) {
            value tail = read_one(r, "nothing follows a dot");
            CDR(last) = tail;
            if (read_any(r) != CLOSE)
                reader_fail(r, "more than one datum follows a dot");
            return head;
        }
        value p = finish_pair(r, cons_placed(v, NIL, last == NIL ? place : r->program ? keep(&r->place) : NULL));
        if (last == NIL)
            head = p;
        else
            CDR(last) = p;
        last = p;
    }
}

static KONT value read_vector(struct reader *r)
{
    value list = read_list(r);
    intptr_t n = list_length(list);
    if (n < 0)
        reader_fail(r, "a dot in a vector");
    struct vector *v = make_vector((size_t)n, NIL);
    for (intptr_t i = 0; i < n; i++, list = CDR(list))
        v->items[i] = CAR(list);
    if (r->program)
        v->header |= FLAG_IMMUTABLE;
    return v;
}

static KONT value read_bytevector(struct reader *r)
{
    value list = read_list(r);
    intptr_t n = list_length(list);
    if (n < 0)
        reader_fail(r, "a dot in a bytevector");
    struct bytevector *b = make_bytevector((size_t)n, 0);
    for (intptr_t i = 0; i < n; i++, list = CDR(list)) {
        value v = CAR(list);
        if (!is_fixnum(v) || to_fixnum(v) < 0 || to_fixnum(v) > 255)
            reader_fail(r, "a bytevector has bytes only: exact integers from 0 to 255");
        b->bytes[i] = (uint8_t)to_fixnum(v);
    }
    if (r->program)
        b->header |= FLAG_IMMUTABLE;
    return b;
}

static KONT value read_quoted(struct reader *r, const char *name)
{
    const struct place *place = r->program ? keep(&r->place) : NULL;
    value v = read_one(r, "nothing follows a quote");
    value rest = finish_pair(r, cons_placed(v, NIL, place));
    return finish_pair(r, cons_placed(intern(name), rest, place));
}

/* ---- Labels --------------------------------------------------------------------------------------------------------------------------- */

/* #n= and #n#; the first digit is c. A placeholder is a box, which no text stands for. */
static KONT value read_label(struct reader *r, int c)
{
    long number = 0;
    for (; c >= '0' && c <= '9'; c = port_next(r->port)) {
        if (number > 100000000)
            reader_fail(r, "a label's number is too large");
        number = number * 10 + (c - '0');
    }
    value *known = table_find(&r->labels, fixnum(number));
    if (c == '#') {
        if (known == NULL)
            reader_fail(r, "a label that is not defined");
        r->patched = true;
        return *known;
    }
    if (c != '=')
        reader_fail(r, "unknown syntax after #");
    if (known != NULL)
        reader_fail(r, "a label is defined twice");
    struct box *placeholder = make_box(NULL);
    *table_enter(&r->labels, fixnum(number)) = placeholder;
    value v = read_one(r, "nothing follows a label");
    if (v == (value)placeholder)
        reader_fail(r, "a label that names itself");
    placeholder->content = v;
    *table_enter(&r->labels, fixnum(number)) = v;
    return v;
}

/* Puts in place of *at what its label stands for, and *at on the list of what to look into. */
static void patch_one(value *at, struct table *seen, value *list)
{
    while (is_type(*at, T_BOX))
        *at = ((struct box *)*at)->content;
    if ((is_pair(*at) || is_vector(*at)) && table_find(seen, *at) == NULL) {
        *table_enter(seen, *at) = TRUE;
        *list = cons(*at, *list);
    }
}

static value patch(value v)
{
    struct table seen = { 0, 0, NULL, NULL };
    value list = NIL;
    patch_one(&v, &seen, &list);
    while (list != NIL) {
        value x = CAR(list);
        list = CDR(list);
        if (is_pair(x)) {
            patch_one(&CAR(x), &seen, &list);
            patch_one(&CDR(x), &seen, &list);
        } else {
            for (size_t i = 0; i < ((struct vector *)x)->length; i++)
                patch_one(&((struct vector *)x)->items[i], &seen, &list);
        }
    }
    return v;
}

/* ---- Data ----------------------------------------------------------------------------------------------------------------------------- */

/* #!name: true where it is a datum, which *v is then. */
static KONT value read_directive(struct reader *r)
{
    read_token(r);
    const char *name = r->bytes == 0 ? "" : r->text;
    if (strcmp(name, "fold-case") == 0)
        r->port->fold_case = true;
    else if (strcmp(name, "no-fold-case") == 0)
        r->port->fold_case = false;
    else if (strcmp(name, "eof") == 0)
        return END_OF_FILE;
    else if (strcmp(name, "default") == 0 || strcmp(name, "unspecific") == 0 || strcmp(name, "void") == 0)
        return UNSPECIFIED;
    else if (r->place.line == 1 && r->place.column == 1)
        while (port_peek(r->port) >= 0 && port_peek(r->port) != '\n')
            port_next(r->port);
    else
        reader_fail(r, "unknown directive after #!");
    return NULL;
}

/* #t, #u8(, #e1.5 ...: c is the letter. */
static KONT value read_named(struct reader *r, int c)
{
    add_to_token(r, '#');
    add_to_token(r, (uint32_t)c);
    read_token(r);
    if (strcasecmp(r->text, "#t") == 0 || strcasecmp(r->text, "#true") == 0)
        return TRUE;
    if (strcasecmp(r->text, "#f") == 0 || strcasecmp(r->text, "#false") == 0)
        return FALSE;
    if (strcasecmp(r->text, "#u8") == 0 && port_peek(r->port) == '(') {
        port_next(r->port);
        return read_bytevector(r);
    }
    value n = parse_number(r->text, r->bytes, 10);
    if (n == FALSE)
        reader_fail(r, "unknown syntax after #");
    return n;
}

/* What begins with #. Null: nothing, a comment. */
static KONT value read_hash(struct reader *r)
{
    int c = port_next(r->port);
    switch (c) {
    case '(':
        return read_vector(r);
    case '\\':
        return read_character(r);
    case '|':
        skip_block(r);
        return NULL;
    case ';':
        read_one(r, "nothing follows #;");
        return NULL;
    case '!':
        return read_directive(r);
    default:
        if (c >= '0' && c <= '9')
            return read_label(r, c);
        if (c < 0 || is_delimiter(c))
            reader_fail(r, "unknown syntax after #");
        return read_named(r, c);
    }
}

static KONT value read_token_or_list(struct reader *r, int c)
{
    r->bytes = 0;
    switch (c) {
    case '(':
        return read_list(r);
    case ')':
        return CLOSE;
    case '\'':
        return read_quoted(r, "quote");
    case '`':
        return read_quoted(r, "quasiquote");
    case ',':
        if (port_peek(r->port) != '@')
            return read_quoted(r, "unquote");
        port_next(r->port);
        return read_quoted(r, "unquote-splicing");
    case '"':
        return read_string(r);
    case '#':
        return read_hash(r);
    case '|':
        read_bars(r);
        read_token(r);
        return r->bytes == 0 ? intern("") : intern_bytes(r->text, r->bytes);
    default:
        add_folded(r, c);
        return read_symbol_or_number(r);
    }
}

static KONT void *read_further(void *r)
{
    return read_any(r);
}

/* A datum, END_OF_FILE, CLOSE or DOT. */
static KONT value read_any(struct reader *r)
{
    if (needs_stack())
        return with_more_stack(read_further, r);
    for (;;) {
        int c = skip_to_token(r);
        if (c < 0)
            return END_OF_FILE;
        value v = read_token_or_list(r, c);
        if (v != NULL)
            return v;
    }
}

static KONT value read_one(struct reader *r, const char *what)
{
    struct place start = r->place;
    value v = read_any(r);
    if (v == CLOSE || v == DOT || v == END_OF_FILE) {
        r->place = start;
        if (v == END_OF_FILE)
            reader_fail_at_end(r, what);
        reader_fail(r, what);
    }
    return v;
}

KONT value read_datum(struct port *p, bool program)
{
    struct reader *r = GC_MALLOC(sizeof *r);
    r->port = p;
    r->program = program;
    value v = read_any(r);
    if (v == CLOSE)
        reader_fail(r, "a closing parenthesis too many");
    if (v == DOT)
        reader_fail(r, "a dot outside of a list");
    return r->patched ? patch(v) : v;
}

static KONT value read_procedure(intptr_t argc, value port, value b, value c, value d)
{
    (void)b, (void)c, (void)d;
    struct port *p = argc == 0 ? current_input() : port;
    NEED(is_port(p) && (p->header & PORT_INPUT) && !(p->header & PORT_BINARY), "read", 1, port, "textual input port");
    if (!(p->header & PORT_OPEN))
        return failed("read", "the port is closed", list1(port));
    return read_datum(p, false);
}

static const struct definition definitions[] = {
    { "read", READ, 0, 1, CALLS(read_procedure) },
};

void reader_start(void)
{
    define_all(definitions, COUNT(definitions));
}
