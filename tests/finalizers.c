/* Finalizers that use kont: the collector runs them inside any allocation, so also where kont takes memory for what it is about to do. */
#define _GNU_SOURCE
#define GC_THREADS
#include <gc/gc.h>
#include <kont.h>
#include <string.h>
#include <pthread.h>
#include <unistd.h>

#include "support/memory.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u");

enum { TIMES = 20000 };

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

/* What the next finalizer does, and how many did something. Not one inside another. */
static kont_fn *act;
static void *act_on;
static long acts;

static void GC_CALLBACK finalize(void *object, void *unused)
{
    kont_fn *fn = act;
    (void)object, (void)unused;
    if (fn == NULL)
        return;
    acts++;
    act = NULL;
    fn(act_on);
    act = fn;
}

static __attribute__((noinline)) void litter(void)
{
    for (int i = 0; i < 2; i++)
        GC_register_finalizer_no_order(GC_MALLOC(16), finalize, NULL, NULL, NULL);
}

/* Lets finalizers run at allocations from here on: some are ready, and wait for the next. */
static void litter_now_and_then(int i)
{
    litter();
    if (i % 50 == 0)
        GC_gcollect();
}

/* Those that are due wait for that: they act inside the next allocation. */
static void act_from_now_on(kont_fn *fn, void *on)
{
    act = fn;
    act_on = on;
    GC_set_finalize_on_demand(0);
}

static void act_no_more(void)
{
    GC_set_finalize_on_demand(1);
    act = NULL;
}

static void check_acts(void)
{
    test_note("%ld finalizers used kont", acts);
    CHECK(acts > 0);
}

/* ---- Continuations that finalizers have nothing to do with ----------------------------------------------------------------------------------------- */

static KONT void *captures(void *value)
{
    return kont_shift0_at(&t, give, value);
}

static KONT void *captures_inside(void *value)
{
    return kont_prompt(&u, captures, value);
}

static KONT void *resume_again(void *k)
{
    return kont_resume(k, NULL);
}

static KONT void *resume_inside_itself(void *k)
{
    return kont_resume_thunk(k, resume_again, k);
}

/* Two activations of one capture, one inside the other: a slice has to move. */
static KONT void *moves_a_slice(void *unused)
{
    kont *k = kont_prompt(&t, captures, NULL);
    kont_resume(k, NULL);
    kont_prompt(&u, resume_inside_itself, k);
    return unused;
}

static kont *deep;

static KONT void *resume_deeper(void *depth)
{
    intptr_t left = kont_to_int(depth);
    return left > 0 ? kont_resume(deep, kont_int(left - 1)) : depth;
}

TEST(finalizers, may_move_slices_while_slices_are_about_to_move)
{
    deep = kont_prompt(&t, captures_inside, NULL);
    kont_resume(deep, NULL);
    act = moves_a_slice;
    for (int i = 0; i < TIMES; i++) {
        litter_now_and_then(i);
        CHECK_PTR(kont_resume_thunk(deep, resume_deeper, kont_int(2)), kont_int(1));
    }
    check_acts();
}

/* ---- The same segments ---------------------------------------------------------------------------------------------------------------------------- */

/* Resumed with something, it is captured once more, up to u. */
static KONT void *captured_twice(void *unused)
{
    long mark = 4711;
    void *value = kont_shift0_at(&t, give, unused);
    CHECK_INT(mark, 4711);
    if (value != NULL)
        value = kont_shift0_at(&u, give, unused);
    CHECK_INT(mark, 4711);
    return value;
}

static KONT void *resume_with_something(void *k)
{
    return kont_resume(k, kont_int(1));
}

TEST(finalizers, may_resume_another_of_the_same_segment_while_a_picture_is_prepared)
{
    for (int i = 0; i < TIMES; i++) {
        kont *other = kont_prompt(&t, captured_twice, NULL);
        kont_resume(other, NULL);
        kont *k = kont_prompt(&u, resume_with_something, other);
        litter_now_and_then(i);
        act_from_now_on(resume_again, other);
        for (int j = 0; j < 3; j++)
            CHECK_PTR(kont_resume(k, kont_int(j)), kont_int(j));
        act_no_more();
    }
    check_acts();
}

TEST(finalizers, may_resume_the_continuation_that_is_about_to_be_resumed)
{
    for (int i = 0; i < TIMES; i++) {
        kont *k = kont_prompt(&t, captures_inside, NULL);
        litter_now_and_then(i);
        act_from_now_on(resume_again, k);
        for (int j = 0; j < 3; j++)
            CHECK_PTR(kont_resume(k, kont_int(j)), kont_int(j));
        act_no_more();
    }
    check_acts();
}

static int dropped;

static KONT void *drop(void *k)
{
    dropped = 1;
    kont_drop(k);
    return NULL;
}

