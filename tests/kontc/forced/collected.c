/* collected.c: see memory.h. */
#include <gc/gc.h>
#include <stdio.h>
#include <stdlib.h>

#include "memory.h"

static void *checked(void *p)
{
    if (p == NULL) {
        fputs("forced: out of memory\n", stderr);
        abort();
    }
    return p;
}

void *forced_state(size_t size)
{
    GC_INIT();
    return checked(GC_MALLOC_UNCOLLECTABLE(size));
}

void *forced_allocate(size_t size)
{
    return checked(GC_MALLOC(size));
}

bool forced_has_room(void)
{
    return true;
}

void forced_free_all(void)
{
}
