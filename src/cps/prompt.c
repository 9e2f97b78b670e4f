/* prompt.c: prompts of the seam: plain ones and objects. */
#include "box.h"
#include "driver.h"
#include "quick.h"

/* ---- Plain prompts ------------------------------------------------------------------------------------------------------ */

kont__prompt *kont__prompt_make(const kont_tag *tag, size_t stack)
{
    kont__prompt *p = kont__take(sizeof *p);
    (void)stack;
    if (p == NULL) {
        kont__self.error = KONT_ERR_MEMORY;
        return NULL;
    }
    p->status = kont__self.running;
    p->tag = tag;
    p->id = kont__next_id();
    return p;
}

void *kont__prompt_run__kont1(kont__prompt *p, kont_fn *fn, void *arg)
{
    kont__prompt *from = kont__self.here;
    p->link = from;
    kont__self.here = p;
    return kont__drive(from, from->sp, fn, arg);
}

static inline bool is_near(const struct kont__driver *d, const kont__prompt *p)
{
    return p->sp == NULL && d->unmarked == kont__thread()->unmarked && kont__is_close(d);
}

void kont__abort__kont1(kont__prompt *p, void *v)
{
    struct kont__driver *d = kont__thread()->driver;
    if (LIKELY(p == kont__self.here) && LIKELY(d->stop != p) && LIKELY(p->status == kont__self.running)) {
        if (is_near(d, p)) {
            kont__unwind(v);
            return;
        }
        kont__self.here = p->link;
        kont__release(p);
    } else {
        d = kont__driver_of(p);
        kont__drop_to(p->link);
    }
    kont__land(d, NULL, v);
}

int kont__can_exit(kont__prompt *outer)
{
    unsigned flags = 0;
    for (const kont__prompt *p = kont__self.here; p != outer; p = p->link)
        flags |= p->flags;
    return !(flags & KONT__DISPLACES) || kont__boxes_reserve(NULL, NULL, outer) ? 0 : KONT_ERR_MEMORY;
}

/* ---- Prompt objects ----------------------------------------------------------------------------------------------------- */

kont__prompt *kont__prompt_new(size_t size, const kont_tag *tag)
{
    kont__prompt *p = kont__take(size);
    if (p == NULL)
        return NULL;
    p->owner = kont__self.serial;
    p->state = KONT__NEW;
    p->flags = KONT__OWN;
    p->tag = tag;
    p->id = (uintptr_t)p;
    return p;
}

int kont__can_enter(kont__prompt *p)
{
    if (p->owner != kont__self.serial)
        return KONT_ERR_THREAD;
    if (p->flags & KONT__COPIED)
        return KONT_ERR_COPIED;
    if (p->state != KONT__NEW && p->state != KONT__SUSPENDED)
        return p->state == KONT__DONE ? KONT_ERR_DONE : KONT_ERR_RUNNING;
    if (!kont__has_spare())
        return KONT_ERR_MEMORY;
    if (!(p->flags & KONT__SLOW))
        return 0;
    return kont__boxes_reserve(p->inner, p, kont__self.here) ? 0 : KONT_ERR_MEMORY;
}

void *kont__enter__kont1(kont__prompt *p, kont_fn *fn, void *v)
{
    kont__prompt *from = kont__self.here;
    bool slow = (p->flags & KONT__SLOW) != 0;
    if (p->state == KONT__NEW) {
        kont__self.here = p;
        p->sp = NULL;
        p->dyn = NULL;
    } else {
        kont__self.here = p->inner;
    }
    p->link = from;
    p->state = KONT__RUNNING;
    p->flags &= (uint8_t)~(KONT__SLOW | KONT__NESTED);
    if (slow)
        kont__boxes_settle(kont__self.here);
    return kont__drive(from, from->sp, fn, v);
}

/* An object's outermost frame often holds nothing, as that of a layer's body: one such frame of a site then does for all objects. */
static void share_outermost(kont__prompt *p)
{
    kont__frame *f = p->sp, *last = f != NULL ? f->next : NULL;
    if (last == NULL || last->next != NULL || ((f->site | last->site) & KONT__SHARED_FRAME) || kont__site_of(last)->size > sizeof *last)
        return;
    kont__frame **common = &kont__thread()->outermost[(uintptr_t)kont__site_of(last) / sizeof(kont__site) % KONT__OUTERMOST];
    if (*common != NULL && kont__site_of(*common) == kont__site_of(last)) {
        f->next = *common;
        kont__give(last, sizeof *last);
    } else {
        last->site |= KONT__SHARED_FRAME;
        *common = last;
    }
}

/* In frames of its own, and nothing else. */
static bool waits_simply(const kont__prompt *p, const kont__prompt *inner)
{
    const kont__frame *f = p->sp;
    return inner == p && p->dyn == NULL && f != NULL && !(f->site & KONT__FRAME_FLAGS);
}

void *kont__left(kont__prompt *p, void *v)
{
    kont__prompt *inner = kont__self.here, *outer = p->link;
    unsigned flags = 0;
    bool waits = false;
    for (kont__prompt *q = inner; q != outer; q = q->link) {
        flags |= q->flags;
        q->flags &= (uint8_t)~KONT__DISPLACES;
        waits |= kont__out(q) != NULL;
    }
    share_outermost(p);
    if (waits || !waits_simply(p, inner))
        p->flags |= KONT__SLOW;
    if (inner != p)
        p->flags |= KONT__NESTED;
    p->inner = inner;
    p->state = KONT__SUSPENDED;
    kont__self.here = outer;
    if (flags & KONT__DISPLACES)
        kont__boxes_settle(outer);
    return v;
}
