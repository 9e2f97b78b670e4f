/* Generators: order, end, recursion, nesting, and their place among captures. */
#include <gc/gc.h>
#include <kont.h>

#include "support/events.h"
#include "support/generators.h"
#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

/* ---- Order and end ------------------------------------------------------------------------------------------------------- */

/* As count_to, and kont_next brings null to each yield. */
static KONT void *count_up_to(void *n)
{
    for (intptr_t i = 1; i <= kont_to_int(n); i++)
        CHECK_PTR(kont_yield(kont_int(i)), NULL);
    return kont_int(99);
}

TEST(generator, yields_in_order)
{
    trace_numbers(kont_generator_new(count_up_to, kont_int(5)));
    CHECK_STR(traced(), "1 2 3 4 5");
}

/* Integers are values too: one may be the address of whatever marks the end. */
static KONT void *yields_the_mark(void *unused)
{
    (void)unused;
    kont_yield((void *)kont_generator_end);
    kont_yield((void *)(kont_generator_end + 1));
    return (void *)kont_generator_end;
}

TEST(generator, any_value_may_be_yielded)
{
    kont_generator *g = kont_generator_new(yields_the_mark, NULL);
    void *v = NULL;
    CHECK(kont_next(g, &v));
    CHECK_PTR(v, kont_generator_end);
    CHECK(kont_next(g, &v));
    CHECK(!kont_next(g, &v));
    CHECK_PTR(v, kont_generator_end);
    CHECK(!kont_next(g, &v));
    CHECK_PTR(v, NULL);
}

/* One value on the way down, one on the way up. */
static KONT void descend(int depth)
{
    kont_yield(kont_int(depth));
    if (depth > 0)
        descend(depth - 1);
    kont_yield(kont_int(-depth));
}

static KONT void *down_and_up(void *depth)
{
    descend((int)kont_to_int(depth));
    return NULL;
}

static KONT void *yields(void *unused)
{
    return kont_yield(unused);
}

TEST(generator, who_asked_is_outside_again_however_deep_the_yield_was)
{
    kont_generator *g = kont_generator_new(down_and_up, kont_int(4));
    void *v;
    for (int i = 0; i < 10; i++) {
        CHECK(kont_next(g, &v));
        CHECK_INT(kont_to_int(v), i < 5 ? 4 - i : 5 - i);
        CHECK_RAISES(yields, NULL, KONT_ERR_NO_PROMPT, "no prompt \"generator\" is there", "kont_yield");
    }
    CHECK(!kont_next(g, &v));
}

TEST(generator, nothing_runs_before_the_first_next)
{
    kont_generator *g = kont_generator_new(trace_name, "body");
    void *v;
    CHECK_STR(traced(), "");
    CHECK(!kont_next(g, &v));
    CHECK_STR(traced(), "body");
}

TEST(generator, the_return_value_comes_with_the_first_false_and_null_after_that)
{
    kont_generator *g = kont_generator_new(count_up_to, kont_int(1));
    void *v;
    CHECK(kont_next(g, &v));
    CHECK(!kont_next(g, &v));
    CHECK_INT(kont_to_int(v), 99);
    for (int i = 0; i < 3; i++) {
        CHECK(!kont_next(g, &v));
        CHECK_PTR(v, NULL);
    }
}

TEST(generator, null_is_a_value_like_any_other)
{
    kont_generator *g = kont_generator_new(kont_yield, NULL);
    void *v = &v;
    CHECK(kont_next(g, &v));
    CHECK_PTR(v, NULL);
    CHECK(!kont_next(g, &v));
}

static KONT void *count_in_run(void *unused)
{
    (void)unused;
    return kont_int(next_number(kont_generator_new(count_up_to, kont_int(5))));
}

TEST(generator, works_with_and_without_run)
{
    CHECK_INT(next_number(kont_generator_new(count_up_to, kont_int(5))), 1);
    CHECK_INT(kont_to_int(kont_run(count_in_run, NULL)), 1);
}

