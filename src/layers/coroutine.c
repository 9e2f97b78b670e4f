/* coroutine.c: coroutines are prompt objects of one tag. A yield leaves the innermost; a transfer does too, and says who is to go on: who
 * resumed it sees to that. */
#include "close.h"

static const kont_tag coroutine_tag[1] = { { "coroutine", 0, KONT_PRIVATE, "kont_coroutine_resume", "kont_coroutine_yield", NULL, NULL } };

struct coroutine {
    kont_fn *fn;
    void *first;                                        /* what the first resume brings, or a transfer takes along, on its way */
    kont_coroutine *next;                               /* it has left in order that this one goes on */
};

static kont_object *object(const kont_coroutine *co)
{
    return (kont_object *)co;
}

static struct coroutine *data(const kont_coroutine *co)
{
    return kont_object_data(object(co));
}

kont_coroutine *kont_coroutine_running(void)
{
    return (kont_coroutine *)kont_object_here(coroutine_tag);
}

static void *take_first(struct coroutine *c)
{
    void *v = c->first;
    c->first = NULL;
    return v;
}

static KONT void *body(void *unused)
{
    struct coroutine *c = data(kont_coroutine_running());
    (void)unused;
    return c->fn(take_first(c));
}

KONT kont_coroutine *kont_coroutine_new(kont_fn *fn)
{
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_coroutine_new", "fn");
    kont_coroutine *co = (kont_coroutine *)kont_object_alloc(coroutine_tag, sizeof(struct coroutine), body, NULL);
    data(co)->fn = fn;
    return co;
}

/* ---- Resume, yield, transfer ----------------------------------------------------------------------------------------------------------- */

/* Raises where co cannot go on. */
static KONT void check(const kont_coroutine *co, const char *where)
{
    if (co == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, where, "coroutine");
    enum kont_state state = kont_object_state(object(co));
    if (state == KONT_RUNNING)
        kont_raise_error(KONT_ERR_RUNNING, where, coroutine_tag->name);
    if (state == KONT_DONE)
        kont_raise_error(KONT_ERR_REUSED, where, coroutine_tag->name);
}

static kont_coroutine *take_next(kont_coroutine *co)
{
    kont_coroutine *next = data(co)->next;
    data(co)->next = NULL;
    return next;
}

KONT void *kont_coroutine_resume(kont_coroutine *co, void *v)
{
    check(co, "kont_coroutine_resume");
    for (;;) {
        if (kont_object_state(object(co)) == KONT_NEW)
            data(co)->first = v;
        v = kont_enter(object(co), v);
        co = take_next(co);
        if (co == NULL)
            return v;
        check(co, "kont_transfer");                     /* winders on the way may have ended it */
    }
}

KONT void *kont_coroutine_yield(void *v)
{
    return kont_leave_tag(coroutine_tag, v);
}

static KONT void *leave_for_next(void *coroutine)
{
    return kont_leave_tag(coroutine_tag, take_first(coroutine));
}

/* A defer. */
static KONT void *nobody_is_next(void *coroutine)
{
    struct coroutine *c = coroutine;
    c->next = NULL;
    c->first = NULL;
    return NULL;
}

/* The same where winders may raise on the way: then nobody is next. */
static KONT void *try_to_leave(void *coroutine)
{
    kont_defer(nobody_is_next, coroutine);
    return leave_for_next(coroutine);
}

KONT void *kont_transfer(kont_coroutine *co, void *v)
{
    kont_coroutine *self = kont_coroutine_running();
    if (co == self && co != NULL)
        return v;
    if (co == NULL)
        return kont_coroutine_yield(v);
    if (self == NULL)
        return kont_coroutine_resume(co, v);
    check(co, "kont_transfer");
    bool leaves = kont_check_leave(coroutine_tag);
    data(self)->next = co;
    data(self)->first = v;
    return leaves ? leave_for_next(data(self)) : kont_scope(try_to_leave, data(self));
}

/* ---- Ends and states ---------------------------------------------------------------------------------------------------------------------- */

KONT void kont_coroutine_close(kont_coroutine *co)
{
    if (kont_coroutine_status(co) == KONT_CO_DEAD && co != NULL)
        return;
    check(co, "kont_coroutine_close");
    kont__close_object(object(co));
}

enum kont_coroutine_status kont_coroutine_status(const kont_coroutine *co)
{
    switch (kont_object_state(object(co))) {
    case KONT_RUNNING: return co == kont_coroutine_running() ? KONT_CO_RUNNING : KONT_CO_NORMAL;
    case KONT_DONE: return KONT_CO_DEAD;
    default: return KONT_CO_SUSPENDED;
    }
}
