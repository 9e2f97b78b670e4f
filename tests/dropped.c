/* DEFER of what is only forgotten: the collector finds it, and its own thread runs the cleanups. */
#define GC_THREADS
#include <gc/gc.h>
#include <kont.h>
#include <pthread.h>
#include <semaphore.h>

#include "support/memory.h"
#include "support/raises.h"
#include "support/threads.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

enum { FORGOTTEN = 100 };
static int cleaned;

static KONT void *clean(void *unused)
{
    (void)unused;
    cleaned++;
    return NULL;
}

static KONT void *defer_and_yield(void *unused)
{
    kont_defer(clean, NULL);
    kont_yield(NULL);
    return unused;
}

static KONT void *forget_generators(void *unused)
{
    (void)unused;
    for (int i = 0; i < FORGOTTEN; i++) {
        kont_generator *g = kont_generator_new(defer_and_yield, NULL);
        void *v;
        kont_next(g, &v);
    }
    return NULL;
}

static KONT void *defer_and_capture(void *unused)
{
    (void)unused;
    kont_defer(clean, NULL);
    kont_shift0_at(&t, give, NULL);
    return NULL;
}

static KONT void *forget_continuations(void *unused)
{
    for (int i = 0; i < FORGOTTEN; i++)
        kont_prompt(&t, defer_and_capture, unused);
    return NULL;
}

static void collect(void)
{
    for (int i = 0; i < 3; i++)
        GC_gcollect();
    GC_invoke_finalizers();
}

/* A few may be kept by a stale word somewhere. */
static KONT void check_cleaned(kont_fn *forget)
{
    kont_run(forget, NULL);
    int before = cleaned;
    collect();
    CHECK_INT(cleaned, before);
    size_t polled = kont_poll();
    CHECK_INT(polled, cleaned - before);
    CHECK(cleaned >= FORGOTTEN - 10);
    CHECK_INT(kont_poll(), 0);
}

TEST(dropped, generators_are_cleaned_up_by_the_next_poll)
{
    check_cleaned(forget_generators);
}

TEST(dropped, continuations_are_cleaned_up_by_the_next_poll)
{
    check_cleaned(forget_continuations);
}

static KONT void *nothing(void *unused)
{
    return unused;
}

TEST(dropped, things_are_cleaned_up_by_kont_run)
{
    kont_run(forget_generators, NULL);
    collect();
    kont_run(nothing, NULL);
    CHECK(cleaned >= FORGOTTEN - 10);
}

/* ---- Order, raises, surroundings ---------------------------------------------------------------------------------------- */

static KONT void *begin_generator(void *body)
{
    kont_generator *g = kont_generator_new(body, NULL);
    void *v;
    kont_next(g, &v);
    return NULL;
}

/* Begins `count` generators that are forgotten at once. */
static KONT void *forget(kont_fn *body, int count)
{
    while (count-- > 0)
        kont_run(begin_generator, (void *)body);
    clear_stack_below(1 << 14);
    collect();
    return NULL;
}

enum { IN_A_ROW = 8 };
static int bodies, out_of_order, left_of[FORGOTTEN];

static KONT void *note_number(void *number)
{
    int *left = &left_of[kont_to_int(number) / IN_A_ROW], n = (int)(kont_to_int(number) % IN_A_ROW);
    if (n >= *left)
        out_of_order++;
    *left = n;
    return clean(NULL);
}

static KONT void *defer_in_a_row(void *unused)
{
    int first = bodies * IN_A_ROW;
    left_of[bodies++] = IN_A_ROW;
    for (int i = 0; i < IN_A_ROW; i++)
        kont_defer(note_number, kont_int(first + i));
    kont_yield(NULL);
    return unused;
}

TEST(dropped, those_of_one_body_run_last_first)
{
    forget(defer_in_a_row, FORGOTTEN);
    kont_poll();
    CHECK(cleaned >= (FORGOTTEN - 10) * IN_A_ROW);
    CHECK(out_of_order <= 10);                          /* a stale word may keep some records until a later collection finds them */
}

static KONT void *clean_and_raise(void *unused)
{
    clean(unused);
    kont_raise(kont_exception_new("STOP", NULL, "stop"));
}

static KONT void *defer_a_raise(void *unused)
{
    kont_defer(clean_and_raise, NULL);
    kont_yield(NULL);
    return unused;
}

static KONT void *poll(void *unused)
{
    (void)unused;
    return kont_int((intptr_t)kont_poll());
}

