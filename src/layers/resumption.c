/* resumption.c: what handlers do with operations that came out of their bodies, and how these go on.
 *
 * Whoever lets a body run (kont_with_effect, or a resumption) gets a request back: an operation, or the body's end. It answers that itself: calls the
 * clause, whose frames so lie where the body's lay. Where the clause resumes in tail position, it returns to there, with kont__effect_in_tail, and a loop lets
 * the rest run. */
#include "effect.h"

/* ---- Letting the rest run ------------------------------------------------------------------------------------------------------------- */

/* Whether the object was to be entered for this rest, and was not: memory was missing, or what was dropped raised. */
static __attribute__((noinline)) bool was_not_entered(const struct kont__handle *h, const void *rest)
{
    return (uintptr_t)rest + 1 == h->shot && kont_object_state(h->object) == KONT_SUSPENDED;
}

/* An OBJECT's resumption is good until the object is entered or left again. */
static KONT void use(struct kont__handle *h, const void *rest, const char *where)
{
    if (h->thread != kont__this_thread)
        kont_raise_error(KONT_ERR_THREAD, where, NULL);
    if (__builtin_expect((uintptr_t)rest == h->shot, 1))
        h->shot++;
    else if (!was_not_entered(h, rest))
        kont_raise_error(KONT_ERR_USED, where, NULL);
}

static KONT struct kont__handle *handle_of(kont_resumption k, const char *where)
{
    if (k.handle == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, where, "k");
    return kont__handle_from(k.handle);
}

/* What comes out of the rest of a shallow handler's body is no longer its own. */
static KONT struct kont__effect_request *run_alone(void *rest, void *v, bool last)
{
    struct kont__effect_request *r = last ? kont_resume_last(rest, v) : kont_resume(rest, v);
    r->method = kont__value;
    return r;
}

/* Returns what comes out next: for an object, by the jump that its leave ends in. */
static inline KONT struct kont__effect_request *run(kont_resumption k, void *v, bool last, const char *where)
{
    struct kont__handle *h = handle_of(k, where);
    if (h->form == KONT__OBJECT) {
        use(h, k.rest, where);
        return kont_enter(h->object, v);
    }
    if (h->shallow)
        return run_alone(k.rest, v, last);
    return last ? kont_resume_last(k.rest, v) : kont_resume(k.rest, v);
}

KONT struct kont__effect_request *kont__effect_run(kont_resumption k, void *v)
{
    return run(k, v, false, "kont_continue");
}

KONT struct kont__effect_request *kont__effect_run_last(kont_resumption k, void *v)
{
    return run(k, v, true, "kont_continue_last");
}

static KONT struct kont__effect_request *run_thunk(struct kont__handle *h, void *rest, kont_fn *fn, void *v, const char *where)
{
    if (h->form == KONT__OBJECT) {
        use(h, rest, where);
        return kont_enter_thunk(h->object, fn, v);
    }
    struct kont__effect_request *r = kont_resume_thunk_last(rest, fn, v);
    if (h->shallow)
        r->method = kont__value;
    return r;
}

/* ---- Answering ------------------------------------------------------------------------------------------------------------------------ */

const struct kont_method kont__ended[1] = { { NULL, NULL, NULL, KONT__ENDED } }, kont__value[1] = { { NULL, NULL, NULL, KONT__VALUE } };

/* The clause is called by a jump: a chain of resumptions in each other takes no more of the stack than their clauses. */
KONT void *kont__effect_answer(struct kont__effect_request *r)
{
    struct kont__handle *h = r->handle;
    const struct kont_method *m = r->method;
    void *arg = r->arg, *rest = r->rest;
    r->arg = r->rest = NULL;
    h->spare = r;
    if (__builtin_expect(m->kind & (KONT__ONCE | KONT__MANY), 1)) {
        if (h->form == KONT__OBJECT)
            rest = (void *)++h->shot;
        return ((kont_resuming_clause *)m->own)(&h->handle, (kont_resumption){ &h->handle, rest }, arg);
    }
    if (m->kind == KONT__NEVER)
        return ((kont_clause *)m->own)(&h->handle, arg);
    return m->kind == KONT__ENDED && h->clauses->returns != NULL ? h->clauses->returns(&h->handle, arg) : arg;
}

/* ---- In tail position ------------------------------------------------------------------------------------------------------------------ */

