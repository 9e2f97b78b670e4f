#define _GNU_SOURCE
#include "thread.h"

#include <pthread.h>
#include <stdlib.h>

#include "chain.h"
#include "fault.h"
#include "libgc.h"
#include "roots.h"
#include "start.h"
#include "switch.h"

_Static_assert(offsetof(struct kont__prompt, link) == KONT__LINK, "switch.h");
_Static_assert(offsetof(struct kont__prompt, sp) == KONT__SP, "switch.h");
_Static_assert(offsetof(struct kont__prompt, home) == KONT__HOME, "switch.h");
_Static_assert(offsetof(struct kont__self, back) == KONT__BACK, "switch.h");
_Static_assert(offsetof(struct kont__dyn, at) == KONT__AT, "switch.h");

_Thread_local struct kont__self kont__self;
struct kont__thread *kont__threads;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t at_exit;
static int start_error;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void kont__lock(void)
{
    pthread_mutex_lock(&lock);
}

void kont__unlock(void)
{
    pthread_mutex_unlock(&lock);
}

static void *insert(void *thread)
{
    struct kont__thread *t = thread;
    t->next = kont__threads;
    kont__threads = t;
    return NULL;
}

static void *erase(void *thread)
{
    struct kont__thread **place = &kont__threads;
    while (*place != thread)
        place = &(*place)->next;
    *place = (*place)->next;
    return NULL;
}

static void give_back(kont__home *h)
{
    if (h != NULL)
        kont__home_leave(&(kont__prompt){ .home = h });
}

/* How the collector knows the thread: from now on, for a thread that takes leave of it and comes back gets another handle. */
static void meet_collector(struct kont__thread *t)
{
    struct GC_stack_base bottom;
    t->collector_thread = GC_get_my_stackbottom(&bottom);
    t->native_bottom = bottom.mem_base;
}

/* libgc may have taken leave of the thread by now (and says that one to be joined is registered still); cleanups may allocate. All frames that
 * the collector has to see are those of the cleanups. */
static void close_what_is_left(struct kont__thread *t)
{
    struct GC_stack_base bottom = { .mem_base = __builtin_frame_address(0) };
    bool left = GC_register_my_thread(&bottom) == GC_SUCCESS;
    meet_collector(t);
    kont__thread_ends();
    if (left)
        GC_unregister_my_thread();
}

/* The thread ends: its segments serve others, its waiting continuations are left to the collector. */
static void detach(void *thread)
{
    struct kont__thread *t = thread;
    close_what_is_left(t);
    kont__give_up_ready(0);
    kont__home_unstock();
    GC_call_with_alloc_lock(erase, t);
    give_back(t->scratch);
    give_back(t->shared);
    kont__home_flush(t);
    kont__fault_detach();
    kont__self = (struct kont__self){ 0 };
    free(t);
}

/* In the child of a fork only the thread that forked lives on. */
static void keep_only_this(void)
{
    struct kont__thread *mine = kont__self.here != NULL ? kont__thread() : NULL;
    kont__unlock();
    kont__threads = mine;
    if (mine != NULL)
        mine->next = NULL;
}

static void init(void)
{
    kont__start_collector();
    kont__collect_init();
    if (pthread_key_create(&at_exit, detach) != 0 || pthread_atfork(kont__lock, kont__unlock, keep_only_this) != 0)
        start_error = KONT_ERR_MEMORY;
}

/* The thread does not come to be known by this. */
static int give_up(struct kont__thread *t, int error)
{
    if (t->scratch != NULL)
        kont__home_to_pool(t->scratch);
    if (t->shared != NULL)
        kont__home_to_pool(t->shared);
    free(t);
    return error;
}

/* The first of it may collect, and so run finalizers that use kont: then the thread is known afterwards. */
static int make_known(void)
{
    kont__roots_check();
    struct kont__thread *t = calloc(1, sizeof *t);
    if (t == NULL)
        return KONT_ERR_MEMORY;
    t->scratch = kont__home_first(KONT__DEFAULT_CLASS);
    t->shared = kont__home_first(KONT__DEFAULT_CLASS);
    if (kont__self.here != NULL)
        return give_up(t, 0);
    if (t->scratch == NULL || t->shared == NULL)
        return give_up(t, KONT_ERR_SEGMENTS);
    if (pthread_setspecific(at_exit, t) != 0)
        return give_up(t, KONT_ERR_MEMORY);
    kont__describe_self(t, &t->root);
    t->self = &kont__self;
    meet_collector(t);
    size_t size;
    t->native_low = kont__native_stack(&size);
    kont__fault_attach();
    GC_call_with_alloc_lock(insert, t);
    kont__self.here = &t->root;
    return 0;
}

int kont__attach(void)
{
    if (GC_is_init_called() && !GC_thread_is_registered())
        return KONT_ERR_UNREGISTERED;                   /* the collector would not see what init() makes */
    pthread_once(&once, init);
    if (start_error != 0)
        return start_error;
    if (kont__self.here == NULL)
        return make_known();
    meet_collector(kont__thread());
    return 0;
}
