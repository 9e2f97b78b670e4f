/* Loops over generators, and generators of one type. */
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");
static const kont_exception mine[1] = { { KONT_ERR_USER, "MINE", "mine", "here", NULL } };

static KONT void *count_to(void *n)
{
    kont_defer(trace_name, "closed");
    for (intptr_t i = 1; i <= kont_to_int(n); i++)
        kont_yield(kont_int(i));
    return NULL;
}

/* ---- The macro --------------------------------------------------------------------------------------------------------------- */

TEST(each, goes_through_all)
{
    KONT_FOR_EACH(v, kont_generator_new(count_to, kont_int(3)))
        trace("%d", (int)kont_to_int(v));
    CHECK_STR(traced(), "1 2 3 closed");
}

TEST(each, closes_what_break_leaves)
{
    KONT_FOR_EACH(v, kont_generator_new(count_to, kont_int(9))) {
        if (v == kont_int(2))
            continue;
        if (v == kont_int(4))
            break;
        trace("%d", (int)kont_to_int(v));
    }
    trace("after");
    CHECK_STR(traced(), "1 3 closed after");
}

TEST(each, loops_nest)
{
    KONT_FOR_EACH(v, kont_generator_new(count_to, kont_int(2)))
        KONT_FOR_EACH(w, kont_generator_new(count_to, v))
            trace("%d", (int)kont_to_int(w));
    CHECK_STR(traced(), "1 closed 1 2 closed closed");
}

TEST(each, of_nothing)
{
    KONT_FOR_EACH(v, NULL)
        trace("%d", (int)kont_to_int(v));
    CHECK_STR(traced(), "");
}

static KONT void *yields_in_a_loop(void *n)
{
    KONT_FOR_EACH(v, kont_generator_new(count_to, n))
        kont_yield(v);
    return NULL;
}

TEST(each, its_body_may_yield)
{
    KONT_FOR_EACH(v, kont_generator_new(yields_in_a_loop, kont_int(2)))
        trace("%d", (int)kont_to_int(v));
    CHECK_STR(traced(), "1 2 closed");
}

/* ---- The function ------------------------------------------------------------------------------------------------------------ */

static KONT bool below(void *v, void *limit)
{
    trace("%d", (int)kont_to_int(v));
    return kont_to_int(v) < kont_to_int(limit);
}

TEST(each, the_function_says_whether_that_was_all)
{
    CHECK(kont_for_each(kont_generator_new(count_to, kont_int(2)), below, kont_int(5)));
    CHECK_STR(traced(), "1 2 closed");
    CHECK(!kont_for_each(kont_generator_new(count_to, kont_int(9)), below, kont_int(2)));
    CHECK_STR(traced(), "1 2 closed");
}

static KONT bool raises(void *v, void *unused)
{
    (void)unused;
    if (v == kont_int(2))
        kont_raise(mine);
    return true;
}

static KONT bool aborts(void *v, void *unused)
{
    (void)unused;
    kont_abort(&t, v);
}

static KONT void *loop_that_raises(void *g)
{
    kont_for_each(g, raises, NULL);
    return NULL;
}

static KONT void *loop_that_aborts(void *g)
{
    kont_for_each(g, aborts, NULL);
    return NULL;
}

TEST(each, the_function_closes_what_a_raise_or_an_abort_leaves)
{
    CHECK_PTR(raised_by(loop_that_raises, kont_generator_new(count_to, kont_int(9))), mine);
    CHECK_STR(traced(), "closed");
    CHECK_INT(kont_to_int(kont_prompt(&t, loop_that_aborts, kont_generator_new(count_to, kont_int(9)))), 1);
    CHECK_STR(traced(), "closed");
}

static KONT bool pass_on(void *v, void *unused)
{
    (void)unused;
    kont_yield(v);
    return true;
}

static KONT void *yields_by_function(void *n)
{
    kont_for_each(kont_generator_new(count_to, n), pass_on, NULL);
    return NULL;
}

