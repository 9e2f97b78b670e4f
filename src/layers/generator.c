/* generator.c: generators are prompt objects of one tag. */
#include <kont.h>

const kont_tag kont_generator_tag[1] = { { "generator", 0, KONT_PRIVATE, "kont_next", "kont_yield", NULL } };

struct generator {
    void *value;                                        /* the body's argument; then what it returns, until that is taken */
};

const char kont_generator_end[1];

static struct generator *data(kont_object *o)
{
    return kont_object_data(o);
}

static struct generator *running(void)
{
    return data(kont_object_here(kont_generator_tag));
}

static void *take(struct generator *g)
{
    void *v = g->value;
    g->value = NULL;
    return v;
}

static KONT void *body(void *fn)
{
    void *v = ((kont_fn *)fn)(take(running()));
    running()->value = v;
    return (void *)kont_generator_end;
}

KONT kont_generator *kont_generator_new(kont_fn *fn, void *arg)
{
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_generator_new", "fn");
    kont_object *o = kont_object_alloc(kont_generator_tag, sizeof(struct generator), body, (void *)fn);
    data(o)->value = arg;
    return (kont_generator *)o;
}

kont_generator *kont_generator_compact(kont_generator *g)
{
    kont_object_compact((kont_object *)g);
    return g;
}

void *kont_generator_result(kont_generator *g)
{
    return g != NULL ? take(data((kont_object *)g)) : NULL;
}

KONT bool kont_generator_next(kont_generator *g, void **value)
{
    return kont_next(g, value);
}

KONT void *kont_generator_yield(void *v)
{
    return kont_yield(v);
}
