/* delegate.c: yield from (PEP 380): how generators wait for others, and how who asks the outermost one enters the innermost. See INNERMOST
 * in generator.h. */
#include "generator.h"

/* Its address tells threads apart. */
static _Thread_local char this_thread;

static enum kont_state state_of(const kont_generator *g)
{
    return kont_object_state((const kont_object *)g);
}

/* ---- The way to the innermost ------------------------------------------------------------------------------------------------------------ */

/* What g waits for, or null. Another thread's generator is not looked into: entering it says what is wrong. */
static kont_generator *delegate_of(const kont_generator *g)
{
    const struct kont__more *m = kont__more(g);
    return m != NULL && m->thread == &this_thread ? m->delegate : NULL;
}

bool kont__delegates(kont_generator *g)
{
    struct kont__more *m = state_of(g) == KONT_SUSPENDED ? kont__more(g) : NULL;
    if (m == NULL || m->thread != &this_thread)
        return m != NULL && m->delegate != NULL;        /* kont__ask tells that it is another thread's */
    if (m->wants != NULL) {                             /* it has just left, or yields once more */
        m->delegate = m->wants;
        m->wants = NULL;
    }
    if (m->delegate == NULL)
        return false;
    kont_object_hold((kont_object *)g);
    return true;
}

static KONT KONT_NORETURN void raise_copied(const char *where)
{
    kont_raise_error(KONT_ERR_COPIED, where, kont_generator_tag->name);
}

KONT void kont__need_back(kont_generator *g, const char *where)
{
    if (state_of(g) != KONT_RUNNING)
        return;
    if (kont__more(g) != NULL)
        kont__more(g)->wants = NULL;
    raise_copied(where);
}

static kont_generator *last_of(const struct kont__path *p, const kont_generator *root)
{
    return p->length > 0 ? p->ones[p->length - 1] : (kont_generator *)root;
}

static kont_generator *innermost(const kont_generator *g)
{
    const struct kont__more *m = kont__more(g);
    if (m != NULL && m->thread == &this_thread && m->path != NULL && m->path->known)
        g = last_of(m->path, g);
    for (kont_generator *next; (next = delegate_of(g)) != NULL; )
        g = next;
    return (kont_generator *)g;
}

static bool leads_to(const kont_generator *from, const kont_generator *g)
{
    while (from != NULL && from != g)
        from = delegate_of(from);
    return from != NULL;
}

bool kont__is_driven(const kont_generator *g)
{
    const struct kont__more *m = kont__more(g);
    return m != NULL && m->thread == &this_thread && m->on != NULL && m->on->driving != NULL && leads_to(m->on->driving, g);
}

bool kont__was_left(const kont_generator *g)
{
    return state_of(innermost(g)) == KONT_DONE;
}

/* The path that has g is not known any more. */
static void forget_path_of(const kont_generator *g)
{
    struct kont__path *p = kont__more(g)->on;
    kont__more(g)->on = NULL;
    if (p == NULL || !p->known)
        return;
    p->known = false;
    if (p->length > 0)
        memset(p->ones, 0, p->length * sizeof *p->ones);    /* it shall not keep them */
    p->length = 0;
}

static size_t depth_below(const kont_generator *g)
{
    size_t n = 0;
    while ((g = delegate_of(g)) != NULL)
        n++;
    return n;
}

static KONT struct kont__path *need_path(struct kont__more *m, const char *where)
{
    if (m->path == NULL)
        m->path = kont__alloc(sizeof *m->path, where);
    return m->path;
}

/* Room on p for n, at least. Finalizers may run. */
static KONT void need_room(struct kont__path *p, size_t n, const char *where)
{
    kont_generator **ones = kont__alloc(2 * n * sizeof *ones, where);
    if (p->length > 0)
        memcpy(ones, p->ones, p->length * sizeof *ones);
    p->ones = ones;
    p->room = 2 * n;
}

