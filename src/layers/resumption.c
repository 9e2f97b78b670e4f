/* resumption.c: what handlers do with operations that came out of their bodies, and how these go on.
 *
 * Whoever lets a body run (kont_with_effect, or a resumption) gets a request back: an operation, or the body's end. It answers that itself, so
 * the clause's frames lie where the body's lay, and a clause that resumes in tail position gives way to the loop here. */
#include "effect.h"

static const char in_tail[1];                           /* what a clause returns after kont_continue_tail */

/* ---- Letting the rest run ------------------------------------------------------------------------------------------------------------- */

/* An OBJECT's resumption is good until the object is entered or left again. */
static KONT void use(struct kont__handle *h, const void *rest, const char *where)
{
    if ((uintptr_t)rest != h->shot)
        kont_raise_error(KONT_ERR_USED, where, NULL);
    h->shot++;
}

static KONT struct kont__handle *handle_of(kont_resumption k, const char *where)
{
    if (k.handle == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, where, "k");
    return kont__handle_from(k.handle);
}

/* Returns what comes out next. */
static KONT struct kont__request *run(struct kont__handle *h, void *rest, void *v, bool last, const char *where)
{
    if (h->form == KONT__OBJECT) {
        use(h, rest, where);
        return kont_enter(h->object, v);
    }
    return last ? kont_resume_last(rest, v) : kont_resume(rest, v);
}

static KONT struct kont__request *run_thunk(struct kont__handle *h, void *rest, kont_fn *fn, void *v, const char *where)
{
    if (h->form == KONT__OBJECT) {
        use(h, rest, where);
        return kont_enter_thunk(h->object, fn, v);
    }
    return kont_resume_thunk_last(rest, fn, v);
}

/* ---- Answering ------------------------------------------------------------------------------------------------------------------------ */

/* Of a shallow handler that has let its body go: what its rest returns is no longer its own. */
static void *take_value(struct kont__request *r)
{
    void *v = r->arg;
    kont__request_done(r);
    return v;
}

/* Calls the clause. Nothing of the caller's is needed after that: a chain of resumptions in each other takes as much stack as this does. */
static KONT void *call_clause(struct kont__request *r)
{
    struct kont__handle *h = r->handle;
    const struct kont_method *m = r->method;
    void *arg = r->arg;
    kont_resumption k = { &h->handle, r->rest };
    kont__request_done(r);
    if (__builtin_expect(m == NULL, 0))
        return h->clauses->returns != NULL ? h->clauses->returns(&h->handle, arg) : arg;
    if (m->kind == KONT__NEVER)
        return ((kont_clause *)m->own)(&h->handle, arg);
    if (h->form == KONT__OBJECT)
        k.rest = (void *)++h->shot;
    return ((kont_resuming_clause *)m->own)(&h->handle, k, arg);
}

/* A clause has returned v, after kont_continue_tail. */
static __attribute__((noinline)) KONT struct kont__request *run_in_tail(const void *v)
{
    struct kont__thread_effects *t = kont__this_thread;
    struct kont__handle *h = t->handle;
    void *rest = t->rest, *value = t->value;
    *t = (struct kont__thread_effects){ NULL, NULL, NULL };
    if (v != in_tail)
        kont_raise_error(KONT_ERR_NOT_TAIL, "kont_continue_tail", NULL);
    return run(h, rest, value, true, "kont_continue_tail");
}

KONT void *kont__answer(struct kont__request *r)
{
    for (;;) {
        void *v = call_clause(r);
        if (__builtin_expect(kont__this_thread->handle == NULL, 1))
            return v;
        r = run_in_tail(v);
        if (r->handle->shallow)
            return take_value(r);
    }
}

/* ---- What clauses call ---------------------------------------------------------------------------------------------------------------- */

static KONT void *go_on(struct kont__request *r)
{
    return __builtin_expect(r->handle->shallow, 0) ? take_value(r) : kont__answer(r);
}

KONT void *kont_continue(kont_resumption k, void *v)
{
    struct kont__handle *h = handle_of(k, "kont_continue");
    return go_on(run(h, k.rest, v, false, "kont_continue"));
}

KONT void *kont_continue_last(kont_resumption k, void *v)
{
    struct kont__handle *h = handle_of(k, "kont_continue_last");
    return go_on(run(h, k.rest, v, true, "kont_continue_last"));
}

KONT void *kont_continue_tail(kont_resumption k, void *v)
{
    struct kont__handle *h = handle_of(k, "kont_continue_tail");
    struct kont__thread_effects *t = kont__thread_effects("kont_continue_tail");
    if (h->thread != t)
        kont_raise_error(KONT_ERR_THREAD, "kont_continue_tail", NULL);
    *t = (struct kont__thread_effects){ h, k.rest, v };
    return (void *)in_tail;
}

static KONT void *raise(void *x)
{
    kont_raise(x);
}

KONT void *kont_discontinue(kont_resumption k, const kont_exception *x)
{
    struct kont__handle *h = handle_of(k, "kont_discontinue");
    if (x == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_discontinue", "exception");
    return go_on(run_thunk(h, k.rest, raise, (void *)x, "kont_discontinue"));
}

/* The body of the handler that kont_continue_with installs. */
struct rest {
    kont_resumption k;
    void *v;
};

static KONT void *go_on_inside(void *rest)
{
    struct rest *r = rest;
    struct kont__handle *h = kont__handle_from(r->k.handle);
    void *k = r->k.rest, *v = r->v;
    *r = (struct rest){ { NULL, NULL }, NULL };
    return take_value(run(h, k, v, true, "kont_continue_with"));
}

KONT void *kont_continue_with(kont_resumption k, void *v, const kont_clauses *c, void *local)
{
    if (!handle_of(k, "kont_continue_with")->shallow)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_continue_with", "a deep handler's resumption");
    struct kont__handle *h = kont__handle_new(c, local, "kont_continue_with");
    struct rest *r = kont__alloc(sizeof *r, "kont_continue_with");
    *r = (struct rest){ k, v };
    h->fn = go_on_inside;
    h->arg = r;
    return kont__handle_run(h);
}

static KONT void *leave(void *handle)
{
    struct kont__handle *h = handle;
    kont_abort(&h->handle.tag, NULL);
}

KONT void kont_give_up(kont_resumption k)
{
    struct kont__handle *h = handle_of(k, "kont_give_up");
    if (h->form != KONT__OBJECT) {
        kont_drop(k.rest);
    } else if ((uintptr_t)k.rest == h->shot) {
        struct kont__request *r = run_thunk(h, k.rest, leave, h, "kont_give_up");
        if (r != NULL)                                  /* a cleanup has performed an operation that is never resumed */
            kont__answer(r);
    }
}
