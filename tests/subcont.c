/* The four functions of Dybvig, Peyton Jones and Sabry, and the operators that their paper makes of them. */
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static KONT void *same(void *v)
{
    return v;
}

static const kont_tag *p;

/* ---- The functions ------------------------------------------------------------------------------------------------------- */

TEST(subcont, new_prompts_are_fresh)
{
    CHECK(kont_newPrompt() != kont_newPrompt());
}

TEST(subcont, push_prompt_returns_the_value_of_its_body)
{
    CHECK_INT(kont_to_int(kont_pushPrompt(kont_newPrompt(), same, kont_int(4))), 4);
}

static KONT void *three(void *unused)
{
    (void)unused;
    return kont_int(3);
}

static KONT void *push_three_twice(kont *k, void *unused)
{
    CHECK(!kont_prompt_exists(p));
    intptr_t a = kont_to_int(kont_pushSubCont(k, three, unused));
    intptr_t b = kont_to_int(kont_pushSubCont(k, three, unused));
    return kont_int(100 * a + b);
}

static KONT void *one_plus_subcont(void *unused)
{
    return kont_int(1 + kont_to_int(kont_withSubCont(p, push_three_twice, unused)));
}

TEST(subcont, with_sub_cont_takes_the_prompt_away_and_push_sub_cont_puts_the_frames_back)
{
    p = kont_newPrompt();
    CHECK_INT(kont_to_int(kont_pushPrompt(p, one_plus_subcont, NULL)), 404);
}

static KONT void *prompt_inside(void *unused)
{
    (void)unused;
    return kont_int(kont_prompt_exists(p));
}

static KONT void *capture(void *unused)
{
    return kont_withSubCont(p, give, unused);
}

TEST(subcont, a_subcontinuation_does_not_hold_its_prompt)
{
    p = kont_newPrompt();
    kont *k = kont_pushPrompt(p, capture, NULL);
    CHECK_INT(kont_to_int(kont_pushSubCont(k, prompt_inside, NULL)), false);
}

/* ---- The paper's derived operators --------------------------------------------------------------------------------------- */

struct push {
    kont *k;
    kont_fn *fn;
    void *arg;
};

static KONT void *push_k(void *push)
{
    const struct push *c = push;
    return kont_pushSubCont(c->k, c->fn, c->arg);
}

/* shift: the handler under the prompt, k with a prompt around it. */
static KONT void *resume_derived(kont *k, void *v)
{
    struct push c = { k, same, v };
    return kont_pushPrompt(p, push_k, &c);
}

static KONT void *twice(void *k)
{
    intptr_t inner = kont_to_int(resume_derived(k, kont_int(100)));
    return resume_derived(k, kont_int(inner));
}

static KONT void *shift_handler(kont *k, void *unused)
{
    (void)unused;
    return kont_pushPrompt(p, twice, k);
}

static KONT void *ten_plus(void *unused)
{
    return kont_int(10 + kont_to_int(kont_withSubCont(p, shift_handler, unused)));
}

TEST(subcont, shift_is_with_sub_cont_push_prompt_and_push_sub_cont)
{
    p = kont_newPrompt();
    CHECK_INT(1 + kont_to_int(kont_pushPrompt(p, ten_plus, NULL)), 121);
}

/* abort: the subcontinuation is not used. */
static KONT void *ignore(kont *k, void *v)
{
    (void)k;
    return v;
}

static KONT void *abort_derived(void *v)
{
    kont_withSubCont(p, ignore, v);
    trace("never");
    return NULL;
}

TEST(subcont, abort_is_with_sub_cont_that_ignores_its_argument)
{
    p = kont_newPrompt();
    CHECK_INT(kont_to_int(kont_pushPrompt(p, abort_derived, kont_int(8))), 8);
    CHECK_STR(traced(), "");
}

/* The paper's example of two prompts: a continuation captured up to the outer one holds the inner. */
static const kont_tag *outer, *inner;

static KONT void *capture_outer(void *unused)
{
    kont_withSubCont(outer, give, unused);
    kont_abort(inner, kont_int(40));
}

static KONT void *push_inner(void *unused)
{
    return kont_int(1 + kont_to_int(kont_pushPrompt(inner, capture_outer, unused)));
}

TEST(subcont, a_subcontinuation_holds_the_prompts_inside)
{
    outer = kont_newPrompt();
    inner = kont_newPrompt();
    kont *k = kont_pushPrompt(outer, push_inner, NULL);
    CHECK(!kont_prompt_exists(inner));
    CHECK_INT(kont_to_int(kont_pushSubCont(k, same, NULL)), 41);
    CHECK_INT(kont_to_int(kont_pushSubCont(k, same, NULL)), 41);
}
