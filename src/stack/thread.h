/* thread.h: what the stack machine keeps for each thread, and the registry of threads.
 *
 * The collector does not see a thread's switches. While it has the world stopped, kont tells it: which segment each thread
 * stopped on, and which slices of the thread's chain wait (roots.c). So nothing is called on the switch path. */
#ifndef KONT_STACK_THREAD_H
#define KONT_STACK_THREAD_H

#include "home.h"
#include "machine.h"

struct kont__slice;
enum { KONT__SLICE_LISTS = 64 };

/* What is to be done from the scratch segment on; taken there, so that nothing is kept alive by it. */
struct kont__job {
    void *at;                                           /* where to go; null: where the innermost prompt's frames wait, once it is settled */
    kont_fn *fn;                                        /* null: with v; else with what fn(v), called there, returns */
    void *v;
    kont__prompt *settle_to;                            /* the outermost prompt to settle; null: the root */
};

struct kont__thread {
    struct kont__self *self;                            /* its thread-local part */
    kont__prompt root;                                  /* the thread's own frames */
    kont__prompt *prompts;                              /* plain prompts to use again */
    kont *konts;                                        /* not yet used */
    struct kont__slice *reserve;                        /* taken for the move that comes next (settle.c) */
    kont__dyn place;                                    /* only for its `at`: where kont__capture_picture's caller waits */
    struct kont__slice *slices[KONT__SLICE_LISTS];      /* not yet used, by size (collect.c) */
    struct kont__job job;                               /* of what runs on the scratch segment */
    void *starting;                                     /* the argument of what begins on an empty stack (switch_ucontext.c) */
    kont__home *cached[KONT__SIZE_CLASSES];
    unsigned cached_count;
    kont__home *stocked;                                /* STOCK in home.h: the segment, or null, and how many references */
    uint32_t stock;
    kont__home *shared;                                 /* for when there are no more: kont__home_share */
    kont__home *scratch;                                /* copies run here: a segment whose frames move can't be the running one */
    char *signal_low, *signal_high;                     /* the alternate signal stack that it is on, as of its last stop; else null */
    void *interrupted_at;                               /* and its sp where it was interrupted */
    void *stopped_at;                                   /* its sp, while the collector has it stopped; else null */
    void *collector_thread;                             /* the collector's handle, and the bottom of the native stack */
    char *native_bottom, *native_low;
    struct kont__thread *next;                          /* in the registry */
};

static inline struct kont__thread *kont__thread(void)
{
    return kont__self.machine;
}

static inline struct kont__job kont__take_job(void)
{
    struct kont__job job = kont__thread()->job;
    kont__thread()->job = (struct kont__job){ 0 };
    return job;
}

/* The registry, changed under the collector's lock only. */
extern struct kont__thread *kont__threads;

/* The one lock, for what all threads share: the pool of segments, the collector's hooks, the signals. Nobody collects under it, or a
 * finalizer might want it. A fork takes it, so that no other thread is in the middle of anything that the child could never leave. */
void kont__lock(void);
void kont__unlock(void);

#endif
