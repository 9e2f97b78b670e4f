/* number.c: expressions of integer types. */
#include "make.h"

#include <stdlib.h>

static bool constant(struct access a, int depth, enum level least)
{
    (void)a, (void)depth, (void)least;
    static const char *const some[] = { "0", "1", "2", "7u", "'a'", "40000", "0xfful", "3000000000u", "RED", "BLUE", "(char)-3", "255", "1ull", "(short)9" };
    put("%s", some[choose(sizeof some / sizeof *some)]);
    return true;
}

static bool place(struct access a, int depth, enum level least)
{
    struct place place;
    (void)least;
    return put_place(T_ULONG, a, false, a, depth, &place);
}

bool begin(enum level level, enum level least)
{
    if (level >= least && !often(10))
        return false;
    put("(");
    return true;
}

void end(bool parenthesized)
{
    if (parenthesized)
        put(")");
}

static bool unary(struct access a, int depth, enum level least)
{
    static const char *const some[] = { "!", "+", "~(long)", "-(unsigned long)", "~(unsigned)", "!!", "-(unsigned)" };
    bool p = begin(UNARY, least);
    put("%s ", some[choose(7)]);
    put_number(a, depth - 1, UNARY);
    end(p);
    return true;
}

static bool cast(struct access a, int depth, enum level least)
{
    enum type type = some_integer();
    bool p = begin(UNARY, least);
    put(type == T_BOOL ? "!!" : "(%s)", types[type].name);  /* gcc 12 does not survive (_Bool)(1, 2) */
    put_number(a, depth - 1, UNARY);
    end(p);
    return true;
}

/* One operand is unsigned and as wide as any, so that nothing overflows. */
static void put_operands(const char *operator, enum level level, bool cast_one, struct access a, int depth)
{
    struct access share[2];
    unsigned which = cast_one ? choose(2) : 2;
    const char *wide = often(10) ? "(unsigned __int128)" : "(unsigned long)";
    access_split(a, 2, share);
    put("%s", which == 0 ? wide : "");
    put_number(share[0], depth - 1, which == 0 ? UNARY : level);
    put(" %s %s", operator, which == 1 ? wide : "");
    put_number(share[1], depth - 1, which == 1 ? UNARY : level + 1);
}

static bool binary(struct access a, int depth, enum level least)
{
    static const struct {
        const char *operator;
        enum level level;
        bool cast_one;
    } some[] = {
        { "+", SUM, true }, { "-", SUM, true }, { "*", PRODUCT, true }, { "|", BIT_OR, false }, { "^", BIT_XOR, false }, { "&", BIT_AND, false },
        { "==", EQUAL, false }, { "!=", EQUAL, false }, { "<", LESS, false }, { "<=", LESS, false }, { ">", LESS, false }, { ">=", LESS, false },
    };
    unsigned i = choose(sizeof some / sizeof *some);
    bool p = begin(some[i].level, least);
    put_operands(some[i].operator, some[i].level, some[i].cast_one, a, depth);
    end(p);
    return true;
}

static bool division(struct access a, int depth, enum level least)
{
    struct access share[2];
    bool p = begin(PRODUCT, least);
    access_split(a, 2, share);
    put_number(share[0], depth - 1, PRODUCT);
    put(choose(2) ? " / (unsigned)(" : " %% (unsigned)(");
    put_number(share[1], depth - 1, BIT_OR);
    put(" | 1)");
    end(p);
    return true;
}

static bool shift(struct access a, int depth, enum level least)
{
    struct access share[2];
    bool left = choose(2), p = begin(SHIFT, least);
    access_split(a, 2, share);
    put(left ? "(unsigned)" : "");
    put_number(share[0], depth - 1, left ? UNARY : SHIFT);
    put(left ? " << (" : " >> (");
    put_number(share[1], depth - 1, BIT_AND);
    put(left ? " & 15)" : " & 7)");
    end(p);
    return true;
}

static bool logical(struct access a, int depth, enum level least)
{
    bool and = choose(2);
    enum level level = and ? AND : OR;
    bool p = begin(level, least);
    put_number(a, depth - 1, level);
    put(and ? " && " : " || ");
    put_number(a, depth - 1, level + 1);
    end(p);
    return true;
}

static bool condition(struct access a, int depth, enum level least)
{
    bool p = begin(CONDITION, least);
    put_number(a, depth - 1, OR);
    if (often(15))
        put(" ?: ");
    else {
        put(" ? ");
        put_number(a, depth - 1, COMMA);
        put(" : ");
    }
    put_number(a, depth - 1, CONDITION);
    end(p);
    return true;
}

