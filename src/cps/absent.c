/* absent.c: the functions of the seam that the trial does not have. */
#include "driver.h"

KONT void kont__reinstate(kont__prompt *base, kont *k, kont_fn *fn, void *v)
{
    (void)base, (void)k, (void)fn, (void)v;
    kont__not_in_trial("kont__reinstate");
}

kont *kont__k_copy(const kont *k)
{
    (void)k;
    kont__not_in_trial("kont__k_copy");
}

void kont__k_drop(kont *k)
{
    (void)k;
    kont__not_in_trial("kont__k_drop");
}

size_t kont__k_bytes(const kont *k)
{
    (void)k;
    kont__not_in_trial("kont__k_bytes");
}

size_t kont__room(void)
{
    kont__not_in_trial("kont__room");
}
