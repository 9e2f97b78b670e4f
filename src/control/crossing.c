/* crossing.c: what runs where control leaves frames or enters them.
 *
 * Exits run on top of the frames that are about to go, entries inside the continuation just put back, before it goes on; each winder and defer in the
 * dynamic state of its own place (a CONTEXT frame leads there, and is a barrier). So one that aborts finds in place what it goes to.
 *
 * A winder runs where the walk comes to its frame, a defer where the walk comes to the end of its body: latest first, and each with those
 * that are still to run in sight, so that an abort out of one runs them too. Each is a body itself.
 *
 * One that aborts replaces what was under way. The key of its CONTEXT frame names what that leaves behind:
 *   - a WIND frame, its own: INSIDE. An `after` that runs because its extent is suspended, or a `before` because it is entered again, has around it
 *     what is not gone yet. That goes for good without having been exited: its winders are not in it any more, but its defers have to run, out to
 *     that frame;
 *   - a HOLD frame: a continuation was to be applied at the end of this exit, and holds the defers of its bodies: it never will be;
 *   - kont__a_poll: the poll is over;
 *   - is_left: LEFT.
 *
 * LEFT. While frames are left for good, a CONTEXT frame of this key stands in front of all that is dynamic here, and leads to what is not left
 * yet: what is between is out of sight, and nothing of it can run again. It begins no body: a defer that is made in front of it (by a finalizer,
 * inside an allocation) belongs to the innermost body that is not left, and runs first when that is. */
#include "control.h"

static const char is_left;

/* ---- One winder or defer --------------------------------------------------------------------------------------------------------------- */

/* Calls fn(arg) inside of the CONTEXT frame c, made for it. */
static KONT void call_in(kont__dyn *c, kont_fn *fn, void *arg)
{
    kont__dyn_link(c);
    fn(arg);
    kont__returned();
    kont__end_body(c);
    kont__pop(c);
}

KONT void kont__in_context(const kont__dyn *behind, kont_fn *fn, void *arg, const char *where)
{
    kont__dyn *c = kont__dyn_make(KONT__CONTEXT, behind, NULL, NULL, NULL, where);
    c->value = (void *)kont__self.here->dyn;            /* read now: a finalizer may have made a defer */
    c->at = kont__self.here;
    call_in(c, fn, arg);
}

/* Runs fn for w; the defers of its body stay in sight. */
static KONT void run_winder(const struct kont__winder *w, const kont__dyn *behind, kont_fn *fn)
{
    kont__dyn *c = kont__dyn_make(KONT__CONTEXT, behind, NULL, w->at.prompt, NULL, "kont_dynamic_wind");
    struct kont__place end = { w->prompt, w->d };
    if (w->body.prompt == NULL)
        c->value = (void *)kont__defers_out_to(end, w->at.dyn);
    else
        c->value = (void *)kont__defers_between(w->body, end, w->at.dyn);
    const kont__dyn *defers = c->value;
    call_in(c, fn, w->d->at);
    for (const kont__dyn *next; defers != w->at.dyn; defers = next) {
        next = defers->next;
        kont__dyn_free(defers);
    }
}

/* ---- Defers ----------------------------------------------------------------------------------------------------------------------------- */

static bool begins_body(const kont__dyn *d)
{
    return (d->kind == KONT__CONTEXT && d->key != &is_left) || (d->kind & KONT__BODIES);
}

/* A frame that leads to what is behind it, for now. */
static KONT kont__dyn *push_left(void)
{
    kont__dyn *left = kont__push(KONT__CONTEXT, &is_left, NULL, kont__self.here, "kont_defer");
    left->value = (void *)left->next;
    return left;
}

/* Runs the first of the defers that it leads to; those that are left stay in sight. */
static KONT void run_first(kont__dyn *left, const kont__dyn *behind)
{
    const kont__dyn *d = left->value;
    left->value = (void *)d->next;
    kont__defer_release((struct kont__defer *)d->key, behind);
    kont__dyn_free(d);
}

/* Runs the defers from one place out to another. */
static KONT void run_between(struct kont__place from, struct kont__place to, const kont__dyn *behind)
{
    kont__dyn *left = push_left();
    const kont__dyn *end = left->value;
    left->value = (void *)kont__defers_between(from, to, end);
    while (left->value != end)
        run_first(left, behind);
    kont__pop(left);
}

KONT void kont__defers_release(const kont *k, const kont__dyn *behind)
{
    if (k->inner != NULL)
        run_between((struct kont__place){ k->inner, k->inner->dyn }, (struct kont__place){ k->outer->link, NULL }, behind);
}

/* ---- Exits for a while ------------------------------------------------------------------------------------------------------------------- */

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

KONT void kont__suspend_winds(const kont__prompt *outer)
{
    struct kont__winder w = { .at = kont__here() };
    while (find_winder(&w, outer))
        if (w.d->kind == KONT__WIND && w.d->value != NULL)
            run_winder(&w, w.d, (kont_fn *)w.d->value);
}

/* ---- Exits for good ------------------------------------------------------------------------------------------------------------------------ */

struct exit {                                           /* the arguments of kont__exit, and how far it is */
    const kont__prompt *outer;
    const kont__dyn *last;                              /* null: none */
    const kont__dyn *behind;
    kont__dyn *left;                                    /* LEFT */
    const kont__dyn *end;                               /* where the defers in sight end that it leads to first: copies */
};

