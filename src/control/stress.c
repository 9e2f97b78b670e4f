/* stress.c: what the stress builds do at every operation. Empty in all others. */
#include "stress.h"

#include "control.h"

#if defined(KONT_STRESS_GC)
#include <gc/gc.h>

/* A collection of a large heap takes long: then a part of it has to be new. */
static bool is_time(void)
{
    static unsigned count;
    size_t heap = GC_get_heap_size();
    unsigned n = __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
    return n < 10000 || (n % 64 == 0 && (heap < 2 << 20 || GC_get_bytes_since_gc() > heap / 16));
}

void kont__stress_gc(void)
{
    if (is_time())
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

/* Captures the innermost prompt with its frames, and puts it back. Not where winders, barriers or unmarked frames are in the way, nor from
 * an object, which would become a copy of itself. */
KONT void kont__stress_capture(void)
{
    kont__prompt *p = kont__self.here;
    if (p == NULL || p->link == NULL || kont__object(p) != NULL || kont__self.tail.k != NULL)
        return;
    if ((p->dyn != NULL && (p->dyn->below & (KONT__BARRIER | KONT__CONTEXT))) || kont__unmarked(p) != NULL)
        return;
    kont *k = kont__k_make(KONT_SHIFT0, resume_at_once, NULL, "stress");
    if (kont__can_capture(k, p) == 0)
        kont__capture(k, p);
}
#endif
