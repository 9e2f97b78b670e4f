/* ast.h: what the expander makes of a program: core forms, whose variables are resolved. */
#ifndef SCHEME_AST_H
#define SCHEME_AST_H

#include "node.h"

struct variable {                                       /* a local one; a denotation */
    uintptr_t header;
    value name;                                         /* an identifier */
    bool assigned;                                      /* by set!, or before its definition is complete: it lives in a box */
    int first_use;                                      /* *clock at its first use; -1: none */
    const int *clock;                                   /* of the body that defines it: which of its definitions is looked at; or null */
    int position;                                       /* the compiler's: which of its procedure's locals it is */
    void *owner;                                        /* the compiler's: the procedure */
};

enum ast_kind {
    A_CONSTANT, A_LOCAL, A_GLOBAL, A_SET_LOCAL, A_SET_GLOBAL, A_DEFINE, A_IF, A_LAMBDA, A_SEQUENCE, A_CALL, A_LET, A_FIX, A_CASE_LAMBDA
};

struct ast {
    enum ast_kind kind;
    int live;                                           /* how many locals of the same procedure are bound inside at once */
    const struct place *place;
    union {
        value constant;
        struct {                                        /* A_LOCAL, A_SET_LOCAL, A_LET */
            struct variable *variable;
            struct ast *init, *body;
        } local;
        struct {                                        /* A_GLOBAL, A_SET_GLOBAL, A_DEFINE */
            struct cell *cell;
            struct ast *init;
        } global;
        struct {
            struct ast *test, *then, *otherwise;
        } branch;
        struct {
            const char *name;
            int count;                                  /* of parameters, the rest included */
            bool rest;
            struct variable **parameters;
            struct ast *body;
        } lambda;
        struct {                                        /* A_SEQUENCE: two or more; A_CASE_LAMBDA: lambdas; A_CALL: arguments of f */
            int count;
            struct ast **items;
            struct ast *f;
        } many;
        struct {                                        /* procedures that may refer to each other, none of them assigned */
            int count;
            struct variable **variables;
            struct ast **lambdas, *body;
        } fix;
    } is;
};

struct ast *ast_constant(value v);
struct ast *ast_local(struct variable *v, const struct place *place);
struct ast *ast_global(struct cell *cell, const struct place *place);
struct ast *ast_set_local(struct variable *v, struct ast *init, const struct place *place);
struct ast *ast_set_global(enum ast_kind kind, struct cell *cell, struct ast *init, const struct place *place);
struct ast *ast_if(struct ast *test, struct ast *then, struct ast *otherwise);
struct ast *ast_lambda(const char *name, int count, bool rest, struct variable **parameters, struct ast *body, const struct place *place);
struct ast *ast_sequence2(struct ast *a, struct ast *b);
struct ast *ast_sequence(int count, struct ast **items);
struct ast *ast_call(struct ast *f, int count, struct ast **arguments, const struct place *place);
struct ast *ast_call1(value f, struct ast *a, const struct place *place);
struct ast *ast_call2(value f, struct ast *a, struct ast *b, const struct place *place);
struct ast *ast_call3(value f, struct ast *a, struct ast *b, struct ast *c, const struct place *place);
struct ast *ast_let(struct variable *v, struct ast *init, struct ast *body);
struct ast *ast_fix(int count, struct variable **variables, struct ast **lambdas, struct ast *body);
struct ast *ast_case_lambda(int count, struct ast **clauses, const struct place *place);
struct variable *make_variable(value name);

/* A procedure without parameters that runs it (compile.c). tail: its last call is a tail call; else it is seen in backtraces. */
KONT struct closure *compile_program(struct ast *program, bool tail);

#endif
