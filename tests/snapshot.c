/* SNAPSHOT, clause by clause: what of the captured frames is kept, what starts anew, what is never restored. */
#include <gc/gc.h>
#include <kont.h>

#include "support/events.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u");

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

/* ---- The picture is taken at the first resume ---------------------------------------------------------------------------- */

static KONT void *write_then_give(kont *k, void *local)
{
    *(volatile intptr_t *)local = 5;
    return k;
}

static KONT void *count_in_local(void *unused)
{
    volatile intptr_t local = 1;
    (void)unused;
    kont_shift0_at(&t, write_then_give, (void *)&local);
    local = local + 1;
    return kont_int(local);
}

TEST(snapshot, what_the_handler_writes_before_the_first_resume_is_kept)
{
    kont *k = kont_prompt(&t, count_in_local, NULL);
    CHECK_INT(kont_to_int(kont_resume(k, NULL)), 6);
}

TEST(snapshot, every_later_resume_starts_from_the_same_picture)
{
    kont *k = kont_prompt(&t, count_in_local, NULL);
    for (int i = 0; i < 5; i++)
        CHECK_INT(kont_to_int(kont_resume(k, NULL)), 6);
    CHECK_INT(kont_to_int(kont_resume_last(k, NULL)), 6);
}

TEST(snapshot, what_the_handler_writes_is_kept_by_a_resume_that_is_the_last)
{
    kont *k = kont_prompt(&t, count_in_local, NULL);
    CHECK_INT(kont_to_int(kont_resume_last(k, NULL)), 6);
}

struct write_between {
    volatile intptr_t *local;
    intptr_t first;
};

static KONT void *resume_write_resume(kont *k, void *local)
{
    volatile intptr_t *p = local;
    *p = 10;
    intptr_t a = kont_to_int(kont_resume(k, NULL));
    *p = 70;
    intptr_t b = kont_to_int(kont_resume(k, NULL));
    return kont_int(a * 100 + b);
}

static KONT void *add_one(void *unused)
{
    volatile intptr_t local = 1;
    (void)unused;
    kont_shift_at(&t, resume_write_resume, (void *)&local);
    local = local + 1;
    return kont_int(local);
}

TEST(snapshot, what_the_handler_writes_after_the_first_resume_is_not_in_the_picture)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, add_one, NULL)), 1111);
}

static KONT void *set_to_seven(kont *k, void *local)
{
    (void)k;
    *(volatile intptr_t *)local = 7;
    return kont_resume_tail(k, NULL);
}

static KONT void *local_after_tail(void *unused)
{
    volatile intptr_t local = 1;
    (void)unused;
    kont_shift_at(&t, set_to_seven, (void *)&local);
    return kont_int(local);
}

TEST(snapshot, a_handler_that_resumes_in_tail_position_may_write_as_well)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, local_after_tail, NULL)), 7);
}

static KONT void *parameters_and_locals(void *start)
{
    intptr_t a = kont_to_int(start), b = a + 1, c = a + 2, d = a + 3;
    double x = (double)a / 2;
    intptr_t v = kont_to_int(kont_shift0_at(&t, give, NULL));
    a += v;
    b += v;
    c += v;
    d += v;
    x += (double)v;
    return kont_int(a * 1000000 + b * 10000 + c * 100 + d + (intptr_t)(x * 2) * 100000000);
}

TEST(snapshot, variables_in_registers_start_anew_too)
{
    kont *k = kont_prompt(&t, parameters_and_locals, kont_int(2));
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(1))), 403040506);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(2))), 604050607);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(1))), 403040506);
}

/* ---- Pointers into captured frames --------------------------------------------------------------------------------------- */

struct chain {
    volatile intptr_t *slots[4];
    int count;
};

static KONT void *deeper(void *chain);

static KONT void *in_segment(void *chain)
{
    struct chain c = *(struct chain *)chain;
    volatile intptr_t local = c.count + 1;
    c.slots[c.count++] = &local;
    kont_to_int(deeper(&c));
    return kont_int(local);
}

