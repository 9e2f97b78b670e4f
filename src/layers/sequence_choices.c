/* sequence_choices.c: product, permutations, combinations: places in pools of values, which go on as an odometer does. */
#include "sequence.h"

struct choices {
    kont_seq seq;
    bool (*advance)(struct choices *);                  /* to the next places; false where there are none */
    size_t size;                                        /* of the tuples */
    size_t *at;                                         /* the place of each value, once the pools are there */
    bool *used;                                         /* permutations: which places are taken */
    struct vector *pools;                               /* one, or one for each part */
    size_t parts;
    kont_seq **part;                                    /* the first is null where it is the stage's source */
    bool all;                                           /* the size is that of the pool */
};

/* ---- How places go on ---------------------------------------------------------------------------------------------------------------------- */

static bool advance_product(struct choices *c)
{
    for (size_t i = c->size; i-- > 0; ) {
        if (++c->at[i] < c->pools[i].count)
            return true;
        c->at[i] = 0;
    }
    return false;
}

static bool advance_combination(struct choices *c)
{
    size_t n = c->pools[0].count;
    for (size_t i = c->size; i-- > 0; )
        if (c->at[i] < n - c->size + i) {
            c->at[i]++;
            for (size_t j = i + 1; j < c->size; j++)
                c->at[j] = c->at[j - 1] + 1;
            return true;
        }
    return false;
}

/* Puts the lowest free place from `from` on at i; false where there is none. */
static bool put(struct choices *c, size_t i, size_t from)
{
    for (size_t p = from; p < c->pools[0].count; p++)
        if (!c->used[p]) {
            c->used[p] = true;
            c->at[i] = p;
            return true;
        }
    return false;
}

static bool advance_permutation(struct choices *c)
{
    for (size_t i = c->size; i-- > 0; ) {
        c->used[c->at[i]] = false;
        if (put(c, i, c->at[i] + 1)) {
            for (size_t j = i + 1; j < c->size; j++)
                put(c, j, 0);
            return true;
        }
    }
    return false;
}

/* ---- The first places, and tuples ----------------------------------------------------------------------------------------------------------- */

static KONT void fill_pools(struct choices *c)
{
    for (size_t i = 0; i < c->parts; i++)
        kont__seq_drain(c->part[i] != NULL ? c->part[i] : c->seq.source, &c->pools[i], c->seq.name);
}

/* Whether there is any tuple. */
static KONT bool begin(struct choices *c)
{
    fill_pools(c);
    size_t n = c->parts > 0 ? c->pools[0].count : 0;
    if (c->all)
        c->size = n;
    bool product = c->advance == advance_product;
    for (size_t i = 0; product && i < c->parts; i++)
        if (c->pools[i].count == 0)
            return false;
    if (!product && c->size > n)
        return false;
    bool *used = kont__alloc(n + 1, c->seq.name);
    size_t *at = kont__alloc((c->size + 1) * sizeof *at, c->seq.name);
    for (size_t i = 0; !product && i < c->size; i++) {
        at[i] = i;
        used[i] = true;
    }
    c->used = used;
    c->at = at;
    return true;
}

static size_t pool_of(const struct choices *c, size_t i)
{
    return c->advance == advance_product ? i : 0;
}

static KONT void *choices_pull(kont_seq *s)
{
    struct choices *c = (struct choices *)s;
    if (c->at == NULL ? !begin(c) : !c->advance(c))
        return kont_seq_finish(s);
    kont_tuple *t = kont_tuple_new(c->size);
    for (size_t i = 0; i < c->size; i++)
        t->values[i] = c->pools[pool_of(c, i)].items[c->at[i]];
    return t;
}

static KONT void choices_close(kont_seq *s)
{
    struct choices *c = (struct choices *)s;
    kont__seq_close_all(c->part, c->parts);
}

/* ---- Making --------------------------------------------------------------------------------------------------------------------------------- */

static KONT kont_seq *fill_in(kont_seq *s, bool (*advance)(struct choices *), kont_seq **part, size_t parts, size_t size)
{
    struct choices *c = (struct choices *)s;
    c->advance = advance;
    c->size = size;
    c->parts = parts;
    c->pools = kont__alloc((parts + 1) * sizeof *c->pools, s->name);
    c->part = part;
    return s;
}

KONT kont_seq *kont_seq_product(kont_seq *other)
{
    static const char name[] = "kont_seq_product";
    kont_seq **part = kont__alloc(2 * sizeof *part, name);
    kont_seq *s = kont_seq_new_stage(sizeof(struct choices), name, choices_pull, choices_close);
    part[1] = kont_seq_own(other, name);
    return fill_in(s, advance_product, part, 2, 2);
}

KONT kont_seq *kont_seq_product_of(size_t count, kont_seq *const *parts)
{
    static const char name[] = "kont_seq_product_of";
    kont_seq *s = kont_seq_new(sizeof(struct choices), name, choices_pull, choices_close);
    return fill_in(s, advance_product, kont__seq_own_all(count, parts, name), count, count);
}

static KONT kont_seq *of_one_pool(const char *name, bool (*advance)(struct choices *), long size)
{
    need(size >= 0 || size == KONT_SEQ_ALL, name, "size");
    kont_seq *s = kont_seq_new_stage(sizeof(struct choices), name, choices_pull, NULL);
    ((struct choices *)s)->all = size == KONT_SEQ_ALL;
    return fill_in(s, advance, kont__alloc(sizeof(kont_seq *), name), 1, size >= 0 ? (size_t)size : 0);
}

KONT kont_seq *kont_seq_permutations(long size)
{
    return of_one_pool("kont_seq_permutations", advance_permutation, size);
}

KONT kont_seq *kont_seq_combinations(long size)
{
    return of_one_pool("kont_seq_combinations", advance_combination, size);
}