TEST(dropped, one_that_raises_leaves_the_others_to_the_next_poll)
{
    forget(defer_a_raise, FORGOTTEN);
    int raised = 0;
    while (raised_by(poll, NULL) != NULL)
        raised++;
    CHECK_INT(cleaned, raised);
    CHECK(cleaned >= FORGOTTEN - 10);
}

static KONT void *clean_and_abort(void *unused)
{
    clean(unused);
    kont_abort(&t, NULL);
}

static KONT void *defer_an_abort(void *unused)
{
    kont_defer(clean_and_abort, NULL);
    kont_yield(NULL);
    return unused;
}

static KONT void *run_nothing(void *unused)
{
    return kont_run(nothing, unused);
}

/* The poll is one that every operation makes by itself. */
TEST(dropped, one_that_aborts_leaves_the_others_to_the_next_operation)
{
    forget(defer_an_abort, FORGOTTEN);
    for (int i = 0; i < FORGOTTEN; i++)
        kont_prompt(&t, run_nothing, NULL);
    CHECK(cleaned >= FORGOTTEN - 10);
}

static KONT void *clean_and_enter(void *unused)
{
    static int depth, deepest;
    if (++depth > deepest)
        deepest = depth;
    clean(unused);
    kont_run(nothing, NULL);
    kont_poll();
    CHECK_INT(deepest, 1);
    depth--;
    return NULL;
}

static KONT void *defer_an_operation(void *unused)
{
    kont_defer(clean_and_enter, NULL);
    kont_yield(NULL);
    return unused;
}

TEST(dropped, one_that_uses_kont_does_not_run_the_others_inside)
{
    forget(defer_an_operation, FORGOTTEN);
    kont_poll();
    CHECK(cleaned >= FORGOTTEN - 10);
}

static KONT void *yield_it(void *v)
{
    return kont_yield(v);
}

static KONT void *clean_and_yield(void *unused)
{
    CHECK_INT(raised_by(yield_it, "not mine")->code, KONT_ERR_BARRIER);
    return clean(unused);
}

static KONT void *defer_a_yield(void *unused)
{
    kont_defer(clean_and_yield, NULL);
    kont_yield(NULL);
    return unused;
}

static KONT void *poll_and_yield(void *unused)
{
    forget(defer_a_yield, FORGOTTEN);
    kont_poll();
    kont_yield("mine");
    return unused;
}

TEST(dropped, they_do_not_yield_the_generator_that_polls)
{
    kont_generator *g = kont_generator_new(poll_and_yield, NULL);
    void *v;
    CHECK(kont_next(g, &v));
    CHECK_STR(v, "mine");
    CHECK(cleaned >= FORGOTTEN - 10);
    CHECK(!kont_next(g, &v));
}

static KONT void *defer_more(void *unused)
{
    int before = cleaned;
    kont_defer(clean, NULL);
    CHECK_INT(cleaned, before);
    return unused;
}

static KONT void *defer_a_body(void *unused)
{
    kont_defer(defer_more, NULL);
    kont_yield(NULL);
    return unused;
}

TEST(dropped, each_is_a_body_also_outside_of_all_others)
{
    forget(defer_a_body, FORGOTTEN);
    kont_poll();
    CHECK(cleaned >= FORGOTTEN - 10);
}

/* ---- Other threads ------------------------------------------------------------------------------------------------------- */

#if defined(KONT_ASAN)                                  /* which goes through a segment at each of them */
enum { OTHERS = 20000, OPERATIONS = 100000 };
#else
enum { OTHERS = 20000, OPERATIONS = 1000000 };
#endif
static sem_t made, end;

static void *forget_and_wait(void *unused)
{
    GC_disable();
    for (int i = 0; i < OTHERS; i++)
        begin_generator((void *)defer_and_yield);
    GC_enable();
    sem_post(&made);
    await(&end);
    CHECK(kont_poll() > OTHERS / 2);
    return unused;
}

/* With one list for all threads each operation went through what waits for another: this test would outlast its time. */
TEST(dropped, those_of_an_idle_thread_wait_for_it_alone)
{
    pthread_t thread;
    GC_INIT();
    sem_init(&made, 0, 0);
    sem_init(&end, 0, 0);
    pthread_create(&thread, NULL, forget_and_wait, NULL);
    await(&made);
    collect();
    for (int i = 0; i < OPERATIONS; i++)
        kont_run(nothing, NULL);
    CHECK_INT(kont_poll(), 0);
    sem_post(&end);
    pthread_join(thread, NULL);
}
