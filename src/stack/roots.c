#define _GNU_SOURCE
#include "roots.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "collect.h"
#include "libgc.h"

static GC_push_other_roots_proc push_before;
static GC_on_collection_event_proc event_before;
static struct sigaction suspend_before;
static bool installed, world_stopped;

static void set_bottom(struct kont__thread *t, void *bottom)
{
    struct GC_stack_base base = { .mem_base = bottom };
    GC_set_stackbottom(t->collector_thread, &base);
}

/* The segment that t runs on; null: its native stack. A thread that is neither stopped nor the collecting one waits in a
 * blocking call of the collector's, and does not switch. */
static kont__home *running_on(struct kont__thread *t)
{
    if (t == kont__self.machine)
        return kont__home_of(__builtin_frame_address(0));
    if (t->stopped_at != NULL)
        return kont__home_of(t->stopped_at);
    return t->self->here->home;
}

/* Every slice that waits in t's chain (as in collect.c: in place or not), and what the thread's own records point to. */
static void push_thread(struct kont__thread *t, kont__home *running)
{
    GC_push_all_eager(t->self, t->self + 1);
    GC_push_all_eager(t, t + 1);
    for (kont__prompt *p = t->self->here; p != NULL; p = p->link) {
        kont__home *h = p->home;
        if (h == NULL && running != NULL && p->sp != NULL)
            GC_push_all_eager(kont__slice_low(p->sp), t->native_bottom);
        else if (h != NULL && h != running && p->sp != NULL)
            GC_push_all_eager(kont__slice_low(p->sp), kont__top(h));
    }
}

static void push_roots(void)
{
    if (!world_stopped)
        return;
    for (struct kont__thread *t = kont__threads; t != NULL; t = t->next) {
        kont__home *h = running_on(t);
        if (h != NULL)
            set_bottom(t, kont__top(h));
    }
    if (push_before != NULL)
        push_before();
    for (struct kont__thread *t = kont__threads; t != NULL; t = t->next) {
        set_bottom(t, t->native_bottom);
        push_thread(t, running_on(t));
    }
}

static void GC_CALLBACK on_event(GC_EventType event)
{
    if (event == GC_EVENT_POST_STOP_WORLD)
        world_stopped = true;
    else if (event == GC_EVENT_PRE_START_WORLD)
        world_stopped = false;
    if (event_before != NULL)
        event_before(event);
}

static void on_suspend(int signal, siginfo_t *info, void *context)
{
    struct kont__thread *t = kont__self.machine;
    if (t != NULL)
        t->stopped_at = __builtin_frame_address(0);
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

static void *check(void *unused)
{
    struct sigaction now;
    (void)unused;
    if (!installed)
        install();
    sigaction(GC_get_suspend_signal(), NULL, &now);
    if (GC_get_push_other_roots() != push_roots)
        stop("push-other-roots procedure");
    if (GC_get_on_collection_event() != on_event)
        stop("collection event procedure");
    if (!(now.sa_flags & SA_SIGINFO) || now.sa_sigaction != on_suspend)
        stop("suspend signal's handler");
    return NULL;
}

void kont__roots_check(void)
{
    check(NULL);
}
