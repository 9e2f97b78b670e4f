/* Recursion without end: reported by the prompt's name, or raised where the program asks for room. Only the machine of stack segments has
 * this limit; sizes are in segments.c. */
#define _GNU_SOURCE
#define GC_THREADS
#include <gc/gc.h>
#include <kont.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include "support/memory.h"
#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), unnamed = KONT_TAG(NULL), large = KONT_TAG_SIZED("large", 32 << 20);

static volatile bool without_end = true;

static KONT void *endless(void *n)
{
    volatile char room[200];
    room[0] = 1;
    return without_end ? kont_int(kont_to_int(endless(n)) + room[0]) : n;
}

/* ---- Reported ------------------------------------------------------------------------------------------------------------------------------ */

static KONT void *endless_in_prompt(void *tag)
{
    return kont_prompt(tag, endless, NULL);
}

static KONT void *endless_in_run(void *arg)
{
    return kont_run(endless, arg);
}

static KONT void *endless_in_generator(void *unused)
{
    void *value;
    kont_next(kont_generator_new(endless, unused), &value);
    return value;
}

static KONT void *endless_in_search(void *unused)
{
    void *value;
    kont_search_next(kont_search_new(endless, unused), &value);
    return value;
}

static KONT void *nested_in_generator(void *unused)
{
    void *value;
    kont_next(kont_generator_new(endless_in_prompt, (void *)&t), &value);
    return unused;
}

static KONT void *nested_in_run(void *unused)
{
    return kont_run(nested_in_generator, unused);
}

TEST(overflow, is_reported_with_the_prompts_name)
{
    CHECK_DIES(endless_in_prompt, (void *)&t, SIGABRT, "kont: stack overflow in prompt \"t\": its segment of ");
    CHECK_DIES(endless_in_prompt, (void *)&unnamed, SIGABRT, "kont: stack overflow in prompt \"");
    CHECK_DIES(endless_in_prompt, (void *)&large, SIGABRT, "kont: stack overflow in prompt \"large\"");
    CHECK_DIES(endless_in_run, NULL, SIGABRT, "kont: stack overflow in prompt \"default\"");
    CHECK_DIES(endless_in_generator, NULL, SIGABRT, "kont: stack overflow in prompt \"generator\"");
    CHECK_DIES(endless_in_search, NULL, SIGABRT, "kont: stack overflow in prompt \"search\"");
    CHECK_DIES(nested_in_run, NULL, SIGABRT, "kont: stack overflow in prompt \"t\"");
}

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *captures_and_overflows(void *unused)
{
    (void)unused;
    return endless(kont_shift_at(&t, give, NULL));
}

static KONT void *overflow_after_resume(void *times)
{
    kont *k = kont_prompt(&t, captures_and_overflows, NULL);
    without_end = false;
    for (intptr_t i = kont_to_int(times); i > 0; i--)
        kont_resume(k, NULL);
    without_end = true;
    return kont_resume(k, NULL);
}

TEST(overflow, is_reported_in_a_resumed_continuation)
{
    CHECK_DIES(overflow_after_resume, kont_int(0), SIGABRT, "kont: stack overflow in prompt \"t\"");
    CHECK_DIES(overflow_after_resume, kont_int(3), SIGABRT, "kont: stack overflow in prompt \"t\"");
}

static KONT void *endless_with_stack(void *unused)
{
    return kont_with_stack(100000, endless, unused);
}

static KONT void *under_t(void *fn)
{
    return kont_prompt(&t, (kont_fn *)fn, NULL);
}

TEST(overflow, is_reported_on_a_further_segment)
{
    CHECK_DIES(under_t, (void *)endless_with_stack, SIGABRT, "kont: stack overflow in prompt \"t\"");
}

static void *overflowing_thread(void *tag)
{
    return endless_in_prompt(tag);
}

static KONT void *start_overflowing_thread(void *unused)
{
    pthread_t thread;
    GC_INIT();
    pthread_create(&thread, NULL, overflowing_thread, (void *)&t);
    pthread_join(thread, NULL);
    return unused;
}

TEST(overflow, is_reported_in_another_thread)
{
    CHECK_DIES(start_overflowing_thread, NULL, SIGABRT, "kont: stack overflow in prompt \"t\"");
}

static KONT void *overflow_with_signal_handled(void *unused)
{
    signal(SIGABRT, SIG_IGN);
    return endless_in_prompt(unused);
}

