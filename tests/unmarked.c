/* UNMARKED: functions that are not marked, between marked ones. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <kont.h>
#include <search.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t"), u = KONT_TAG("u");

static __attribute__((noinline)) void *unmarked(kont_fn *fn, void *arg)
{
    void *v = fn(arg);
    __asm__ volatile ("" : : : "memory");
    return v;
}

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *resume_with_one(kont *k, void *unused)
{
    (void)unused;
    return kont_resume(k, kont_int(1));
}

/* ---- Captures that would cross one --------------------------------------------------------------------------------------------------- */

static KONT void *shift_t(void *unused)
{
    return kont_int(10 + kont_to_int(kont_shift_at(&t, resume_with_one, unused)));
}

static KONT void *control0_t(void *unused)
{
    return kont_int(10 + kont_to_int(kont_control0_at(&t, resume_with_one, unused)));
}

static KONT void *callcc_here(void *unused)
{
    kont *k = kont_callcc(give, unused);
    return k != NULL ? kont_resume(k, NULL) : kont_int(11);
}

static KONT void *yield_one(void *unused)
{
    (void)unused;
    kont_yield(kont_int(11));
    return NULL;
}

static KONT void *through_unmarked(void *fn)
{
    return unmarked((kont_fn *)fn, NULL);
}

static KONT void *under_t(void *fn)
{
    return kont_prompt(&t, through_unmarked, fn);
}

static KONT void *under_default(void *fn)
{
    return kont_run(through_unmarked, fn);
}

static KONT void *in_generator(void *fn)
{
    void *v;
    kont_next(kont_generator_new(through_unmarked, fn), &v);
    return v;
}

static void check_differs(kont_fn *around, kont_fn *fn, const char *names)
{
    if (kont_machine()[0] == 's') {
        CHECK_INT(kont_to_int(around((void *)fn)), 11);
        return;
    }
    const kont_exception *x = raised_by(around, (void *)fn);
    CHECK_INT(x->code, KONT_ERR_UNMARKED);
    CHECK_CONTAINS(x->message, names);
}

TEST(unmarked, DIFFERS_captures_across_one)
{
    check_differs(under_t, shift_t, "not marked KONT: the caller of shift_t");
    check_differs(under_t, control0_t, "the caller of control0_t");
    check_differs(under_default, callcc_here, "the caller of callcc_here");
    check_differs(in_generator, yield_one, "the caller of yield_one");
}

static KONT int equal_to_a_yield(const void *a, const void *b)
{
    (void)a, (void)b;
    return (int)kont_to_int(kont_yield(kont_int(11)));
}

static KONT void *find_by_yields(void *unused)
{
    int a = 0;
    size_t count = 1;
    (void)unused;
    return lfind(&a, &a, &count, sizeof a, (void *)equal_to_a_yield);
}

static KONT void *in_generator_by_lfind(void *unused)
{
    void *v;
    kont_next(kont_generator_new(find_by_yields, unused), &v);
    return v;
}

/* A program that is linked statically has no such names. */
TEST(unmarked, DIFFERS_the_message_names_who_is_not_marked)
{
    Dl_info info;
    bool known = dladdr((void *)lfind, &info) != 0 && info.dli_sname != NULL;
    const char *who = known ? "lfind, which called equal_to_a_yield" : "the caller of equal_to_a_yield";
    check_differs(in_generator_by_lfind, NULL, who);
}

/* ---- Captures inside ------------------------------------------------------------------------------------------------------------------- */

static KONT void *prompt_inside(void *unused)
{
    return kont_prompt(&t, shift_t, unused);
}

static KONT void *generator_inside(void *unused)
{
    (void)unused;
    void *v;
    kont_generator *g = kont_generator_new(yield_one, NULL);
    CHECK(kont_next(g, &v));
    CHECK_INT(kont_to_int(v), 11);
    CHECK(!kont_next(g, &v));
    return kont_int(11);
}

