/* driver.c: running prompts, and the two ends of a capture. */
#include "driver.h"

#include "box.h"
#include "quick.h"
#include "unmarked.h"

/* ---- A capture begins --------------------------------------------------------------------------------------------------- */

void *kont__begin(kont__prompt *to, kont__end *end, void *v)
{
    kont__prompt *here = kont__self.here;
    kont__thread()->taking = (struct kont__taking){ to, here, end, v };
    kont__cps.flag = KONT__TAKING;
    kont__cps.tail = (kont__frame **)&here->sp;
    return NULL;
}

static void *go_on_from_empty(kont__prompt *to, void *v)
{
    (void)to, (void)v;
    return NULL;
}

void kont__begin_low(void)
{
    kont__begin(NULL, go_on_from_empty, NULL);
}

/* ---- And ends ----------------------------------------------------------------------------------------------------------- */

static bool drives_target(const struct kont__driver *d, const struct kont__taking *taking)
{
    for (const kont__prompt *p = taking->saving; p != d->stop; p = p->link)
        if (p == taking->to)
            return true;
    return false;
}

bool kont__arrives(const struct kont__driver *d)
{
    struct kont__taking *taking = &kont__thread()->taking;
    if (kont__cps.flag != KONT__TAKING)
        kont__leave_slowly();
    if (taking->to == NULL ? kont__is_outermost(d) : drives_target(d, taking))
        return true;
    if (taking->saving != d->stop) {
        taking->saving = d->stop;
        kont__cps.tail = (kont__frame **)&d->stop->sp;
    }
    return false;
}

void *kont__end_capture(void)
{
    struct kont__taking *taking = &kont__thread()->taking;
    void *v = taking->value;
    kont__cps.flag = 0;
    taking->value = NULL;
    return taking->end(taking->to, v);
}

/* ---- Running ------------------------------------------------------------------------------------------------------------ */

struct value_frame {
    kont__frame frame;
    void *v;
};

static void *ends_again(kont__frame *f, void *unused)
{
    (void)unused;
    return ((struct value_frame *)f)->v;
}

static const struct kont__function ends = { "(the end of a prompt)", __FILE__, NULL, NULL };
static const kont__site ends_site = { ends_again, &ends, 0, sizeof(struct value_frame), 0, __LINE__, 0 };

/* The frames of the innermost prompt have all returned, the last of them v. */
static void end_body(const kont__prompt *p, void *v)
{
    if (kont__ends_plainly(p))
        return;
    kont__body_ends__kont1();
    if (KONT__CAPTURING) {
        struct value_frame *s = kont__save(&ends_site, NULL);
        s->v = v;
    }
}

kont__frame *kont__pop_frame(kont__prompt *p)
{
    kont__frame *f = p->sp, *next = f->next;
    if (next != NULL && (f->site & ~next->site & KONT__SHARED_FRAME))
        next->site |= KONT__SHARED_FRAME;
    p->sp = next;
    return f;
}

static __attribute__((noinline)) void *go_into_frame(kont__prompt *p, void *v)
{
    kont__frame *f = kont__pop_frame(p);
    const kont__site *site = kont__site_of(f);
    v = site->again(f, v);
    if (kont__is_spent(f))
        kont__give(f, site->size);
    return v;
}

static __attribute__((noinline)) void end_slowly(kont__prompt *p, void *v)
{
    end_body(p, v);
    if (!KONT__CAPTURING)
        kont__drop_to(p->link);
}

/* One step of the innermost prompt: its next frame, or its end. */
static inline void *step(kont__prompt *p, void *v)
{
    if (p->sp != NULL)
        return go_into_frame(p, v);
    if (LIKELY(p->status == kont__self.running) && LIKELY(p->dyn == NULL) && LIKELY(kont__self.tail.k == NULL)) {
        kont__self.here = p->link;
        kont__prompt_again(p);
    } else {
        end_slowly(p, v);
    }
    return v;
}

