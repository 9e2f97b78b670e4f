/* sanitize.h: what AddressSanitizer and valgrind are told of segments. Each is a build of its own (KONT_ASAN, KONT_VALGRIND); in all others
 * these do nothing.
 *
 * AddressSanitizer marks the gaps between a frame's variables. Such marks stay behind where frames are dropped without returning, so they are
 * taken off where a stack is used again; and code that reads whole slices is not instrumented. The assembly tells it of each
 * switch (kont__asan_leave, kont__asan_arrive). Fake frames would be out of the collector's sight: they are off. */
#ifndef KONT_STACK_SANITIZE_H
#define KONT_STACK_SANITIZE_H

#include "home.h"

#if defined(KONT_ASAN)
#define KONT__UNCHECKED __attribute__((no_sanitize("address")))
void kont__asan_leave(void *to);
void kont__asan_arrive(void);
void kont__unpoison(void *low, void *high);
#else
#define KONT__UNCHECKED
#define kont__unpoison(low, high) ((void)(low), (void)(high))
#endif

#if defined(KONT_VALGRIND)
#include <valgrind/memcheck.h>
static inline void kont__note_new_stack(kont__home *h)
{
    VALGRIND_STACK_REGISTER(h->low, kont__top(h));
}
static inline void kont__note_reuse(kont__home *h)
{
    VALGRIND_MAKE_MEM_UNDEFINED(h->low, (char *)h->bare - h->low);
}

/* A word of a stack, or an address found there, which the collector takes as it is. */
static inline void *kont__as_known(void *word)
{
    VALGRIND_MAKE_MEM_DEFINED(&word, sizeof word);
    return word;
}
#else
static inline void *kont__as_known(void *word)
{
    return word;
}

static inline void kont__note_new_stack(kont__home *h)
{
    (void)h;
}
static inline void kont__note_reuse(kont__home *h)
{
    kont__unpoison(h->low, kont__top(h));
}
#endif

/* memcpy, of slices. */
KONT__UNCHECKED static inline void kont__copy_slice(void *to, const void *from, size_t bytes)
{
#if defined(KONT_ASAN)
    for (size_t i = 0; i < bytes / sizeof(void *); i++)
        ((void *volatile *)to)[i] = ((void *const volatile *)from)[i];
#else
    __builtin_memcpy(to, from, bytes);
#endif
}

#endif
