/* search_undo.c: hooks that run where a search backtracks past them: a trail, whose height each point notes. */
#include "search.h"

struct hook {
    struct hook *below;
    kont_fn *fn;
    void *arg;
};

KONT void kont_undo(kont_fn *fn, void *arg)
{
    kont_search *s = kont__search_here("kont_undo");
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_undo", "fn");
    if (s->entry != NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_undo", "the body of a table");
    struct hook *h = kont__alloc(sizeof *h, "kont_undo");
    *h = (struct hook){ s->path.trail, fn, arg };
    s->path.trail = h;
    kont__add_way(s, WAY_TRAIL);
}

static KONT void *run(void *hook)
{
    struct hook *h = hook;
    return kont_with_mark(&kont__search_running, NULL, h->fn, h->arg);
}

/* The next one to run, if there is one above `down_to`. It is taken off before it runs: where it raises, the next call goes on with the others. */
static struct hook *take_latest(kont_search *s, const struct hook *down_to)
{
    struct hook *h = s->path.trail;
    if (h == down_to || h == NULL)
        return NULL;
    s->path.trail = h->below;
    return h;
}

KONT void kont__search_undo(kont_search *s, const struct hook *down_to)
{
    for (struct hook *h; (h = take_latest(s, down_to)) != NULL; )
        run(h);
}

KONT void kont__search_undo_inside(kont_search *s, const struct hook *down_to)
{
    const kont_exception *raised = NULL;
    for (struct hook *h; (h = take_latest(s, down_to)) != NULL; ) {
        kont_try(run, h, &raised);
        if (raised != NULL)
            kont__search_leave(s, raised);
    }
}
