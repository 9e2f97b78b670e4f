/* generator.c: generators are prompt objects of one tag. What there is to delegation stands in delegate.c. */
#include "generator.h"

const char kont_generator_end[1];
const kont_exception kont_generator_exit[1] = { { KONT_ERR_GENERATOR_EXIT, "KONT_ERR_GENERATOR_EXIT", "GeneratorExit", "kont_close", NULL } };

/* PEP 479. */
static const kont_exception *raises(const kont_exception *x)
{
    if (x->code != KONT_ERR_STOP_ITERATION)
        return x;
    const kont_exception *y = kont_error_new(KONT_ERR_RAISED_STOP, x->where, NULL);
    if (y->code == KONT_ERR_RAISED_STOP)
        ((kont_exception *)y)->value = (void *)x;
    return y;
}

const kont_tag kont_generator_tag[1] = { { "generator", 0, KONT_PRIVATE, "kont_next", "kont_yield", raises, NULL } };

/* ---- The body ------------------------------------------------------------------------------------------------------------------------- */

static kont_generator *running(void)
{
    return (kont_generator *)kont_object_here(kont_generator_tag);
}

static void *take(void **word)
{
    void *v = *word;
    *word = NULL;
    return v;
}

KONT struct kont__more *kont__need_more(kont_generator *g, const char *where)
{
    struct kont__more **word = (struct kont__more **)kont__word(g);
    if (*word == NULL)
        *word = kont__alloc(sizeof **word, where);
    return *word;
}

/* Where it is suspended this is the end of a copy, and nobody could tell it from something that it yields. */
static KONT void *ended(void *v)
{
    if (kont_object_state((kont_object *)running()) == KONT_SUSPENDED)
        kont_raise_error(KONT_ERR_COPIED, "kont_next", kont_generator_tag->name);
    if (v != NULL)
        kont__need_more(running(), "kont_next")->result = v;
    return (void *)kont_generator_end;
}

/* What it waits in holds nothing, so that all generators share one such frame (cps). */
static KONT void *body(void *fn)
{
    return ended(((kont_fn *)fn)(take(kont__word(running()))));
}

KONT kont_generator *kont_generator_new(kont_fn *fn, void *arg)
{
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_generator_new", "fn");
    kont_object *o = kont_object_alloc(kont_generator_tag, sizeof(void *), body, (void *)fn);
    *(void **)kont_object_data(o) = arg;
    return (kont_generator *)o;
}

kont_generator *kont_generator_compact(kont_generator *g)
{
    kont_object_compact((kont_object *)g);
    return g;
}

/* ---- Asking ------------------------------------------------------------------------------------------------------------------------------ */

void *kont__take_result(kont_generator *g)
{
    struct kont__more *m = kont__more(g);
    return m != NULL ? take(&m->result) : NULL;
}

