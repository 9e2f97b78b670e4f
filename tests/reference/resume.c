/* resume.c: applying continuations: composable ones, those of call/cc and of call/ec; the shots; the tail. */
#include "reduce.h"

/* What a resume brings. */
struct gift {
    struct value value;
    const struct closure *thunk;                        /* null: the value */
    bool last, tail;
};

static void bring(struct crossing *c, struct gift g)
{
    c->finish = g.thunk != NULL ? FINISH_THUNK : FINISH_VALUE;
    c->value = g.value;
    c->thunk = g.thunk;
}

/* SNAPSHOT: the frames that this resume runs. The first resume runs those captured, and keeps a picture unless no other can
 * follow; later ones run copies of the picture. */
static const struct slice *take_frames(struct continuation *k, bool last)
{
    bool final = last || k->once;
    k->used = final;
    if (k->picture == NULL) {
        if (final)
            return k->frames;
        k->picture = slice_copy(k->frames);
        slice_hold(k->frames);
        return k->frames;
    }
    const struct slice *frames = slice_copy(k->picture);
    if (!final)
        slice_hold(frames);
    return frames;
}

/* The CAPTURED frame of the handler whose value this would be: only activations that just return are above it. */
static const struct stack *tail_of(const struct stack *k)
{
    while (k->top->kind == F_LOCAL)
        k = k->rest;
    return k->top->kind == F_CAPTURED ? k : NULL;
}

/* TAIL: the handler is left before k is resumed; a prompt that was reinstalled for it gives way to the same prompt in k. */
static void resume_tail(struct machine *m, struct continuation *k, struct gift g)
{
    const struct stack *handler = tail_of(m->k);
    if (handler == NULL) {
        raise_error(m, "KONT_ERR_NOT_TAIL");
        return;
    }
    const struct slice *frames = k->picture != NULL ? k->picture : k->frames;
    const struct stack *p = handler->rest;
    while (p->top->kind == F_SCOPE && p->top->flag)
        p = p->rest;
    const struct frame *body = p->top;
    bool brings = body->kind == F_PROMPT && frames != NULL && frames->frame->kind == F_PROMPT && frames->frame->id == body->id;
    struct crossing c = { .way = LEAVING, .target = handler->rest, .finish = FINISH_TAIL, .value = g.value, .last = g.last, .tail = k };
    if (handler->top->flag && brings)
        c.target = p->rest;
    else if (handler->top->flag)
        c.body = handler->rest->top->box;
    cross(m, &c);
}

static struct crossing *entry(struct continuation *k, struct gift g)
{
    struct crossing *c = ARENA_NEW(struct crossing);
    *c = (struct crossing){ .way = ENTERING, .pending = take_frames(k, g.last) };
    bring(c, g);
    return c;
}

static void resume_composable(struct machine *m, struct continuation *k, struct gift g)
{
    if (g.tail)
        resume_tail(m, k, g);
    else
        cross(m, entry(k, g));
}

/* The handler and its defers are over. */
void tail_resumed(struct machine *m, const struct crossing *c)
{
    if (c->tail->used)
        raise_error(m, "KONT_ERR_USED");
    else
        cross(m, entry(c->tail, (struct gift){ .value = c->value, .last = c->last }));
}

static void resume_escape(struct machine *m, struct continuation *k, struct gift g)
{
    const struct stack *s = m->k;
    while (s != NULL && !(s->top->kind == F_CALLEC && s->top->id == k->id))
        s = s->rest;
    if (s == NULL) {
        raise_error(m, "KONT_ERR_ESCAPED");
        return;
    }
    k->used = g.last;
    struct crossing c = { .way = LEAVING, .target = s->rest };
    bring(&c, g);
    cross(m, &c);
}

/* Whether all barriers of k are on the continuation inside p. */
static bool inside_its_barriers(const struct continuation *k, const struct stack *here, const struct stack *p)
{
    for (const struct slice *s = k->picture; s != NULL; s = s->inner) {
        const struct stack *at = here;
        while (s->frame->kind == F_BARRIER && at != p && !(at->top->kind == F_BARRIER && at->top->id == s->frame->id))
            at = at->rest;
        if (at == p && s->frame->kind == F_BARRIER)
            return false;
    }
    return true;
}

