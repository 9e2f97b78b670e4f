/* prompt.c: PROMPT and ABORT, handles, barriers. */
#include "reduce.h"

/* The operator's tag, from its name or its first operand; *v goes on to the other operands. */
bool target_of(struct machine *m, const struct node *n, const struct value **v, struct target *t)
{
    *t = (struct target){ false, n->tag, 0 };
    if (n->tag != TAG_EXPR)
        return true;
    struct value handle = *(*v)++;
    *t = (struct target){ true, TAG_EXPR, handle.number };
    if (handle.kind != V_HANDLE)
        raise_error(m, "TYPE");
    return handle.kind == V_HANDLE;
}

/* The tag of a new prompt: a handle names one that is there. */
bool tag_of(struct machine *m, const struct node *n, const struct value **v, struct target *t)
{
    bool good = target_of(m, n, v, t);
    if (good && t->by_handle)
        raise_error(m, "KONT_ERR_ARGUMENT");
    return good && !t->by_handle;
}

bool target_is(const struct frame *f, struct target t)
{
    if (f->kind != F_PROMPT)
        return false;
    return t.by_handle ? f->id == t.handle : f->tag == t.tag;
}

const struct stack *find_prompt(const struct stack *k, struct target t, bool *barrier)
{
    *barrier = false;
    for (; k != NULL && !target_is(k->top, t); k = k->rest)
        *barrier = *barrier || k->top->kind == F_BARRIER;
    return k;
}

const struct frame *prompt_frame(enum tag tag, long id, struct object *object)
{
    struct frame *f = ARENA_NEW(struct frame);
    *f = (struct frame){
        .kind = F_PROMPT, .tag = tag, .id = id, .object = object, .box = box_new(),
    };
    return f;
}

void rule_prompt(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    struct target t;
    if (!tag_of(m, n, &v, &t))
        return;
    m->k = push(m->k, prompt_frame(t.tag, ++m->ids, NULL));
    eval(m, n->kid[0], env);
}

void rule_handle(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)env;
    struct target t;
    bool barrier;
    if (!target_of(m, n, &v, &t))
        return;
    const struct stack *p = find_prompt(m->k, t, &barrier);
    if (p == NULL)
        raise_error(m, "KONT_ERR_NO_PROMPT");
    else
        give(m, (struct value){ .kind = V_HANDLE, .number = p->top->id });
}

void rule_exists(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)env;
    struct target t;
    bool barrier;
    if (target_of(m, n, &v, &t))
        give(m, value_int(find_prompt(m->k, t, &barrier) != NULL));
}

/* prompt t E[abort t v] -> v */
void rule_abort(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)env;
    struct target t;
    bool barrier;
    if (!target_of(m, n, &v, &t))
        return;
    const struct stack *p = find_prompt(m->k, t, &barrier);
    if (p == NULL)
        raise_error(m, "KONT_ERR_NO_PROMPT");
    else
        leave_to(m, p->rest, v[0]);
}

void rule_barrier(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)v;
    m->k = push(m->k, &(struct frame){ .kind = F_BARRIER, .id = ++m->ids });
    eval(m, n->kid[0], env);
}

/* A further segment of the same continuation: to the rules, nothing. */
/* A further segment means nothing here, but its body is one for defers. */
void rule_with_stack(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    rule_scope(m, n, env, v);
}
