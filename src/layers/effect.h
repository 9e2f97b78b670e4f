/* effect.h: what effect.c, which makes handlers, and resumption.c, which resumes, share. */
#ifndef KONT_LAYERS_EFFECT_H
#define KONT_LAYERS_EFFECT_H

#include <kont.h>

#define kont__hidden __attribute__((visibility("hidden")))

/* What a handler's body runs on: see the head of kont/effect.h. */
enum kont__form { KONT__FUNCTION, KONT__ESCAPABLE, KONT__OBJECT, KONT__PROMPT };

/* What comes out of a body to its handler: an operation, or its end. Nobody else ever sees one, so that no value can be mistaken for it. */
struct kont__effect_request {
    struct kont__handle *handle;
    const struct kont_method *method;                   /* the operation's, or one of these two */
    void *arg;
    void *rest;                                         /* as in kont_resumption */
};

/* The body has returned arg; and the rest of one has, that is no longer its handler's. */
extern kont__hidden const struct kont_method kont__ended[1], kont__value[1];
enum { KONT__ENDED = 0, KONT__VALUE = 32 };             /* kinds */

struct kont__handle {
    kont_handle handle;
    const kont_clauses *clauses;
    enum kont__form form;
    bool shallow, ended;                                /* ended: the body of kont_with_handle was left for good */
    struct kont__thread_effects *thread;                /* its own */
    struct kont__effect_request *spare, first;          /* to use again; at the beginning that is `first` */
    kont_fn *fn;                                        /* the body and its argument, until it begins */
    kont_handle_fn *named;
    void *arg;
    union {
        kont_object *object;                            /* OBJECT */
        kont *escape;                                   /* ESCAPABLE */
    };
    uintptr_t shot;                                     /* OBJECT: counts leaves and enters; the rest of a resumption is its count */
};

/* One for each thread, scanned by the collector: what kont_continue_tail leaves for who called the clause. */
struct kont__thread_effects {
    struct kont__handle *handle;                        /* null: nothing */
    void *rest, *value;
};

/* Collected memory, zeroed. Raises KONT_ERR_MEMORY. */
kont__hidden KONT void *kont__alloc(size_t bytes, const char *where);

/* The thread's, or null before the first handler; the other makes it. Raises KONT_ERR_MEMORY. */
extern kont__hidden _Thread_local struct kont__thread_effects *kont__this_thread;
kont__hidden KONT struct kont__thread_effects *kont__thread_effects(const char *where);

static inline struct kont__handle *kont__handle_from(kont_handle *h)
{
    return (struct kont__handle *)h;
}

/* Runs the body of h, which was made just now, to its end or to its first operation, and on from there: what kont_with_effect returns. */
kont__hidden KONT void *kont__handle_run(struct kont__handle *h);

/* A handle for these clauses, for a body that is not known yet. */
kont__hidden KONT struct kont__handle *kont__handle_new(const kont_clauses *c, void *local, const char *where);

/* Raises KONT_ERR_NOT_TAIL where a kont_continue_tail waits for its clause to return. */
kont__hidden KONT void kont__not_tail(const char *where);
static inline KONT void kont__need_nothing_in_tail(const char *where)
{
    if (__builtin_expect(kont__this_thread->handle != NULL, 0))
        kont__not_tail(where);
}

#endif
