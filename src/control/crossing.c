/* crossing.c: what runs where control leaves frames or enters them.
 *
 * Exits run on top of the frames that are about to go, entries inside the continuation just put back, before it goes on; each winder and defer in the
 * dynamic state of its own place (a CONTEXT frame leads there, and is a barrier). So one that aborts finds in place what it goes to.
 *
 * A winder runs where the walk comes to its frame, a defer where the walk comes to the end of its body: latest first, and each with those
 * that are still to run in sight, so that an abort out of one runs them too. Each is a body itself.
 *
 * One that aborts replaces what was under way. The key of its CONTEXT frame names what that leaves behind:
 *   - a WIND frame, its own: INSIDE. An `after` that runs because its extent is suspended, or a `before` because it is entered again, has around it what is
 *     not gone yet. That goes for good without having been exited: its winders are not in it any more, but its defers have to run, out to that frame;
 *   - a HOLD frame: a continuation was to be applied at the end of this exit, and holds the defers of its bodies: it never will be;
 *   - kont__a_poll: the poll is over. */
#include "control.h"

/* ---- One winder or defer --------------------------------------------------------------------------------------------------------------- */

KONT void kont__in_context(struct kont__place at, const kont__dyn *behind, kont_fn *fn, void *arg, const char *where)
{
    kont__dyn *d = kont__push(KONT__CONTEXT, behind, (void *)at.dyn, at.prompt, where);
    fn(arg);
    kont__returned();
    kont__end_body(d);
    kont__pop(d);
}

/* ---- The end of a body -------------------------------------------------------------------------------------------------------------------- */

static bool begins_body(const kont__dyn *d)
{
    return d->kind == KONT__CONTEXT || (d->kind == KONT__LIGHT && d->key != &kont__light_callec);
}

/* The defers from one place out to another, in their order, on top of `rest`. */
static KONT const kont__dyn *defers_between(struct kont__place from, struct kont__place to, const kont__dyn *rest)
{
    struct kont__defers list = { rest, NULL };
    while (from.prompt != to.prompt || from.dyn != to.dyn) {
        const kont__dyn *d = kont__step(&from);
        if (d != NULL && d->kind == KONT__DEFER)
            list = kont__defers_add(list, d->key, rest);
    }
    return list.first;
}

KONT void kont__run_defers(const kont__dyn *d, kont__prompt *p, const kont__dyn *end, const kont__dyn *behind)
{
    while (d != end) {
        const kont__dyn *left = d->next;
        kont__defer_release((struct kont__defer *)d->key, (struct kont__place){ p, left }, behind);
        kont__dyn_free(d);
        d = left;
    }
}

/* Runs the defers of the body that begins at frame `end` of prompt p (null: p's own) and whose frames begin at `from`. */
static KONT void end_body(struct kont__place from, kont__prompt *p, const kont__dyn *end, const kont__dyn *behind)
{
    kont__run_defers(defers_between(from, (struct kont__place){ p, end }, end), p, end, behind);
}

/* ---- Exits ---------------------------------------------------------------------------------------------------------------------------------- */

/* The bodies inside of a CONTEXT frame that an abort leaves behind, out to the winder that it names: their defers run outside of it. Those of the
 * body around the winder are in sight of the CONTEXT already. */
static KONT void exit_inside(const kont__dyn *context, kont__prompt *p, const kont__dyn *behind)
{
    struct kont__place from = { p, context->next }, at = from, end = from;
    const kont__dyn *d;
    while ((d = kont__step(&at)) != context->key)
        if (d == NULL || begins_body(d))
            end = at;
    kont__run_defers(defers_between(from, end, context->value), context->at, context->value, behind);
}

/* A CONTEXT frame of p is left by an abort. */
static KONT void leave_context(const kont__dyn *context, kont__prompt *p, const kont__dyn *behind)
{
    const kont__dyn *left = context->key;
    if (left == NULL)
        return;
    if (left == &kont__a_poll)
        kont__poll_left();
    else if (left->kind == KONT__HOLD)
        kont__defers_release(left->value, (struct kont__place){ context->at, context->value }, behind);
    else
        exit_inside(context, p, behind);
}