static KONT void *resume_what_may_be_dropped(void *k)
{
    return kont_resume(k, kont_int(3));
}

static KONT void check_resume(kont *k)
{
    const kont_exception *e;
    void *value = kont_try(resume_what_may_be_dropped, k, &e);
    if (e == NULL)
        CHECK_PTR(value, kont_int(3));
    else
        CHECK(e->code == KONT_ERR_USED && dropped);
}

TEST(finalizers, may_drop_the_continuation_that_is_about_to_be_resumed)
{
    for (int i = 0; i < TIMES; i++) {
        kont *k = kont_prompt(&t, captures_inside, NULL);
        litter_now_and_then(i);
        dropped = 0;
        act_from_now_on(drop, k);
        for (int j = 0; j < 3; j++)
            check_resume(k);
        act_no_more();
    }
    check_acts();
}

/* ---- Another in the way --------------------------------------------------------------------------------------------------------------------------- */

static kont *held_on_one_segment, *large;

/* The bytes of a frame that waits until it is resumed with null. */
enum { SMALL = 2000, LARGE = 30000 };

static KONT __attribute__((noinline)) void wait_with(const volatile char *room, size_t size)
{
    void *go_on;
    do
        go_on = kont_shift0_at(&u, give, NULL);
    while (go_on != NULL);
    for (size_t i = 0; i < size; i++)
        CHECK(room[i] == (char)size);
}

static KONT void *holds_little(void *unused)
{
    volatile char room[SMALL];
    memset((char *)room, (char)SMALL, SMALL);
    wait_with(room, SMALL);
    return unused;
}

static KONT void *holds_much(void *unused)
{
    volatile char room[LARGE];
    memset((char *)room, (char)LARGE, LARGE);
    wait_with(room, LARGE);
    return unused;
}

static KONT void *hold_little(void *unused)
{
    return kont_resume_thunk(held_on_one_segment, holds_little, unused);
}

static KONT void *hold_much(void *unused)
{
    return kont_resume_thunk(held_on_one_segment, holds_much, unused);
}

static KONT void *hold_little_twice(void *unused)
{
    return kont_resume_thunk(held_on_one_segment, hold_little, unused);
}

static KONT void *put_the_large_one_in_the_way(void *unused)
{
    large = kont_resume_last(large, kont_int(1));
    return unused;
}

/* They are due, and run inside the next allocation. */
static void make_finalizers_ready(void)
{
    GC_set_finalize_on_demand(1);
    litter();
    litter();
    GC_gcollect();
    GC_set_finalize_on_demand(0);
}

/* Two activations are about to be moved in where a small one is in the way, and then a large one is. */
TEST(finalizers, may_put_a_larger_one_in_the_way)
{
    held_on_one_segment = kont_prompt(&t, captures, NULL);
    for (int i = 0; i < 100; i++) {
        kont *two = kont_prompt(&u, hold_little_twice, NULL);
        large = kont_prompt(&u, hold_much, NULL);
        kont *small = kont_prompt(&u, hold_little, NULL);
        act = put_the_large_one_in_the_way;
        make_finalizers_ready();
        CHECK_PTR(kont_resume_last(two, NULL), NULL);
        act = NULL;
        CHECK_PTR(kont_resume_last(small, NULL), NULL);
        CHECK_PTR(kont_resume_last(large, NULL), NULL);
    }
    check_acts();
}

/* ---- Objects that are about to be entered ------------------------------------------------------------------------------------------------------------ */

/* An object that counts, and what it has counted. */
struct counter {
    kont_generator *g;
    intptr_t count, sum;
};

static KONT void *count_one(void *counter)
{
    struct counter *c = counter;
    void *value;
    CHECK(kont_next(c->g, &value));
    c->count++;
    c->sum += kont_to_int(value);
    return NULL;
}

/* Where it does not run at the moment. */
static KONT void *try_to_count(void *counter)
{
    const kont_exception *e;
    kont_try(count_one, counter, &e);
    CHECK(e == NULL || e->code == KONT_ERR_RUNNING);
    return NULL;
}

static KONT void *counts(void *unused)
{
    for (intptr_t i = 0; i < TIMES; i++)
        kont_yield(kont_int(i));
    return unused;
}

static KONT void *does_nothing(void *unused)
{
    return unused;
}

static KONT void *counts_inside_winders(void *unused)
{
    return kont_dynamic_wind(does_nothing, counts, does_nothing, unused);
}

/* None of its numbers is lost, and none comes twice. */
static void check_sum(const struct counter *c)
{
    CHECK_INT(c->sum, c->count * (c->count - 1) / 2);
}

static KONT void start_counter(struct counter *c, kont_fn *body, void *arg)
{
    *c = (struct counter){ kont_generator_new(body, arg), 0, 0 };
    act_on = c;
    act = try_to_count;
}

