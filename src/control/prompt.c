/* prompt.c: prompts, aborts, barriers, prompt objects. */
#include <gc/gc.h>

#include "control.h"

const kont_tag kont_default_tag[1] = { KONT_TAG("default") };

/* ---- Tags and finding prompts ---------------------------------------------------------------------------------------------------- */

static KONT kont_tag *make_tag(const char *name, const char *where)
{
    kont_tag *tag = GC_MALLOC(sizeof *tag);
    if (tag == NULL)
        kont__misuse(KONT_ERR_MEMORY, where, NULL);
    tag->name = name;
    return tag;
}

KONT const kont_tag *kont_tag_new(const char *name)
{
    kont__ready("kont_tag_new");
    return make_tag(name, "kont_tag_new");
}

const char *kont__tag_name(const kont_tag *tag)
{
    return tag->name != NULL ? tag->name : "(unnamed)";
}

/* The prompt in sight at a place: while a winder runs, the one that its dynamic_wind stands in. Moves there. */
static inline kont__prompt *in_sight(struct kont__place *at)
{
    while (at->dyn != NULL && (at->dyn->below & KONT__CONTEXT)) {
        const kont__dyn *d = at->dyn;
        while (d->kind != KONT__CONTEXT)
            d = d->next;
        *at = (struct kont__place){ d->at, d->value };
    }
    return at->prompt;
}

static inline kont__prompt *next_in_sight(struct kont__place *at)
{
    kont__prompt *p = at->prompt->link;
    *at = (struct kont__place){ p, p != NULL ? p->dyn : NULL };
    return in_sight(at);
}

kont__prompt *kont__find(const kont_tag *tag)
{
    struct kont__place at = kont__here();
    kont__prompt *p = in_sight(&at);
    uint64_t id = tag->prompt != 0 ? tag->prompt : UINT64_MAX;
    while (p != NULL && p->tag != tag && p->id != id)
        p = next_in_sight(&at);
    return p;
}

KONT kont__prompt *kont__need_outside(const kont_tag *tag, const char *where)
{
    kont__ready(where);
    if (tag == NULL || tag->prompt == KONT_PRIVATE)
        kont__misuse(KONT_ERR_ARGUMENT, where, "tag");
    kont__prompt *p = kont__find(tag);
    if (p == NULL)
        kont__misuse(KONT_ERR_NO_PROMPT, where, kont__tag_name(tag));
    return p;
}

bool kont_prompt_exists(const kont_tag *tag)
{
    return tag != NULL && kont__find(tag) != NULL;
}

/* Not asked of the activation again: making it may collect, and so run finalizers that capture. */
static KONT const kont_tag *handle_of(kont__prompt *p, const char *where)
{
    uint64_t id = p->id;
    if (kont__handle_of(p) != NULL)
        return kont__handle_of(p);
    kont_tag *handle = make_tag(kont__tag_name(p->tag), where);
    handle->prompt = id;
    handle->stack = 1;                                  /* kont_prompt looks closer where this is not 0 */
    kont__set_handle(p, handle);
    return handle;
}

KONT const kont_tag *kont_prompt_handle(const kont_tag *tag)
{
    kont__prompt *p = kont__need(tag, "kont_prompt_handle");
    return handle_of(p, "kont_prompt_handle");
}

/* Whether the thread is known and no tail resume is pending: what kont__ready looks for. */
static inline bool is_open(void)
{
    return !KONT__STRESS_CAPTURE && LIKELY(kont__self.entered != 0);
}

/* ---- Plain prompts ------------------------------------------------------------------------------------------------------------------ */

/* A copy of a prompt object is left or ends: what the object itself is then at is not what its enterer left. */
static inline void note_copy(const kont__prompt *p)
{
    kont__prompt *object = kont__object(p);
    if (object != NULL && object != p)
        object->flags |= KONT__COPIED;
}

KONT void kont__body_ends(void)
{
    note_copy(kont__self.here);
    if (kont__self.here->dyn != NULL)
        kont__end_body(NULL);
    kont__returned();
}