/* Writes through pointers into all the segments between. */
static KONT void *deeper(void *chain)
{
    struct chain *c = chain;
    if (c->count < 4) {
        intptr_t v = kont_to_int(kont_prompt(&u, in_segment, c));
        return kont_int(v);
    }
    intptr_t add = kont_to_int(kont_shift0_at(&t, give, NULL));
    intptr_t sum = 0;
    for (int i = 0; i < 4; i++) {
        *c->slots[i] += add;
        sum = sum * 100 + *c->slots[i];
    }
    trace("%ld", (long)sum);
    return NULL;
}

static KONT void *start_chain(void *unused)
{
    struct chain c = { { NULL }, 0 };
    (void)unused;
    return kont_prompt(&u, in_segment, &c);
}

TEST(snapshot, pointers_across_captured_segments_see_the_copy_that_runs)
{
    kont *k = kont_prompt(&t, start_chain, NULL);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(10))), 11);
    CHECK_STR(traced(), "11121314");
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(20))), 21);
    CHECK_STR(traced(), "21222324");
    CHECK_INT(kont_to_int(kont_resume_last(k, kont_int(30))), 31);
    CHECK_STR(traced(), "31323334");
}

/* ---- Inside its own extent, not in tail position ------------------------------------------------------------------------- */

/* k's body, resumed with n > 0, resumes k with n - 1 inside itself: so many activations of the same frames, all but one
 * displaced. Each has to find its own locals when control comes back. */
static kont *self;
static int ways;                                        /* how the innermost activation ends */

enum { BY_RETURN, BY_ABORT, BY_RESUME };

static KONT void *last_words(void *n)
{
    if (ways == BY_ABORT)
        kont_abort(&u, n);
    return n;
}

static KONT void *nest(void *unused)
{
    volatile intptr_t local = 1;
    volatile intptr_t *pointer = &local;
    (void)unused;
    intptr_t n = kont_to_int(kont_shift0_at(&t, give, NULL));
    CHECK_INT(local, 1);
    local = local + n;
    intptr_t inner = 0;
    if (n > 0)
        inner = kont_to_int(ways == BY_RESUME && n == 3 ? kont_resume(self, kont_int(1)) : kont_resume(self, kont_int(n - 1)));
    else
        last_words(kont_int(0));
    CHECK_PTR((void *)pointer, (void *)&local);
    CHECK_INT(*pointer, 1 + n);
    trace("%d", (int)n);
    return kont_int(inner + local);
}

static KONT void *resume_self(void *n)
{
    return kont_resume(self, n);
}

TEST(snapshot, resumed_inside_itself_each_activation_finds_its_locals_after_a_return)
{
    ways = BY_RETURN;
    self = kont_prompt(&t, nest, NULL);
    CHECK_INT(kont_to_int(kont_resume(self, kont_int(5))), 1 + 2 + 3 + 4 + 5 + 6);
    CHECK_STR(traced(), "0 1 2 3 4 5");
    CHECK_INT(kont_to_int(kont_resume(self, kont_int(2))), 1 + 2 + 3);
    CHECK_STR(traced(), "0 1 2");
}

TEST(snapshot, resumed_inside_itself_at_a_depth_of_three_hundred)
{
    ways = BY_RETURN;
    self = kont_prompt(&t, nest, NULL);
    CHECK_INT(kont_to_int(kont_resume(self, kont_int(300))), 301 * 302 / 2);
}

/* What is moved out lies in the heap, between other objects: whatever its size, it stays within its own. */
static KONT intptr_t below_so_many(intptr_t depth)
{
    volatile intptr_t local = depth;
    intptr_t v = depth > 0 ? below_so_many(depth - 1) : kont_to_int(nest(NULL));
    CHECK_INT(local, depth);
    return v;
}

