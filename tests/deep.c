/* How deep recursion may go: through marked functions, with prompts, tries and unmarked functions in between. */
#include <kont.h>

#include "support/events.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");

/* Where frames are on segments, a tenth of a percent of it. */
static long deep(void)
{
    return kont_machine()[0] == 's' ? 10000 : 10000000;
}

/* No compiler makes a loop of it. */
static KONT long count(long n)
{
    long rest = n > 0 ? count(n - 1) : -1;
    __asm__ volatile ("" : "+r" (rest));
    return 1 + rest;
}

static KONT void *count_to(void *n)
{
    return kont_int(count(kont_to_int(n)));
}

static KONT void *count_ten_million(void *unused)
{
    (void)unused;
    return kont_int(count(10000000));
}

static KONT void *run_ten_million(void *unused)
{
    return kont_run(count_ten_million, unused);
}

TEST(deep, DIFFERS_a_recursion_ten_million_deep)
{
    if (kont_machine()[0] == 's')
        CHECK_DIES(run_ten_million, NULL, SIGABRT, "default");
    else
        CHECK_INT(kont_to_int(kont_run(count_ten_million, NULL)), 10000000);
}

TEST(deep, a_recursion_outside_of_every_prompt)
{
    kont_poll();
    CHECK_INT(count(deep()), deep());
}

/* ---- Out of the depth ------------------------------------------------------------------------------------------------------------- */

static KONT long count_then_abort(long n)
{
    long rest = n > 0 ? count_then_abort(n - 1) : 0;
    if (n == 0)
        kont_abort(&t, kont_int(7));
    return 1 + rest;
}

static KONT void *abort_from(void *n)
{
    return kont_int(count_then_abort(kont_to_int(n)));
}

TEST(deep, an_abort_from_the_depth)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, abort_from, kont_int(deep()))), 7);
}

static KONT long count_then_raise(long n)
{
    long rest = n > 0 ? count_then_raise(n - 1) : 0;
    if (n == 0)
        kont_raise(kont_exception_new("DEEP", NULL, "deep"));
    return 1 + rest;
}

static KONT void *raise_from(void *n)
{
    return kont_int(count_then_raise(kont_to_int(n)));
}

static KONT void *try_it(void *n)
{
    const kont_exception *x;
    kont_try(raise_from, n, &x);
    return (void *)x->name;
}

TEST(deep, an_exception_from_the_depth)
{
    CHECK_STR(try_it(kont_int(deep())), "DEEP");
    CHECK_STR(kont_prompt(&t, try_it, kont_int(deep())), "DEEP");
}

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT long count_then_capture(long n)
{
    return n == 0 ? kont_to_int(kont_shift0_at(&t, give, NULL)) : 1 + count_then_capture(n - 1);
}

static KONT void *capture_from(void *n)
{
    return kont_int(count_then_capture(kont_to_int(n)));
}

TEST(deep, a_continuation_of_a_million_frames_resumed_twice)
{
    long n = deep() / 10;
    kont *k = kont_prompt(&t, capture_from, kont_int(n));
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(1))), n + 1);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(2))), n + 2);
}

static KONT void yield_deep(long n)
{
    if (n == 0)
        for (intptr_t i = 1; i <= 3; i++)
            kont_yield(kont_int(i));
    else
        yield_deep(n - 1);
    trace("%s", n % 1000000 == 0 ? "" : "");
}

static KONT void *generate(void *n)
{
    yield_deep(kont_to_int(n));
    return NULL;
}

TEST(deep, a_generator_that_yields_from_the_depth)
{
    kont_generator *g = kont_generator_new(generate, kont_int(deep() / 100));
    void *v;
    intptr_t sum = 0;
    while (kont_next(g, &v))
        sum = 10 * sum + kont_to_int(v);
    CHECK_INT(sum, 123);
}

/* ---- With other things in between --------------------------------------------------------------------------------------------------- */

static KONT void *prompts_inside_each_other(void *n)
{
    intptr_t left = kont_to_int(n);
    return left == 0 ? kont_int(0) : kont_int(1 + kont_to_int(kont_prompt(&t, prompts_inside_each_other, kont_int(left - 1))));
}

