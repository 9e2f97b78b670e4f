#include "quick.h"

void kont__leave_slowly(void)
{
    kont__prompt *p = (kont__prompt *)kont__cps.flag;
    kont__thread()->taking = (struct kont__taking){ p, p, kont__left, kont__cps.value };
    kont__cps.flag = KONT__TAKING;
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

/* It waits in its own frames alone, and has no flags. */
static inline bool may_be_quick(const kont__prompt *p)
{
    const kont__frame *f = p->sp;
    return p->tag->prompt == KONT_PRIVATE && p->inner == p && p->dyn == NULL && f != NULL && !(f->site & KONT__FRAME_FLAGS);
}

void *kont__enter_waiting__kont1(kont__prompt *p, void *v)
{
    if (!may_be_quick(p))
        return kont__enter__kont1(p, NULL, v);
    kont__frame *f = p->sp;
    p->link = kont__self.here;
    p->status = kont__self.running;
    kont__self.here = p;
    p->sp = f->next;
    v = ((const kont__site *)f->site)->again(f, v);
    if (__builtin_expect(kont__cps.flag != (uintptr_t)p, false))
        return go_on(p, v);
    kont__cps.flag = 0;
    kont__self.here = p->link;
    p->inner = p;
    p->status = kont__self.waiting;
    return kont__cps.value;
}

void *kont__leave__kont1(kont__prompt *p, void *v)
{
    if (kont__self.here != p || p->dyn != NULL || p->status != kont__self.running)
        return kont__begin(p, kont__left, v);
    kont__cps.value = v;
    kont__cps.tail = (kont__frame **)&p->sp;
    kont__cps.flag = (uintptr_t)p;
    return NULL;
}
