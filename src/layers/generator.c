/* generator.c: generators are prompt objects of one tag. */
#include <kont.h>

static const kont_tag generator_tag = KONT_TAG_PRIVATE("generator");

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
    struct generator *g = data(kont_object_here(&generator_tag));
    (void)unused;
    g->result = g->fn(g->arg);
    return (void *)kont_generator_end;
}

KONT kont_generator *kont_generator_new(kont_fn *fn, void *arg)
{
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_generator_new", "fn");
    kont_object *o = kont_object_alloc(&generator_tag, sizeof(struct generator), body, NULL);
    *data(o) = (struct generator){ fn, arg, NULL };
    return (kont_generator *)o;
}

KONT void *kont_generator_next(kont_generator *g)
{
    return kont_enter_unless_done((kont_object *)g, NULL, (void *)kont_generator_end);
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

KONT void *kont_yield(void *v)
{
    return kont_leave_tag(&generator_tag, v);
}
