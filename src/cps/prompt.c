/* prompt.c: prompts of the seam: plain, objects, light. */
#include <gc/gc.h>

#include "driver.h"

static kont__prompt *make(size_t size, const kont_tag *tag, enum kont__state state)
{
    kont__prompt *p = GC_MALLOC(size);
    if (p != NULL)
        *p = (kont__prompt){
            .owner = kont__self.serial, .state = (uint8_t)state, .tag = tag, .id = kont__machine.next_id++
        };
    return p;
}

/* ---- Plain prompts, and objects ------------------------------------------------------------------------------------------------------ */

KONT void *kont__prompt_run(const kont_tag *tag, size_t stack, kont_fn *fn, void *arg, int *error)
{
    kont__prompt *from = kont__self.here, *p = make(sizeof *p, tag, KONT__RUNNING);
    (void)stack;
    if (p == NULL) {
        *error = KONT_ERR_MEMORY;
        return NULL;
    }
    p->link = from;
    kont__self.here = p;
    return kont__drive(from, fn, arg);
}

kont__prompt *kont__prompt_new(size_t size, const kont_tag *tag)
{
    kont__prompt *p = make(size, tag, KONT__NEW);
    if (p != NULL)
        p->object = p;
    return p;
}

int kont__can_enter(kont__prompt *p)
{
    if (p->owner != kont__self.serial)
        return KONT_ERR_THREAD;
    if (p->flags & KONT__COPIED)
        return KONT_ERR_COPIED;
    if (p->state == KONT__NEW || p->state == KONT__SUSPENDED)
        return 0;
    return p->state == KONT__DONE ? KONT_ERR_DONE : KONT_ERR_RUNNING;
}

KONT void *kont__enter(kont__prompt *p, kont_fn *fn, void *v)
{
    kont__prompt *from = kont__self.here;
    kont__self.here = p->state == KONT__NEW ? p : p->inner;
    p->link = from;
    p->inner = NULL;
    p->state = KONT__RUNNING;
    return kont__drive(from, fn, v);
}

static KONT void *left(kont__prompt *p, void *v)
{
    p->inner = kont__self.here;
    kont__self.here = p->link;
    p->link = NULL;
    p->state = KONT__SUSPENDED;
    return v;
}

KONT void *kont__leave(kont__prompt *p, void *v)
{
    return kont__begin(p, left, v);
}

int kont__can_exit(kont__prompt *outer)
{
    (void)outer;
    return 0;
}

KONT void kont__abort(kont__prompt *p, void *v)
{
    struct kont__driver *d = kont__driver_of(p);
    kont__drop_to(p->link);
    kont__land(d, NULL, v);
}

/* ---- Light prompts ------------------------------------------------------------------------------------------------------------------- */

/* On the C stack. Once it was captured, there is its frame instead. */
struct kont__light {
    struct kont__light *outer;
    struct kont__driver *driver;
    const kont__dyn *dyn;
    kont__prompt *prompt;                               /* dyn is shared by copies: this tells which one it is */
    kont_fn *fn;                                        /* what is to run: the body, then what an escape brings */
    void *value;
    jmp_buf landing;
};

struct light_frame {
    kont__frame frame;
    const kont__dyn *dyn;
};

static KONT void *light_again(const kont__frame *f, void *v)
{
    (void)f;
    return v;
}
static const kont__site light_site = { light_again, 0 };

KONT void *kont__light(kont__dyn *d, kont_fn *fn, void *arg)
{
    struct kont__thread *t = &kont__machine;
    struct kont__light l = {
        .outer = t->light, .driver = t->driver, .dyn = d, .prompt = kont__self.here, .fn = fn, .value = arg
    };
    t->light = &l;
    _setjmp(l.landing);                                 /* who lands here has set l.fn and l.value */
    void *v = l.fn != NULL ? l.fn(l.value) : l.value;
    t->light = l.outer;
    if (kont__capturing())
        return KONT__SAVE(struct light_frame, &light_site, d);
    return v;
}

static bool is_light(const kont__frame *f, const kont__dyn *d)
{
    return f->site == &light_site && ((const struct light_frame *)f)->dyn == d;
}

KONT void kont__escape(kont__prompt *p, const kont__dyn *d, const kont__dyn *rest, kont_fn *fn, void *v)
{
    struct kont__driver *driver = kont__driver_of(p);
    struct kont__light *l = kont__machine.light, *end = driver != NULL ? driver->light : NULL;
    const kont__frame *f = p->sp;
    kont__drop_to(p);
    p->dyn = rest;
    while (l != end && (l->dyn != d || l->prompt != p))
        l = l->outer;
    if (l != end) {
        l->fn = fn;
        l->value = v;
        kont__machine.driver = l->driver;
        kont__machine.light = l->outer;
        _longjmp(l->landing, 1);
    }
    while (!is_light(f, d))
        f = f->next;
    p->sp = f->next;
    kont__land(driver, fn, v);
}
