/* call.h: how procedures are called, how primitives are written, and how they raise errors.
 *
 * PENDING. A C function that implements a procedure returns its value, or PENDING: then the procedure's value is that of another
 * call, which `vm` holds and the caller makes (a tail call, so that loops take constant space). An error is such a call as well:
 * raise, with a condition. So a primitive reports an error by
 *
 *     return wrong_type("vector-ref", 1, v, "vector");
 *
 * and whoever calls a C function that may do this looks at what it returned: `if (v == PENDING) return PENDING;`. Nothing unwinds, no
 * frame of C stands between the error and its handler, and a handler may capture on both machines.
 *
 * A LEAF is an ordinary C function that calls no Scheme procedure. What does call one is marked KONT, and takes its arguments by
 * value: four in a, b, c and d, or three of them and in d a rib with the others. (A local whose address is taken would be a box in the heap on one machine.)
 *
 * Each file declares its primitives in one table:
 *
 *     static const struct definition definitions[] = {
 *         { "vector-ref", BASE, 2, 2, LEAF2(vector_ref) },
 *         { "vector->list", BASE, 1, 3, LEAF3(vector_to_list) },            the optional ones are null when they are absent
 *         { "max", BASE, 1, MANY, LEAFN(number_max) },
 *         { "vector-map", BASE, 2, MANY, CALLS(vector_map) },
 *     };
 *     void vectors_start(void) { define_all(definitions, COUNT(definitions)); }
 *
 * and builtins.c calls vectors_start. */
#ifndef SCHEME_CALL_H
#define SCHEME_CALL_H

#include <limits.h>

#include "value.h"

/* What a PENDING call is. Set by the functions below, taken at once by who sees PENDING. */
struct vm {
    value procedure;
    intptr_t argc;
    value a, b, c, d;                                   /* as a marked primitive's arguments */
    const struct place *place;                          /* where the call stands, or null */
};
extern struct vm vm;

/* Variables beyond those that travel in registers: immutable once it is made. */
struct rib {
    uintptr_t header;
    struct rib *outer;
    size_t count;
    value items[];
};
struct rib *make_rib(struct rib *outer, size_t count);

typedef value leaf_0(void);
typedef value leaf_1(value a);
typedef value leaf_2(value a, value b);
typedef value leaf_3(value a, value b, value c);
typedef value leaf_n(intptr_t argc, value *argv);
typedef KONT value calls_n(intptr_t argc, value a, value b, value c, value d);

enum primitive_kind { P_LEAF0, P_LEAF1, P_LEAF2, P_LEAF3, P_LEAFN, P_CALLS };
enum { MANY = INT_MAX };                               /* of `max`: any number */

/* The libraries that a name is exported from. */
enum library_bit {
    BASE = 1 << 0, CHAR = 1 << 1, COMPLEX = 1 << 2, CXR = 1 << 3, EVAL = 1 << 4, FILES = 1 << 5, INEXACT = 1 << 6, LAZY = 1 << 7,
    LOAD = 1 << 8, PROCESS = 1 << 9, READ = 1 << 10, REPL = 1 << 11, TIME = 1 << 12, WRITE = 1 << 13,
    CONTROL = 1 << 14,                                  /* (kont control): prompts, marks ... */
    EXTRA = 1 << 15,                                    /* (kont extra): what many systems have besides: 1+, void, hash tables ... */
    THREADS = 1 << 16,                                  /* (srfi 18) */
    CASE_LAMBDA = 1 << 17,
    R5RS = 1 << 18,                                     /* what R5RS has and R7RS has not */
    HIDDEN = 1 << 19                                    /* for the library's own Scheme code: (kont internal) */
};

struct definition {
    const char *name;
    unsigned libraries;                                 /* of enum library_bit */
    int min, max;                                       /* how many arguments */
    enum primitive_kind kind;
    union {
        leaf_0 *leaf0;
        leaf_1 *leaf1;
        leaf_2 *leaf2;
        leaf_3 *leaf3;
        leaf_n *leafn;
        calls_n *calls;                                 /* marked */
    } code;
};
#define LEAF0(f) P_LEAF0, { .leaf0 = (f) }
#define LEAF1(f) P_LEAF1, { .leaf1 = (f) }
#define LEAF2(f) P_LEAF2, { .leaf2 = (f) }
#define LEAF3(f) P_LEAF3, { .leaf3 = (f) }
#define LEAFN(f) P_LEAFN, { .leafn = (f) }
#define CALLS(f) P_CALLS, { .calls = (f) }
#define COUNT(array) (sizeof(array) / sizeof *(array))

struct primitive {
    uintptr_t header;
    const struct definition *is;
};
void define_all(const struct definition *definitions, size_t count);
void define_value(unsigned libraries, const char *name, value v);      /* for what is no primitive: a parameter, say */
value find_primitive(const char *name);                 /* for C code that wants one as a value; null: there is none */

/* ---- Errors: each returns PENDING ---- */

value raise_pending(value object);                                                  /* raise */
value wrong_type(const char *who, int argument, value v, const char *expected);     /* arguments count from 1; expected: "exact integer" */
value out_of_range(const char *who, int argument, value v);
value failed(const char *who, const char *message, value irritants);                /* any other; irritants: a list */
value failed_file(const char *who, const char *message, value irritants);           /* file-error? */
value make_condition(enum condition_kind kind, const char *who, const char *message, value irritants);
#define NEED(condition, who, n, v, expected) \
    do { if (!(condition)) return wrong_type(who, n, v, expected); } while (0)

/* An index from 0 to `limit`, of argument n. False: it is not, and what the primitive returns is PENDING. Absent: `otherwise`. */
bool take_index(const char *who, int n, value v, size_t limit, size_t otherwise, size_t *index);

/* ---- Calls from C ---- */

/* `return tail_1(f, x);`: PENDING. */
value tail_0(value f);
value tail_1(value f, value a);
value tail_2(value f, value a, value b);
value tail_list(value f, value arguments);

/* Calls from marked code; these return when the call is done, never PENDING. */
KONT value call_0(value f);
KONT value call_1(value f, value a);
KONT value call_2(value f, value a, value b);
KONT value call_3(value f, value a, value b, value c);
KONT value call_list(value f, value arguments);
/* The value of something that returned v, which may be PENDING. */
KONT value finish(value v);

/* Argument i (from 0) of a marked primitive. */
static inline value argument(intptr_t i, intptr_t argc, value a, value b, value c, value d)
{
    if (i < 3)
        return i == 0 ? a : i == 1 ? b : c;
    return argc > 4 ? ((struct rib *)d)->items[i - 3] : d;
}
/* Those from i on as a list. */
value arguments_from(intptr_t i, intptr_t argc, value a, value b, value c, value d);

#endif
