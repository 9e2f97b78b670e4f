/* value.c: expressions of real and of record types, and what is common to all. */
#include "make.h"

#include <stdlib.h>
#include <string.h>

static int weight_of(const struct way *way, int depth)
{
    return way->leaf || (depth > 0 && m.budget > 0) ? way->weight : 0;
}

bool put_some(const struct way *ways, int count, struct access a, int depth, enum level least)
{
    m.budget--;
    for (int tries = 0; tries < 5; tries++) {
        int sum = 0, i;
        for (i = 0; i < count; i++)
            sum += weight_of(&ways[i], depth);
        int chosen = (int)choose((unsigned)sum);
        for (i = 0; (chosen -= weight_of(&ways[i], depth)) >= 0; i++)
            ;
        if (ways[i].make(a, depth, least))
            return true;
    }
    return false;
}

/* ---- assignments ---- */

static void put_operator_and_number(enum type type, struct access a, int depth)
{
    static const char *const some[] = { "=", "+=", "-=", "*=", "|=", "^=", "&=", "/=", "%=", "<<=", ">>=" };
    unsigned i = choose(often(50) ? 1 : 11);
    if (i == 9 && !types[type].shifts)
        i = 0;
    put(" %s ", some[i]);
    if (i == 0 || (i >= 4 && i <= 6))
        put_number(a, depth, ASSIGN);
    else if (i <= 3) {
        put(type == T_ULONG ? "" : "(unsigned long)");
        put_number(a, depth, type == T_ULONG ? ASSIGN : UNARY);
    } else {
        put(i <= 8 ? "(unsigned long)" : "7 & ");
        put_number(a, depth, i <= 8 ? UNARY : EQUAL);
        put(i <= 8 ? " | 1" : "");
    }
}

static void put_operator_and_value(enum type type, struct access a, int depth)
{
    static const char *const some[] = { "=", "+=", "-=" };
    if (types[type].kind == INTEGER) {
        put_operator_and_number(type, a, depth);
        return;
    }
    put(" %s ", some[types[type].kind == REAL ? choose(3) : 0]);
    put_value(type, a, depth, ASSIGN);
}

/* A call is over when its value is stored: it may write to the target itself, if no subscript stands there. */
bool put_assignment(enum type wanted, struct access a, int depth, enum level least)
{
    struct access share[2];
    struct place place;
    struct text *to = out, text = { 0 };
    bool call = often(30), p = false;
    access_split(a, 2, share);
    out = &text;
    bool found = put_place(wanted, a, true, share[0], call ? 0 : depth - 1, &place);
    out = to;
    if (found) {
        p = begin(ASSIGN, least);
        put("%s", text.at);
        a.write &= ~place.pointer;
        share[1].write &= ~place.used;
        put(call ? " = " : "");
        if (!call)
            put_operator_and_value(place.type, share[1], depth - 1);
        else if (!put_call(wanted, a, depth))
            put_value(wanted, share[1], 0, ASSIGN);
        end(p);
    }
    free(text.at);
    return found;
}

/* ---- reals ---- */

static bool real_constant(struct access a, int depth, enum level least)
{
    static const char *const some[] = { "0.", "15.", "3.f", "100.L", "3e2" };
    (void)a, (void)depth, (void)least;
    put("%s", some[choose(5)]);
    return true;
}

static bool real_place(struct access a, int depth, enum level least)
{
    struct place place;
    (void)least;
    return put_place(T_DOUBLE, a, false, a, depth, &place);
}

static bool real_cast(struct access a, int depth, enum level least)
{
    static const char *const some[] = { "double", "float", "long double" };
    bool p = begin(UNARY, least);
    put("(%s)", some[choose(3)]);
    put_number(a, depth - 1, UNARY);
    end(p);
    return true;
}

static bool real_binary(struct access a, int depth, enum level least)
{
    struct access share[2];
    unsigned which = choose(3);
    enum level level = which == 2 ? PRODUCT : SUM;
    bool p = begin(level, least);
    access_split(a, 2, share);
    put_real(share[0], depth - 1, level);
    put(" %c ", "+-*"[which]);
    put_real(share[1], depth - 1, level + 1);
    end(p);
    return true;
}

static bool real_call(struct access a, int depth, enum level least)
{
    (void)least;
    return put_call(T_DOUBLE, a, depth);
}

