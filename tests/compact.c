/* Objects and generators that take turns in one segment: kont_object_compact. */
#include <kont.h>
#include <string.h>

#include "support/memory.h"
#include "test.h"

enum { MANY = 2000, LEVELS = 30 };

static KONT void *counts(void *from)
{
    segments_note();
    for (long i = kont_to_int(from); ; i++)
        kont_yield(kont_int(i));
    return NULL;
}

static KONT kont_generator *compact(kont_fn *fn, void *arg)
{
    return kont_generator_compact(kont_generator_new(fn, arg));
}

static KONT void check_next(kont_generator *g, long expected)
{
    void *v = NULL;
    CHECK(kont_next(g, &v));
    CHECK_INT(kont_to_int(v), expected);
}

TEST(compact, each_keeps_its_own_frames)
{
    static kont_generator *g[MANY];
    segments_reset();
    for (long i = 0; i < MANY; i++) {
        g[i] = compact(counts, kont_int(i));
        check_next(g[i], i);
    }
    if (strcmp(kont_machine(), "stack") == 0)
        CHECK_INT(segments_noted(), 1);
    for (long round = 1; round < 4; round++) {
        churn();
        for (long i = 0; i < MANY; i++)
            check_next(g[i], i + round);
    }
}

TEST(compact, one_after_the_other_many_times)
{
    kont_generator *a = compact(counts, kont_int(0)), *b = compact(counts, kont_int(1000)), *plain = kont_generator_new(counts, kont_int(-5));
    for (long i = 0; i < 1000; i++) {
        check_next(a, i);
        check_next(a, ++i);
        check_next(b, 1000 + i / 2);
        check_next(plain, i / 2 - 5);
    }
}

/* Each asks one inside of it, which takes its place meanwhile. */
static KONT void *nested(void *level)
{
    long n = kont_to_int(level);
    volatile long mine = n * 7;
    kont_generator *inner = n > 0 ? compact(nested, kont_int(n - 1)) : NULL;
    for (long i = 0; i < 3; i++) {
        if (inner != NULL)
            check_next(inner, (n - 1) * 7 + i);
        CHECK_INT(mine, n * 7 + i);
        kont_yield(kont_int(mine++));
    }
    return NULL;
}

TEST(compact, inside_each_other)
{
    kont_generator *g = compact(nested, kont_int(LEVELS));
    for (long i = 0; i < 3; i++) {
        check_next(g, LEVELS * 7 + i);
        churn();
    }
}

static KONT void *raises_after_one(void *x)
{
    kont_yield(NULL);
    kont_raise(x);
    return NULL;
}

static KONT void *ask_twice(void *generator)
{
    void *v;
    kont_next(generator, &v);
    check_next(compact(counts, NULL), 0);
    kont_next(generator, &v);
    return NULL;
}

TEST(compact, what_one_raises_comes_out)
{
    kont_exception *x = kont_exception_make(__func__, "STOP", NULL, "stop");
    const kont_exception *caught;
    kont_try(ask_twice, compact(raises_after_one, x), &caught);
    CHECK_PTR(caught, x);
}

static const kont_tag t = KONT_TAG("t");

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *asks_after_capture(void *unused)
{
    kont_generator *g = compact(counts, kont_int(40));
    (void)unused;
    check_next(g, 40);
    long added = kont_to_int(kont_shift0_at(&t, give, NULL));
    void *v;
    CHECK(kont_next(g, &v));
    return kont_int(kont_to_int(v) + added);
}

TEST(compact, one_that_a_continuation_knows_is_the_same_in_each_resume)
{
    kont *k = kont_prompt(&t, asks_after_capture, NULL);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(100))), 141);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(200))), 242);
}

static KONT void *captures_inside(void *unused)
{
    long n = kont_to_int(kont_shift0_at(&t, give, NULL));
    (void)unused;
    kont_yield(kont_int(n));
    return kont_int(n + 1);
}

static KONT void *asks_one_that_captures(void *unused)
{
    kont_generator *g = compact(captures_inside, NULL);
    void *v;
    CHECK(kont_next(g, &v));
    CHECK(!kont_next(g, unused == NULL ? &v : NULL));
    return v;
}

TEST(compact, a_running_one_is_captured_and_resumed)
{
    kont *k = kont_prompt(&t, asks_one_that_captures, NULL);
    check_next(compact(counts, kont_int(3)), 3);
    CHECK_INT(kont_to_int(kont_resume_last(k, kont_int(5))), 6);
}

static const kont_tag large = KONT_TAG_SIZED("large", 1 << 20);

static KONT void *takes_much(void *unused)
{
    volatile char room[1 << 19];
    room[0] = room[sizeof room - 1] = 3;
    (void)unused;
    kont_leave_tag(&large, NULL);
    return kont_int(room[0] + room[sizeof room - 1]);
}

TEST(compact, not_where_the_tag_asks_for_a_larger_segment)
{
    kont_object *o = kont_object_new(&large, takes_much, NULL);
    kont_object_compact(o);
    kont_enter(o, NULL);
    check_next(compact(counts, kont_int(3)), 3);
    CHECK_INT(kont_to_int(kont_enter(o, NULL)), 6);
}

TEST(compact, one_that_has_begun_stays_as_it_is)
{
    kont_generator *g = kont_generator_new(counts, NULL);
    check_next(g, 0);
    CHECK(kont_generator_compact(g) == g);
    check_next(g, 1);
    kont_object_compact(NULL);
}

static KONT void *notes_death(void *number)
{
    struct witness *w = witness_new(kont_to_int(number));
    kont_yield(NULL);
    CHECK(witness_is(w, kont_to_int(number)));
    return NULL;
}

TEST(compact, abandoned_ones_are_collected)
{
    void *v;
    for (long i = 0; i < MANY; i++)
        kont_next(compact(notes_death, kont_int(i)), &v);
    churn();
    CHECK(witnesses_dead() > MANY / 2);
}
