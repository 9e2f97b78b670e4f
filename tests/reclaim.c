/* What the collector must take: generators and continuations that nobody knows, cycles through their own frames included; and that their
 * segments serve again. What it must keep is in collect.c. */
#include <gc/gc.h>
#include <kont.h>
#include <stdlib.h>

#include "support/memory.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u");

#define ALONE __attribute__((noinline))
enum { SOME = 200, FEW = SOME / 20 };                   /* a conservative collector may keep a few */

/* Makes SOME things, all but a few of whose witnesses have to be gone afterwards. */
static KONT ALONE void make_some(kont_fn *make)
{
    for (int i = 0; i < SOME; i++)
        make(kont_int(i));
}

static KONT void *make_some_inside(void *make)
{
    make_some((kont_fn *)make);
    return NULL;
}

static KONT void check_taken(kont_fn *make)
{
    long before = witnesses_dead();
    kont_run(make_some_inside, (void *)make);
    clear_stack_below(50000);
    churn();
    churn();
    CHECK(witnesses_dead() - before >= SOME - FEW);
}

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

/* ---- Abandoned ------------------------------------------------------------------------------------------------------------------------- */

static KONT ALONE void *yields_with_a_witness(void *arg)
{
    struct witness *w = witness_new(kont_to_int(arg));
    kont_yield(w);
    return w;
}

static KONT void *abandon_generator(void *arg)
{
    void *value;
    kont_next(kont_generator_new(yields_with_a_witness, arg), &value);
    return NULL;
}

TEST(reclaim, takes_abandoned_generators)
{
    check_taken(abandon_generator);
}

static KONT ALONE void *captures_with_a_witness(void *arg)
{
    struct witness *w = witness_new(kont_to_int(arg));
    kont *again = kont_shift_at(&t, give, NULL);
    CHECK(witness_is(w, kont_to_int(arg)));
    return again;
}

static KONT void *captures_behind_a_prompt(void *arg)
{
    return kont_prompt(&u, captures_with_a_witness, arg);
}

static KONT void *abandon_continuation(void *arg)
{
    kont_prompt(&t, captures_behind_a_prompt, arg);
    return NULL;
}

TEST(reclaim, takes_continuations_never_resumed)
{
    check_taken(abandon_continuation);
}

static KONT void *abandon_picture(void *arg)
{
    kont *k = kont_prompt(&t, captures_behind_a_prompt, arg);
    kont_resume(k, NULL);
    kont_resume(k, NULL);
    return NULL;
}

TEST(reclaim, takes_pictures)
{
    check_taken(abandon_picture);
}

static kont *latest;

static KONT void *keep_latest(kont *k, void *unused)
{
    (void)unused;
    latest = k;
    return NULL;
}

/* Each activation of one continuation abandoned in the place where the next one runs. */
static KONT ALONE void *activation(void *unused)
{
    (void)unused;
    intptr_t n = kont_to_int(kont_shift_at(&t, keep_latest, NULL));
    struct witness *w = witness_new(n);
    kont_shift_at(&t, give, NULL);
    return w;
}

static KONT void *abandon_activation(void *n)
{
    if (latest == NULL)
        kont_prompt(&t, activation, NULL);
    kont_resume(latest, n);
    return NULL;
}

TEST(reclaim, takes_displaced_activations)
{
    check_taken(abandon_activation);
}

static KONT void *abandon_aborted(void *arg)
{
    kont *k = kont_prompt(&t, captures_behind_a_prompt, arg);
    kont_drop(k);
    latest = k;                                         /* the handle itself stays known */
    return NULL;
}

TEST(reclaim, takes_what_was_dropped_by_hand)
{
    check_taken(abandon_aborted);
}

/* ---- Cycles ------------------------------------------------------------------------------------------------------------------------------- */

struct box {
    kont_generator *generator;
    kont *k;
    long number;
};

static KONT ALONE void *knows_itself(void *box)
{
    struct box *b = box;
    struct witness *w = witness_new(b->number);
    kont_generator *me = b->generator;
    kont_yield(w);
    return me;
}

static KONT void *abandon_cycle(void *n)
{
    struct box *b = GC_MALLOC(sizeof *b);
    void *value;
    b->generator = kont_generator_new(knows_itself, b);
    b->number = kont_to_int(n);
    kont_next(b->generator, &value);
    return NULL;
}