TEST(overflow, ends_the_process_even_where_abort_is_ignored)
{
    CHECK_DIES(overflow_with_signal_handled, (void *)&t, SIGABRT, "kont: stack overflow in prompt \"t\"");
}

static KONT void *nothing(void *arg)
{
    return arg;
}

static void *use_kont(void *unused)
{
    return kont_run(nothing, unused);
}

static KONT void *overflow_in_incremental_mode(void *unused)
{
    GC_enable_incremental();
    return endless_in_prompt(unused);
}

TEST(overflow, is_reported_in_incremental_mode)
{
    CHECK_DIES(overflow_in_incremental_mode, (void *)&t, SIGABRT, "kont: stack overflow in prompt \"t\"");
}

/* The collector's own handler, which comes in front then, has no stack to run on: the next new thread puts ours in front again. */
static KONT void *overflow_in_incremental_mode_begun_later(void *unused)
{
    pthread_t thread;
    kont_prompt(&t, nothing, NULL);
    GC_enable_incremental();
    pthread_create(&thread, NULL, use_kont, NULL);
    pthread_join(thread, NULL);
    return endless_in_prompt(unused);
}

TEST(overflow, is_reported_in_incremental_mode_begun_later)
{
    CHECK_DIES(overflow_in_incremental_mode_begun_later, (void *)&t, SIGABRT, "kont: stack overflow in prompt \"t\"");
}

/* A pointer that happens to point to a guard is no overflow. */
static KONT void *touch_own_guard(void *unused)
{
    volatile char *p = (char *)__builtin_frame_address(0);
    volatile char here;
    here = p[-(long)kont_stack_room() - 8192];
    (void)here;
    return unused;
}

static KONT void *touch_guard_of(void *address)
{
    return kont_int(*(volatile char *)address);
}

static KONT void *guard_address(void *unused)
{
    (void)unused;
    return (char *)__builtin_frame_address(0) - kont_stack_room() - 8192;
}

static KONT void *touch_anothers_guard(void *unused)
{
    (void)unused;
    return touch_guard_of(kont_prompt(&t, guard_address, NULL));
}

TEST(overflow, a_wild_pointer_to_a_guard_is_no_overflow)
{
    CHECK_DIES(under_t, (void *)touch_own_guard, SIGABRT, "kont: stack overflow in prompt \"t\"");
    CHECK_DIES(touch_anothers_guard, NULL, DIES_OF_SEGV, "");
}

/* ---- kont_check_stack --------------------------------------------------------------------------------------------------------------------------- */

/* For raising, and for a collection in the midst of it. */
enum { ENOUGH = 32768 };

static KONT void *checks_as_it_goes(void *n)
{
    volatile char room[200];
    room[0] = 0;
    kont_check_stack(ENOUGH);
    return without_end ? kont_int(kont_to_int(checks_as_it_goes(n)) + room[0]) : n;
}

static KONT void *checks_in_prompt(void *tag)
{
    return kont_prompt(tag, checks_as_it_goes, NULL);
}

TEST(overflow, check_stack_raises_before_it_is_too_late)
{
    for (int i = 0; i < 10; i++)
        CHECK_RAISES(checks_in_prompt, (void *)&t, KONT_ERR_OVERFLOW, "too little room on the stack", "kont_check_stack");
#if !defined(KONT_STRESS_CAPTURE)                       /* which captures all the frames at each check: the square of the depth */
    for (int i = 0; i < 10; i++)
        CHECK_RAISES(checks_in_prompt, (void *)&large, KONT_ERR_OVERFLOW, "too little room on the stack", "kont_check_stack");
#endif
}

TEST(overflow, check_stack_raises_on_the_threads_own_stack)
{
    CHECK_RAISES(checks_as_it_goes, NULL, KONT_ERR_OVERFLOW, "too little room on the stack", "kont_check_stack");
}

static void *room_of(void *room)
{
    *(size_t *)room = kont_stack_room();
    return NULL;
}

TEST(overflow, room_on_the_threads_own_stack)
{
    size_t room;
    struct rlimit limit;
    pthread_t thread;
    pthread_attr_t small;
    CHECK_INT(getrlimit(RLIMIT_STACK, &limit), 0);
    CHECK(kont_stack_room() > 0);
    if (limit.rlim_cur != RLIM_INFINITY)
        CHECK(kont_stack_room() < limit.rlim_cur);
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 256 << 10);
    GC_INIT();
    CHECK_INT(pthread_create(&thread, &small, room_of, &room), 0);
    CHECK_INT(pthread_join(thread, NULL), 0);
    CHECK(room > 0 && room < 256 << 10);
}