static bool real_assignment(struct access a, int depth, enum level least)
{
    return put_assignment(T_DOUBLE, a, depth, least);
}

void put_real(struct access a, int depth, enum level least)
{
    static const struct way ways[] = {
        { 3, true, real_constant }, { 5, true, real_place }, { 3, false, real_cast }, { 6, false, real_binary }, { 5, false, real_call },
        { 3, false, real_assignment },
    };
    if (!put_some(ways, sizeof ways / sizeof *ways, a, depth, least))
        put("45.");
}

/* ---- records ---- */

static bool initialized(const struct field *f, enum type record)
{
    bool overlaps = strchr(f->name, '.') != NULL || (record == T_DEEP && f->type == T_UCHAR) || (record == T_TWO && f->type == T_UNSIGNED);
    return f->of == record && !overlaps;
}

static void put_field_braces(const struct field *f, struct access a, int depth)
{
    put(".%s", f->name);
    if (f->length > 0 && choose(2) == 0)
        put("[%u]", choose((unsigned)f->length));
    else if (f->length > 0) {
        put(" = ");
        put_braces(f->type, f->length, a, depth);
        return;
    }
    put(" = ");
    put_value(f->type, a, depth, ASSIGN);
}

static void put_record_braces(enum type type, struct access a, int depth)
{
    struct access share[5];
    int count = 0;
    access_split(a, 5, share);
    for (int i = 0; i < field_count; i++)
        if (initialized(&fields[i], type) && often(70)) {
            put(count > 0 ? ", " : "");
            put_field_braces(&fields[i], share[count++], depth);
        }
    put(count == 0 ? "0" : "");
}

static void put_array_braces(enum type type, int length, struct access a, int depth)
{
    struct access share[4];
    int count = 1 + (int)choose(length < 4 ? (unsigned)length : 4);
    bool designated = choose(4) == 3;
    if (count > length)
        count = length;
    access_split(a, 4, share);
    for (int i = 0; i < count; i++) {
        put(i > 0 ? ", " : "");
        if (designated)
            put("[%d] = ", length - 1 - i);
        put_value(type, share[i], depth, ASSIGN);
    }
}

void put_braces(enum type type, int length, struct access a, int depth)
{
    if (depth < 0)
        depth = 0;
    put("{ ");
    if (length > 0)
        put_array_braces(type, length, a, depth);
    else if (types[type].kind == RECORD)
        put_record_braces(type, a, depth);
    else
        put_value(type, a, depth, ASSIGN);
    put(" }");
}

static void put_record_literal(enum type type, struct access a, int depth)
{
    put("(%s)", types[type].name);
    put_braces(type, 0, a, depth - 1);
}

static bool put_record_place(enum type type, struct access a, int depth)
{
    struct place place;
    return put_place(type, a, false, a, depth, &place);
}

static void put_record_condition(enum type type, struct access a, int depth, enum level least)
{
    bool p = begin(CONDITION, least);
    put_number(a, depth - 1, OR);
    put(" ? ");
    put_record(type, a, depth - 1, COMMA);
    put(" : ");
    put_record(type, a, depth - 1, CONDITION);
    end(p);
}

static void put_record_comma(enum type type, struct access a, int depth, enum level least)
{
    bool p = begin(COMMA, least);
    put_number(a, depth - 1, ASSIGN);
    put(", ");
    put_record(type, a, depth - 1, ASSIGN);
    end(p);
}

void put_record(enum type type, struct access a, int depth, enum level least)
{
    unsigned which = depth > 0 && m.budget-- > 0 ? choose(12) : 0;
    if (which >= 9 && put_call(type, a, depth))
        return;
    if (which == 8 && put_assignment(type, a, depth, least))
        return;
    if (which == 7)
        put_record_condition(type, a, depth, least);
    else if (which == 6)
        put_record_comma(type, a, depth, least);
    else if (which == 5 && m.statements > 0 && m.depth_of_blocks < 12)
        put_statement_expression(type, a, depth);
    else if (which == 4 || !put_record_place(type, a, depth))
        put_record_literal(type, a, depth);
}

void put_value(enum type type, struct access a, int depth, enum level least)
{
    switch (types[type].kind) {
    case NOTHING:
    case INTEGER:
        put_number(a, depth, least);
        break;
    case REAL:
        put_real(a, depth, least);
        break;
    case RECORD:
        put_record(type, a, depth, least);
        break;
    }
}
