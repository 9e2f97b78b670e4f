/* home.h: segments: where the frames of a prompt live.
 *
 *     base                      low                                     home (the control block)
 *      | guard: faults on touch  | free ... | frames of the resident ... | struct kont__home |
 *
 * A segment's address never changes and is never unmapped. It is the home of every prompt whose frames were built there: the
 * original, copies, the frozen ones of a picture. At most one of them is resident: has its frames in place. The others
 * keep them in the collected heap (`out`).
 *
 * `refs` counts the prompts at home here, and STOCK. Their thread counts up and down; the collector counts down when it reclaims a prompt,
 * from any thread. At zero the segment may serve again: from the thread's own cache, or from the pool of all threads.
 *
 * STOCK. Two atomic counts for each resume of a picture would be most of its cost. So a thread takes many references at once to the segment that
 * it makes copies at home at, and hands them out and takes them back by a count of its own. One segment at a time; it is given up before another is
 * taken from the pool. At home there are `refs` less the stock.
 *
 * Segments of one size lie in regions of reserved address space, aligned to their size, so that an address tells its segment. */
#ifndef KONT_STACK_HOME_H
#define KONT_STACK_HOME_H

#include <kont.h>

typedef struct kont__prompt kont__prompt;
typedef struct kont__home kont__home;

struct kont__home {
    kont__prompt *resident;                             /* where the collector does not look; null: none; odd: see CLAIM */
    char *low;                                          /* lowest address of the stack */
    void *bare;                                         /* sp of the bare record (switch.h) */
    kont__home *next;                                   /* in a cache or the pool */
    uint64_t walk;                                      /* the last walk that claimed it (chain.h) */
    uint64_t cycle;                                     /* the last collection that found it in use (collect.c) */
    uint64_t unused;                                    /* makes the size a multiple of 16 */
    uint32_t refs;
    uint16_t size_class;                                /* size = 64 KiB << size_class */
    bool stale;                                         /* held a continuation, or its handler: see kont__forget */
};

/* A slice out of its place: filled once, never changed, so that copies share it. */
struct kont__slice {
    struct kont__slice *next;                           /* in a reserve */
    const kont__home *home;                             /* in a reserve: whose resident it is for */
    size_t size;
    uint32_t units;                                     /* of 16 bytes, the whole object */
    bool shared;                                        /* by copies */
    char bytes[] __attribute__((aligned(16)));
};

#if defined(KONT_STRESS_SMALL)
enum { KONT__SIZE_CLASSES = 16, KONT__DEFAULT_CLASS = 0 };
#else
enum { KONT__SIZE_CLASSES = 16, KONT__DEFAULT_CLASS = 2 };
#endif

/* The class that gives a body at least `bytes`; 0 means the default. KONT__SIZE_CLASSES: too large. */
unsigned kont__class(size_t bytes);

/* A segment with one reference, or null. From the running thread's cache where that has one. */
kont__home *kont__home_take(unsigned size_class);

/* Where no more segments can be had: the thread's shared one, with one reference more, or null. Prompts take turns in it. */
kont__home *kont__home_share(unsigned size_class);

/* One reference more, by the owner of one that there is. */
void kont__home_join(kont__home *h);

/* Whether no more than one prompt is at home there; one that is not told of may be the running thread's alone. */
bool kont__home_is_single(const kont__home *h);

/* Gives up the thread's stock. */
void kont__home_unstock(void);

/* Removes p from its home: its frames are gone. Called by the owner; the last one out puts the segment into the thread's cache, where
 * it stays at least until the next take: the caller may still run on it. */
void kont__home_leave(kont__prompt *p);

/* The same, from the collector: any thread, no allocation, no lock. False: its owner has claimed it, so that it can't be reclaimed now. */
bool kont__home_reclaim(kont__prompt *p);

/* CLAIM. Nothing but h->resident need keep a resident alive: it may be dead, and then the collector reclaims it when it comes to it, in any thread,
 * locks or not. So whoever looks at a resident that it does not know to be alive claims it first; until another store to `resident`
 * the collector leaves it where it is (and comes again at the next collection). What it points to may be gone for good: a claimed prompt's own
 * fields are all that may be looked at. Null: there is none. By the home's owner, which neither allocates nor goes elsewhere meanwhile. */
kont__prompt *kont__home_claim(kont__home *h);
void kont__home_set_resident(kont__home *h, kont__prompt *p);

/* For a thread that has no cache yet: one from the pool, with one reference, or null; and back, when nothing is at home there. */
kont__home *kont__home_first(unsigned size_class);
void kont__home_to_pool(kont__home *h);

/* Gives a thread's cached segments to the pool. */
struct kont__thread;
void kont__home_flush(struct kont__thread *t);

/* STALE. Frames do not write all of their slots; what an earlier use of the segment left there is kept alive by a capture. Where that was a
 * continuation, each could keep the one before alive, without end. So the upper part of such a segment is cleared before it serves again. */
void kont__forget(kont__home *h);

/* The segment that holds this address, or null. Async-signal-safe. */
kont__home *kont__home_of(const void *address);

static inline char *kont__top(kont__home *h) { return (char *)h; }

#endif
