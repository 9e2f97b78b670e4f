/* port_io.c: input and output of characters, lines, strings and bytes (R7RS 6.13.2, 6.13.3). */
#include <string.h>

#include "port.h"
#include "sequence.h"

enum { TEXT_IN = PORT_INPUT, TEXT_OUT = PORT_OUTPUT, BYTES_IN = PORT_INPUT | PORT_BINARY, BYTES_OUT = PORT_OUTPUT | PORT_BINARY };

/* ---- Reading characters ---- */

static value character_or_end(const char *who, struct port *p, int c)
{
    return c < 0 ? check_port(who, p, END_OF_FILE) : character((uint32_t)c);
}

static value read_char(value port)
{
    struct port *p = take_port("read-char", 1, port, TEXT_IN);
    return p == NULL ? PENDING : character_or_end("read-char", p, port_next(p));
}

static value peek_char(value port)
{
    struct port *p = take_port("peek-char", 1, port, TEXT_IN);
    return p == NULL ? PENDING : character_or_end("peek-char", p, port_peek(p));
}

static value char_ready_p(value port)
{
    struct port *p = take_port("char-ready?", 1, port, TEXT_IN);
    return p == NULL ? PENDING : boolean(port_is_ready(p));
}

/* Up to `most` characters, or to `stop`, which is passed over; END_OF_FILE where there are none at all. */
static value read_characters(const char *who, struct port *p, size_t most, int stop)
{
    struct string *s = make_string(0, 0);
    size_t room = 0;
    int c = 0;
    while (s->length < most && (c = port_next(p)) >= 0 && c != stop) {
        if (s->length == room) {
            room = room == 0 ? 32 : room * 2;
            uint32_t *larger = allocate_atomic((room + 2) * sizeof *larger, 0);
            memcpy(larger, s->chars, s->length * sizeof *larger);
            s->chars = larger;
        }
        s->chars[s->length++] = (uint32_t)c;
    }
    return c < 0 && s->length == 0 ? check_port(who, p, END_OF_FILE) : s;
}

static value read_line(value port)
{
    struct port *p = take_port("read-line", 1, port, TEXT_IN);
    return p == NULL ? PENDING : read_characters("read-line", p, SIZE_MAX, '\n');
}

static value read_string(value k, value port)
{
    size_t most;
    if (!take_index("read-string", 1, k, FIXNUM_MAX, 0, &most))
        return PENDING;
    struct port *p = take_port("read-string", 2, port, TEXT_IN);
    return p == NULL ? PENDING : read_characters("read-string", p, most, -1);
}

/* ---- Reading bytes ---- */

static value byte_or_end(const char *who, struct port *p, int c)
{
    return c < 0 ? check_port(who, p, END_OF_FILE) : fixnum(c);
}

static value read_u8(value port)
{
    struct port *p = take_port("read-u8", 1, port, BYTES_IN);
    return p == NULL ? PENDING : byte_or_end("read-u8", p, port_next_byte(p));
}

static value peek_u8(value port)
{
    struct port *p = take_port("peek-u8", 1, port, BYTES_IN);
    return p == NULL ? PENDING : byte_or_end("peek-u8", p, port_peek_byte(p));
}

static value u8_ready_p(value port)
{
    struct port *p = take_port("u8-ready?", 1, port, BYTES_IN);
    return p == NULL ? PENDING : boolean(port_is_ready(p));
}

static size_t read_bytes(struct port *p, uint8_t *to, size_t most)
{
    size_t n = 0;
    for (int c; n < most && (c = port_next_byte(p)) >= 0; n++)
        to[n] = (uint8_t)c;
    return n;
}

/* Through a buffer: k may be far more than there is. */
static value read_bytevector(value k, value port)
{
    enum { PIECE = 4096 };
    uint8_t piece[PIECE];
    size_t most, total = 0, n = 0;
    if (!take_index("read-bytevector", 1, k, FIXNUM_MAX, 0, &most))
        return PENDING;
    struct port *p = take_port("read-bytevector", 2, port, BYTES_IN), *all = port_to_string();
    if (p == NULL)
        return PENDING;
    do {
        n = read_bytes(p, piece, most - total < PIECE ? most - total : PIECE);
        port_put(all, (const char *)piece, n);
        total += n;
    } while (n == PIECE && total < most);
    if (total == 0 && most > 0)
        return check_port("read-bytevector", p, END_OF_FILE);
    struct bytevector *b = make_bytevector(total, 0);
    memcpy(b->bytes, all->bytes, total);
    return b;
}

static value read_bytevector_into(intptr_t argc, value *argv)
{
    const char *who = "read-bytevector!";
    struct bytevector *b = argv[0];
    size_t start, end;
    NEED(is_bytevector(b), who, 1, b, "bytevector");
    NEED(!is_immutable(b), who, 1, b, "mutable bytevector");
    if (!take_range(who, 3, argc > 2 ? argv[2] : NULL, argc > 3 ? argv[3] : NULL, b->length, &start, &end))
        return PENDING;
    struct port *p = take_port(who, 2, argc > 1 ? argv[1] : NULL, BYTES_IN);
    if (p == NULL)
        return PENDING;
    size_t n = read_bytes(p, b->bytes + start, end - start);
    return n == 0 && end > start ? check_port(who, p, END_OF_FILE) : fixnum((intptr_t)n);
}