static void *end_unwinding(void)
{
    kont__prompt *p = kont__self.here;
    kont__cps.flag = 0;
    kont__thread()->unwound = NULL;
    kont__self.here = p->link;
    kont__release(p);
    return kont__cps.value;
}

/* The flag came up to driver d. False: it goes on outwards. */
static inline bool take_flag(struct kont__driver *d, void **v)
{
    if (kont__cps.flag == KONT__UNWINDING)
        *v = end_unwinding();
    else if (kont__arrives(d))
        *v = kont__end_capture();
    else
        return false;
    return true;
}

/* Not part of kont__drive, whose variables live in memory. */
static __attribute__((noinline)) void *run(struct kont__driver *d)
{
    void *v = d->fn != NULL ? kont__call(d->fn, d->value) : d->value;
    for (;;) {
        if (KONT__CAPTURING) {
            if (!take_flag(d, &v))
                return NULL;
        } else if (kont__self.here != d->stop || d->stop->sp != d->base) {
            v = step(kont__self.here, v);
        } else {
            return v;
        }
    }
}

/* pthread_exit and pthread_cancel unwind the C stack: what d drove is gone. glibc may have passed over other frames, so that nothing inside is
 * looked at. */
static void unwound(struct kont__driver *d)
{
    struct kont__thread *t = kont__thread();
    if (d->returned)
        return;
    t->driver = d->outer;
    t->light = d->light;
    t->unmarked = d->unmarked;
    kont__cps.limit = t->limit;
    kont__drop_to(d->stop);
    d->stop->sp = (void *)d->base;
}

__attribute__((noinline)) void *kont__drive(kont__prompt *stop, const kont__frame *base, kont_fn *fn, void *v)
{
    struct kont__thread *t = kont__thread();
    __attribute__((cleanup(unwound))) struct kont__driver d = {
        .outer = t->driver, .stop = stop, .base = base, .light = t->light, .unmarked = t->unmarked, .fn = fn, .value = v
    };
    t->driver = &d;
    kont__land_here(d.landing);                         /* whoever lands here has set d.fn and d.value */
    void *result = run(&d);
    kont__thread()->driver = d.outer;
    d.returned = true;
    return result;
}

/* ---- Landing ------------------------------------------------------------------------------------------------------------ */

struct kont__driver *kont__driver_of(const kont__prompt *p)
{
    struct kont__driver *d = kont__thread()->driver;
    if (LIKELY(p == kont__self.here) && LIKELY(d != NULL) && LIKELY(d->stop != p))
        return d;
    for (const kont__prompt *q = kont__self.here; ; q = q->link) {
        while (d != NULL && q == d->stop)
            d = d->outer;
        if (q == p)
            return d;
    }
}

/* A plain prompt that no other shares anything with serves again. */
void kont__release(kont__prompt *p)
{
    p->sp = NULL;
    if (p->status == kont__self.running) {
        p->dyn = NULL;
        kont__prompt_again(p);
        return;
    }
    p->state = KONT__DONE;
    if (kont__object(p) == NULL && !(p->flags & (KONT__SHARED | KONT__DISPLACES)))
        kont__give(p, sizeof *p);
}

void kont__drop_to(kont__prompt *outer)
{
    unsigned flags = 0;
    while (kont__self.here != outer) {
        kont__prompt *p = kont__self.here;
        kont__self.here = p->link;
        flags |= p->flags;
        kont__release(p);
    }
    if (flags & KONT__DISPLACES)
        kont__boxes_settle(outer);
}

void kont__land(struct kont__driver *d, kont_fn *fn, void *v)
{
    struct kont__thread *t = kont__thread();
    d->fn = fn;
    d->value = v;
    t->driver = d;
    t->light = d->light;
    kont__unmarked_drop_to(d->unmarked);
    kont__jump(d->landing);
}
