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

/* Each is taken off before it runs: where one raises, the next call goes on with the others. */
KONT void kont__search_undo(kont_search *s, const struct hook *down_to)
{
    for (struct hook *h; (h = s->path.trail) != down_to && h != NULL; ) {
        s->path.trail = h->below;
        kont_with_mark(&kont__search_running, NULL, h->fn, h->arg);
    }
}
