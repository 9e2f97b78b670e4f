/* sequence_joins.c: stages with several sequences: chain, flatten, zip; and tee, which makes several of one. */
#include <gc/gc.h>
#include <stdio.h>

#include "sequence.h"

/* ---- One after the other ------------------------------------------------------------------------------------------------------------------- */

struct chain {
    kont_seq seq;
    kont_seq *other;                                    /* chain: what follows; flatten: what is drawn from now */
};

static KONT void close_other(kont_seq *s)
{
    kont_seq *other = ((struct chain *)s)->other;
    if (other != NULL)
        kont_seq_close(other);
}

static KONT void *chain_pull(kont_seq *s)
{
    struct chain *c = (struct chain *)s;
    void *v = kont_seq_pull(s->source);
    if (!kont_seq_over(s->source, v))
        return v;
    v = kont_seq_pull(c->other);
    return kont_seq_over(c->other, v) ? kont_seq_finish(s) : v;
}

KONT kont_seq *kont_seq_chain(kont_seq *other)
{
    struct chain *c = (struct chain *)kont_seq_new_stage(sizeof *c, "kont_seq_chain", chain_pull, close_other);
    c->other = kont_seq_own(other, c->seq.name);
    return &c->seq;
}

static KONT void *flatten_pull(kont_seq *s)
{
    struct chain *c = (struct chain *)s;
    for (;;) {
        kont_seq *inner = c->other;
        if (inner != NULL) {
            void *v = kont_seq_pull(inner);
            if (!kont_seq_over(inner, v))
                return v;
        }
        void *next = kont_seq_pull(s->source);
        if (kont_seq_over(s->source, next))
            return kont_seq_finish(s);
        c->other = kont_seq_own(next, s->name);
    }
}

KONT kont_seq *kont_seq_flatten(void)
{
    return kont_seq_new_stage(sizeof(struct chain), "kont_seq_flatten", flatten_pull, close_other);
}

/* ---- Side by side -------------------------------------------------------------------------------------------------------------------------- */

struct zip {
    kont_seq seq;
    size_t count;
    kont_seq **parts;                                   /* the first is null where it is the stage's source */
    bool strict;
};

static kont_seq *part(const struct zip *z, size_t i)
{
    return z->parts[i] != NULL ? z->parts[i] : z->seq.source;
}

static KONT void zip_close(kont_seq *s)
{
    struct zip *z = (struct zip *)s;
    kont__seq_close_all(z->parts, z->count);
}

static const char *lengths_differ(size_t which, const char *how, size_t than)
{
    char *text = GC_MALLOC_ATOMIC(100);
    const char *first = than > 1 ? "s 1 to " : " ";
    if (text == NULL || snprintf(text, 100, "sequence %zu is %s than sequence%s%zu", which, how, first, than) < 0)
        return "sequences of several lengths";
    return text;
}

/* The part of this number has ended. */
static KONT void *zip_end(struct zip *z, size_t ended)
{
    bool strict = z->strict && !z->seq.ended;           /* what was closed while it drew has no length */
    if (strict && ended > 0)
        kont_raise_error(KONT_ERR_ARGUMENT, z->seq.name, lengths_differ(ended + 1, "shorter", ended));
    for (size_t i = 1; strict && i < z->count; i++) {
        void *v = kont_seq_pull(part(z, i));
        if (!kont_seq_over(part(z, i), v))
            kont_raise_error(KONT_ERR_ARGUMENT, z->seq.name, lengths_differ(i + 1, "longer", i));
    }
    return kont_seq_finish(&z->seq);
}

static KONT void *zip_pull(kont_seq *s)
{
    struct zip *z = (struct zip *)s;
    if (z->count == 0)
        return kont_seq_finish(s);
    kont_tuple *t = kont_tuple_new(z->count);
    for (size_t i = 0; i < z->count; i++) {
        kont_seq *p = part(z, i);
        void *v = kont_seq_pull(p);
        if (kont_seq_over(p, v))
            return zip_end(z, i);
        t->values[i] = v;
    }
    return t;
}

