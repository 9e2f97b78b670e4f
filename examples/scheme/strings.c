/* strings.c: strings (R7RS 6.7), and their ways to and from lists, vectors and symbols. */
#include <string.h>

#include "sequence.h"

#define NEED_STRING(who, n, v) NEED(is_string(v), who, n, v, "string")
#define NEED_MUTABLE_STRING(who, n, v) \
    do { NEED_STRING(who, n, v); NEED(!is_immutable(v), who, n, v, "string that is no literal"); } while (0)
#define NEED_CHARACTER(who, n, v) NEED(is_character(v), who, n, v, "character")

static value string_p(value v) { return boolean(is_string(v)); }

static value string_of(const uint32_t *chars, size_t count)
{
    struct string *s = make_string(count, 0);
    memcpy(s->chars, chars, count * sizeof *chars);
    return s;
}

/* ---- Making ---- */

static value make(value k, value fill)
{
    size_t length;
    if (!take_length("make-string", 1, k, &length))
        return PENDING;
    if (fill != NULL)
        NEED_CHARACTER("make-string", 2, fill);
    return make_string(length, fill == NULL ? ' ' : to_character(fill));
}

static value string(intptr_t argc, value *argv)
{
    struct string *s = make_string((size_t)argc, 0);
    for (intptr_t i = 0; i < argc; i++) {
        NEED_CHARACTER("string", (int)i + 1, argv[i]);
        s->chars[i] = to_character(argv[i]);
    }
    return s;
}

static value append(intptr_t argc, value *argv)
{
    size_t total = 0;
    for (intptr_t i = 0; i < argc; i++) {
        NEED_STRING("string-append", (int)i + 1, argv[i]);
        total += ((struct string *)argv[i])->length;
        if (total > MOST_ITEMS)
            return too_long("string-append");
    }
    struct string *s = make_string(total, 0);
    uint32_t *at = s->chars;
    for (intptr_t i = 0; i < argc; i++) {
        struct string *part = argv[i];
        memcpy(at, part->chars, part->length * sizeof *at);
        at += part->length;
    }
    return s;
}

/* ---- Characters of a string ---- */

static value length(value v)
{
    NEED_STRING("string-length", 1, v);
    return fixnum((intptr_t)((struct string *)v)->length);
}

static value ref(value v, value k)
{
    struct string *s = v;
    NEED_STRING("string-ref", 1, v);
    NEED(is_fixnum(k), "string-ref", 2, k, "index");
    if (to_fixnum(k) < 0 || (size_t)to_fixnum(k) >= s->length)
        return out_of_range("string-ref", 2, k);
    return character(s->chars[to_fixnum(k)]);
}

static value set(value v, value k, value c)
{
    struct string *s = v;
    NEED_MUTABLE_STRING("string-set!", 1, v);
    NEED(is_fixnum(k), "string-set!", 2, k, "index");
    if (to_fixnum(k) < 0 || (size_t)to_fixnum(k) >= s->length)
        return out_of_range("string-set!", 2, k);
    NEED_CHARACTER("string-set!", 3, c);
    s->chars[to_fixnum(k)] = to_character(c);
    return UNSPECIFIED;
}

/* ---- Parts ---- */

static value part(const char *who, value v, value start, value end)
{
    size_t from, to;
    struct string *s = v;
    NEED_STRING(who, 1, v);
    if (!take_range(who, 2, start, end, s->length, &from, &to))
        return PENDING;
    return string_of(s->chars + from, to - from);
}

static value copy(value v, value start, value end) { return part("string-copy", v, start, end); }
static value substring(value v, value start, value end) { return part("substring", v, start, end); }

static value copy_into(intptr_t argc, value *argv)
{
    struct copying c;
    struct string *to = argv[0], *from = argv[2];
    NEED_MUTABLE_STRING("string-copy!", 1, to);
    NEED_STRING("string-copy!", 3, from);
    if (!take_copying("string-copy!", argc, argv, to->length, from->length, &c))
        return PENDING;
    memmove(to->chars + c.at, from->chars + c.start, (c.end - c.start) * sizeof *to->chars);
    return UNSPECIFIED;
}

static value fill(intptr_t argc, value *argv)
{
    size_t from, to;
    struct string *s = argv[0];
    NEED_MUTABLE_STRING("string-fill!", 1, s);
    NEED_CHARACTER("string-fill!", 2, argv[1]);
    if (!take_range("string-fill!", 3, argc > 2 ? argv[2] : NULL, argc > 3 ? argv[3] : NULL, s->length, &from, &to))
        return PENDING;
    for (size_t i = from; i < to; i++)
        s->chars[i] = to_character(argv[1]);
    return UNSPECIFIED;
}

/* ---- Lists, vectors, symbols ---- */

static value string_to_list(value v, value start, value end)
{
    size_t from, to;
    struct string *s = v;
    value list = NIL;
    NEED_STRING("string->list", 1, v);
    if (!take_range("string->list", 2, start, end, s->length, &from, &to))
        return PENDING;
    while (to-- > from)
        list = cons(character(s->chars[to]), list);
    return list;
}

static value list_to_string(value list)
{
    intptr_t count = list_length(list);
    NEED(count >= 0, "list->string", 1, list, "list");
    struct string *s = make_string((size_t)count, 0);
    for (intptr_t i = 0; i < count; i++, list = CDR(list)) {
        NEED_CHARACTER("list->string", 1, CAR(list));
        s->chars[i] = to_character(CAR(list));
    }
    return s;
}

