/* dynamic.c: winders, defers and scopes, marks, parameters. */
#include "reduce.h"

/* The first `before` is that of an entry into a frame whose body is still to run. */
void rule_wind(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)v;
    struct frame *f = ARENA_NEW(struct frame);
    *f = (struct frame){ .kind = F_WIND, .id = ++m->ids, .node = n, .env = env };
    struct slice *s = ARENA_NEW(struct slice);
    *s = (struct slice){ f, NULL };
    cross(m, &(struct crossing){ .way = ENTERING, .pending = s, .finish = FINISH_THUNK,
                                 .thunk = closure_new(n->kid[1], NULL, env) });
}

void rule_scope(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)v;
    m->k = push(m->k, &(struct frame){ .kind = F_SCOPE, .node = n, .box = box_new() });
    eval(m, n->kid[0], env);
}

/* DEFER: the innermost body is that of a prompt, a try, a scope or with-stack. */
void rule_defer(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)v;
    const struct stack *k = m->k;
    while (k != NULL && k->top->kind != F_PROMPT && k->top->kind != F_TRY && k->top->kind != F_SCOPE)
        k = k->rest;
    if (k == NULL) {
        unknown(m, "deferred outside the program, by a defer");
        return;
    }
    struct defer *d = ARENA_NEW(struct defer);
    struct defers *list = ARENA_NEW(struct defers);
    *d = (struct defer){ n->kid[0], env, 1 };
    *list = (struct defers){ d, k->top->box->defers };
    k->top->box->defers = list;
    give(m, value_int(0));
}

void rule_with_mark(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    struct frame f = { .kind = F_MARK, .node = n };
    f.values[0] = v[0];
    m->k = push(m->k, &f);
    eval(m, n->kid[1], env);
}

static bool is_mark(const struct frame *f, const char *key)
{
    return f->kind == F_MARK && *f->node->name == *key;
}

void rule_first_mark(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)env;
    struct target t;
    if (!target_of(m, n, &v, &t))
        return;
    const struct stack *k = m->k;
    while (k != NULL && !target_is(k->top, t) && !is_mark(k->top, n->name))
        k = k->rest;
    give(m, k != NULL && k->top->kind == F_MARK ? k->top->values[0] : v[0]);
}

/* Marks as one number, innermost first. */
static long fold_mark(long sum, struct value v)
{
    return (sum * 7 + (v.kind == V_INT ? v.number : 0) + 1) % 1000003;
}

void rule_marks(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)env;
    struct target t;
    long sum = 0;
    if (!target_of(m, n, &v, &t))
        return;
    for (const struct stack *k = m->k; k != NULL && !target_is(k->top, t); k = k->rest)
        if (is_mark(k->top, n->name))
            sum = fold_mark(sum, k->top->values[0]);
    give(m, value_int(sum));
}

static long fold_inner_first(const struct slice *s, const char *key)
{
    if (s == NULL)
        return 0;
    long sum = fold_inner_first(s->inner, key);
    return is_mark(s->frame, key) ? fold_mark(sum, s->frame->values[0]) : sum;
}

void rule_marks_of(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)env;
    const struct continuation *k = v[0].k;
    if (v[0].kind != V_KONT)
        raise_error(m, "TYPE");
    else if (k->used)
        give(m, value_int(0));                          /* it holds no frames any more */
    else
        give(m, value_int(fold_inner_first(k->picture != NULL ? k->picture : k->frames, n->name)));
}

static struct cell *find_param(struct machine *m, const struct node *n)
{
    for (const struct stack *k = m->k; k != NULL; k = k->rest)
        if (k->top->kind == F_PARAM && *k->top->node->name == *n->name)
            return k->top->cell;
    return m->params[*n->name == 'q'];
}

void rule_param(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)env, (void)v;
    give(m, find_param(m, n)->value);
}

void rule_set_param(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)env;
    find_param(m, n)->value = v[0];
    give(m, v[0]);
}

/* The binding is one cell, which all captures share. */
void rule_with_param(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    struct cell *cell = ARENA_NEW(struct cell);
    cell->value = v[0];
    m->k = push(m->k, &(struct frame){ .kind = F_PARAM, .node = n, .cell = cell });
    eval(m, n->kid[1], env);
}