static value eof_object(void) { return END_OF_FILE; }
static value eof_object_p(value v) { return boolean(v == END_OF_FILE); }

/* ---- Writing ---- */

static value newline(value port)
{
    struct port *p = take_port("newline", 1, port, TEXT_OUT);
    if (p == NULL)
        return PENDING;
    port_put(p, "\n", 1);
    return check_port("newline", p, UNSPECIFIED);
}

static value write_char(value c, value port)
{
    NEED(is_character(c), "write-char", 1, c, "character");
    struct port *p = take_port("write-char", 2, port, TEXT_OUT);
    if (p == NULL)
        return PENDING;
    port_put_character(p, to_character(c));
    return check_port("write-char", p, UNSPECIFIED);
}

static value write_string(intptr_t argc, value *argv)
{
    const char *who = "write-string";
    struct string *s = argv[0];
    size_t start, end;
    NEED(is_string(s), who, 1, s, "string");
    if (!take_range(who, 3, argc > 2 ? argv[2] : NULL, argc > 3 ? argv[3] : NULL, s->length, &start, &end))
        return PENDING;
    struct port *p = take_port(who, 2, argc > 1 ? argv[1] : NULL, TEXT_OUT);
    if (p == NULL)
        return PENDING;
    for (size_t i = start; i < end; i++)
        port_put_character(p, s->chars[i]);
    return check_port(who, p, UNSPECIFIED);
}

static value write_u8(value v, value port)
{
    NEED(is_fixnum(v) && to_fixnum(v) >= 0 && to_fixnum(v) <= 255, "write-u8", 1, v, "byte");
    struct port *p = take_port("write-u8", 2, port, BYTES_OUT);
    if (p == NULL)
        return PENDING;
    char byte = (char)to_fixnum(v);
    port_put(p, &byte, 1);
    return check_port("write-u8", p, UNSPECIFIED);
}

static value write_bytevector(intptr_t argc, value *argv)
{
    const char *who = "write-bytevector";
    struct bytevector *b = argv[0];
    size_t start, end;
    NEED(is_bytevector(b), who, 1, b, "bytevector");
    if (!take_range(who, 3, argc > 2 ? argv[2] : NULL, argc > 3 ? argv[3] : NULL, b->length, &start, &end))
        return PENDING;
    struct port *p = take_port(who, 2, argc > 1 ? argv[1] : NULL, BYTES_OUT);
    if (p == NULL)
        return PENDING;
    port_put(p, (const char *)b->bytes + start, end - start);
    return check_port(who, p, UNSPECIFIED);
}

static value flush_output_port(value port)
{
    struct port *p = port == NULL ? current_output() : port;
    NEED(is_port(p) && (p->header & PORT_OUTPUT), "flush-output-port", 1, port, "output port");
    if (!(p->header & PORT_OPEN))
        return failed("flush-output-port", "the port is closed", list1(p));
    port_flush(p);
    return check_port("flush-output-port", p, UNSPECIFIED);
}

static const struct definition definitions[] = {
    { "read-char", BASE, 0, 1, LEAF1(read_char) },
    { "peek-char", BASE, 0, 1, LEAF1(peek_char) },
    { "char-ready?", BASE, 0, 1, LEAF1(char_ready_p) },
    { "read-line", BASE, 0, 1, LEAF1(read_line) },
    { "read-string", BASE, 1, 2, LEAF2(read_string) },
    { "read-u8", BASE, 0, 1, LEAF1(read_u8) },
    { "peek-u8", BASE, 0, 1, LEAF1(peek_u8) },
    { "u8-ready?", BASE, 0, 1, LEAF1(u8_ready_p) },
    { "read-bytevector", BASE, 1, 2, LEAF2(read_bytevector) },
    { "read-bytevector!", BASE, 1, 4, LEAFN(read_bytevector_into) },
    { "eof-object", BASE, 0, 0, LEAF0(eof_object) },
    { "eof-object?", BASE, 1, 1, LEAF1(eof_object_p) },
    { "newline", BASE, 0, 1, LEAF1(newline) },
    { "write-char", BASE, 1, 2, LEAF2(write_char) },
    { "write-string", BASE, 1, 4, LEAFN(write_string) },
    { "write-u8", BASE, 1, 2, LEAF2(write_u8) },
    { "write-bytevector", BASE, 1, 4, LEAFN(write_bytevector) },
    { "flush-output-port", BASE, 0, 1, LEAF1(flush_output_port) },
};

void port_io_start(void) { define_all(definitions, COUNT(definitions)); }
