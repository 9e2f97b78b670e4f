/* Defers that finalizers make: inside an operation of kont's they belong to the body that was interrupted, and each runs once. */
#define GC_THREADS
#include <gc/gc.h>
#include <kont.h>

#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u"), around = KONT_TAG("around");

enum { TIMES = 400 };

/* ---- Finalizers that make them -------------------------------------------------------------------------------------------------------- */

static long made, ran;
static int idle, left;                                  /* so many do nothing, then so many make one: one at each collection */

static void litter(void);

static KONT void *count_it(void *unused)
{
    ran++;
    return unused;
}

static void GC_CALLBACK finalize(void *object, void *unused)
{
    static bool inside;
    (void)object, (void)unused;
    if (inside || left == 0)
        return;
    inside = true;
    if (idle > 0) {
        idle--;
    } else {
        left--;
        made++;
        kont_defer(count_it, NULL);
    }
    inside = false;
    litter();
}

static __attribute__((noinline)) void litter(void)
{
    for (int i = 0; i < 2; i++)
        GC_register_finalizer_no_order(GC_MALLOC(16), finalize, NULL, NULL, NULL);
}

/* From here on: at each attempt others, later or more. Where nothing else makes the collector collect, some are due at the next allocation. */
static void begin(int attempt)
{
    idle = attempt % 8;
    left = 1 + attempt / 8 % 5;
    GC_set_finalize_on_demand(1);
    litter();
    if (idle == 0)
        GC_gcollect();
    GC_set_finalize_on_demand(0);
}

static void end(void)
{
    left = 0;
}

static KONT void *nothing(void *unused)
{
    return unused;
}

/* ---- What the thread does meanwhile ------------------------------------------------------------------------------------------------------ */

static kont_fn *body_of_t;

static KONT void *run_t(void *attempt)
{
    kont_prompt(&t, body_of_t, attempt);
    end();
    return NULL;
}

/* Each is the body of a prompt of t, and gets the number of the attempt. What finalizers make has run when that prompt has ended, or, where it is
 * the prompt that is captured when one makes it, when the prompt around has. */
static void check_body(kont_fn *body)
{
    body_of_t = body;
    for (intptr_t i = 0; i < TIMES; i++) {
        kont_prompt(&around, run_t, kont_int(i));
        CHECK_INT(ran, made);
    }
    test_note("%ld finalizers made defers", made);
    CHECK(made > 0);
}

static KONT void *goes_through_marks(void *depth)
{
    static const char key;
    if (depth == NULL)
        return NULL;
    return kont_with_mark(&key, depth, goes_through_marks, kont_int(kont_to_int(depth) - 1));
}

static KONT void *pushes_marks(void *attempt)
{
    begin((int)kont_to_int(attempt));
    return goes_through_marks(kont_int(10));
}

TEST(finalizer_defers, made_while_marks_are_pushed)
{
    check_body(pushes_marks);
}

static KONT void *defers_and_begins(void *attempt)
{
    kont_defer(nothing, NULL);
    kont_defer(nothing, NULL);
    begin((int)kont_to_int(attempt));
    return NULL;
}

static KONT void *pops_a_mark(void *attempt)
{
    static const char key;
    return kont_with_mark(&key, NULL, defers_and_begins, attempt);
}

TEST(finalizer_defers, made_while_a_mark_is_popped)
{
    check_body(pops_a_mark);
}

TEST(finalizer_defers, made_while_a_body_ends)
{
    check_body(defers_and_begins);
}

static KONT void *raises(void *attempt)
{
    defers_and_begins(attempt);
    kont_raise(kont_exception_new("x", NULL, "x"));
}

static KONT void *raises_inside_a_winder(void *attempt)
{
    kont_defer(nothing, NULL);
    return kont_dynamic_wind(nothing, raises, nothing, attempt);
}

/* What was made inside of the try has run behind it. */
static KONT void *catches(void *attempt)
{
    const kont_exception *x;
    kont_try(raises_inside_a_winder, attempt, &x);
    CHECK_STR(x->name, "x");
    return NULL;
}

TEST(finalizer_defers, made_while_an_exception_unwinds)
{
    check_body(catches);
}

static KONT void *aborts(void *unused)
{
    kont_abort(&t, unused);
}

static KONT void *defers_begins_and_aborts(void *attempt)
{
    defers_and_begins(attempt);
    return aborts(NULL);
}

static KONT void *aborts_inside_a_winder(void *attempt)
{
    kont_defer(nothing, NULL);
    return kont_dynamic_wind(nothing, defers_begins_and_aborts, nothing, attempt);
}

static KONT void *aborts_from_further_in(void *attempt)
{
    return kont_prompt(&u, aborts_inside_a_winder, attempt);
}

TEST(finalizer_defers, made_while_an_abort_unwinds)
{
    check_body(aborts_from_further_in);
}

static KONT void *ends_by_a_defer_that_aborts(void *attempt)
{
    kont_defer(aborts, NULL);
    return defers_and_begins(attempt);
}

TEST(finalizer_defers, made_while_a_body_ends_by_a_defer_that_aborts)
{
    check_body(ends_by_a_defer_that_aborts);
}

static KONT void *aborts_to_u(void *unused)
{
    kont_abort(&u, unused);
}

static KONT void *is_overtaken(void *attempt)
{
    kont_defer(aborts, NULL);
    kont_dynamic_wind(nothing, defers_and_begins, aborts, attempt);
    return aborts_to_u(NULL);
}

static KONT void *aborts_and_is_overtaken(void *attempt)
{
    return kont_prompt(&u, is_overtaken, attempt);
}

TEST(finalizer_defers, made_while_an_abort_overtakes_another)
{
    check_body(aborts_and_is_overtaken);
}

