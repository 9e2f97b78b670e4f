/* equal.c: eq?, eqv?, equal?.
 *
 * equal? compares pairs of objects from a list of its own, so that depth is bounded by memory. After some steps it begins to note
 * which objects it takes for equal, as classes (union-find): a pair of objects in one class is not looked into again, so circular data come to
 * an end (Adams and Dybvig, "Efficient nondestructive equality checking for trees and graphs", 2008). */
#include "call.h"
#include "number.h"
#include "table.h"

#include <string.h>

bool eqv(value a, value b)
{
    return a == b || (is_number(a) && is_number(b) && number_eqv(a, b));
}

struct todo {
    struct todo *next;
    value a, b;
};

struct comparison {
    struct todo *list;
    size_t steps;
    struct table classes;                               /* object -> another of its class, or null for who stands for the class */
};
enum { STEPS_WITHOUT_CLASSES = 10000 };

static void later(struct comparison *c, value a, value b)
{
    struct todo *t = GC_MALLOC(sizeof *t);
    *t = (struct todo){ c->list, a, b };
    c->list = t;
}

static value representative(struct comparison *c, value v)
{
    for (value *up; (up = table_find(&c->classes, v)) != NULL && *up != NULL;)
        v = *up;
    return v;
}

/* Whether both were in one class already; else now they are. */
static bool joined(struct comparison *c, value a, value b)
{
    if (++c->steps < STEPS_WITHOUT_CLASSES)
        return false;
    a = representative(c, a);
    b = representative(c, b);
    if (a == b)
        return true;
    *table_enter(&c->classes, a) = b;
    return false;
}

static bool equal_strings(struct string *a, struct string *b)
{
    return a->length == b->length && memcmp(a->chars, b->chars, a->length * sizeof *a->chars) == 0;
}

static bool equal_bytevectors(struct bytevector *a, struct bytevector *b)
{
    return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

static bool equal_vectors(struct comparison *c, struct vector *a, struct vector *b)
{
    if (a->length != b->length)
        return false;
    if (joined(c, a, b))
        return true;
    for (size_t i = a->length; i-- > 0;)
        later(c, a->items[i], b->items[i]);
    return true;
}

/* False: they differ. True: as far as one sees; what is in them is on the list. */
static bool compare(struct comparison *c, value a, value b)
{
    for (; a != b; a = CDR(a), b = CDR(b)) {
        if (!is_object(a) || !is_object(b))
            return false;
        if (!is_pair(a) || !is_pair(b))
            break;
        if (joined(c, a, b))
            return true;
        if (is_object(CAR(a)))
            later(c, CAR(a), CAR(b));
        else if (CAR(a) != CAR(b))
            return false;
    }
    if (a == b)
        return true;
    if (is_number(a))
        return eqv(a, b);
    if (type_of_object(a) != type_of_object(b))
        return false;
    switch (type_of_object(a)) {
    case T_STRING:
        return equal_strings(a, b);
    case T_BYTEVECTOR:
        return equal_bytevectors(a, b);
    case T_VECTOR:
        return equal_vectors(c, a, b);
    default:
        return false;
    }
}

bool equal(value a, value b)
{
    struct comparison c = { NULL, 0, { 0, 0, NULL, NULL } };
    if (!compare(&c, a, b))
        return false;
    while (c.list != NULL) {
        struct todo *t = c.list;
        c.list = t->next;
        if (!compare(&c, t->a, t->b))
            return false;
    }
    return true;
}

static value eq_p(value a, value b) { return boolean(a == b); }
static value eqv_p(value a, value b) { return boolean(eqv(a, b)); }
static value equal_p(value a, value b) { return boolean(equal(a, b)); }

static const struct definition definitions[] = {
    { "eq?", BASE, 2, 2, LEAF2(eq_p) },
    { "eqv?", BASE, 2, 2, LEAF2(eqv_p) },
    { "equal?", BASE, 2, 2, LEAF2(equal_p) },
};

void equal_start(void)
{
    define_all(definitions, COUNT(definitions));
}
