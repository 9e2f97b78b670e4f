/* Threads that end by pthread_exit or pthread_cancel in the middle of prompts: frames are unwound through them. */
#define _GNU_SOURCE
#define GC_THREADS
#include <gc/gc.h>
#include <kont.h>
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

#include "support/memory.h"
#include "support/unwound.h"
#include "support/threads.h"
#include "test.h"

/* The collector's signals interrupt it. */
static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u");

static int cleaned[4];
static int cleaned_count;
static sem_t is_inside;

static void note_cleanup(void *number)
{
    cleaned[cleaned_count++] = (int)kont_to_int(number);
}

/* pthread_cleanup_push may be a setjmp: so not in a marked function, and this one calls back. */
static void *with_cleanup(int number, kont_fn *fn, void *arg)
{
    void *value;
    pthread_cleanup_push(note_cleanup, kont_int(number));
    value = fn(arg);
    pthread_cleanup_pop(0);
    return value;
}

static KONT void *ends_here(void *how)
{
    sem_post(&is_inside);
    if (how != NULL)
        pthread_exit(how);
    for (;;)
        pause();
}

static KONT void *innermost(void *how)
{
    return with_cleanup(3, ends_here, how);
}

static KONT void *in_generator(void *how)
{
    kont_generator *g = kont_generator_new(innermost, how);
    void *value;
    kont_next(g, &value);
    return value;
}

static KONT void *behind_two(void *how)
{
    return with_cleanup(2, in_generator, how);
}

static KONT void *behind_one(void *how)
{
    return kont_prompt(&t, behind_two, how);
}

static KONT void *nested(void *how)
{
    return with_cleanup(1, behind_one, how);
}

static void *run_nested(void *how)
{
    return kont_run(nested, how);
}

static void check_cleaned(void)
{
    CHECK_INT(cleaned_count, 3);
    for (int i = 0; i < 3; i++)
        CHECK_INT(cleaned[i], 3 - i);
}

TEST(unwinding, pthread_exit_inside_prompts_runs_cleanups)
{
    sem_init(&is_inside, 0, 0);
    CHECK_PTR(run_thread(run_nested, kont_int(77)), kont_int(77));
    check_cleaned();
    churn();
}

/* What such a thread ends with is not looked at: where the request finds it in a handler that forbids cancellation, as the collector's does, the C
 * library gives null. */
static void cancel_it(void *(*fn)(void *))
{
    pthread_t thread;
    sem_init(&is_inside, 0, 0);
    CHECK_INT(pthread_create(&thread, NULL, fn, NULL), 0);
    await(&is_inside);
    churn();
    CHECK_INT(pthread_cancel(thread), 0);
    CHECK_INT(pthread_join(thread, NULL), 0);
    check_cleaned();
    churn();
}

TEST(unwinding, pthread_cancel_inside_prompts_runs_cleanups)
{
    cancel_it(run_nested);
}

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *captured_there(void *how)
{
    kont_shift_at(&u, give, NULL);
    return nested(how);
}

static KONT void *captured_below(void *how)
{
    return kont_prompt(&u, captured_there, how);
}

static void *exits_after_resume(void *how)
{
    kont *k = kont_run(captured_below, how);
    kont_resume(k, NULL);
    return kont_resume(k, NULL);
}

TEST(unwinding, pthread_exit_inside_a_resumed_continuation)
{
    sem_init(&is_inside, 0, 0);
    CHECK_PTR(run_thread(exits_after_resume, kont_int(77)), kont_int(77));
    check_cleaned();
}

/* Where only an outer body has a cleanup: glibc may go there without looking at the frames between. */
static KONT void *without_cleanups(void *how)
{
    kont_generator *g = kont_generator_new(ends_here, how);
    void *value;
    kont_next(g, &value);
    return value;
}

static KONT void *prompt_without_cleanups(void *how)
{
    return kont_prompt(&t, without_cleanups, how);
}

static KONT void *only_outside(void *how)
{
    return with_cleanup(1, prompt_without_cleanups, how);
}

static KONT void *no_prompt_left(void *unused)
{
    CHECK(!kont_prompt_exists(kont_default_tag));
    return unused;
}

static void is_outside(void *unused)
{
    no_prompt_left(unused);
}

/* Runs fn(how), and sees that its unwinding comes out of every prompt. */
static void *to_be_unwound(kont_fn *fn, void *how)
{
    void *value;
    pthread_cleanup_push(is_outside, NULL);
    value = kont_run(fn, how);
    pthread_cleanup_pop(0);
    return value;
}

static void *run_only_outside(void *how)
{
    return to_be_unwound(only_outside, how);
}

TEST(unwinding, pthread_exit_past_prompts_without_cleanups)
{
    sem_init(&is_inside, 0, 0);
    CHECK_PTR(run_thread(run_only_outside, kont_int(77)), kont_int(77));
    CHECK_INT(cleaned_count, 1);
    CHECK_INT(cleaned[0], 1);
}

/* k resumed inside itself: its second activation stands where the first one waits, a prompt further out. */
static KONT void *resumes_again(void *k)
{
    return kont_resume(k, NULL);
}

static KONT void *behind_one_more(void *k)
{
    return kont_prompt(&t, resumes_again, k);
}

static KONT void *activation(void *how)
{
    kont *k = kont_shift0_at(&u, give, NULL);
    if (k != NULL)
        return unless_unwound(note_cleanup, kont_int(2), behind_one_more, k);
    return unless_unwound(note_cleanup, kont_int(3), ends_here, how);
}

static KONT void *first_activation(void *how)
{
    kont *k = kont_prompt(&u, activation, how);
    return kont_resume(k, k);
}

static KONT void *displaces(void *how)
{
    return unless_unwound(note_cleanup, kont_int(1), first_activation, how);
}

static void *run_displaces(void *how)
{
    return to_be_unwound(displaces, how);
}

TEST(unwinding, pthread_exit_inside_activations_that_displaced_others)
{
    sem_init(&is_inside, 0, 0);
    CHECK_PTR(run_thread(run_displaces, kont_int(77)), kont_int(77));
    check_cleaned();
    churn();
}

TEST(unwinding, pthread_cancel_inside_activations_that_displaced_others)
{
    cancel_it(run_displaces);
}
