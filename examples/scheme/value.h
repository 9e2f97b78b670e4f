/* value.h: Scheme's values.
 *
 *     ...xxx1    fixnum: an integer of one bit less than a pointer
 *     ...xx10    immediate: a character (..0010), or a constant: #t #f () eof unspecified ...
 *     ...xx00    an object in the collected heap, that begins with a header word
 *     null       no value of Scheme's: "absent", where an optional argument is missing or a C function found nothing
 *
 * The header's last byte is the type, the one before it holds flags; what is above belongs to the type (a procedure's arity).
 * Everything is allocated by the collector; nothing is freed by hand. Objects without pointers in them go to ATOMIC memory. */
#ifndef SCHEME_VALUE_H
#define SCHEME_VALUE_H

#include <gc.h>
#include <kont.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef void *value;

/* ---- Immediates ---- */

static inline value fixnum(intptr_t n) { return (value)(((uintptr_t)n << 1) | 1); }
static inline intptr_t to_fixnum(value v) { return (intptr_t)v >> 1; }
static inline bool is_fixnum(value v) { return ((uintptr_t)v & 1) != 0; }
#define FIXNUM_MAX (INTPTR_MAX >> 1)
#define FIXNUM_MIN (INTPTR_MIN >> 1)

static inline value character(uint32_t c) { return (value)(((uintptr_t)c << 4) | 2); }
static inline uint32_t to_character(value v) { return (uint32_t)((uintptr_t)v >> 4); }
static inline bool is_character(value v) { return ((uintptr_t)v & 15) == 2; }

#define CONSTANT(n) ((value)(((uintptr_t)(n) << 4) | 6))
#define FALSE CONSTANT(0)
#define TRUE CONSTANT(1)
#define NIL CONSTANT(2)                                 /* () */
#define END_OF_FILE CONSTANT(3)
#define UNSPECIFIED CONSTANT(4)
#define UNDEFINED CONSTANT(5)                           /* what a variable holds before its definition: never given to a program */
#define PENDING CONSTANT(6)                             /* what a C function returns that has not finished: see call.h */

static inline value boolean(bool b) { return b ? TRUE : FALSE; }

/* ---- Objects ---- */

enum type {
    T_PAIR = 1, T_FLONUM, T_BIGNUM, T_RATNUM, T_COMPLEX, T_STRING, T_SYMBOL, T_VECTOR, T_BYTEVECTOR,
    T_CLOSURE, T_PRIMITIVE, T_CONTINUATION, T_PARAMETER, T_CASE_LAMBDA,         /* procedures: is_procedure counts on their being in a row */
    T_PROMISE, T_VALUES, T_BOX, T_RECORD, T_RECORD_TYPE, T_CONDITION, T_PORT, T_ENVIRONMENT,
    T_PROMPT_TAG, T_MARK_SET, T_HASH_TABLE, T_THREAD, T_MUTEX, T_CONDITION_VARIABLE, T_TIME,
    T_RIB, T_CELL, T_ALIAS, T_SPECIAL, T_MACRO, T_VARIABLE, T_ABORTED, T_CAUGHT, /* never given to a program, but for what is quoted by macros */
    T_COUNT
};

struct object {
    uintptr_t header;
};
enum { FLAG_IMMUTABLE = 0x100, FLAG_2 = 0x200, FLAG_4 = 0x400 };    /* FLAG_IMMUTABLE: of literals; the others are the type's own */

static inline bool is_object(value v) { return ((uintptr_t)v & 3) == 0 && v != NULL; }
static inline enum type type_of_object(value v) { return (enum type)(((struct object *)v)->header & 0xff); }
static inline bool is_type(value v, enum type t) { return is_object(v) && type_of_object(v) == t; }
static inline bool is_immutable(value v) { return (((struct object *)v)->header & FLAG_IMMUTABLE) != 0; }

