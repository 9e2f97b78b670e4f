/* bytevectors.c: bytevectors (R7RS 6.9). */
#include <string.h>

#include "sequence.h"

#define NEED_BYTES(who, n, v) NEED(is_bytevector(v), who, n, v, "bytevector")
#define NEED_MUTABLE_BYTES(who, n, v) \
    do { NEED_BYTES(who, n, v); NEED(!is_immutable(v), who, n, v, "bytevector that is no literal"); } while (0)
#define NEED_BYTE(who, n, v) NEED(is_fixnum(v) && to_fixnum(v) >= 0 && to_fixnum(v) <= 255, who, n, v, "byte")

static value bytevector_p(value v) { return boolean(is_bytevector(v)); }

static value make(value k, value fill)
{
    size_t length;
    if (!take_length("make-bytevector", 1, k, &length))
        return PENDING;
    if (fill != NULL)
        NEED_BYTE("make-bytevector", 2, fill);
    return make_bytevector(length, fill == NULL ? 0 : (int)to_fixnum(fill));
}

static value bytevector(intptr_t argc, value *argv)
{
    struct bytevector *b = make_bytevector((size_t)argc, 0);
    for (intptr_t i = 0; i < argc; i++) {
        NEED_BYTE("bytevector", (int)i + 1, argv[i]);
        b->bytes[i] = (uint8_t)to_fixnum(argv[i]);
    }
    return b;
}

static value length(value v)
{
    NEED_BYTES("bytevector-length", 1, v);
    return fixnum((intptr_t)((struct bytevector *)v)->length);
}

static value ref(value v, value k)
{
    struct bytevector *b = v;
    NEED_BYTES("bytevector-u8-ref", 1, v);
    NEED(is_fixnum(k), "bytevector-u8-ref", 2, k, "index");
    if (to_fixnum(k) < 0 || (size_t)to_fixnum(k) >= b->length)
        return out_of_range("bytevector-u8-ref", 2, k);
    return fixnum(b->bytes[to_fixnum(k)]);
}

static value set(value v, value k, value byte)
{
    struct bytevector *b = v;
    NEED_MUTABLE_BYTES("bytevector-u8-set!", 1, v);
    NEED(is_fixnum(k), "bytevector-u8-set!", 2, k, "index");
    if (to_fixnum(k) < 0 || (size_t)to_fixnum(k) >= b->length)
        return out_of_range("bytevector-u8-set!", 2, k);
    NEED_BYTE("bytevector-u8-set!", 3, byte);
    b->bytes[to_fixnum(k)] = (uint8_t)to_fixnum(byte);
    return UNSPECIFIED;
}

static value from_bytes(const uint8_t *bytes, size_t count)
{
    struct bytevector *b = make_bytevector(count, 0);
    memcpy(b->bytes, bytes, count);
    return b;
}

static value copy(value v, value start, value end)
{
    size_t from, to;
    struct bytevector *b = v;
    NEED_BYTES("bytevector-copy", 1, v);
    if (!take_range("bytevector-copy", 2, start, end, b->length, &from, &to))
        return PENDING;
    return from_bytes(b->bytes + from, to - from);
}

static value copy_into(intptr_t argc, value *argv)
{
    struct copying c;
    struct bytevector *to = argv[0], *from = argv[2];
    NEED_MUTABLE_BYTES("bytevector-copy!", 1, to);
    NEED_BYTES("bytevector-copy!", 3, from);
    if (!take_copying("bytevector-copy!", argc, argv, to->length, from->length, &c))
        return PENDING;
    memmove(to->bytes + c.at, from->bytes + c.start, c.end - c.start);
    return UNSPECIFIED;
}

static value append(intptr_t argc, value *argv)
{
    size_t total = 0;
    for (intptr_t i = 0; i < argc; i++) {
        NEED_BYTES("bytevector-append", (int)i + 1, argv[i]);
        total += ((struct bytevector *)argv[i])->length;
        if (total > MOST_ITEMS)
            return too_long("bytevector-append");
    }
    struct bytevector *b = make_bytevector(total, 0);
    uint8_t *at = b->bytes;
    for (intptr_t i = 0; i < argc; i++) {
        struct bytevector *part = argv[i];
        memcpy(at, part->bytes, part->length);
        at += part->length;
    }
    return b;
}

static value fill(intptr_t argc, value *argv)
{
    size_t from, to;
    struct bytevector *b = argv[0];
    NEED_MUTABLE_BYTES("bytevector-fill!", 1, b);
    NEED_BYTE("bytevector-fill!", 2, argv[1]);
    if (!take_range("bytevector-fill!", 3, argc > 2 ? argv[2] : NULL, argc > 3 ? argv[3] : NULL, b->length, &from, &to))
        return PENDING;
    memset(b->bytes + from, (int)to_fixnum(argv[1]), to - from);
    return UNSPECIFIED;
}

/* What is not UTF-8 becomes U+FFFD. */
static value utf8_to_string(value v, value start, value end)
{
    size_t from, to;
    struct bytevector *b = v;
    NEED_BYTES("utf8->string", 1, v);
    if (!take_range("utf8->string", 2, start, end, b->length, &from, &to))
        return PENDING;
    return string_from_bytes((const char *)b->bytes + from, to - from);
}

static value string_to_utf8_bytes(value v, value start, value end)
{
    size_t from, to, bytes;
    NEED(is_string(v), "string->utf8", 1, v, "string");
    struct string part = *(struct string *)v;
    if (!take_range("string->utf8", 2, start, end, part.length, &from, &to))
        return PENDING;
    part.chars += from;
    part.length = to - from;
    const char *text = string_to_utf8(&part, &bytes);
    return from_bytes((const uint8_t *)text, bytes);
}

static const struct definition definitions[] = {
    { "bytevector?", BASE, 1, 1, LEAF1(bytevector_p) },
    { "make-bytevector", BASE, 1, 2, LEAF2(make) },
    { "bytevector", BASE, 0, MANY, LEAFN(bytevector) },
    { "bytevector-length", BASE, 1, 1, LEAF1(length) },
    { "bytevector-u8-ref", BASE, 2, 2, LEAF2(ref) },
    { "bytevector-u8-set!", BASE, 3, 3, LEAF3(set) },
    { "bytevector-copy", BASE, 1, 3, LEAF3(copy) },
    { "bytevector-copy!", BASE, 3, 5, LEAFN(copy_into) },
    { "bytevector-append", BASE, 0, MANY, LEAFN(append) },
    { "bytevector-fill!", EXTRA, 2, 4, LEAFN(fill) },
    { "utf8->string", BASE, 1, 3, LEAF3(utf8_to_string) },
    { "string->utf8", BASE, 1, 3, LEAF3(string_to_utf8_bytes) },
};

void bytevectors_start(void) { define_all(definitions, COUNT(definitions)); }