static KONT kont_seq *zip_stage(const char *name, kont_seq *other, bool strict)
{
    struct zip *z = (struct zip *)kont_seq_new_stage(sizeof *z, name, zip_pull, zip_close);
    z->parts = kont__alloc(2 * sizeof *z->parts, name);
    z->parts[1] = kont_seq_own(other, name);
    z->count = 2;
    z->strict = strict;
    return &z->seq;
}

KONT kont_seq *kont_seq_zip(kont_seq *other)
{
    return zip_stage("kont_seq_zip", other, false);
}

KONT kont_seq *kont_seq_zip_strict(kont_seq *other)
{
    return zip_stage("kont_seq_zip_strict", other, true);
}

static KONT kont_seq *zip_source(const char *name, size_t count, kont_seq *const *parts, bool strict)
{
    struct zip *z = (struct zip *)kont_seq_new(sizeof *z, name, zip_pull, zip_close);
    z->parts = kont__seq_own_all(count, parts, name);
    z->count = count;
    z->strict = strict;
    return &z->seq;
}

KONT kont_seq *kont_seq_zip_of(size_t count, kont_seq *const *parts)
{
    return zip_source("kont_seq_zip_of", count, parts, false);
}

KONT kont_seq *kont_seq_zip_strict_of(size_t count, kont_seq *const *parts)
{
    return zip_source("kont_seq_zip_strict_of", count, parts, true);
}

/* ---- tee: copies walk along one list, whose last link is still to be filled -------------------------------------------------------------------
 *
 *     [a] -> [b] -> [c] -> [ ]         the source's next value goes into the last, behind which a new one is hung
 *             ^              ^
 *          a copy        the quickest copy, and last */

struct link {
    void *value;
    struct link *next;                                  /* null: to be filled */
};

struct shared {
    kont_seq *source;
    struct link *last;
    size_t open;                                        /* copies that have not ended */
};

struct copy {
    kont_seq seq;
    struct shared *shared;
    struct link *at;
};

/* Fills the last link; false at the source's end. */
static KONT bool tee_draw(struct shared *shared, const char *name)
{
    struct link *next = kont__alloc(sizeof *next, name);
    void *v = kont_seq_pull(shared->source);
    if (kont_seq_over(shared->source, v))
        return false;
    struct link *last = shared->last;
    last->value = v;
    last->next = next;
    shared->last = next;
    return true;
}

static KONT void *tee_pull(kont_seq *s)
{
    struct copy *c = (struct copy *)s;
    if (c->at->next == NULL && !tee_draw(c->shared, s->name) && !s->ended && c->at->next == NULL)
        return kont_seq_finish(s);
    if (s->ended)                                       /* closed while it drew */
        return (void *)kont_seq_end;
    struct link *l = c->at;
    c->at = l->next;
    return l->value;
}

static KONT void tee_close(kont_seq *s)
{
    struct copy *c = (struct copy *)s;
    c->at = NULL;
    if (--c->shared->open == 0)
        kont_seq_close(c->shared->source);
}

KONT void kont_seq_tee(kont_seq *s, size_t count, kont_seq **copies)
{
    static const char name[] = "kont_seq_tee";
    need(copies != NULL && count > 0, name, copies == NULL ? "copies" : "count");
    struct shared *shared = kont__alloc(sizeof *shared, name);
    shared->source = kont__seq_usable(s, name);
    shared->last = kont__alloc(sizeof *shared->last, name);
    shared->open = count;
    for (size_t i = 0; i < count; i++) {
        struct copy *c = (struct copy *)kont_seq_new(sizeof *c, name, tee_pull, tee_close);
        c->shared = shared;
        c->at = shared->last;
        copies[i] = &c->seq;
    }
    kont_seq_own(s, name);
}