TEST(reclaim, takes_generators_that_know_themselves)
{
    check_taken(abandon_cycle);
}

static KONT void *put_into_box(kont *k, void *box)
{
    ((struct box *)box)->k = k;
    return NULL;
}

static KONT ALONE void *knows_its_continuation(void *n)
{
    struct box *b = GC_MALLOC(sizeof *b);
    struct witness *w = witness_new(kont_to_int(n));
    kont_shift_at(&t, put_into_box, b);
    CHECK(witness_is(w, kont_to_int(n)));
    return b->k;
}

static KONT void *abandon_captured_cycle(void *n)
{
    kont_prompt(&t, knows_its_continuation, n);
    return NULL;
}

TEST(reclaim, takes_continuations_that_their_own_frames_know)
{
    check_taken(abandon_captured_cycle);
}

static KONT ALONE void *knows_other(void *box)
{
    struct box *b = box;
    struct witness *w = witness_new(b->number);
    kont_shift_at(&t, put_into_box, b);
    kont_yield(w);
    return b;
}

static KONT void *knows_other_below(void *box)
{
    return kont_prompt(&t, knows_other, box);
}

/* A generator whose frames know a continuation whose frames know the generator. */
static KONT void *generator_and_continuation(void *box)
{
    struct box *b = box;
    knows_other_below(b);
    kont_resume(b->k, NULL);
    return NULL;
}

static KONT void *abandon_mutual(void *n)
{
    struct box *b = GC_MALLOC(sizeof *b);
    void *value;
    b->number = kont_to_int(n);
    b->generator = kont_generator_new(generator_and_continuation, b);
    kont_next(b->generator, &value);
    return NULL;
}

TEST(reclaim, takes_cycles_of_generators_and_continuations)
{
    check_taken(abandon_mutual);
}

/* ---- Exactness ------------------------------------------------------------------------------------------------------------------------------ */

static ALONE void *dig(long n, int depth)
{
    struct witness *volatile w = witness_new(n);
    if (depth > 0)
        dig(n, depth - 1);
    return w == NULL ? NULL : (void *)1;
}

static KONT ALONE void *was_deep_before(void *n)
{
    dig(kont_to_int(n), 1);
    kont_yield(NULL);
    return NULL;
}

static kont_generator *waiting[SOME];

static KONT void *keep_generator(void *n)
{
    void *value;
    waiting[kont_to_int(n)] = kont_generator_new(was_deep_before, n);
    kont_next(waiting[kont_to_int(n)], &value);
    return NULL;
}

TEST(reclaim, takes_what_lies_below_a_suspended_stack)
{
    check_taken(keep_generator);
    for (int i = 0; i < SOME; i++)
        CHECK(waiting[i] != NULL);
}

static KONT void *finish_generator(void *n)
{
    void *value;
    kont_generator *g = waiting[kont_to_int(n)] = kont_generator_new(yields_with_a_witness, n);
    while (kont_next(g, &value))
        continue;
    return NULL;
}

TEST(reclaim, takes_what_a_finished_generator_knew)
{
    check_taken(finish_generator);
}

/* ---- Pins ------------------------------------------------------------------------------------------------------------------------------------ */

static kont **hidden;                                   /* malloc memory: the collector does not look there */

static KONT void *pin_one(void *n)
{
    kont *k = kont_prompt(&t, captures_behind_a_prompt, n);
    hidden[kont_to_int(n)] = k;
    CHECK_PTR(kont_pin(k), k);
    kont_pin(k);
    return NULL;
}

static KONT ALONE void unpin_all(void)
{
    for (int i = 0; i < SOME; i++)
        kont_unpin(hidden[i]);
}

TEST(reclaim, pins_hold_until_the_last_is_taken_away)
{
    hidden = malloc(SOME * sizeof *hidden);
    CHECK(hidden != NULL);
    kont_run(make_some_inside, (void *)pin_one);
    clear_stack_below(50000);
    churn();
    CHECK_INT(witnesses_dead(), 0);
    unpin_all();
    churn();
    CHECK_INT(witnesses_dead(), 0);
    for (int i = 0; i < SOME; i++)
        kont_resume(hidden[i], NULL);
    unpin_all();
    clear_stack_below(50000);
    churn();
    churn();
    CHECK(witnesses_dead() >= SOME - FEW);
    free(hidden);
}

