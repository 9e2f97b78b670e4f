/* search.c: depth-first search by choice and failure.
 *
 * The body runs under a prompt of the search's tag. A choice with more than one alternative takes the body up to there (CALLCC), leaves a point
 * on the search's stack and goes on with its first alternative. A failure replaces the body by that of the latest point, with
 * its next alternative: Scheme's amb. Of winders only those are crossed that the two do not share. */
#include "search.h"

#include <gc/gc.h>
#include <limits.h>

const kont_tag kont__search_tag = KONT_TAG_SIZED("search", 1 << 20);
const char kont__search_running;

unsigned long kont__search_thread(void)
{
    static unsigned long last;
    static _Thread_local unsigned long mine;
    if (mine == 0)
        mine = __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
    return mine;
}

/* ---- Inside the body ------------------------------------------------------------------------------------------------------------------ */

static inline KONT kont_search *running(const char *where)
{
    kont_search *s = kont_mark_first(&kont__search_tag, &kont__search_running, NULL);
    if (s == NULL)
        kont_raise_error(KONT_ERR_NO_PROMPT, where, kont__search_tag.name);
    return s;
}

KONT kont_search *kont__search_here(const char *where)
{
    return running(where);
}

/* ---- Points ------------------------------------------------------------------------------------------------------------------------------ */

static inline void push(kont_search *s, struct point *p, kont *k)
{
    p->k = k;
    p->below = s->top;
    p->level = s->level++;
    s->top = p;
    s->stats.choices++;
    if (++s->stats.depth > s->stats.deepest)
        s->stats.deepest = s->stats.depth;
}

void kont__point_push(kont_search *s, struct point *p, kont *k)
{
    push(s, p, k);
}

KONT void *kont__point_branch(kont *k, void *point)
{
    struct point *p = point;
    kont_search *s = p->search;
    push(s, p, k);
    if (UNLIKELY(kont__ways(s) != 0))
        kont__point_first(s, p);
    return kont_int(p->next++);
}

/* Takes the latest point, which is s->top, off. Its continuation is the caller's. */
static inline kont *pop(kont_search *s)
{
    struct point *p = s->top;
    kont *k = p->k;
    s->top = p->below;
    s->stats.depth--;
    p->search = NULL;
    p->k = NULL;
    if (!kont__keeps_path(s) && p->next <= p->high && !p->logical) {    /* its other fields are as they were when it was new */
        p->below = s->spare;
        s->spare = p;
    }
    return k;
}

static inline KONT struct point *point_new(kont_search *s, long low, long high, const char *where)
{
    struct point *p = s->spare;
    if (p != NULL)
        s->spare = p->below;
    else
        p = GC_MALLOC(sizeof *p);
    if (p == NULL)
        kont_raise_error(KONT_ERR_MEMORY, where, NULL);
    p->search = s;
    p->next = low;
    p->high = high;
    return p;
}

KONT struct point *kont__point_new(kont_search *s, long low, long high, const char *where)
{
    return point_new(s, low, high, where);
}

void kont__point_kill(struct point *p)
{
    p->next = 1;
    p->high = 0;
    p->produce = NULL;
    p->source = NULL;
}

KONT void kont__search_cut(kont_search *s, const struct point *down_to)
{
    while (s->top != down_to && s->top != NULL)
        kont_drop(pop(s));
}

/* ---- Failing ------------------------------------------------------------------------------------------------------------------------------ */

static inline bool is_dead(const struct point *p)
{
    return p != NULL && p->next > p->high && p->produce == NULL;
}

/* Goes on from the latest point, with its next alternative; or there is none. Each of these does not come back. */
static KONT __attribute__((noinline)) void *take_next(kont_search *s)
{
    while (is_dead(s->top))
        kont_drop(pop(s));
    if (kont__ways(s) != 0)
        kont__search_prepare(s);
    struct point *p = s->top;
    if (p == NULL) {
        s->outcome = KONT_SEARCH_EXHAUSTED;
        kont_abort(&kont__search_tag, NULL);
    }
    s->level = p->level + 1;
    if (p->next < p->high)
        return kont_resume(p->k, kont_int(p->next++));
    if (p->next > p->high)
        return kont_resume_thunk(p->k, kont__point_produce, p);
    long n = p->next;
    return kont_resume_last(pop(s), kont_int(n));
}

/* The same, for what comes up most. */
static inline KONT void *take_next_quickly(kont_search *s)
{
    struct point *p = s->top;
    if (UNLIKELY(p == NULL || kont__ways(s) != 0))
        return take_next(s);
    long n = p->next;
    if (n < p->high) {
        p->next++;
        s->level = p->level + 1;
        return kont_resume(p->k, kont_int(n));
    }
    if (UNLIKELY(n > p->high))
        return take_next(s);
    s->level = p->level + 1;
    return kont_resume_last(pop(s), kont_int(n));
}

KONT void kont__search_back(kont_search *s)
{
    take_next(s);
    __builtin_unreachable();
}

KONT void kont__search_fail(kont_search *s)
{
    s->stats.failures++;
    take_next_quickly(s);
    __builtin_unreachable();
}

KONT void kont_fail(void)
{
    kont__search_fail(running("kont_fail"));
}

KONT void kont_require(bool condition)
{
    kont_search *s = running("kont_require");
    if (!condition)
        kont__search_fail(s);
}

