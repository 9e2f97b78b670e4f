/* exception.c: raise, try, handlers. */
#include <stdio.h>

#include "reduce.h"

static const struct stack *find_handler_frame(const struct stack *k, long id)
{
    while (k != NULL && !(k->top->kind == F_HANDLER && k->top->id == id))
        k = k->rest;
    return k;
}

/* The first handler or try outwards. While a handler runs, all from its raise up to and including itself is passed over; where
 * it is not to be found outwards, nothing is. */
static const struct stack *find_catcher(const struct stack *k)
{
    while (k != NULL && k->top->kind != F_HANDLER && k->top->kind != F_TRY) {
        const struct stack *own = k->top->kind == F_HANDLING ? find_handler_frame(k, k->top->id) : NULL;
        k = own != NULL ? own->rest : k->rest;
    }
    return k;
}

void raise_value(struct machine *m, struct value x, bool continuable)
{
    const struct stack *catcher = find_catcher(m->k);
    if (catcher == NULL) {
        unknown(m, "raised outside the program, by a defer");
        return;
    }
    const struct frame *f = catcher->top;
    if (f->kind == F_TRY) {
        cross(m, &(struct crossing){ .way = LEAVING, .target = catcher->rest, .finish = FINISH_CAUGHT, .value = x,
                                     .node = f->node, .env = f->env });
        return;
    }
    m->k = push(m->k, &(struct frame){ .kind = F_HANDLING, .id = f->id, .flag = continuable });
    eval(m, f->node->kid[0], env_bind(f->env, f->node->name, x));
}

void raise_error(struct machine *m, const char *name)
{
    raise_value(m, value_error(name), false);
}

void uncaught(struct machine *m, struct value x)
{
    char text[64];
    value_text(x, text, sizeof text);
    answer_finish(m->answer, true, text);
    m->done = true;
}

/* A handler has returned: to raise-continuable its value, to raise an error for the outer handlers. */
void handling_returned(struct machine *m, const struct frame *f)
{
    if (f->flag)
        m->k = m->k->rest;
    else
        raise_error(m, "KONT_ERR_HANDLER_RETURNED");
}

void rule_raise(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)env;
    raise_value(m, v[0], n->op == OP_RAISE_CONTINUABLE);
}

void rule_try(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)v;
    m->k = push(m->k, &(struct frame){ .kind = F_TRY, .node = n, .env = env, .box = box_new() });
    eval(m, n->kid[0], env);
}

void rule_with_handler(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)v;
    m->k = push(m->k, &(struct frame){ .kind = F_HANDLER, .id = ++m->ids, .node = n, .env = env });
    eval(m, n->kid[1], env);
}
