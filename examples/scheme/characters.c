/* characters.c: characters (R7RS 6.6), by tables of Unicode's. */
#include "characters.h"

#include <string.h>

#include "call.h"

struct span {
    uint32_t first, last, step;
};
struct shift {
    uint32_t first, last, step;
    int32_t by;
};
struct several {
    uint32_t from, to[MOST_CASE];
};
#include "unicode_tables.h"

/* ---- Tables: each begins its entries with a first character, in order ---- */

/* The last entry that begins at or before c, or null. */
static const void *entry_at(const void *table, size_t count, size_t size, uint32_t c)
{
    const char *entries = table;
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        uint32_t first;
        memcpy(&first, entries + middle * size, sizeof first);
        if (first <= c)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? NULL : entries + (low - 1) * size;
}
#define ENTRY(table, c) entry_at(table, COUNT(table), sizeof *(table), c)

static bool within(const struct span *s, uint32_t c)
{
    return s != NULL && c <= s->last && (c - s->first) % s->step == 0;
}

static uint32_t shifted(const struct shift *s, uint32_t c)
{
    return s != NULL && c <= s->last && (c - s->first) % s->step == 0 ? (uint32_t)((int32_t)c + s->by) : c;
}

static size_t expand(const struct several *s, uint32_t c, uint32_t simple, uint32_t to[MOST_CASE])
{
    to[0] = simple;
    if (s == NULL || s->from != c)
        return 1;
    memcpy(to, s->to, sizeof s->to);
    return s->to[2] != 0 ? 3 : 2;
}

bool char_is_alphabetic(uint32_t c) { return within(ENTRY(alphabetic, c), c); }
bool char_is_whitespace(uint32_t c) { return within(ENTRY(whitespace, c), c); }

int char_digit(uint32_t c)
{
    const uint32_t *zero = ENTRY(zeros, c);
    return zero != NULL && c - *zero < 10 ? (int)(c - *zero) : -1;
}

uint32_t char_upcase(uint32_t c)
{
    return c < 128 ? (c >= 'a' && c <= 'z' ? c - 32 : c) : shifted(ENTRY(to_upper, c), c);
}

uint32_t char_downcase(uint32_t c)
{
    return c < 128 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : shifted(ENTRY(to_lower, c), c);
}

uint32_t char_foldcase(uint32_t c)
{
    return c < 128 ? char_downcase(c) : shifted(ENTRY(to_fold, c), c);
}

size_t char_upcase_full(uint32_t c, uint32_t to[MOST_CASE]) { return expand(ENTRY(to_upper_several, c), c, char_upcase(c), to); }
size_t char_downcase_full(uint32_t c, uint32_t to[MOST_CASE]) { return expand(ENTRY(to_lower_several, c), c, char_downcase(c), to); }
size_t char_foldcase_full(uint32_t c, uint32_t to[MOST_CASE]) { return expand(ENTRY(to_fold_several, c), c, char_foldcase(c), to); }

/* ---- Kinds ---- */

static value char_p(value v) { return boolean(is_character(v)); }

static value char_alphabetic_p(value v)
{
    NEED(is_character(v), "char-alphabetic?", 1, v, "character");
    return boolean(char_is_alphabetic(to_character(v)));
}

static value char_numeric_p(value v)
{
    NEED(is_character(v), "char-numeric?", 1, v, "character");
    return boolean(char_digit(to_character(v)) >= 0);
}

static value char_whitespace_p(value v)
{
    NEED(is_character(v), "char-whitespace?", 1, v, "character");
    return boolean(char_is_whitespace(to_character(v)));
}

static value char_upper_case_p(value v)
{
    NEED(is_character(v), "char-upper-case?", 1, v, "character");
    return boolean(within(ENTRY(uppercase, to_character(v)), to_character(v)));
}

static value char_lower_case_p(value v)
{
    NEED(is_character(v), "char-lower-case?", 1, v, "character");
    return boolean(within(ENTRY(lowercase, to_character(v)), to_character(v)));
}

static value digit_value(value v)
{
    NEED(is_character(v), "digit-value", 1, v, "character");
    int d = char_digit(to_character(v));
    return d < 0 ? FALSE : fixnum(d);
}

/* ---- To others ---- */

static value char_to_integer(value v)
{
    NEED(is_character(v), "char->integer", 1, v, "character");
    return fixnum((intptr_t)to_character(v));
}

static value integer_to_char(value v)
{
    NEED(is_fixnum(v), "integer->char", 1, v, "exact integer");
    intptr_t n = to_fixnum(v);
    if (n < 0 || n > 0x10ffff || (n >= 0xd800 && n < 0xe000))
        return out_of_range("integer->char", 1, v);
    return character((uint32_t)n);
}