static KONT void *nest_below_so_many(void *depth)
{
    return kont_int(below_so_many(kont_to_int(depth)));
}

TEST(snapshot, resumed_inside_itself_with_frames_of_any_size)
{
    enum { DEPTHS = 200, SIZES = 10, SMALLEST = 8 };
    intptr_t *beside[DEPTHS][SIZES];
    ways = BY_RETURN;
    for (int i = 0; i < DEPTHS; i++) {
        for (int j = 0; j < SIZES; j++)
            beside[i][j] = GC_MALLOC(sizeof(intptr_t) * SMALLEST << j);
        self = kont_prompt(&t, nest_below_so_many, kont_int(i));
        CHECK_INT(kont_to_int(kont_resume(self, kont_int(2))), 1 + 2 + 3);
    }
    for (int i = 0; i < DEPTHS; i++)
        for (int j = 0; j < SIZES; j++)
            for (int n = 0; n < SMALLEST << j; n++)
                CHECK_INT(beside[i][j][n], 0);
}

TEST(snapshot, an_abort_past_displaced_activations_leaves_k_as_it_was)
{
    ways = BY_ABORT;
    self = kont_prompt(&t, nest, NULL);
    CHECK_INT(kont_to_int(kont_prompt(&u, resume_self, kont_int(4))), 0);
    CHECK_STR(traced(), "");
    ways = BY_RETURN;
    CHECK_INT(kont_to_int(kont_resume(self, kont_int(2))), 6);
}

TEST(snapshot, resumed_inside_itself_out_of_order)
{
    ways = BY_RESUME;
    self = kont_prompt(&t, nest, NULL);
    CHECK_INT(kont_to_int(kont_resume(self, kont_int(4))), 5 + 4 + 2 + 1);
    CHECK_STR(traced(), "0 1 3 4");
}

/* The abort comes from inside the second activation to a prompt that stands in the first, which was displaced. */
static KONT void *abort_mine(void *n)
{
    return kont_resume(self, n);
}

static KONT void *nest_with_prompt(void *unused)
{
    volatile intptr_t local = 1;
    (void)unused;
    intptr_t n = kont_to_int(kont_shift0_at(&t, give, NULL));
    local += n;
    if (n == 0)
        kont_abort(&u, kont_int(100));
    intptr_t v = kont_to_int(kont_prompt(&u, abort_mine, kont_int(n - 1)));
    CHECK_INT(local, 1 + n);
    trace("%d", (int)n);
    return kont_int(v + local);
}

TEST(snapshot, an_abort_into_a_displaced_activation_finds_its_locals)
{
    self = kont_prompt(&t, nest_with_prompt, NULL);
    CHECK_INT(kont_to_int(kont_resume(self, kont_int(1))), 102);
    CHECK_STR(traced(), "1");
}

TEST(snapshot, an_abort_into_a_displaced_activation_may_be_repeated)
{
    self = kont_prompt(&t, nest_with_prompt, NULL);
    for (int i = 0; i < 3; i++)
        CHECK_INT(kont_to_int(kont_resume(self, kont_int(1))), 102);
    CHECK_INT(kont_to_int(kont_resume(self, kont_int(2))), 105);
    CHECK_STR(traced(), "1 1 1 1 2");
}

/* Control comes back to a displaced activation by another resume: it is captured itself while a second instance runs on top. */
static KONT void *back_by_resume(void *unused)
{
    volatile intptr_t local = 1;
    (void)unused;
    intptr_t n = kont_to_int(kont_shift0_at(&t, give, NULL));
    local += n;
    if (n > 0)
        kont_resume(self, kont_int(n - 1));
    else
        kont_control0_at(&u, give, NULL);
    CHECK_INT(local, 1 + n);
    trace("%d", (int)local);
    return kont_int(local);
}

