/* sequence_groups.c: stages that keep several values: window, batch, group_by, cycle. */
#include <string.h>

#include "sequence.h"

KONT void kont__seq_push(struct vector *v, void *value, const char *where)
{
    if (v->count == v->room) {
        size_t room = v->room > 0 ? 2 * v->room : 16;
        void **items = kont__alloc(room * sizeof *items, where);
        if (v->count > 0)
            memcpy(items, v->items, v->count * sizeof *items);
        v->items = items;
        v->room = room;
    }
    v->items[v->count++] = value;
}

KONT void kont__seq_drain(kont_seq *s, struct vector *v, const char *where)
{
    for (;;) {
        void *value = kont_seq_pull(s);
        if (kont_seq_over(s, value))
            return;
        kont__seq_push(v, value, where);
    }
}

/* ---- window and batch ---------------------------------------------------------------------------------------------------------------------- */

struct collecting {
    kont_seq seq;
    struct vector values;                               /* fewer than `size`, while nobody asks */
    size_t size;
};

static KONT void *window_pull(kont_seq *s)
{
    struct collecting *c = (struct collecting *)s;
    while (c->values.count < c->size) {
        void *v = kont_seq_pull(s->source);
        if (kont_seq_over(s->source, v))
            return kont_seq_finish(s);
        kont__seq_push(&c->values, v, s->name);
    }
    kont_tuple *t = kont__seq_tuple(c->values.items, c->size);
    memmove(c->values.items, c->values.items + 1, --c->values.count * sizeof(void *));
    return t;
}

static KONT void *batch_pull(kont_seq *s)
{
    struct collecting *c = (struct collecting *)s;
    while (c->values.count < c->size) {
        void *v = kont_seq_pull(s->source);
        if (kont_seq_over(s->source, v))
            break;
        kont__seq_push(&c->values, v, s->name);
    }
    if (c->values.count == 0)
        return kont_seq_finish(s);
    kont_tuple *t = kont__seq_tuple(c->values.items, c->values.count);
    memset(c->values.items, 0, c->values.count * sizeof(void *));
    c->values.count = 0;
    return t;
}

static KONT kont_seq *collecting(const char *name, kont_seq_pull_fn *pull, long size)
{
    need(size >= 1, name, "size");
    struct collecting *c = (struct collecting *)kont_seq_new_stage(sizeof *c, name, pull, NULL);
    c->size = (size_t)size;
    return &c->seq;
}

KONT kont_seq *kont_seq_window(long size)
{
    return collecting("kont_seq_window", window_pull, size);
}

KONT kont_seq *kont_seq_batch(long size)
{
    return collecting("kont_seq_batch", batch_pull, size);
}

/* ---- group_by ------------------------------------------------------------------------------------------------------------------------------ */

struct members;

struct grouping {
    kont_seq seq;
    kont_fn *key;                                       /* or null */
    kont_seq_test2 *same;                               /* or null */
    void *value, *value_key;                            /* the value drawn last, while `have` */
    bool have;
    void *group_key;
    struct members *group;                              /* of the current group */
};

struct members {
    kont_seq seq;
    struct grouping *grouping;
};

/* Whether there is a value that nobody has had yet; draws it if need be. */
static KONT bool look(struct grouping *g)
{
    if (g->have)
        return true;
    void *v = kont_seq_pull(g->seq.source);
    if (kont_seq_over(g->seq.source, v))
        return false;
    void *key = g->key != NULL ? g->key(v) : v;
    g->value = v;
    g->value_key = key;
    return g->have = true;
}

static KONT bool of_this_group(const struct grouping *g)
{
    return g->same != NULL ? g->same(g->group_key, g->value_key) : g->group_key == g->value_key;
}

static KONT void *members_pull(kont_seq *s)
{
    struct members *m = (struct members *)s;
    struct grouping *g = m->grouping;
    if (g->group != m || !look(g) || !of_this_group(g) || g->group != m)
        return kont_seq_finish(s);
    g->have = false;
    return g->value;
}

static KONT void *group_pull(kont_seq *s)
{
    struct grouping *g = (struct grouping *)s;
    bool begun = g->group != NULL;
    while (look(g) && begun && of_this_group(g))
        g->have = false;
    if (!g->have)
        return kont_seq_finish(s);
    struct kont_seq_group *group = kont__alloc(sizeof *group, s->name);
    struct members *m = (struct members *)kont_seq_new(sizeof *m, "kont_seq_group_by", members_pull, NULL);
    m->grouping = g;
    g->group = m;
    group->key = g->group_key = g->value_key;
    group->members = &m->seq;
    return group;
}

KONT kont_seq *kont_seq_group_by(kont_fn *key, kont_seq_test2 *same)
{
    struct grouping *g = (struct grouping *)kont_seq_new_stage(sizeof *g, "kont_seq_group_by", group_pull, NULL);
    g->key = key;
    g->same = same;
    return &g->seq;
}

/* ---- cycle --------------------------------------------------------------------------------------------------------------------------------- */

struct cycle {
    kont_seq seq;
    struct vector saved;
    size_t at;
    bool again;                                         /* the source has ended */
};

static KONT void *cycle_pull(kont_seq *s)
{
    struct cycle *c = (struct cycle *)s;
    if (!c->again) {
        void *v = kont_seq_pull(s->source);
        if (!kont_seq_over(s->source, v)) {
            kont__seq_push(&c->saved, v, s->name);
            return v;
        }
        c->again = true;
    }
    if (c->saved.count == 0)
        return kont_seq_finish(s);
    void *v = c->saved.items[c->at];
    c->at = (c->at + 1) % c->saved.count;
    return v;
}

KONT kont_seq *kont_seq_cycle(void)
{
    return kont_seq_new_stage(sizeof(struct cycle), "kont_seq_cycle", cycle_pull, NULL);
}
