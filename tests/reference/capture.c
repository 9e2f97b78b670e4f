/* capture.c: SHIFT, CONTROL, SHIFT0, CONTROL0, CALLCC, composable call/cc and call/ec. */
#include "reduce.h"

static bool how_k_prompt(enum op op)
{
    return op == OP_SHIFT || op == OP_SHIFT0 || op == OP_SHIFT_ONCE || op == OP_SHIFT0_ONCE;
}

static bool how_body_prompt(enum op op)
{
    return op == OP_SHIFT || op == OP_CONTROL || op == OP_SHIFT_ONCE || op == OP_CONTROL_ONCE;
}

static struct continuation *continuation_new(struct machine *m, enum shot kind, const struct slice *frames)
{
    struct continuation *k = ARENA_NEW(struct continuation);
    *k = (struct continuation){ .kind = kind, .id = ++m->ids, .frames = frames };
    return k;
}

static void give_continuation(struct machine *m, struct continuation *k, const struct node *n, const struct env *env)
{
    trace_continuation(m, k);
    eval(m, n->kid[0], env_bind(env, n->name, (struct value){ .kind = V_KONT, .k = k }));
}

/* The body that the prompt p began, as a frame without the prompt: it has the body's defers, and those that it will make. */
static const struct slice *with_body(const struct frame *p, const struct slice *frames, bool under_prompt)
{
    struct frame *f = ARENA_NEW(struct frame);
    *f = (struct frame){ .kind = F_SCOPE, .box = box_new(), .flag = under_prompt };
    *f->box = *p->box;
    struct slice *s = ARENA_NEW(struct slice);
    *s = (struct slice){ f, frames };
    return s;
}

void rule_capture(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    struct target t;
    bool barrier;
    if (!target_of(m, n, &v, &t))
        return;
    const struct stack *p = find_prompt(m->k, t, &barrier);
    if (p == NULL)
        raise_error(m, "KONT_ERR_NO_PROMPT");
    else if (barrier)
        raise_error(m, "KONT_ERR_BARRIER");
    else
        cross(m, &(struct crossing){ .way = SUSPENDING, .target = p, .finish = FINISH_CAPTURED, .node = n, .env = env });
}

/* The winders have run, and the prompt is the innermost frame. */
void captured(struct machine *m, const struct crossing *c)
{
    const struct frame *p = m->k->top;
    enum op op = c->node->op;
    const struct slice *frames = c->pending;
    m->k = m->k->rest;
    if (how_k_prompt(op)) {
        struct slice *s = ARENA_NEW(struct slice);
        *s = (struct slice){ p, frames };
        frames = s;
    } else
        frames = with_body(p, frames, false);
    if (how_body_prompt(op)) {
        m->k = push(m->k, prompt_frame(p->tag, p->id, p->object));
        if (p->object != NULL && p->object->owner == p->box && !how_k_prompt(op))
            p->object->owner = m->k->top->box;
    }
    m->k = push(m->k, &(struct frame){ .kind = F_CAPTURED, .id = p->id, .flag = how_body_prompt(op) });
    struct continuation *k = continuation_new(m, K_COMPOSABLE, frames);
    k->once = op >= OP_SHIFT_ONCE;
    give_continuation(m, k, c->node, c->env);
}

/* As if captured and resumed at once: the picture is taken now, and the running frames are the first resume's. */
static void capture_running(struct machine *m, const struct node *n, const struct env *env, const struct stack *p, enum shot kind)
{
    const struct slice *frames = NULL;
    for (const struct stack *k = m->k; k != p; k = k->rest) {
        struct slice *s = ARENA_NEW(struct slice);
        *s = (struct slice){ k->top, frames };
        frames = s;
    }
    frames = with_body(p->top, frames, kind == K_CALLCC);
    struct continuation *k = continuation_new(m, kind, frames);
    k->picture = slice_copy(frames);
    k->frames = NULL;
    slice_hold(k->picture);
    give_continuation(m, k, n, env);
}

/* A winder or a defer may not capture past itself. */
static bool in_crossing(const struct stack *k, const struct stack *p)
{
    while (k != p && k->top->kind != F_CROSSING)
        k = k->rest;
    return k != p;
}

void rule_callcc(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)v;
    bool barrier;
    const struct stack *p = find_prompt(m->k, (struct target){ false, TAG_DEFAULT, 0 }, &barrier);
    if (p == NULL || in_crossing(m->k, p))
        raise_error(m, p == NULL ? "KONT_ERR_NO_PROMPT" : "KONT_ERR_BARRIER");
    else
        capture_running(m, n, env, p, K_CALLCC);
}

void rule_composable(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    struct target t;
    bool barrier;
    if (!target_of(m, n, &v, &t))
        return;
    const struct stack *p = find_prompt(m->k, t, &barrier);
    if (p == NULL)
        raise_error(m, "KONT_ERR_NO_PROMPT");
    else if (barrier)
        raise_error(m, "KONT_ERR_BARRIER");
    else
        capture_running(m, n, env, p, K_COMPOSABLE);
}

void rule_callec(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)v;
    struct continuation *k = continuation_new(m, K_ESCAPE, NULL);
    m->k = push(m->k, &(struct frame){ .kind = F_CALLEC, .id = k->id });
    give_continuation(m, k, n, env);
}
