/* kont/cps.h: what rewritten code uses: frames in the heap, the flag, the two entries of a marked function. kontc writes the code that
 * uses it; programs don't. It is version 1 of that ABI: the number is in the name of every marked function (f__kont1).
 *
 * A marked function runs on the C stack, with real locals. While a capture is under way (kont__cps.flag) each function on the C stack
 * saves what is live in a frame, links it in and returns; nobody looks at what it returns. A frame is re-entered by its site's
 * function, which takes the value of the call that the frame stands after and goes on from there, on the C stack again.
 *
 *     prompt -> [walk, after the left half] -> [walk, after the yield] -> [the body's caller] -> null
 *               innermost: saved first                                     saved last
 *
 * What kontc makes of  KONT T f(A a):
 *
 *     static const struct kont__local f__locals[]         for debuggers: what each place keeps
 *     static const struct kont__function f__function      its name, for messages and debuggers
 *     struct f__frame { kont__frame frame; ... }          one layout for all places in f where it can wait
 *     static T f__low(A a)                                saves the arguments in a frame of place 0
 *     static void *f__again(kont__frame *, void *)        goes on from a frame; returns f's value as kont__to makes it
 *     static void *f__start(kont__frame *, void *)        begins with the arguments that a frame of place 0 has; returns the same
 *     static const kont__site f__sites[]                  one for each such place; place 0: not begun
 *     T f__kont1(A a)                                     for marked callers: may return with the flag up
 *     T f(A a)                                            for all others, and what &f means: captures don't pass it
 *
 * MARKED CALLS. By name: f__kont1(x). Through a KONT pointer: kont__via(p), then p(x), with arguments that call nothing. The entry `f`
 * that finds itself noted so goes on as f__kont1. Anything else that p may point to is an unmarked function.
 *
 * After a marked call that is not the function's last act stands the test of the flag:
 *
 *     v = g__kont1(x);
 *     if (kont__capturing()) { struct f__frame *s = kont__save(&f__sites[1], own); s->a = a; return 0; }
 *
 * `own` is the frame that this activation was re-entered from, null in f__kont1: it is used again where nobody shares it.
 *
 * The C stack's end: f__kont1 of a function that calls marked ones saves its arguments (place 0) where kont__low(), as if captured.
 * f__start calls it again, on what is the least of a C stack that there can be. */
#ifndef KONT_CPS_H
#define KONT_CPS_H

#include <kont/base.h>

KONT_BEGIN

struct kont__prompt;
struct kont__self;
typedef struct kont__frame kont__frame;
typedef struct kont__site kont__site;

/* For debuggers, no code looks at it: a local that a frame keeps. */
struct kont__local {
    uint32_t name;                                      /* where its name stands in the function's `names`; then its type. 0: the list ends */
    uint32_t place;                                     /* its offset in the frame, with these */
};
enum { KONT__IN_BOX = 1 << 30, KONT__ARGUMENT = 1 << 29 };  /* the offset is in the box; it is a parameter */

struct kont__function {
    const char *name, *file;
    const char *names;                                  /* null: it has no frames */
    const struct kont__local *locals;                   /* lists, one after the other; places that keep the same share one */
};

struct kont__site {
    void *(*again)(kont__frame *f, void *v);            /* v: the value of the call that the frame stands after, as kont__to makes it */
    const struct kont__function *function;
    uint16_t state;                                     /* which of the function's places this is */
    uint16_t size;                                      /* of its frames, in bytes */
    uint32_t box_size;                                  /* of its box, which frames name first (struct kont__boxed); 0: none */
    uint32_t line;                                      /* of the call */
    uint32_t locals;                                    /* where the list of those that it keeps begins, in the function's */
} __attribute__((aligned(8)));                          /* frames keep flags in the last bits of its address, where pointers are small too */

/* The first member of each function's own frames. `site` may carry KONT__SHARED_FRAME: more than one continuation has the frame, and
 * it never changes again; KONT__NO_BOXES: from here on outwards no frame has a box; and KONT__COUNTED, while bytes are counted. */
