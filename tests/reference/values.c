/* values.c: values, environments and frames of the reference interpreter. */
#include <stdio.h>

#include "reduce.h"

struct value value_int(long n)
{
    return (struct value){ .kind = V_INT, .number = n };
}

struct value value_error(const char *name)
{
    return (struct value){ .kind = V_ERROR, .error = name };
}

void value_text(struct value v, char *text, size_t room)
{
    static const char *const kinds[] = {
        [V_CLOSURE] = "#<procedure>", [V_KONT] = "#<continuation>", [V_CELL] = "#<cell>",
        [V_OBJECT] = "#<object>", [V_HANDLE] = "#<handle>",
    };
    if (v.kind == V_INT)
        snprintf(text, room, "%ld", v.number);
    else
        snprintf(text, room, "%s", v.kind == V_ERROR ? v.error : kinds[v.kind]);
}

const struct env *env_bind(const struct env *env, const char *name, struct value v)
{
    struct env *e = ARENA_NEW(struct env);
    *e = (struct env){ .outer = env, .name = name, .value = v };
    return e;
}

const struct closure *closure_new(const struct node *node, const char *name, const struct env *env)
{
    struct closure *c = ARENA_NEW(struct closure);
    *c = (struct closure){ node, name, env };
    return c;
}

struct box *box_new(void)
{
    return ARENA_NEW(struct box);
}

const struct stack *push(const struct stack *k, const struct frame *f)
{
    struct stack *s = ARENA_NEW(struct stack);
    struct frame *copy = ARENA_NEW(struct frame);
    *copy = *f;
    *s = (struct stack){ copy, k, k == NULL ? 1 : k->depth + 1 };
    return s;
}

const struct slice *slice_copy(const struct slice *frames)
{
    const struct slice *first = NULL, **end = &first;
    for (; frames != NULL; frames = frames->inner) {
        struct slice *s = ARENA_NEW(struct slice);
        struct frame *f = ARENA_NEW(struct frame);
        *f = *frames->frame;
        if (f->box != NULL) {
            f->box = box_new();
            *f->box = *frames->frame->box;
        }
        s->frame = f;
        *end = s;
        end = &s->inner;
    }
    return first;
}

void slice_hold(const struct slice *frames)
{
    for (; frames != NULL; frames = frames->inner) {
        const struct frame *f = frames->frame;
        if (f->kind == F_PROMPT || f->kind == F_TRY || f->kind == F_SCOPE)
            for (const struct defers *d = f->box->defers; d != NULL; d = d->earlier)
                d->defer->holders++;
    }
}

void give(struct machine *m, struct value v)
{
    m->node = NULL;
    m->value = v;
}

void eval(struct machine *m, const struct node *n, const struct env *env)
{
    m->node = n;
    m->env = env;
}

void call(struct machine *m, const struct closure *c, struct value v)
{
    eval(m, c->node, c->name == NULL ? c->env : env_bind(c->env, c->name, v));
}
