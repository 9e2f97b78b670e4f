/* ast.h: the programs that the reference interpreter and kont are compared on: s-expressions over small integers.
 *
 * A node's shape says what follows its name, in order:
 *
 *     T  a tag: default, a, b, o, or an expression whose value is a handle
 *     x  a name that is bound here, in the first b or s that follows it
 *     n  a name: of a variable, a local, a mark's key (m, n) or a parameter (p, q)
 *     e  an operand, evaluated before the rule is applied, from left to right
 *     s  an expression in the same function as the node
 *     b  the body of a C function of its own
 *
 * Local variables (LOCAL, SET) are those of a C function: no body of another function sees them. */
#ifndef AST_H
#define AST_H

#include <stdbool.h>
#include <stddef.h>

#define AST_OPS(X)                                                                                                             \
    X(INT, "", "") X(VAR, "", "n") X(LAMBDA, "lambda", "xb") X(APPLY, "", "ee")                                                \
    X(LET, "let", "xes") X(BEGIN, "begin", "es") X(IF, "if", "ess")                                                            \
    X(ADD, "+", "ee") X(SUB, "-", "ee") X(MUL, "*", "ee") X(PRINT, "print", "e")                                               \
    X(CELL, "cell", "e") X(GET, "get", "e") X(PUT, "put", "ee")                                                                \
    X(LOCAL, "local", "xes") X(SET, "set!", "ne")                                                                              \
    X(PROMPT, "prompt", "Tb") X(HANDLE, "handle", "T") X(EXISTS, "exists", "T") X(ABORT, "abort", "Te")                        \
    X(SHIFT, "shift", "Txb") X(CONTROL, "control", "Txb") X(SHIFT0, "shift0", "Txb") X(CONTROL0, "control0", "Txb")            \
    X(SHIFT_ONCE, "shift-once", "Txb") X(CONTROL_ONCE, "control-once", "Txb")                                                  \
    X(SHIFT0_ONCE, "shift0-once", "Txb") X(CONTROL0_ONCE, "control0-once", "Txb")                                              \
    X(RESUME, "resume", "ee") X(RESUME_LAST, "resume-last", "ee")                                                              \
    X(RESUME_THUNK, "resume-thunk", "eb") X(RESUME_THUNK_LAST, "resume-thunk-last", "eb")                                      \
    X(RESUME_TAIL, "resume-tail", "ee") X(RESUME_TAIL_LAST, "resume-tail-last", "ee") X(DROP, "drop", "e")                     \
    X(CALLCC, "callcc", "xb") X(COMPOSABLE, "callcc-composable", "Txb") X(CALLEC, "callec", "xb")                              \
    X(WIND, "wind", "bbb") X(WITH_MARK, "with-mark", "neb") X(FIRST_MARK, "first-mark", "Tne")                                 \
    X(MARKS, "marks", "Tn") X(MARKS_OF, "marks-of", "en")                                                                      \
    X(PARAM, "param", "n") X(SET_PARAM, "set-param", "ne") X(WITH_PARAM, "with-param", "neb")                                  \
    X(BARRIER, "barrier", "b") X(RAISE, "raise", "e") X(RAISE_CONTINUABLE, "raise-continuable", "e")                           \
    X(TRY, "try", "bxs") X(WITH_HANDLER, "with-handler", "xbb") X(DEFER, "defer", "b") X(SCOPE, "scope", "b")                  \
    X(OBJECT, "object", "Txb") X(ENTER, "enter", "ee") X(ENTER_THUNK, "enter-thunk", "eb") X(LEAVE, "leave", "ee")             \
    X(STATE, "state", "e") X(OBJECT_HANDLE, "object-handle", "e") X(WITH_STACK, "with-stack", "b")

enum op {
#define X(name, text, shape) OP_##name,
    AST_OPS(X)
#undef X
    OP_COUNT
};

enum tag { TAG_DEFAULT, TAG_A, TAG_B, TAG_O, TAG_EXPR };
enum { AST_KIDS = 3, AST_OPERANDS = 3, AST_TEXT = 1 << 14 };

struct node {
    enum op op;
    enum tag tag;
    long number;
    const char *name;                                   /* of an x or n */
    const struct node *tag_expr;                        /* where tag is TAG_EXPR */
    const struct node *kid[AST_KIDS];                   /* each e, s and b */
};

const char *ast_name(enum op op);
const char *ast_shape(enum op op);
const char *ast_tag_name(enum tag tag);
bool ast_is_capture(enum op op);
struct node *ast_node(enum op op);
struct node *ast_int(long number);
struct node *ast_copy(const struct node *n);            /* this node alone; its kids are shared */

/* The i-th operand in the order of evaluation: the tag, if it is an expression, comes first. Null after the last. */
const struct node *ast_operand(const struct node *n, int i);
size_t ast_size(const struct node *n);

/* The shape's letter for kid i. */
char ast_kid_kind(const struct node *n, int i);

/* Reads one expression. On a mistake returns null and sets *error to one line. (begin ...) and (+ ...) of any length are taken,
 * and nested. */
const struct node *ast_read(const char *text, const char **error);
/* The same, from the middle of a text: *text goes on to what follows. */
const struct node *ast_read_next(const char **text, const char **error);

/* Null, or why the program cannot be run: an unbound name, a local used from another function, a tail resume that is none. */
const char *ast_check(const struct node *n);

/* Writes the program into text, on one line. */
void ast_print(const struct node *n, char *text, size_t room);

#endif
