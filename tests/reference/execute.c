/* execute.c: the interpreter on kont: operators that have nothing to do with control, and the whole program. */
#include <gc.h>
#include <stdio.h>
#include <unistd.h>

#include "execute_value.h"

struct kept {
    struct kept *next;
    struct val *value;
};

static struct kept *kept;                               /* static data is a root */
static struct answer *answer;
static unsigned long run, evaluations;
static kont_parameter *parameters[2];

/* When the collector notices that a continuation is gone is not part of an answer, so none goes before the program ends. */
struct val *keep(struct val *v)
{
    struct kept *k = GC_MALLOC(sizeof *k);
    *k = (struct kept){ kept, v };
    kept = k;
    return v;
}

kont_parameter *parameter_of(const struct node *n)
{
    return parameters[*n->name == 'q'];
}

KONT void *want(struct val *v, enum val_kind kind)
{
    if (v->kind != kind)
        kont_raise(kont_exception_new("TYPE", NULL, "a value of another kind"));
    return v->ref;
}

struct closure *body_of(const struct node *n, int kid, struct env *env, bool named)
{
    struct closure *c = GC_MALLOC(sizeof *c);
    *c = (struct closure){ n->kid[kid], named ? n->name : NULL, env, run };
    return c;
}

/* What an earlier program left for the collector to clean up does nothing any more. */
KONT void *run_closure(void *closure)
{
    struct closure *c = closure;
    if (c->run != run)
        return NULL;
    return run_node(c->node, c->env);
}

KONT void *run_handler(kont *k, void *closure)
{
    struct closure *c = closure;
    struct env *env = env_new(c->env, c->name, keep(val_new(VAL_KONT, k)));
    return run_node(c->node, env);
}

static KONT struct val *eval_int(const struct node *n, struct env *env)
{
    (void)env;
    return val_int(n->number);
}

static KONT struct val *eval_var(const struct node *n, struct env *env)
{
    return env_value(env, n->name);
}

static KONT struct val *eval_lambda(const struct node *n, struct env *env)
{
    return val_new(VAL_CLOSURE, body_of(n, 0, env, true));
}

static KONT struct val *eval_apply(const struct node *n, struct env *env)
{
    struct val *f = run_node(n->kid[0], env);
    struct val *x = run_node(n->kid[1], env);
    struct closure *c = want(f, VAL_CLOSURE);
    struct env *inner = env_new(c->env, c->name, x);
    return run_node(c->node, inner);
}

static KONT struct val *eval_let(const struct node *n, struct env *env)
{
    struct val *x = run_node(n->kid[0], env);
    struct env *inner = env_new(env, n->name, x);
    return run_node(n->kid[1], inner);
}

static KONT struct val *eval_begin(const struct node *n, struct env *env)
{
    run_node(n->kid[0], env);
    return run_node(n->kid[1], env);
}

static KONT struct val *eval_if(const struct node *n, struct env *env)
{
    struct val *x = run_node(n->kid[0], env);
    bool isfalse = x->kind == VAL_INT && x->number == 0;
    return run_node(n->kid[isfalse ? 2 : 1], env);
}

static KONT struct val *eval_arithmetic(const struct node *n, struct env *env)
{
    struct val *a = run_node(n->kid[0], env);
    struct val *b = run_node(n->kid[1], env);
    want(a, VAL_INT);
    want(b, VAL_INT);
    unsigned long x = (unsigned long)a->number, y = (unsigned long)b->number;
    return val_int((long)(n->op == OP_ADD ? x + y : n->op == OP_SUB ? x - y : x * y));
}

static KONT struct val *eval_print(const struct node *n, struct env *env)
{
    char text[64];
    struct val *v = run_node(n->kid[0], env);
    val_text(v, text, sizeof text);
    answer_log(answer, text);
    return v;
}

static KONT struct val *eval_cell(const struct node *n, struct env *env)
{
    struct val *v = run_node(n->kid[0], env);
    return val_new(VAL_CELL, v);
}

static KONT struct val *eval_get(const struct node *n, struct env *env)
{
    struct val *cell = run_node(n->kid[0], env);
    return want(cell, VAL_CELL);
}

static KONT struct val *eval_put(const struct node *n, struct env *env)
{
    struct val *cell = run_node(n->kid[0], env);
    struct val *v = run_node(n->kid[1], env);
    want(cell, VAL_CELL);
    cell->ref = v;
    return v;
}

/* The variable is this activation's, so that SNAPSHOT is what saves and restores it. */
static KONT struct val *eval_local(const struct node *n, struct env *env)
{
    struct val *first = run_node(n->kid[0], env);
    struct val *volatile slot = first;
    struct env *inner = env_new(env, n->name, NULL);
    inner->slot = &slot;
    return run_node(n->kid[1], inner);
}

static KONT struct val *eval_set(const struct node *n, struct env *env)
{
    struct val *v = run_node(n->kid[0], env);
    *env_slot(env, n->name) = v;
    return v;
}

static evaluator *const plain_evaluators[OP_COUNT] = {
    [OP_INT] = eval_int, [OP_VAR] = eval_var, [OP_LAMBDA] = eval_lambda, [OP_APPLY] = eval_apply, [OP_LET] = eval_let,
    [OP_BEGIN] = eval_begin, [OP_IF] = eval_if, [OP_ADD] = eval_arithmetic, [OP_SUB] = eval_arithmetic,
    [OP_MUL] = eval_arithmetic, [OP_PRINT] = eval_print, [OP_CELL] = eval_cell, [OP_GET] = eval_get, [OP_PUT] = eval_put,
    [OP_LOCAL] = eval_local, [OP_SET] = eval_set,
};

KONT struct val *run_node(const struct node *n, struct env *env)
{
    if (++evaluations > EXECUTE_LIMIT) {
        fputs("reference: the program does not end on kont\n", stderr);
        _exit(EXECUTE_RUNAWAY);
    }
    evaluator *f = plain_evaluators[n->op] != NULL ? plain_evaluators[n->op] : control_evaluators[n->op];
    return f(n, env);
}

static KONT void *run_program(void *program)
{
    for (int i = 0; i < 2; i++)
        parameters[i] = kont_parameter_new(val_int(0));
    return run_node(program, NULL);
}

static KONT void *run_kont(void *program)
{
    return kont_run(run_program, program);
}

static KONT void *run_caught(void *program)
{
    const kont_exception *caught;
    char text[64];
    struct val *v = kont_try(run_kont, program, &caught);
    if (caught != NULL)
        v = val_of_exception(caught);
    val_text(v, text, sizeof text);
    answer_finish(answer, caught != NULL, text);
    return NULL;
}

void execute(const struct node *program, struct answer *a)
{
    answer = a;
    answer_start(a);
    run++;
    evaluations = 0;
    run_caught((void *)program);
    kept = NULL;
}
