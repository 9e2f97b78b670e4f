/* ast.c: making core forms. */
#include "ast.h"

static struct ast *make(enum ast_kind kind, int live, const struct place *place)
{
    struct ast *a = GC_MALLOC(sizeof *a);
    a->kind = kind;
    a->live = live;
    a->place = place;
    return a;
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

struct variable *make_variable(value name)
{
    struct variable *v = allocate(sizeof *v, T_VARIABLE);
    v->name = name;
    v->first_use = -1;
    return v;
}

struct ast *ast_constant(value v)
{
    struct ast *a = make(A_CONSTANT, 0, NULL);
    a->is.constant = v;
    return a;
}

struct ast *ast_local(struct variable *v, const struct place *place)
{
    struct ast *a = make(A_LOCAL, 0, place);
    a->is.local.variable = v;
    if (v->first_use < 0)
        v->first_use = v->clock == NULL ? 0 : *v->clock;
    return a;
}

struct ast *ast_global(struct cell *cell, const struct place *place)
{
    struct ast *a = make(A_GLOBAL, 0, place);
    a->is.global.cell = cell;
    return a;
}

struct ast *ast_set_local(struct variable *v, struct ast *init, const struct place *place)
{
    struct ast *a = make(A_SET_LOCAL, init->live, place);
    a->is.local.variable = v;
    a->is.local.init = init;
    v->assigned = true;
    if (v->first_use < 0)
        v->first_use = v->clock == NULL ? 0 : *v->clock;
    return a;
}

struct ast *ast_set_global(enum ast_kind kind, struct cell *cell, struct ast *init, const struct place *place)
{
    struct ast *a = make(kind, init->live, place);
    a->is.global.cell = cell;
    a->is.global.init = init;
    return a;
}

struct ast *ast_if(struct ast *test, struct ast *then, struct ast *otherwise)
{
    struct ast *a = make(A_IF, most(test->live, most(then->live, otherwise->live)), test->place);
    a->is.branch.test = test;
    a->is.branch.then = then;
    a->is.branch.otherwise = otherwise;
    return a;
}

struct ast *ast_lambda(const char *name, int count, bool rest, struct variable **parameters, struct ast *body, const struct place *place)
{
    struct ast *a = make(A_LAMBDA, 0, place);
    a->is.lambda.name = name;
    a->is.lambda.count = count;
    a->is.lambda.rest = rest;
    a->is.lambda.parameters = parameters;
    a->is.lambda.body = body;
    return a;
}

static struct ast *make_many(enum ast_kind kind, struct ast *f, int count, struct ast **items, const struct place *place)
{
    int live = f == NULL ? 0 : f->live;
    for (int i = 0; i < count; i++)
        live = most(live, items[i]->live);
    struct ast *a = make(kind, live, place);
    a->is.many.count = count;
    a->is.many.items = items;
    a->is.many.f = f;
    return a;
}

struct ast *ast_sequence(int count, struct ast **items)
{
    return count == 1 ? items[0] : make_many(A_SEQUENCE, NULL, count, items, NULL);
}

struct ast *ast_sequence2(struct ast *a, struct ast *b)
{
    struct ast **items = GC_MALLOC(2 * sizeof *items);
    items[0] = a;
    items[1] = b;
    return ast_sequence(2, items);
}

struct ast *ast_call(struct ast *f, int count, struct ast **arguments, const struct place *place)
{
    return make_many(A_CALL, f, count, arguments, place);
}

struct ast *ast_call3(value f, struct ast *a, struct ast *b, struct ast *c, const struct place *place)
{
    struct ast **arguments = GC_MALLOC(3 * sizeof *arguments);
    arguments[0] = a;
    arguments[1] = b;
    arguments[2] = c;
    return ast_call(ast_constant(f), c != NULL ? 3 : b != NULL ? 2 : a != NULL ? 1 : 0, arguments, place);
}

struct ast *ast_call1(value f, struct ast *a, const struct place *place)
{
    return ast_call3(f, a, NULL, NULL, place);
}

struct ast *ast_call2(value f, struct ast *a, struct ast *b, const struct place *place)
{
    return ast_call3(f, a, b, NULL, place);
}

struct ast *ast_let(struct variable *v, struct ast *init, struct ast *body)
{
    struct ast *a = make(A_LET, most(init->live, 1 + body->live), init->place);
    a->is.local.variable = v;
    a->is.local.init = init;
    a->is.local.body = body;
    return a;
}

struct ast *ast_fix(int count, struct variable **variables, struct ast **lambdas, struct ast *body)
{
    struct ast *a = make(A_FIX, count + body->live, body->place);
    a->is.fix.count = count;
    a->is.fix.variables = variables;
    a->is.fix.lambdas = lambdas;
    a->is.fix.body = body;
    return a;
}

struct ast *ast_case_lambda(int count, struct ast **clauses, const struct place *place)
{
    return make_many(A_CASE_LAMBDA, NULL, count, clauses, place);
}
