/* How threads end: by return, pthread_exit, pthread_cancel, in the middle of prompts; and how they wait. unwinding.c: the frames between. */
#define _GNU_SOURCE
#define GC_THREADS
#include <gc/gc.h>
#include <kont.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <unistd.h>

#include "support/memory.h"
#include "support/threads.h"
#include "test.h"

/* The collector's signals interrupt it. */
static const kont_tag t = KONT_TAG("t");

static KONT void *yields_twice(void *arg)
{
    struct witness *w = witness_new(1);
    segments_note();
    kont_yield(arg);
    CHECK(witness_is(w, 1));
    kont_yield(arg);
    return w;
}

/* ---- Segments come back ------------------------------------------------------------------------------------------------------------------ */

enum { GENERATORS = 50, THREADS = 400, MOST_SEGMENTS = 4096 };

static KONT void *use_generators(void *finish)
{
    kont_generator *g[GENERATORS];
    void *value;
    for (int i = 0; i < GENERATORS; i++) {
        g[i] = kont_generator_new(yields_twice, NULL);
        CHECK(kont_next(g[i], &value));
    }
    for (int i = 0; finish != NULL && i < GENERATORS; i++)
        while (kont_next(g[i], &value))
            continue;
    return NULL;
}

static void *use_generators_in_thread(void *finish)
{
    return use_generators(finish);
}

static void check_segments_come_back(void *finish)
{
    segments_reset();
    GC_INIT();
    for (int i = 0; i < THREADS; i++)
        run_thread(use_generators_in_thread, finish);
    test_note("%d threads: %zu different segments", THREADS, segments_noted());
    CHECK(segments_noted() <= MOST_SEGMENTS);
}

TEST(thread_ends, give_back_the_segments_of_what_had_ended)
{
    check_segments_come_back(kont_int(1));
    CHECK(segments_noted() <= 4 * GENERATORS);
}

TEST(thread_ends, give_back_the_segments_of_what_was_suspended)
{
    check_segments_come_back(NULL);
}

/* ---- The main thread, and the process ------------------------------------------------------------------------------------------------------------ */

static pthread_t main_thread;

static void *goes_on_without_it(void *unused)
{
    pthread_join(main_thread, NULL);
    kont_run(use_generators, unused);
    churn();
    _exit(5);
}

static KONT void *main_thread_exits(void *unused)
{
    pthread_exit(unused);
}

static KONT void *leave_main(void *unused)
{
    pthread_t thread;
    GC_INIT();
    main_thread = pthread_self();
    pthread_create(&thread, NULL, goes_on_without_it, NULL);
    return kont_run(main_thread_exits, unused);
}

TEST(thread_ends, the_main_thread_may_end_inside_a_prompt)
{
    CHECK_DIES(leave_main, NULL, EXITS(5), "");
}

static KONT void *exits_process(void *status)
{
    exit((int)kont_to_int(status));
}

static KONT void *exit_inside(void *status)
{
    return kont_run(exits_process, status);
}

static void say_so(void)
{
    const char text[] = "at exit";
    if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
        _exit(1);
}

static KONT void *exit_with_handler(void *status)
{
    atexit(say_so);
    return exit_inside(status);
}

TEST(thread_ends, exit_inside_a_prompt_runs_exit_handlers)
{
    CHECK_DIES(exit_with_handler, kont_int(7), EXITS(7), "at exit");
}

/* ---- Between the collector's farewell and ours ------------------------------------------------------------------------------------------------ */

static pthread_key_t key;
static sem_t is_ending, may_end;

static void linger(void *unused)
{
    (void)unused;
    sem_post(&is_ending);
    await(&may_end);
}

static void *uses_and_lingers(void *unused)
{
    kont_run(use_generators, kont_int(1));
    pthread_setspecific(key, &key);
    return unused;
}

/* Objects of every size, zero for ever: nobody writes to what the collector had taken back. They are kept, so that nothing else comes to
 * be there again. */
enum { SIZES = 65, EACH = 100 };
static struct zeros {
    struct zeros *before;
    char *objects[SIZES * EACH];
} *zeros;

static size_t zeros_size(size_t i)
{
    return (i / EACH + 1) * 16 - 1;
}

static void make_zeros(void)
{
    struct zeros *z = GC_MALLOC(sizeof *z);
    for (size_t i = 0; i < SIZES * EACH; i++)
        z->objects[i] = GC_MALLOC(zeros_size(i));
    z->before = zeros;
    zeros = z;
}

static void check_zeros(void)
{
    for (struct zeros *z = zeros; z != NULL; z = z->before)
        for (size_t i = 0; i < SIZES * EACH; i++)
            for (size_t j = 0; j < zeros_size(i); j++)
                CHECK_INT(z->objects[i][j], 0);
}

static KONT void *ends_inside(void *unused)
{
    pthread_setspecific(key, &key);
    pthread_exit(unused);
}