struct kont__frame {
    kont__frame *next;                                  /* next outer frame of the same prompt, or null */
    uintptr_t site;
};
enum { KONT__SHARED_FRAME = 1, KONT__NO_BOXES = 2, KONT__COUNTED = 4, KONT__FRAME_FLAGS = 7 };

/* How the frame of a function begins that has locals whose address is taken: these live in a box, which keeps its address. */
struct kont__boxed {
    kont__frame frame;
    void *box;
};

static inline const kont__site *kont__site_of(const kont__frame *f)
{
    return (const kont__site *)(f->site & ~(uintptr_t)KONT__FRAME_FLAGS);
}

/* The thread's. */
struct kont__cps {
    uintptr_t flag;                                     /* a capture is under way: save what is live, and return */
    uintptr_t limit;                                    /* lowest address of the C stack that marked functions may use */
    void *value;                                        /* the machine's: what a leave or an abort gives */
    const void *via;                                    /* what a marked caller is about to call through a pointer */
    kont__frame **tail;                                 /* where the next frame saved is linked in */
    bool starts;                                        /* a function begins from place 0: where that is low again, it goes on all the same */
};
KONT_API extern _Thread_local struct kont__cps kont__cps __attribute__((tls_model("initial-exec")));

/* What kontc writes is compiled after the preprocessor: it uses functions, never macros. The macros are for what is written by hand in its form. */
#define KONT__INLINE static inline __attribute__((always_inline, unused))

KONT__INLINE uintptr_t kont__sp(void)
{
    uintptr_t sp;
#if defined(__x86_64__)
    __asm__("mov %%rsp, %0" : "=r"(sp));
#elif defined(__aarch64__) || defined(__arm__)
    __asm__("mov %0, sp" : "=r"(sp));
#elif defined(__s390x__)
    __asm__("lgr %0, %%r15" : "=r"(sp));
#else
    sp = (uintptr_t)__builtin_frame_address(0);
#endif
    return sp;
}

KONT__INLINE bool kont__capturing(void) { return __builtin_expect(kont__cps.flag != 0, 0); }
KONT__INLINE bool kont__low(void)
{
    if (__builtin_expect(kont__sp() >= kont__cps.limit, 1))
        return false;
    if (!kont__cps.starts)
        return true;
    kont__cps.starts = false;
    return false;
}
#define KONT__CAPTURING kont__capturing()

/* A fresh frame for a site, linked in, of which no more than the header is set. Ends the process where there is no memory. */
KONT_API void *kont__save_new(const kont__site *site);

/* The frame to save in. */
static inline void *kont__save(const kont__site *site, kont__frame *own)
{
    if (own == NULL || (own->site & KONT__SHARED_FRAME))
        return kont__save_new(site);
    own->site = (uintptr_t)site;
    if (own->next != *kont__cps.tail)                   /* seldom: then nothing waits for this store */
        own->next = *kont__cps.tail;
    *kont__cps.tail = own;
    kont__cps.tail = &own->next;
    return own;
}

/* A box of `size` bytes, zeroed, and its end when its function returns. */
KONT_API void *kont__box(size_t size);
KONT_API void kont__box_end(void *box);

/* ---- A generator's next and yield ----------------------------------------------------------------------------------------
 *
 * Inlined, as they are little more than two calls. They know how a prompt and the thread's record begin; src/machine.h has all of them, and
 * src/cps/quick.h says why this is right. */
struct kont__prompt_head {
    struct kont__prompt_head *link;                     /* the next outer one while it runs, itself while it waits */
    kont__frame *frames;
    const void *dyn;
    uint64_t status;
    const struct kont_tag *tag;
} __attribute__((may_alias));
struct kont__self_head {
    struct kont__prompt_head *here;
    uint64_t entered, waiting;                          /* `status` of an object that was entered, that waits, without anything to look after */
    size_t found;
} __attribute__((may_alias));
KONT_API extern _Thread_local struct kont__self kont__self __attribute__((tls_model("initial-exec")));
KONT_API extern size_t kont__found;

KONT__INLINE struct kont__self_head *kont__self_here(void) { return (struct kont__self_head *)&kont__self; }

