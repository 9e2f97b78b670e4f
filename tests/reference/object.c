/* object.c: ENTER and LEAVE. */
#include "reduce.h"

void rule_object(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    struct target t;
    if (!tag_of(m, n, &v, &t))
        return;
    struct object *o = ARENA_NEW(struct object);
    struct value self = { .kind = V_OBJECT, .object = o };
    *o = (struct object){ .id = ++m->ids, .tag = t.tag, .state = O_NEW };
    o->body = closure_new(n->kid[0], NULL, env_bind(env, n->name, self));
    give(m, self);
}

static void start_object(struct machine *m, struct object *o, const struct closure *thunk)
{
    m->k = push(m->k, prompt_frame(o->tag, o->id, o));
    o->owner = m->k->top->box;
    call(m, thunk != NULL ? thunk : o->body, value_int(0));
}

void rule_enter(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    struct object *o = v[0].object;
    const struct closure *thunk = n->op == OP_ENTER_THUNK ? closure_new(n->kid[1], NULL, env) : NULL;
    if (v[0].kind != V_OBJECT)
        raise_error(m, "TYPE");
    else if (o->copied)
        raise_error(m, "KONT_ERR_COPIED");
    else if (o->state == O_RUNNING || o->state == O_DONE)
        raise_error(m, o->state == O_RUNNING ? "KONT_ERR_RUNNING" : "KONT_ERR_DONE");
    else {
        struct crossing c = { .way = ENTERING, .pending = o->frames, .finish = FINISH_VALUE, .value = v[1] };
        bool fresh = o->state == O_NEW;
        o->state = O_RUNNING;
        o->frames = NULL;
        if (thunk != NULL) {
            c.finish = FINISH_THUNK;
            c.thunk = thunk;
        }
        if (fresh)
            start_object(m, o, thunk);
        else
            cross(m, &c);
    }
}

static const struct stack *find_object(const struct stack *k, const struct object *o, bool *barrier)
{
    *barrier = false;
    for (; k != NULL && !(k->top->kind == F_PROMPT && k->top->object == o); k = k->rest)
        *barrier = *barrier || k->top->kind == F_BARRIER;
    return k;
}

void rule_leave(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)n, (void)env;
    struct object *o = v[0].object;
    bool barrier;
    if (v[0].kind != V_OBJECT) {
        raise_error(m, "TYPE");
        return;
    }
    const struct stack *p = find_object(m->k, o, &barrier);
    if (p == NULL)
        raise_error(m, "KONT_ERR_NOT_INSIDE");
    else if (barrier)
        raise_error(m, "KONT_ERR_BARRIER");
    else
        cross(m, &(struct crossing){ .way = SUSPENDING, .target = p->rest, .finish = FINISH_LEFT, .value = v[1], .object = o });
}

/* The object belongs to its first run. What leaves out of another copy, or ends there, delivers its value, and from then on the
 * object cannot be entered. */
void copy_ended(const struct frame *f)
{
    if (f->object->owner != f->box)
        f->object->copied = true;
}

void left(struct machine *m, const struct crossing *c)
{
    struct object *o = c->object;
    if (c->pending->frame->box == o->owner) {
        o->frames = c->pending;
        o->state = O_SUSPENDED;
    }
    copy_ended(c->pending->frame);
    give(m, c->value);
}

void rule_state(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)n, (void)env;
    if (v[0].kind == V_OBJECT)
        give(m, value_int(v[0].object->state));
    else
        raise_error(m, "TYPE");
}

void rule_object_handle(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)n, (void)env;
    if (v[0].kind == V_OBJECT)
        give(m, (struct value){ .kind = V_HANDLE, .number = v[0].object->id });
    else
        raise_error(m, "TYPE");
}
