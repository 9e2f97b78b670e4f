/* generator.c: generators are prompt objects of one tag. */
#include <kont.h>

const kont_tag kont_generator_tag[1] = { { .name = "generator", .enter = "kont_next", .leave = "kont_yield" } };

struct generator {
    kont_fn *fn;
    void *arg;
    void *result;                                       /* the body's value, until it is taken */
};

const char kont_generator_end[1];

static struct generator *data(kont_object *o)
{
    return kont_object_data(o);
}

static KONT void *body(void *unused)
{
    struct generator *g = data(kont_object_here(kont_generator_tag));
    void *arg = g->arg;
    (void)unused;
    g->arg = NULL;                                      /* as the generator may live for long */
    g->result = g->fn(arg);
    return (void *)kont_generator_end;
}

KONT kont_generator *kont_generator_new(kont_fn *fn, void *arg)
{
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_generator_new", "fn");
    kont_object *o = kont_object_alloc(kont_generator_tag, sizeof(struct generator), body, NULL);
    *data(o) = (struct generator){ fn, arg, NULL };
    return (kont_generator *)o;
}

void *kont_generator_result(kont_generator *g)
{
    if (g == NULL)
        return NULL;
    struct generator *d = data((kont_object *)g);
    void *v = d->result;
    d->result = NULL;
    return v;
}

KONT bool kont_generator_next(kont_generator *g, void **value)
{
    return kont_next(g, value);
}

KONT void *kont_generator_yield(void *v)
{
    return kont_yield(v);
}
