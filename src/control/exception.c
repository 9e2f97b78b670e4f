/* exception.c: raise, try, handlers. */
#include "control.h"

/* ---- Finding who takes an exception ------------------------------------------------------------------------------------------------------ */

static bool is_outwards(const kont__dyn *handler, struct kont__place at)
{
    const kont__dyn *d;
    while ((d = kont__walk(&at, KONT__HANDLER, NULL)) != NULL)
        if (d == handler)
            return true;
    return false;
}

/* The innermost handler or try that is not hidden, and its prompt; or null. A mask hides what is inside of its handler, unless that handler is not on
 * this continuation: then it was reinstated elsewhere, and everything counts. */
static struct kont__place find_taker(void)
{
    struct kont__place at = kont__here();
    const kont__dyn *d, *masked = NULL;
    while ((d = kont__walk(&at, KONT__HANDLER | KONT__MASK | KONT__TRY, NULL)) != NULL) {
        if (masked != NULL)
            masked = d == masked ? NULL : masked;
        else if (d->kind == KONT__MASK)
            masked = is_outwards(d->key, at) ? d->key : NULL;
        else
            break;
    }
    return (struct kont__place){ at.prompt, d };
}

/* What a raise of x is to its taker, a frame of `dyn` (null: to nobody): the tags of the prompts that it passes may say something else. Follows
 * kont__walk. */
static const kont_exception *as_taken(const kont_exception *x, const kont__dyn *taker)
{
    for (struct kont__place at = kont__here(); at.prompt != NULL; ) {
        for (const kont__dyn *d = at.dyn; d != NULL; ) {
            if (d == taker)
                return x;
            if (d->kind == KONT__CONTEXT)
                at.prompt = d->at;
            d = d->kind == KONT__CONTEXT ? d->value : d->next;
        }
        const kont_tag *tag = at.prompt->tag;
        if (tag != NULL && tag->raises != NULL)
            x = tag->raises(x);
        at.prompt = at.prompt->link;
        at.dyn = at.prompt != NULL ? at.prompt->dyn : NULL;
    }
    return x;
}

/* ---- Raise ---------------------------------------------------------------------------------------------------------------------------- */

static KONT KONT_NORETURN void unwind_to(const kont__dyn *d, kont__prompt *p, const kont_exception *x)
{
    const kont__dyn *rest = kont__exit_to(p, d, "kont_try");
    kont__escape(p, d, rest, NULL, (void *)x);
}

static KONT void *raise(const kont_exception *x, bool continuable)
{
    struct kont__place taker = find_taker();
    if (taker.prompt != kont__self.here) {
        x = as_taken(x, taker.dyn);
        taker = find_taker();                           /* finalizers may have run */
    }
    const kont__dyn *d = taker.dyn;
    if (d == NULL)
        kont__report_uncaught(x);
    if (d->kind == KONT__TRY)
        unwind_to(d, taker.prompt, x);
    kont__dyn *mask = kont__push(KONT__MASK, d, NULL, NULL, "kont_raise");
    void *v = ((kont_exception_handler *)d->key)(x, d->value);
    if (continuable)
        kont__pop(mask);                                /* else what comes next is for the outer handlers */
    return v;
}

KONT void kont_raise(const kont_exception *x)
{
    kont__ready("kont_raise");
    if (x == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_raise", "exception");
    for (;;) {
        raise(x, false);
        kont__ready("kont_raise");
        x = kont_error_new(KONT_ERR_HANDLER_RETURNED, "kont_raise", x->name);
    }
}

KONT void *kont_raise_continuable(const kont_exception *x)
{
    kont__ready("kont_raise_continuable");
    if (x == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_raise_continuable", "exception");
    return raise(x, true);
}

/* ---- Try and handlers -------------------------------------------------------------------------------------------------------------------- */

/* Its frame brings the function and the argument, rather than a local whose address is given away: that costs where frames are in the heap. */
static KONT void *try_body(void *frame)
{
    kont__dyn *d = frame;
    kont_fn *fn = (kont_fn *)d->key;
    void *arg = d->value;
    d->value = NULL;                                    /* who holds on to the frame does not keep it */
    void *v = fn(arg);
    kont__returned();
    kont__end_body(d);
    return v;
}

KONT void *kont_try(kont_fn *fn, void *arg, const kont_exception **caught)
{
    kont__ready("kont_try");
    if (fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_try", "fn");
    kont__dyn *d = kont__push(KONT__TRY, (const void *)fn, arg, NULL, "kont_try");
    void *v = kont__light(d, try_body, d);
    bool escaped = kont__self.here->dyn == d->next;
    if (!escaped)
        kont__pop(d);
    if (caught != NULL)
        *caught = escaped ? v : NULL;
    return escaped ? NULL : v;
}

KONT void *kont_with_handler(kont_exception_handler *handler, void *harg, kont_fn *fn, void *arg)
{
    kont__ready("kont_with_handler");
    if (handler == NULL || fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_with_handler", handler == NULL ? "handler" : "fn");
    kont__dyn *d = kont__push(KONT__HANDLER, (const void *)handler, harg, NULL, "kont_with_handler");
    return kont__call_inside(d, fn, arg);
}
