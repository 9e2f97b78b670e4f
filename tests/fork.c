/* Forks: the child and the parent both go on using what was suspended, and collect. */
#define _GNU_SOURCE
#define GC_THREADS
#include <errno.h>
#include <gc/gc.h>
#include <kont.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/memory.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");

static KONT void *counts(void *upto)
{
    struct witness *w = witness_new(kont_to_int(upto));
    for (intptr_t i = 0; i < kont_to_int(upto); i++)
        kont_yield(kont_int(i));
    CHECK(witness_is(w, kont_to_int(upto)));
    return w;
}

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *captures(void *number)
{
    struct witness *w = witness_new(kont_to_int(number));
    void *value = kont_shift_at(&t, give, NULL);
    CHECK(witness_is(w, kont_to_int(number)));
    return value;
}

struct things {
    kont_generator *g;
    kont *k;
};

static KONT void make(struct things *s)
{
    void *value;
    s->g = kont_generator_new(counts, kont_int(10));
    CHECK(kont_next(s->g, &value));
    s->k = kont_prompt(&t, captures, kont_int(4));
    CHECK_PTR(kont_resume(s->k, kont_int(1)), kont_int(1));
}

static KONT void use(struct things *s)
{
    void *value;
    for (intptr_t i = 1; i < 10; i++) {
        CHECK(kont_next(s->g, &value) && kont_to_int(value) == i);
        CHECK_PTR(kont_resume(s->k, kont_int(i)), kont_int(i));
        churn();
    }
    CHECK(!kont_next(s->g, &value) && witness_is(value, 10));
}

static KONT void *make_and_use(void *unused)
{
    struct things s;
    make(&s);
    use(&s);
    return unused;
}

static void *in_thread(void *unused)
{
    return kont_run(make_and_use, unused);
}

/* Waits for the child; it came to its end in order. */
static void check_child(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        CHECK_INT(errno, EINTR);
    if (WIFSIGNALED(status))
        CHECK_INT(WTERMSIG(status), 0);
    CHECK_INT(WEXITSTATUS(status), 0);
}

static KONT void fork_and_use(bool threads_too)
{
    struct things s;
    make(&s);
    pid_t pid = fork();
    if (pid == 0)
        alarm(30);
    use(&s);
    if (threads_too) {
        pthread_t thread;
        CHECK_INT(pthread_create(&thread, NULL, in_thread, NULL), 0);
        make_and_use(NULL);
        CHECK_INT(pthread_join(thread, NULL), 0);
    }
    if (pid == 0)
        _exit(0);
    check_child(pid);
}

TEST(fork, child_and_parent_go_on)
{
    fork_and_use(false);
}

TEST(fork, child_and_parent_start_threads)
{
    fork_and_use(true);
}

static KONT void *fork_inside(void *unused)
{
    fork_and_use(true);
    return unused;
}

static KONT void *fork_in_generator(void *unused)
{
    void *value;
    kont_next(kont_generator_new(fork_inside, NULL), &value);
    return unused;
}

TEST(fork, inside_a_generator)
{
    kont_run(fork_in_generator, NULL);
}

static void *fork_in_thread(void *unused)
{
    kont_run(fork_in_generator, NULL);
    return unused;
}

TEST(fork, from_another_thread)
{
    pthread_t thread;
    kont_run(make_and_use, NULL);
    CHECK_INT(pthread_create(&thread, NULL, fork_in_thread, NULL), 0);
    CHECK_INT(pthread_join(thread, NULL), 0);
    make_and_use(NULL);
}

static volatile bool over;
static atomic_int busy;

/* Takes and gives segments, and collects, all the time. */
static void *is_busy(void *unused)
{
    kont_run(make_and_use, unused);
    for (busy++; !over;) {
        struct things s;
        make(&s);
        for (int i = 0; i < 100; i++) {
            void *value;
            kont_generator *g = kont_generator_new(counts, kont_int(2));
            while (i % 2 && kont_next(g, &value))
                continue;
            kont_next(g, &value);
        }
    }
    return unused;
}

/* The threads have begun before the first fork: the next test forks while they begin. */
TEST(fork, while_other_threads_are_busy)
{
    enum { THREADS = 3 };
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, is_busy, NULL), 0);
    while (busy < THREADS)
        sched_yield();
    for (int i = 0; i < 10; i++)
        fork_and_use(i % 4 == 0);
    over = true;
    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_join(threads[i], NULL), 0);
}

static KONT void *nothing(void *unused)
{
    return unused;
}

static void *only_runs(void *unused)
{
    return kont_run(nothing, unused);
}

/* There is always one that is just making itself known to kont. */
static void *starts_others(void *unused)
{
    while (!over) {
        pthread_t thread;
        CHECK_INT(pthread_create(&thread, NULL, only_runs, NULL), 0);
        CHECK_INT(pthread_join(thread, NULL), 0);
    }
    return unused;
}

static void fork_and_start_one(void)
{
    pid_t pid = fork();
    if (pid != 0) {
        check_child(pid);
        return;
    }
    alarm(10);
    pthread_t thread;
    CHECK_INT(pthread_create(&thread, NULL, only_runs, NULL), 0);
    CHECK_INT(pthread_join(thread, NULL), 0);
    _exit(0);
}

TEST(fork, while_other_threads_begin_and_end)
{
    enum { STARTERS = 3, FORKS = 100 };
    pthread_t threads[STARTERS];
    kont_run(nothing, NULL);
    for (int i = 0; i < STARTERS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, starts_others, NULL), 0);
    for (int i = 0; i < FORKS; i++)
        fork_and_start_one();
    over = true;
    for (int i = 0; i < STARTERS; i++)
        CHECK_INT(pthread_join(threads[i], NULL), 0);
}

TEST(fork, in_incremental_mode)
{
    GC_INIT();
    GC_enable_incremental();
    fork_and_use(true);
}

static volatile bool without_end = true;

static KONT void *overflows(void *n)
{
    volatile char room[1000];
    room[0] = 1;
    return without_end ? kont_int(kont_to_int(overflows(n)) + room[0]) : NULL;
}

static KONT void *overflow_inside(void *unused)
{
    return kont_prompt(&t, overflows, unused);
}

TEST(fork, the_child_still_reports_an_overflow)
{
    kont_run(make_and_use, NULL);
    CHECK_DIES(overflow_inside, NULL, SIGABRT, "kont: stack overflow in prompt \"t\"");
}