/* The winder frames from `here` outwards to p, as a list with the outermost first. */
static const struct slice *winders(const struct stack *here, const struct stack *p)
{
    const struct slice *list = NULL;
    for (; here != p; here = here->rest)
        if (here->top->kind == F_WIND) {
            struct slice *s = ARENA_NEW(struct slice);
            *s = (struct slice){ here->top, list };
            list = s;
        }
    return list;
}

/* How many winders, from p inwards, the running continuation and k have in common; *innermost is the last of them. */
static int shared_winders(const struct stack *here, const struct stack *p, const struct slice *k, const struct frame **innermost)
{
    int shared = 0;
    *innermost = NULL;
    for (const struct slice *s = winders(here, p); s != NULL; s = s->inner) {
        while (k != NULL && k->frame->kind != F_WIND)
            k = k->inner;
        if (k == NULL || k->frame->id != s->frame->id)
            break;
        k = k->inner;
        *innermost = s->frame;
        shared++;
    }
    return shared;
}

/* CALLCC: replaces the continuation up to the nearest default prompt, which stays. */
static void resume_callcc(struct machine *m, struct continuation *k, struct gift g)
{
    bool barrier;
    const struct stack *p = find_prompt(m->k, (struct target){ false, TAG_DEFAULT, 0 }, &barrier);
    if (p == NULL || k->used || !inside_its_barriers(k, m->k, p)) {
        raise_error(m, p == NULL ? "KONT_ERR_NO_PROMPT" : k->used ? "KONT_ERR_USED" : "KONT_ERR_BARRIER");
        return;
    }
    struct crossing *enter = entry(k, g);
    const struct frame *innermost;
    enter->skip = shared_winders(m->k, p, enter->pending, &innermost);
    const struct stack *shared = m->k;
    while (innermost != NULL && shared->top != innermost)
        shared = shared->rest;
    cross(m, &(struct crossing){ .way = LEAVING, .target = p, .shared = innermost == NULL ? NULL : shared, .body = p->top->box,
                                 .finish = FINISH_CROSSING, .next = enter });
}

void rule_resume(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    enum op op = n->op;
    struct gift g = {
        .last = op == OP_RESUME_LAST || op == OP_RESUME_THUNK_LAST || op == OP_RESUME_TAIL_LAST,
        .tail = op == OP_RESUME_TAIL || op == OP_RESUME_TAIL_LAST,
    };
    if (op == OP_RESUME_THUNK || op == OP_RESUME_THUNK_LAST)
        g.thunk = closure_new(n->kid[1], NULL, env);
    else
        g.value = v[1];
    struct continuation *k = v[0].k;
    if (v[0].kind != V_KONT)
        raise_error(m, "TYPE");
    else if (k->kind == K_CALLCC)
        resume_callcc(m, k, g);
    else if (k->used)
        raise_error(m, "KONT_ERR_USED");
    else if (k->kind == K_ESCAPE)
        resume_escape(m, k, g);
    else
        resume_composable(m, k, g);
}

/* The defers that k alone still holds run here, as those of bodies that are being left. What holds nothing any more can be
 * dropped once more. */
void rule_drop(struct machine *m, const struct node *n, const struct env *env, const struct value *v)
{
    (void)n, (void)env;
    struct continuation *k = v[0].k;
    if (v[0].kind != V_KONT) {
        raise_error(m, "TYPE");
        return;
    }
    bool empty = k->used || k->kind == K_ESCAPE;
    k->used = true;
    if (empty) {
        give(m, value_int(0));
        return;
    }
    const struct slice *frames = k->picture != NULL ? slice_copy(k->picture) : k->frames;
    cross(m, &(struct crossing){ .way = LEAVING, .pending = frames, .target = m->k, .finish = FINISH_VALUE });
}