KONT void *kont__prompt_around(const kont_tag *tag, size_t stack, kont_fn *fn, void *arg, const char *where)
{
    kont__ready(where);
    if (fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, where, "fn");
    kont__prompt *p = kont__prompt_make(tag, stack);
    if (p == NULL)
        kont__not_done(where, "stack size");
    return kont__prompt_run(p, fn, arg);
}

/* A tag for new prompts: a handle is carried by the one prompt that it names. */
static KONT void need_tag(const kont_tag *tag, const char *where)
{
    if (tag == NULL || (tag->prompt != 0 && tag->prompt != KONT_PRIVATE))
        kont__misuse(KONT_ERR_ARGUMENT, where, tag == NULL ? "tag" : "a handle as tag");
}

static KONT void *prompt(const kont_tag *tag, kont_fn *fn, void *arg)
{
    need_tag(tag, "kont_prompt");
    return kont__prompt_around(tag, tag->stack, fn, arg, "kont_prompt");
}

CACHE_ALIGNED KONT void *kont_prompt(const kont_tag *tag, kont_fn *fn, void *arg)
{
    if (LIKELY(tag != NULL) && LIKELY(fn != NULL) && LIKELY(tag->stack == 0) && is_open()) {
        kont__prompt *p = kont__prompt_ready(tag);
        if (LIKELY(p != NULL))
            return kont__run_ready(p, fn, arg);
    }
    return prompt(tag, fn, arg);
}

KONT void kont__abort_to(kont__prompt *p, void *v, const char *where)
{
    if (p == kont__self.here && p->dyn == NULL && kont__exits_freely(p)) {
        note_copy(p);
        kont__abort(p, v);
    }
    kont__exit_to(p->link, NULL, where);
    note_copy(p);
    kont__abort(p, v);
}

static KONT KONT_NORETURN void abort_tag(const kont_tag *tag, void *v)
{
    kont__abort_to(kont__need(tag, "kont_abort"), v, "kont_abort");
}

CACHE_ALIGNED KONT void kont_abort(const kont_tag *tag, void *v)
{
    kont__prompt *p = kont__self.here;
    if (is_open() && LIKELY(p->tag == tag) && LIKELY(tag != NULL) && LIKELY(p->status == kont__self.running) && LIKELY(p->dyn == NULL))
        kont__abort_running(p, v);
    abort_tag(tag, v);
}

