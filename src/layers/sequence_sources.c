/* sequence_sources.c: where values come from. */
#include "sequence.h"

/* ---- Numbers ------------------------------------------------------------------------------------------------------------------------------- */

struct range {
    kont_seq seq;
    long at, step;
    unsigned long left;
};

static KONT void *range_pull(kont_seq *s)
{
    struct range *r = (struct range *)s;
    if (r->left == 0)
        return kont_seq_finish(s);
    long n = r->at;
    if (--r->left > 0)
        r->at += r->step;                               /* which fits, as it is in the range */
    return kont_int(n);
}

/* How many steps of at most `distance` there are, the first of none included: `size` is how long each is. */
static unsigned long steps(unsigned long distance, unsigned long size)
{
    return distance == 0 ? 0 : (distance - 1) / size + 1;
}

static KONT kont_seq *range(const char *name, long start, long step, unsigned long count)
{
    struct range *r = (struct range *)kont_seq_new(sizeof *r, name, range_pull, NULL);
    r->at = start;
    r->step = step;
    r->left = count;
    return &r->seq;
}

KONT kont_seq *kont_seq_range(long start, long stop, long step)
{
    need(step != 0, "kont_seq_range", "step");
    unsigned long count = 0;
    if (step > 0 && start < stop)
        count = steps((unsigned long)stop - (unsigned long)start, (unsigned long)step);
    else if (step < 0 && start > stop)
        count = steps((unsigned long)start - (unsigned long)stop, 0 - (unsigned long)step);
    return range("kont_seq_range", start, step, count);
}

struct counter {
    kont_seq seq;
    long at, step;
    bool over;
};

static KONT void *count_pull(kont_seq *s)
{
    struct counter *c = (struct counter *)s;
    if (c->over)
        return kont_seq_finish(s);
    long n = c->at;
    c->over = __builtin_add_overflow(n, c->step, &c->at);
    return kont_int(n);
}

KONT kont_seq *kont_seq_count(long start, long step)
{
    struct counter *c = (struct counter *)kont_seq_new(sizeof *c, "kont_seq_count", count_pull, NULL);
    c->at = start;
    c->step = step;
    return &c->seq;
}

/* ---- A value, an array --------------------------------------------------------------------------------------------------------------------- */

struct repeat {
    kont_seq seq;
    void *value;
    long left;
};

static KONT void *repeat_pull(kont_seq *s)
{
    struct repeat *r = (struct repeat *)s;
    if (r->left == 0)
        return kont_seq_finish(s);
    r->left--;
    return r->value;
}

KONT kont_seq *kont_seq_repeat(void *v, long times)
{
    need(times >= 0, "kont_seq_repeat", "times");
    struct repeat *r = (struct repeat *)kont_seq_new(sizeof *r, "kont_seq_repeat", repeat_pull, NULL);
    r->value = v;
    r->left = times;
    return &r->seq;
}

struct array {
    kont_seq seq;
    const char *at;                                     /* the next element */
    size_t left, size;
};

/* The next element, or null. */
static const void *element(kont_seq *s)
{
    struct array *a = (struct array *)s;
    const char *e = a->at;
    if (a->left == 0)
        return NULL;
    a->left--;
    a->at += a->size;
    return e;
}

static KONT void *array_pull(kont_seq *s)
{
    void *const *e = element(s);
    return e != NULL ? *e : kont_seq_finish(s);
}

static KONT void *ints_pull(kont_seq *s)
{
    const long *e = element(s);
    return e != NULL ? kont_int(*e) : kont_seq_finish(s);
}

static KONT void *elements_pull(kont_seq *s)
{
    const void *e = element(s);
    return e != NULL ? (void *)e : kont_seq_finish(s);
}

static KONT kont_seq *array(const char *name, kont_seq_pull_fn *pull, const void *values, size_t count, size_t size)
{
    need(values != NULL || count == 0, name, "array");
    struct array *a = (struct array *)kont_seq_new(sizeof *a, name, pull, NULL);
    a->at = values;
    a->left = count;
    a->size = size;
    return &a->seq;
}

KONT kont_seq *kont_seq_array(void *const *values, size_t count)
{
    return array("kont_seq_array", array_pull, values, count, sizeof *values);
}

KONT kont_seq *kont_seq_ints(const long *values, size_t count)
{
    return array("kont_seq_ints", ints_pull, values, count, sizeof *values);
}

KONT kont_seq *kont_seq_elements(const void *values, size_t count, size_t size)
{
    return array("kont_seq_elements", elements_pull, values, count, size);
}

/* ---- Generators, searches, a sequence that belongs to somebody ------------------------------------------------------------------------------ */

struct from {
    kont_seq seq;
    void *asked;                                        /* a kont_generator, kont_search or kont_seq */
};

static KONT kont_seq *from(const char *name, kont_seq_pull_fn *pull, kont_seq_close_fn *close, void *asked, const char *what)
{
    need(asked != NULL, name, what);
    struct from *f = (struct from *)kont_seq_new(sizeof *f, name, pull, close);
    f->asked = asked;
    return &f->seq;
}

static KONT void *settle(kont_seq *s, kont_generator *g)
{
    void *v;
    return kont_generator_settle(g, &v) ? v : kont_seq_finish(s);
}

static KONT void *generator_pull(kont_seq *s)
{
    kont_generator *g = ((struct from *)s)->asked;
    void *v = kont__next(g);
    if (v == (const void *)kont_generator_end)
        return settle(s, g);
    return v;
}

static KONT void generator_close(kont_seq *s)
{
    kont_close(((struct from *)s)->asked);
}

KONT kont_seq *kont_seq_generator(kont_generator *g)
{
    return from("kont_seq_generator", generator_pull, generator_close, g, "generator");
}

static KONT void *search_pull(kont_seq *s)
{
    void *v;
    return kont_search_next(((struct from *)s)->asked, &v) ? v : kont_seq_finish(s);
}

static KONT void search_close(kont_seq *s)
{
    kont_search_close(((struct from *)s)->asked);
}

KONT kont_seq *kont_seq_search(kont_search *search)
{
    return from("kont_seq_search", search_pull, search_close, search, "search");
}

static KONT void *borrow_pull(kont_seq *s)
{
    kont_seq *lent = kont__seq_usable(((struct from *)s)->asked, s->name);
    void *v = kont_seq_pull(lent);
    return kont_seq_over(lent, v) ? kont_seq_finish(s) : v;
}

KONT kont_seq *kont_seq_borrow(kont_seq *s)
{
    return from("kont_seq_borrow", borrow_pull, NULL, kont__seq_usable(s, "kont_seq_borrow"), "sequence");
}
