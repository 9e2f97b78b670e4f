/* thread.h: what this machine keeps for each thread.
 *
 * The record is uncollectable, so that the collector sees what it holds; that it sees what stands in kont__self, which is thread-local, is
 * seen to where a thread begins. No hook of the collector's is used, and there is no registry: nobody looks at another's record. */
#ifndef KONT_CPS_THREAD_H
#define KONT_CPS_THREAD_H

#include "seam.h"
#include "stress.h"

struct kont__driver;
struct kont__light;
struct kont__out;

/* What a capture of here..to ends with, once nothing of it is on the C stack; v is what it was begun with. */
typedef void *kont__end(kont__prompt *to, void *v);

struct kont__taking {                                   /* the capture under way: CAPTURE in driver.h */
    kont__prompt *to;                                   /* its target; null: everything, since the C stack ends here */
    kont__prompt *saving;                               /* whose frames are being saved */
    kont__end *end;
    void *value;
};

enum { KONT__GRANULE = 16, KONT__POOLS = 17 };          /* objects of up to 256 bytes */
enum { KONT__OUTERMOST = 8 };

struct kont__thread {
    struct kont__driver *driver;                        /* innermost ones, on the C stack */
    struct kont__light *light;
    struct kont__unmarked *unmarked;
    uintptr_t limit, hard_limit;                        /* of the C stack: for marked functions; for calls from unmarked ones */
    struct kont__taking taking;
    struct kont__out *reserve;                          /* taken for the move that comes next (box.c) */
    char *spare, *spare_end;                            /* memory kept for when there is none: kont__take_spare */
    void *pools[KONT__POOLS];                           /* objects of n granules, zeroed but for the second word, linked by the first */
    kont__frame *outermost[KONT__OUTERMOST];            /* shared frames that hold nothing, by their sites (prompt.c) */
    struct kont__light *unwinding_to;                   /* null: the driver */
    kont__frame *unwound;                               /* what is saved for nobody; most of it in `scratch` */
    char scratch[128] __attribute__((aligned));
    bool rooted;                                        /* kont__self and kont__cps were added to the collector's roots */
    kont__prompt root;                                  /* the thread's own frames */
};

static inline struct kont__thread *kont__thread(void)
{
    return kont__self.machine;
}

static inline uint64_t kont__next_id(void)
{
    return kont__self.next_id += 2;                     /* odd */
}

/* ---- Memory ------------------------------------------------------------------------------------------------------------- */

void kont__memory_init(void);
void *kont__take_slowly(size_t size);

/* A zeroed object that the collector looks into. Null: no memory. May run finalizers: not in the middle of a change. */
static inline void *kont__take(size_t size)
{
    size_t n = (size + KONT__GRANULE - 1) / KONT__GRANULE;
    void **pool = &kont__thread()->pools[n < KONT__POOLS ? n : 0], **object = *pool;
    if (__builtin_expect(object == NULL, false) || KONT__STRESS_GC)
        return kont__take_slowly(size);
    *pool = object[0];
    object[0] = object[1] = NULL;
    return object;
}

/* Gives an object back that nothing refers to any more. It is cleared, as it would keep alive what it refers to; but not its second word, by which
 * frames name their sites. */
static inline void kont__give(void *object, size_t size)
{
    struct granule { void *words[KONT__GRANULE / sizeof(void *)]; } *g = object;
    size_t n = (size + KONT__GRANULE - 1) / KONT__GRANULE;
    if (n >= KONT__POOLS)
        return;
    void **pool = &kont__thread()->pools[n];
    for (size_t i = 2; i < sizeof g->words / sizeof g->words[0]; i++)
        g->words[i] = NULL;
    g->words[0] = KONT__STRESS_GC ? NULL : *pool;       /* there nothing is taken from the pools */
    if (!KONT__STRESS_GC)
        *pool = object;
    while (--n > 0) {
        *++g = (struct granule){ 0 };
        __asm__("" : "+r"(g));                          /* for so few words a loop is quicker than what compilers would make of it */
    }
}

/* From what is kept for when there is no memory, or the process ends. */
void *kont__take_spare(size_t size);

/* In the middle of something that can't be left off. */
static inline void *kont__take_at_last(size_t size)
{
    void *object = kont__take(size);
    return __builtin_expect(object != NULL, true) ? object : kont__take_spare(size);
}

/* Whether there is enough kept; tries to get more where there is not. Asked before a capture begins. */
bool kont__has_spare(void);

/* Says that there is no memory in the middle of a capture, where nothing can be raised, and ends the process. */
KONT_NORETURN void kont__no_memory(void);

#endif
