/* effect.c: handlers of effects: how their bodies run, and how operations reach them.
 *
 * A handler is a binding of its effect (kont/binding.h). Where its clauses capture, its body runs under a prompt of a tag that is the
 * handle itself; so each capture names its handler, whatever other handlers of the effect there are. */
#include "effect.h"

#include <gc/gc.h>
#include <pthread.h>

/* ---- The thread ------------------------------------------------------------------------------------------------------------------- */

_Thread_local struct kont__thread_effects *kont__this_thread;
static pthread_key_t ended;
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;
static bool has_key;

static void thread_ends(void *effects)
{
    kont__this_thread = NULL;
    GC_FREE(effects);
}

/* Where there is none left, the next that asks tries again. */
static bool need_key(void)
{
    pthread_mutex_lock(&making);
    has_key = has_key || pthread_key_create(&ended, thread_ends) == 0;
    bool made = has_key;
    pthread_mutex_unlock(&making);
    return made;
}

KONT struct kont__thread_effects *kont__thread_effects(const char *where)
{
    if (kont__this_thread != NULL)
        return kont__this_thread;
    struct kont__thread_effects *t = GC_MALLOC_UNCOLLECTABLE(sizeof *t);
    if (t == NULL || !need_key() || pthread_setspecific(ended, t) != 0) {
        GC_FREE(t);
        kont_raise_error(KONT_ERR_MEMORY, where, NULL);
    }
    kont__this_thread = t;
    return t;
}

/* ---- Handles ------------------------------------------------------------------------------------------------------------------------ */

/* What the clauses take. */
static enum kont__form form_of(const kont_clauses *c)
{
    intptr_t kinds = 0;
    for (int i = 0; i < c->effect->count; i++)
        kinds |= c->on[i].kind;
    if ((kinds & KONT__MANY) || (c->shallow && (kinds & KONT__ONCE)))
        return KONT__PROMPT;
    if (kinds & KONT__ONCE)
        return KONT__OBJECT;
    return kinds & KONT__NEVER ? KONT__ESCAPABLE : KONT__FUNCTION;
}

KONT struct kont__handle *kont__handle_new(const kont_clauses *c, void *local, const char *where)
{
    if (c == NULL || c->effect == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, where, "clauses");
    struct kont__thread_effects *t = kont__thread_effects(where);
    struct kont__handle *h = kont__alloc(sizeof *h, where);
    kont__need_nothing_in_tail(where);
    h->spare = &h->first;
    h->first.handle = h;
    h->handle.tag.name = c->effect->key.name;
    h->handle.tag.key = c->effect;
    h->handle.tag.stack = c->stack;
    h->handle.methods = c->on;
    h->handle.local = local;
    h->clauses = c;
    h->form = form_of(c);
    h->shallow = c->shallow;
    h->thread = t;
    return h;
}

static __attribute__((noinline)) KONT struct kont__effect_request *request_new(struct kont__handle *h)
{
    struct kont__effect_request *r = kont__alloc(sizeof *r, "kont_perform");
    r->handle = h;
    return r;
}

static inline KONT struct kont__effect_request *request(struct kont__handle *h, const struct kont_method *m, void *arg)
{
    kont__need_nothing_in_tail("kont_perform");
    struct kont__effect_request *r = h->spare;
    h->spare = NULL;
    if (r == NULL)
        r = request_new(h);
    r->method = m;
    r->arg = arg;
    return r;
}

/* ---- Bodies ------------------------------------------------------------------------------------------------------------------------- */

/* The handle no longer knows the body. */
static KONT void *start(void *handle)
{
    struct kont__handle *h = handle;
    kont_fn *fn = h->fn;
    kont_handle_fn *named = h->named;
    void *arg = h->arg;
    h->fn = NULL;
    h->arg = NULL;
    return named != NULL ? named(&h->handle, arg) : fn(arg);
}

/* A defer. */
static KONT void *end(void *handle)
{
    struct kont__handle *h = handle;
    h->ended = true;
    return NULL;
}

static KONT void *start_requesting(void *handle)
{
    void *v = start(handle);
    return request(handle, kont__ended, v);
}

static KONT void *start_noting_the_end(void *handle)
{
    kont_defer(end, handle);
    void *v = start(handle);
    return request(handle, kont__ended, v);
}

static KONT void *start_escapable(kont *escape, void *handle)
{
    struct kont__handle *h = handle;
    h->escape = escape;
    return kont_with_binding(&h->handle, start_requesting, h);
}

/* The returns clause runs outside of its handler. */
static KONT void *run_function(struct kont__handle *h)
{
    void *v = kont_with_binding(&h->handle, start, h);
    return h->clauses->returns != NULL ? h->clauses->returns(&h->handle, v) : v;
}