static value string_to_vector(value v, value start, value end)
{
    size_t from, to;
    struct string *s = v;
    NEED_STRING("string->vector", 1, v);
    if (!take_range("string->vector", 2, start, end, s->length, &from, &to))
        return PENDING;
    struct vector *all = make_vector(to - from, UNSPECIFIED);
    for (size_t i = from; i < to; i++)
        all->items[i - from] = character(s->chars[i]);
    return all;
}

static value vector_to_string(value v, value start, value end)
{
    size_t from, to;
    struct vector *all = v;
    NEED(is_vector(v), "vector->string", 1, v, "vector");
    if (!take_range("vector->string", 2, start, end, all->length, &from, &to))
        return PENDING;
    struct string *s = make_string(to - from, 0);
    for (size_t i = from; i < to; i++) {
        NEED_CHARACTER("vector->string", 1, all->items[i]);
        s->chars[i - from] = to_character(all->items[i]);
    }
    return s;
}

static value symbol_to_string(value v)
{
    NEED(is_symbol(v), "symbol->string", 1, v, "symbol");
    struct symbol *symbol = v;
    struct string *s = string_from_bytes(symbol->name, symbol->bytes);
    s->header |= FLAG_IMMUTABLE;
    return s;
}

static value string_to_symbol_procedure(value v)
{
    NEED_STRING("string->symbol", 1, v);
    return string_to_symbol(v);
}

/* ---- string-map, string-for-each ---- */

/* How long the shortest of some strings is; -1: one of them is none, and PENDING is set. Arguments count from 2. */
static intptr_t shortest(const char *who, value strings)
{
    size_t least = SIZE_MAX;
    for (int n = 2; strings != NIL; strings = CDR(strings), n++) {
        if (!is_string(CAR(strings))) {
            wrong_type(who, n, CAR(strings), "string");
            return -1;
        }
        size_t length = ((struct string *)CAR(strings))->length;
        least = length < least ? length : least;
    }
    return (intptr_t)least;
}

static value characters_at(value strings, intptr_t i)
{
    value list = NIL;
    for (; strings != NIL; strings = CDR(strings))
        list = cons(character(((struct string *)CAR(strings))->chars[i]), list);
    return reverse_onto(list, NIL);
}

static value string_of_reversed(value list, size_t count)
{
    struct string *s = make_string(count, 0);
    for (; list != NIL; list = CDR(list))
        s->chars[--count] = to_character(CAR(list));
    return s;
}

/* The results wait in a list that nothing changes: a continuation taken in f makes a string of its own. */
static KONT value string_map(intptr_t argc, value f, value b, value c, value d)
{
    NEED(is_procedure(f), "string-map", 1, f, "procedure");
    value strings = arguments_from(1, argc, f, b, c, d), results = NIL;
    intptr_t count = shortest("string-map", strings);
    if (count < 0)
        return PENDING;
    for (intptr_t i = 0; i < count; i++) {
        value r = call_list(f, characters_at(strings, i));
        if (!is_character(r))
            return failed("string-map", "the procedure's value is no character", list1(r));
        results = cons(r, results);
    }
    return string_of_reversed(results, (size_t)count);
}

static KONT value string_for_each(intptr_t argc, value f, value b, value c, value d)
{
    NEED(is_procedure(f), "string-for-each", 1, f, "procedure");
    value strings = arguments_from(1, argc, f, b, c, d);
    intptr_t count = shortest("string-for-each", strings);
    if (count < 0)
        return PENDING;
    for (intptr_t i = 0; i < count; i++)
        call_list(f, characters_at(strings, i));
    return UNSPECIFIED;
}

static const struct definition definitions[] = {
    { "string?", BASE, 1, 1, LEAF1(string_p) },
    { "make-string", BASE, 1, 2, LEAF2(make) },
    { "string", BASE, 0, MANY, LEAFN(string) },
    { "string-append", BASE, 0, MANY, LEAFN(append) },
    { "string-length", BASE, 1, 1, LEAF1(length) },
    { "string-ref", BASE, 2, 2, LEAF2(ref) },
    { "string-set!", BASE, 3, 3, LEAF3(set) },
    { "substring", BASE, 2, 3, LEAF3(substring) },
    { "string-copy", BASE, 1, 3, LEAF3(copy) },
    { "string-copy!", BASE, 3, 5, LEAFN(copy_into) },
    { "string-fill!", BASE, 2, 4, LEAFN(fill) },
    { "string->list", BASE, 1, 3, LEAF3(string_to_list) },
    { "list->string", BASE, 1, 1, LEAF1(list_to_string) },
    { "string->vector", BASE, 1, 3, LEAF3(string_to_vector) },
    { "vector->string", BASE, 1, 3, LEAF3(vector_to_string) },
    { "symbol->string", BASE, 1, 1, LEAF1(symbol_to_string) },
    { "string->symbol", BASE, 1, 1, LEAF1(string_to_symbol_procedure) },
    { "string-map", BASE, 2, MANY, CALLS(string_map) },
    { "string-for-each", BASE, 2, MANY, CALLS(string_for_each) },
};

void string_case_start(void);                           /* string_case.c */

void strings_start(void)
{
    define_all(definitions, COUNT(definitions));
    string_case_start();
}
