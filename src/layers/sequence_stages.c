/* sequence_stages.c: stages that look at one value at a time. */
#include "sequence.h"

/* ---- Functions of a value ------------------------------------------------------------------------------------------------------------------ */

struct call {
    kont_seq seq;
    union {
        kont_fn *of_value;
        kont_seq_fn2 *of_two;
        kont_seq_int_fn *of_int;
        kont_seq_test *test;
        kont_seq_test2 *test_of_two;
        kont_seq_int_test *test_of_int;
    };
    void *with;                                         /* the first of two; what accumulate gave last */
    bool begun;                                         /* accumulate, drop_while */
};

static KONT struct call *call(const char *name, kont_seq_pull_fn *pull, bool there, const char *what)
{
    need(there, name, what);
    return (struct call *)kont_seq_new_stage(sizeof(struct call), name, pull, NULL);
}

static KONT void *map_pull(kont_seq *s)
{
    void *v = kont_seq_pull(s->source);
    return kont_seq_over(s->source, v) ? kont_seq_finish(s) : ((struct call *)s)->of_value(v);
}

KONT kont_seq *kont_seq_map(kont_fn *fn)
{
    struct call *c = call("kont_seq_map", map_pull, fn != NULL, "fn");
    c->of_value = fn;
    return &c->seq;
}

static KONT void *map_with_pull(kont_seq *s)
{
    struct call *c = (struct call *)s;
    void *v = kont_seq_pull(s->source);
    return kont_seq_over(s->source, v) ? kont_seq_finish(s) : c->of_two(c->with, v);
}

KONT kont_seq *kont_seq_map_with(kont_seq_fn2 *fn, void *with)
{
    struct call *c = call("kont_seq_map_with", map_with_pull, fn != NULL, "fn");
    c->of_two = fn;
    c->with = with;
    return &c->seq;
}

static KONT void *map_int_pull(kont_seq *s)
{
    void *v = kont_seq_pull(s->source);
    return kont_seq_over(s->source, v) ? kont_seq_finish(s) : kont_int(((struct call *)s)->of_int(kont_to_int(v)));
}

KONT kont_seq *kont_seq_map_int(kont_seq_int_fn *fn)
{
    struct call *c = call("kont_seq_map_int", map_int_pull, fn != NULL, "fn");
    c->of_int = fn;
    return &c->seq;
}

static KONT void *accumulate_pull(kont_seq *s)
{
    struct call *c = (struct call *)s;
    void *v = kont_seq_pull(s->source);
    if (kont_seq_over(s->source, v))
        return kont_seq_finish(s);
    c->with = c->begun ? c->of_two(c->with, v) : v;
    c->begun = true;
    return c->with;
}

KONT kont_seq *kont_seq_accumulate(kont_seq_fn2 *fn)
{
    struct call *c = call("kont_seq_accumulate", accumulate_pull, fn != NULL, "fn");
    c->of_two = fn;
    return &c->seq;
}

/* ---- Tests of a value ---------------------------------------------------------------------------------------------------------------------- */

static KONT void *filter_pull(kont_seq *s)
{
    struct call *c = (struct call *)s;
    for (;;) {
        void *v = kont_seq_pull(s->source);
        if (kont_seq_over(s->source, v))
            return kont_seq_finish(s);
        if (c->test(v))
            return v;
    }
}

KONT kont_seq *kont_seq_filter(kont_seq_test *test)
{
    struct call *c = call("kont_seq_filter", filter_pull, test != NULL, "test");
    c->test = test;
    return &c->seq;
}

static KONT void *filter_with_pull(kont_seq *s)
{
    struct call *c = (struct call *)s;
    for (;;) {
        void *v = kont_seq_pull(s->source);
        if (kont_seq_over(s->source, v))
            return kont_seq_finish(s);
        if (c->test_of_two(c->with, v))
            return v;
    }
}

KONT kont_seq *kont_seq_filter_with(kont_seq_test2 *test, void *with)
{
    struct call *c = call("kont_seq_filter_with", filter_with_pull, test != NULL, "test");
    c->test_of_two = test;
    c->with = with;
    return &c->seq;
}

