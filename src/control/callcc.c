/* callcc.c: call/cc, its composable form, and call/ec. */
#include <gc/gc.h>

#include "control.h"

/* ---- Capture ------------------------------------------------------------------------------------------------------------------------- */

/* What the operators differ in. */
struct form {
    uint8_t shape, how;
    uint16_t barred;                                    /* the kinds of frames that it can't be captured across */
    const char *name;
};
static const struct form callcc_at_form = { KONT__REPLACE, KONT_K_PROMPT, KONT__CONTEXT, "kont_callcc_at" };
static const struct form callcc_form = { KONT__REPLACE, KONT_K_PROMPT, KONT__CONTEXT, "kont_callcc" };
static const struct form composable_form = { KONT__COMPOSABLE, 0, KONT__BARRIER | KONT__CONTEXT, "kont_callcc_composable" };

/* Calls here are tail calls, out to the user's code: a resume that went on in a frame of kont's would return from it to where the processor does
 * not expect it. */
static KONT void *copy(const kont_tag *tag, const struct form *form, kont_handler *fn, void *arg)
{
    const char *where = form->name;
    kont__prompt *p = kont__need(tag, where);
    if (fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, where, "fn");
    if (kont__kinds(p->link) & form->barred)
        kont__misuse(KONT_ERR_BARRIER, where, kont__tag_name(tag));
    kont__need_marked(p, where);
    kont *k = kont__k_make(form->how, fn, arg, where);
    k->shape = form->shape;
    k->tag = tag;
    int error = kont__can_copy(k, p);
    if (error != 0)
        kont__misuse(error, where, NULL);
    return kont__capture_picture(k, p);
}

KONT void *kont_callcc_at(const kont_tag *tag, kont_handler *fn, void *arg)
{
    return copy(tag, &callcc_at_form, fn, arg);
}

KONT void *kont_callcc(kont_handler *fn, void *arg)
{
    return copy(kont_default_tag, &callcc_form, fn, arg);
}

KONT void *kont_callcc_composable(const kont_tag *tag, kont_handler *fn, void *arg)
{
    return copy(tag, &composable_form, fn, arg);
}

/* ---- Applying a call/cc continuation -------------------------------------------------------------------------------------------------- */

enum { CROSSED = KONT__WIND | KONT__BARRIER };

static size_t count_crossed(struct kont__place at, const kont__prompt *outer)
{
    size_t n = 0;
    while (kont__walk(&at, CROSSED, outer) != NULL)
        n++;
    return n;
}

/* How many frames, from the outermost inwards, two continuations have in common. Copies share frames, so that one frame may occur twice. */
static size_t count_shared(struct kont__place a, const kont__prompt *a_outer, size_t na, struct kont__place b, const kont__prompt *b_outer, size_t nb)
{
    size_t shared = 0;
    for (; na > nb; na--)
        kont__walk(&a, CROSSED, a_outer);
    for (; nb > na; nb--)
        kont__walk(&b, CROSSED, b_outer);
    while (na-- > 0)
        shared = kont__walk(&a, CROSSED, a_outer) == kont__walk(&b, CROSSED, b_outer) ? shared + 1 : 0;
    return shared;
}

/* Whether one of the innermost `count` is a barrier. */
static bool enters_barrier(struct kont__place at, const kont__prompt *outer, size_t count)
{
    while (count-- > 0)
        if (kont__walk(&at, CROSSED, outer)->kind == KONT__BARRIER)
            return true;
    return false;
}

/* What runs on the way may use k up. */
static KONT kont *own_copy(kont *k, const char *where)
{
    kont *copy = kont__k_copy(k);
    if (copy == NULL)
        kont__misuse(KONT_ERR_MEMORY, where, NULL);
    return copy;
}

