/* How large segments are, further segments of one continuation, kinds of guards, small regions. What happens where they are full is in
 * overflow.c. */
#include <gc/gc.h>
#include <kont.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "support/memory.h"
#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");

static KONT void *nothing(void *arg)
{
    return arg;
}

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static volatile bool without_end = true;

static KONT void *endless(void *n)
{
    volatile char room[200];
    room[0] = 1;
    return without_end ? kont_int(kont_to_int(endless(n)) + room[0]) : n;
}

static KONT void *endless_in_prompt(void *tag)
{
    return kont_prompt(tag, endless, NULL);
}

/* ---- Sizes ---------------------------------------------------------------------------------------------------------------------------------------- */

static KONT void *room_here(void *unused)
{
    (void)unused;
    return kont_int((intptr_t)kont_stack_room());
}

static KONT void *room_with(void *bytes)
{
    return kont_with_stack(*(size_t *)bytes, room_here, NULL);
}

static KONT void *room_by_tag(void *bytes)
{
    kont_tag tag = KONT_TAG_SIZED("sized", *(size_t *)bytes);
    return kont_prompt(&tag, room_here, NULL);
}

/* What kont's own frames may take of it. */
enum { OURS = 1024 };

TEST(segments, sizes_are_at_least_what_was_asked_for)
{
    static const size_t sizes[] = { 1, 4096, 10000, 48 << 10, 65535, 65536, 65537, 100000, 100 << 10, 192 << 10, 200 << 10, 256 << 10, 300000,
        1 << 20, 3 << 20, 10000000, 64 << 20, 1 << 30 };
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        size_t bytes = sizes[i];
        const kont_exception *x;
        CHECK((size_t)kont_to_int(kont_try(room_with, &bytes, &x)) + OURS >= bytes);
        CHECK(x == NULL);
        CHECK((size_t)kont_to_int(room_by_tag(&bytes)) + OURS >= bytes);
    }
}

TEST(segments, sizes_too_large_are_refused)
{
    static const size_t sizes[] = { ((size_t)1 << 30) + 1, (size_t)1 << 31, (size_t)(1ull << 40), SIZE_MAX, SIZE_MAX - 4096, SIZE_MAX - 65535, SIZE_MAX - 65536,
        SIZE_MAX - 100000, SIZE_MAX / 2, SIZE_MAX / 4 * 3 };
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        size_t bytes = sizes[i];
        CHECK_RAISES(room_with, &bytes, KONT_ERR_ARGUMENT, "bad argument: stack size", "kont_with_stack");
        CHECK_RAISES(room_by_tag, &bytes, KONT_ERR_ARGUMENT, "bad argument: stack size", "kont_prompt");
    }
}

static KONT void *start_object(void *bytes)
{
    kont_tag *tag = GC_MALLOC(sizeof *tag);
    *tag = (kont_tag)KONT_TAG_SIZED("sized", *(size_t *)bytes);
    return kont_enter(kont_object_new(tag, room_here, NULL), NULL);
}

TEST(segments, sizes_of_prompt_objects)
{
    size_t bytes = 5 << 20, too_large = (size_t)2 << 30;
    CHECK(kont_to_int(start_object(&bytes)) + OURS >= 5 << 20);
    CHECK(raised_by(start_object, &too_large) != NULL);
    CHECK_INT(raised_by(start_object, &too_large)->code, KONT_ERR_ARGUMENT);
}

/* ---- Further segments --------------------------------------------------------------------------------------------------------------------------------- */

/* Goes n levels deep, on a new segment whenever room gets short. Each level knows its witness. */
static KONT void *sum_down(void *n)
{
    volatile char room[400];
    struct witness *w = witness_new(kont_to_int(n));
    void *below;
    room[0] = room[399] = 0;
    if (n == NULL)
        return kont_shift_at(&t, give, NULL);
    if (kont_stack_room() < 32768)
        below = kont_with_stack(128 << 10, sum_down, kont_int(kont_to_int(n) - 1));
    else
        below = sum_down(kont_int(kont_to_int(n) - 1));
    CHECK(witness_is(w, kont_to_int(n)));
    return kont_int(kont_to_int(below) + kont_to_int(n) + room[0] + room[399]);
}

static KONT void *sum_under_t(void *n)
{
    return kont_prompt(&t, sum_down, n);
}

TEST(segments, a_deep_recursion_goes_on_further_segments)
{
    enum { DEEP = 20000 };                              /* 10 MB at least, on segments of 128 KiB */
    kont *k = sum_under_t(kont_int(DEEP));
    const intptr_t sum = (intptr_t)DEEP * (DEEP + 1) / 2;
    CHECK(kont_bytes(k) > (size_t)DEEP * 32 || strcmp(kont_machine(), "stack") != 0);
    churn();
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(0))), sum);
    churn();
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(5))), sum + 5);
    CHECK_INT(kont_to_int(kont_resume_last(k, kont_int(7))), sum + 7);
}