TEST(generator, a_hundred_thousand_values)
{
    kont_generator *g = kont_generator_new(count_up_to, kont_int(100000));
    void *v;
    intptr_t n = 0;
    while (kont_next(g, &v))
        CHECK_INT(kont_to_int(v), ++n);
    CHECK_INT(n, 100000);
}

/* ---- Recursion: McCarthy's samefringe ------------------------------------------------------------------------------------ */

struct tree {
    int leaf;
    const struct tree *left, *right;
};

static KONT void *fringe(void *tree)
{
    const struct tree *node = tree;
    if (node->left == NULL) {
        kont_yield(kont_int(node->leaf));
    } else {
        fringe((void *)node->left);
        fringe((void *)node->right);
    }
    return NULL;
}

static KONT bool same_fringe(const struct tree *a, const struct tree *b)
{
    kont_generator *g = kont_generator_new(fringe, (void *)a), *h = kont_generator_new(fringe, (void *)b);
    void *v, *w;
    for (;;) {
        bool more = kont_next(g, &v), more_too = kont_next(h, &w);
        if (more != more_too || (more && v != w))
            return false;
        if (!more)
            return true;
    }
}

TEST(generator, mccarthy_samefringe)
{
    static const struct tree one = { 1, NULL, NULL }, two = { 2, NULL, NULL }, three = { 3, NULL, NULL };
    static const struct tree one_two = { 0, &one, &two }, two_three = { 0, &two, &three };
    static const struct tree left = { 0, &one_two, &three }, right = { 0, &one, &two_three }, wrong = { 0, &two_three, &one };
    CHECK(same_fringe(&left, &right));
    CHECK(!same_fringe(&left, &wrong));
    CHECK(!same_fringe(&left, &one_two));
    CHECK(!same_fringe(&one_two, &left));
}

static KONT void *yield_from_depth(void *depth)
{
    intptr_t n = kont_to_int(depth);
    if (n > 0)
        yield_from_depth(kont_int(n - 1));
    kont_yield(kont_int(n));
    return NULL;
}

TEST(generator, yields_from_any_depth)
{
    kont_generator *g = kont_generator_new(yield_from_depth, kont_int(1000));
    for (int i = 0; i <= 1000; i++)
        CHECK_INT(next_number(g), i);
    CHECK_INT(next_number(g), -1);
}

/* ---- Generators in generators -------------------------------------------------------------------------------------------- */

/* Hoare's sieve: each prime is one more generator in the chain. */
static KONT void *from_two(void *unused)
{
    (void)unused;
    for (intptr_t i = 2; i < 1000; i++)
        kont_yield(kont_int(i));
    return NULL;
}

static KONT void *filter(void *source)
{
    intptr_t prime = next_number(source), n;
    kont_yield(kont_int(prime));
    while ((n = next_number(source)) >= 0)
        if (n % prime != 0)
            kont_yield(kont_int(n));
    return NULL;
}

TEST(generator, a_chain_of_fifty_is_a_sieve)
{
    kont_generator *g = kont_generator_new(from_two, NULL);
    int prime = 0;
    for (int i = 0; i < 50; i++) {
        g = kont_generator_new(filter, g);
        prime = next_number(g);
    }
    CHECK_INT(prime, 229);
}

static KONT void *delegate(void *n)
{
    kont_generator *g = kont_generator_new(count_up_to, n);
    void *v;
    while (kont_next(g, &v))
        kont_yield(kont_int(10 * kont_to_int(v)));
    return NULL;
}

TEST(generator, yield_means_the_innermost_that_runs)
{
    trace_numbers(kont_generator_new(delegate, kont_int(3)));
    CHECK_STR(traced(), "10 20 30");
}

static KONT void *raise_at_once(void *unused)
{
    (void)unused;
    kont_raise(kont_exception_new("MINE", NULL, "mine"));
}

static KONT void *next_raises(void *g)
{
    void *v;
    kont_next(g, &v);
    return NULL;
}

TEST(generator, one_that_raised_has_no_value)
{
    const kont_exception *x;
    void *v = kont_int(5);
    kont_generator *g = kont_generator_new(raise_at_once, kont_int(3));
    kont_try(next_raises, g, &x);
    CHECK_STR(x->name, "MINE");
    CHECK(!kont_next(g, &v));
    CHECK_PTR(v, NULL);
}

