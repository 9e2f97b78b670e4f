/* Threads that are unknown to the collector now and then. Those that it never knew are in threads.c. */
#define GC_THREADS
#define GC_NO_THREAD_REDIRECTS
#include <gc/gc.h>
#include <kont.h>
#include <pthread.h>
#include <semaphore.h>

#include "support/memory.h"
#include "support/threads.h"
#include "test.h"

enum { TIMES = 5, SIZES = 65, EACH = 100 };

static sem_t is_away, may_come_back;

/* The collector's signals interrupt it. */
/* Objects of every size, zero for ever: nobody writes to what the collector had taken back. */
static char *zeros[TIMES][SIZES * EACH];

static size_t zeros_size(size_t i)
{
    return (i / EACH + 1) * 16 - 1;
}

static void make_zeros(char **objects)
{
    for (size_t i = 0; i < SIZES * EACH; i++)
        objects[i] = GC_MALLOC(zeros_size(i));
}

static void check_zeros(char **objects)
{
    for (size_t i = 0; i < SIZES * EACH; i++)
        for (size_t j = 0; j < zeros_size(i); j++)
            CHECK_INT(objects[i][j], 0);
}

static KONT void *churns(void *unused)
{
    churn();
    return unused;
}

static void *comes_back(void *unused)
{
    struct GC_stack_base base;
    CHECK_INT(GC_get_stack_base(&base), GC_SUCCESS);
    for (int i = 0; i < TIMES; i++) {
        CHECK_INT(GC_register_my_thread(&base), GC_SUCCESS);
        kont_run(churns, NULL);
        CHECK_INT(GC_unregister_my_thread(), GC_SUCCESS);
        sem_post(&is_away);
        await(&may_come_back);
    }
    return unused;
}

/* As a pool's worker does. What the collector knew it by before serves others. */
TEST(unknown, a_thread_may_leave_the_collector_and_come_back)
{
    pthread_t thread;
    GC_INIT();
    GC_allow_register_threads();
    sem_init(&is_away, 0, 0);
    sem_init(&may_come_back, 0, 0);
    CHECK_INT(pthread_create(&thread, NULL, comes_back, NULL), 0);
    for (int i = 0; i < TIMES; i++) {
        await(&is_away);
        GC_gcollect();
        make_zeros(zeros[i]);
        sem_post(&may_come_back);
    }
    CHECK_INT(pthread_join(thread, NULL), 0);
    for (int i = 0; i < TIMES; i++)
        check_zeros(zeros[i]);
}
