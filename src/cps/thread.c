#define _GNU_SOURCE
#include "thread.h"

#define GC_THREADS
#define GC_NO_THREAD_REDIRECTS
#include <gc/gc.h>
#include <pthread.h>

#include "box.h"
#include "start.h"

_Thread_local struct kont__self kont__self;
_Thread_local struct kont__cps kont__cps;

const char kont__machine_name[] = "cps";
KONT_API const char kont_built_for_cps = 0;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t at_exit;
static int start_error;

/* ---- The C stack's end ---------------------------------------------------------------------------------------------------- */

/* What functions that are not marked may use below the limit, the collector among them. */
static size_t margin(size_t stack)
{
    enum { MOST = 256 << 10 };
    return stack / 4 < MOST ? stack / 4 : MOST;
}

static void find_limits(struct kont__thread *t)
{
    size_t size;
    const char *low = kont__native_stack(&size);
    if (low == NULL)
        return;
    t->limit = (uintptr_t)low + margin(size);
    t->hard_limit = (uintptr_t)low + margin(size) / 2;
    kont__cps.limit = t->limit;
}

size_t kont__room(void)
{
    return SIZE_MAX;                                    /* marked functions have no end of it */
}

/* ---- Threads ---------------------------------------------------------------------------------------------------------------- */

/* The collector scans a thread's stack up to its bottom. What is thread-local may lie beyond. */
static bool is_scanned(const void *place)
{
    struct GC_stack_base bottom;
    GC_get_my_stackbottom(&bottom);
    return (char *)place >= (char *)__builtin_frame_address(0) && (char *)place < (char *)bottom.mem_base;
}

static void add_roots(struct kont__thread *t)
{
    t->rooted = !is_scanned(&kont__self) || !is_scanned(&kont__cps);
    if (!t->rooted)
        return;
    GC_add_roots(&kont__self, &kont__self + 1);
    GC_add_roots(&kont__cps, &kont__cps + 1);
}

static void remove_roots(const struct kont__thread *t)
{
    if (!t->rooted)
        return;
    GC_remove_roots(&kont__self, &kont__self + 1);
    GC_remove_roots(&kont__cps, &kont__cps + 1);
}

/* libgc may have taken leave of the thread by now (and says that one to be joined is registered still); cleanups may allocate. */
static void close_what_is_left(void)
{
    struct GC_stack_base bottom;
    GC_get_stack_base(&bottom);
    bool left = GC_register_my_thread(&bottom) == GC_SUCCESS;
    kont__thread_ends();
    if (left)
        GC_unregister_my_thread();
}

/* The thread ends, perhaps by pthread_exit inside prompts: nothing of its C stack is left. */
static void detach(void *thread)
{
    struct kont__thread *t = thread;
    kont__self.here = &t->root;
    kont__tail_take();
    t->root.dyn = NULL;
    t->root.sp = NULL;
    t->root.flags = 0;
    t->driver = NULL;
    t->light = NULL;
    t->unmarked = NULL;
    kont__cps.flag = 0;
    close_what_is_left();
    remove_roots(t);
    kont__self = (struct kont__self){ 0 };
    kont__cps = (struct kont__cps){ 0 };
    GC_FREE(t);
}

static void init(void)
{
    kont__start_collector();
    kont__memory_init();
    kont__boxes_init();
    if (pthread_key_create(&at_exit, detach) != 0)
        start_error = KONT_ERR_MEMORY;
}

int kont__attach(void)
{
    if (GC_is_init_called() && !GC_thread_is_registered())
        return KONT_ERR_UNREGISTERED;                   /* the collector would not see what init() makes */
    pthread_once(&once, init);
    if (start_error != 0)
        return start_error;
    if (kont__self.here != NULL)
        return 0;
    struct kont__thread *t = GC_MALLOC_UNCOLLECTABLE(sizeof *t);
    if (t == NULL)
        return KONT_ERR_MEMORY;
    kont__describe_self(t, &t->root);
    if (!kont__has_spare() || pthread_setspecific(at_exit, t) != 0) {
        kont__self.machine = NULL;
        GC_FREE(t);
        return KONT_ERR_MEMORY;
    }
    add_roots(t);
    find_limits(t);
    kont__self.here = &t->root;
    return 0;
}
