#define _GNU_SOURCE
#include "roots.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "collect.h"
#include "fault.h"
#include "libgc.h"

static GC_push_other_roots_proc push_before;
static GC_on_collection_event_proc event_before;
static struct sigaction suspend_before;
static bool installed, world_stopped;
static unsigned times_pushed, times_told;

static void set_bottom(struct kont__thread *t, void *bottom)
{
    struct GC_stack_base base = { .mem_base = bottom };
    if (bottom != NULL)
        GC_set_stackbottom(t->collector_thread, &base);
}

/* Where t's sp is, as the collector sees it. A thread that is neither stopped nor the collecting one waits in a blocking call of the
 * collector's, and does not switch: null. */
static void *sp_of(const struct kont__thread *t)
{
    return t == kont__self.machine ? __builtin_frame_address(0) : t->stopped_at;
}

static bool on_signal_stack(const struct kont__thread *t)
{
    char *sp = sp_of(t);
    return sp >= t->signal_low && sp < t->signal_high;
}

/* The segment that t runs on, or did where a signal interrupted it; null: its native stack. */
static kont__home *running_on(const struct kont__thread *t)
{
    void *sp = on_signal_stack(t) ? t->interrupted_at : sp_of(t);
    return sp != NULL ? kont__home_of(sp) : t->self->here->home;
}

/* Up to where the collector is to scan from t's sp; null: where it would anyway. The collector's handle of a thread is touched only
 * where this is not null: that of a thread that has just ended is stale, but such a thread is on its native stack again. */
static void *bottom_of(const struct kont__thread *t)
{
    if (on_signal_stack(t))
        return t->signal_high;
    kont__home *h = running_on(t);
    return h != NULL ? kont__top(h) : NULL;
}

/* Every slice that waits in t's chain (as in collect.c: in place or not), and what the thread's own records point to. */
static void push_thread(struct kont__thread *t)
{
    enum { RED_ZONE = 128 };
    kont__home *running = running_on(t);
    GC_push_all_eager(t->self, t->self + 1);
    GC_push_all_eager(t, t + 1);
    if (on_signal_stack(t))
        GC_push_all_eager((char *)t->interrupted_at - RED_ZONE, running != NULL ? kont__top(running) : t->native_bottom);
    for (kont__prompt *p = t->self->here; p != NULL; p = p->link) {
        kont__home *h = p->home;
        char *low = kont__slice_low(p->sp);
        if (h == NULL && running != NULL && p->sp != NULL)
            GC_push_all_eager(low, t->native_bottom);
        else if (h != NULL && h != running && low >= h->low && low < kont__top(h))
            GC_push_all_eager(low, kont__top(h));       /* its sp is another segment's for a moment, while frames change hands */
    }
}

static void push_roots(void)
{
    times_pushed++;
    if (!world_stopped)
        return;
    if (kont__self.machine != NULL)
        kont__fault_note(kont__self.machine);
    for (struct kont__thread *t = kont__threads; t != NULL; t = t->next)
        set_bottom(t, bottom_of(t));
    if (push_before != NULL)
        push_before();
    for (struct kont__thread *t = kont__threads; t != NULL; t = t->next) {
        set_bottom(t, bottom_of(t) != NULL ? t->native_bottom : NULL);
        push_thread(t);
    }
}

static void GC_CALLBACK on_event(GC_EventType event)
{
    times_told++;
    if (event == GC_EVENT_MARK_START)
        kont__marking_begins();
    else if (event == GC_EVENT_POST_STOP_WORLD)
        world_stopped = true;
    else if (event == GC_EVENT_PRE_START_WORLD)
        world_stopped = false;
    if (event_before != NULL)
        event_before(event);
}

static void on_suspend(int signal, siginfo_t *info, void *context)
{
    struct kont__thread *t = kont__self.machine;
    if (t != NULL) {
        kont__fault_note(t);
        t->stopped_at = __builtin_frame_address(0);
    }
    if (suspend_before.sa_flags & SA_SIGINFO)
        suspend_before.sa_sigaction(signal, info, context);
    else
        suspend_before.sa_handler(signal);
    if (t != NULL)
        t->stopped_at = NULL;
}

static void install(void)
{
    struct sigaction a;
    push_before = GC_get_push_other_roots();
    GC_set_push_other_roots(push_roots);
    event_before = GC_get_on_collection_event();
    GC_set_on_collection_event(on_event);
    sigaction(GC_get_suspend_signal(), NULL, &suspend_before);
    a = suspend_before;
    a.sa_flags |= SA_SIGINFO;
    a.sa_sigaction = on_suspend;
    sigaction(GC_get_suspend_signal(), &a, NULL);
    installed = true;
}

static void stop(const char *what)
{
    fprintf(stderr, "kont: the collector's %s was replaced after kont's first use; a collection would lose suspended frames\n", what);
    abort();
}

/* Somebody else is in front. That is well if they hand on: a collection shows. */
static void check_by_effect(void)
{
    unsigned pushed = times_pushed, told = times_told;
    GC_gcollect();
    if (times_pushed == pushed)
        stop("push-other-roots procedure");
    if (times_told == told)
        stop("collection event procedure");
}

/* Whether somebody else is in front of a hook. */
static bool check(void)
{
    struct sigaction now;
    if (!installed)
        install();
    sigaction(GC_get_suspend_signal(), NULL, &now);
    if (!(now.sa_flags & SA_SIGINFO) || now.sa_sigaction != on_suspend)
        stop("suspend signal's handler");
    return GC_get_push_other_roots() != push_roots || GC_get_on_collection_event() != on_event;
}

void kont__roots_check(void)
{
    kont__lock();
    bool somebody = check();
    kont__unlock();
    if (somebody && !GC_is_disabled())
        check_by_effect();
}
