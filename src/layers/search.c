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
    kont *k;
    long next, high;
};

enum state { NEW, IDLE, RUNNING, ENDED };

struct kont_search {
    kont_fn *fn;
    void *arg;
    struct point *top;                                  /* choices with alternatives left, latest first */
    enum state state;
    struct kont_search_stats stats;
};

static char failed;                                     /* its address is what an attempt that fails comes back with */
static const char running_key;                          /* mark: the search that runs */

/* ---- Inside the body ------------------------------------------------------------------------------------------------------------------ */

static kont_search *running(void)
{
    return kont_mark_first(&search_tag, &running_key, NULL);
}

struct choice {
    kont_search *search;
    long low, high;
};

/* Outside the body: k is all of it. */
static KONT void *branch(kont *k, void *arg)
{
    const struct choice *c = arg;
    kont_search *s = c->search;
    long first = c->low;
    struct point *p = GC_MALLOC(sizeof *p);
    *p = (struct point){ s->top, k, c->low + 1, c->high };
    s->top = p;
    s->stats.choices++;
    if (++s->stats.depth > s->stats.deepest)
        s->stats.deepest = s->stats.depth;
    return kont_resume_tail(k, kont_int(first));
}

KONT void kont_fail(void)
{
    kont_abort(&search_tag, &failed);
}

KONT void kont_require(bool condition)
{
    if (!condition)
        kont_fail();
}

KONT long kont_choose(long low, long high)
{
    if (low > high)
        kont_fail();
    if (low == high)
        return low;
    struct choice c = { running(), low, high };
    return kont_to_int(kont_shift0_at(&search_tag, branch, &c));
}

/* ---- Outside ---------------------------------------------------------------------------------------------------------------------------- */

KONT kont_search *kont_search_new(kont_fn *fn, void *arg)
{
    kont_search *s = GC_MALLOC(sizeof *s);
    if (s == NULL || fn == NULL)
        kont_raise(kont_exception_new("KONT_ERR", NULL, "kont_search_new"));
    s->fn = fn;
    s->arg = arg;
    return s;
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
    long n = p->next++;
    if (n < p->high)
        return kont_resume(p->k, kont_int(n));
    s->top = p->below;
    s->stats.depth--;
    return kont_resume_last(p->k, kont_int(n));
}

KONT bool kont_search_next(kont_search *s, void **solution)
{
    bool first = s->state == NEW;
    *solution = NULL;
    s->state = RUNNING;
    while (first || s->top != NULL) {
        void *v = first ? kont_prompt(&search_tag, marked_body, s) : retry(s);
        first = false;
        if (v != &failed) {
            *solution = v;
            s->stats.solutions++;
            s->state = IDLE;
            return true;
        }
        s->stats.failures++;
    }
    s->state = ENDED;
    return false;
}

KONT void kont_search_close(kont_search *s)
{
    while (s->top != NULL) {
        kont_drop(s->top->k);
        s->top = s->top->below;
    }
    s->state = ENDED;
}

struct kont_search_stats kont_search_stats(const kont_search *s)
{
    return s->stats;
}
