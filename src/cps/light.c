/* light.c: light prompts: places on the running frames that an escape goes back to.
 *
 * On the C stack one is a landing of its own. Once it was captured there is its frame instead, and an escape goes to the driver of its
 * prompt, with that frame and all inside of it taken away. */
#include "unmarked.h"

struct kont__light {
    struct kont__light *outer;
    struct kont__driver *driver;
    struct kont__unmarked *unmarked;
    const kont__dyn *dyn;
    kont__prompt *prompt;                               /* dyn is shared by copies: this tells which one it is */
    kont__frame *base;                                  /* the innermost that waits in it: further ones belong inside */
    kont_fn *fn;                                        /* what is to run: the body, then what an escape brings */
    void *value;
    kont__landing landing;
};

struct light_frame {
    kont__frame frame;
    const kont__dyn *dyn;
};

static void *light_again(kont__frame *f, void *v)
{
    (void)f;
    return v;
}

static const struct kont__function light = { "(a light prompt)", __FILE__, NULL, NULL };
static const kont__site light_site = { light_again, &light, 0, sizeof(struct light_frame), 0, __LINE__, 0 };

static void save(const kont__dyn *d)
{
    struct light_frame *s = kont__save(&light_site, NULL);
    s->dyn = d;
}

/* The UNWIND that comes back to l, if there is one. */
static inline bool takes_unwinding(const struct kont__light *l)
{
    struct kont__thread *t = kont__thread();
    if (kont__cps.flag != KONT__UNWINDING || t->unwinding_to != l)
        return false;
    kont__cps.flag = 0;
    t->unwinding_to = NULL;
    t->unwound = NULL;
    return true;
}

__attribute__((noinline)) void *kont__light__kont1(kont__dyn *d, kont_fn *fn, void *arg)
{
    struct kont__thread *t = kont__thread();
    kont__prompt *p = kont__self.here;
    struct kont__light l = {
        .outer = t->light, .driver = t->driver, .unmarked = t->unmarked, .dyn = d, .prompt = p, .base = p->sp, .fn = fn, .value = arg
    };
    void *v;
    t->light = &l;
    kont__land_here(l.landing);                         /* who lands here has set l.fn and l.value */
    do {
        v = l.fn != NULL ? kont__call(l.fn, l.value) : l.value;
        kont__thread()->light = l.outer;
    } while (KONT__CAPTURING && takes_unwinding(&l));
    if (KONT__CAPTURING)
        save(l.dyn);
    return v;
}

/* The light prompt of d in p, where it is on the C stack. */
static struct kont__light *find_light(const kont__prompt *p, const kont__dyn *d)
{
    const struct kont__driver *driver = kont__driver_of(p);
    struct kont__light *l = kont__thread()->light, *end = driver != NULL ? driver->light : NULL;
    while (l != end && (l->dyn != d || l->prompt != p))
        l = l->outer;
    return l != end ? l : NULL;
}

/* Goes on at l; returns where it is so near that functions return. */
static void land(struct kont__light *l, bool near, kont_fn *fn, void *v)
{
    struct kont__thread *t = kont__thread();
    l->fn = fn;
    l->value = v;
    if (near) {
        t->unwinding_to = l;
        kont__unwind(NULL);
        return;
    }
    l->prompt->sp = l->base;
    t->driver = l->driver;
    t->light = l->outer;
    kont__unmarked_drop_to(l->unmarked);
    kont__jump(l->landing);
}

/* As for an abort, in prompt.c. */
static bool is_near(const struct kont__light *l)
{
    const struct kont__thread *t = kont__thread();
    return l->prompt == kont__self.here && l->base == l->prompt->sp && l->driver == t->driver && l->unmarked == t->unmarked && kont__is_close(l);
}

static bool is_light(const kont__frame *f, const kont__dyn *d)
{
    return kont__site_of(f) == &light_site && ((const struct light_frame *)f)->dyn == d;
}

/* Takes the frames of p away up to that of d. Returns the driver whose they were. */
static struct kont__driver *drop_frames(kont__prompt *p, const kont__dyn *d)
{
    struct kont__driver *driver = kont__thread()->driver;
    const kont__frame *f;
    while (driver->stop != p && driver != kont__driver_of(p))
        driver = driver->outer;
    do {
        while (driver->stop == p && driver->base == p->sp)
            driver = driver->outer;
        f = kont__pop_frame(p);
    } while (!is_light(f, d));
    return driver;
}

void kont__escape__kont1(kont__prompt *p, const kont__dyn *d, const kont__dyn *rest, kont_fn *fn, void *v)
{
    struct kont__light *l = find_light(p, d);
    bool near = l != NULL && is_near(l);
    struct kont__driver *driver = l == NULL ? drop_frames(p, d) : NULL;
    kont__drop_to(p);
    p->dyn = rest;
    if (l == NULL)
        kont__land(driver, fn, v);
    land(l, near, fn, v);
}