struct pair {
    uintptr_t header;
    value car, cdr;
};
struct place {                                          /* where something stands in a source; lines and columns count from 1 */
    const char *file;
    unsigned line, column;
};
enum { PAIR_PLACED = FLAG_2 };                          /* in a pair's header: it is the first member of a placed_pair */
struct placed_pair {                                    /* what the reader makes of a program */
    struct pair pair;
    const struct place *place;
};
struct flonum {
    uintptr_t header;
    double number;
};
struct string {                                         /* characters are Unicode scalar values */
    uintptr_t header;
    size_t length;
    uint32_t *chars;                                    /* atomic memory of its own */
};
struct symbol {                                         /* interned: equal names are one object, which stays for ever */
    uintptr_t header;
    const char *name;                                   /* UTF-8, ends in 0 */
    size_t bytes, hash;
    struct symbol *next;                                /* in its bucket; null also where it is not interned */
};
struct vector {
    uintptr_t header;
    size_t length;
    value items[];
};
struct bytevector {
    uintptr_t header;
    size_t length;
    uint8_t bytes[];
};
struct box {                                            /* of a variable that is assigned; SRFI 111's too */
    uintptr_t header;
    value content;
};
struct values {                                         /* several values, or none; one value is itself */
    uintptr_t header;
    size_t count;
    value items[];
};
struct record_type {
    uintptr_t header;
    value name;                                         /* a symbol */
    size_t fields;
    value field_names[];                                /* symbols */
};
struct record {
    uintptr_t header;
    struct record_type *type;
    value fields[];
};
struct condition {                                      /* an error object */
    uintptr_t header;
    enum condition_kind { C_ERROR, C_FILE, C_READ, C_SYNTAX, C_KONT } kind;
    int code;                                           /* C_KONT: the enum kont_error */
    const char *who;                                    /* the procedure that found it, or null */
    value message;                                      /* a string */
    value irritants;                                    /* a list */
    const struct place *place;                          /* or null */
};

static inline bool is_pair(value v) { return is_type(v, T_PAIR); }
static inline bool is_symbol(value v) { return is_type(v, T_SYMBOL); }
static inline bool is_string(value v) { return is_type(v, T_STRING); }
static inline bool is_vector(value v) { return is_type(v, T_VECTOR); }
static inline bool is_bytevector(value v) { return is_type(v, T_BYTEVECTOR); }
static inline bool is_flonum(value v) { return is_type(v, T_FLONUM); }
static inline bool is_procedure(value v)
{
    return is_object(v) && type_of_object(v) >= T_CLOSURE && type_of_object(v) <= T_CASE_LAMBDA;
}

#define CAR(v) (((struct pair *)(v))->car)
#define CDR(v) (((struct pair *)(v))->cdr)
#define CADR(v) CAR(CDR(v))
#define CDDR(v) CDR(CDR(v))
static inline double to_double(value flonum) { return ((struct flonum *)flonum)->number; }

/* ---- Making them (heap.c). None returns null: where the heap is full the process ends with a line that says so. ---- */

void heap_start(void);                                  /* comes first */

void *allocate(size_t bytes, uintptr_t header);         /* zeroed but for the header, scanned by the collector */
void *allocate_atomic(size_t bytes, uintptr_t header);  /* not scanned; its contents are not set */
value cons(value car, value cdr);
value cons_placed(value car, value cdr, const struct place *place);      /* place: or null */
const struct place *place_of(value v);                  /* of a pair that has one; else null */
value make_flonum(double d);
value make_box(value content);
value make_vector(size_t length, value fill);
value make_string(size_t length, uint32_t fill);
value make_bytevector(size_t length, int fill);
value make_values(size_t count);
value string_from(const char *utf8);                    /* what is not UTF-8 becomes U+FFFD */
value string_from_bytes(const char *utf8, size_t bytes);
char *string_to_utf8(value string, size_t *bytes);      /* ends in 0 besides; `bytes` may be null */
value intern(const char *name);
value intern_bytes(const char *name, size_t bytes);
value string_to_symbol(value string);
value make_uninterned(const char *name);

/* ---- Lists (list.c) ---- */

/* The length of a proper list, or -1 of an improper or circular one. */
intptr_t list_length(value list);
value list1(value a);
value list2(value a, value b);
value list3(value a, value b, value c);
value reverse_onto(value list, value tail);             /* a new list, but for the tail */

bool eqv(value a, value b);
bool equal(value a, value b);                           /* circular data too */

#endif
