/* generator.h: what the files of the generators share.
 *
 *     +------------------+ delegate +------------------+ delegate +-----------+
 *     | asked (the root) | -------> | waits            | -------> | innermost |      the root's path: the last two
 *     +------------------+          +------------------+          +-----------+
 *       SUSPENDED, held               SUSPENDED, held               entered, when the root is asked
 *
 * INNERMOST. The root keeps the way to the innermost one, and each one that waits says on which path it is. A path is known or not. Whoever is asked
 * takes those that wait into its own path, and the paths that they were on are known no more: so a link changes only by the hand of whose path it
 * is on, and a known path is right, but for what its last one has begun or ended by itself. No path keeps its root alive. */
#ifndef KONT_LAYERS_GENERATOR_H
#define KONT_LAYERS_GENERATOR_H

#include <kont.h>

#include "alloc.h"

struct kont__path {
    kont_generator *driving;                            /* the root, while the innermost one has been entered and has not come back */
    bool known;
    kont_generator **ones;                              /* from the root's delegate to the innermost */
    size_t length, room;
};

/* What most generators never need. */
struct kont__more {
    kont_generator *wants;                              /* it has left in order to wait for this one; not yet seen to */
    kont_generator *delegate;                           /* it waits for this one */
    struct kont__path *on;                              /* the path on which it waits */
    struct kont__path *path;                            /* as the root: its own */
    void *sent;                                         /* as the root: what goes to the innermost one, a value or an exception */
    const kont_exception *thrown, *caught;              /* and what that raised */
    const void *thread;                                 /* whose it is: compared, never followed */
    void *result;                                       /* DONE: what the body returned */
};

/* The word behind the object. NEW: the body's argument; after that its struct kont__more, or null. */
static inline void **kont__word(const kont_generator *g)
{
    return kont_object_data((kont_object *)g);
}

static inline struct kont__more *kont__more(const kont_generator *g)
{
    return kont_object_state((const kont_object *)g) == KONT_NEW ? NULL : *kont__word(g);
}

/* That of the innermost running generator, or of g, which has begun: made where there is none. */
KONT struct kont__more *kont__need_more(kont_generator *g, const char *where);

static inline bool kont__is_end(const void *v)
{
    return __builtin_expect(v == (const void *)kont_generator_end, 0);
}

/* What the body of g, DONE, returned, once. */
void *kont__take_result(kont_generator *g);

/* Enters g, which waits for no delegate, to raise x there. Returns as kont__next. */
KONT void *kont__enter_raising(kont_generator *g, const kont_exception *x);

/* Closes g, which waits for no delegate, x being raised there. Returns what closing has to raise further out: kont_generator_exit where all is
 * well. */
KONT const kont_exception *kont__close_one(kont_generator *g, const kont_exception *x, const char *where);

/* Whether g waits for a delegate, or has just come back in order to: then it is held. */
bool kont__delegates(kont_generator *g);

/* Raises KONT_ERR_COPIED where g, which has just come back, runs: what has come back is a copy of it. */
KONT void kont__need_back(kont_generator *g, const char *where);

/* Whether a delegate runs for g, which was asked, or one that waits for it. */
bool kont__is_driven(const kont_generator *g);

/* Whether an abort has gone past a delegate of g, and so past g. */
bool kont__was_left(const kont_generator *g);

/* Asks g, which waits for a delegate: kont_send with v or, where x is not null, kont_throw. */
KONT bool kont__ask(kont_generator *g, void *v, const kont_exception *x, void **value, const char *where);

/* Closes the delegates of g, from the innermost, x being raised in that. Returns what is to be raised in g, which waits for none any more. */
KONT const kont_exception *kont__close_delegates(kont_generator *g, const kont_exception *x, const char *where);

#endif
