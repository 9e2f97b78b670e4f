/* Several threads, each with continuations of its own, while any of them collects; threads that end in all manners; threads that may not. */
#define _GNU_SOURCE
#define GC_THREADS
#include <gc/gc.h>
#include <gc/gc_mark.h>
#include <kont.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "support/memory.h"
#include "support/threads.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u");

static void start(pthread_t *thread, void *(*fn)(void *), void *arg)
{
    CHECK_INT(pthread_create(thread, NULL, fn, arg), 0);
}

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

/* ---- All at once -------------------------------------------------------------------------------------------------------------------------- */

static KONT void *counts(void *upto)
{
    intptr_t n = kont_to_int(upto);
    struct witness *w = witness_new(n);
    for (intptr_t i = 0; i < n; i++)
        kont_yield(witness_new(i));
    CHECK(witness_is(w, n));
    return w;
}

static KONT void use_generators(intptr_t n)
{
    kont_generator *a = kont_generator_new(counts, kont_int(n)), *b = kont_generator_new(counts, kont_int(n));
    void *value;
    for (intptr_t i = 0; i < n; i++) {
        CHECK(kont_next(a, &value) && witness_is(value, i));
        CHECK(kont_next(b, &value) && witness_is(value, i));
    }
    CHECK(!kont_next(a, &value) && witness_is(value, n));
}

static KONT void *captures_at_a_depth(void *depth)
{
    intptr_t n = kont_to_int(depth);
    struct witness *w = witness_new(n);
    void *value = n == 0 ? kont_shift_at(&t, give, NULL) : kont_prompt(&u, captures_at_a_depth, kont_int(n - 1));
    CHECK(witness_is(w, n));
    return value;
}

static KONT void use_continuations(intptr_t n)
{
    kont *k = kont_prompt(&t, captures_at_a_depth, kont_int(n % 5));
    for (intptr_t i = 0; i < 3; i++)
        CHECK_INT(kont_to_int(kont_resume(k, kont_int(i))), i);
    CHECK_INT(kont_to_int(kont_resume_last(k, kont_int(n))), n);
}

static KONT void *pythagorean(void *upto)
{
    long n = kont_to_int(upto), a = kont_choose(1, n), b = kont_choose(a, n), c = kont_choose(b, n);
    struct witness *w = witness_new(a);
    kont_require(a * a + b * b == c * c);
    CHECK(witness_is(w, a));
    return kont_int(c);
}

static KONT void use_search(void)
{
    kont_search *s = kont_search_new(pythagorean, kont_int(13));
    void *c;
    CHECK(kont_search_next(s, &c) && kont_to_int(c) == 5);
    CHECK(kont_search_next(s, &c) && kont_to_int(c) == 13);
    CHECK(kont_search_next(s, &c) && kont_to_int(c) == 10);
    CHECK(!kont_search_next(s, &c));
}

static time_t end_of_use;

static KONT void *use_some(void *rounds)
{
    for (intptr_t round = 0; round < kont_to_int(rounds); round++) {
        use_generators(20);
        use_continuations(round);
    }
    return rounds;
}

static KONT void *use_all(void *number)
{
    intptr_t n = kont_to_int(number);
    for (int round = 0; round < 400 || time(NULL) < end_of_use; round++) {
        use_generators(20 + n);
        use_continuations(round);
        if (round % 8 == 0)
            use_search();
        if (round % 16 == n % 16)
            GC_gcollect();
    }
    return number;
}

static void *use_all_in_thread(void *number)
{
    return use_all(number);
}

static void *use_all_under_run(void *number)
{
    return kont_run(use_all, number);
}

enum { THREADS = 4 };

static void all_at_once(void)
{
    pthread_t threads[THREADS];
    end_of_use = time(NULL) + test_seconds(0);
    for (int i = 0; i < THREADS; i++)
        start(&threads[i], i % 2 ? use_all_in_thread : use_all_under_run, kont_int(i));
    CHECK_INT(kont_to_int(kont_run(use_all, kont_int(THREADS))), THREADS);
    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_join(threads[i], NULL), 0);
}

TEST(threads, each_with_its_own_while_any_collects)
{
    all_at_once();
}

TEST(threads, in_incremental_mode)
{
    GC_INIT();
    GC_enable_incremental();
    all_at_once();
}

/* Dirty pages are found by write faults, whatever the system could do better. */
TEST(threads, in_incremental_mode_by_write_faults)
{
    setenv("GC_USE_GETWRITEWATCH", "0", 1);
    GC_INIT();
    GC_enable_incremental();
    all_at_once();
}

static KONT void *nothing_yet(void *unused)
{
    return unused;
}