/* Makes the path of g known, up to the innermost. */
static KONT struct kont__path *find_path(kont_generator *g, const char *where)
{
    struct kont__path *p = need_path(kont__more(g), where);
    if (p->known && delegate_of(last_of(p, g)) == NULL)
        return p;
    for (size_t n; (n = p->length + depth_below(last_of(p, g))) > p->room; )
        need_room(p, n, where);
    for (kont_generator *last = last_of(p, g), *next; (next = delegate_of(last)) != NULL; last = next) {
        if (kont__more(last)->on != p)
            forget_path_of(last);
        kont__more(last)->on = p;
        p->ones[p->length++] = next;
    }
    p->known = true;
    return p;
}

/* The innermost has nothing to give any more, or is not to be asked: the one before it goes on by itself. */
static KONT void shorten(kont_generator *g, const char *where)
{
    struct kont__path *p = find_path(g, where);
    p->ones[--p->length] = NULL;
    kont__more(last_of(p, g))->delegate = NULL;
}

/* ---- Asking ------------------------------------------------------------------------------------------------------------------------------ */

static KONT void *enter_innermost(void *root)
{
    struct kont__more *m = kont__more(root);
    kont_generator *g = last_of(m->path, root);
    m->path->driving = root;
    bool ended = state_of(g) == KONT_DONE;              /* it was asked by others */
    if (m->thrown != NULL && ended)
        kont_raise(m->thrown);
    if (m->thrown != NULL)
        return kont__enter_raising(g, m->thrown);
    if (ended)
        return (void *)kont_generator_end;
    return kont_enter((kont_object *)g, m->sent);       /* held or not */
}

static void answer(struct kont__more *m, void *sent, const kont_exception *thrown)
{
    m->sent = sent;
    m->thrown = thrown;
}

/* Asks the innermost delegate of g. True: *value is what it yielded. False: m->sent or m->thrown is for the next innermost. */
static KONT bool drive(kont_generator *g, struct kont__more *m, void **value, const char *where)
{
    kont_generator *last = last_of(m->path, g);
    void *v = kont_try(enter_innermost, g, &m->caught);
    m->path->driving = NULL;
    const kont_exception *caught = m->caught;
    if (innermost(g) != last)                           /* a copy of this was here first, and g went on */
        raise_copied(where);
    if (caught == NULL && !kont__is_end(v)) {
        *value = v;
        return true;
    }
    bool stops = caught != NULL && caught->code == KONT_ERR_STOP_ITERATION;     /* thrown into one that had ended: that is its end */
    answer(m, stops ? caught->value : NULL, stops ? NULL : caught);
    m->caught = NULL;
    if (caught == NULL && state_of(last) != KONT_DONE && !kont__delegates(last)) {
        kont__need_back(last, where);
        *value = v;
        return true;
    }
    if (caught == NULL && state_of(last) == KONT_DONE)
        answer(m, kont__take_result(last), NULL);
    if (caught != NULL || state_of(last) == KONT_DONE)
        shorten(g, where);
    return false;
}

/* The innermost one of g runs: finds the first on the way there that does, which cannot be asked. The one before it waits for it no longer. */
static void cut(kont_generator *g)
{
    kont_generator *next = delegate_of(g);
    while (state_of(next) != KONT_RUNNING && !kont__is_driven(next)) {
        g = next;
        next = delegate_of(g);
    }
    forget_path_of(g);
    kont__more(g)->delegate = NULL;
}

/* Whether an abort has left g. Raises where g cannot be asked. */
static KONT bool was_left(const kont_generator *g, const char *where)
{
    const struct kont__more *m = kont__more(g);
    if (m->thread != &this_thread)
        kont_raise_error(KONT_ERR_THREAD, where, NULL);
    if (!kont__is_driven(g))
        return false;
    if (!kont__was_left(g))
        kont_raise_error(KONT_ERR_RUNNING, where, kont_generator_tag->name);
    m->on->driving = NULL;
    return true;
}

/* Asks g, until it yields (true) or waits for no delegate, and is to go on itself. */
static KONT bool ask_delegates(kont_generator *g, struct kont__more *m, void **value, const char *where)
{
    if (state_of(innermost(g)) == KONT_RUNNING) {
        cut(g);
        answer(m, NULL, kont_error_new(KONT_ERR_RUNNING, where, kont_generator_tag->name));
    }
    for (;;) {
        if (find_path(g, where)->length == 0)
            return false;
        if (drive(g, m, value, where))
            return true;
    }
}