/* Runs fn for the winder d of prompt p, whose surroundings are `at`. The frames of the innermost body begin at `body`: its defers stay in sight. */
static KONT void run_winder(const kont__dyn *d, kont__prompt *p, struct kont__place at, struct kont__place body, const kont__dyn *behind, kont_fn *fn)
{
    const kont__dyn *outside = at.dyn;
    at.dyn = defers_between(body, (struct kont__place){ p, d }, outside);
    kont__in_context(at, behind, fn, d->at, "kont_dynamic_wind");
    for (const kont__dyn *f = at.dyn, *next; f != outside; f = next) {
        next = f->next;
        kont__dyn_free(f);
    }
}

/* kont__exit where there is something to run. */
static KONT const kont__dyn *exit_through(const kont__prompt *outer, const kont__dyn *last, size_t most, unsigned kinds, const kont__dyn *behind)
{
    struct kont__place at = kont__here(), body = at;
    const kont__dyn *d = NULL;
    while (at.prompt != outer) {
        kont__prompt *p = at.prompt;
        d = kont__step(&at);
        if (d != NULL && d == last)
            break;
        if (d != NULL && (d->kind & (KONT__WIND | KONT__BARRIER)) && most-- == 0)
            kinds &= ~(unsigned)KONT__WIND;
        if (d == NULL || begins_body(d)) {
            if (kinds & KONT__DEFER)
                end_body(body, p, d, behind);
            body = at;
        }
        if (d != NULL && d->kind == KONT__WIND && (kinds & KONT__WIND) && d->value != NULL)
            run_winder(d, p, at, body, kinds & KONT__DEFER ? behind : d, (kont_fn *)d->value);
        else if (d != NULL && d->kind == KONT__CONTEXT && (kinds & KONT__DEFER))
            leave_context(d, p, behind);
    }
    if (last == NULL)
        return NULL;
    if (begins_body(last)) {
        end_body(body, at.prompt, last, behind);
        return last->next;
    }
    return defers_between(body, (struct kont__place){ at.prompt, last }, last->next);
}

KONT const kont__dyn *kont__exit(const kont__prompt *outer, const kont__dyn *last, size_t most, unsigned kinds, const kont__dyn *behind)
{
    if (kont__kinds(outer) & (kinds | KONT__CONTEXT))
        return exit_through(outer, last, most, kinds, behind);
    return last != NULL ? last->next : NULL;
}

/* ---- Entries --------------------------------------------------------------------------------------------------------------------------------- */

/* Moves w, which is a place further in, to the next winder or barrier out to `outer`. False: there is none. */
static bool find_winder(struct kont__winder *w, const kont__prompt *outer)
{
    while (w->at.prompt != outer) {
        w->prompt = w->at.prompt;
        w->d = kont__step(&w->at);
        if (w->d == NULL || begins_body(w->d))
            w->body = w->at;
        else if (w->d->kind & (KONT__WIND | KONT__BARRIER))
            return true;
    }
    return false;
}

/* Returns how many there are. */
static size_t find_winders(const struct kont__reentry *e)
{
    struct kont__winder w = { .at = kont__here(), .body = kont__here() };
    const kont__prompt *outer = kont__self.here;
    size_t count = 0;
    for (size_t n = e->prompts; n > 0; n--)
        outer = outer->link;
    for (size_t most = e->most; most > 0 && find_winder(&w, outer); most--)
        if (w.d->kind == KONT__WIND)
            e->winders[count++] = w;
    return count;
}

KONT void kont__enter_winds(const struct kont__reentry *e)
{
    for (size_t n = find_winders(e); n-- > 0; ) {
        const struct kont__winder *w = &e->winders[n];
        if (w->d->key != NULL)
            run_winder(w->d, w->prompt, w->at, w->body, w->d, (kont_fn *)w->d->key);
    }
}