TEST(snapshot, displaced_activations_are_captured_with_their_own_locals)
{
    self = kont_prompt(&t, back_by_resume, NULL);
    kont *all = kont_prompt(&u, resume_self, kont_int(3));
    CHECK_STR(traced(), "");
    CHECK_INT(kont_to_int(kont_resume(all, NULL)), 4);
    CHECK_STR(traced(), "1 2 3 4");
}

TEST(snapshot, what_was_displaced_and_captured_may_be_resumed_again_and_again)
{
    self = kont_prompt(&t, back_by_resume, NULL);
    kont *all = kont_prompt(&u, resume_self, kont_int(3));
    for (int i = 0; i < 3; i++) {
        CHECK_INT(kont_to_int(kont_resume(all, NULL)), 4);
        CHECK_STR(traced(), "1 2 3 4");
    }
    CHECK_INT(kont_to_int(kont_resume_last(all, NULL)), 4);
    CHECK_STR(traced(), "1 2 3 4");
}

/* Two continuations of overlapping frames, each resumed inside the other. */
static kont *early, *late;

static KONT void *two_points(void *unused)
{
    volatile intptr_t local = 1;
    (void)unused;
    intptr_t a = kont_to_int(kont_shift0_at(&t, give, NULL));
    local += a;
    intptr_t b = kont_to_int(kont_shift0_at(&t, give, NULL));
    local += 10 * b;
    intptr_t inner = 0;
    if (b == 2)
        inner = kont_to_int(kont_resume(late, kont_int(1)));
    if (b == 3) {
        kont *other = kont_resume(early, kont_int(5));
        inner = kont_to_int(kont_resume(other, kont_int(1)));
    }
    trace("%d", (int)local);
    return kont_int(local + 1000 * inner);
}

TEST(snapshot, continuations_of_overlapping_frames_do_not_disturb_each_other)
{
    early = kont_prompt(&t, two_points, NULL);
    late = kont_resume(early, kont_int(2));
    CHECK_INT(kont_to_int(kont_resume(late, kont_int(1))), 13);
    CHECK_INT(kont_to_int(kont_resume(late, kont_int(2))), 13023);
    CHECK_INT(kont_to_int(kont_resume(late, kont_int(3))), 16033);
    CHECK_STR(traced(), "13 13 23 16 33");
}

/* ---- A captured part of several segments, resumed inside itself ---------------------------------------------------------- */

static KONT void *inner_part(void *outer_local)
{
    volatile intptr_t *outer = outer_local, local = 1;
    intptr_t n = kont_to_int(kont_shift0_at(&t, give, NULL));
    *outer += n;
    local += 2 * n;
    if (n > 0)
        kont_resume(self, kont_int(n - 1));
    trace("%d,%d", (int)*outer, (int)local);
    return kont_int(local);
}

static KONT void *outer_part(void *unused)
{
    volatile intptr_t local = 1;
    (void)unused;
    intptr_t v = kont_to_int(kont_prompt(&u, inner_part, (void *)&local));
    trace("%d", (int)local);
    return kont_int(10 * local + v);
}

TEST(snapshot, several_segments_resumed_inside_themselves)
{
    self = kont_prompt(&t, outer_part, NULL);
    CHECK_INT(kont_to_int(kont_resume(self, kont_int(2))), 35);
    CHECK_STR(traced(), "1,1 1 2,3 2 3,5 3");
}

/* ---- What is never restored ---------------------------------------------------------------------------------------------- */

static KONT void *count_outside(void *outside)
{
    volatile intptr_t *p = outside;
    kont_shift0_at(&t, give, NULL);
    *p += 1;
    return kont_int(*p);
}

struct outside {
    volatile intptr_t *place;
    kont *k;
};

static KONT void *outside_the_prompt(void *unused)
{
    volatile intptr_t mine = 0;
    (void)unused;
    kont *k = kont_prompt(&t, count_outside, (void *)&mine);
    for (int i = 1; i <= 4; i++) {
        CHECK_INT(kont_to_int(kont_resume(k, NULL)), i);
        CHECK_INT(mine, i);
    }
    return NULL;
}