TEST(deep, prompts_inside_each_other)
{
    CHECK_INT(kont_to_int(prompts_inside_each_other(kont_int(deep() / 50))), deep() / 50);
}

static KONT void *tries_inside_each_other(void *n)
{
    intptr_t left = kont_to_int(n);
    if (left == 0)
        kont_raise(kont_exception_new("DEEP", NULL, "deep"));
    const kont_exception *x;
    void *v = kont_try(tries_inside_each_other, kont_int(left - 1), &x);
    return kont_int(1 + kont_to_int(v));
}

TEST(deep, tries_inside_each_other)
{
    long n = deep() / 50;
    CHECK_INT(kont_to_int(kont_run(tries_inside_each_other, kont_int(n))), n);
}

static KONT void *through_unmarked(void *n);

static __attribute__((noinline)) void *unmarked(void *n)
{
    void *v = through_unmarked(n);
    __asm__ volatile ("" : : : "memory");
    return v;
}

/* Every so often a function that is not marked is in between. */
static KONT void *through_unmarked(void *n)
{
    intptr_t left = kont_to_int(n);
    if (left == 0)
        return kont_int(0);
    void *v = left % 10000 == 0 ? unmarked(kont_int(left - 1)) : through_unmarked(kont_int(left - 1));
    return kont_int(1 + kont_to_int(v));
}

TEST(deep, unmarked_functions_in_between)
{
    kont_poll();
    CHECK_INT(kont_to_int(through_unmarked(kont_int(deep() / 10))), deep() / 10);
    CHECK_INT(kont_to_int(kont_run(through_unmarked, kont_int(deep() / 10))), deep() / 10);
}

static KONT void *raise_past_unmarked(void *n)
{
    intptr_t left = kont_to_int(n);
    void *v = left % 1000 == 0 ? unmarked(kont_int(0)) : NULL;
    void *rest = left > 0 ? raise_past_unmarked(kont_int(left - 1)) : NULL;
    if (left == 0)
        kont_raise(kont_exception_new("DEEP", NULL, "deep"));
    return kont_int(kont_to_int(v) + kont_to_int(rest));
}

TEST(deep, an_exception_after_unmarked_functions)
{
    const kont_exception *x;
    kont_try(raise_past_unmarked, kont_int(deep() / 10), &x);
    CHECK_STR(x->name, "DEEP");
}

static void *unmarked_endless(void *n);

static KONT void *endless_through_unmarked(void *n)
{
    kont_poll();                                        /* a marked call: without any it would be no different from its caller */
    return n == NULL ? kont_int(1 + kont_to_int(unmarked_endless(n))) : n;
}

static __attribute__((noinline)) void *unmarked_endless(void *n)
{
    void *v = endless_through_unmarked(n);
    __asm__ volatile ("" : : : "memory");
    return v;
}

static KONT void *run_endless(void *unused)
{
    return kont_run(endless_through_unmarked, unused);
}

TEST(deep, DIFFERS_an_endless_recursion_through_unmarked_functions)
{
    const kont_exception *x;
    if (kont_machine()[0] == 's') {
        CHECK_DIES(run_endless, NULL, SIGABRT, "default");
        return;
    }
    for (int i = 0; i < 3; i++) {
        kont_try(run_endless, NULL, &x);
        CHECK_INT(x->code, KONT_ERR_OVERFLOW);
        CHECK_INT(kont_to_int(kont_run(count_to, kont_int(1000000))), 1000000);
    }
}

static KONT void *count_here(void *unused)
{
    (void)unused;
    return kont_int(count(deep() / 10));
}

TEST(deep, in_an_unmarked_functions_callback)
{
    CHECK_INT(kont_to_int(unmarked(kont_int(0))), 0);
    CHECK_INT(kont_to_int(kont_run(count_here, NULL)), deep() / 10);
    CHECK_INT(kont_to_int(kont_run(count_to, kont_int(deep() / 10))), deep() / 10);
}
