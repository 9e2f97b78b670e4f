/* reenter.c: the rare parts of REENTER in fast.h. */
#include "chain.h"

void kont__consume_picture(kont *k)
{
    kont__prompt *f = k->inner;
    struct kont__slice *s = f->out;
    k->inner = k->outer = NULL;
    k->frozen = false;
    kont__release(f);
    kont__slice_free(s);
}