TEST(threads, in_incremental_mode_begun_after_first_use)
{
    kont_run(nothing_yet, NULL);
    GC_enable_incremental();
    all_at_once();
}

TEST(threads, in_incremental_mode_with_a_small_time_limit)
{
    GC_INIT();
    GC_set_time_limit(1);
    GC_enable_incremental();
    GC_set_full_freq(2);
    all_at_once();
}

static volatile bool over;

static void *collects_only(void *unused)
{
    while (!over) {
        GC_gcollect();
        usleep(200);
    }
    return unused;
}

/* The other threads are stopped at any instruction of a switch. */
TEST(threads, stopped_by_a_collector_that_does_nothing_else)
{
    pthread_t collector;
    GC_INIT();
    start(&collector, collects_only, NULL);
    all_at_once();
    over = true;
    pthread_join(collector, NULL);
}

/* ---- Another thread's ------------------------------------------------------------------------------------------------------------------------ */

struct use {
    kont_fn *fn;
    void *arg;
    const kont_exception *raised;
};

static void *use_elsewhere(void *use)
{
    struct use *x = use;
    kont_try(x->fn, x->arg, &x->raised);
    return NULL;
}

/* fn(arg) on another thread raises KONT_ERR_THREAD. */
static void check_refused(kont_fn *fn, void *arg)
{
    struct use x = { fn, arg, NULL };
    run_thread(use_elsewhere, &x);
    CHECK(x.raised != NULL);
    CHECK_INT(x.raised->code, KONT_ERR_THREAD);
    CHECK_STR(x.raised->message, "it belongs to another thread");
}

static KONT void *resume_it(void *k) { return kont_resume(k, NULL); }
static KONT void *resume_it_last(void *k) { return kont_resume_last(k, NULL); }
static KONT void *drop_it(void *k) { kont_drop(k); return NULL; }
static KONT void *nothing(void *arg) { return arg; }
static KONT void *resume_it_with_a_thunk(void *k) { return kont_resume_thunk(k, nothing, NULL); }
static KONT void *replace_it(void *k) { return kont_run(resume_it, k); }

static KONT void *next_of(void *g)
{
    void *value;
    kont_next(g, &value);
    return value;
}

TEST(threads, another_threads_continuation_is_refused)
{
    kont *k = kont_prompt(&t, captures_at_a_depth, kont_int(2));
    kont_fn *uses[] = { resume_it, resume_it_last, drop_it, resume_it_with_a_thunk };
    for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++)
        check_refused(uses[i], k);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(5))), 5);
    for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++)
        check_refused(uses[i], k);
    CHECK_INT(kont_to_int(kont_resume_last(k, kont_int(6))), 6);
}

TEST(threads, another_threads_generator_is_refused)
{
    void *value;
    kont_generator *g = kont_generator_new(counts, kont_int(3));
    CHECK(kont_next(g, &value) && witness_is(value, 0));
    check_refused(next_of, g);
    CHECK(kont_next(g, &value) && witness_is(value, 1));
}

static kont *applied;

static KONT void *keep(kont *k, void *unused)
{
    applied = k;
    return unused;
}

static KONT void *calls_cc(void *unused)
{
    void *value = kont_callcc(keep, unused);
    if (value == NULL)
        check_refused(replace_it, applied);
    return value == NULL ? kont_resume(applied, kont_int(4)) : value;
}

static KONT void *escapes_elsewhere(kont *k, void *unused)
{
    check_refused(resume_it, k);
    return unused;
}

TEST(threads, another_threads_call_cc_and_call_ec_are_refused)
{
    CHECK_INT(kont_to_int(kont_run(calls_cc, NULL)), 4);
    CHECK_INT(kont_to_int(kont_callec(escapes_elsewhere, kont_int(3))), 3);
}

static KONT void *one_two_three(void *unused)
{
    (void)unused;
    return kont_int(kont_choose(1, 3));
}

static KONT void *next_solution_of(void *s)
{
    void *value;
    kont_search_next(s, &value);
    return value;
}

TEST(threads, another_threads_search_is_refused_and_loses_nothing)
{
    kont_search *s = kont_search_new(one_two_three, NULL);
    void *value;
    CHECK(kont_search_next(s, &value) && kont_to_int(value) == 1);
    check_refused(next_solution_of, s);
    CHECK(kont_search_next(s, &value) && kont_to_int(value) == 2);
    check_refused(next_solution_of, s);
    CHECK(kont_search_next(s, &value) && kont_to_int(value) == 3);
    CHECK(!kont_search_next(s, &value));
}

static void *starts_a_generator(void *unused)
{
    void *value;
    kont_generator *g = kont_generator_new(counts, kont_int(3));
    (void)unused;
    CHECK(kont_next(g, &value) && witness_is(value, 0));
    return g;
}

