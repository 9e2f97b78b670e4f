/* generator.c: src/layers/generator.c as kontc would rewrite it. */
#include <kont.h>

#include "cps/frame.h"

const kont_tag kont_generator_tag[1] = { KONT_TAG("generator") };

struct generator {
    kont_fn *fn;
    void *arg;
    void *result;
};

const char kont_generator_end[1];

static struct generator *data(kont_object *o)
{
    return kont_object_data(o);
}

/* SOURCE:  g->result = g->fn(g->arg);
 *          return (void *)kont_generator_end; */
struct body_frame {
    kont__frame frame;
    struct generator *g;
};

static KONT void *body_again(const kont__frame *frame, void *v)
{
    ((const struct body_frame *)frame)->g->result = v;
    return (void *)kont_generator_end;
}
static const kont__site body_site = { body_again, 0 };

static KONT void *body(void *unused)
{
    struct generator *g = data(kont_object_here(kont_generator_tag));
    (void)unused;
    void *v = g->fn(g->arg);
    if (kont__capturing())
        return KONT__SAVE(struct body_frame, &body_site, g);
    g->result = v;
    return (void *)kont_generator_end;
}

KONT kont_generator *kont_generator_new(kont_fn *fn, void *arg)
{
    kont_object *o = kont_object_alloc(kont_generator_tag, sizeof(struct generator), body, NULL);
    *data(o) = (struct generator){ fn, arg, NULL };
    return (kont_generator *)o;
}

void *kont_generator_result(kont_generator *g)
{
    struct generator *d = data((kont_object *)g);
    void *v = d->result;
    d->result = NULL;
    return v;
}