KONT void *kont__handle_run(struct kont__handle *h)
{
    switch (h->form) {
    case KONT__FUNCTION:
        return run_function(h);
    case KONT__ESCAPABLE:
        return kont__effect_value(kont__effect_answer(kont_callec(start_escapable, h)));
    case KONT__OBJECT:
        h->object = kont_object_new(&h->handle.tag, start_requesting, h);
        return kont__effect_value(kont__effect_answer(kont_enter(h->object, NULL)));
    default:
        return kont__effect_value(kont__effect_answer(kont_prompt(&h->handle.tag, h->named != NULL ? start_noting_the_end : start_requesting, h)));
    }
}

KONT void *kont_with_effect(const kont_clauses *c, void *local, kont_fn *fn, void *arg)
{
    kont_poll();                                        /* makes the thread known */
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_with_effect", "fn");
    struct kont__handle *h = kont__handle_new(c, local, "kont_with_effect");
    h->fn = fn;
    h->arg = arg;
    return kont__handle_run(h);
}

static KONT void *run_noting_the_end(void *handle)
{
    kont_defer(end, handle);
    return kont__handle_run(handle);
}

KONT void *kont_with_handle(const kont_clauses *c, void *local, kont_handle_fn *fn, void *arg)
{
    kont_poll();
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_with_handle", "fn");
    struct kont__handle *h = kont__handle_new(c, local, "kont_with_handle");
    h->named = fn;
    h->arg = arg;
    bool outside = h->form == KONT__FUNCTION || h->form == KONT__ESCAPABLE;
    return outside ? kont_scope(run_noting_the_end, h) : kont__handle_run(h);
}

KONT void *kont_mask(const kont_effect *effect, kont_fn *fn, void *arg)
{
    if (effect == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_mask", "effect");
    return kont_masking(&effect->key, fn, arg);
}

/* ---- Operations: called by kont_invoke and kont_perform_on ------------------------------------------------------------------------- */

KONT void *kont__perform_tail(kont_handle *h, void *arg, const struct kont_method *m)
{
    return kont_call_outside(h, (kont_clause *)m->own, arg);
}

KONT void *kont__perform_never(kont_handle *handle, void *arg, const struct kont_method *m)
{
    struct kont__handle *h = kont__handle_from(handle);
    struct kont__effect_request *r = request(h, m, arg);
    if (h->form == KONT__ESCAPABLE)
        return kont_resume(h->escape, r);
    kont_abort(&handle->tag, r);
}

static KONT void *hand_over(kont *k, void *asked)
{
    struct kont__effect_request *r = asked;
    r->rest = k;
    return r;
}

KONT void *kont__perform_many(kont_handle *handle, void *arg, const struct kont_method *m)
{
    struct kont__handle *h = kont__handle_from(handle);
    int how = (h->shallow ? KONT_CONTROL0 : KONT_SHIFT0) | (m->kind == KONT__ONCE ? KONT_ONCE : 0);
    return kont_capture(&handle->tag, how, hand_over, request(h, m, arg));
}

KONT void *kont__perform_once(kont_handle *handle, void *arg, const struct kont_method *m)
{
    struct kont__handle *h = kont__handle_from(handle);
    if (h->form != KONT__OBJECT)
        return kont__perform_many(handle, arg, m);
    return kont_leave_tag(&handle->tag, request(h, m, arg));
}

KONT void *kont__unhandled(const kont_key *effect, int op, void *arg)
{
    const kont_effect *e = (const kont_effect *)effect;
    (void)arg;
    kont_raise_error(KONT_ERR_UNHANDLED, "kont_perform", op < e->count ? e->names[op] : e->key.name);
}

/* ---- By handle ------------------------------------------------------------------------------------------------------------------------ */

/* A leaf needs no more of its handler than that it has not ended. */
static bool is_there(const struct kont__handle *h, intptr_t kind)
{
    bool is_done = h->form == KONT__OBJECT && kont_object_state(h->object) == KONT_DONE;
    if (kind == KONT__LEAF)
        return !h->ended && !is_done;
    return h->form == KONT__FUNCTION || h->form == KONT__ESCAPABLE ? kont_binding_exists(&h->handle) : kont_prompt_exists(&h->handle.tag);
}

KONT void *kont_perform_on(kont_handle *handle, int op, void *arg)
{
    struct kont__handle *h = kont__handle_from(handle);
    if (h == NULL || op < 0 || op >= h->clauses->effect->count)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_perform_on", h == NULL ? "handle" : "operation");
    if (h->thread != kont__this_thread)
        kont_raise_error(KONT_ERR_THREAD, "kont_perform_on", NULL);
    const struct kont_method *m = &handle->methods[op];
    if (m->fn == NULL && m->via == NULL)
        kont_raise_error(KONT_ERR_UNHANDLED, "kont_perform_on", h->clauses->effect->names[op]);
    if (!is_there(h, m->kind))
        kont_raise_error(KONT_ERR_HANDLER_GONE, "kont_perform_on", handle->tag.name);
    return kont_invoke_on(handle, op, arg);
}