KONT void *kont_barrier(kont_fn *fn, void *arg)
{
    kont__ready("kont_barrier");
    if (fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_barrier", "fn");
    kont__dyn *d = kont__push(KONT__BARRIER, NULL, NULL, NULL, "kont_barrier");
    return kont__call_inside(d, fn, arg);
}

KONT void *kont_with_stack(size_t bytes, kont_fn *fn, void *arg)
{
    return kont__prompt_around(NULL, bytes, fn, arg, "kont_with_stack");
}

KONT void kont_check_stack(size_t bytes)
{
    kont__ready("kont_check_stack");
    if (kont__room() < bytes)
        kont__misuse(KONT_ERR_OVERFLOW, "kont_check_stack", NULL);
}

size_t kont_stack_room(void)
{
    return kont__self.here == NULL && kont__meet_thread() != 0 ? 0 : kont__room();
}

/* ---- Prompt objects -------------------------------------------------------------------------------------------------------------------- */

struct kont_object {
    kont__prompt prompt;
};

static KONT kont_object *make_object(const kont_tag *tag, size_t bytes, kont_fn *fn, void *arg, const char *where)
{
    kont__ready(where);
    need_tag(tag, where);
    if (fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, where, "fn");
    kont_object *o = NULL;
    if (bytes <= PTRDIFF_MAX - sizeof *o)
        o = (kont_object *)kont__prompt_new(sizeof *o + bytes, tag);
    if (o == NULL)
        kont__misuse(KONT_ERR_MEMORY, where, NULL);
    o->prompt.body.fn = fn;
    o->prompt.body.arg = arg;
    return o;
}

KONT kont_object *kont_object_alloc(const kont_tag *tag, size_t bytes, kont_fn *fn, void *arg)
{
    return make_object(tag, bytes, fn, arg, "kont_object_alloc");
}

KONT kont_object *kont_object_new(const kont_tag *tag, kont_fn *fn, void *arg)
{
    return make_object(tag, 0, fn, arg, "kont_object_new");
}

void *kont_object_data(kont_object *o)
{
    return o != NULL ? o + 1 : NULL;
}

void kont_object_compact(kont_object *o)
{
    if (o != NULL && o->prompt.state == KONT__NEW)
        kont__make_compact(&o->prompt);
}

/* Enters p with v, or with fn(v) run inside; on a NEW one fn(v) takes the body's place. */
static KONT void *enter(kont__prompt *p, kont_fn *fn, void *v, const char *where)
{
    if (p->tag->enter != NULL)
        where = p->tag->enter;
    kont__ready(where);
    kont__poll_if_dropped();
    struct kont__reentry *entry = NULL;
    int error = kont__can_enter(p);
    while (error == 0 && (p->flags & KONT__WINDS) && !kont__reentry_fits(entry, p->inner, p)) {
        entry = kont__reentry_new(p->inner, p, SIZE_MAX, fn, v, where);
        error = kont__can_enter(p);                     /* finalizers may have entered it */
    }
    if (error != 0)
        kont__misuse(error, where, error == KONT_ERR_ARGUMENT ? "stack size" : kont__tag_name(p->tag));
    p->held = false;
    if (p->state == KONT__NEW)
        return fn != NULL ? kont__enter(p, fn, v) : kont__enter(p, p->body.fn, p->body.arg);
    if (p->flags & KONT__WINDS) {
        p->flags &= (uint8_t)~KONT__WINDS;
        return kont__enter(p, kont__reentry_run, entry);
    }
    return kont__enter(p, fn, v);
}

static inline bool is_ready_to_go_on(const kont_object *o)
{
    return LIKELY(o->prompt.status == kont__self.waiting)
        && kont__none_found();
}

CACHE_ALIGNED KONT void *kont_enter(kont_object *o, void *v)
{
    if (o == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_enter", "object");
    if (is_ready_to_go_on(o))
        return kont__enter_waiting(&o->prompt, v);
    return enter(&o->prompt, NULL, v, "kont_enter");
}

CACHE_ALIGNED KONT void *kont_enter_unless_done(kont_object *o, void *v, void *over)
{
    if (LIKELY(o != NULL) && is_ready_to_go_on(o))
        return kont__enter_waiting(&o->prompt, v);
    if (o != NULL && (o->prompt.held || (o->prompt.state == KONT__DONE && !(o->prompt.flags & KONT__COPIED))))
        return over;
    return kont_enter(o, v);
}

void kont_object_hold(kont_object *o)
{
    if (o != NULL && o->prompt.state == KONT__SUSPENDED && !o->prompt.held)
        o->prompt.held = true;                          /* seldom: a load of all the status would wait for this store */
}

KONT void *kont_enter_thunk(kont_object *o, kont_fn *fn, void *arg)
{
    if (o == NULL || fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_enter_thunk", o == NULL ? "object" : "fn");
    return enter(&o->prompt, fn, arg, "kont_enter_thunk");
}

/* The innermost activation in sight of the object, or null. */
static kont__prompt *activation(const kont__prompt *object)
{
    struct kont__place at = kont__here();
    kont__prompt *p = in_sight(&at);
    while (p != NULL && kont__object(p) != object)
        p = next_in_sight(&at);
    return p;
}

/* The innermost activation in sight of an object of this tag, or null. */
static kont__prompt *activation_of(const kont_tag *tag)
{
    struct kont__place at = kont__here();
    kont__prompt *p = in_sight(&at);
    while (p != NULL && (p->tag != tag || kont__object(p) == NULL))
        p = next_in_sight(&at);
    return p;
}

/* Raises what stands in the way of leaving p. Returns the kinds of what is dynamic in there. */
static KONT unsigned need_way_out(kont__prompt *p, const char *where)
{
    kont__ready(where);
    unsigned kinds = kont__kinds(p->link);
    if (kinds & (KONT__BARRIER | KONT__CONTEXT))
        kont__misuse(KONT_ERR_BARRIER, where, NULL);
    kont__need_marked(p, where);
    return kinds;
}

/* Leaves p, the activation of an object. */
static KONT void *leave(kont__prompt *p, void *v, const char *where)
{
    unsigned kinds = need_way_out(p, where);
    kont__prompt *outer = p->link;
    if (kinds & KONT__WIND)
        kont__suspend_winds(outer);
    int error = kont__can_exit(outer);
    if (error != 0)
        kont__misuse(error, where, NULL);
    if (kinds & KONT__WIND)
        p->flags |= KONT__WINDS;
    note_copy(p);
    return kont__leave(p, v);
}

/* Whether the innermost prompt p is an object that has nothing to look after when it is left. */
static inline bool is_quick_to_leave(const kont__prompt *p)
{
    return LIKELY(p->dyn == NULL) && LIKELY(p->status == kont__self.entered);
}

static KONT void *leave_object(kont_object *o, void *v)
{
    kont__ready("kont_leave");
    if (o == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_leave", "object");
    kont__prompt *object = &o->prompt, *p = activation(object);
    if (p == NULL)
        kont__misuse(KONT_ERR_NOT_INSIDE, "kont_leave", kont__tag_name(object->tag));
    return leave(p, v, "kont_leave");
}

CACHE_ALIGNED KONT void *kont_leave(kont_object *o, void *v)
{
    if (LIKELY(o != NULL) && LIKELY(&o->prompt == kont__self.here) && is_quick_to_leave(&o->prompt))
        return kont__leave_entered(&o->prompt, v);
    return leave_object(o, v);
}

kont_object *kont_object_here(const kont_tag *tag)
{
    kont__prompt *p = activation_of(tag);
    return p != NULL ? (kont_object *)kont__object(p) : NULL;
}

static const char *leaving(const kont_tag *tag)
{
    return tag->leave != NULL ? tag->leave : "kont_leave_tag";
}

/* The innermost activation of an object of this tag. */
static KONT kont__prompt *need_activation(const kont_tag *tag)
{
    if (tag == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_leave_tag", "tag");
    kont__prompt *p = activation_of(tag);
    if (p == NULL)
        kont__misuse(KONT_ERR_NO_PROMPT, leaving(tag), kont__tag_name(tag));
    return p;
}

static KONT void *leave_tag(const kont_tag *tag, void *v)
{
    kont__prompt *p = need_activation(tag);
    return leave(p, v, leaving(tag));
}

KONT bool kont_check_leave(const kont_tag *tag)
{
    kont__prompt *p = need_activation(tag);
    if (p == kont__self.here && is_quick_to_leave(p))
        return true;
    need_way_out(p, leaving(tag));
    return false;
}

CACHE_ALIGNED KONT void *kont_leave_tag(const kont_tag *tag, void *v)
{
    kont__prompt *p = kont__self.here;
    if (LIKELY(p != NULL) && LIKELY(p->tag == tag) && is_quick_to_leave(p))
        return kont__leave_entered(p, v);
    return leave_tag(tag, v);
}

enum kont_state kont_object_state(const kont_object *o)
{
    static const enum kont_state states[] = {
        [KONT__NEW] = KONT_NEW, [KONT__RUNNING] = KONT_RUNNING, [KONT__SUSPENDED] = KONT_SUSPENDED, [KONT__DONE] = KONT_DONE
    };
    return o != NULL ? states[o->prompt.state] : KONT_DONE;
}

KONT const kont_tag *kont_object_handle(kont_object *o)
{
    if (o == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_object_handle", "object");
    kont__ready("kont_object_handle");
    if (o->prompt.tag->prompt == KONT_PRIVATE)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_object_handle", "object");
    return handle_of(&o->prompt, "kont_object_handle");
}
