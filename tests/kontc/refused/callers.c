/* callers.c: unmarked functions that capture: a warning. */
#include <kont.h>

static void unmarked(void *v)
{
    kont_yield(v);
    if (kont_choose(1, 2) == 1)
        kont_shift(NULL, v);
}

KONT void marked(void *v)
{
    kont_yield(v);
    unmarked(v);
}