static KONT void *go_on(kont_generator *g, struct kont__more *m)
{
    const kont_exception *thrown = m->thrown;
    void *sent = m->sent;
    answer(m, NULL, NULL);
    return thrown != NULL ? kont__enter_raising(g, thrown) : kont_enter((kont_object *)g, sent);
}

KONT bool kont__ask(kont_generator *g, void *v, const kont_exception *x, void **value, const char *where)
{
    struct kont__more *m = kont__more(g);
    if (was_left(g, where)) {
        *value = NULL;
        kont_close(g);
        return false;
    }
    answer(m, v, x);
    do {
        if (ask_delegates(g, m, value, where))
            return true;
        v = go_on(g, m);
    } while (kont__is_end(v) && kont__delegates(g));
    bool ended = kont__is_end(v) && state_of(g) == KONT_DONE;
    if (kont__is_end(v) && !ended)
        kont__need_back(g, where);
    *value = ended ? kont__take_result(g) : v;
    return !ended;
}

/* They count as driven as long as one of them is being closed. */
KONT const kont_exception *kont__close_delegates(kont_generator *g, const kont_exception *x, const char *where)
{
    was_left(g, where);
    if (state_of(innermost(g)) == KONT_RUNNING) {
        cut(g);
        x = kont_error_new(KONT_ERR_RUNNING, where, kont_generator_tag->name);
    }
    struct kont__path *p = find_path(g, where);
    struct kont__path taken = *p;
    *p = (struct kont__path){ .driving = g };
    while (taken.length > 0) {
        kont_generator *last = last_of(&taken, g);
        x = kont__close_one(last, x, where);
        taken.length--;
        struct kont__more *waits = kont__more(last_of(&taken, g));
        if (waits->delegate != last)
            raise_copied(where);
        waits->delegate = NULL;
    }
    p->driving = NULL;
    return x;
}

/* ---- In the body ------------------------------------------------------------------------------------------------------------------------- */

/* Whether `from`, the innermost of which runs, can go on by itself: m->sent is what it yields in spite of that, or returns. */
static KONT bool asks_one_that_runs(kont_generator *from, struct kont__more *m)
{
    return kont_generator_next(from, &m->sent);
}

static void *take_sent(struct kont__more *m)
{
    void *v = m->sent;
    m->sent = NULL;
    return v;
}

/* Leaves, with m->sent, until whom it wants has ended. */
static KONT void *wait_for_it(void *more)
{
    struct kont__more *m = more;
    void *v = kont_leave_tag(kont_generator_tag, take_sent(m));
    while (m->wants != NULL || m->delegate != NULL)
        v = kont_leave_tag(kont_generator_tag, (void *)kont_generator_end);
    return v;
}

/* A defer. */
static KONT void *wants_nobody(void *more)
{
    struct kont__more *m = more;
    m->wants = NULL;
    m->sent = NULL;
    return NULL;
}

/* The same where winders may raise on the way: then it wants nobody any more. */
static KONT void *try_to_wait(void *more)
{
    kont_defer(wants_nobody, more);
    return wait_for_it(more);
}

KONT void *kont_yield_from(kont_generator *from)
{
    if (from == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_yield_from", "generator");
    bool leaves = kont_check_leave(kont_generator_tag);
    kont_generator *self = (kont_generator *)kont_object_here(kont_generator_tag);
    struct kont__more *m = kont__need_more(self, "kont_yield_from");
    if (state_of(self) != KONT_RUNNING || m->wants != NULL || m->delegate != NULL)
        raise_copied("kont_yield_from");                /* self has left already: this is a copy */
    m->thread = &this_thread;
    m->sent = (void *)kont_generator_end;
    if (state_of(innermost(from)) == KONT_RUNNING && !asks_one_that_runs(from, m))
        return take_sent(m);
    m->wants = from;
    return leaves ? wait_for_it(m) : kont_scope(try_to_wait, m);
}

KONT void *kont_yield_from_iterator(kont_iterator *from)
{
    void *v;
    if (from == NULL || from->next == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_yield_from_iterator", "iterator");
    while (from->next(from, &v))
        if (kont_yield(v) != NULL)
            kont_raise_error(KONT_ERR_NO_SEND, "kont_yield_from_iterator", "iterator");
    return v;
}