static value upcase(value v)
{
    NEED(is_character(v), "char-upcase", 1, v, "character");
    return character(char_upcase(to_character(v)));
}

static value downcase(value v)
{
    NEED(is_character(v), "char-downcase", 1, v, "character");
    return character(char_downcase(to_character(v)));
}

static value foldcase(value v)
{
    NEED(is_character(v), "char-foldcase", 1, v, "character");
    return character(char_foldcase(to_character(v)));
}

/* ---- Comparisons ---- */

/* Whether each stands to the next as `first` or `second`: -1, 0 or 1. */
static value compare(const char *who, bool fold, int first, int second, intptr_t argc, value *argv)
{
    bool holds = true;
    for (intptr_t i = 0; i < argc; i++)
        NEED(is_character(argv[i]), who, (int)i + 1, argv[i], "character");
    for (intptr_t i = 1; i < argc && holds; i++) {
        uint32_t a = to_character(argv[i - 1]), b = to_character(argv[i]);
        if (fold) {
            a = char_foldcase(a);
            b = char_foldcase(b);
        }
        int c = (a > b) - (a < b);
        holds = c == first || c == second;
    }
    return boolean(holds);
}

static value equal_p(intptr_t argc, value *argv) { return compare("char=?", false, 0, 0, argc, argv); }
static value less_p(intptr_t argc, value *argv) { return compare("char<?", false, -1, -1, argc, argv); }
static value greater_p(intptr_t argc, value *argv) { return compare("char>?", false, 1, 1, argc, argv); }
static value less_or_equal_p(intptr_t argc, value *argv) { return compare("char<=?", false, -1, 0, argc, argv); }
static value greater_or_equal_p(intptr_t argc, value *argv) { return compare("char>=?", false, 1, 0, argc, argv); }
static value ci_equal_p(intptr_t argc, value *argv) { return compare("char-ci=?", true, 0, 0, argc, argv); }
static value ci_less_p(intptr_t argc, value *argv) { return compare("char-ci<?", true, -1, -1, argc, argv); }
static value ci_greater_p(intptr_t argc, value *argv) { return compare("char-ci>?", true, 1, 1, argc, argv); }
static value ci_less_or_equal_p(intptr_t argc, value *argv) { return compare("char-ci<=?", true, -1, 0, argc, argv); }
static value ci_greater_or_equal_p(intptr_t argc, value *argv) { return compare("char-ci>=?", true, 1, 0, argc, argv); }

static const struct definition definitions[] = {
    { "char?", BASE, 1, 1, LEAF1(char_p) },
    { "char-alphabetic?", CHAR, 1, 1, LEAF1(char_alphabetic_p) },
    { "char-numeric?", CHAR, 1, 1, LEAF1(char_numeric_p) },
    { "char-whitespace?", CHAR, 1, 1, LEAF1(char_whitespace_p) },
    { "char-upper-case?", CHAR, 1, 1, LEAF1(char_upper_case_p) },
    { "char-lower-case?", CHAR, 1, 1, LEAF1(char_lower_case_p) },
    { "digit-value", CHAR, 1, 1, LEAF1(digit_value) },
    { "char->integer", BASE, 1, 1, LEAF1(char_to_integer) },
    { "integer->char", BASE, 1, 1, LEAF1(integer_to_char) },
    { "char-upcase", CHAR, 1, 1, LEAF1(upcase) },
    { "char-downcase", CHAR, 1, 1, LEAF1(downcase) },
    { "char-foldcase", CHAR, 1, 1, LEAF1(foldcase) },
    { "char=?", BASE, 1, MANY, LEAFN(equal_p) },
    { "char<?", BASE, 1, MANY, LEAFN(less_p) },
    { "char>?", BASE, 1, MANY, LEAFN(greater_p) },
    { "char<=?", BASE, 1, MANY, LEAFN(less_or_equal_p) },
    { "char>=?", BASE, 1, MANY, LEAFN(greater_or_equal_p) },
    { "char-ci=?", CHAR, 1, MANY, LEAFN(ci_equal_p) },
    { "char-ci<?", CHAR, 1, MANY, LEAFN(ci_less_p) },
    { "char-ci>?", CHAR, 1, MANY, LEAFN(ci_greater_p) },
    { "char-ci<=?", CHAR, 1, MANY, LEAFN(ci_less_or_equal_p) },
    { "char-ci>=?", CHAR, 1, MANY, LEAFN(ci_greater_or_equal_p) },
};

void characters_start(void) { define_all(definitions, COUNT(definitions)); }