TEST(snapshot, frames_outside_the_captured_part_are_never_restored)
{
    outside_the_prompt(NULL);
    kont_run(outside_the_prompt, NULL);
}

TEST(snapshot, the_heap_is_never_restored)
{
    intptr_t *cell = GC_MALLOC(sizeof *cell);
    kont *k = kont_prompt(&t, count_outside, cell);
    for (int i = 1; i <= 4; i++)
        CHECK_INT(kont_to_int(kont_resume(k, NULL)), i);
    CHECK_INT(*cell, 4);
}

static intptr_t global;

TEST(snapshot, globals_are_never_restored)
{
    kont *k = kont_prompt(&t, count_outside, &global);
    for (int i = 1; i <= 4; i++)
        CHECK_INT(kont_to_int(kont_resume(k, NULL)), i);
    CHECK_INT(global, 4);
}

static KONT void *one_two_three(void *unused)
{
    (void)unused;
    kont_yield(kont_int(1));
    kont_yield(kont_int(2));
    kont_yield(kont_int(3));
    return NULL;
}

static KONT void *next_of(void *generator)
{
    void *v;
    kont_shift0_at(&t, give, NULL);
    kont_next(generator, &v);
    return v;
}

TEST(snapshot, a_suspended_generator_that_is_not_captured_is_never_restored)
{
    kont *k = kont_prompt(&t, next_of, kont_generator_new(one_two_three, NULL));
    for (int i = 1; i <= 3; i++)
        CHECK_INT(kont_to_int(kont_resume(k, NULL)), i);
}

/* ---- Shapes -------------------------------------------------------------------------------------------------------------- */

static KONT void *resume_in_recursion(void *depth)
{
    volatile char frame[256] = { 0 };
    intptr_t n = kont_to_int(depth);
    frame[n % 256] = (char)n;
    void *v = n == 0 ? kont_resume(self, kont_int(4)) : resume_in_recursion(kont_int(n - 1));
    CHECK_INT(frame[n % 256], (char)n);
    return v;
}

static KONT void *deep_local(void *unused)
{
    volatile intptr_t local = 5;
    (void)unused;
    local += kont_to_int(kont_shift0_at(&t, give, NULL));
    return kont_int(local);
}

TEST(snapshot, a_continuation_resumed_from_any_depth_answers_the_same)
{
    self = kont_prompt(&t, deep_local, NULL);
    CHECK_INT(kont_to_int(resume_in_recursion(kont_int(100))), 9);
    CHECK_INT(kont_to_int(kont_run(resume_in_recursion, kont_int(200))), 9);
    CHECK_INT(kont_to_int(kont_prompt(&t, resume_in_recursion, kont_int(50))), 9);
}

/* ---- One activation waits, another of the same frames ends ------------------------------------------------------------------ */

static kont *picture, *waiting;

static KONT void *keep_picture(kont *k, void *v)
{
    picture = k;
    return v;
}

static KONT void *keep_waiting(kont *k, void *v)
{
    waiting = k;
    return v;
}

static KONT void add_what_comes(long *sum)
{
    long n = kont_to_int(kont_callcc(keep_picture, NULL));
    if (n == 0)
        n = kont_to_int(kont_shift0(keep_waiting, NULL));
    *sum += n;
}

static KONT void *sums(void *unused)
{
    long sum = 0;
    (void)unused;
    add_what_comes(&sum);
    return kont_int(sum);
}

static KONT void *apply_picture(void *v)
{
    return kont_resume(picture, v);
}

TEST(snapshot, what_waits_has_its_locals_where_a_copy_has_ended)
{
    kont_reset(sums, NULL);
    CHECK_INT(kont_to_int(kont_reset(apply_picture, kont_int(5))), 5);
    CHECK_INT(kont_to_int(kont_resume(waiting, kont_int(7))), 7);
    CHECK_INT(kont_to_int(kont_resume(waiting, kont_int(8))), 8);
}
