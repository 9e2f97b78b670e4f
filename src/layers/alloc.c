#include "alloc.h"

#include <gc/gc.h>
#include <kont/exception.h>

KONT void *kont__alloc(size_t bytes, const char *where)
{
    void *p = GC_MALLOC(bytes);
    if (p == NULL)
        kont_raise_error(KONT_ERR_MEMORY, where, NULL);
    return p;
}