TEST(generator, many_take_turns)
{
    enum { MANY = 200 };
    kont_generator *g[MANY];
    for (int i = 0; i < MANY; i++)
        g[i] = kont_generator_new(count_up_to, kont_int(10));
    for (int n = 1; n <= 10; n++)
        for (int i = 0; i < MANY; i++)
            CHECK_INT(next_number(g[i]), n);
    for (int i = 0; i < MANY; i++)
        CHECK_INT(next_number(g[i]), -1);
}

/* ---- With captures ------------------------------------------------------------------------------------------------------- */

static KONT void *ask_and_yield(void *unused)
{
    (void)unused;
    intptr_t v = kont_to_int(kont_shift0_at(&t, give, NULL));
    kont_yield(kont_int(v));
    kont_yield(kont_int(v + 1));
    return NULL;
}

static KONT void *sum_of_two(void *generator)
{
    int a = next_number(generator), b = next_number(generator);
    return kont_int(100 * a + b);
}

TEST(generator, captured_while_it_runs_it_goes_on_when_resumed)
{
    kont *k = kont_prompt(&t, sum_of_two, kont_generator_new(ask_and_yield, NULL));
    CHECK_INT(kont_to_int(kont_resume_last(k, kont_int(3))), 304);
}

static KONT void *make_and_sum(void *unused)
{
    (void)unused;
    return sum_of_two(kont_generator_new(ask_and_yield, NULL));
}

static KONT void *resume_five(void *k)
{
    return kont_resume(k, kont_int(5));
}

TEST(generator, captured_while_it_runs_it_stays_one_object)
{
    kont *k = kont_prompt(&t, make_and_sum, NULL);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(3))), 304);
    CHECK_RAISES(resume_five, k, KONT_ERR_COPIED,
        "\"generator\" is entered from a second copy of a continuation that was captured while it ran", "kont_next");
}

static KONT void *abort_t(void *unused)
{
    (void)unused;
    kont_yield(kont_int(1));
    kont_abort(&t, kont_int(7));
}

static KONT void *drain_it(void *generator)
{
    trace_numbers(generator);
    return NULL;
}

TEST(generator, an_abort_past_it_ends_it)
{
    kont_generator *g = kont_generator_new(abort_t, NULL);
    CHECK_INT(kont_to_int(kont_prompt(&t, drain_it, g)), 7);
    CHECK_STR(traced(), "1");
    CHECK_INT(next_number(g), -1);
}

/* ---- Memory -------------------------------------------------------------------------------------------------------------- */

static KONT void *hold_and_yield(void *unused)
{
    int *held = GC_MALLOC(sizeof *held);
    (void)unused;
    *held = 42;
    kont_yield(NULL);
    kont_yield(kont_int(*held));
    return NULL;
}

TEST(generator, what_only_a_suspended_one_refers_to_is_kept)
{
    enum { MANY = 100 };
    kont_generator **g = GC_MALLOC(MANY * sizeof *g);
    for (int i = 0; i < MANY; i++) {
        g[i] = kont_generator_new(hold_and_yield, NULL);
        next_number(g[i]);
    }
    GC_gcollect();
    for (int i = 0; i < 10000; i++)
        *(int *)GC_MALLOC(sizeof(int)) = 1;
    for (int i = 0; i < MANY; i++)
        CHECK_INT(next_number(g[i]), 42);
}

/* ---- Called from other languages ------------------------------------------------------------------------------------------- */

static KONT void *yield_by_function(void *v)
{
    kont_generator_yield(v);
    return kont_int(2);
}

TEST(generator, there_are_functions_for_both)
{
    kont_generator *g = kont_generator_new(yield_by_function, kont_int(1));
    void *v;
    CHECK(kont_generator_next(g, &v));
    CHECK_PTR(v, kont_int(1));
    CHECK(!kont_generator_next(g, &v));
    CHECK_PTR(v, kont_int(2));
}
