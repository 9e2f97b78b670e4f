/* search_fair.c: fair disjunction and conjunction: LogicT's interleave and >>-, over searches that are let run for a while.
 *
 *     levels:   [a | -]-->[b | -]-->[c | -]-->  source, of which each solution makes a level
 *
 * is interleave a (interleave b (interleave c (bind source))). The next solution comes from the first level whose turn is its left, on the way along those
 * whose turn is their right; then all of these have the other one's turn. A left side that has ended is taken out. */
#include "search.h"

#include <kont/search_fair.h>

struct level {
    struct level *next;
    kont_search *left;
    bool right;                                         /* it is the turn of what follows */
};

struct fair {
    struct level *first;
    kont_search *source;                                /* or null */
    kont_search_then *then;
    void *arg;
};

static KONT struct level *level_new(kont_search *left, struct level *next, const char *where)
{
    struct level *l = kont__alloc(sizeof *l, where);
    l->left = left;
    l->next = next;
    return l;
}

/* ---- The source ------------------------------------------------------------------------------------------------------------------------------------ */

struct application {
    kont_search_then *then;
    void *v, *arg;
};

static KONT void *apply(void *application)
{
    struct application *a = application;
    return a->then(a->v, a->arg);
}

/* The first solution's level, behind all others; or what else its turn comes to. */
static KONT enum kont__turn ask_source(kont_search *s, struct fair *f, struct level **end)
{
    struct application *a = kont__alloc(sizeof *a, "kont_search_bind");
    a->then = f->then;
    a->arg = f->arg;
    enum kont__turn turn = kont__search_turn(s, f->source, &a->v);
    if (turn == KONT__TURN_FOUND)
        *end = level_new(kont_search_new(apply, a), NULL, "kont_search_bind");
    if (turn == KONT__TURN_OVER) {
        kont_search *over = f->source;
        f->source = NULL;
        kont_search_close(over);
    }
    return turn;
}

/* ---- Turns ------------------------------------------------------------------------------------------------------------------------------------------ */

/* Where the level is linked whose left has its turn; or the end, where the source has. */
static struct level **whose_turn(struct fair *f)
{
    struct level **at = &f->first;
    while (*at != NULL && (*at)->right && ((*at)->next != NULL || f->source != NULL))
        at = &(*at)->next;
    return at;
}

/* All that the turn has come through have had theirs. */
static void pass_on(struct fair *f, const struct level *last)
{
    for (struct level *l = f->first; l != last; l = l->next)
        l->right = false;
    if (last != NULL)
        ((struct level *)last)->right = true;
}

static KONT bool next_fairly(kont_search *s, struct point *p)
{
    struct fair *f = p->source;
    while (f->first != NULL || f->source != NULL) {
        struct level **at = whose_turn(f), *l = *at;
        enum kont__turn turn = l != NULL ? kont__search_turn(s, l->left, &p->value) : ask_source(s, f, at);
        if (l == NULL && turn != KONT__TURN_PAUSED)
            continue;
        if (turn == KONT__TURN_OVER) {
            *at = l->next;
            kont_search_close(l->left);
            continue;
        }
        pass_on(f, l);
        if (turn == KONT__TURN_FOUND)
            return true;
        kont__search_pause_if_must(s);
    }
    return false;
}

static KONT void *body(void *fair)
{
    return kont__choose_produced(kont__search_here("kont_search_next"), next_fairly, fair, "kont_search_next");
}

/* Each is taken out first: where closing one raises, the next call goes on with the others. */
KONT void kont__search_close_parts(kont_search *s)
{
    struct fair *f = s->parts;
    for (struct level *l; (l = f->first) != NULL; ) {
        f->first = l->next;
        kont_search_close(l->left);
    }
    kont_search *source = f->source;
    f->source = NULL;
    if (source != NULL)
        kont_search_close(source);
}

/* ---- Making them ---------------------------------------------------------------------------------------------------------------------------------- */

static KONT kont_search *search_of(struct fair *f)
{
    kont_search *s = kont_search_new(body, f);
    s->parts = f;
    return s;
}

KONT kont_search *kont_search_interleave(kont_search *a, kont_search *b)
{
    kont__search_check(a, "kont_search_interleave");
    kont__search_check(b, "kont_search_interleave");
    struct fair *f = kont__alloc(sizeof *f, "kont_search_interleave");
    f->first = level_new(a, level_new(b, NULL, "kont_search_interleave"), "kont_search_interleave");
    return search_of(f);
}

KONT kont_search *kont_search_bind(kont_search *s, kont_search_then *then, void *arg)
{
    kont__search_check(s, "kont_search_bind");
    if (then == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_search_bind", "then");
    struct fair *f = kont__alloc(sizeof *f, "kont_search_bind");
    *f = (struct fair){ NULL, s, then, arg };
    return search_of(f);
}