/* ---- Escapes that leave no body ------------------------------------------------------------------------------------------------------------ */

static KONT void *defers_and_escapes(void *escape)
{
    defers_and_begins(kont_int(made));
    return kont_resume(escape, NULL);
}

static KONT void *escapes_from_a_winder(kont *escape, void *unused)
{
    (void)unused;
    kont_defer(nothing, NULL);
    return kont_dynamic_wind(nothing, defers_and_escapes, nothing, escape);
}

static KONT void *escapes(void *attempt)
{
    long before = ran;
    (void)attempt;
    kont_callec(escapes_from_a_winder, NULL);
    end();
    CHECK_INT(ran, before);
    return NULL;
}

TEST(finalizer_defers, made_while_an_escape_leaves_a_winder_stay)
{
    check_body(escapes);
}

/* ---- Continuations ----------------------------------------------------------------------------------------------------------------------------- */

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *captures(void *attempt)
{
    begin((int)kont_to_int(attempt));
    kont_shift0_at(&u, give, NULL);
    end();
    return NULL;
}

/* A capture interrupted makes them part of the continuation, which may still be resumed when it has returned once. */
static KONT void *resumes_twice(void *attempt)
{
    long before = ran;
    kont *k = kont_prompt(&u, captures, attempt);
    end();
    kont_resume(k, NULL);
    CHECK_INT(ran, before);
    kont_resume(k, NULL);
    CHECK_INT(ran, before);
    kont_drop(k);
    return NULL;
}

TEST(finalizer_defers, made_while_a_continuation_is_captured)
{
    check_body(resumes_twice);
}

static kont *again;

static KONT void *keep(kont *k, void *unused)
{
    again = k;
    return unused;
}

static KONT void *captures_a_copy(void *attempt)
{
    begin((int)kont_to_int(attempt));
    void *times = kont_callcc_at(&u, keep, kont_int(1));
    end();
    return times;
}

static KONT void *goes_on_with_2(void *unused)
{
    (void)unused;
    return kont_resume(again, kont_int(2));
}

static KONT void *is_replaced(void *attempt)
{
    long before = ran;
    CHECK_PTR(kont_prompt(&u, captures_a_copy, attempt), kont_int(1));
    CHECK_INT(ran, before);
    CHECK_PTR(kont_prompt(&u, goes_on_with_2, NULL), kont_int(2));
    CHECK_INT(ran, before);
    kont_drop(again);
    return NULL;
}

TEST(finalizer_defers, made_while_a_continuation_is_copied)
{
    check_body(is_replaced);
}

static KONT void *begins_and_is_replaced(void *attempt)
{
    defers_and_begins(attempt);
    return kont_resume(again, kont_int(2));
}

static KONT void *captures_and_is_replaced(void *attempt)
{
    CHECK_PTR(kont_prompt(&u, captures_a_copy, kont_int(TIMES)), kont_int(1));
    CHECK_PTR(kont_prompt(&u, begins_and_is_replaced, attempt), kont_int(2));
    kont_drop(again);
    return NULL;
}

TEST(finalizer_defers, made_while_a_continuation_replaces_a_body)
{
    check_body(captures_and_is_replaced);
}

static KONT void *begins_and_is_replaced_by_k(kont *k, void *attempt)
{
    begin((int)kont_to_int(attempt));
    return kont_resume_tail(k, kont_int(3));
}

static KONT void *shifts(void *attempt)
{
    void *v = kont_shift_at(&u, begins_and_is_replaced_by_k, attempt);
    end();
    return v;
}

static KONT void *controls(void *attempt)
{
    void *v = kont_control_at(&u, begins_and_is_replaced_by_k, attempt);
    end();
    return kont_shift_at(&u, begins_and_is_replaced_by_k, v);
}

static KONT void *shifts_and_controls(void *attempt)
{
    CHECK_PTR(kont_prompt(&u, shifts, attempt), kont_int(3));
    end();
    CHECK_INT(ran, made);
    CHECK_PTR(kont_prompt(&u, controls, attempt), kont_int(3));
    return NULL;
}

TEST(finalizer_defers, made_while_a_handler_is_replaced_in_tail_position)
{
    check_body(shifts_and_controls);
}

/* ---- Prompt objects ---------------------------------------------------------------------------------------------------------------------------- */

static KONT void *begins_and_leaves(void *attempt)
{
    defers_and_begins(attempt);
    kont_yield(NULL);
    end();
    return NULL;
}

static KONT void *leaves_through_a_winder(void *attempt)
{
    kont_defer(nothing, NULL);
    return kont_dynamic_wind(nothing, begins_and_leaves, nothing, attempt);
}

static KONT void *suspends(void *attempt)
{
    long before = ran;
    void *v;
    kont_generator *g = kont_generator_new(leaves_through_a_winder, attempt);
    CHECK(kont_next(g, &v));
    CHECK_INT(ran, before);
    CHECK(!kont_next(g, &v));
    return NULL;
}

TEST(finalizer_defers, made_while_an_object_is_left_through_a_winder)
{
    check_body(suspends);
}

static KONT void *leaves_through_one_that_aborts(void *attempt)
{
    kont_defer(nothing, NULL);
    return kont_dynamic_wind(nothing, begins_and_leaves, aborts, attempt);
}

static KONT void *is_stopped_as_it_leaves(void *attempt)
{
    void *v;
    kont_next(kont_generator_new(leaves_through_one_that_aborts, attempt), &v);
    return NULL;
}

TEST(finalizer_defers, made_while_an_object_is_left_through_a_winder_that_aborts)
{
    check_body(is_stopped_as_it_leaves);
}
