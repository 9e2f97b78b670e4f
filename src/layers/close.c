#include "close.h"

static KONT void *escape(void *k)
{
    return kont_resume(k, NULL);
}

static KONT void *leave_inside(kont *k, void *o)
{
    return kont_enter_thunk(o, escape, k);
}

KONT void kont__close_object(kont_object *o)
{
    kont_callec(leave_inside, o);
}