static KONT void *filter_int_pull(kont_seq *s)
{
    struct call *c = (struct call *)s;
    for (;;) {
        void *v = kont_seq_pull(s->source);
        if (kont_seq_over(s->source, v))
            return kont_seq_finish(s);
        if (c->test_of_int(kont_to_int(v)))
            return v;
    }
}

KONT kont_seq *kont_seq_filter_int(kont_seq_int_test *test)
{
    struct call *c = call("kont_seq_filter_int", filter_int_pull, test != NULL, "test");
    c->test_of_int = test;
    return &c->seq;
}

static KONT void *take_while_pull(kont_seq *s)
{
    void *v = kont_seq_pull(s->source);
    if (kont_seq_over(s->source, v) || !((struct call *)s)->test(v))
        return kont_seq_finish(s);
    return v;
}

KONT kont_seq *kont_seq_take_while(kont_seq_test *test)
{
    struct call *c = call("kont_seq_take_while", take_while_pull, test != NULL, "test");
    c->test = test;
    return &c->seq;
}

static KONT void *drop_while_pull(kont_seq *s)
{
    struct call *c = (struct call *)s;
    for (;;) {
        void *v = kont_seq_pull(s->source);
        if (kont_seq_over(s->source, v))
            return kont_seq_finish(s);
        if (c->begun || !c->test(v)) {
            c->begun = true;
            return v;
        }
    }
}

KONT kont_seq *kont_seq_drop_while(kont_seq_test *test)
{
    struct call *c = call("kont_seq_drop_while", drop_while_pull, test != NULL, "test");
    c->test = test;
    return &c->seq;
}

/* ---- Counting ------------------------------------------------------------------------------------------------------------------------------ */

struct counting {
    kont_seq seq;
    long left, step;                                    /* values to take, or to drop before the next */
};

static KONT struct counting *counting(const char *name, kont_seq_pull_fn *pull, long count)
{
    need(count >= 0, name, "count");
    struct counting *c = (struct counting *)kont_seq_new_stage(sizeof *c, name, pull, NULL);
    c->left = count;
    return c;
}

static KONT void *take_pull(kont_seq *s)
{
    struct counting *c = (struct counting *)s;
    if (c->left <= 0)
        return kont_seq_finish(s);
    void *v = kont_seq_pull(s->source);
    if (kont_seq_over(s->source, v))
        return kont_seq_finish(s);
    c->left--;
    return v;
}

KONT kont_seq *kont_seq_take(long count)
{
    return &counting("kont_seq_take", take_pull, count)->seq;
}

/* Drops, gives one, and then drops step - 1 before the next; `step` is 1 for kont_seq_drop. */
static KONT void *drop_pull(kont_seq *s)
{
    struct counting *c = (struct counting *)s;
    for (;;) {
        void *v = kont_seq_pull(s->source);
        if (kont_seq_over(s->source, v))
            return kont_seq_finish(s);
        if (c->left <= 0) {
            c->left = c->step - 1;
            return v;
        }
        c->left--;
    }
}

KONT kont_seq *kont_seq_drop(long count)
{
    struct counting *c = counting("kont_seq_drop", drop_pull, count);
    c->step = 1;
    return &c->seq;
}

KONT kont_seq *kont_seq_step(long step)
{
    need(step >= 1, "kont_seq_step", "step");
    struct counting *c = counting("kont_seq_step", drop_pull, 0);
    c->step = step;
    return &c->seq;
}

struct numbered {
    kont_seq seq;
    long next;
    bool over;                                          /* there is no next number */
};

static KONT void *enumerate_pull(kont_seq *s)
{
    struct numbered *n = (struct numbered *)s;
    void *v = kont_seq_pull(s->source);
    if (kont_seq_over(s->source, v))
        return kont_seq_finish(s);
    need(!n->over, s->name, "start: the number does not fit");
    kont_tuple *t = kont_tuple_new(2);
    t->values[0] = kont_int(n->next);
    t->values[1] = v;
    n->over = __builtin_add_overflow(n->next, 1, &n->next);
    return t;
}

KONT kont_seq *kont_seq_enumerate(long start)
{
    struct numbered *n = (struct numbered *)kont_seq_new_stage(sizeof *n, "kont_seq_enumerate", enumerate_pull, NULL);
    n->next = start;
    return &n->seq;
}