/* Whether `object` waits so, and nothing else is to be done first. */
KONT__INLINE bool kont__is_waiting(const void *object)
{
    const struct kont__prompt_head *p = (const struct kont__prompt_head *)object;
    const struct kont__self_head *self = kont__self_here();
    return p->status == self->waiting && __atomic_load_n(&kont__found, __ATOMIC_RELAXED) == self->found;
}

/* What is to be done where the body, entered at frame f, did not leave from there. */
KONT_API void *kont__entered(struct kont__prompt *p, kont__frame *f, void *v);

/* Enters such an object. Nobody can name it: it goes without a driver. As a marked function, it returns with the flag up at times. */
KONT__INLINE void *kont__enter_frame(void *object, void *v)
{
    struct kont__prompt_head *p = (struct kont__prompt_head *)object, *from = kont__self_here()->here;
    kont__frame *f = p->frames;
    p->link = from;
    p->status = kont__self_here()->entered;
    kont__self_here()->here = p;
    p->frames = f->next;
    v = ((const kont__site *)f->site)->again(f, v);
    if (__builtin_expect(kont__cps.flag != (uintptr_t)p, 0) || __builtin_expect(kont__cps.tail != &f->next, 0))
        return kont__entered((struct kont__prompt *)object, f, v);
    kont__self_here()->here = from;
    p->link = p;
    p->status = kont__self_here()->waiting;
    v = kont__cps.value;
    kont__cps.flag = 0;                                 /* last, so that the caller's test of it is known to fail */
    return v;
}

/* Leaves the innermost prompt with v, if it is an object of this tag that has nothing to look after. Then the flag is up. */
KONT__INLINE bool kont__leave_quickly(const struct kont_tag *tag, void *v)
{
    struct kont__prompt_head *p = kont__self_here()->here;
    if (p == NULL || p->tag != tag || p->dyn != NULL || p->status != kont__self_here()->entered)
        return false;
    kont__cps.value = v;
    kont__cps.tail = &p->frames;
    kont__cps.flag = (uintptr_t)p;
    return true;
}

/* Marked calls through pointers: notes p. Nothing is called between that and the call. */
KONT__INLINE void kont__via(const void *p) { kont__cps.via = p; }

/* Whether function f was called so. */
KONT__INLINE bool kont__called_via(const void *f)
{
    if (kont__cps.via != f)
        return false;
    kont__cps.via = NULL;
    return true;
}
#define KONT__CALLED_VIA(f) kont__called_via((const void *)(f))

/* A marked function's entry for unmarked callers: what it calls runs behind a barrier. */
struct kont__unmarked {
    struct kont__unmarked *outer;
    const struct kont__function *function;
    const void *caller;                                 /* an address in it */
    struct kont__prompt *prompt;                        /* the machine's: where it stands in the chain; null: in none yet */
    struct kont__driver *driver;
    kont__frame *base;
    uintptr_t was_slow;
};
KONT_API void kont__unmarked_begin(struct kont__unmarked *u, const struct kont__function *f);
KONT__INLINE void kont__unmarked_enter(struct kont__unmarked *u, const struct kont__function *f)
{
    u->caller = __builtin_return_address(0);
    kont__unmarked_begin(u, f);
}
/* Goes on after a capture up to here, which only the end of the C stack makes. Returns the value as kont__to makes it. */
KONT_API void *kont__unmarked_go_on(struct kont__unmarked *u);
KONT_API void kont__unmarked_leave(struct kont__unmarked *u);

/* Values of any type as a pointer: those that fit in one, as they are; larger ones in the heap. */
KONT_API void *kont__to_heap(const void *v, size_t size);
KONT__INLINE void *kont__to(const void *v, size_t size)
{
    void *p = NULL;
    if (size > sizeof p)
        return kont__to_heap(v, size);
    __builtin_memcpy(&p, v, size <= sizeof p ? size : 0);
    return p;
}
KONT__INLINE void kont__from(void *v, size_t size, void *p)
{
    __builtin_memcpy(v, size > sizeof p ? (const void *)p : (const void *)&p, size);
}
#define KONT__TO(v) ({ __typeof__(v) kont__v = (v); kont__to(&kont__v, sizeof kont__v); })

KONT_END
#endif
