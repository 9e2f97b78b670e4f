/* plain.c: the rules that have nothing to do with control. */
#include "reduce.h"

void rule_apply(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)n, (void)env;
    if (v[0].kind == V_CLOSURE)
        call(m, v[0].closure, v[1]);
    else
        raise_error(m, "TYPE");
}

void rule_let(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    eval(m, n->kid[1], env_bind(env, n->name, v[0]));
}

void rule_begin(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)v;
    eval(m, n->kid[1], env);
}

void rule_if(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    bool isfalse = v[0].kind == V_INT && v[0].number == 0;
    eval(m, n->kid[isfalse ? 2 : 1], env);
}

/* Wraps around, like the unsigned numbers below it. */
void rule_arithmetic(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)env;
    if (v[0].kind != V_INT || v[1].kind != V_INT) {
        raise_error(m, "TYPE");
        return;
    }
    unsigned long x = (unsigned long)v[0].number, y = (unsigned long)v[1].number;
    give(m, value_int((long)(n->op == OP_ADD ? x + y : n->op == OP_SUB ? x - y : x * y)));
}

void rule_print(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)n, (void)env;
    char text[64];
    value_text(v[0], text, sizeof text);
    answer_log(m->answer, text);
    give(m, v[0]);
}

void rule_cell(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)n, (void)env;
    struct cell *cell = ARENA_NEW(struct cell);
    *cell = (struct cell){ v[0], ++m->ids };
    give(m, (struct value){ .kind = V_CELL, .cell = cell });
}

void rule_get(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)n, (void)env;
    if (v[0].kind == V_CELL)
        give(m, v[0].cell->value);
    else
        raise_error(m, "TYPE");
}

void rule_put(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)n, (void)env;
    if (v[0].kind == V_CELL) {
        v[0].cell->value = v[1];
        give(m, v[1]);
    } else
        raise_error(m, "TYPE");
}

void rule_local(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    struct frame f = { .kind = F_LOCAL, .node = n, .id = ++m->ids, .box = box_new() };
    f.box->value = v[0];
    m->k = push(m->k, &f);
    struct env *bound = ARENA_NEW(struct env);
    *bound = (struct env){ .outer = env, .name = n->name, .local = true, .id = f.id };
    eval(m, n->kid[1], bound);
}

void rule_set(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    while (__builtin_strcmp(env->name, n->name) != 0)
        env = env->outer;
    const struct stack *k = m->k;
    while (!(k->top->kind == F_LOCAL && k->top->id == env->id))
        k = k->rest;
    k->top->box->value = v[0];
    give(m, v[0]);
}
