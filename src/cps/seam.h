/* seam.h: both sides of machine.h as rewritten code sees it: a marked function is called by its entry for marked callers, which may
 * return with the flag up. This machine is written by hand in that form; above the seam kontc does it. */
#ifndef KONT_CPS_SEAM_H
#define KONT_CPS_SEAM_H

#include "machine.h"

#include <kont/cps.h>

/* Calls fn(v), which may be marked or not. */
static inline void *kont__call(kont_fn *fn, void *v)
{
    kont__via((const void *)fn);
    return fn(v);
}

/* Calls k's handler; what that is called with is kept no longer. */
static inline void *kont__call_handler(kont *k)
{
    void *arg = k->arg;
    k->arg = NULL;
    kont__via((const void *)k->fn);
    return k->fn(k, arg);
}

/* What this machine offers. */
void *kont__prompt_run__kont1(kont__prompt *p, kont_fn *fn, void *arg);
void *kont__enter__kont1(kont__prompt *p, kont_fn *fn, void *v);
void *kont__leave__kont1(kont__prompt *p, void *v);
void *kont__light__kont1(kont__dyn *d, kont_fn *fn, void *arg);
void kont__abort__kont1(kont__prompt *p, void *v);
void kont__escape__kont1(kont__prompt *p, const kont__dyn *d, const kont__dyn *rest, kont_fn *fn, void *v);
void *kont__capture__kont1(kont *k, kont__prompt *to);
void *kont__capture_picture__kont1(kont *k, kont__prompt *to);
void *kont__resume__kont1(kont *k, bool last, kont_fn *fn, void *v);
void kont__reenter_frames__kont1(kont *k, bool last, void *v);
void kont__reinstate__kont1(kont__prompt *base, kont *k, kont_fn *fn, void *v) __attribute__((noreturn));

/* What it calls. kont__tail_misuse returns with the flag up, or not at all. */
void kont__body_ends__kont1(void);
void kont__tail_misuse__kont1(int error);

#endif
