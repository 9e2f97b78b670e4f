/* crossing.c: how control leaves and enters frames.
 *
 * An exit takes frames off until it is at its target, innermost first; a suspension does the same and keeps them; an entry puts
 * frames on, outermost first. Winders and defers met on the way run in the continuation outside of their own frame, with the
 * crossing's state in a CROSSING frame under a barrier:
 *
 *     outside > CROSSING(what is left to do) > BARRIER > SCOPE > the winder's or defer's body
 *
 * When the body returns the crossing goes on. When it aborts, the CROSSING frame is itself left: what the crossing held (its
 * pending frames, and those of an entry to come) is then left for good, and the defers in it run. */
#include "reduce.h"

static struct crossing *again(const struct crossing *c)
{
    struct crossing *copy = ARENA_NEW(struct crossing);
    *copy = *c;
    return copy;
}

static const struct slice *put_outside(const struct frame *f, const struct slice *inner)
{
    struct slice *s = ARENA_NEW(struct slice);
    *s = (struct slice){ f, inner };
    return s;
}

static void run_behind_barrier(struct machine *m, const struct crossing *c, const struct node *body, const struct env *env)
{
    trace_node(m, c->way == ENTERING ? "BEFORE" : "AFTER", body, env, NULL);
    m->k = push(m->k, &(struct frame){ .kind = F_CROSSING, .crossing = c });
    m->k = push(m->k, &(struct frame){ .kind = F_BARRIER, .id = ++m->ids });
    m->k = push(m->k, &(struct frame){ .kind = F_SCOPE, .box = box_new() });
    eval(m, body, env);
}

static bool is_body(const struct frame *f)
{
    return f->kind == F_PROMPT || f->kind == F_TRY || f->kind == F_SCOPE;
}

/* The body of the innermost frame is left: takes its hold off its defers, and runs the first that nobody holds any more, inside
 * the frame that began the body. True when one runs; the others wait in the box. */
static bool release_body(struct machine *m, const struct crossing *c, struct box *box)
{
    while (box->defers != NULL) {
        struct defer *d = box->defers->defer;
        box->defers = box->defers->earlier;
        if (--d->holders > 0)
            continue;
        run_behind_barrier(m, again(c), d->node, d->env);
        return true;
    }
    return false;
}

/* The prompt f is left for good: its object is DONE once the exit is over, as winders and defers run before the jump. */
static void end_later(struct crossing *c, const struct frame *f)
{
    if (f->object != NULL && f->object->owner == f->box)
        c->ended = put_outside(f, c->ended);
}

/* The innermost run of o among frames that come, or null. */
static const struct frame *heir_of(const struct object *o, const struct slice *coming)
{
    const struct frame *heir = NULL;
    for (; coming != NULL; coming = coming->inner)
        if (coming->frame->kind == F_PROMPT && coming->frame->object == o)
            heir = coming->frame;
    return heir;
}

/* An object whose own run goes while a copy of it comes has that for its own now. */
static void end_objects(const struct slice *ended, const struct slice *coming)
{
    for (; ended != NULL; ended = ended->inner) {
        struct object *o = ended->frame->object;
        const struct frame *heir = heir_of(o, coming);
        if (o->owner == ended->frame->box && heir != NULL)
            o->owner = heir->box;
        else if (o->owner == ended->frame->box)
            o->state = O_DONE;
    }
}

/* The bodies among frames that were under way somewhere are left now: put back as scopes, so that the exit meets them. */
static void put_bodies(struct machine *m, struct crossing *c, const struct slice *frames)
{
    for (; frames != NULL; frames = frames->inner)
        if (is_body(frames->frame)) {
            end_later(c, frames->frame);
            m->k = push(m->k, &(struct frame){ .kind = F_SCOPE, .box = frames->frame->box });
        }
}

/* Takes one frame off. False when its winder or a defer runs first. */
static bool leave_frame(struct machine *m, struct crossing *c)
{
    const struct frame *f = m->k->top;
    bool shared = m->k == c->shared;
    if (is_body(f) && release_body(m, c, f->box))
        return false;
    m->k = m->k->rest;
    if (shared)
        c->shared = m->k;                               /* all further out is shared as well */
    if (f->kind == F_WIND && !shared) {
        run_behind_barrier(m, again(c), f->node->kid[2], f->env);
        return false;
    }
    if (f->kind == F_CROSSING) {
        put_bodies(m, c, f->crossing->pending);
        if (f->crossing->finish == FINISH_CROSSING)     /* what was to be entered then never will be */
            put_bodies(m, c, f->crossing->next->pending);
        for (const struct slice *s = f->crossing->ended; s != NULL; s = s->inner)
            end_later(c, s->frame);
    }
    end_later(c, f);
    return true;
}

static void finish(struct machine *m, const struct crossing *c)
{
    end_objects(c->ended, c->finish == FINISH_CROSSING ? c->next->pending : NULL);
    switch (c->finish) {
    case FINISH_VALUE:
        give(m, c->value);
        break;
    case FINISH_THUNK:
        call(m, c->thunk, value_int(0));
        break;
    case FINISH_CAUGHT:
        if (c->node == NULL)
            uncaught(m, c->value);
        else
            eval(m, c->node->kid[1], env_bind(c->env, c->node->name, c->value));
        break;
    case FINISH_CROSSING:
        cross(m, c->next);
        break;
    case FINISH_CAPTURED:
        captured(m, c);
        break;
    case FINISH_LEFT:
        left(m, c);
        break;
    case FINISH_TAIL:
        tail_resumed(m, c);
        break;
    }
}

/* What is pending here are the frames of a continuation that was dropped. */
static void cross_leaving(struct machine *m, const struct crossing *from)
{
    struct crossing *c = again(from);
    put_bodies(m, c, c->pending);
    c->pending = NULL;
    while (m->k != c->target)
        if (!leave_frame(m, c))
            return;
    if (c->body != NULL && release_body(m, c, c->body))
        return;
    finish(m, c);
}

static void cross_suspending(struct machine *m, const struct crossing *from)
{
    struct crossing *c = again(from);
    while (m->k != c->target) {
        const struct frame *f = m->k->top;
        m->k = m->k->rest;
        c->pending = put_outside(f, c->pending);
        if (f->kind == F_WIND) {
            run_behind_barrier(m, again(c), f->node->kid[2], f->env);
            return;
        }
    }
    finish(m, c);
}

static void cross_entering(struct machine *m, const struct crossing *from)
{
    struct crossing *c = again(from);
    while (c->pending != NULL) {
        const struct frame *f = c->pending->frame;
        bool wind = f->kind == F_WIND && !c->before_ran;
        if (wind && c->skip > 0)
            c->skip--;
        else if (wind) {
            c->before_ran = true;
            run_behind_barrier(m, again(c), f->node->kid[0], f->env);
            return;
        }
        c->before_ran = false;
        c->pending = c->pending->inner;
        m->k = push(m->k, f);
    }
    finish(m, c);
}

void cross(struct machine *m, const struct crossing *c)
{
    switch (c->way) {
    case LEAVING:
        cross_leaving(m, c);
        break;
    case SUSPENDING:
        cross_suspending(m, c);
        break;
    case ENTERING:
        cross_entering(m, c);
        break;
    }
}

void leave_to(struct machine *m, const struct stack *target, struct value v)
{
    cross(m, &(struct crossing){ .way = LEAVING, .target = target, .finish = FINISH_VALUE, .value = v });
}