KONT bool kont_generator_settle(kont_generator *g, void **value)
{
    if (g == NULL || value == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_generator_settle", g == NULL ? "generator" : "value");
    if (kont_object_state((kont_object *)g) == KONT_DONE) {
        *value = kont__take_result(g);
        return false;
    }
    if (kont__delegates(g))
        return kont__ask(g, NULL, NULL, value, "kont_next");
    kont__need_back(g, "kont_next");
    *value = (void *)kont_generator_end;
    return true;
}

/* The rest of an operation that entered g and came back with v. */
static inline KONT bool settle(kont_generator *g, void *v, void **value)
{
    if (kont__is_end(v))
        return kont_generator_settle(g, value);
    *value = v;
    return true;
}

static KONT void check(const kont_generator *g, const void *value, const char *what, const char *where)
{
    if (g == NULL || value == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, where, g == NULL ? "generator" : what);
    if (kont_object_state((const kont_object *)g) == KONT_RUNNING)
        kont_raise_error(KONT_ERR_RUNNING, where, kont_generator_tag->name);
}

KONT bool kont_send(kont_generator *g, void *v, void **value)
{
    check(g, value, "value", "kont_send");
    if (v != NULL && kont_object_state((kont_object *)g) == KONT_NEW)
        kont_raise_error(KONT_ERR_JUST_STARTED, "kont_send", NULL);
    if (kont__delegates(g))
        return kont__ask(g, v, NULL, value, "kont_send");
    return settle(g, kont_enter_unless_done((kont_object *)g, v, (void *)kont_generator_end), value);
}

KONT void *kont_next_value(kont_generator *g)
{
    void *v;
    if (g == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_next_value", "generator");
    if (!kont_next(g, &v))
        kont_raise(kont_stop_iteration(v));
    return v;
}

const kont_exception *kont_stop_iteration(void *value)
{
    const kont_exception *x = kont_error_new(KONT_ERR_STOP_ITERATION, "kont_next_value", NULL);
    if (x->code == KONT_ERR_STOP_ITERATION)
        ((kont_exception *)x)->value = value;
    return x;
}

KONT bool kont_generator_next(kont_generator *g, void **value)
{
    return kont_next(g, value);
}

KONT void *kont_generator_yield(void *v)
{
    return kont_yield(v);
}

/* ---- Raising inside ------------------------------------------------------------------------------------------------------------------------ */

static KONT void *raise_here(void *x)
{
    kont_raise(x);
}

/* In the place of a body that has not begun: its argument is not needed any more. */
static KONT void *raise_instead(void *x)
{
    take(kont__word(running()));
    kont_raise(x);
}

KONT void *kont__enter_raising(kont_generator *g, const kont_exception *x)
{
    bool begins = kont_object_state((kont_object *)g) == KONT_NEW;
    return kont_enter_thunk((kont_object *)g, begins ? raise_instead : raise_here, (void *)x);
}

KONT bool kont_throw(kont_generator *g, const kont_exception *x, void **value)
{
    check(g, x == NULL ? NULL : value, x == NULL ? "exception" : "value", "kont_throw");
    if (kont_object_state((kont_object *)g) == KONT_DONE)
        kont_raise(x);
    if (kont__delegates(g)) {
        if (x->code != KONT_ERR_GENERATOR_EXIT)
            return kont__ask(g, NULL, x, value, "kont_throw");
        x = kont__close_delegates(g, x, "kont_throw");
    }
    return settle(g, kont__enter_raising(g, x), value);
}

struct closing {
    kont_generator *g;
    const kont_exception *x;
    bool yields;
};

static KONT void *close_inside(void *closing)
{
    struct closing *c = closing;
    void *v;
    c->yields = settle(c->g, kont__enter_raising(c->g, c->x), &v);
    return NULL;
}

KONT const kont_exception *kont__close_one(kont_generator *g, const kont_exception *x, const char *where)
{
    struct closing c = { g, x, false };
    if (kont_object_state((kont_object *)g) == KONT_DONE)
        return x;
    kont_try(close_inside, &c, &x);
    if (x == NULL)
        x = c.yields ? kont_error_new(KONT_ERR_IGNORED_EXIT, where, NULL) : kont_generator_exit;
    return x;
}

KONT void kont_close(kont_generator *g)
{
    check(g, g, "generator", "kont_close");
    if (kont_object_state((kont_object *)g) == KONT_DONE)
        return;
    const kont_exception *x = kont_generator_exit;
    if (kont__delegates(g))
        x = kont__close_delegates(g, x, "kont_close");
    x = kont__close_one(g, x, "kont_close");
    if (x->code != KONT_ERR_GENERATOR_EXIT)
        kont_raise(x);
}

enum kont_state kont_generator_state(const kont_generator *g)
{
    enum kont_state state = kont_object_state((const kont_object *)g);
    if (state != KONT_SUSPENDED || !kont__is_driven(g))
        return state;
    return kont__was_left(g) ? KONT_DONE : KONT_RUNNING;
}
