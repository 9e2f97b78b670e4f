/* fast.h: what the seam's quick functions are on this machine: inlined above it, so that an enter or a leave is one function of straight code that
 * ends in the switch itself. (Taken jumps and loads that wait for each other are what a switch costs; see BACK in switch.h.) */
#ifndef KONT_STACK_FAST_H
#define KONT_STACK_FAST_H

#include "machine.h"
#include "stack/sanitize.h"
#include "stack/switch.h"

/* Stores before it are seen, by whoever stops this thread, before stores after it. */
#define kont__publish() __atomic_signal_fence(__ATOMIC_SEQ_CST)

/* The status is stored whole: the next load of it, which comes soon, would have to wait for a store of its part. */
static inline void *kont__enter_waiting(kont__prompt *p, void *v)
{
    kont__prompt *from = kont__self.here;
    p->link = from;
    kont__publish();
    kont__self.here = p;
    kont__publish();
    p->status = kont__self.entered;
    return kont__switch_in(p, v, from);
}

/* All frames can be captured. */
static inline const char *kont__unmarked(kont__prompt *to)
{
    (void)to;
    return NULL;
}

static inline bool kont__exits_freely(const kont__prompt *p)
{
    return !(p->flags & KONT__SLOW);
}

static inline void *kont__leave_entered(kont__prompt *p, void *v)
{
    kont__prompt *to = p->link;
    kont__publish();
    p->status = kont__self.waiting;
    kont__publish();
    kont__self.here = to;
    kont__publish();
    p->link = NULL;
    return kont__switch_out(p, v, to);
}

/* In resume.c. */
bool kont__is_quick(const kont *k, bool last);
void *kont__resume_quick(kont *k, bool last, void *v);

static inline bool kont__can_resume_quickly(const kont *k, bool last)
{
    return k->inner != NULL && k->inner == k->outer && kont__is_quick(k, last);
}

static inline void *kont__resume_quickly(kont *k, bool last, void *v)
{
    return kont__resume_quick(k, last, v);
}

static inline void kont__make_compact(kont__prompt *p)
{
    p->flags |= KONT__COMPACT;
}

/* ---- Plain prompts ---------------------------------------------------------------------------------------------------------------
 *
 * A plain prompt that has ended stays together with its segment, ready for the next: FREE, resident, nothing else at home there. Being
 * PLAIN it is ready again when it ends, unless a flag or `dyn` says that something has happened to it; copies are not PLAIN. */
enum { MOST_READY = 256 };

static inline void kont__keep_ready(kont__prompt *p)
{
    p->status = 0;
    p->link = kont__self.ready;
    kont__self.ready = p;
    kont__self.ready_count++;
}

static inline kont__prompt *kont__take_ready(void)
{
    kont__prompt *p = kont__self.ready;
    if (p != NULL) {
        kont__self.ready = p->link;
        kont__self.ready_count--;
    }
    return p;
}

static inline kont__prompt *kont__prompt_ready(const kont_tag *tag)
{
    kont__prompt *p = kont__self.ready;
    if (p == NULL || p->home->stale || kont__self.ready_count > MOST_READY)
        return NULL;
    kont__take_ready();
    kont__note_reuse(p->home);
    p->id = kont__self.next_id++;
    p->handle = NULL;
    p->dyn = NULL;
    p->tag = tag;
    p->status = kont__self.running;
    return p;
}

static inline void *kont__run_ready(kont__prompt *p, kont_fn *fn, void *arg)
{
    kont__prompt *from = kont__self.here;
    p->link = from;
    kont__publish();
    kont__self.here = p;
    return kont__start(p, fn, arg, from);
}

/* Takes the innermost prompt away, to which nothing has happened. The caller may still run on its segment until another is taken.
 * Returns the one that is innermost then. */
static inline kont__prompt *kont__take_away(kont__prompt *p)
{
    kont__prompt *to = p->link;
    kont__self.here = to;
    kont__publish();
    kont__keep_ready(p);
    return to;
}

static inline void kont__abort_running(kont__prompt *p, void *v)
{
    kont__jump_out(kont__take_away(p), v);
}

/* ---- REENTER ---------------------------------------------------------------------------------------------------------------------
 *
 * A picture put back where it runs already: what a search does at each failure.
 *
 *     running prompt p           p again
 *     | ...            |         | frames of the  |
 *     | frames of some |   ->    | picture        |
 *     | other way      |         |                |
 *     home ------------+         home ------------+
 *
 * p stays what it is: it gets the frames of the picture, which lie at the same home. They are written over those that run, from
 * below, so that no other stack is needed. Nothing is allocated, linked or counted. What lies above the base is there already. */
#if !defined(KONT_MAKECONTEXT) && !defined(KONT_ASAN)
/* k is used up: its picture is no more. The slice is good until something is allocated. */
void kont__consume_picture(kont *k);

static inline void kont__reenter(kont *k, bool last, void *v)
{
    kont__prompt *p = kont__self.here, *f = k->inner;
    const struct kont__slice *s = f->out;
    if (f->home != p->home || ((p->flags | f->flags) & ~(KONT__SHARED | KONT__PLAIN)))
        return;
    if (p->flags != KONT__SHARED)
        p->flags = KONT__SHARED;
    if (p->dyn != f->dyn)
        p->dyn = f->dyn;
    if (last)
        kont__consume_picture(k);
    kont__jump_copied(kont__top(p->home) - s->size, v, s->bytes, s->size - KONT__BASE);
}
#else
/* The frames that run can't be written over while a copying function of C runs on them, nor without AddressSanitizer's knowledge. */
static inline void kont__reenter(kont *k, bool last, void *v)
{
    (void)k;
    (void)last;
    (void)v;
}
#endif

#endif
