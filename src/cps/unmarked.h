/* unmarked.h: where functions that are not marked called marked ones.
 *
 * Each such call is noted, innermost first (kont__thread()->unmarked). Its caller's frames can't be saved, so no capture or leave may take the part
 * of the chain that it stands in: kont__unmarked tells. That prompt is KONT__SLOW meanwhile, so that the quick ways ask. Aborts and exceptions jump
 * past. */
#ifndef KONT_CPS_UNMARKED_H
#define KONT_CPS_UNMARKED_H

#include "driver.h"

/* Whether d is as far out as a LOW capture may go. */
static inline bool kont__is_outermost(const struct kont__driver *d)
{
    const struct kont__unmarked *u = kont__thread()->unmarked;
    return d->outer == (u != NULL ? u->driver : NULL);
}

/* A jump leaves those inside of u behind. */
void kont__unmarked_leave_to(struct kont__unmarked *u);
static inline void kont__unmarked_drop_to(struct kont__unmarked *u)
{
    struct kont__thread *t = kont__thread();
    kont__cps.limit = t->limit;
    if (__builtin_expect(t->unmarked != u, false))
        kont__unmarked_leave_to(u);
}

#endif
