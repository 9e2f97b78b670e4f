/* What the collector must keep: objects that only a suspended frame, a saved register, a picture or a displaced slice knows. What it must
 * take is in reclaim.c. */
#include <gc/gc.h>
#include <kont.h>
#include <string.h>

#include "support/memory.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u"), v = KONT_TAG("v"), large = KONT_TAG_SIZED("large", 64 << 20);

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

/* The frames of these bodies are the only ones that know their witness. Not inlined, so that no caller's frame does. */
#define ALONE __attribute__((noinline))

static KONT ALONE void *yields_with_a_witness(void *arg)
{
    struct witness *w = witness_new(kont_to_int(arg));
    kont_yield(NULL);
    CHECK(witness_is(w, kont_to_int(arg)));
    kont_yield(NULL);
    CHECK(witness_is(w, kont_to_int(arg)));
    return w;
}

/* ---- Generators ------------------------------------------------------------------------------------------------------------------------- */

enum { SOME = 100 };

TEST(collect, keeps_the_locals_of_suspended_generators)
{
    kont_generator *g[SOME];
    void *value;
    for (int i = 0; i < SOME; i++) {
        g[i] = kont_generator_new(yields_with_a_witness, kont_int(i));
        CHECK(kont_next(g[i], &value));
    }
    for (int i = 0; i < SOME; i++) {
        if (i % 10 == 0)
            churn();
        CHECK(kont_next(g[i], &value));
    }
    churn();
    for (int i = 0; i < SOME; i++)
        CHECK(!kont_next(g[i], &value) && witness_is(value, i));
}

static KONT ALONE void *at_a_depth(intptr_t depth)
{
    struct witness *w = witness_new(depth);
    if (depth == 0)
        kont_yield(NULL);
    else
        at_a_depth(depth - 1);
    CHECK(witness_is(w, depth));
    return NULL;
}

static KONT void *deep_body(void *depth)
{
    return at_a_depth(kont_to_int(depth));
}

TEST(collect, keeps_what_every_frame_of_a_recursion_knows)
{
    void *value;
    kont_generator *g = kont_generator_new(deep_body, kont_int(300));
    CHECK(kont_next(g, &value));
    churn();
    churn();
    CHECK(!kont_next(g, &value));
    CHECK_INT(witnesses_dead() <= 301, 1);
}

static KONT void *large_recursion(void *depth)
{
    kont_shift_at(&large, give, NULL);
    return deep_body(depth);
}

static KONT void *under_a_generator(void *depth)
{
    return kont_prompt(&large, large_recursion, depth);
}

static KONT void *resume_in_generator(void *k)
{
    return kont_resume(k, NULL);
}

TEST(collect, keeps_a_slice_of_many_megabytes)
{
    void *value;
    kont *k = under_a_generator(kont_int(200000));
    kont_generator *g = kont_generator_new(resume_in_generator, k);
    CHECK(kont_next(g, &value));
    GC_gcollect();
    churn();
    CHECK(!kont_next(g, &value));
}

