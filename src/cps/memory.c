/* memory.c: what this machine keeps in the collected heap: prompts, continuations, frames, boxes, values. All are of one kind. */
#include <gc/gc.h>
#include <gc/gc_inline.h>
#include <gc/gc_mark.h>
#include <stdio.h>
#include <stdlib.h>

#include "thread.h"

/* Of the collector's own kind for objects with pointers the last word is not looked at: a byte of it would stay free for pointers past the end. */
static int kind;

/* What was a C stack's may point anywhere into an object, whatever the collector's setting for the heap. */
static struct GC_ms_entry *mark(GC_word *object, struct GC_ms_entry *sp, struct GC_ms_entry *limit, GC_word env)
{
    void **end = (void **)((char *)object + GC_size(object));
    (void)env;
    for (void **w = (void **)object; w < end; w++) {
        void *base = GC_base(*w);
        if (base != NULL)
            sp = GC_MARK_AND_PUSH(base, sp, limit, NULL);
    }
    return sp;
}

void kont__memory_init(void)
{
    if (GC_get_all_interior_pointers())
        kind = (int)GC_new_kind(GC_new_free_list(), GC_DS_LENGTH, 1, 1);
    else
        kind = (int)GC_new_kind(GC_new_free_list(), GC_MAKE_PROC(GC_new_proc(mark), 0), 0, 1);
}

static void *allocate(struct kont__thread *t, size_t size)
{
    size_t n = (size + KONT__GRANULE - 1) / KONT__GRANULE;
    void *list = NULL;
    if (n >= KONT__POOLS || KONT__STRESS_GC)
        return GC_generic_malloc(size, kind);
    GC_generic_malloc_many(n * KONT__GRANULE, kind, &list);
    if (list == NULL)
        return NULL;
    void **last = list;
    while (*last != NULL)
        last = *last;
    *last = t->pools[n];                                /* a finalizer may have filled the pool meanwhile */
    t->pools[n] = *(void **)list;
    *(void **)list = NULL;
    return list;
}

/* An allocation may run finalizers, and these marked functions: a capture under way waits. */
void *kont__take_slowly(size_t size)
{
    struct kont__thread *t = kont__thread();
    struct kont__taking taking = t->taking;
    struct kont__light *unwinding_to = t->unwinding_to;
    struct kont__cps cps = kont__cps;
    kont__cps.flag = 0;
    kont__stress_gc();
    void *object = allocate(t, size);
    kont__cps = cps;
    t->taking = taking;
    t->unwinding_to = unwinding_to;
    return object;
}

enum { SPARE = 32 << 10 };

bool kont__has_spare(void)
{
    struct kont__thread *t = kont__thread();
    if (t->spare_end - t->spare >= SPARE / 2)
        return true;
    char *spare = kont__take_slowly(SPARE);
    if (spare == NULL)
        return false;
    t->spare = spare;
    t->spare_end = spare + SPARE;
    return true;
}

/* Parts of one object: pointers into it keep it whole. */
void *kont__take_spare(size_t size)
{
    struct kont__thread *t = kont__thread();
    size_t rounded = (size + KONT__GRANULE - 1) / KONT__GRANULE * KONT__GRANULE;
    if (!GC_get_all_interior_pointers() || (size_t)(t->spare_end - t->spare) < rounded)
        kont__no_memory();
    t->spare += rounded;
    return t->spare - rounded;
}

void kont__no_memory(void)
{
    fflush(stdout);
    fprintf(stderr, "kont: uncaught KONT_ERR_MEMORY: out of memory (in the middle of a capture)\n");
    abort();
}

