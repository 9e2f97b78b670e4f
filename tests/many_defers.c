/* DEFER and WIND in great numbers: what is done about them takes no stack for each. */
#include <gc/gc.h>
#include <kont.h>

#include "test.h"

enum { MANY = 20000 };
static const kont_tag t = KONT_TAG("t");
static const char key;
static long ran, before_ran, after_ran;

static KONT void *count(void *unused)
{
    ran++;
    return unused;
}

static KONT void *defer_many(void *unused)
{
    for (int i = 0; i < MANY; i++)
        kont_defer(count, NULL);
    return unused;
}

static KONT void *defer_many_and_abort(void *unused)
{
    defer_many(unused);
    kont_abort(&t, unused);
}

TEST(many_defers, run_at_an_abort)
{
    kont_prompt(&t, defer_many_and_abort, NULL);
    CHECK_INT(ran, MANY);
}

static KONT void *with_mark(void *unused)
{
    kont_with_mark(&key, NULL, defer_many, unused);
    CHECK_INT(ran, 0);
    return unused;
}

TEST(many_defers, stay_where_a_mark_ends)
{
    kont_prompt(&t, with_mark, NULL);
    CHECK_INT(ran, MANY);
}

static KONT void *escape(kont *k, void *unused)
{
    defer_many(unused);
    kont_resume(k, unused);
    return unused;
}

static KONT void *with_escape(void *unused)
{
    kont_callec(escape, unused);
    CHECK_INT(ran, 0);
    return unused;
}

TEST(many_defers, stay_where_an_escape_ends)
{
    kont_prompt(&t, with_escape, NULL);
    CHECK_INT(ran, MANY);
}

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *defer_many_and_capture(void *unused)
{
    defer_many(unused);
    return kont_shift0_at(&t, give, unused);
}

static KONT void *drop_it(void *k)
{
    kont_drop(k);
    return NULL;
}

TEST(many_defers, run_where_a_continuation_is_dropped)
{
    kont_prompt(&t, drop_it, kont_prompt(&t, defer_many_and_capture, NULL));
    CHECK_INT(ran, MANY);
}

/* ---- Winders: each on a segment of its own ----------------------------------------------------------------------------------- */

enum { DEEP = 5000 };

static KONT void *count_before(void *unused)
{
    before_ran++;
    return unused;
}

static KONT void *count_after(void *unused)
{
    after_ran++;
    return unused;
}

static const kont_tag u = KONT_TAG("u");
static KONT void *wind(void *depth);

static KONT void *in_prompt(void *depth)
{
    if (depth == NULL)
        return kont_shift0_at(&t, give, NULL);
    return kont_prompt(&u, wind, depth);
}

static KONT void *wind(void *depth)
{
    return kont_dynamic_wind(count_before, in_prompt, count_after, kont_int(kont_to_int(depth) - 1));
}

TEST(many_defers, as_many_winders_are_entered_again)
{
    kont *k = kont_prompt(&t, in_prompt, kont_int(DEEP));
    CHECK_INT(before_ran, DEEP);
    CHECK_INT(after_ran, DEEP);
    kont_resume(k, NULL);
    CHECK_INT(before_ran, 2 * DEEP);
    CHECK_INT(after_ran, 2 * DEEP);
}
