/* sequence.c: what all sequences are: made, connected, ended and closed. */
#include <string.h>

#include "sequence.h"

const char kont_seq_end[1];

/* ---- Making ------------------------------------------------------------------------------------------------------------------------------ */

KONT kont_seq *kont_seq_new(size_t bytes, const char *name, kont_seq_pull_fn *pull, kont_seq_close_fn *close)
{
    need(name != NULL, "kont_seq_new", "name");
    need(pull != NULL, name, "pull");
    need(bytes >= sizeof(kont_seq), name, "bytes");
    kont_poll();                                        /* makes the thread known */
    kont_seq *s = kont__alloc(bytes, name);
    s->name = name;
    s->pull = pull;
    s->close = close;
    return s;
}

static KONT KONT_NORETURN void *no_source(kont_seq *s)
{
    kont_raise_error(KONT_ERR_ARGUMENT, s->name, "sequence: a stage without a source");
}

KONT kont_seq *kont_seq_new_stage(size_t bytes, const char *name, kont_seq_pull_fn *pull, kont_seq_close_fn *close)
{
    kont_seq *s = kont_seq_new(bytes, name, pull, close);
    s->waiting = pull;
    s->pull = no_source;
    return s;
}

KONT kont_tuple *kont_tuple_new(size_t count)
{
    if (count > (SIZE_MAX / 2 - sizeof(kont_tuple)) / sizeof(void *))
        kont_raise_error(KONT_ERR_MEMORY, "kont_tuple_new", NULL);
    kont_tuple *t = kont__alloc(sizeof *t + count * sizeof(void *), "kont_tuple_new");
    t->count = count;
    t->values = (void **)(t + 1);
    return t;
}

KONT kont_tuple *kont__seq_tuple(void *const *values, size_t count)
{
    kont_tuple *t = kont_tuple_new(count);
    if (count > 0)
        memcpy(t->values, values, count * sizeof *values);
    return t;
}

/* ---- Connecting --------------------------------------------------------------------------------------------------------------------------- */

KONT kont_seq *kont__seq_usable(kont_seq *s, const char *where)
{
    need(s != NULL, where, "sequence");
    need(!s->owned, where, "sequence: it belongs to another one");
    return s;
}

KONT void kont__seq_misused(const kont_seq *s, const char *where)
{
    kont__seq_usable((kont_seq *)s, where);
    kont_raise_error(KONT_ERR_ARGUMENT, where, "value");
}

KONT kont_seq *kont_seq_own(kont_seq *s, const char *name)
{
    kont__seq_usable(s, name);
    need(s->waiting == NULL, name, "sequence: a stage without a source");
    s->owned = true;
    return s;
}

KONT kont_seq **kont__seq_own_all(size_t count, kont_seq *const *parts, const char *where)
{
    need(parts != NULL || count == 0, where, "parts");
    kont_seq **own = kont__alloc((count + 1) * sizeof *own, where);
    for (size_t i = 0; i < count; i++)
        own[i] = kont_seq_own(parts[i], where);
    return own;
}

KONT kont_seq *kont_seq_through(kont_seq *source, kont_seq *stage)
{
    need(stage != NULL, "kont_seq_through", "stage");
    need(stage->waiting != NULL, stage->name, "stage: it draws from something already");
    stage->source = kont_seq_own(source, stage->name);
    if (!stage->ended)
        stage->pull = stage->waiting;
    stage->waiting = NULL;
    return stage;
}

KONT kont_seq *kont_seq_from(kont_seq *s)
{
    return kont__seq_usable(s, "kont_seq_from");
}

/* ---- Ending and closing -------------------------------------------------------------------------------------------------------------------- */

static KONT void *after_end(kont_seq *s)
{
    (void)s;
    return (void *)kont_seq_end;
}

static KONT void *end(void *sequence);

static KONT void *close_both(void *sequence)
{
    kont_seq *s = sequence;
    if (s->source != NULL)
        kont_defer(end, s->source);
    s->close(s);
    return NULL;
}

/* Ends a sequence and what it draws from, down to the first that had ended before. */
static KONT void *end(void *sequence)
{
    for (kont_seq *s = sequence; s != NULL && !s->ended; s = s->source) {
        s->ended = true;
        s->pull = after_end;
        if (s->close != NULL)
            return kont_scope(close_both, s);
    }
    return NULL;
}

KONT void *kont_seq_finish(kont_seq *s)
{
    need(s != NULL, "kont_seq_finish", "sequence");
    end(s);
    return (void *)kont_seq_end;
}

KONT void kont_seq_close(kont_seq *s)
{
    need(s != NULL, "kont_seq_close", "sequence");
    end(s);
}

struct parts {
    kont_seq *const *parts;
    size_t count;
};

/* As defers, of which each one runs whatever the others do. */
static KONT void *close_parts(void *arg)
{
    const struct parts *p = arg;
    for (size_t i = p->count; i-- > 0; )
        if (p->parts[i] != NULL)
            kont_defer(end, p->parts[i]);
    return NULL;
}

KONT void kont__seq_close_all(kont_seq *const *parts, size_t count)
{
    struct parts p = { parts, count };
    kont_scope(close_parts, &p);
}