TEST(each, the_function_closes_when_the_generator_around_it_is_closed)
{
    void *v;
    kont_generator *g = kont_generator_new(yields_by_function, kont_int(3));
    CHECK(kont_next(g, &v));
    CHECK_STR(traced(), "");
    kont_close(g);
    CHECK_STR(traced(), "closed");
}

static KONT void *stay_away(kont *k, void *unused)
{
    (void)unused;
    kont_drop(k);
    return kont_int(5);
}

static KONT void *captures(void *unused)
{
    kont_defer(trace_name, "closed");
    return kont_capture(&t, KONT_SHIFT0, stay_away, unused);
}

static KONT void *loop_whose_generator_captures(void *unused)
{
    kont_for_each(kont_generator_new(captures, NULL), pass_on, NULL);
    return unused;
}

TEST(each, the_function_has_nothing_to_close_where_its_generator_is_given_up_with_it)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, loop_whose_generator_captures, NULL)), 5);
    CHECK_STR(traced(), "closed");
}

/* ---- Types ----------------------------------------------------------------------------------------------------------------------- */

struct point {
    double x, y;
    const char *name;
};

KONT_GENERATOR(ints, int);
KONT_GENERATOR(doubles, double);
KONT_GENERATOR(points, struct point);

static KONT void *some_ints(void *n)
{
    for (int i = (int)kont_to_int(n); i >= -1; i--)
        ints_yield(i);
    return NULL;
}

static KONT void *halves(void *n)
{
    for (double d = (double)kont_to_int(n); d > 0.2; d /= 2)
        doubles_yield(d);
    return NULL;
}

static KONT void *diagonal(void *n)
{
    for (int i = 0; i < kont_to_int(n); i++)
        points_yield((struct point){ i, -i, "point" });
    return NULL;
}

static KONT void *diagonal_twice(void *n)
{
    points_yield_from(points_new(diagonal, n));
    points_yield_from(points_new(diagonal, n));
    return NULL;
}

TEST(each, generators_of_int)
{
    int i = 7;
    ints *g = ints_new(some_ints, kont_int(1));
    CHECK(ints_next(g, &i));
    CHECK_INT(i, 1);
    CHECK(ints_next(g, &i));
    CHECK(ints_next(g, &i));
    CHECK_INT(i, -1);
    CHECK(!ints_next(g, &i));
    CHECK_INT(i, -1);
}

TEST(each, generators_of_double)
{
    double sum = 0;
    KONT_FOR_EACH_OF(doubles, d, doubles_new(halves, kont_int(2)))
        sum += d;
    CHECK(sum == 3.75);
}

TEST(each, generators_of_a_struct)
{
    double sum = 0;
    int count = 0;
    KONT_FOR_EACH_OF(points, p, points_new(diagonal_twice, kont_int(4))) {
        sum += 10 * p.x + p.y;
        CHECK_STR(p.name, "point");
        count++;
    }
    CHECK(sum == 108);
    CHECK_INT(count, 8);
}

static KONT void *next_of_null(void *unused)
{
    int i;
    ints_next(NULL, &i);
    return unused;
}

static KONT void *next_to_null(void *g)
{
    ints_next(g, NULL);
    return NULL;
}

TEST(each, nulls_are_told_by_the_types_name)
{
    CHECK_RAISES(next_of_null, NULL, KONT_ERR_ARGUMENT, "bad argument: generator", "ints_next");
    CHECK_RAISES(next_to_null, ints_new(some_ints, NULL), KONT_ERR_ARGUMENT, "bad argument: value", "ints_next");
}

TEST(each, of_a_type_closes_what_break_leaves)
{
    points *g = points_new(diagonal, kont_int(4));
    struct point p;
    KONT_FOR_EACH_OF(points, q, g)
        if (q.x == 2)
            break;
    CHECK(!points_next(g, &p));
}
