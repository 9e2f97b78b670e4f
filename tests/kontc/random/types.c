/* types.c: the types of random programs. */
#include "make.h"

const struct type_in_c types[TYPES] = {
    [T_VOID] = { "void", NOTHING, false, false },
    [T_ULONG] = { "unsigned long", INTEGER, true, true },
    [T_UNSIGNED] = { "unsigned", INTEGER, true, true },
    [T_INT] = { "int", INTEGER, false, false },
    [T_LONG] = { "long", INTEGER, false, false },
    [T_CHAR] = { "char", INTEGER, true, false },
    [T_UCHAR] = { "unsigned char", INTEGER, true, true },
    [T_SHORT] = { "short", INTEGER, true, false },
    [T_USHORT] = { "unsigned short", INTEGER, true, true },
    [T_BOOL] = { "_Bool", INTEGER, true, true },
    [T_LLONG] = { "long long", INTEGER, false, false },
    [T_ULLONG] = { "unsigned long long", INTEGER, true, true },
    [T_WIDE] = { "unsigned __int128", INTEGER, true, true },
    [T_ENUM] = { "enum color", INTEGER, true, true },
    [T_DOUBLE] = { "double", REAL, true, false },
    [T_FLOAT] = { "float", REAL, true, false },
    [T_LDOUBLE] = { "long double", REAL, true, false },
    [T_PAIR] = { "struct pair", RECORD, false, false },
    [T_BITS] = { "struct bits", RECORD, false, false },
    [T_DEEP] = { "struct deep", RECORD, false, false },
    [T_BIG] = { "struct big", RECORD, false, false },
    [T_ONE] = { "one_t", RECORD, false, false },
    [T_TWO] = { "union two", RECORD, false, false },
};

const char types_in_c[] =
    "enum color { RED, GREEN, BLUE };\n"
    "struct pair { int a; unsigned long b; };\n"
    "struct bits { unsigned a : 3; int b : 7; unsigned c : 30; unsigned char d; _Bool e : 1; };\n"
    "struct deep { struct pair p; short s[3]; union { unsigned u; unsigned char c[4]; }; double r; };\n"
    "struct big { unsigned long v[20]; char c; };\n"
    "typedef struct { char c; } one_t;\n"
    "union two { unsigned long l; unsigned i[2]; };\n";

const struct field fields[] = {
    { T_PAIR, "a", T_INT, 0 }, { T_PAIR, "b", T_ULONG, 0 },
    { T_BITS, "a", T_UCHAR, 0 }, { T_BITS, "b", T_SHORT, 0 }, { T_BITS, "c", T_SHORT, 0 }, { T_BITS, "d", T_UCHAR, 0 }, { T_BITS, "e", T_BOOL, 0 },
    { T_DEEP, "p.a", T_INT, 0 }, { T_DEEP, "p.b", T_ULONG, 0 }, { T_DEEP, "p", T_PAIR, 0 }, { T_DEEP, "s", T_SHORT, 3 },
    { T_DEEP, "u", T_UNSIGNED, 0 }, { T_DEEP, "c", T_UCHAR, 4 }, { T_DEEP, "r", T_DOUBLE, 0 },
    { T_BIG, "v", T_ULONG, 20 }, { T_BIG, "c", T_CHAR, 0 },
    { T_ONE, "c", T_CHAR, 0 },
    { T_TWO, "l", T_ULONG, 0 }, { T_TWO, "i", T_UNSIGNED, 2 },
};
const int field_count = sizeof fields / sizeof *fields;

bool type_fits(enum type type, enum type wanted)
{
    enum kind kind = types[type].kind;
    return kind == types[wanted].kind && (kind != RECORD || type == wanted);
}

enum type some_integer(void)
{
    return T_ULONG + choose(FIRST_REAL - T_ULONG);
}

enum type some_type(void)
{
    if (often(65))
        return some_integer();
    return T_ULONG + choose(TYPES - T_ULONG);
}