/* Exits, and readies k: after that nothing is allocated. */
static KONT int exit_for(kont *k, bool last, const kont__prompt *outer, size_t most, const kont__dyn *hold)
{
    const kont__dyn *seen;
    int error;
    do {
        kont__exit(outer, NULL, most, hold);
        seen = kont__self.here->dyn;
        error = kont__can_resume(k, last);
    } while (error == 0 && kont__self.here->dyn != seen);
    return error;
}

KONT void kont__replace(kont *k, bool last, kont_fn *fn, void *v, const char *where)
{
    kont__prompt *base = kont__need(k->tag, where);
    kont__need_usable(k, where);
    struct kont__place there = { k->inner, k->inner->dyn };
    size_t leaves = count_crossed(kont__here(), base->link), enters = count_crossed(there, k->outer->link);
    size_t shared = count_shared(kont__here(), base->link, leaves, there, k->outer->link, enters);
    if (enters_barrier(there, k->outer->link, enters - shared))
        kont__misuse(KONT_ERR_BARRIER, where, NULL);
    if (k->kinds & KONT__WIND) {
        v = kont__reentry_new(k->inner, k->outer, enters - shared, fn, v, where);
        fn = kont__reentry_run;
    }
    kont__dyn *hold = k->kinds & KONT__DEFER ? kont__dyn_make(KONT__HOLD, NULL, NULL, NULL, NULL, where) : NULL;
    bool own = last || ((k->kinds | kont__kinds(base->link)) & (KONT__WIND | KONT__DEFER));
    if (own)
        k = last ? kont__k_move(k, where) : own_copy(k, where);
    kont__need_usable(k, where);                        /* a finalizer may have used it up */
    if (hold != NULL && !last)
        kont__defers_hold(k->inner, k->outer);
    if (hold != NULL)
        hold->value = k;
    int error = exit_for(k, own, base->link, leaves - shared, hold);
    if (error != 0 && hold != NULL)
        kont__defers_release(k, NULL);
    if (error != 0)
        kont__misuse(error, where, NULL);
    kont__reinstate(base, k, fn, v);
}

/* ---- call/ec -------------------------------------------------------------------------------------------------------------------------------- */

static KONT void *call_with_escape(void *escape)
{
    kont *k = escape;
    void *v = kont__handle(k);
    kont__returned();
    return v;
}

KONT void *kont_callec(kont_handler *fn, void *arg)
{
    kont__ready("kont_callec");
    if (fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_callec", "fn");
    kont *k = kont__k_new();
    if (k == NULL)
        kont__misuse(KONT_ERR_MEMORY, "kont_callec", NULL);
    k->fn = fn;
    k->arg = arg;
    kont__dyn *d = kont__push(KONT__CALLEC, NULL, NULL, NULL, "kont_callec");
    k->shape = KONT__ESCAPE;
    k->escape = d;
    void *v = kont__light(d, call_with_escape, k);
    if (kont__is_top(d))
        kont__pop(d);
    return v;
}

/* The prompt that the light prompt of d is in, or null. */
static kont__prompt *prompt_of(const kont__dyn *d)
{
    struct kont__place at = kont__here();
    const kont__dyn *light;
    do
        light = kont__walk(&at, KONT__CALLEC, NULL);
    while (light != NULL && light != d);
    return light != NULL ? at.prompt : NULL;
}

KONT void kont__escape_to(kont *k, bool last, kont_fn *fn, void *v, const char *where)
{
    const kont__dyn *d = k->escape;
    kont__prompt *p = prompt_of(d);
    if (k->owner != kont__self.serial)
        kont__misuse(KONT_ERR_THREAD, where, NULL);
    if (d == NULL)
        kont__misuse(KONT_ERR_USED, where, NULL);
    if (p == NULL)
        kont__misuse(KONT_ERR_ESCAPED, where, NULL);
    if (last)
        k->escape = NULL;
    const kont__dyn *rest = kont__exit_to(p, d, where);
    kont__escape(p, d, rest, fn, v);
}
