/* kont/binding.h: what a key stands for in a dynamic extent: a set of methods, called by key. Handlers of effects are made of these.
 *
 *     kont_with_binding(b, f, x)         b binds the key k
 *       | frames of f
 *       | kont_prompt(&c->tag, g, y)     c binds k too, since its tag says so: a prompt of it is a binding
 *       |   | frames of g
 *       |   | kont_invoke(k, i, v)       -> c->methods[i].fn(c, v): the innermost in sight
 *       |   |   | kont_call_outside(c, fn, v)
 *       |   |   |   | kont_invoke(k, i, v)       -> b->methods[i].fn(b, v): c and all inside of it are out of sight
 *
 * Bindings are found through every prompt to the root, as parameters are; captures take those along whose frames they take. Finding the innermost
 * one costs two comparisons, and no lookup costs more than the prompts and bindings that it passes.
 *
 * A binding whose method `i` has neither function is passed over by kont_invoke for `i`: the next outer one is asked. */
#ifndef KONT_BINDING_H
#define KONT_BINDING_H

#include <kont/prompt.h>

KONT_BEGIN

typedef struct kont_binding kont_binding;
typedef struct kont_key kont_key;

/* A function of two arguments: a binding, and what it is called with. */
typedef KONT void *kont_method_fn(kont_binding *b, void *arg);

/* What is bound. Keys are compared by address; `unbound` is called where kont_invoke finds no binding, and its value is the invocation's. Null there:
 * KONT_ERR_UNHANDLED, with the key's name. */
struct kont_key {
    const char *name;                                   /* for messages */
    KONT void *(*unbound)(const kont_key *key, int method, void *arg);
};

struct kont_method {
    kont_method_fn *fn;                                 /* called with the binding and the argument; */
    KONT void *(*via)(kont_binding *b, void *arg, const struct kont_method *m);    /* or, where it is null, this, with the method too */
    const void *own;                                    /* the layer's own, these two */
    intptr_t kind;
};

/* A collected or static object, the caller's. Layers put it first in a larger one. It serves one thread at a time. How many methods a key has is agreed
 * between those who bind it and those who invoke it: `methods` has them all, and a number beyond them is not noticed. */
struct kont_binding {
    kont_tag tag;                                       /* tag.key: what it binds. A prompt of this tag is the binding's extent */
    const struct kont_method *methods;                  /* as many as anybody calls; null: none */
    void *local;                                        /* the layer's own */
};

/* Runs fn(arg) with b as the innermost binding of b->tag.key, and as a body of its own for kont_defer. Costs no segment.
 * Errors: KONT_ERR_ARGUMENT (a binding without a key), KONT_ERR_MEMORY. */
KONT_API KONT void *kont_with_binding(kont_binding *b, kont_fn *fn, void *arg);

/* Calls method number `method` of the innermost binding of `key` that has one. It is called in place, as a function is, by a tail call.
 * Errors: KONT_ERR_UNHANDLED, KONT_ERR_ARGUMENT for a number below 0, and what the method raises. */
KONT_API KONT void *kont_invoke(const kont_key *key, int method, void *arg);

/* Calls that method of b, wherever b is. Errors: KONT_ERR_UNHANDLED where b has none; KONT_ERR_ARGUMENT. */
KONT_API KONT void *kont_invoke_on(kont_binding *b, int method, void *arg);

/* The innermost binding of `key` in sight, or null. */
KONT_API kont_binding *kont_binding_first(const kont_key *key);

/* Whether the extent of b is around the caller, in sight or hidden. */
KONT_API bool kont_binding_exists(const kont_binding *b);

/* Calls fn(b, arg) with b, and every binding of whatever key inside of it, out of sight: what fn invokes is found as if it had been called where
 * b's extent begins. Bindings that are made inside of fn are in sight. Where a continuation that was captured in fn is reinstated without
 * b, nothing is hidden. Errors: KONT_ERR_HANDLER_GONE where b's extent is not around the caller, KONT_ERR_MEMORY. */
KONT_API KONT void *kont_call_outside(kont_binding *b, kont_method_fn *fn, void *arg);

/* Runs fn(arg) with the binding of `key` that is the innermost there out of sight: Koka's mask. Of masks in each other each hides one more.
 * Errors: KONT_ERR_MEMORY. */
KONT_API KONT void *kont_masking(const kont_key *key, kont_fn *fn, void *arg);

KONT_END
#endif
