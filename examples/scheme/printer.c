/* printer.c: data to text.
 *
 * Before data with parts is printed, a walk finds what needs a label: for `write` what leads back to itself, for `write-shared` what occurs
 * more than once. The walk keeps its own list, and printing takes further segments, so depth is bounded by memory. */
#include "printer.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "builtins.h"
#include "control.h"
#include "node.h"
#include "number.h"
#include "table.h"
#include "tokens.h"
#include "utf8.h"

struct printer {
    struct port *port;
    bool quoted;                                        /* write, not display */
    bool simple;
    struct table labels;                                /* of what needs one: TRUE until it is printed, then its number */
    intptr_t next_label;
    value v;                                            /* for print_further */
};

/* ---- What needs a label --------------------------------------------------------------------------------------------------------------- */

#define ON_PATH TRUE
#define DONE FALSE

struct visit {                                          /* of one object: its part `next` comes next */
    struct visit *outer;
    value v;
    size_t next;
};

static bool has_parts(value v)
{
    return is_pair(v) || is_vector(v) || is_type(v, T_VALUES) || is_type(v, T_RECORD) || is_type(v, T_BOX);
}

/* Part i of v; null after the last. */
static value part(value v, size_t i)
{
    if (is_pair(v))
        return i == 0 ? CAR(v) : i == 1 ? CDR(v) : NULL;
    if (is_vector(v))
        return i < ((struct vector *)v)->length ? ((struct vector *)v)->items[i] : NULL;
    if (is_type(v, T_VALUES))
        return i < ((struct values *)v)->count ? ((struct values *)v)->items[i] : NULL;
    if (is_type(v, T_BOX))
        return i == 0 ? ((struct box *)v)->content : NULL;
    return i < ((struct record *)v)->type->fields ? ((struct record *)v)->fields[i] : NULL;
}

static struct visit *visit(struct visit *outer, value v)
{
    struct visit *w = GC_MALLOC(sizeof *w);
    *w = (struct visit){ outer, v, 0 };
    return w;
}

static void find_labels(struct printer *p, value v, bool shared)
{
    struct table seen = { 0, 0, NULL, NULL };
    struct visit *path = visit(NULL, v);
    *table_enter(&seen, v) = ON_PATH;
    while (path != NULL) {
        value x = part(path->v, path->next++);
        if (x == NULL) {
            *table_find(&seen, path->v) = DONE;
            path = path->outer;
        } else if (has_parts(x)) {
            value *state = table_find(&seen, x);
            if (state == NULL) {
                *table_enter(&seen, x) = ON_PATH;
                path = visit(path, x);
            } else if (shared || *state == ON_PATH) {
                *table_enter(&p->labels, x) = TRUE;
            }
        }
    }
}

/* Lists of up to some pairs whose parts have no parts: the usual case, which needs no tables. */
static bool is_plain(value v)
{
    int n = 0;
    for (; is_pair(v) && n < 1000; v = CDR(v), n++)
        if (has_parts(CAR(v)))
            return false;
    return !has_parts(v);
}

/* ---- Atoms ---------------------------------------------------------------------------------------------------------------------------- */

static void put(struct printer *p, const char *text)
{
    port_put_text(p->port, text);
}

static void put_hex(struct printer *p, const char *before, uint32_t c, const char *after)
{
    char text[24];
    snprintf(text, sizeof text, "%s%x%s", before, (unsigned)c, after);
    put(p, text);
}

static void print_string(struct printer *p, struct string *s)
{
    static const char means[] = "\a\b\t\n\r\"\\", names[] = "abtnr\"\\";
    if (!p->quoted) {
        size_t bytes;
        const char *text = string_to_utf8(s, &bytes);
        port_put(p->port, text, bytes);
        return;
    }
    put(p, "\"");
    for (size_t i = 0; i < s->length; i++) {
        uint32_t c = s->chars[i];
        const char *at = c > 0 && c < 128 ? strchr(means, (int)c) : NULL;
        if (at != NULL) {
            port_put_text(p->port, "\\");
            port_put_character(p->port, (uint32_t)names[at - means]);
        } else if (c < 32 || c == 127) {
            put_hex(p, "\\x", c, ";");
        } else {
            port_put_character(p->port, c);
        }
    }
    put(p, "\"");
}

/* Some readers take what begins like an infinity for a number. */
static bool begins_as_number(const char *name)
{
    return (name[0] == '+' || name[0] == '-') && (strncasecmp(name + 1, "inf.0", 5) == 0 || strncasecmp(name + 1, "nan.0", 5) == 0);
}

static bool is_plain_symbol(const struct symbol *s)
{
    if (s->bytes == 0 || (s->bytes == 1 && s->name[0] == '.'))
        return false;
    const unsigned char *at = (const unsigned char *)s->name, *end = at + s->bytes;
    while (at < end) {
        uint32_t c = utf8_decode(&at, end);
        if (c < ' ' || c == 127 || c == '|' || c == '\\' || is_delimiter((int)c))
            return false;
    }
    return s->name[0] != '#' && !begins_as_number(s->name) && parse_number(s->name, s->bytes, 10) == FALSE;
}