TEST(unmarked, captures_inside_one)
{
    CHECK_INT(kont_to_int(unmarked(prompt_inside, NULL)), 11);
    CHECK_INT(kont_to_int(kont_prompt(&t, through_unmarked, (void *)prompt_inside)), 11);
    CHECK_INT(kont_to_int(kont_prompt(&t, through_unmarked, (void *)generator_inside)), 11);
    CHECK_INT(kont_to_int(in_generator((void *)generator_inside)), 11);
}

static KONT void *next_of(void *g)
{
    void *v;
    kont_next(g, &v);
    return v;
}

/* A generator of the outside is entered, and left, inside. */
static KONT void *next_inside(void *g)
{
    return unmarked(next_of, g);
}

TEST(unmarked, a_generator_of_the_outside)
{
    CHECK_INT(kont_to_int(kont_run(next_inside, kont_generator_new(yield_one, NULL))), 11);
}

/* ---- Ways out -------------------------------------------------------------------------------------------------------------------------- */

static KONT void *abort_to_t(void *unused)
{
    (void)unused;
    kont_abort(&t, kont_int(5));
}

static KONT void *raise_mine(void *unused)
{
    (void)unused;
    kont_raise(kont_exception_new("MINE", NULL, "mine"));
}

/* After each way out captures work again where it came to. */
static KONT void *out_and_on(void *unused)
{
    const kont_exception *x;
    CHECK_INT(kont_to_int(kont_prompt(&t, through_unmarked, (void *)abort_to_t)), 5);
    kont_try(through_unmarked, (void *)raise_mine, &x);
    CHECK_STR(x->name, "MINE");
    return kont_shift_at(&u, give, unused);
}

TEST(unmarked, aborts_and_exceptions_cross_it)
{
    kont *k = kont_prompt(&u, out_and_on, NULL);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(3))), 3);
    CHECK_INT(kont_to_int(kont_resume(k, kont_int(4))), 4);
}

static KONT void *out_of_generator(void *unused)
{
    through_unmarked((void *)abort_to_t);
    return unused;
}

static KONT void *next_under_t(void *g)
{
    return kont_prompt(&t, next_of, g);
}

TEST(unmarked, an_abort_out_of_a_generator)
{
    void *v;
    kont_generator *g = kont_generator_new(out_of_generator, NULL);
    CHECK_INT(kont_to_int(next_under_t(g)), 5);
    CHECK(!kont_next(g, &v));
}

static KONT int difference(int a, int b)
{
    if (a == 3 || b == 3)
        kont_raise(kont_exception_new("THREE", NULL, "three"));
    return a - b;
}

static int compare(const void *a, const void *b)
{
    return difference(*(const int *)a, *(const int *)b);
}

static KONT void *sort(void *numbers)
{
    qsort(numbers, 5, sizeof(int), compare);
    return NULL;
}

static KONT void *yields_then_sorts(void *numbers)
{
    kont_yield(kont_int(1));
    return sort(numbers);
}

static KONT void *drain(void *g)
{
    void *v;
    while (kont_next(g, &v))
        trace("%d", (int)kont_to_int(v));
    return NULL;
}

TEST(unmarked, a_comparison_of_qsort_may_raise)
{
    static int numbers[] = { 5, 1, 4, 3, 2 };
    const kont_exception *x;
    kont_try(sort, numbers, &x);
    CHECK_STR(x->name, "THREE");
    kont_try(drain, kont_generator_new(yields_then_sorts, numbers), &x);
    CHECK_STR(x->name, "THREE");
    CHECK_STR(traced(), "1");
}

static KONT void *escape_with_six(void *k)
{
    return kont_resume(k, kont_int(6));
}

static KONT void *escapes(kont *k, void *unused)
{
    (void)unused;
    return unmarked(escape_with_six, k);
}

TEST(unmarked, a_callec_continuation_crosses_it)
{
    CHECK_INT(kont_to_int(kont_callec(escapes, NULL)), 6);
}