/* The pointer is in a register that calls preserve. */
#define IN_REGISTER(name)                                                       \
    static KONT ALONE void *only_in_##name(void *arg)                           \
    {                                                                           \
        register uintptr_t w __asm__(#name) = (uintptr_t)witness_new(7);        \
        __asm__ volatile ("" : "+r" (w));                                       \
        kont_yield(arg);                                                        \
        __asm__ volatile ("" : "+r" (w));                                       \
        CHECK(witness_is((struct witness *)w, 7));                              \
        return NULL;                                                            \
    }
#if defined(__x86_64__)
#define IN_REGISTERS IN_REGISTER(rbx) IN_REGISTER(r12) IN_REGISTER(r13) IN_REGISTER(r14) IN_REGISTER(r15)
#define REGISTER_BODIES { only_in_rbx, only_in_r12, only_in_r13, only_in_r14, only_in_r15 }
#elif defined(__aarch64__)
#define IN_REGISTERS IN_REGISTER(x19) IN_REGISTER(x21) IN_REGISTER(x24) IN_REGISTER(x27) IN_REGISTER(x28)
#define REGISTER_BODIES { only_in_x19, only_in_x21, only_in_x24, only_in_x27, only_in_x28 }
#endif

#if defined(IN_REGISTERS) && !defined(__KONTC__)
IN_REGISTERS
#else
#undef REGISTER_BODIES
#define REGISTER_BODIES { yields_with_a_witness }
#endif

TEST(collect, keeps_what_only_a_saved_register_knows)
{
    static kont_fn *const bodies[] = REGISTER_BODIES;
    kont_generator *g[sizeof bodies / sizeof bodies[0]];
    int count = sizeof bodies / sizeof bodies[0];
    void *value;
    for (int i = 0; i < count; i++) {
        g[i] = kont_generator_new(bodies[i], kont_int(7));
        CHECK(kont_next(g[i], &value));
    }
    churn();
    for (int i = 0; i < count; i++)
        while (kont_next(g[i], &value))
            churn();
}

static ALONE kont_generator *new_generator_with_argument(kont_fn *fn)
{
    return kont_generator_new(fn, witness_new(9));
}

static KONT void *answers_its_argument(void *w)
{
    return w;
}

TEST(collect, keeps_the_argument_of_a_generator_that_has_not_begun)
{
    void *value;
    kont_generator *g = new_generator_with_argument(answers_its_argument);
    clear_stack_below(10000);
    churn();
    CHECK(!kont_next(g, &value) && witness_is(value, 9));
}

/* A generator inside a generator inside ...: each knows the next, nobody else does. */
static KONT ALONE void *nest(void *depth)
{
    intptr_t n = kont_to_int(depth);
    struct witness *w = witness_new(n);
    void *value;
    kont_generator *g = n > 0 ? kont_generator_new(nest, kont_int(n - 1)) : NULL;
    while (g != NULL && kont_next(g, &value))
        kont_yield(value);
    if (g == NULL)
        kont_yield(w);
    CHECK(witness_is(w, n));
    return w;
}

TEST(collect, keeps_generators_known_to_suspended_generators)
{
    void *value;
    kont_generator *g = kont_generator_new(nest, kont_int(50));
    CHECK(kont_next(g, &value));
    churn();
    CHECK(witness_is(value, 0));
    CHECK(!kont_next(g, &value) && witness_is(value, 50));
}

/* ---- Chains of several prompts ------------------------------------------------------------------------------------------------------------- */

struct level {
    int depth;                                          /* prompts still to open */
    kont_fn *innermost;
};

static const kont_tag *const tags[] = { &t, &u, &v };

static KONT ALONE void *open_prompts(void *level)
{
    struct level *l = level;
    struct witness *w = witness_new(l->depth);
    void *value;
    if (l->depth == 0) {
        value = l->innermost(NULL);
    } else {
        struct level *next = GC_MALLOC(sizeof *next);
        *next = (struct level){ l->depth - 1, l->innermost };
        value = kont_prompt(tags[l->depth % 3], open_prompts, next);
    }
    CHECK(witness_is(w, l->depth));
    return value;
}

static KONT void *churn_inside(void *value)
{
    churn();
    return value;
}

TEST(collect, keeps_the_frames_that_wait_outside_of_the_running_one)
{
    struct level l = { 40, churn_inside };
    CHECK_PTR(kont_run(open_prompts, &l), NULL);
}

static KONT void *capture_all(void *unused)
{
    (void)unused;
    void *value = kont_capture(kont_default_tag, KONT_SHIFT0, give, NULL);
    churn();
    return value;
}

TEST(collect, keeps_a_captured_chain_before_its_first_resume)
{
    struct level l = { 40, capture_all };
    kont *k = kont_run(open_prompts, &l);
    clear_stack_below(10000);
    churn();
    churn();
    CHECK_INT(kont_to_int(kont_resume_last(k, kont_int(11))), 11);
}

TEST(collect, keeps_a_picture)
{
    struct level l = { 20, capture_all };
    kont *k = kont_run(open_prompts, &l);
    for (int i = 0; i < 5; i++) {
        churn();
        CHECK_INT(kont_to_int(kont_resume(k, kont_int(i))), i);
    }
    churn();
    CHECK_INT(kont_to_int(kont_resume_last(k, kont_int(11))), 11);
}

TEST(collect, keeps_a_one_shot_continuation)
{
    struct level l = { 20, yields_with_a_witness };
    void *value;
    kont_generator *g = kont_generator_new(open_prompts, &l);
    CHECK(kont_next(g, &value));
    churn();
    CHECK(kont_next(g, &value));
    churn();
    CHECK(!kont_next(g, &value));
}

/* ---- Displaced slices ---------------------------------------------------------------------------------------------------------------------- */

static kont *kept;

static KONT void *keep(kont *k, void *arg)
{
    kept = k;
    return kont_resume(k, arg);
}

/* Resumes itself inside its own extent, n deep: each activation displaces the one before. */
static KONT ALONE void *resumes_itself(void *unused)
{
    (void)unused;
    struct witness *w = NULL;
    intptr_t n = kont_to_int(kont_shift_at(&t, keep, kont_int(20)));
    w = witness_new(n);
    void *value = n > 0 ? kont_resume(kept, kont_int(n - 1)) : NULL;
    churn();
    CHECK(witness_is(w, n));
    return n > 0 ? kont_int(kont_to_int(value) + 1) : NULL;
}

TEST(collect, keeps_displaced_slices)
{
    CHECK_INT(kont_to_int(kont_prompt(&t, resumes_itself, NULL)), 20);
}

static kont *first_kept, *second_kept;
static int times;

static KONT void *keep_first(kont *k, void *unused)
{
    (void)unused;
    first_kept = k;
    return NULL;
}

static KONT void *keep_second(kont *k, void *unused)
{
    (void)unused;
    second_kept = k;
    return NULL;
}

static KONT void *captures_twice(void *unused)
{
    (void)unused;
    void *value = kont_shift_at(&t, keep_first, NULL);
    if (times++ == 0)
        value = kont_shift_at(&t, keep_second, NULL);
    return value;
}

static KONT ALONE void *with_a_large_frame(void *unused)
{
    volatile char room[20000];
    memset((void *)room, 7, sizeof room);
    void *value = kont_prompt(&u, captures_twice, unused);
    for (size_t i = 0; i < sizeof room; i++)
        CHECK(room[i] == 7);
    return value;
}

TEST(collect, displaced_slices_may_be_of_unlike_sizes)
{
    kont_prompt(&t, with_a_large_frame, NULL);
    kont_resume(first_kept, kont_int(1));
    CHECK_INT(kont_to_int(kont_resume(first_kept, kont_int(2))), 2);
    CHECK_INT(kont_to_int(kont_resume(second_kept, kont_int(3))), 3);
}

/* Many activations of one capture, each suspended in the same home. */
static KONT ALONE void *generates_after_capture(void *unused)
{
    (void)unused;
    intptr_t n = kont_to_int(kont_shift_at(&t, give, NULL));
    struct witness *w = witness_new(n);
    kont *again = kont_shift_at(&t, give, NULL);
    CHECK(witness_is(w, n));
    return again != NULL ? again : kont_int(n);
}

TEST(collect, keeps_many_activations_of_one_continuation)
{
    kont *k = kont_prompt(&t, generates_after_capture, NULL), *waiting[SOME];
    for (int i = 0; i < SOME; i++)
        waiting[i] = kont_resume(k, kont_int(i));
    churn();
    for (int i = 0; i < SOME; i++)
        CHECK_INT(kont_to_int(kont_resume(waiting[i], NULL)), i);
    churn();
    for (int i = SOME; i-- > 0; )
        CHECK_INT(kont_to_int(kont_resume_last(waiting[i], NULL)), i);
}

/* ---- What is dynamic ------------------------------------------------------------------------------------------------------------------------ */

static const char key;

static KONT void *looks_at_its_mark(void *unused)
{
    (void)unused;
    kont_yield(NULL);
    return kont_mark_first(NULL, &key, NULL);
}

static KONT ALONE void *under_a_mark(void *unused)
{
    return kont_with_mark(&key, witness_new(3), looks_at_its_mark, unused);
}

TEST(collect, keeps_marks)
{
    void *value;
    kont_generator *g = kont_generator_new(under_a_mark, NULL);
    CHECK(kont_next(g, &value));
    clear_stack_below(10000);
    churn();
    CHECK(!kont_next(g, &value) && witness_is(value, 3));
}

static KONT void *takes_it(const kont_exception *x, void *w)
{
    (void)x;
    return w;
}

static KONT void *raises_after_a_while(void *unused)
{
    (void)unused;
    kont_shift_at(&t, give, NULL);
    return kont_raise_continuable(kont_exception_new("X", NULL, "x"));
}

static KONT ALONE void *under_a_handler(void *unused)
{
    return kont_with_handler(takes_it, witness_new(4), raises_after_a_while, unused);
}

TEST(collect, keeps_handlers_and_their_arguments)
{
    kont *k = kont_prompt(&t, under_a_handler, NULL);
    for (int i = 0; i < 3; i++) {
        churn();
        CHECK(witness_is(kont_resume(k, NULL), 4));
    }
}

static KONT void *looks_at_a_parameter(void *p)
{
    kont_yield(NULL);
    return kont_parameter_get(p);
}

static KONT ALONE void *under_a_parameter(void *unused)
{
    kont_parameter *p = kont_parameter_new(NULL);
    (void)unused;
    return kont_with_parameter(p, witness_new(6), looks_at_a_parameter, p);
}

TEST(collect, keeps_parameters)
{
    void *value;
    kont_generator *g = kont_generator_new(under_a_parameter, NULL);
    CHECK(kont_next(g, &value));
    churn();
    CHECK(!kont_next(g, &value) && witness_is(value, 6));
}

/* ---- In transit ------------------------------------------------------------------------------------------------------------------------------ */

static KONT void *churn_and_resume(kont *k, void *w)
{
    churn();
    CHECK(witness_is(w, 8));
    return kont_resume_tail(k, w);
}

static KONT void *hands_out(void *how)
{
    int rounds = kont_to_int(how) == KONT_CONTROL0 ? 1 : 3;     /* control0 leaves no prompt for a second */
    for (int i = 0; i < rounds; i++) {
        struct witness *w = kont_capture(&t, (int)kont_to_int(how), churn_and_resume, witness_new(8));
        churn();
        CHECK(witness_is(w, 8));
    }
    return witness_new(8);
}

TEST(collect, keeps_values_on_their_way)
{
    for (int how = KONT_CONTROL0; how <= KONT_SHIFT; how++)
        CHECK(witness_is(kont_prompt(&t, hands_out, kont_int(how)), 8));
}

static KONT void *three_choices(void *unused)
{
    (void)unused;
    struct witness *a = witness_new(kont_choose(1, 3));
    churn();
    struct witness *b = witness_new(kont_choose(1, 3)), *c = witness_new(kont_choose(1, 3));
    kont_require(a->value != c->value);
    a->other = b;
    return a;
}

TEST(collect, keeps_the_choices_of_a_search)
{
    kont_search *s = kont_search_new(three_choices, NULL);
    void *found;
    int count = 0;
    for (; kont_search_next(s, &found); count++) {
        struct witness *a = found;
        CHECK(a->value >= 1 && a->value <= 3 && witness_is(a->other, a->other->value));
    }
    CHECK_INT(count, 18);
}
