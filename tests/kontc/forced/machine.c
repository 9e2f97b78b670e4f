/* machine.c: see forced.h and machine.h.
 *
 * None of its state is in static storage, so that this can be put back as a whole before a program goes on a second time from the same
 * frames. Fresh frames are filled with rubbish, and so is the C stack before each resume.
 *
 * What an unmarked function calls runs in a loop of its own (kont__unmarked_go_on): captures end there, and the program goes on at once. */
#include "machine.h"

#include <kont/cps.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forced.h"
#include "memory.h"

_Thread_local struct kont__cps kont__cps;
const char kont_built_for_cps = 0;

enum { RUBBISH = 0xa5, SMALL_STACK = 6000, SCRUBBED = 16000, BOXES = 1000 };

struct saved_box {
    void *at, *content;
    size_t size;
};

struct machine {
    struct forced_mode mode;
    struct forced_answer answer;
    bool shown;
    unsigned long ticks;
    kont__frame *chain;                                 /* what waits, innermost first */
    void *value;                                        /* what the innermost gets */
    /* from where it goes on a second time */
    kont__frame *kept_chain;
    void *kept_value, *kept_data;
    struct forced_answer kept_answer;
    struct saved_box box[BOXES];
    int boxes;
    struct kont__unmarked *unmarked;                    /* entered from unmarked functions, innermost first */
};

static struct machine *the;

static void start(void)
{
    if (the == NULL)
        the = forced_state(sizeof *the);
}

/* ---- what rewritten code calls ---- */

static void start_capture(void *value)
{
    the->value = value;
    the->answer.captures++;
    kont__cps.flag = 1;
    kont__cps.tail = &the->chain;
}

/* A function that saves while no capture is under way has found the stack low. */
void *kont__save_new(const kont__site *site)
{
    kont__frame *f = forced_allocate(site->size);
    if (!kont__cps.flag)
        start_capture(NULL);
    memset(f, RUBBISH, site->size);
    f->site = (uintptr_t)site;
    f->next = *kont__cps.tail;
    *kont__cps.tail = f;
    kont__cps.tail = &f->next;
    return f;
}

void *kont__box(size_t size)
{
    return memset(forced_allocate(size), 0, size);
}

void kont__box_end(void *box)
{
    (void)box;                                          /* freed with all else: forced_free_all */
}

void *kont__to_heap(const void *v, size_t size)
{
    return memcpy(forced_allocate(size), v, size);
}

long tick__kont1(long x)
{
    the->ticks++;
    if (the->mode.every != 0 && the->ticks % the->mode.every == 0 && forced_has_room())
        start_capture(KONT__TO(x));
    return x;
}

long tick(long x)
{
    return KONT__CALLED_VIA(tick) ? tick__kont1(x) : x;
}

void trace(unsigned long v)
{
    the->answer.hash = the->answer.hash * 0x9e3779b97f4a7c15 + v;
    the->answer.count++;
    if (the->shown)
        printf("%ld ", (long)v);
}

/* ---- going on twice ---- */

extern char __data_start[], _end[];

static void keep_box(const kont__frame *f)
{
    const kont__site *site = kont__site_of(f);
    if (site->box_size == 0)
        return;
    if (the->boxes == BOXES)
        abort();
    struct saved_box *b = &the->box[the->boxes++];
    *b = (struct saved_box){ ((const struct kont__boxed *)f)->box, forced_allocate(site->box_size), site->box_size };
    memcpy(b->content, b->at, b->size);
}

static void keep(void)
{
    size_t size = (size_t)(_end - __data_start);
    for (kont__frame *f = the->chain; f != NULL; f = f->next) {
        f->site |= KONT__SHARED_FRAME;
        keep_box(f);
    }
    the->kept_chain = the->chain;
    the->kept_value = the->value;
    the->kept_answer = the->answer;
    the->kept_data = forced_allocate(size);
    memcpy(the->kept_data, __data_start, size);
}

static void put_back(void)
{
    for (int i = 0; i < the->boxes; i++)
        memcpy(the->box[i].at, the->box[i].content, the->box[i].size);
    memcpy(__data_start, the->kept_data, (size_t)(_end - __data_start));
    the->chain = the->kept_chain;
    the->value = the->kept_value;
    the->answer = the->kept_answer;
}

/* ---- the loop ---- */

static __attribute__((noinline)) void scrub(void)
{
    volatile char rubbish[SCRUBBED];
    memset((char *)rubbish, RUBBISH, sizeof rubbish);
    __asm__ volatile("" : : "r"(rubbish) : "memory");
}

static void captured(void)
{
    kont__cps.flag = 0;
    if (the->mode.twice != 0 && the->answer.captures >= the->mode.twice && the->kept_chain == NULL && the->unmarked == NULL)
        keep();
}

static void go_on(void)
{
    if (kont__cps.flag)
        captured();
    while (the->chain != NULL) {
        kont__frame *f = the->chain;
        the->chain = f->next;
        scrub();
        void *v = kont__site_of(f)->again(f, the->value);
        if (kont__cps.flag)
            captured();
        else
            the->value = v;
    }
}

/* ---- entered from unmarked functions ---- */

void kont__unmarked_begin(struct kont__unmarked *u, const struct kont__function *f)
{
    start();
    u->outer = the->unmarked;
    u->function = f;
    u->base = the->chain;
    the->unmarked = u;
    the->chain = NULL;
}

void *kont__unmarked_go_on(struct kont__unmarked *u)
{
    (void)u;
    go_on();
    return the->value;
}

void kont__unmarked_leave(struct kont__unmarked *u)
{
    the->unmarked = u->outer;
    the->chain = u->base;
}

void forced_begin(const struct forced_mode *mode)
{
    start();
    bool shown = the->shown;
    memset(the, 0, sizeof *the);
    forced_free_all();
    the->shown = shown;
    the->mode = *mode;
    kont__cps = (struct kont__cps){ .limit = mode->low ? kont__sp() - SMALL_STACK : 0 };
}

unsigned long forced_captures(void)
{
    return the->answer.captures;
}

void forced_run(void (*program)(void), const struct forced_mode *mode, struct forced_answer *first, struct forced_answer *second)
{
    forced_begin(mode);
    if (mode->every != 0 || mode->low)
        kont__via((const void *)program);
    program();
    go_on();
    *first = *second = the->answer;
    if (the->kept_chain == NULL)
        return;
    put_back();
    go_on();
    *second = the->answer;
}

void forced_show(bool shown)
{
    start();
    the->shown = shown;
}
