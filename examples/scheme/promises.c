/* promises.c: delay, delay-force, force, as in R7RS 4.2.5: a promise is a box that promises share once one stands for the other. */
#include "builtins.h"
#include "call.h"

struct shared {
    bool done;
    value content;                                      /* done: the value; else the procedure that gives it, or a promise for it */
};

struct promise {
    uintptr_t header;
    struct shared *shared;
};

static value make_promise_of(bool done, value content)
{
    struct promise *p = allocate(sizeof *p, T_PROMISE);
    p->shared = GC_MALLOC(sizeof *p->shared);
    *p->shared = (struct shared){ done, content };
    return p;
}

/* The thunk gives a promise, which stands for this one (delay-force). */
static value delay_force(value thunk)
{
    return make_promise_of(false, thunk);
}

/* (delay e) is (delay-force (make-promise e)): a mark on the thunk says that its value is to be wrapped. */
static value delay(value thunk)
{
    return make_promise_of(false, make_box(thunk));
}

static value is_promise(value v)
{
    return boolean(is_type(v, T_PROMISE));
}

static value make_promise(value v)
{
    return is_type(v, T_PROMISE) ? v : make_promise_of(true, v);
}

static KONT value force(intptr_t argc, value v, value b, value c, value d)
{
    (void)argc, (void)b, (void)c, (void)d;
    struct promise *p = v;
    if (!is_type(v, T_PROMISE))
        return v;
    while (!p->shared->done) {
        value thunk = p->shared->content;
        bool wraps = is_type(thunk, T_BOX);
        value result = call_0(wraps ? ((struct box *)thunk)->content : thunk);
        if (p->shared->done)                            /* it was forced inside */
            break;
        if (wraps) {
            *p->shared = (struct shared){ true, result };
        } else {
            NEED(is_type(result, T_PROMISE), "force", 1, result, "promise");
            struct promise *inner = result;
            *p->shared = *inner->shared;
            inner->shared = p->shared;
        }
    }
    return p->shared->content;
}

static const struct definition definitions[] = {
    { "%delay", HIDDEN, 1, 1, LEAF1(delay) },
    { "%delay-force", HIDDEN, 1, 1, LEAF1(delay_force) },
    { "promise?", LAZY, 1, 1, LEAF1(is_promise) },
    { "make-promise", LAZY, 1, 1, LEAF1(make_promise) },
    { "force", LAZY, 1, 1, CALLS(force) },
};

void promises_start(void)
{
    define_all(definitions, COUNT(definitions));
}
