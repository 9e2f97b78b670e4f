/* search.c: depth-first search by choice and failure.
 *
 * The body runs under a prompt of the search's tag. A choice with more than one alternative captures the body up to there (SHIFT0) and
 * leaves a point on the search's stack; then the first alternative is resumed in the handler's place, so that any number of choices
 * in a row runs in constant space outside. A failure aborts to the prompt, and the latest point is resumed with its next
 * alternative: the last of them without a copy. */
#include <gc/gc.h>
#include <kont.h>

static const kont_tag search_tag = KONT_TAG_SIZED("search", 1 << 20);

struct point {
    struct point *below;
    kont_search *search;
    kont *k;                                            /* all of the body */
    long next, high;
};

/*     NEW --next--> RUNNING --solution--> IDLE --next--> RUNNING ...     no solution left, close, left by a raise or abort: ENDED */
enum state { NEW, IDLE, RUNNING, ENDED };

struct kont_search {
    kont_fn *fn;
    void *arg;
    const char *owner;                                  /* its thread's: points to here_is, from the first kont_search_next on */
    struct point *top;                                  /* choices with alternatives left, latest first */
    enum state state;
    struct kont_search_stats stats;
};

static char failed;                                     /* its address is what an attempt that fails comes back with */
static const char running_key;                          /* mark: the search that runs */
static _Thread_local char here_is;                      /* its address tells threads apart */

/* ---- Inside the body ------------------------------------------------------------------------------------------------------------------ */

/* The innermost search that runs. */
static KONT kont_search *running(const char *where)
{
    kont_search *s = kont_mark_first(&search_tag, &running_key, NULL);
    if (s == NULL)
        kont_raise_error(KONT_ERR_NO_PROMPT, where, search_tag.name);
    return s;
}

/* Outside the body. */
static KONT void *branch(kont *k, void *point)
{
    struct point *p = point;
    kont_search *s = p->search;
    p->k = k;
    s->top = p;
    s->stats.choices++;
    if (++s->stats.depth > s->stats.deepest)
        s->stats.deepest = s->stats.depth;
    return kont_resume_tail(k, kont_int(p->next++));
}

KONT void kont_fail(void)
{
    running("kont_fail");
    kont_abort(&search_tag, &failed);
}

KONT void kont_require(bool condition)
{
    running("kont_require");
    if (!condition)
        kont_abort(&search_tag, &failed);
}

KONT long kont_choose(long low, long high)
{
    kont_search *s = running("kont_choose");
    if (low > high)
        kont_abort(&search_tag, &failed);
    if (low == high)
        return low;
    struct point *p = GC_MALLOC(sizeof *p);
    if (p == NULL)
        kont_raise_error(KONT_ERR_MEMORY, "kont_choose", NULL);
    *p = (struct point){ s->top, s, NULL, low, high };
    return kont_to_int(kont_shift0_at(&search_tag, branch, p));
}

/* ---- Outside ---------------------------------------------------------------------------------------------------------------------------- */

KONT kont_search *kont_search_new(kont_fn *fn, void *arg)
{
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_search_new", "fn");
    kont_poll();                                        /* makes the thread known */
    kont_search *s = GC_MALLOC(sizeof *s);
    if (s == NULL)
        kont_raise_error(KONT_ERR_MEMORY, "kont_search_new", NULL);
    s->fn = fn;
    s->arg = arg;
    return s;
}

/* Ends the search. What a point's defers raise finds that done. */
static KONT void end(kont_search *s)
{
    s->state = ENDED;
    s->stats.depth = 0;
    for (struct point *p; (p = s->top) != NULL; ) {
        s->top = p->below;
        kont_drop(p->k);
    }
}

static KONT void *marked_body(void *search)
{
    kont_search *s = search;
    return kont_with_mark(&running_key, s, s->fn, s->arg);
}

/* Goes on from the latest point, with its next alternative. */
static KONT void *retry(kont_search *s)
{
    struct point *p = s->top;
    long n = p->next;
    if (n < p->high) {
        p->next++;
        return kont_resume(p->k, kont_int(n));
    }
    s->top = p->below;
    s->stats.depth--;
    return kont_resume_last(p->k, kont_int(n));
}

/* A defer of kont_search_next: where the search still runs, that was left by a raise or an abort. */
static KONT void *end_if_running(void *search)
{
    kont_search *s = search;
    if (s->state == RUNNING)
        end(s);
    return NULL;
}

/* The next solution, or &failed. */
static KONT void *advance(void *search)
{
    kont_search *s = search;
    bool first = s->state == NEW;
    kont_defer(end_if_running, s);
    s->state = RUNNING;
    while (first || s->top != NULL) {
        void *v = first ? kont_prompt(&search_tag, marked_body, s) : retry(s);
        first = false;
        if (v != &failed) {
            s->stats.solutions++;
            s->state = IDLE;
            return v;
        }
        s->stats.failures++;
    }
    s->state = ENDED;
    return &failed;
}

static KONT void check(const kont_search *s, const char *where)
{
    if (s == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, where, "search");
    if (s->owner != NULL && s->owner != &here_is)
        kont_raise_error(KONT_ERR_THREAD, where, NULL);
    if (s->state == RUNNING)
        kont_raise_error(KONT_ERR_RUNNING, where, search_tag.name);
}

KONT bool kont_search_next(kont_search *s, void **solution)
{
    check(s, "kont_search_next");
    if (solution == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_search_next", "solution");
    *solution = NULL;
    if (s->state == ENDED)
        return false;
    s->owner = &here_is;
    void *v = kont_scope(advance, s);
    if (v == &failed)
        return false;
    *solution = v;
    return true;
}

KONT void kont_search_close(kont_search *s)
{
    check(s, "kont_search_close");
    end(s);
}

struct kont_search_stats kont_search_stats(const kont_search *s)
{
    return s != NULL ? s->stats : (struct kont_search_stats){ 0 };
}
