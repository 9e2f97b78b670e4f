/* string_case.c: comparing strings, and their other cases. A string may grow: the capitals of "ß" are "SS". */
#include <string.h>

#include "characters.h"
#include "sequence.h"

/* ---- Cases ---- */

/* The other case of a string's character i: up to three characters, how many is the result. */
typedef size_t case_at(struct string *s, size_t i, uint32_t to[MOST_CASE]);

static size_t upper_at(struct string *s, size_t i, uint32_t to[MOST_CASE]) { return char_upcase_full(s->chars[i], to); }
static size_t fold_at(struct string *s, size_t i, uint32_t to[MOST_CASE]) { return char_foldcase_full(s->chars[i], to); }

enum { SIGMA = 0x3a3, FINAL_SIGMA = 0x3c2 };

/* A sigma at the end of a word is written as another letter. */
static size_t lower_at(struct string *s, size_t i, uint32_t to[MOST_CASE])
{
    if (s->chars[i] != SIGMA || i == 0 || !char_is_alphabetic(s->chars[i - 1]) ||
        (i + 1 < s->length && char_is_alphabetic(s->chars[i + 1])))
        return char_downcase_full(s->chars[i], to);
    to[0] = FINAL_SIGMA;
    return 1;
}

static struct string *change_case(struct string *s, case_at *change)
{
    uint32_t to[MOST_CASE];
    size_t n = 0;
    for (size_t i = 0; i < s->length; i++)
        n += change(s, i, to);
    struct string *r = make_string(n, 0);
    n = 0;
    for (size_t i = 0; i < s->length; i++) {
        size_t count = change(s, i, to);
        memcpy(r->chars + n, to, count * sizeof *to);
        n += count;
    }
    return r;
}

static value upcase(value v)
{
    NEED(is_string(v), "string-upcase", 1, v, "string");
    return change_case(v, upper_at);
}

static value downcase(value v)
{
    NEED(is_string(v), "string-downcase", 1, v, "string");
    return change_case(v, lower_at);
}

static value foldcase(value v)
{
    NEED(is_string(v), "string-foldcase", 1, v, "string");
    return change_case(v, fold_at);
}

/* ---- Comparisons, by the characters' numbers ---- */

static int order_of(struct string *a, struct string *b)
{
    size_t common = a->length < b->length ? a->length : b->length;
    for (size_t i = 0; i < common; i++)
        if (a->chars[i] != b->chars[i])
            return a->chars[i] < b->chars[i] ? -1 : 1;
    return (a->length > b->length) - (a->length < b->length);
}

/* Whether each stands to the next as `first` or `second`: -1, 0 or 1. */
static value compare(const char *who, bool fold, int first, int second, intptr_t argc, value *argv)
{
    bool holds = true;
    for (intptr_t i = 0; i < argc; i++)
        NEED(is_string(argv[i]), who, (int)i + 1, argv[i], "string");
    for (intptr_t i = 1; i < argc && holds; i++) {
        struct string *a = argv[i - 1], *b = argv[i];
        int c = fold ? order_of(change_case(a, fold_at), change_case(b, fold_at)) : order_of(a, b);
        holds = c == first || c == second;
    }
    return boolean(holds);
}

static value equal_p(intptr_t argc, value *argv) { return compare("string=?", false, 0, 0, argc, argv); }
static value less_p(intptr_t argc, value *argv) { return compare("string<?", false, -1, -1, argc, argv); }
static value greater_p(intptr_t argc, value *argv) { return compare("string>?", false, 1, 1, argc, argv); }
static value less_or_equal_p(intptr_t argc, value *argv) { return compare("string<=?", false, -1, 0, argc, argv); }
static value greater_or_equal_p(intptr_t argc, value *argv) { return compare("string>=?", false, 1, 0, argc, argv); }
static value ci_equal_p(intptr_t argc, value *argv) { return compare("string-ci=?", true, 0, 0, argc, argv); }
static value ci_less_p(intptr_t argc, value *argv) { return compare("string-ci<?", true, -1, -1, argc, argv); }
static value ci_greater_p(intptr_t argc, value *argv) { return compare("string-ci>?", true, 1, 1, argc, argv); }
static value ci_less_or_equal_p(intptr_t argc, value *argv) { return compare("string-ci<=?", true, -1, 0, argc, argv); }
static value ci_greater_or_equal_p(intptr_t argc, value *argv) { return compare("string-ci>=?", true, 1, 0, argc, argv); }

static const struct definition definitions[] = {
    { "string-upcase", CHAR, 1, 1, LEAF1(upcase) },
    { "string-downcase", CHAR, 1, 1, LEAF1(downcase) },
    { "string-foldcase", CHAR, 1, 1, LEAF1(foldcase) },
    { "string=?", BASE, 1, MANY, LEAFN(equal_p) },
    { "string<?", BASE, 1, MANY, LEAFN(less_p) },
    { "string>?", BASE, 1, MANY, LEAFN(greater_p) },
    { "string<=?", BASE, 1, MANY, LEAFN(less_or_equal_p) },
    { "string>=?", BASE, 1, MANY, LEAFN(greater_or_equal_p) },
    { "string-ci=?", CHAR, 1, MANY, LEAFN(ci_equal_p) },
    { "string-ci<?", CHAR, 1, MANY, LEAFN(ci_less_p) },
    { "string-ci>?", CHAR, 1, MANY, LEAFN(ci_greater_p) },
    { "string-ci<=?", CHAR, 1, MANY, LEAFN(ci_less_or_equal_p) },
    { "string-ci>=?", CHAR, 1, MANY, LEAFN(ci_greater_or_equal_p) },
};

void string_case_start(void) { define_all(definitions, COUNT(definitions)); }
