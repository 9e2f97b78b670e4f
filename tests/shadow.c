/* A thread with a shadow stack. No machine need have any here: the library's probe is replaced by this one. */
#define GC_THREADS
#include <gc/gc.h>
#include <kont.h>
#include <pthread.h>

#include "test.h"

static bool all_have, new_ones_have;
static _Thread_local bool is_first;

bool kont__has_shadow_stack(void);
bool kont__has_shadow_stack(void)
{
    return all_have || (new_ones_have && !is_first);
}

static KONT void *same(void *v)
{
    return v;
}

static KONT void *run(void *v)
{
    return kont_run(same, v);
}

static KONT void *ask_for_room(void *v)
{
    return kont_int((intptr_t)kont_stack_room() + kont_to_int(v));
}

TEST(shadow, a_thread_with_a_shadow_stack_is_refused)
{
    all_have = true;
    CHECK_DIES(run, NULL, SIGABRT,
        "kont: uncaught KONT_ERR_SHADOW_STACK: the thread has a shadow stack, with which kont cannot run: do not enable them (kont_run)\n");
    CHECK_PTR(ask_for_room(NULL), NULL);
}

static void *run_in_thread(void *v)
{
    return run(v);
}

static KONT void *run_in_another_thread(void *v)
{
    pthread_t thread;
    is_first = true;
    new_ones_have = true;
    run(v);
    if (pthread_create(&thread, NULL, run_in_thread, v) == 0)
        pthread_join(thread, NULL);
    return v;
}

TEST(shadow, so_is_a_thread_that_got_one_later)
{
    CHECK_DIES(run_in_another_thread, NULL, SIGABRT, "kont: uncaught KONT_ERR_SHADOW_STACK");
}