static KONT void *aborts_at_depth(void *n)
{
    if (n == NULL)
        kont_abort(&t, kont_int(77));
    return kont_with_stack(1, aborts_at_depth, kont_int(kont_to_int(n) - 1));
}

TEST(segments, an_abort_leaves_further_segments)
{
    for (int i = 0; i < 100; i++)
        CHECK_INT(kont_to_int(kont_prompt(&t, aborts_at_depth, kont_int(50))), 77);
}

static KONT void *yields_on_further_segments(void *n)
{
    kont_yield(n);
    if (n == NULL)
        return NULL;
    return kont_with_stack(1, yields_on_further_segments, kont_int(kont_to_int(n) - 1));
}

TEST(segments, a_generator_yields_from_further_segments)
{
    kont_generator *g = kont_generator_new(yields_on_further_segments, kont_int(30));
    void *value;
    for (intptr_t i = 30; i >= 0; i--) {
        CHECK(kont_next(g, &value) && kont_to_int(value) == i);
        churn();
    }
    CHECK(!kont_next(g, &value));
}

/* ---- Guards and regions ----------------------------------------------------------------------------------------------------------------------------------- */

static KONT void *counts(void *from)
{
    kont_yield(from);
    return kont_int(kont_to_int(from) + 1);
}

enum { SEVERAL = 100 };

static KONT void use_several_segments(void)
{
    kont_generator *g[SEVERAL];
    void *value;
    for (intptr_t i = 0; i < SEVERAL; i++) {
        g[i] = kont_generator_new(counts, kont_int(i));
        CHECK(kont_next(g[i], &value) && kont_to_int(value) == i);
    }
    churn();
    for (intptr_t i = 0; i < SEVERAL; i++)
        CHECK(!kont_next(g[i], &value) && kont_to_int(value) == i + 1);
}

TEST(segments, mprotect_guards_work)
{
    setenv("KONT_GUARD", "mprotect", 1);
    use_several_segments();
    CHECK_DIES(endless_in_prompt, (void *)&t, SIGABRT, "kont: stack overflow in prompt \"t\"");
}

TEST(segments, small_regions_are_followed_by_others)
{
    setenv("KONT_REGION", "2097152", 1);                /* 7 segments or 8 */
    use_several_segments();
    CHECK_DIES(endless_in_prompt, (void *)&t, SIGABRT, "kont: stack overflow in prompt \"t\"");
}

/* Far more prompts than segments: they share those that are there. */
static KONT void *nests(void *depth)
{
    intptr_t n = kont_to_int(depth);
    struct witness *w = witness_new(n);
    if (n == 0)
        churn();
    void *below = n > 0 ? kont_prompt(&t, nests, kont_int(n - 1)) : NULL;
    CHECK(witness_is(w, n));
    return kont_int(kont_to_int(below) + 1);
}

enum { FAR_MORE = 1500 };                               /* regions of 1 MiB hold some 200 segments in all */

TEST(segments, more_prompts_inside_each_other_than_segments)
{
    setenv("KONT_REGION", "1048576", 1);
    CHECK_INT(kont_to_int(kont_prompt(&t, nests, kont_int(FAR_MORE))), FAR_MORE + 1);
    CHECK_INT(kont_to_int(kont_prompt(&t, nests, kont_int(FAR_MORE))), FAR_MORE + 1);
}

TEST(segments, more_generators_than_segments)
{
    kont_generator *g[FAR_MORE];
    void *value;
    setenv("KONT_REGION", "1048576", 1);
    for (intptr_t i = 0; i < FAR_MORE; i++) {
        g[i] = kont_generator_new(counts, kont_int(i));
        CHECK(kont_next(g[i], &value) && kont_to_int(value) == i);
    }
    churn();
    for (intptr_t i = FAR_MORE; i-- > 0; )
        CHECK(!kont_next(g[i], &value) && kont_to_int(value) == i + 1);
}

static KONT void *run_nothing(void *unused)
{
    return kont_run(nothing, unused);
}

/* Less than two segments of kont_run's size: the thread itself can use kont, kont_run can not. */
TEST(segments, a_region_too_small_for_kont_run)
{
    setenv("KONT_REGION", "1048576", 1);
    CHECK_DIES(run_nothing, NULL, SIGABRT, "kont: uncaught KONT_ERR_SEGMENTS");
}

TEST(segments, a_region_too_small_for_anything)
{
    setenv("KONT_REGION", "4096", 1);
    CHECK_DIES(run_nothing, NULL, SIGABRT, "kont: uncaught KONT_ERR_SEGMENTS");
}