static bool comma(struct access a, int depth, enum level least)
{
    bool p = begin(COMMA, least);
    put_value(some_type(), a, depth - 1, ASSIGN);
    put(", ");
    put_number(a, depth - 1, ASSIGN);
    end(p);
    return true;
}

/* Only types in which it can't overflow; of the others, an assignment. */
static void put_increment(enum type type, const char *place, enum level least)
{
    bool before = choose(2), up = choose(2), wraps = types[type].wraps;
    bool p = begin(!wraps ? ASSIGN : before ? UNARY : POSTFIX, least);
    if (!wraps)
        put("%s %s 1u", place, up ? "+=" : "-=");
    else if (before)
        put(" %s%s", up ? "++" : "--", place);
    else
        put("%s%s", place, up ? "++" : "--");
    end(p);
}

static bool increment(struct access a, int depth, enum level least)
{
    struct place place;
    struct text *to = out, text = { 0 };
    out = &text;
    bool found = put_place(T_ULONG, a, true, a, depth - 1, &place);
    out = to;
    if (found)
        put_increment(place.type, text.at, least);
    free(text.at);
    return found;
}

static bool assignment(struct access a, int depth, enum level least)
{
    return put_assignment(T_ULONG, a, depth, least);
}

/* What stands there is not evaluated. */
static bool unevaluated(struct access a, int depth, enum level least)
{
    static const char *const before[] = { "sizeof(", "_Generic(", "(0 & __builtin_constant_p(" };
    static const char *const after[] = { ")", ", int: 3, unsigned long: 2u, char: 1, default: 5)", "))" };
    unsigned which = choose(3);
    (void)least;
    put("%s", before[which]);
    if (!put_call(T_ULONG, a, depth - 1)) {
        put("(%s)", types[some_integer()].name);
        put_number(a, depth - 1, UNARY);
    }
    put("%s", after[which]);
    return true;
}

static bool real(struct access a, int depth, enum level least)
{
    struct access share[2];
    if (choose(2) == 0) {
        put("whole(");
        put_real(a, depth - 1, ASSIGN);
        put(")");
        return true;
    }
    bool p = begin(LESS, least);
    access_split(a, 2, share);
    put_real(share[0], depth - 1, LESS);
    put(choose(2) ? " < " : " >= ");
    put_real(share[1], depth - 1, SHIFT);
    end(p);
    return true;
}

static bool tick(struct access a, int depth, enum level least)
{
    (void)least;
    return put_tick(a, depth);
}

static bool call(struct access a, int depth, enum level least)
{
    (void)least;
    return put_call(T_ULONG, a, depth);
}

static bool operation_call(struct access a, int depth, enum level least)
{
    (void)least;
    return put_operation_call(a, depth);
}

static bool statement_expression(struct access a, int depth, enum level least)
{
    (void)least;
    if (m.statements <= 0 || m.depth_of_blocks > 12)
        return false;
    put_statement_expression(T_ULONG, a, depth);
    return true;
}

static bool part_of_record(struct access a, int depth, enum level least)
{
    (void)least;
    static const struct {
        enum type type;
        const char *field;
    } some[] = { { T_PAIR, ".a" }, { T_PAIR, ".b" }, { T_BITS, ".b" }, { T_BITS, ".c" }, { T_DEEP, ".s[1]" }, { T_BIG, ".v[3]" }, { T_ONE, ".c" }, { T_TWO, ".l" } };
    unsigned i = choose(sizeof some / sizeof *some);
    put_record(some[i].type, a, depth - 1, POSTFIX);
    put("%s", some[i].field);
    return true;
}

static bool part_of_array(struct access a, int depth, enum level least)
{
    (void)least;
    struct access share[2];
    access_split(a, 2, share);
    put("(%s[3])", types[some_integer()].name);
    put_braces(T_ULONG, 3, share[0], depth - 1);
    put("[(unsigned)");
    put_number(share[1], depth - 1, UNARY);
    put(" %% 3u]");
    return true;
}

void put_number(struct access a, int depth, enum level least)
{
    static const struct way ways[] = {
        { 6, true, constant }, { 14, true, place }, { 14, false, tick }, { 24, false, call }, { 10, false, operation_call }, { 4, false, unary },
        { 4, false, cast }, { 16, false, binary }, { 4, false, division }, { 3, false, shift }, { 9, false, logical }, { 8, false, condition },
        { 6, false, comma }, { 7, false, increment }, { 10, false, assignment }, { 2, false, unevaluated }, { 4, false, real },
        { 4, false, statement_expression }, { 4, false, part_of_record }, { 2, false, part_of_array },
    };
    if (!put_some(ways, sizeof ways / sizeof *ways, a, depth, least))
        constant(a, depth, least);
}
