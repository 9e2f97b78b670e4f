/* Undo hooks: state outside of the frames, set back where the search backtracks past them. */
#include <kont.h>
#include <kont/search_fair.h>

#include "support/events.h"
#include "support/raises.h"
#include "support/solutions.h"
#include "test.h"

static KONT void *close_it(void *search)
{
    kont_search_close(search);
    return NULL;
}

static KONT void *hook(void *name)
{
    trace("-%d", (int)kont_to_int(name));
    return NULL;
}

static KONT void do_it(long n)
{
    trace("+%ld", n);
    kont_undo(hook, kont_int(n));
}

static KONT void *do_and_undo(void *unused)
{
    (void)unused;
    do_it(0);
    long a = kont_choose(1, 2);
    do_it(a);
    long b = kont_choose(1, 2);
    do_it(10 * a + b);
    kont_require(b == 2);
    return kont_int(10 * a + b);
}

TEST(search_undo, hooks_run_latest_first_down_to_the_choice_that_goes_on)
{
    kont_search *s = kont_search_new(do_and_undo, NULL);
    while (kont_to_int(next_of(s)) > 0)
        trace("!");
    CHECK_STR(traced(), "+0 +1 +11 -11 +12 ! -12 -1 +2 +21 -21 +22 ! -22 -2 -0");
    CHECK(kont_search_complete(s));
}

TEST(search_undo, close_runs_those_left)
{
    kont_search *s = kont_search_new(do_and_undo, NULL);
    next_of(s);
    CHECK_STR(traced(), "+0 +1 +11 -11 +12");
    kont_search_close(s);
    CHECK_STR(traced(), "-12 -1 -0");
    kont_search_close(s);
    CHECK_STR(traced(), "");
}

static KONT void *raise_later(void *unused)
{
    do_and_undo(unused);
    kont_raise(kont_exception_new("STOP", NULL, "stop"));
}

TEST(search_undo, a_raise_that_leaves_the_search_runs_them)
{
    kont_search *s = kont_search_new(raise_later, NULL);
    CHECK_STR(raised_by(next_of, s)->name, "STOP");
    CHECK_STR(traced(), "+0 +1 +11 -11 +12 -12 -1 -0");
}

static KONT void *choose_in_hook(void *unused)
{
    (void)unused;
    return kont_int(kont_choose(1, 2));
}

static KONT void *fail_in_hook(void *unused)
{
    (void)unused;
    kont_fail();
}

static KONT void *with_hook(void *fn)
{
    long n = kont_choose(1, 3);
    do_it(10 + n);
    kont_undo((kont_fn *)fn, NULL);
    do_it(20 + n);
    return kont_int(n);
}

TEST(search_undo, a_hook_is_no_part_of_the_search)
{
    static const char message[] = "no prompt \"search\" is there";
    kont_search *s = kont_search_new(with_hook, (void *)choose_in_hook);
    CHECK_INT(kont_to_int(next_of(s)), 1);
    CHECK_RAISES(next_of, s, KONT_ERR_NO_PROMPT, message, "kont_choose");
    CHECK_STR(traced(), "+11 +21 -21 -11");
    s = kont_search_new(with_hook, (void *)fail_in_hook);
    next_of(s);
    CHECK_RAISES(close_it, s, KONT_ERR_NO_PROMPT, message, "kont_fail");
    CHECK_INT(kont_search_state(s), KONT_SEARCH_CLOSED);
    CHECK_STR(traced(), "+11 +21 -21");
    kont_search_close(s);
    CHECK_STR(traced(), "-11");
}

static KONT void *raise_in_hook(void *unused)
{
    (void)unused;
    kont_raise(kont_exception_new("HOOK", NULL, "hook"));
}

static KONT void *fail_now(void *unused)
{
    (void)unused;
    kont_fail();
}

static KONT void *catches_all(void *unused)
{
    const kont_exception *caught;
    do_it(0);
    long n = kont_choose(1, 2);
    kont_undo(raise_in_hook, unused);
    kont_try(fail_now, unused, &caught);
    return kont_int(n);
}

TEST(search_undo, what_a_hook_raises_is_none_of_the_bodys_business)
{
    kont_search *s = kont_search_new(catches_all, NULL), *part = kont_search_new(catches_all, NULL);
    CHECK_STR(raised_by(next_of, s)->name, "HOOK");
    CHECK_INT(kont_search_state(s), KONT_SEARCH_FAILED);
    CHECK_STR(traced(), "+0 -0");
    CHECK_STR(raised_by(next_of, kont_search_interleave(part, s))->name, "HOOK");
    CHECK_INT(kont_search_state(part), KONT_SEARCH_FAILED);
}

static KONT void *goal(void *unused)
{
    (void)unused;
    long n = kont_choose(1, 3);
    do_it(n);
    return kont_int(n);
}

static KONT void *cut_goal(void *unused)
{
    long n = kont_to_int(kont_once(goal, unused));
    kont_choose(1, 2);
    return kont_int(n);
}

TEST(search_undo, what_a_cut_holds_back_runs_on_the_way_past_it)
{
    kont_search *s = kont_search_new(cut_goal, NULL);
    while (kont_to_int(next_of(s)) > 0)
        trace("!");
    CHECK_STR(traced(), "+1 ! ! -1");
}

static KONT void *not_goal(void *unused)
{
    long n = kont_choose(1, 2);
    do_it(10 * n);
    kont_not(goal, unused);
    return kont_int(n);
}

TEST(search_undo, not_leaves_nothing_behind)
{
    CHECK_INT(kont_search_count(kont_search_new(not_goal, NULL)), 0);
    CHECK_STR(traced(), "+10 +1 -1 -10 +20 +1 -1 -20");
}

static KONT void *inner_hooks(void *unused)
{
    do_it(9);
    kont_search *s = kont_search_new(do_and_undo, unused);
    next_of(s);
    kont_search_close(s);
    kont_fail();
}

TEST(search_undo, hooks_belong_to_the_innermost_search)
{
    CHECK_INT(kont_search_count(kont_search_new(inner_hooks, NULL)), 0);
    CHECK_STR(traced(), "+9 +0 +1 +11 -11 +12 -12 -1 -0 -9");
}

static KONT void *undo_outside(void *fn) { kont_undo((kont_fn *)fn, NULL); return NULL; }

TEST(search_undo, misuse)
{
    CHECK_RAISES(undo_outside, (void *)hook, KONT_ERR_NO_PROMPT, "no prompt \"search\" is there", "kont_undo");
    CHECK_RAISES(next_of, kont_search_new(undo_outside, NULL), KONT_ERR_ARGUMENT, "bad argument: fn", "kont_undo");
}
