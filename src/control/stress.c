/* stress.c: what the stress builds do at every operation. Empty in all others. */
#include "stress.h"

#include "control.h"

#if defined(KONT_STRESS_GC)
#include <gc/gc.h>

void kont__stress_gc(void)
{
    static unsigned count;
    unsigned n = __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
    if (n < 10000 || n % 64 == 0)
        GC_gcollect();
}
#endif

#if defined(KONT_STRESS_CAPTURE)
static KONT void *resume_at_once(kont *k, void *arg)
{
    (void)arg;
    kont__tail_set((struct kont__tail){ .k = k, .last = true });
    return NULL;
}

/* Captures the innermost prompt with its frames, and puts it back. Not where winders or barriers are in the way, nor from an
 * object, which would become a copy of itself. */
KONT void kont__stress_capture(void)
{
    kont__prompt *p = kont__self.here;
    if (p == NULL || p->link == NULL || kont__object(p) != NULL || kont__self.tail.k != NULL)
        return;
    if (p->dyn != NULL && (p->dyn->below & (KONT__BARRIER | KONT__CONTEXT)))
        return;
    kont *k = kont__k_make(KONT_SHIFT0, resume_at_once, NULL, "stress");
    if (kont__can_capture(k, p) == 0)
        kont__capture(k, p);
}
#endif
