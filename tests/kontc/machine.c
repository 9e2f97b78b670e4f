/* machine.c: the least machine that runs rewritten code. Built by a plain compiler, with KONT_FOR_CPS for rewritten programs.
 *
 *   KONTC_CAPTURE=n   every n-th tick captures the whole C stack, and goes on from the frames (0: none)
 *   KONTC_SHARED=1    frames are shared from the moment of capture on; nobody may change them
 *   KONTC_STACK=n     marked functions may use n bytes of C stack
 *
 * A frame's memory is never used again, so that a frame that is used too late is noticed. */
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long ticks, captures;

static long setting(const char *name)
{
    const char *s = getenv(name);
    return s != NULL ? atol(s) : 0;
}

static void report(void)
{
    fprintf(stderr, "%ld ticks, %ld captures\n", ticks, captures);
}

#if !defined(KONT_FOR_CPS)

const char kont_built_for_stack;

long tick(long n)
{
    ticks++;
    return n;
}

void tick_end(int status)
{
    exit(status);
}

int main(void)
{
    int status = program();
    if (setting("KONTC_REPORT"))
        report();
    return status;
}

#else
#include <kont/cps.h>

const char kont_built_for_cps;
_Thread_local struct kont__cps kont__cps;

static kont__frame *chain;                              /* innermost first */
static int barriers;
static long every, shared;

/* ---- Memory ------------------------------------------------------------------------------------------------------------------------ */

void *kont__box(size_t size)
{
    return calloc(1, size);
}

void kont__box_end(void *box)
{
    (void)box;                                          /* a capture may share it */
}

void *kont__to_heap(const void *v, size_t size)
{
    return memcpy(malloc(size), v, size);
}

/* With the flag down it is the end of the C stack. */
void *kont__save_new(const kont__site *site)
{
    kont__frame *f = malloc(2 * (size_t)site->size);
    memset(f, 0xA5, site->size);
    if (!kont__cps.flag) {
        kont__cps.flag = 1;
        captures++;
    }
    f->site = (uintptr_t)site;
    f->next = *kont__cps.tail;
    *kont__cps.tail = f;
    kont__cps.tail = &f->next;
    return f;
}

/* ---- Frames that nobody may change: behind each stands a copy ----------------------------------------------------------------------- */

static void share_all(void)
{
    for (kont__frame *f = chain; shared && f != NULL && !(f->site & KONT__SHARED_FRAME); f = f->next) {
        f->site |= KONT__SHARED_FRAME;
        memcpy((char *)f + kont__site_of(f)->size, f, kont__site_of(f)->size);
    }
}

static void check_shared(const kont__frame *f)
{
    if (shared && memcmp((const char *)f + kont__site_of(f)->size, f, kont__site_of(f)->size) != 0) {
        fprintf(stderr, "a shared frame of %s has changed\n", kont__site_of(f)->function->name);
        abort();
    }
}

/* ---- Running --------------------------------------------------------------------------------------------------------------------------- */

static void *captured_value;

long tick__kont1(long n)
{
    ticks++;
    if (every == 0 || barriers > 0 || ticks % every != 0)
        return n;
    captures++;
    kont__cps.flag = 1;
    captured_value = kont__to(&n, sizeof n);
    return -1;
}

long tick(long n)
{
    if (kont__called_via((const void *)tick))
        return tick__kont1(n);
    ticks++;
    return n;
}

void tick_end__kont1(int status)
{
    exit(status);
}

void tick_end(int status)
{
    exit(status);
}

/* Goes on from the frames of the chain, until `end` is reached. */
static void *go_on(void *v, kont__frame *end)
{
    for (;;) {
        if (kont__cps.flag) {
            kont__cps.flag = 0;
            v = captured_value;
            share_all();
        }
        kont__frame *f = chain;
        if (f == end)
            return v;
        check_shared(f);
        chain = f->next;
        kont__cps.tail = &chain;
        v = kont__site_of(f)->again(f, v);
    }
}

void kont__unmarked_begin(struct kont__unmarked *u, const struct kont__function *f)
{
    u->function = f;
    u->base = chain;
    kont__cps.tail = &chain;
    barriers++;
}

void *kont__unmarked_go_on(struct kont__unmarked *u)
{
    return go_on(NULL, u->base);
}

void kont__unmarked_leave(struct kont__unmarked *u)
{
    (void)u;
    kont__cps.tail = &chain;
    barriers--;
}

int program__kont1(void);

int main(void)
{
    long room = setting("KONTC_STACK");
    every = setting("KONTC_CAPTURE");
    shared = setting("KONTC_SHARED");
    kont__cps.limit = room > 0 ? kont__sp() - (uintptr_t)room : 0;
    kont__cps.tail = &chain;
    int status = program__kont1();
    void *v = kont__to(&status, sizeof status);
    if (kont__cps.flag)
        v = go_on(NULL, NULL);
    kont__from(&status, sizeof status, v);
    if (setting("KONTC_REPORT"))
        report();
    return status;
}
#endif
