/* search.c: depth-first search by choice and failure.
 *
 * The body runs under a prompt of the search's tag. A choice with more than one alternative takes the body up to there (CALLCC), leaves a point
 * on the search's stack and goes on with its first alternative. A failure replaces the body by that of the latest point, with
 * its next alternative: Scheme's amb. Of winders only those are crossed that the two do not share. */
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
    unsigned long owner;                                /* number of its thread */
    struct point *top;                                  /* choices with alternatives left, latest first */
    struct point *spare;                                /* to use again */
    enum state state;
    bool exhausted;                                     /* the last attempt has failed, and there is no choice left */
    struct kont_search_stats stats;
};

static const char running_key;                          /* mark: the search that runs */

/* The number of this thread, which no other one ever has. */
static unsigned long this_thread(void)
{
    static unsigned long last;
    static _Thread_local unsigned long mine;
    if (mine == 0)
        mine = __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
    return mine;
}

/* ---- Inside the body ------------------------------------------------------------------------------------------------------------------ */

/* The innermost search that runs. */
static KONT kont_search *running(const char *where)
{
    kont_search *s = kont_mark_first(&search_tag, &running_key, NULL);
    if (s == NULL)
        kont_raise_error(KONT_ERR_NO_PROMPT, where, search_tag.name);
    return s;
}

static KONT void *branch(kont *k, void *point)
{
    struct point *p = point;
    kont_search *s = p->search;
    p->k = k;
    s->top = p;
    s->stats.choices++;
    if (++s->stats.depth > s->stats.deepest)
        s->stats.deepest = s->stats.depth;
    return kont_int(p->next++);
}

/* Goes on from the latest choice, with its next alternative: does not come back. */
static KONT void *retry(kont_search *s)
{
    struct point *p = s->top;
    long n = p->next;
    if (n < p->high) {
        p->next++;
        return kont_resume(p->k, kont_int(n));
    }
    kont *k = p->k;
    s->top = p->below;
    s->stats.depth--;
    p->below = s->spare;
    p->search = NULL;
    p->k = NULL;
    s->spare = p;
    return kont_resume_last(k, kont_int(n));
}

static KONT KONT_NORETURN void fail(kont_search *s)
{
    s->stats.failures++;
    if (s->top != NULL)
        retry(s);
    s->exhausted = true;
    kont_abort(&search_tag, NULL);
}

KONT void kont_fail(void)
{
    fail(running("kont_fail"));
}

KONT void kont_require(bool condition)
{
    kont_search *s = running("kont_require");
    if (!condition)
        fail(s);
}

static KONT struct point *take_point(kont_search *s)
{
    struct point *p = s->spare;
    if (p != NULL)
        s->spare = p->below;
    else
        p = GC_MALLOC(sizeof *p);
    if (p == NULL)
        kont_raise_error(KONT_ERR_MEMORY, "kont_choose", NULL);
    return p;
}

KONT long kont_choose(long low, long high)
{
    kont_search *s = running("kont_choose");
    if (low > high)
        fail(s);
    if (low == high)
        return low;
    struct point *p = take_point(s);
    *p = (struct point){ s->top, s, NULL, low, high };
    return (long)(intptr_t)kont_callcc_at(&search_tag, branch, p);     /* so written, it is the last act */
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
    s->owner = this_thread();
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
    void *arg = s->arg;
    s->arg = NULL;                                      /* as the search may live for long */
    return kont_with_mark(&running_key, s, s->fn, arg);
}

static KONT void *retried(void *search)
{
    return retry(search);
}

/* A defer of kont_search_next: where the search still runs, that was left by a raise or an abort. */
static KONT void *end_if_running(void *search)
{
    kont_search *s = search;
    if (s->state == RUNNING)
        end(s);
    return NULL;
}

/* The next solution; null where the search is exhausted. */
static KONT void *advance(void *search)
{
    kont_search *s = search;
    bool first = s->state == NEW;
    kont_defer(end_if_running, s);
    s->state = RUNNING;
    void *v = NULL;
    s->exhausted = !first && s->top == NULL;
    if (!s->exhausted)
        v = kont_prompt(&search_tag, first ? marked_body : retried, s);
    s->state = s->exhausted ? ENDED : IDLE;
    if (!s->exhausted)
        s->stats.solutions++;
    return v;
}

static KONT void check(const kont_search *s, const char *where)
{
    if (s == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, where, "search");
    if (s->owner != this_thread())
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
    void *v = kont_scope(advance, s);
    *solution = v;
    return !s->exhausted;
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