static void print_symbol(struct printer *p, const struct symbol *s)
{
    if (!p->quoted || is_plain_symbol(s)) {
        port_put(p->port, s->name, s->bytes);
        return;
    }
    put(p, "|");
    for (size_t i = 0; i < s->bytes; i++) {
        unsigned char c = (unsigned char)s->name[i];
        if (c == '|' || c == '\\') {
            put(p, "\\");
            port_put(p->port, s->name + i, 1);
        } else if (c < ' ' || c == 127) {
            put_hex(p, "\\x", c, ";");
        } else {
            port_put(p->port, s->name + i, 1);
        }
    }
    put(p, "|");
}

static void print_character(struct printer *p, uint32_t c)
{
    static const struct {
        const char *name;
        uint32_t c;
    } names[] = { { "alarm", 7 }, { "backspace", 8 }, { "delete", 127 }, { "escape", 27 }, { "newline", 10 }, { "null", 0 }, { "return", 13 },
                  { "space", 32 }, { "tab", 9 } };
    if (!p->quoted) {
        port_put_character(p->port, c);
        return;
    }
    put(p, "#\\");
    for (size_t i = 0; i < COUNT(names); i++)
        if (names[i].c == c) {
            put(p, names[i].name);
            return;
        }
    if (c < 32 || (c >= 127 && c < 0xa0))
        put_hex(p, "x", c, "");
    else
        port_put_character(p->port, c);
}

static void print_bytevector(struct printer *p, const struct bytevector *b)
{
    char text[8];
    put(p, "#u8(");
    for (size_t i = 0; i < b->length; i++) {
        snprintf(text, sizeof text, "%s%d", i == 0 ? "" : " ", b->bytes[i]);
        put(p, text);
    }
    put(p, ")");
}

static const char *constant_text(value v)
{
    return v == TRUE ? "#t" : v == FALSE ? "#f" : v == NIL ? "()" : v == END_OF_FILE ? "#<eof>" : v == UNSPECIFIED ? "#<unspecified>" : "#<undefined>";
}

/* #<kind name> */
static void print_opaque(struct printer *p, const char *kind, const char *name)
{
    put(p, "#<");
    put(p, kind);
    if (name != NULL) {
        put(p, " ");
        put(p, name);
    }
    put(p, ">");
}

static const char *kind_name(value v)
{
    switch (type_of_object(v)) {
    case T_CONTINUATION:
        return "continuation";
    case T_PARAMETER:
        return "parameter";
    case T_PROMISE:
        return "promise";
    case T_PORT:
        return "port";
    case T_ENVIRONMENT:
        return "environment";
    case T_PROMPT_TAG:
        return "prompt tag";
    case T_MARK_SET:
        return "continuation mark set";
    case T_HASH_TABLE:
        return "hash table";
    case T_THREAD:
        return "thread";
    case T_MUTEX:
        return "mutex";
    case T_CONDITION_VARIABLE:
        return "condition variable";
    case T_TIME:
        return "time";
    default:
        return "object";
    }
}

static const char *symbol_name(value v)
{
    return is_symbol(v) ? ((struct symbol *)v)->name : NULL;
}

static void print_procedure(struct printer *p, value v)
{
    if (is_type(v, T_PRIMITIVE))
        print_opaque(p, "procedure", ((struct primitive *)v)->is->name);
    else if (is_type(v, T_CLOSURE))
        print_opaque(p, "procedure", ((struct closure *)v)->code->name);
    else if (is_type(v, T_CASE_LAMBDA))
        print_opaque(p, "procedure", NULL);
    else
        print_opaque(p, kind_name(v), NULL);
}

/* ---- Compound data -------------------------------------------------------------------------------------------------------------------- */

static KONT void print_any(struct printer *p, value v);

/* Whether v needs a label, which is printed. True: v was printed before, and the label stands for it. */
static bool print_label(struct printer *p, value v)
{
    value *label = table_find(&p->labels, v);
    char text[32];
    if (label == NULL)
        return false;
    bool before = *label != TRUE;
    if (!before)
        *label = fixnum(p->next_label++);
    snprintf(text, sizeof text, "#%ld%c", (long)to_fixnum(*label), before ? '#' : '=');
    put(p, text);
    return before;
}

static const char *abbreviation(value v)
{
    if (!is_symbol(CAR(v)) || !is_pair(CDR(v)) || CDDR(v) != NIL)
        return NULL;
    const char *name = symbol_name(CAR(v));
    return strcmp(name, "quote") == 0 ? "'" : strcmp(name, "quasiquote") == 0 ? "`" : strcmp(name, "unquote") == 0 ? "," :
           strcmp(name, "unquote-splicing") == 0 ? ",@" : NULL;
}

static KONT void print_list(struct printer *p, value v)
{
    const char *before = abbreviation(v);
    if (before != NULL && table_find(&p->labels, CDR(v)) == NULL) {
        put(p, before);
        print_any(p, CADR(v));
        return;
    }
    put(p, "(");
    print_any(p, CAR(v));
    for (v = CDR(v); is_pair(v) && table_find(&p->labels, v) == NULL; v = CDR(v)) {
        put(p, " ");
        print_any(p, CAR(v));
    }
    if (v != NIL) {
        put(p, " . ");
        print_any(p, v);
    }
    put(p, ")");
}

