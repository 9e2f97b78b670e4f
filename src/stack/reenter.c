/* reenter.c: a picture put back where it runs already: what a search does at each failure.
 *
 *     running prompt p           p again
 *     | ...            |         | frames of the  |
 *     | frames of some |   ->    | picture        |
 *     | other way      |         |                |
 *     home ------------+         home ------------+
 *
 * p stays what it is: it gets the frames of the picture, which lie at the same home. They are written over those that run, from
 * below, so that no other stack is needed. Nothing is allocated, linked or counted. */
#include "chain.h"

#if !defined(KONT_MAKECONTEXT) && !defined(KONT_ASAN)
/* k is used up: its picture is no more. The slice is good until something is allocated. */
static void consume(kont *k, struct kont__slice *s)
{
    kont__prompt *f = k->inner;
    k->inner = k->outer = NULL;
    k->frozen = false;
    kont__release(f);
    kont__slice_free(s);
}

void kont__reenter(kont *k, bool last, void *v)
{
    kont__prompt *p = kont__self.here, *f = k->inner;
    struct kont__slice *s = f->out;
    if (!k->frozen || f != k->outer || f->home != p->home || s == NULL || ((p->flags | f->flags) & ~(KONT__SHARED | KONT__PLAIN)))
        return;
    p->flags = KONT__SHARED;
    p->dyn = f->dyn;
    if (last)
        consume(k, s);
    kont__jump_copied(kont__top(p->home) - s->size, v, s->bytes, s->size);
}
#else
/* The frames that run can't be written over while a copying function of C runs on them, nor without AddressSanitizer's knowledge. */
void kont__reenter(kont *k, bool last, void *v)
{
    (void)k;
    (void)last;
    (void)v;
}
#endif
