/* fast.h: the seam's quick functions on this machine. */
#ifndef KONT_CPS_FAST_H
#define KONT_CPS_FAST_H

#include "machine.h"

#include <kont/cps.h>

enum { KONT__DISPLACES = KONT__BARE };                  /* a prompt's flag, see box.h; no prompt here is bare of frames and says so */

const char *kont__find_unmarked(kont__prompt *to);
static inline const char *kont__unmarked(kont__prompt *to)
{
    return kont__find_unmarked(to);
}

static inline bool kont__exits_freely(const kont__prompt *p)
{
    return !(p->flags & KONT__DISPLACES);
}

static inline KONT void *kont__enter_waiting(kont__prompt *p, void *v)
{
    return LIKELY(p->tag->prompt == KONT_PRIVATE) ? kont__enter_frame(p, v) : kont__enter(p, NULL, v);
}

/* QUICK in quick.h. */
static inline KONT void *kont__leave_entered(kont__prompt *p, void *v)
{
    kont__cps.value = v;
    kont__cps.tail = (kont__frame **)&p->sp;
    kont__cps.flag = (uintptr_t)p;
    return NULL;
}

KONT void kont__reenter_frames(kont *k, bool last, void *v);

static inline KONT void kont__reenter(kont *k, bool last, void *v)
{
    kont__reenter_frames(k, last, v);
}

static inline bool kont__can_resume_quickly(const kont *k, bool last)
{
    (void)k;
    (void)last;
    return false;
}

static inline KONT void *kont__resume_quickly(kont *k, bool last, void *v)
{
    return kont__resume(k, last, NULL, v);
}

/* It takes little memory as it is. */
static inline void kont__make_compact(kont__prompt *p)
{
    (void)p;
}

static inline kont__prompt *kont__prompt_ready(const kont_tag *tag)
{
    kont__prompt *p = kont__self.ready;
    if (LIKELY(p != NULL)) {
        kont__self.ready = p->link;
        p->tag = tag;
        p->id = kont__self.next_id += 2;                /* odd */
    }
    return p;
}

static inline KONT void *kont__run_ready(kont__prompt *p, kont_fn *fn, void *arg)
{
    return kont__prompt_run(p, fn, arg);
}

static inline KONT KONT_NORETURN void kont__abort_running(kont__prompt *p, void *v)
{
    kont__abort(p, v);
}

#endif