static void *ends_inside_a_prompt(void *unused)
{
    return kont_run(ends_inside, unused);
}

/* libgc forgets a thread before its thread-specific data is destroyed; a collection comes in between. */
enum { ENDS = 20 };
static void collect_while_it_ends(void *(*fn)(void *))
{
    pthread_attr_t detached;
    pthread_t thread;
    GC_INIT();
    pthread_key_create(&key, linger);
    kont_run(use_generators, kont_int(1));
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    sem_init(&is_ending, 0, 0);
    sem_init(&may_end, 0, 0);
    for (int i = 0; i < ENDS; i++) {
        CHECK_INT(pthread_create(&thread, &detached, fn, NULL), 0);
        await(&is_ending);
        GC_gcollect();
        make_zeros();
        churn();
        sem_post(&may_end);
    }
    churn();
    check_zeros();
}

TEST(thread_ends, a_collection_while_a_thread_ends)
{
    collect_while_it_ends(uses_and_lingers);
}

TEST(thread_ends, a_collection_while_a_thread_ends_inside_a_prompt)
{
    collect_while_it_ends(ends_inside_a_prompt);
}

/* ---- Waiting ----------------------------------------------------------------------------------------------------------------------------------- */

static sem_t is_inside, may_go_on;

static void *wait_for_it(void *unused)
{
    sem_post(&is_inside);
    await(&may_go_on);
    return unused;
}

static KONT __attribute__((noinline)) void *blocks_inside(void *unused)
{
    struct witness *w = witness_new(5);
    GC_do_blocking(wait_for_it, NULL);
    CHECK(witness_is(w, 5));
    return unused;
}

static KONT void *blocks_in_generator(void *unused)
{
    struct witness *w = witness_new(6);
    void *value;
    kont_next(kont_generator_new(blocks_inside, NULL), &value);
    CHECK(witness_is(w, 6));
    return unused;
}

static void *blocks_under_run(void *unused)
{
    return kont_run(blocks_in_generator, unused);
}

TEST(thread_ends, a_blocking_call_inside_a_prompt_keeps_its_frames)
{
    pthread_t thread;
    sem_init(&is_inside, 0, 0);
    sem_init(&may_go_on, 0, 0);
    CHECK_INT(pthread_create(&thread, NULL, blocks_under_run, NULL), 0);
    await(&is_inside);
    churn();
    churn();
    sem_post(&may_go_on);
    CHECK_INT(pthread_join(thread, NULL), 0);
}

/* ---- What is left over --------------------------------------------------------------------------------------------------------------------------- */

static int closed;

static KONT void *count_closed(void *unused)
{
    closed++;
    return unused;
}

static KONT void *defers_and_yields(void *unused)
{
    kont_defer(count_closed, NULL);
    kont_yield(NULL);
    return unused;
}

static void *leaves_a_generator(void *unused)
{
    void *value;
    kont_generator *g = kont_generator_new(defers_and_yields, NULL);
    kont_next(g, &value);
    return unused;
}

TEST(thread_ends, close_what_the_thread_still_owns)
{
    for (int i = 0; i < 20; i++)
        run_thread(leaves_a_generator, NULL);
    clear_stack_below(50000);
    churn();
    churn();
    kont_poll();
    CHECK_INT(closed, 20);
}

/* ---- Cleanups that collect ------------------------------------------------------------------------------------------------------------------------ */

static KONT void *churns(void *unused)
{
    churn();
    return unused;
}

static KONT void *churns_in_a_prompt(void *unused)
{
    struct witness *w = witness_new(3);
    kont_prompt(&t, churns, unused);
    CHECK(witness_is(w, 3));
    closed++;
    sem_post(&is_inside);
    return unused;
}

static KONT void *defers_a_collection(void *unused)
{
    kont_defer(churns_in_a_prompt, NULL);
    kont_yield(NULL);
    return unused;
}

static void *leaves_a_collection(void *unused)
{
    void *value;
    pthread_setspecific(key, &key);
    kont_next(kont_generator_new(defers_a_collection, NULL), &value);
    return unused;
}

TEST(thread_ends, cleanups_of_a_joinable_thread_may_collect)
{
    GC_INIT();
    sem_init(&is_inside, 0, 0);
    pthread_key_create(&key, NULL);
    for (int i = 0; i < 10; i++)
        run_thread(leaves_a_collection, NULL);
    CHECK_INT(closed, 10);
}

/* What the collector knew it by serves others by then. */
TEST(thread_ends, cleanups_of_a_detached_thread_may_collect)
{
    sem_init(&is_inside, 0, 0);
    collect_while_it_ends(leaves_a_collection);
    for (int i = 0; i < ENDS; i++)
        await(&is_inside);
    CHECK_INT(closed, ENDS);
    check_zeros();
}
