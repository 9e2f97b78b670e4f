/* crossing.c: what runs where control leaves frames or enters them.
 *
 * Exits run on top of the frames that are about to go, entries inside the continuation just put back, before it goes on; each winder and defer in the
 * dynamic state of its own place (a CONTEXT frame leads there, and is a barrier). So one that aborts finds in place what it goes to.
 *
 * A winder runs where the walk comes to its frame, a defer where the walk comes to the end of its body: latest first, and each with those
 * that are still to run in sight, so that an abort out of one runs them too. Each is a body itself.
 *
 * INSIDE. When an `after` runs because its extent is suspended, or a `before` because it is entered again, what lies inside is not gone. If it
 * aborts, that goes for good without having been exited: its winders are not in it any more, but its defers have to run. The CONTEXT frame
 * names the winder's frame (its key), up to which that reaches. */
#include "control.h"

/* ---- One winder or defer --------------------------------------------------------------------------------------------------------------- */

KONT void kont__in_context(struct kont__place at, const kont__dyn *inside, kont_fn *fn, void *arg)
{
    kont__dyn *d = kont__push(KONT__CONTEXT, inside, (void *)at.dyn, at.prompt, "kont_dynamic_wind");
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
    const kont__dyn *d;
    do {
        if (from.prompt == to.prompt && from.dyn == to.dyn)
            return rest;
        d = kont__step(&from);
    } while (d == NULL || d->kind != KONT__DEFER);
    rest = defers_between(from, to, rest);
    return kont__defer_frame(d->key, rest);
}

KONT void kont__run_defers(const kont__dyn *d, kont__prompt *p, const kont__dyn *end)
{
    while (d != end) {
        const kont__dyn *left = d->next;
        kont__defer_release((struct kont__defer *)d->key, (struct kont__place){ p, left });
        kont__dyn_free(d);
        d = left;
    }
}

/* Runs the defers of the body that begins at frame `end` of prompt p (null: p's own) and whose frames begin at `from`. */
static KONT void end_body(struct kont__place from, kont__prompt *p, const kont__dyn *end)
{
    kont__run_defers(defers_between(from, (struct kont__place){ p, end }, end), p, end);
}

/* ---- Exits ---------------------------------------------------------------------------------------------------------------------------------- */

/* The bodies inside of a CONTEXT frame that an abort leaves behind, out to the winder that it names: their defers run outside of it. Those of the
 * body around the winder are in sight of the CONTEXT already. */
static KONT void exit_inside(const kont__dyn *context, kont__prompt *p)
{
    struct kont__place from = { p, context->next }, at = from, end = from;
    const kont__dyn *d;
    while ((d = kont__step(&at)) != context->key)
        if (d == NULL || begins_body(d))
            end = at;
    kont__run_defers(defers_between(from, end, context->value), context->at, context->value);
}

/* Runs fn for the winder d of prompt p, whose surroundings are `at`. The frames of the innermost body begin at `body`: its defers stay in sight. */
static KONT void run_winder(const kont__dyn *d, kont__prompt *p, struct kont__place at, struct kont__place body, bool live, kont_fn *fn)
{
    const kont__dyn *outside = at.dyn;
    at.dyn = defers_between(body, (struct kont__place){ p, d }, outside);
    kont__in_context(at, live ? d : NULL, fn, d->at);
    for (const kont__dyn *f = at.dyn, *next; f != outside; f = next) {
        next = f->next;
        kont__dyn_free(f);
    }
}

/* kont__exit where there is something to run. */
static KONT const kont__dyn *exit_through(const kont__prompt *outer, const kont__dyn *last, size_t most, unsigned kinds)
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
                end_body(body, p, d);
            body = at;
        }
        if (d != NULL && d->kind == KONT__WIND && (kinds & KONT__WIND) && d->value != NULL)
            run_winder(d, p, at, body, !(kinds & KONT__DEFER), (kont_fn *)d->value);
        else if (d != NULL && d->kind == KONT__CONTEXT && (kinds & KONT__DEFER) && d->key != NULL)
            exit_inside(d, p);
    }
    if (last == NULL)
        return NULL;
    if (begins_body(last)) {
        end_body(body, at.prompt, last);
        return last->next;
    }
    return defers_between(body, (struct kont__place){ at.prompt, last }, last->next);
}

KONT const kont__dyn *kont__exit(const kont__prompt *outer, const kont__dyn *last, size_t most, unsigned kinds)
{
    if (kont__kinds(outer) & (kinds | KONT__CONTEXT))
        return exit_through(outer, last, most, kinds);
    return last != NULL ? last->next : NULL;
}

/* ---- Entries --------------------------------------------------------------------------------------------------------------------------------- */

/* The next winder or barrier out to `outer`, or null. Moves *at past it; *body is where the frames of its innermost body begin. */
static const kont__dyn *next_winder(struct kont__place *at, struct kont__place *body, const kont__prompt *outer, kont__prompt **p)
{
    while (at->prompt != outer) {
        *p = at->prompt;
        const kont__dyn *d = kont__step(at);
        if (d == NULL || begins_body(d))
            *body = *at;
        else if (d->kind & (KONT__WIND | KONT__BARRIER))
            return d;
    }
    return NULL;
}

static KONT void enter_from(struct kont__place at, struct kont__place body, const kont__prompt *outer, size_t most)
{
    kont__prompt *p = NULL;
    const kont__dyn *d = next_winder(&at, &body, outer, &p);
    if (d == NULL || most == 0)
        return;
    enter_from(at, body, outer, most - 1);
    if (d->kind == KONT__WIND && d->key != NULL)
        run_winder(d, p, at, body, true, (kont_fn *)d->key);
}

KONT void kont__enter_winds(size_t prompts, size_t most)
{
    const kont__prompt *outer = kont__self.here;
    while (prompts-- > 0)
        outer = outer->link;
    enter_from(kont__here(), kont__here(), outer, most);
}
