/* delegate.c: yield from (PEP 380): how generators wait for others, and how who asks the outermost one enters the innermost. See PATH in
 * generator.h. */
#include <gc/gc.h>

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
    if (m->wants != NULL) {
        m->delegate = m->wants;
        m->wants = NULL;
    }
    if (m->delegate == NULL)
        return false;
    kont_object_hold((kont_object *)g);
    return true;
}

static kont_generator *innermost(const kont_generator *g)
{
    const struct kont__more *m = kont__more(g);
    if (m != NULL && m->length > 0 && m->thread == &this_thread)
        g = m->path[m->length - 1];
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

static const kont_generator *driver_of(const kont_generator *g)
{
    const struct kont__more *m = kont__more(g);
    const kont_generator *owner = m != NULL && m->thread == &this_thread ? m->owner : NULL;
    return owner != NULL && kont__more(owner)->driving && leads_to(owner, g) ? owner : NULL;
}

bool kont__is_driven(const kont_generator *g)
{
    return driver_of(g) != NULL;
}

bool kont__was_left(const kont_generator *g)
{
    return state_of(innermost(g)) == KONT_DONE;
}

/* The path that has g is not known any more. */
static void disown(const kont_generator *g)
{
    struct kont__more *m = kont__more(g);
    if (m->owner != NULL)
        kont__more(m->owner)->length = 0;
    m->owner = NULL;
}

static size_t depth_of(const kont_generator *g)
{
    size_t n = 1;
    while ((g = delegate_of(g)) != NULL)
        n++;
    return n;
}

/* Room for a path of n, at least. Finalizers may run. */
static KONT void need_room(struct kont__more *m, size_t n, const char *where)
{
    if (n <= m->room)
        return;
    kont_generator **path = GC_MALLOC(2 * n * sizeof *path);
    if (path == NULL)
        kont_raise_error(KONT_ERR_MEMORY, where, NULL);
    if (m->length > 0)
        memcpy(path, m->path, m->length * sizeof *path);
    m->path = path;
    m->room = 2 * n;
}

/* h, which waits, is on g's path. */
static void own(kont_generator *g, kont_generator *h)
{
    if (kont__more(h)->owner != g) {
        disown(h);
        kont__more(h)->owner = g;
    }
}

/* Makes the path of g known, up to the innermost. */
static KONT struct kont__more *find_path(kont_generator *g, const char *where)
{
    struct kont__more *m = kont__more(g);
    kont_generator *last = m->length > 0 ? m->path[m->length - 1] : NULL;
    if (last != NULL && delegate_of(last) == NULL)
        return m;
    size_t more = last != NULL ? depth_of(last) - 1 : depth_of(g);
    while (m->length + more > m->room) {
        need_room(m, m->length + more, where);
        last = m->length > 0 ? m->path[m->length - 1] : NULL;
        more = last != NULL ? depth_of(last) - 1 : depth_of(g);
    }
    if (last == NULL)
        m->path[m->length++] = last = g;
    for (kont_generator *next; (next = delegate_of(last)) != NULL; last = next) {
        own(g, last);
        m->path[m->length++] = next;
    }
    return m;
}

/* The innermost has nothing to give any more, or is not to be asked: the one before it goes on by itself. */
static KONT void shorten(kont_generator *g, struct kont__more *m, const char *where)
{
    if (m->length == 0)
        find_path(g, where);
    m->path[--m->length] = NULL;
    kont__more(m->path[m->length - 1])->delegate = NULL;
}

/* ---- Asking ------------------------------------------------------------------------------------------------------------------------------ */

static KONT void *enter_innermost(void *root)
{
    struct kont__more *m = kont__more(root);
    kont_generator *g = m->path[m->length - 1];
    m->driving = true;
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
    kont_generator *last = m->path[m->length - 1];
    void *v = kont_try(enter_innermost, g, &m->caught);
    m->driving = false;
    const kont_exception *caught = m->caught;
    if (caught == NULL && !kont__is_end(v)) {
        *value = v;
        return true;
    }
    bool stops = caught != NULL && caught->code == KONT_ERR_STOP_ITERATION;     /* thrown into one that had ended: that is its end */
    answer(m, stops ? caught->value : NULL, stops ? NULL : caught);
    m->caught = NULL;
    if (caught == NULL && state_of(last) != KONT_DONE && !kont__delegates(last)) {
        *value = v;
        return true;
    }
    if (caught == NULL && state_of(last) == KONT_DONE)
        answer(m, kont__take_result(last), NULL);
    if (caught != NULL || state_of(last) == KONT_DONE)
        shorten(g, m, where);
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
    disown(g);
    kont__more(g)->delegate = NULL;
}

/* Whether an abort has left g. Raises where g cannot be asked. */
static KONT bool was_left(const kont_generator *g, const char *where)
{
    const struct kont__more *m = kont__more(g);
    if (m->thread != &this_thread)
        kont_raise_error(KONT_ERR_THREAD, where, NULL);
    if (m->owner == g && !m->driving)
        return false;
    const kont_generator *driver = driver_of(g);
    if (driver == NULL)
        return false;
    if (!kont__was_left(g))
        kont_raise_error(KONT_ERR_RUNNING, where, kont_generator_tag->name);
    kont__more(driver)->driving = false;
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
        if (find_path(g, where)->length == 1)
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
    *value = ended ? kont__take_result(g) : v;
    return !ended;
}

/* They count as driven as long as one of them is being closed. */
KONT const kont_exception *kont__close_delegates(kont_generator *g, const kont_exception *x, const char *where)
{
    struct kont__more *m = kont__more(g);
    was_left(g, where);
    if (state_of(innermost(g)) == KONT_RUNNING) {
        cut(g);
        x = kont_error_new(KONT_ERR_RUNNING, where, kont_generator_tag->name);
    }
    size_t n = find_path(g, where)->length;
    kont_generator **path = m->path;
    m->path = NULL;
    m->length = m->room = 0;
    m->driving = true;
    while (n-- > 1) {
        x = kont__close_one(path[n], x, where);
        kont__more(path[n - 1])->delegate = NULL;
    }
    m->driving = false;
    return x;
}

/* ---- In the body ------------------------------------------------------------------------------------------------------------------------- */

/* Whether `from`, the innermost of which runs, can go on by itself: where it yields in spite of that, *value is what. */
static KONT bool asks_one_that_runs(kont_generator *from, struct kont__more *m)
{
    return kont_generator_next(from, &m->sent);
}

static KONT void *take_sent(struct kont__more *m)
{
    void *v = m->sent;
    m->sent = NULL;
    return v;
}

KONT void *kont_yield_from(kont_generator *from)
{
    if (from == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_yield_from", "generator");
    kont_check_leave(kont_generator_tag);
    struct kont__more *m = kont__need_more((kont_generator *)kont_object_here(kont_generator_tag), "kont_yield_from");
    m->thread = &this_thread;
    void *v = (void *)kont_generator_end;
    if (state_of(innermost(from)) == KONT_RUNNING) {
        bool yields = asks_one_that_runs(from, m);
        v = take_sent(m);
        if (!yields)
            return v;
    }
    m->wants = from;
    v = kont_leave_tag(kont_generator_tag, v);
    while (m->wants != NULL || m->delegate != NULL)
        v = kont_leave_tag(kont_generator_tag, (void *)kont_generator_end);
    return v;
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
