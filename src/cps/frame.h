/* frame.h: what rewritten functions use: frames in the heap, and the flag.
 *
 * A marked function runs on the C stack, with real locals. After each marked call stands a test of the flag:
 *
 *     v = g(x);
 *     if (kont__capturing())
 *         return KONT__SAVE(struct f_frame, &f_sites[0], a, b);       what is live here
 *
 * so that a capture unwinds the C stack and leaves, for each function on it, a frame that says where it stands. A frame never changes after
 * that, so any number of continuations share it. It is re-entered by its site's function, which takes the value of the call that the frame
 * stands after, and goes on from there on the C stack. A call in tail position needs neither test nor frame.
 *
 *     prompt -> [walk, after the left half] -> [walk, after the yield] -> [kont__body] -> null
 *               innermost: saved first                                    saved last */
#ifndef KONT_CPS_FRAME_H
#define KONT_CPS_FRAME_H

#include <kont.h>

typedef struct kont__frame kont__frame;

/* A place in a function where it can wait: after one of its marked calls. */
typedef struct kont__site {
    void *(*again)(const kont__frame *f, void *v);      /* goes on there, with the value of that call */
    int state;                                          /* which of the function's places it is */
} kont__site;

/* The first member of each function's own frames. */
struct kont__frame {
    void *next;                                         /* next outer frame of the same prompt, or null */
    const kont__site *site;
};

struct kont__cps {
    bool flag;                                          /* a capture is under way: save what is live, and return */
    void **tail;                                        /* where the next frame saved is linked in */
};
extern _Thread_local struct kont__cps kont__cps;

static inline bool kont__capturing(void)
{
    return __builtin_expect(kont__cps.flag, 0);
}

/* Links in a copy of frame f, of `size` bytes. Returns null, for the function to return. */
void *kont__save(size_t size, const kont__frame *f);

#define KONT__SAVE(type, site, ...) kont__save(sizeof(type), &(type){ { NULL, (site) }, __VA_ARGS__ }.frame)

/* The same where nothing is live. */
static inline void *kont__save_bare(const kont__site *site)
{
    return kont__save(sizeof(kont__frame), &(kont__frame){ NULL, site });
}

#endif