/* Only this thread knows it, and it is kept; nobody can enter it any more. */
TEST(threads, a_generator_may_outlive_its_thread)
{
    kont_generator *g = run_thread(starts_a_generator, NULL);
    const kont_exception *x;
    churn();
    kont_try(next_of, g, &x);
    CHECK(x != NULL && x->code == KONT_ERR_THREAD);
    churn();
}

static void *finds_it_alive(void *unused)
{
    kont_generator *volatile *place = GC_MALLOC_UNCOLLECTABLE(sizeof *place);
    void *value;
    *place = kont_generator_new(counts, kont_int(3));
    CHECK(kont_next(*place, &value));
    for (int i = 0; i < 50; i++) {
        use_generators(5);
        churn();
    }
    CHECK(kont_next(*place, &value) && witness_is(value, 1));
    return unused;
}

TEST(threads, what_suspended_frames_know_lives_whoever_collects)
{
    pthread_t thread;
    start(&thread, finds_it_alive, NULL);
    for (int i = 0; i < 20; i++)
        churn();
    CHECK_INT(pthread_join(thread, NULL), 0);
}

/* ---- Threads that the collector does not know ------------------------------------------------------------------------------------------------- */

#undef pthread_create
#undef pthread_join

static KONT void *run_nothing(void *unused)
{
    return kont_run(nothing, unused);
}

static KONT void *new_tag(void *unused)
{
    (void)unused;
    return (void *)kont_tag_new("x");
}

static KONT void *new_generator(void *unused)
{
    return kont_generator_new(nothing, unused);
}

static KONT void *new_search(void *unused)
{
    return kont_search_new(nothing, unused);
}

static KONT void *tries_something(void *unused)
{
    return kont_try(nothing, unused, NULL);
}

static KONT void *in_an_unknown_thread(void *fn)
{
    pthread_t thread;
    CHECK_INT(pthread_create(&thread, NULL, (void *(*)(void *))fn, NULL), 0);
    pthread_join(thread, NULL);
    return NULL;
}

TEST(threads, a_thread_unknown_to_the_collector_is_refused)
{
    kont_fn *firsts[] = { run_nothing, new_tag, new_generator, new_search, tries_something };
    kont_run(nothing, NULL);
    for (size_t i = 0; i < sizeof firsts / sizeof firsts[0]; i++)
        CHECK_DIES(in_an_unknown_thread, (void *)firsts[i], SIGABRT, "kont: uncaught KONT_ERR_UNREGISTERED");
    CHECK_DIES(in_an_unknown_thread, (void *)run_nothing, SIGABRT, "GC_register_my_thread");
}

static void *room_is_zero(void *unused)
{
    CHECK_INT(kont_stack_room(), 0);
    return unused;
}

TEST(threads, a_thread_unknown_to_the_collector_has_no_room)
{
    kont_run(nothing, NULL);
    in_an_unknown_thread((void *)room_is_zero);
}

/* What that allocates would be collected while it is in use. */
TEST(threads, a_thread_unknown_to_the_collector_does_not_start_the_library)
{
    GC_INIT();
    GC_allow_register_threads();
    unsigned kinds = GC_new_kind(GC_new_free_list(), GC_DS_LENGTH, 1, 1);
    in_an_unknown_thread((void *)room_is_zero);
    CHECK_INT(GC_new_kind(GC_new_free_list(), GC_DS_LENGTH, 1, 1), kinds + 1);
}

static KONT void *registers_itself(void *rounds)
{
    struct GC_stack_base base;
    CHECK_INT(GC_get_stack_base(&base), GC_SUCCESS);
    for (intptr_t i = 0; i < kont_to_int(rounds); i++) {
        CHECK_INT(GC_register_my_thread(&base), GC_SUCCESS);
        kont_run(use_some, kont_int(50));
        CHECK_INT(GC_unregister_my_thread(), GC_SUCCESS);
    }
    return NULL;
}

static void *registers_itself_once(void *unused)
{
    (void)unused;
    return registers_itself(kont_int(1));
}

static void *registers_itself_often(void *unused)
{
    (void)unused;
    return registers_itself(kont_int(5));
}

static void collect_beside(void *(*fn)(void *))
{
    pthread_t thread;
    GC_INIT();
    GC_allow_register_threads();
    CHECK_INT(pthread_create(&thread, NULL, fn, NULL), 0);
    for (int i = 0; i < 30; i++)
        churn();
    pthread_join(thread, NULL);
    churn();
}

TEST(threads, a_thread_may_register_itself)
{
    collect_beside(registers_itself_once);
}

TEST(threads, a_thread_may_register_itself_again_and_again)
{
    collect_beside(registers_itself_often);
}