/* Of abandoned segments so many that a collection comes now and then where one is taken. */
TEST(finalizers, may_enter_a_new_object_that_is_about_to_be_entered)
{
    static struct counter c;
    for (int i = 0; i < 2 * TIMES; i++) {
        start_counter(&c, counts, NULL);
        litter();
        count_one(&c);
        act = NULL;
        check_sum(&c);
    }
}

static KONT void check_counters(kont_fn *body, void *arg)
{
    enum { MANY = 50, EACH = 100 };
    static struct counter counters[MANY];
    for (int i = 0; i < MANY; i++) {
        start_counter(&counters[i], body, arg);
        for (int j = 0; j < EACH; j++) {
            litter_now_and_then(j);
            count_one(&counters[i]);
            count_one(&counters[j % (i + 1)]);
        }
        act = NULL;
    }
    for (int i = 0; i < MANY; i++)
        check_sum(&counters[i]);
    check_acts();
}

TEST(finalizers, may_enter_an_object_whose_winders_are_about_to_be_entered)
{
    check_counters(counts_inside_winders, NULL);
}

static KONT void *captures_and_counts(void *unused)
{
    kont_fn *next = (kont_fn *)kont_shift0_at(&t, give, unused);
    return next != NULL ? next(unused) : NULL;
}

static KONT void *resume_to_count(void *k)
{
    return kont_resume(k, (void *)counts);
}

static KONT void *resume_to_count_inside_winders(void *k)
{
    return kont_resume(k, (void *)counts_inside_winders);
}

/* All on one segment, where they take turns. */
static KONT void check_on_one_segment(kont_fn *resumes)
{
    kont *k = kont_prompt(&t, captures_and_counts, NULL);
    kont_resume(k, NULL);
    check_counters(resumes, k);
}

TEST(finalizers, may_enter_an_object_that_is_about_to_be_moved_in)
{
    check_on_one_segment(resume_to_count);
}

TEST(finalizers, may_enter_an_object_that_is_about_to_be_moved_in_with_winders)
{
    check_on_one_segment(resume_to_count_inside_winders);
}

static KONT void *yields_ever_deeper(void *left)
{
    volatile char room[4000];
    room[0] = 1;
    kont_yield(left);
    return kont_to_int(left) > 0 ? kont_int(kont_to_int(yields_ever_deeper(kont_int(kont_to_int(left) - 1))) + room[0]) : left;
}

static KONT void *starts_deepening(void *unused)
{
    (void)unused;
    return yields_ever_deeper(kont_int(6));
}

static KONT void *resume_to_deepen(void *k)
{
    return kont_resume(k, (void *)starts_deepening);
}

static kont_generator *deepening;

/* It goes deeper each time; at its end another begins. */
static KONT void *deepen(void *k)
{
    void *value;
    if (deepening == NULL || !kont_next(deepening, &value))
        deepening = kont_generator_new(resume_to_deepen, k);
    return NULL;
}

static KONT void *try_to_deepen(void *k)
{
    const kont_exception *e;
    kont_try(deepen, k, &e);
    CHECK(e == NULL || e->code == KONT_ERR_RUNNING);
    return NULL;
}

TEST(finalizers, may_let_grow_what_is_about_to_be_moved_out)
{
    kont *k = kont_prompt(&t, captures_and_counts, NULL);
    kont_resume(k, NULL);
    act_on = k;
    act = try_to_deepen;
    for (int i = 0; i < TIMES; i++) {
        litter_now_and_then(i);
        CHECK_PTR(kont_resume(k, NULL), NULL);
        if (i % 5 == 0)
            deepen(k);
    }
    check_acts();
}

/* ---- A thread that is about to be known ------------------------------------------------------------------------------------------------------------- */

static GC_on_collection_event_proc event_before;

static void GC_CALLBACK on_event(GC_EventType event)
{
    if (event_before != NULL)
        event_before(event);
}

/* Finalizers are due, and run inside the next allocation. */
static void *uses_kont(void *unused)
{
    GC_set_finalize_on_demand(0);
    CHECK_PTR(moves_a_slice(unused), unused);
    return unused;
}

/* Since another procedure is in front, each new thread collects to see whether kont's own is still reached. */
TEST(finalizers, may_use_kont_before_their_thread_has_come_to_know_it)
{
    moves_a_slice(NULL);
    event_before = GC_get_on_collection_event();
    GC_set_on_collection_event(on_event);
    act = moves_a_slice;
    alarm(20);
    for (int i = 0; i < 20; i++) {
        pthread_t thread;
        make_finalizers_ready();
        GC_set_finalize_on_demand(1);
        litter();
        clear_stack_below(5000);
        CHECK_INT(pthread_create(&thread, NULL, uses_kont, NULL), 0);
        CHECK_INT(pthread_join(thread, NULL), 0);
    }
    check_acts();
}
