/* start.h: how a machine starts: what the two have alike in making the collector and a thread ready. */
#ifndef KONT_START_H
#define KONT_START_H

#include <gc/gc.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "machine.h"

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

/* kont__self of a thread that comes to be known: its outermost prompt is root. */
static inline void kont__describe_self(struct kont__thread *t, kont__prompt *root)
{
    static uint32_t last_serial;
    struct kont__self *self = &kont__self;
    self->serial = __atomic_add_fetch(&last_serial, 1, __ATOMIC_RELAXED);
    self->running = (kont__prompt){ .owner = self->serial, .state = KONT__RUNNING, .flags = KONT__PLAIN }.status;
    kont__tail_take();
    self->defers = ~(uintptr_t)0;
    self->machine = t;
    self->next_id = ((uint64_t)self->serial << 40) + 1;
    root->status = (kont__prompt){ .owner = self->serial, .state = KONT__RUNNING }.status;
}

/* The thread's own stack: its lowest address and its size; null where the C library does not know. */
static inline char *kont__native_stack(size_t *size)
{
    pthread_attr_t attributes;
    void *low = NULL;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0)
        return NULL;
    if (pthread_attr_getstack(&attributes, &low, size) != 0)
        low = NULL;
    pthread_attr_destroy(&attributes);
    return low;
}

#endif
