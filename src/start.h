/* start.h: how a machine starts the collector. */
#ifndef KONT_START_H
#define KONT_START_H

#include <gc/gc.h>
#include <stdbool.h>
#include <stdlib.h>

/* The collector of itself begins with a heap of 64 KiB or so, and lets it grow as far as what lives needs: programs that keep little collect all
 * the time. Where nobody has started it yet, nor asked for a size, it begins with more; what is not used is not touched. */
static inline void kont__start_collector(void)
{
    enum { HEAP = 1 << 20 };
    bool first = !GC_is_init_called() && getenv("GC_INITIAL_HEAP_SIZE") == NULL;
    GC_INIT();
    GC_allow_register_threads();
    if (first && GC_get_heap_size() < HEAP)
        GC_expand_hp(HEAP - GC_get_heap_size());        /* where that fails it does without */
}

#endif
