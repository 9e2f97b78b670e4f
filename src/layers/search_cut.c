/* search_cut.c: goals of which not all solutions are wanted: cut, soft cut, negation.
 *
 * The points that a goal leaves stand above the one that was the latest before it. That one is still there when the goal returns: it is taken off
 * before its last alternative begins, and what runs then comes to the goal anew. */
#include "search.h"

#include <gc/gc.h>

static KONT kont_search *here(kont_fn *fn, const char *where)
{
    kont_search *s = kont__search_here(where);
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, where, "fn");
    return s;
}

static const char in_cut;                               /* a mark: around goals that may be cut */

/* Runs a goal that may be cut: a body of a table does not wait inside, as what comes back from there would cut others. */
static KONT void *run(kont_search *s, kont_fn *fn, void *arg)
{
    if (!(kont__ways(s) & WAY_TABLED))
        return fn(arg);
    return kont_with_mark(&in_cut, s, fn, arg);
}

bool kont__search_is_in_cut(void)
{
    return kont_mark_first(&kont__search_tag, &in_cut, NULL) != NULL;
}

KONT void *kont_once(kont_fn *fn, void *arg)
{
    kont_search *s = here(fn, "kont_once");
    const struct point *latest = s->top;
    void *v = run(s, fn, arg);
    kont__search_cut(s, latest);
    return v;
}

KONT void *kont_at_most(long n, kont_fn *fn, void *arg)
{
    kont_search *s = here(fn, "kont_at_most");
    if (n < 1)
        kont__search_fail(s);
    volatile long *left = GC_MALLOC_ATOMIC(sizeof *left);       /* branches share it; a compiler thinks that nobody else knows it */
    if (left == NULL)
        kont_raise_error(KONT_ERR_MEMORY, "kont_at_most", NULL);
    *left = n;
    const struct point *latest = s->top;
    void *v = run(s, fn, arg);
    if (--*left == 0)
        kont__search_cut(s, latest);
    return v;
}

/* A point whose first alternative is to try, and whose second is that nothing was found. */
static KONT struct point *otherwise(kont_search *s, const char *where)
{
    struct point *p = kont__point_new(s, 0, 1, where);
    p->logical = true;
    return p;
}

static KONT bool is_tried(struct point *p)
{
    return kont_callcc_at(&kont__search_tag, kont__point_branch, p) == kont_int(0);
}

KONT bool kont_if(kont_fn *fn, void *arg, void **value)
{
    kont_search *s = here(fn, "kont_if");
    struct point *p = otherwise(s, "kont_if");
    void *v = NULL;
    bool found = is_tried(p);
    if (found) {
        v = run(s, fn, arg);
        kont__point_kill(p);
        if (s->top == p)
            kont__search_cut(s, p->below);
    }
    if (value != NULL)
        *value = v;
    return found;
}

KONT void kont_not(kont_fn *fn, void *arg)
{
    kont_search *s = here(fn, "kont_not");
    const struct point *latest = s->top;
    if (!is_tried(otherwise(s, "kont_not")))
        return;
    run(s, fn, arg);
    kont__search_cut(s, latest);
    kont__search_fail(s);
}
