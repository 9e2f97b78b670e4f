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
 * says so (its key). */
#include "control.h"

/* ---- One winder or defer --------------------------------------------------------------------------------------------------------------- */

static const char inside_is_live;

KONT void kont__in_context(struct kont__place at, bool live, kont_fn *fn, void *arg)
{
    kont__dyn *d = kont__push(KONT__CONTEXT, live ? &inside_is_live : NULL, (void *)at.dyn, at.prompt, "kont_dynamic_wind");
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

/* The defers from `from` out to frame `end` of its prompt, in their order, on top of `rest`. */
static KONT const kont__dyn *defers_of(struct kont__place from, const kont__prompt *p, const kont__dyn *end, const kont__dyn *rest)
{
    const kont__dyn *d;
    do {
        if (from.prompt == p && from.dyn == end)
            return rest;
        d = kont__step(&from);
    } while (d == NULL || d->kind != KONT__DEFER);
    rest = defers_of(from, p, end, rest);
    return kont__defer_frame(d->key, rest);
}

/* Runs the defers of the body that begins at frame `end` of prompt p (null: p's own) and whose frames begin at `from`. */
static KONT void end_body(struct kont__place from, kont__prompt *p, const kont__dyn *end)
{
    const kont__dyn *d = defers_of(from, p, end, end);
    while (d != end) {
        const kont__dyn *left = d->next;
        kont__defer_release((struct kont__defer *)d->key, (struct kont__place){ p, left });
        d = left;
    }
}

/* ---- Exits ---------------------------------------------------------------------------------------------------------------------------------- */

/* The defers of what lies inside of a CONTEXT frame, which an abort leaves behind: out to the place that it leads to. */
static KONT void exit_inside(const kont__dyn *context, kont__prompt *p)
{
    struct kont__place body = { p, context->next }, at = body;
    while (at.prompt != context->at || at.dyn != context->value) {
        kont__prompt *q = at.prompt;
        const kont__dyn *d = kont__step(&at);
        if (d != NULL && !begins_body(d))
            continue;
        end_body(body, q, d);
        body = at;
    }
}

/* One that passes a frame `d` of prompt p on its way out; the frames of the innermost body begin at `body`. */
static KONT void pass(const kont__dyn *d, struct kont__place at, struct kont__place body, kont__prompt *p, unsigned kinds)
{
    if (d->kind == KONT__WIND && (kinds & KONT__WIND) && d->value != NULL) {
        if (kinds & KONT__DEFER)
            at.dyn = defers_of(body, p, d, at.dyn);
        kont__in_context(at, !(kinds & KONT__DEFER), (kont_fn *)d->value, d->at);
    } else if (d->kind == KONT__CONTEXT && (kinds & KONT__DEFER) && d->key != NULL)
        exit_inside(d, p);
}

KONT const kont__dyn *kont__exit(const kont__prompt *outer, const kont__dyn *last, const kont__dyn *shared, unsigned kinds)
{
    struct kont__place at = kont__here(), body = at;
    const kont__dyn *d = NULL;
    if (!(kont__kinds(outer) & (kinds | KONT__CONTEXT)))
        return last != NULL ? last->next : NULL;
    while (at.prompt != outer) {
        kont__prompt *p = at.prompt;
        d = kont__step(&at);
        if (d != NULL && d == last)
            break;
        if (d != NULL && d == shared)
            kinds &= ~(unsigned)KONT__WIND;
        if (d == NULL || begins_body(d)) {
            if (kinds & KONT__DEFER)
                end_body(body, p, d);
            body = at;
        }
        if (d != NULL)
            pass(d, at, body, p, kinds);
    }
    if (last == NULL)
        return NULL;
    if (begins_body(last)) {
        end_body(body, at.prompt, last);
        return last->next;
    }
    return defers_of(body, at.prompt, last, last->next);
}

/* ---- Entries --------------------------------------------------------------------------------------------------------------------------------- */

static KONT void enter_from(struct kont__place at, const kont__prompt *outer, const kont__dyn *shared)
{
    const kont__dyn *d = kont__walk(&at, KONT__WIND | KONT__BARRIER, outer);
    if (d == NULL || d == shared)
        return;
    enter_from(at, outer, shared);
    if (d->kind == KONT__WIND && d->key != NULL)
        kont__in_context(at, true, (kont_fn *)d->key, d->at);
}

KONT void kont__enter_winds(size_t prompts, const kont__dyn *shared)
{
    const kont__prompt *outer = kont__self.here;
    while (prompts-- > 0)
        outer = outer->link;
    enter_from(kont__here(), outer, shared);
}
