/* prompt.c: what the programs need of src/control/prompt.c, as kontc would rewrite it: prompts, aborts, objects. */
#include <gc/gc.h>

#include "control/control.h"
#include "cps/frame.h"

const kont_tag kont_default_tag[1] = { KONT_TAG("default") };

const char *kont__tag_name(const kont_tag *tag)
{
    return tag->name != NULL ? tag->name : "(unnamed)";
}

kont__prompt *kont__find(const kont_tag *tag)
{
    kont__prompt *p = kont__self.here;
    while (p != NULL && p->tag != tag)
        p = p->link;
    return p;
}

KONT kont__prompt *kont__need(const kont_tag *tag, const char *where)
{
    kont__ready(where);
    kont__prompt *p = kont__find(tag);
    if (p == NULL)
        kont__misuse(KONT_ERR_NO_PROMPT, where, kont__tag_name(tag));
    return p;
}

/* ---- Plain prompts --------------------------------------------------------------------------------------------------------------------- */

static void note_copy(const kont__prompt *p)
{
    if (p->object != NULL && p->object != p)
        p->object->flags |= KONT__COPIED;
}

/* SOURCE:  void *v = c->fn(c->arg);
 *          note_copy(kont__self.here);
 *          kont__returned();
 *          return v; */
static KONT void *body_again(const kont__frame *f, void *v)
{
    (void)f;
    note_copy(kont__self.here);
    kont__returned();
    return v;
}
static const kont__site body_site = { body_again, 0 };

KONT void *kont__body(void *call)
{
    const struct kont__call *c = call;
    void *v = c->fn(c->arg);
    if (kont__capturing())
        return kont__save_bare(&body_site);
    note_copy(kont__self.here);
    kont__returned();
    return v;
}

/* SOURCE:  struct kont__call call = { fn, arg };
 *          int error = 0;
 *          void *v = kont__prompt_run(tag, stack, kont__body, &call, &error);
 *          if (error != 0)
 *              kont__misuse(error, where, "stack size");
 *          return v;
 * The addresses of both locals are taken, and a capture may come while they are: so they live in a box. */
struct around_box {
    struct kont__call call;
    int error;
};

struct around_frame {
    kont__frame frame;
    struct around_box *box;
    const char *where;
};

static KONT void *around_again(const kont__frame *frame, void *v)
{
    const struct around_frame *f = (const struct around_frame *)frame;
    if (f->box->error != 0)
        kont__misuse(f->box->error, f->where, "stack size");
    return v;
}
static const kont__site around_site = { around_again, 0 };

KONT void *kont__prompt_around(const kont_tag *tag, size_t stack, kont_fn *fn, void *arg, const char *where)
{
    struct around_box *box = GC_MALLOC(sizeof *box);
    kont__ready(where);
    box->call = (struct kont__call){ fn, arg };
    void *v = kont__prompt_run(tag, stack, kont__body, &box->call, &box->error);
    if (kont__capturing())
        return KONT__SAVE(struct around_frame, &around_site, box, where);
    if (box->error != 0)
        kont__misuse(box->error, where, "stack size");
    return v;
}

KONT void *kont_prompt(const kont_tag *tag, kont_fn *fn, void *arg)
{
    return kont__prompt_around(tag, tag->stack, fn, arg, "kont_prompt");
}

KONT void kont_abort(const kont_tag *tag, void *v)
{
    kont__prompt *p = kont__need(tag, "kont_abort");
    note_copy(p);
    kont__abort(p, v);
}

/* ---- Objects: all calls that may capture are tail calls ---------------------------------------------------------------------------------- */

struct kont_object {
    kont__prompt prompt;
    struct kont__call call;
};

KONT kont_object *kont_object_alloc(const kont_tag *tag, size_t bytes, kont_fn *fn, void *arg)
{
    kont__ready("kont_object_alloc");
    kont_object *o = (kont_object *)kont__prompt_new(sizeof *o + bytes, tag);
    if (o == NULL)
        kont__misuse(KONT_ERR_MEMORY, "kont_object_alloc", NULL);
    o->call = (struct kont__call){ fn, arg };
    return o;
}

void *kont_object_data(kont_object *o)
{
    return o + 1;
}

KONT void *kont_enter(kont_object *o, void *v)
{
    kont__prompt *p = &o->prompt;
    kont__ready("kont_enter");
    int error = kont__can_enter(p);
    if (error != 0)
        kont__misuse(error, "kont_enter", kont__tag_name(p->tag));
    if (p->state == KONT__NEW)
        return kont__enter(p, kont__body, &o->call);
    return kont__enter(p, NULL, v);
}

KONT void *kont_enter_unless_done(kont_object *o, void *v, void *over)
{
    if (o->prompt.status == kont__self.waiting)
        return kont__enter_waiting(&o->prompt, v);
    bool done = o->prompt.state == KONT__DONE && !(o->prompt.flags & KONT__COPIED);
    return done ? over : kont_enter(o, v);
}

static kont__prompt *activation_of(const kont_tag *tag)
{
    kont__prompt *p = kont__self.here;
    while (p != NULL && (p->tag != tag || p->object == NULL))
        p = p->link;
    return p;
}

kont_object *kont_object_here(const kont_tag *tag)
{
    kont__prompt *p = activation_of(tag);
    return p != NULL ? (kont_object *)p->object : NULL;
}

KONT void *kont_leave_tag(const kont_tag *tag, void *v)
{
    kont__prompt *p = activation_of(tag);
    kont__ready("kont_leave_tag");
    if (p == NULL)
        kont__misuse(KONT_ERR_NO_PROMPT, "kont_leave_tag", kont__tag_name(tag));
    note_copy(p);
    return kont__leave(p, v);
}
