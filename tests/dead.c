/* Residents that are dead: nobody knows them any more, but their frames are still in place where a live continuation has to go, and the collector,
 * which sweeps bit by bit and in any thread, may take them at that very moment. */
#define GC_THREADS
#include <gc/gc.h>
#include <kont.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#include "support/memory.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u");

#define ALONE __attribute__((noinline))
enum { SOME = 2000 };

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

/* Captured up to t; what it is resumed with says where it goes next. */
static KONT void *captures(void *unused)
{
    long mark = 4711;
    kont_fn *next = (kont_fn *)kont_shift0_at(&t, give, unused);
    void *value = next != NULL ? next(unused) : unused;
    CHECK_INT(mark, 4711);
    return value;
}

static KONT void *yields(void *unused)
{
    kont_yield(unused);
    return unused;
}

static KONT void *captured_again(void *unused)
{
    return kont_shift0_at(&u, give, unused);
}

static KONT ALONE kont *capture_one(void)
{
    kont *k = kont_prompt(&t, captures, NULL);
    kont_resume(k, NULL);                               /* the first time: a picture is taken */
    return k;
}

/* ---- Inside a suspended generator ------------------------------------------------------------------------------------------------------------ */

static KONT void *resumes_to_yield(void *k)
{
    return kont_resume(k, (void *)yields);
}

static KONT ALONE void suspend_within(kont **ks)
{
    void *value;
    for (int i = 0; i < SOME; i++)
        kont_next(kont_generator_new(resumes_to_yield, ks[i]), &value);
}

/* The generator around the activation that waits may have been taken before it, and its memory serve something else. */
TEST(dead, residents_of_generators_that_were_taken)
{
    kont **ks = GC_MALLOC(SOME * sizeof *ks);
    for (int i = 0; i < SOME; i++)
        ks[i] = capture_one();
    suspend_within(ks);
    clear_stack_below(50000);
    GC_gcollect();
    for (int i = 0; i < 100000; i++)
        memset(GC_MALLOC_ATOMIC(200), 0x55, 200);
    for (int i = 0; i < SOME; i++)
        CHECK_PTR(kont_resume(ks[i], NULL), NULL);
}

/* The same alive: it is entered as it was left. */
TEST(dead, residents_of_generators_that_live)
{
    kont *k = capture_one();
    kont_generator *g[3];
    void *value;
    for (int i = 0; i < 3; i++)
        g[i] = kont_generator_new(resumes_to_yield, k);
    for (int i = 0; i < 3; i++) {
        CHECK(kont_next(g[i], &value));
        kont_resume(k, NULL);
        churn();
    }
    for (int i = 0; i < 3; i++)
        CHECK(!kont_next(g[i], &value));
}

/* ---- While another thread sweeps ---------------------------------------------------------------------------------------------------------------- */

static volatile bool over;

static KONT void *resumes_to_be_captured(void *k)
{
    return kont_resume(k, (void *)captured_again);
}

static KONT ALONE void leave_captured_activations(kont **ks)
{
    for (int i = 0; i < SOME; i++)
        kont_prompt(&u, resumes_to_be_captured, ks[i]);
}

static void *sweeps(void *unused)
{
    while (!over)
        kont_prompt(&t, captures, NULL);
    return unused;
}

TEST(dead, residents_that_another_thread_takes_meanwhile)
{
    pthread_t thread;
    kont **ks = GC_MALLOC(SOME * sizeof *ks);
    for (int i = 0; i < SOME; i++)
        ks[i] = capture_one();
    CHECK_INT(pthread_create(&thread, NULL, sweeps, NULL), 0);
    for (time_t end = time(NULL) + test_seconds(2); time(NULL) < end; ) {
        leave_captured_activations(ks);
        clear_stack_below(50000);
        GC_gcollect();
        for (int i = 0; i < SOME; i++)
            CHECK_PTR(kont_resume(ks[i], NULL), NULL);
    }
    over = true;
    CHECK_INT(pthread_join(thread, NULL), 0);
}
