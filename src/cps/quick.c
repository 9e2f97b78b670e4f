#include "quick.h"

void kont__leave_slowly(void)
{
    kont__prompt *p = (kont__prompt *)kont__cps.flag;
    kont__thread()->taking = (struct kont__taking){ p, p, kont__left, kont__cps.value };
    kont__cps.flag = KONT__TAKING;
}

/* The body of p, entered at frame f, has saved its frames, and returned. */
static inline void *left_quickly(kont__prompt *p, kont__frame *f)
{
    if (__builtin_expect(kont__cps.tail != &f->next, false))
        kont__give(f, kont__site_of(f)->size);
    kont__cps.flag = 0;
    kont__self.here = p->link;
    p->inner = p;
    p->status = kont__self.waiting;
    return kont__cps.value;
}

/* What was entered quickly has not been left so: what the flag asks for comes first, then there is a driver for the rest. Nothing of it is on
 * the C stack. */
static __attribute__((noinline)) void *go_on(kont__prompt *p, void *v)
{
    struct kont__driver d = { .outer = kont__thread()->driver, .stop = p->link };
    if (KONT__CAPTURING) {
        if (!kont__arrives(&d))
            return NULL;
        v = kont__end_capture();
    }
    return kont__drive(d.stop, d.stop->sp, NULL, v);
}

/* The frames of p whose functions return one after the other, until one does not: the flag says why, or there are none left that are p's alone. */
static __attribute__((noinline)) void *return_into(kont__prompt *p, kont__frame *f, void *v)
{
    while (!KONT__CAPTURING) {
        kont__give(f, kont__site_of(f)->size);
        f = p->sp;
        if (f == NULL || (f->site & KONT__FRAME_FLAGS))
            break;
        p->sp = f->next;
        v = kont__site_of(f)->again(f, v);
    }
    if (kont__cps.flag == (uintptr_t)p)
        return left_quickly(p, f);
    return go_on(p, v);
}

void *kont__enter_frames__kont1(kont__prompt *p, void *v)
{
    kont__frame *f = p->sp;
    if (p->tag->prompt != KONT_PRIVATE || f == NULL)
        return kont__enter__kont1(p, NULL, v);
    p->link = kont__self.here;
    p->status = kont__self.entered;
    kont__self.here = p;
    p->sp = f->next;
    v = ((const kont__site *)f->site)->again(f, v);
    if (__builtin_expect(kont__cps.flag != (uintptr_t)p, false))
        return return_into(p, f, v);
    return left_quickly(p, f);
}

void *kont__leave__kont1(kont__prompt *p, void *v)
{
    return kont__begin(p, kont__left, v);
}