/* ---- Bounded --------------------------------------------------------------------------------------------------------------------------------- */

#if defined(KONT_ASAN) || defined(KONT_VALGRIND) || defined(KONT_STRESS_GC) || defined(KONT_STRESS_CAPTURE)
enum { MANY = 20000 };
#else
enum { MANY = 1000000 };
#endif
enum { MOST_SEGMENTS = 16384 };
static const size_t most_resident = (size_t)512 << 20;

static KONT void *notes_and_yields(void *unused)
{
    segments_note();
    kont_yield(NULL);
    return unused;
}

static KONT void *abandon_many(void *unused)
{
    void *value;
    for (int i = 0; i < MANY; i++)
        kont_next(kont_generator_new(notes_and_yields, NULL), &value);
    return unused;
}

static void check_bounded(int count, const char *what)
{
    test_note("%d %s: %zu different segments, %zu MiB resident", count, what, segments_noted(), resident_bytes() >> 20);
    CHECK(segments_noted() <= MOST_SEGMENTS);
    CHECK(resident_bytes() <= most_resident);
}

TEST(reclaim, a_million_abandoned_generators_take_bounded_memory)
{
    segments_reset();
    kont_run(abandon_many, NULL);
    check_bounded(MANY, "generators");
}

static KONT void *notes_and_captures(void *how)
{
    segments_note();
    kont_capture(&t, (int)kont_to_int(how), give, NULL);
    return NULL;
}

static KONT void *drop_many(void *how)
{
    for (int i = 0; i < MANY; i++)
        kont_prompt(&t, notes_and_captures, how);
    return NULL;
}

TEST(reclaim, a_million_dropped_continuations_take_bounded_memory)
{
    segments_reset();
    kont_run(drop_many, kont_int(KONT_SHIFT));
    check_bounded(MANY, "continuations");
}

static KONT void *resume_and_drop_many(void *how)
{
    for (int i = 0; i < MANY / 4; i++) {
        kont *k = kont_prompt(&t, notes_and_captures, how);
        kont_resume(k, NULL);
        kont_resume(k, NULL);
    }
    return NULL;
}

TEST(reclaim, dropped_pictures_take_bounded_memory)
{
    segments_reset();
    kont_run(resume_and_drop_many, kont_int(KONT_SHIFT0));
    check_bounded(MANY / 4, "pictures");
}

static KONT void *kept_by_hand(void *unused)
{
    for (int i = 0; i < MANY; i++)
        kont_drop(kont_prompt(&t, notes_and_captures, kont_int(KONT_CONTROL0)));
    return unused;
}

/* No collection is needed here: the segment of the last serves the next. */
TEST(reclaim, continuations_dropped_by_hand_share_a_few_segments)
{
    segments_reset();
    kont_run(kept_by_hand, NULL);
    CHECK(segments_noted() <= 8);
}

static KONT void *finish_many(void *unused)
{
    void *value;
    for (int i = 0; i < MANY; i++) {
        kont_generator *g = kont_generator_new(notes_and_yields, NULL);
        while (kont_next(g, &value))
            continue;
    }
    return unused;
}

TEST(reclaim, generators_that_end_share_a_few_segments)
{
    segments_reset();
    kont_run(finish_many, NULL);
    CHECK(segments_noted() <= 8);
}

static kont **pictures;

static KONT void *keep(kont *k, void *place)
{
    *(kont **)place = k;
    return NULL;
}

static KONT void *takes_pictures(void *count)
{
    for (intptr_t i = 0; i < kont_to_int(count); i++)
        kont_callcc_composable(&t, keep, &pictures[i]);
    return count;
}

/* Pictures, which live, of one segment: no reason to let more segments pile up before the next collection. */
TEST(reclaim, pictures_do_not_count_as_segments)
{
    enum { PICTURES = 5000, GENERATORS = 20000 };
    void *value;
    pictures = GC_MALLOC(PICTURES * sizeof *pictures);
    CHECK_PTR(kont_prompt(&t, takes_pictures, kont_int(PICTURES)), kont_int(PICTURES));
    GC_gcollect();
    segments_reset();
    for (int i = 0; i < GENERATORS; i++)
        kont_next(kont_generator_new(notes_and_yields, NULL), &value);
    test_note("%zu segments", segments_noted());
    CHECK(segments_noted() < PICTURES * 3 / 4);          /* the bound grows with the heap too */
}