KONT long kont_choose(long low, long high)
{
    kont_search *s = running("kont_choose");
    if (UNLIKELY(kont__ways(s) != 0))
        return kont__choose_slowly(s, low, high);
    if (low > high)
        kont__search_fail(s);
    if (low == high)
        return low;
    struct point *p = point_new(s, low, high, "kont_choose");
    return (long)(intptr_t)kont_callcc_at(&kont__search_tag, kont__point_branch, p);   /* so written, it is the last act */
}

/* ---- Outside ---------------------------------------------------------------------------------------------------------------------------- */

KONT kont_search *kont_search_new(kont_fn *fn, void *arg)
{
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_search_new", "fn");
    kont_poll();                                        /* makes the thread known */
    kont_search *s = kont__alloc(sizeof *s, "kont_search_new");
    s->fn = fn;
    s->arg = arg;
    s->owner = kont__search_thread();
    s->limit.nodes = s->limit.solutions = s->limit.slice = ULONG_MAX;
    s->limit.depth = s->limit.discrepancies = SIZE_MAX;
    s->round.most = SIZE_MAX;
    s->bound = LONG_MAX;
    return s;
}

/* Ends the search. What hooks, and defers of points, raise finds that done; the rest of them waits for the next call. */
static KONT void end(kont_search *s, enum kont_search_state state)
{
    s->state = state;
    s->arg = NULL;
    s->stats.depth = 0;
    kont__search_undo(s, NULL);
    for (struct point *p; (p = s->top) != NULL; ) {
        kont_drop(p->k);
        if (s->top == p)                                /* a defer may have closed it */
            s->top = p->below;
    }
    if (s->parts != NULL)
        kont__search_close_parts(s);
}

KONT void *kont__search_start(void *search)
{
    kont_search *s = search;
    s->level = 0;
    kont__search_set_root(s);
    if (kont__ways(s) != 0)
        kont__search_pause_if_must(s);
    s->begun = true;
    void *arg = s->arg;
    if (!(kont__ways(s) & (WAY_ROUNDS | WAY_PROBE)))
        s->arg = NULL;                                  /* as the search may live for long */
    return kont_with_mark(&kont__search_running, s, s->fn, arg);
}

static KONT void *retried(void *search)
{
    return take_next_quickly(search);
}

KONT void *kont__search_end_if_running(void *search)
{
    kont_search *s = search;
    if (s->state == KONT_SEARCH_RUNNING)
        end(s, KONT_SEARCH_FAILED);
    return NULL;
}

static void note_time(kont_search *s)
{
    if (s->started == 0)
        s->started = kont__search_clock();
    s->ended = 0;
}

static bool has_enough(kont_search *s)
{
    if (s->stats.solutions < s->limit.solutions)
        return false;
    s->state = KONT_SEARCH_ENOUGH;
    return true;
}

KONT void *kont__search_run(kont_search *s, kont_fn *fn)
{
    void *v = kont_prompt(&kont__search_tag, fn, s);
    const kont_exception *x = s->raised;
    if (x != NULL) {
        s->raised = NULL;
        kont_raise(x);
    }
    return v;
}

KONT void kont__search_leave(kont_search *s, const kont_exception *x)
{
    s->raised = x;
    kont_abort(&kont__search_tag, NULL);
}

KONT void *kont__search_advance(void *search)
{
    kont_search *s = search;
    void *v;
    if (s->started == 0 || s->ended != 0)
        note_time(s);
    if (kont__ways(s) != 0 && has_enough(s))
        return NULL;
    kont_defer(kont__search_end_if_running, s);
    s->state = KONT_SEARCH_RUNNING;
    do {
        s->outcome = KONT_SEARCH_FOUND;
        v = kont__search_run(s, s->begun ? retried : kont__search_start);
    } while (kont__ways(s) != 0 && kont__search_again(s));
    s->state = s->outcome;
    if (s->state == KONT_SEARCH_FOUND)
        s->stats.solutions++;
    else
        s->ended = kont__search_clock();
    return v;
}

KONT void kont__search_check_owner(const kont_search *s, const char *where)
{
    if (s == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, where, "search");
    if (s->owner != kont__search_thread())
        kont_raise_error(KONT_ERR_THREAD, where, NULL);
}

KONT void kont__search_check_new(const kont_search *s, const char *where)
{
    kont__search_check_owner(s, where);
    if (s->started != 0 || s->parts != NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, where, s->parts != NULL ? "search is made of others" : "search has begun");
}

KONT void kont__search_check(const kont_search *s, const char *where)
{
    kont__search_check_owner(s, where);
    if (s->state == KONT_SEARCH_RUNNING)
        kont_raise_error(KONT_ERR_RUNNING, where, kont__search_tag.name);
}

static KONT void report_end(kont_search *s)
{
    const kont_exception *raised = kont__search_report(s);
    if (raised == NULL)
        return;
    if (!kont__search_is_over(s))
        end(s, KONT_SEARCH_FAILED);
    kont_raise(raised);
}

KONT bool kont_search_next(kont_search *s, void **solution)
{
    kont__search_check(s, "kont_search_next");
    if (solution == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_search_next", "solution");
    *solution = NULL;
    if (kont__search_is_over(s))
        return false;
    void *v = kont_scope(kont__search_advance, s);
    *solution = v;
    if (kont__ways(s) != 0 && s->state != KONT_SEARCH_FOUND)
        report_end(s);
    return s->state == KONT_SEARCH_FOUND;
}

KONT void kont_search_close(kont_search *s)
{
    kont__search_check(s, "kont_search_close");
    end(s, kont__search_is_over(s) ? s->state : KONT_SEARCH_CLOSED);
}
