/* Chains of prompts that share segments, and what they may take of them. */
#include "test.h"

#include <gc/gc.h>
#include <kont.h>

#include "support/memory.h"

static const kont_tag t = KONT_TAG("t");

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

/* ---- Leaving what stands in the way of others ------------------------------------------------------------------------------ */

static kont *again;

static KONT void *resumes_again(void *unused)
{
    (void)unused;
    kont_resume(again, kont_int(2));
    return kont_int(7);
}

static KONT void *asks_a_generator(void *unused)
{
    kont_generator *g = kont_generator_new(resumes_again, NULL);
    void *v;
    (void)unused;
    CHECK(kont_next(g, &v));
    CHECK_INT(kont_to_int(v), 1);
    return g;
}

/* The first activation asks a generator, in which the second one yields. */
static KONT void *twice_active(void *unused)
{
    volatile long local = 1;
    void *v;
    (void)unused;
    if (kont_to_int(kont_shift0_at(&t, give, NULL)) == 2) {
        kont_yield(kont_int(local));
        CHECK_INT(local, 1);
        return NULL;
    }
    local += 10;
    kont_generator *g = asks_a_generator(NULL);
    CHECK_INT(local, 11);
    local++;
    CHECK(!kont_next(g, &v));
    CHECK_INT(kont_to_int(v), 7);
    CHECK_INT(local, 12);
    return kont_int(local);
}

TEST(chain, leaving_gives_the_activation_outside_its_frames_back)
{
    again = kont_prompt(&t, twice_active, NULL);
    CHECK_INT(kont_to_int(kont_resume(again, kont_int(1))), 12);
    CHECK_INT(kont_to_int(kont_resume(again, kont_int(1))), 12);
}

/* ---- Prompts that are replaced -------------------------------------------------------------------------------------------------- */

static KONT void *captures(void *unused)
{
    void *v = kont_callcc(give, unused);
    return kont_prompt_exists(v) ? (kont_abort(v, kont_int(5)), NULL) : v;
}

static KONT void *applies(void *k)
{
    return kont_resume(k, (void *)kont_prompt_handle(kont_default_tag));
}

TEST(chain, a_prompt_whose_continuation_is_replaced_keeps_its_handle)
{
    kont *k = kont_reset(captures, NULL);
    CHECK_INT(kont_to_int(kont_reset(applies, k)), 5);
    CHECK_INT(kont_to_int(kont_reset(applies, k)), 5);
}

/* ---- Segments ---------------------------------------------------------------------------------------------------------------------- */

/* Continuations that nobody will use again keep theirs until a collection. */
enum { TURNS = 4000, FEW_SEGMENTS = 1024 };

static KONT void *goes_on(kont *k, void *unused)
{
    (void)unused;
    segments_note();
    return kont_resume_tail(k, NULL);
}

static KONT void *loop(void *how)
{
    for (int i = 0; i < TURNS; i++)
        kont_capture(&t, (int)kont_to_int(how), goes_on, NULL);
    segments_note();
    return how;
}

TEST(chain, a_loop_of_tail_resumes_takes_bounded_segments)
{
    static const int hows[] = { KONT_SHIFT, KONT_CONTROL, KONT_SHIFT0, KONT_SHIFT | KONT_ONCE, KONT_CONTROL | KONT_ONCE, KONT_SHIFT0 | KONT_ONCE };
    for (size_t i = 0; i < sizeof hows / sizeof hows[0]; i++) {
        segments_reset();
        kont_prompt(&t, loop, kont_int(hows[i]));
        test_note("how %d: %zu different segments", hows[i], segments_noted());
        CHECK(segments_noted() <= FEW_SEGMENTS);
    }
}

/* A prompt that stayed at each turn would need some megabytes. */
enum { MANY_TURNS = 100000, FEW_BYTES = 1 << 20 };

static size_t bytes_alive(void)
{
    GC_gcollect();
    return GC_get_heap_size() - GC_get_free_bytes();
}

static KONT void *goes_on_quietly(kont *k, void *unused)
{
    return kont_resume_tail(k, unused);
}

static KONT void *weighed_loop(void *how)
{
    size_t before = 0;
    for (int i = 0; i < MANY_TURNS; i++) {
        if (i == 10)
            before = bytes_alive();
        kont_capture(&t, (int)kont_to_int(how), goes_on_quietly, NULL);
    }
    CHECK(bytes_alive() < before + FEW_BYTES);
    return how;
}

TEST(chain, a_loop_of_tail_resumes_takes_bounded_memory)
{
    kont_prompt(&t, weighed_loop, kont_int(KONT_SHIFT | KONT_ONCE));
    kont_prompt(&t, weighed_loop, kont_int(KONT_SHIFT0 | KONT_ONCE));
}

enum { MANY = 20000, MOST_SEGMENTS = 4096 };

static KONT void *notes_and_yields(void *unused)
{
    segments_note();
    kont_yield(NULL);
    return unused;
}

static KONT void *abandons_many(void *unused)
{
    void *value;
    for (int i = 0; i < MANY; i++)
        kont_next(kont_generator_new(notes_and_yields, NULL), &value);
    return unused;
}

/* The collector sees only small objects, and has room for all of them. */
TEST(chain, segments_are_collected_where_the_heap_has_room_for_long)
{
    GC_INIT();
    CHECK(GC_expand_hp((size_t)256 << 20));
    segments_reset();
    kont_run(abandons_many, NULL);
    test_note("%d generators: %zu different segments", MANY, segments_noted());
    CHECK(segments_noted() <= MOST_SEGMENTS);
}
