#include "solutions.h"

#include <kont.h>

#include "events.h"

KONT void trace_all(kont_search *s)
{
    void *v;
    while (kont_search_next(s, &v))
        trace("%ld", (long)kont_to_int(v));
}

KONT void *next_of(void *search)
{
    void *v;
    return kont_int(kont_search_next(search, &v) ? kont_to_int(v) : -1);
}