static KONT void print_vector(struct printer *p, struct vector *v)
{
    put(p, "#(");
    for (size_t i = 0; i < v->length; i++) {
        if (i > 0)
            put(p, " ");
        print_any(p, v->items[i]);
    }
    put(p, ")");
}

static KONT void print_parts(struct printer *p, const char *kind, value v)
{
    value x;
    put(p, "#<");
    put(p, kind);
    for (size_t i = 0; (x = part(v, i)) != NULL; i++) {
        put(p, " ");
        print_any(p, x);
    }
    put(p, ">");
}

static KONT void print_error_object(struct printer *p, struct condition *c)
{
    put(p, "#<error ");
    print_any(p, c->message);
    for (value v = c->irritants; is_pair(v); v = CDR(v)) {
        put(p, " ");
        print_any(p, CAR(v));
    }
    put(p, ">");
}

static KONT void *print_further(void *arg)
{
    struct printer *p = arg;
    print_any(p, p->v);
    return NULL;
}

static KONT void print_object(struct printer *p, value v)
{
    switch (type_of_object(v)) {
    case T_PAIR:
        print_list(p, v);
        return;
    case T_VECTOR:
        print_vector(p, v);
        return;
    case T_STRING:
        print_string(p, v);
        return;
    case T_SYMBOL:
        print_symbol(p, v);
        return;
    case T_BYTEVECTOR:
        print_bytevector(p, v);
        return;
    case T_CLOSURE: case T_PRIMITIVE: case T_CASE_LAMBDA: case T_CONTINUATION: case T_PARAMETER:
        print_procedure(p, v);
        return;
    case T_RECORD:
        print_parts(p, symbol_name(((struct record *)v)->type->name), v);
        return;
    case T_RECORD_TYPE:
        print_opaque(p, "record type", symbol_name(((struct record_type *)v)->name));
        return;
    case T_CONDITION:
        print_error_object(p, v);
        return;
    case T_VALUES:
        print_parts(p, "values", v);
        return;
    case T_BOX:
        print_parts(p, "box", v);
        return;
    case T_ALIAS:
        print_any(p, alias_symbol(v));
        return;
    default:
        print_opaque(p, kind_name(v), NULL);
    }
}

static KONT void print_any(struct printer *p, value v)
{
    if (needs_stack()) {
        p->v = v;
        with_more_stack(print_further, p);
    } else if (is_number(v)) {
        put(p, number_text(v, 10));
    } else if (is_character(v)) {
        print_character(p, to_character(v));
    } else if (!is_object(v)) {
        put(p, constant_text(v));
    } else if (p->simple || !has_parts(v) || !print_label(p, v)) {
        print_object(p, v);
    }
}

KONT void print(struct port *port, value v, enum print_mode mode)
{
    struct printer *p = GC_MALLOC(sizeof *p);
    p->port = port;
    p->quoted = mode != PRINT_DISPLAY;
    p->simple = mode == PRINT_SIMPLE;
    if (!p->simple && has_parts(v) && (mode == PRINT_SHARED || !is_plain(v)))
        find_labels(p, v, mode == PRINT_SHARED);
    print_any(p, v);
}

/* ---- write and its kin ---------------------------------------------------------------------------------------------------------------- */

static KONT value print_to(const char *who, intptr_t argc, value v, value port, enum print_mode mode)
{
    struct port *p = argc < 2 ? current_output() : port;
    NEED(is_port(p) && (p->header & PORT_OUTPUT) && !(p->header & PORT_BINARY), who, 2, port, "textual output port");
    if (!(p->header & PORT_OPEN))
        return failed(who, "the port is closed", list1(p));
    print(p, v, mode);
    return UNSPECIFIED;
}

static KONT value write_procedure(intptr_t argc, value v, value port, value c, value d)
{
    (void)c, (void)d;
    return print_to("write", argc, v, port, PRINT_WRITE);
}

static KONT value display_procedure(intptr_t argc, value v, value port, value c, value d)
{
    (void)c, (void)d;
    return print_to("display", argc, v, port, PRINT_DISPLAY);
}

static KONT value write_shared(intptr_t argc, value v, value port, value c, value d)
{
    (void)c, (void)d;
    return print_to("write-shared", argc, v, port, PRINT_SHARED);
}

static KONT value write_simple(intptr_t argc, value v, value port, value c, value d)
{
    (void)c, (void)d;
    return print_to("write-simple", argc, v, port, PRINT_SIMPLE);
}

static const struct definition definitions[] = {
    { "write", WRITE, 1, 2, CALLS(write_procedure) },
    { "display", WRITE, 1, 2, CALLS(display_procedure) },
    { "write-shared", WRITE, 1, 2, CALLS(write_shared) },
    { "write-simple", WRITE, 1, 2, CALLS(write_simple) },
};

void printer_start(void)
{
    define_all(definitions, COUNT(definitions));
}
