/* switch_ucontext.c: the switches of switch.h on makecontext and swapcontext, for machines without an assembly file
 * (KONT_MAKECONTEXT). Slower by far: each switch is two system calls.
 *
 * A stack that waits is known by a record in the frame that switched away; who goes there says in the record what is to happen. The
 * signal mask and the floating-point environment are the thread's, so each switch carries them along. */
#include "switch.h"

#if defined(KONT_MAKECONTEXT)
#include <fenv.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <ucontext.h>

#include "thread.h"

struct record {
    ucontext_t context;
    void *value;                                        /* what the switch here returns, or fn's argument */
    kont__entry *fn;                                    /* null, or what to call first */
    volatile bool jumped;                               /* kont__light: came back by a jump */
    bool bare;                                          /* at a segment's top: no frames, only its end */
};
_Static_assert(sizeof(struct record) + 16 <= KONT__BASE, "room for the bare record");

/* A stack about to start; fn's argument is where the collector sees it, in the thread's record. */
static _Thread_local struct {
    ucontext_t context;
    kont__entry *fn;
} starting;
static _Thread_local fenv_t environment;                /* on its way from one stack to the other */

/* ---- Going and coming ------------------------------------------------------------------------------------------------------------------- */

static void tell(struct record *to, kont__entry *fn, void *v)
{
    to->fn = fn;
    to->value = v;
    to->jumped = true;
}

/* Saves in *from (null: not at all) and goes to the context. */
static void change(ucontext_t *from, ucontext_t *to)
{
    fegetenv(&environment);
    pthread_sigmask(SIG_SETMASK, NULL, &to->uc_sigmask);
    if (from == NULL)
        setcontext(to);
    else
        swapcontext(from, to);
    fesetenv(&environment);
}

static void *arrive(struct record *r)
{
    kont__entry *fn = r->fn;
    void *v = r->value;
    return fn != NULL ? fn(v) : v;
}

/* The first function on an empty stack. As in the assembly files, an unwinder that comes here is told to go on outside. */
static void base(void)
{
    __asm__(".cfi_personality 0x1b, kont__unwind_base");        /* pc-relative */
    void **place = &kont__thread()->starting, *arg = *place;
    *place = NULL;
    void *v = starting.fn(arg);
    kont__jump(kont__finish(v), v);
}

static void prepare(ucontext_t *context, void *top, kont__entry *fn, void *arg)
{
    kont__home *h = top;
    getcontext(context);
    context->uc_link = NULL;
    context->uc_stack.ss_sp = h->low;
    context->uc_stack.ss_size = (size_t)((char *)top - KONT__BASE - h->low);
    makecontext(context, base, 0);
    starting.fn = fn;
    kont__thread()->starting = arg;
}

static void *identity(void *v)
{
    return v;
}

/* ---- The switches ----------------------------------------------------------------------------------------------------------------------- */

void *kont__switch_call(void **save, void *to, kont__entry *fn, void *arg)
{
    struct record r = { .bare = false }, *target = to;
    if (target->bare)
        return kont__switch_new(save, target + 1, fn != NULL ? fn : identity, arg);
    *save = &r;
    tell(target, fn, arg);
    change(&r.context, &target->context);
    return arrive(&r);
}

void *kont__switch_in(kont__prompt *to, void *v, kont__prompt *from)
{
    return kont__switch_call(&from->sp, to->sp, NULL, v);
}

void *kont__switch_out(kont__prompt *from, void *v, kont__prompt *to)
{
    return kont__switch_call(&from->sp, to->sp, NULL, v);
}

void *kont__switch_new(void **save, void *top, kont__entry *fn, void *arg)
{
    struct record r = { .bare = false };
    *save = &r;
    prepare(&starting.context, top, fn, arg);
    change(&r.context, &starting.context);
    return arrive(&r);
}

void *kont__start(kont__prompt *p, kont__entry *fn, void *arg, kont__prompt *from)
{
    return kont__switch_new(&from->sp, kont__top(p->home), fn, arg);
}

void kont__jump_out(kont__prompt *to, void *v)
{
    kont__jump(to->sp, v);
}

void kont__jump_new(void *top, kont__entry *fn, void *arg)
{
    prepare(&starting.context, top, fn, arg);
    change(NULL, &starting.context);
    abort();
}

void kont__jump_call(void *to, kont__entry *fn, void *arg)
{
    struct record *target = to;
    tell(target, fn, arg);
    if (target->bare)
        kont__jump_new((char *)to + sizeof *target, fn != NULL ? fn : identity, arg);
    change(NULL, &target->context);
    abort();
}

void kont__jump(void *to, void *v)
{
    kont__jump_call(to, NULL, v);
}

void *kont__light(kont__dyn *d, kont_fn *fn, void *arg)
{
    struct record r = { .jumped = false, .bare = false };
    d->at = &r;
    getcontext(&r.context);
    return r.jumped ? arrive(&r) : fn(arg);
}

void *kont__bare(void *top)
{
    struct record *r = (struct record *)((char *)top - sizeof *r);
    *r = (struct record){ .bare = true };
    return r;
}
#endif