const char kont__effect_in_tail[1];

KONT void kont__not_tail(const char *where)
{
    *kont__this_thread = (struct kont__thread_effects){ NULL, NULL, NULL };
    kont_raise_error(KONT_ERR_NOT_TAIL, where, "kont_continue_tail");
}

KONT void *kont_continue_tail(kont_resumption k, void *v)
{
    struct kont__handle *h = handle_of(k, "kont_continue_tail");
    struct kont__thread_effects *t = kont__this_thread;
    if (h->thread != t)
        kont_raise_error(KONT_ERR_THREAD, "kont_continue_tail", NULL);
    kont__need_nothing_in_tail("kont_continue_tail");
    *t = (struct kont__thread_effects){ h, k.rest, v };
    return (void *)kont__effect_in_tail;
}

/* Something may have that address by chance. */
KONT void *kont__effect_go_on(void)
{
    void *v = (void *)kont__effect_in_tail;
    while (v == kont__effect_in_tail && kont__this_thread != NULL && kont__this_thread->handle != NULL) {
        struct kont__thread_effects t = *kont__this_thread;
        *kont__this_thread = (struct kont__thread_effects){ NULL, NULL, NULL };
        v = kont__effect_answer(run((kont_resumption){ &t.handle->handle, t.rest }, t.value, true, "kont_continue_tail"));
    }
    return v;
}

/* ---- What else clauses call ------------------------------------------------------------------------------------------------------------ */

static KONT void *raise(void *x)
{
    kont_raise(x);
}

KONT void *kont_discontinue(kont_resumption k, const kont_exception *x)
{
    struct kont__handle *h = handle_of(k, "kont_discontinue");
    if (x == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_discontinue", "exception");
    return kont__effect_value(kont__effect_answer(run_thunk(h, k.rest, raise, (void *)x, "kont_discontinue")));
}

/* The body of the handler that kont_continue_with installs. */
struct rest {
    kont_resumption k;
    void *v;
    struct kont__handle *under;
};

static struct rest take_rest(void *rest)
{
    struct rest *r = rest, taken = *r;
    *r = (struct rest){ { NULL, NULL }, NULL, NULL };
    return taken;
}

static KONT void *go_on_inside(void *rest)
{
    struct rest r = take_rest(rest);
    return kont__effect_answer(run(r.k, r.v, true, "kont_continue_with"));
}

static KONT void *take_its_place(kont *body, void *rest)
{
    struct rest r = take_rest(rest);
    (void)body;
    return kont_resume_tail_last(r.k.rest, r.v);
}

/* Where another operation takes the rest away again it shall be just that: a frame of ours would be added to it each time. */
static KONT void *give_way(void *rest)
{
    struct rest *r = rest;
    return kont_capture(&r->under->handle.tag, KONT_CONTROL | KONT_ONCE, take_its_place, r);
}

/* An end that comes out is that of another handler's body, the rest of which it was. */
static KONT void *answer_under(struct kont__handle *h, struct kont__effect_request *r)
{
    if (r->handle == h)
        return kont__effect_answer(r);
    r->method = kont__value;
    void *v = kont__effect_answer(r);
    return h->clauses->returns != NULL ? h->clauses->returns(&h->handle, v) : v;
}

KONT void *kont_continue_with(kont_resumption k, void *v, const kont_clauses *c, void *local)
{
    if (!handle_of(k, "kont_continue_with")->shallow)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_continue_with", "a deep handler's resumption");
    struct kont__handle *h = kont__handle_new(c, local, "kont_continue_with");
    struct rest *r = kont__alloc(sizeof *r, "kont_continue_with");
    *r = (struct rest){ k, v, h };
    if (h->shallow && h->form == KONT__PROMPT)
        return kont__effect_value(answer_under(h, kont_prompt(&h->handle.tag, give_way, r)));
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
    } else if (h->thread != kont__this_thread) {
        kont_raise_error(KONT_ERR_THREAD, "kont_give_up", NULL);
    } else if ((uintptr_t)k.rest == h->shot || was_not_entered(h, k.rest)) {
        struct kont__effect_request *r = run_thunk(h, k.rest, leave, h, "kont_give_up");
        if (r != NULL)                                  /* a cleanup has performed an operation that is never resumed */
            kont__effect_value(kont__effect_answer(r));
    }
}
