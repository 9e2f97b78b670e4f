/* make.h: the making of random C.
 *
 * A program is a few functions, marked and unmarked, in two files, and `KONT void pN(void)`, which calls them and traces what they answer.
 *
 * THE ANSWER IS ONE. What C leaves open must not matter. Every variable of a function has a bit, all of what outlives the
 * function one together (MEMORY); an expression is made with two sets: what it may read and what it may write. Operands between which C has no order
 * get sets that share only what none of them writes (access_split).
 *
 * IT ENDS. Every function has the parameter n; each turn of a loop and each jump back takes one off, calls get a part of it, and a
 * function that gets none returns at once.
 *
 * IT IS DEFINED. Sums and products are made in unsigned types, divisors are odd, shifts short; reals become integers through
 * whole(). What is declared has a value; a label hides the variables whose declarations a jump to it passes (labels.c). */
#ifndef MAKE_H
#define MAKE_H

#include "choice.h"
#include "text.h"

/* ---- types.c ---- */

enum kind { NOTHING, INTEGER, REAL, RECORD };

enum type {
    T_VOID, T_ULONG, T_UNSIGNED, T_INT, T_LONG, T_CHAR, T_UCHAR, T_SHORT, T_USHORT, T_BOOL, T_LLONG, T_ULLONG, T_WIDE, T_ENUM,
    T_DOUBLE, T_FLOAT, T_LDOUBLE,
    T_PAIR, T_BITS, T_DEEP, T_BIG, T_ONE, T_TWO,
    TYPES
};
enum { FIRST_REAL = T_DOUBLE, FIRST_RECORD = T_PAIR };

struct type_in_c {
    const char *name;
    enum kind kind;
    bool wraps;                                         /* ++ and -- never overflow */
    bool shifts;                                        /* <<= is defined */
};
extern const struct type_in_c types[TYPES];

struct field {
    enum type of;
    const char *name;
    enum type type;
    int length;                                         /* of an array; else 0 */
};
extern const struct field fields[];
extern const int field_count;

/* What every unit begins with: the types in C. */
extern const char types_in_c[];

/* Whether a value of one serves where the other is wanted; of integers any does, of reals too. */
bool type_fits(enum type type, enum type wanted);

enum type some_integer(void);
enum type some_type(void);

/* ---- scope.c ---- */

struct access {
    uint64_t read, write;
};
#define MEMORY (UINT64_C(1) << 63)

enum shape { PLAIN, ARRAY, POINTER, OPERATION };

struct variable {
    char name[16];
    enum type type;
    enum shape shape;
    int length;                                         /* of an array */
    bool constant;
    bool fixed;                                         /* its address is not taken */
    bool hidden;                                        /* not usable: not initialised here, or out of scope */
    uint64_t self;                                      /* its bit */
    uint64_t points;                                    /* bits of what a pointer may point to */
    int block;                                          /* where it is declared: 0 for parameters and the outermost block of the body */
    int file;                                           /* a global's that only one file sees; else -1 */
};

struct parameter {
    enum type type;
    enum shape shape;                                   /* a POINTER's target is the callee's alone while it runs */
};

struct function {
    char name[16];
    enum type result;
    struct parameter parameter[4];
    int parameters;
    bool marked;
    bool pure;                                          /* it sees no MEMORY */
    bool operation;                                     /* unsigned long (unsigned n, unsigned long x) */
    bool is_static;
    int file;
};

enum { VARIABLES = 59, FUNCTIONS = 9, GLOBALS = 6, LABELS = 20 };

struct label {
    int number;
    int mark;                                           /* how many variables there were */
    bool open;                                          /* back: reachable from outside its block */
    bool gone;
    int block;
};

struct maker {
    int program;
    bool pure_operations;
    int operations;                                     /* how many functions are: the first ones */
    struct function function[FUNCTIONS];
    int functions;
    struct variable global[GLOBALS];
    int globals;

    /* of the function that is being made */
    const struct function *self;
    struct variable variable[VARIABLES];
    int variables;
    int block, blocks;                                  /* this one; how many there were */
    int depth_of_blocks;
    int open_block[40];                                 /* from the body's to this one */
    int budget;                                         /* parts of expressions that it may still get */
    int statements;                                     /* and statements */
    bool inside;                                        /* a statement expression */
    bool may_break, may_continue;
    int loop_mark;                                      /* how many variables there were where the innermost loop began */
    int switch_mark;                                    /* the same of the innermost switch; -1: none */
    int cases;                                          /* it has so far */
    bool has_default;
    struct label forward[LABELS], back[LABELS];
    int forwards, backs, labels;
};
extern struct maker m;

struct variable *new_variable(enum type type, enum shape shape);
bool usable(const struct variable *v);
bool name_is_free(const char *name);
void open_block(void);
void close_block(void);

/* Unsequenced operands: count shares of a. */
void access_split(struct access a, int count, struct access share[]);

/* Objects to take the address of. */
bool may_point_to(const struct variable *v, enum type type);

/* Writes an lvalue that gives a value of that type, and says what it is; false where there is none. `index` is what its subscripts may
 * read and write; there are none but constants at depth 0. */
struct place {
    enum type type;
    uint64_t used;                                      /* the bits that it takes */
    uint64_t pointer;                                   /* of these, the one of the pointer that it goes through */
};
bool put_place(enum type wanted, struct access a, bool write, struct access index, int depth, struct place *place);

/* One of the variables that fit, or null. */
const struct variable *some_variable(bool (*fits)(const struct variable *, enum type, struct access), enum type type, struct access a);

/* ---- expressions: number.c, call.c, value.c ---- */

enum level { COMMA, ASSIGN, CONDITION, OR, AND, BIT_OR, BIT_XOR, BIT_AND, EQUAL, LESS, SHIFT, SUM, PRODUCT, UNARY, POSTFIX, PRIMARY };

/* Parentheses around what binds less than has to be; sometimes around more. */
bool begin(enum level level, enum level least);
void end(bool parenthesized);

typedef bool production(struct access a, int depth, enum level least);
struct way {
    int weight;
    bool leaf;                                          /* possible at depth 0 */
    production *make;
};
bool put_some(const struct way *ways, int count, struct access a, int depth, enum level least);

void put_number(struct access a, int depth, enum level least);
void put_real(struct access a, int depth, enum level least);
void put_record(enum type type, struct access a, int depth, enum level least);
void put_value(enum type type, struct access a, int depth, enum level least);
void put_braces(enum type type, int length, struct access a, int depth);
bool put_call(enum type result, struct access a, int depth);
bool put_tick(struct access a, int depth);
bool put_operation_call(struct access a, int depth);
bool put_assignment(enum type wanted, struct access a, int depth, enum level least);
void put_statement_expression(enum type type, struct access a, int depth);
void put_operation(struct access a);
bool operations_callable(struct access a);

/* ---- statements: statement.c, declare.c, labels.c ---- */

void put_statements(struct access *a, int depth);
void put_declaration(struct access *a, int depth);
bool put_pointing(struct access a);
void put_loop_variables(struct access *a, int depth);
bool put_forward_goto(void);
bool put_back_goto(void);
void put_labels(bool all);
void put_cases(bool must);

/* ---- program.c ---- */

enum { FILES = 2 };

/* Makes the program of the row of choices that is in use; adds it to the files, says how many functions that are. */
int put_program(int number, struct text *header, struct text files[FILES]);

#endif
