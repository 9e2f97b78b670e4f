/* mark.c: continuation marks and parameters. */
#include <gc/gc.h>

#include "control.h"

/* ---- Marks ---------------------------------------------------------------------------------------------------------------------------- */

KONT void *kont_with_mark(const void *key, void *value, kont_fn *fn, void *arg)
{
    kont__ready("kont_with_mark");
    if (fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_with_mark", "fn");
    kont__dyn *d = kont__push(KONT__MARK, key, value, NULL, "kont_with_mark");
    return kont__call_inside(d, fn, arg);
}

/* Where the walk for marks ends: outside the nearest prompt of the tag. */
static const kont__prompt *limit(const kont_tag *tag)
{
    const kont__prompt *p = kont__find(tag != NULL ? tag : kont_default_tag);
    return p != NULL ? p->link : NULL;
}

static size_t marks(struct kont__place at, const kont__prompt *outer, const void *key, void **values, size_t room)
{
    const kont__dyn *d;
    size_t n = 0;
    while ((d = kont__walk(&at, KONT__MARK, outer)) != NULL)
        if (d->key == key) {
            if (n < room && values != NULL)
                values[n] = d->value;
            n++;
        }
    return n;
}

static __attribute__((noinline)) void *first(const kont_tag *tag, const void *key, void *otherwise)
{
    struct kont__place at = kont__here();
    const kont__prompt *outer = limit(tag);
    const kont__dyn *d;
    while ((d = kont__walk(&at, KONT__MARK, outer)) != NULL)
        if (d->key == key)
            return d->value;
    return otherwise;
}

CACHE_ALIGNED void *kont_mark_first(const kont_tag *tag, const void *key, void *otherwise)
{
    const kont__dyn *d = kont__here().dyn;
    if (LIKELY(d != NULL && d->kind == KONT__MARK && d->key == key))
        return d->value;                                /* inside of every prompt */
    return first(tag, key, otherwise);
}

size_t kont_marks(const kont_tag *tag, const void *key, void **values, size_t room)
{
    return marks(kont__here(), limit(tag), key, values, room);
}

size_t kont_marks_of(const kont *k, const void *key, void **values, size_t room)
{
    if (k == NULL || k->inner == NULL)
        return 0;
    return marks((struct kont__place){ k->inner, k->inner->dyn }, k->outer->link, key, values, room);
}

/* ---- Parameters -------------------------------------------------------------------------------------------------------------------------- */

struct kont_parameter {
    void *value;
};

KONT kont_parameter *kont_parameter_new(void *initial)
{
    kont__ready("kont_parameter_new");
    kont_parameter *p = GC_MALLOC(sizeof *p);
    if (p == NULL)
        kont__misuse(KONT_ERR_MEMORY, "kont_parameter_new", NULL);
    p->value = initial;
    return p;
}

/* The cell of the innermost binding. */
static kont_parameter *cell(kont_parameter *p)
{
    struct kont__place at = kont__here();
    const kont__dyn *d;
    while ((d = kont__walk(&at, KONT__PARAMETER, NULL)) != NULL)
        if (d->key == p)
            return d->value;
    return p;
}

KONT void *kont_parameter_get(const kont_parameter *p)
{
    if (p == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_parameter_get", "parameter");
    return cell((kont_parameter *)p)->value;
}

KONT void kont_parameter_set(kont_parameter *p, void *value)
{
    if (p == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_parameter_set", "parameter");
    cell(p)->value = value;
}

KONT void *kont_with_parameter(kont_parameter *p, void *value, kont_fn *fn, void *arg)
{
    kont__ready("kont_with_parameter");
    if (p == NULL || fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_with_parameter", p == NULL ? "parameter" : "fn");
    kont_parameter *binding = kont_parameter_new(value);
    kont__dyn *d = kont__push(KONT__PARAMETER, p, binding, NULL, "kont_with_parameter");
    return kont__call_inside(d, fn, arg);
}