/* x->left leads on to a place further out: of what is between, the defers stay in sight, as copies.
 *
 *     here's dyn -> LEFT -> defer a -> mark -> try -> defer b -> [to] ...          before: nothing was left yet
 *     here's dyn -> LEFT -> a' -> b' -> [to] ...                                   after */
static KONT void move_out(struct exit *x, struct kont__place to)
{
    const kont__dyn *defers = kont__defers_out_to(to, to.dyn), *next;
    for (const kont__dyn *d = x->left->value; d != x->end; d = next) {
        next = d->next;
        kont__dyn_free(d);
    }
    x->left->at = to.prompt;
    x->left->value = (void *)defers;
    x->end = to.dyn;
    kont__self.here->dyn = x->left;
}

/* Runs the defers of the innermost body, which begins at a place further out. */
static KONT void end_body(struct exit *x, struct kont__place begin)
{
    move_out(x, begin);
    while (x->left->value != begin.dyn) {
        run_first(x->left, x->behind);
        if (kont__self.here->dyn != x->left)
            move_out(x, begin);
    }
}

/* The bodies inside of a CONTEXT frame that an abort leaves behind, out to the winder that it names: their defers run outside of it. Those of the
 * body around the winder are in sight of the CONTEXT already. */
static KONT void exit_inside(const kont__dyn *context, kont__prompt *p, const kont__dyn *behind)
{
    struct kont__place from = { p, context->next }, at = from, end = from;
    const kont__dyn *d;
    while ((d = kont__step(&at)) != context->key)
        if (d == NULL || begins_body(d))
            end = at;
    run_between(from, end, behind);
}

/* A CONTEXT frame of p has been left. */
static KONT void leave_context(const kont__dyn *context, kont__prompt *p, const kont__dyn *behind)
{
    const kont__dyn *key = context->key;
    if (key == NULL || key == (const kont__dyn *)&is_left)
        return;
    if (key == &kont__a_poll)
        kont__poll_left();
    else if (key->kind == KONT__HOLD)
        kont__defers_release(key->value, behind);
    else
        exit_inside(context, p, behind);
}

/* The walk has come to x->last, at `at`: returns what kont__exit does. Where x->last begins no body, the defers in front of it are those of a body
 * that is not left, and are kept: as copies, which is an allocation, where finalizers may make more. Then it begins again. */
static KONT const kont__dyn *stop(struct exit *x, struct kont__place at)
{
    const kont__dyn *kept = x->last->next;
    if (begins_body(x->last)) {
        end_body(x, at);
        return kept;
    }
    do {
        move_out(x, at);
        kept = kont__defers_between((struct kont__place){ at.prompt, x->left->value }, at, x->last->next);
    } while (kont__self.here->dyn != x->left);
    return kept;
}

/* Walks outwards from where x->left leads to: each body's defers run at its end, winders where they stand, but of the winders and barriers those
 * beyond the innermost `most` do not. Returns what kont__exit does. */
static KONT const kont__dyn *exit_through(struct exit *x, size_t most)
{
    struct kont__place at = { x->left->at, x->left->value };
    while (at.prompt != x->outer) {
        kont__prompt *p = at.prompt;
        const kont__dyn *d = kont__step(&at);
        if (d != NULL && d == x->last)
            return stop(x, (struct kont__place){ p, d });
        if (d == NULL || begins_body(d))
            end_body(x, (struct kont__place){ p, d });
        if (d == NULL)
            continue;
        bool counts = (d->kind & (KONT__WIND | KONT__BARRIER)) && most > 0;
        bool runs = counts && d->kind == KONT__WIND && d->value != NULL;
        most -= counts;
        if (runs || d->kind == KONT__CONTEXT)
            move_out(x, at);
        if (runs)
            kont__in_context(x->behind, (kont_fn *)d->value, d->at, "kont_dynamic_wind");
        if (d->kind == KONT__CONTEXT)
            leave_context(d, p, x->behind);
    }
    return NULL;
}

KONT const kont__dyn *kont__exit(const kont__prompt *outer, const kont__dyn *last, size_t most, const kont__dyn *behind)
{
    if (!(kont__kinds(outer) & (KONT__WIND | KONT__DEFER | KONT__CONTEXT)))
        return last != NULL ? last->next : NULL;
    kont__dyn *left = push_left();
    struct exit x = { outer, last, behind, left, left->value };
    return exit_through(&x, most);
}

KONT const kont__dyn *kont__exit_to(kont__prompt *p, const kont__dyn *last, const char *where)
{
    const kont__dyn *rest, *seen;
    int error;
    do {
        rest = kont__exit(last != NULL ? p->link : p, last, SIZE_MAX, NULL);
        seen = kont__self.here->dyn;
        error = kont__can_exit(p);
    } while (error == 0 && kont__self.here->dyn != seen);
    if (error != 0)
        kont__misuse(error, where, NULL);
    return rest;
}

/* ---- Entries --------------------------------------------------------------------------------------------------------------------------------- */

/* Returns how many there are. */
static size_t find_winders(const struct kont__reentry *e)
{
    struct kont__winder w = { .at = kont__here() };
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
            run_winder(w, w->d, (kont_fn *)w->d->key);
    }
}
