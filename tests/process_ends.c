/* Cooperative processes where something comes in between: winders on the way out, copies, cleanups that raise; and what a run forgets. */
#include <gc/gc.h>
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");

static KONT void *yields(void *v)
{
    for (int i = 0; i < 3; i++)
        kont_process_yield();
    return v;
}

static KONT void *gives(void *v)
{
    return v;
}

static KONT void *join_it(void *p)
{
    return kont_process_join(p);
}

/* ---- Winders on the way out -------------------------------------------------------------------------------------------------------------- */

static kont_process *ended;

static KONT void *joins_one_that_has_ended(void *unused)
{
    trace("%d", (int)kont_to_int(kont_process_join(ended)));
    return unused;
}

static KONT void *yield_it(void *unused)
{
    kont_process_yield();
    return unused;
}

static KONT void *tries_to_yield(void *unused)
{
    trace("%s", raised_by(yield_it, unused)->name);
    return unused;
}

static KONT void *joins_behind_winders(void *unused)
{
    (void)unused;
    kont_process *p = kont_process_spawn(yields, kont_int(7));
    ended = kont_process_spawn(gives, kont_int(8));
    kont_process_join(ended);
    CHECK_INT(kont_to_int(kont_dynamic_wind(NULL, join_it, joins_one_that_has_ended, p)), 7);
    p = kont_process_spawn(yields, kont_int(9));
    CHECK_INT(kont_to_int(kont_dynamic_wind(NULL, join_it, tries_to_yield, p)), 9);
    return NULL;
}

TEST(process_ends, a_winder_on_the_way_changes_nothing_of_what_is_waited_for)
{
    kont_process_run(joins_behind_winders, NULL);
    CHECK_STR(traced(), "8 8 KONT_ERR_BARRIER KONT_ERR_BARRIER");
}

/* ---- Copies ------------------------------------------------------------------------------------------------------------------------------- */

KONT_EFFECT(flip, coin);
KONT_OPERATION0(flip, coin, long)

static KONT void *both(kont_handle *h, kont_resumption k, void *unused)
{
    (void)h, (void)unused;
    trace("%ld", (long)kont_to_int(kont_continue(k, kont_int(1))));
    return kont_continue_last(k, kont_int(2));
}

static const kont_clauses coins = { .effect = &flip, .on = { [flip_coin_op] = KONT_OP_MANY(both) } };

static KONT void *flips(void *unused)
{
    (void)unused;
    return kont_int(flip_coin());
}

static KONT void *flips_and_yields(void *unused)
{
    long n = flip_coin();
    kont_process_yield();
    (void)unused;
    return kont_int(n);
}

static KONT void *joins_one_that_flips(void *unused)
{
    return kont_process_join(kont_process_spawn(flips, unused));
}

static KONT void *run_it(void *fn)
{
    return kont_process_run((kont_fn *)fn, NULL);
}

static KONT void *run_twice(void *fn)
{
    return kont_with_effect(&coins, NULL, run_it, fn);
}

static const char copied[] = "\"process\" is entered from a second copy of a continuation that was captured while it ran";

TEST(process_ends, a_second_copy_may_end_the_first_process)
{
    CHECK_INT(kont_to_int(run_twice((void *)flips)), 2);
    CHECK_STR(traced(), "1");
}

TEST(process_ends, a_second_copy_may_not_take_part)
{
    CHECK_RAISES(run_twice, (void *)flips_and_yields, KONT_ERR_COPIED, copied, "kont_process_yield");
    CHECK_RAISES(run_twice, (void *)joins_one_that_flips, KONT_ERR_COPIED, copied, "kont_process_run");
    CHECK_STR(traced(), "1 1");
}

/* The second copy in the middle of the first. */
static kont_resumption kept;

static KONT void *keep(kont_handle *h, kont_resumption k, void *unused)
{
    (void)h, (void)unused;
    kept = k;
    return kont_continue(k, kont_int(1));
}

static const kont_clauses keeping = { .effect = &flip, .on = { [flip_coin_op] = KONT_OP_MANY(keep) } };

static KONT void *ends_in_the_middle(void *unused)
{
    long n = flip_coin();
    if (n == 1)
        trace("%d", (int)kont_to_int(kont_continue(kept, kont_int(2))));
    (void)unused;
    return kont_int(n);
}

static KONT void *joins_one_that_ends_in_the_middle(void *unused)
{
    return kont_process_join(kont_process_spawn(ends_in_the_middle, unused));
}

static KONT void *run_keeping(void *fn)
{
    return kont_with_effect(&keeping, NULL, run_it, fn);
}

TEST(process_ends, a_second_copy_in_the_middle_of_the_first)
{
    CHECK_INT(kont_to_int(run_keeping((void *)ends_in_the_middle)), 1);
    CHECK_STR(traced(), "2");
    CHECK_RAISES(run_keeping, (void *)joins_one_that_ends_in_the_middle, KONT_ERR_COPIED, copied, "kont_process_run");
}

/* ---- What cleanups do ----------------------------------------------------------------------------------------------------------------------- */

static KONT void *raise_name(void *name)
{
    kont_raise(kont_exception_new(name, NULL, "x"));
}

static KONT void *abort_name(void *name)
{
    trace_name(name);
    kont_abort(&t, name);
}

static KONT void *defers_trace(void *name)
{
    kont_defer(trace_name, name);
    return yields(NULL);
}

static KONT void *defers_raise(void *name)
{
    kont_defer(raise_name, name);
    return yields(NULL);
}

static KONT void *defers_abort(void *name)
{
    kont_defer(abort_name, name);
    return yields(NULL);
}

static KONT void *leaves_some_that_raise(void *unused)
{
    kont_process_spawn(defers_trace, "a");
    kont_process_spawn(defers_raise, "b");
    kont_process_spawn(defers_trace, "c");
    kont_process_spawn(defers_raise, "d");
    kont_process_yield();
    return unused;
}

TEST(process_ends, what_a_cleanup_raises_when_it_is_closed_is_raised_at_the_end)
{
    CHECK_STR(raised_by(run_it, (void *)leaves_some_that_raise)->name, "b");
    CHECK_STR(traced(), "c a");
}

static KONT void *leaves_some_that_abort(void *unused)
{
    kont_process_spawn(defers_trace, "a");
    kont_process_spawn(defers_abort, "b");
    kont_process_spawn(defers_trace, "c");
    kont_process_yield();
    return unused;
}

TEST(process_ends, an_abort_out_of_a_cleanup_leaves_none_open)
{
    CHECK_STR(kont_prompt(&t, run_it, (void *)leaves_some_that_abort), "b");
    CHECK_STR(traced(), "c b a");
}

/* ---- Raised again --------------------------------------------------------------------------------------------------------------------------- */

static KONT void *answers(const kont_exception *x, void *v)
{
    trace("%s", x->name);
    return v;
}

static KONT void *run_raises(void *unused)
{
    (void)unused;
    return kont_process_run(raise_name, "x");
}

static KONT void *joins_one_that_raises(void *unused)
{
    (void)unused;
    return kont_process_join(kont_process_spawn(raise_name, "y"));
}

static KONT void *answering(void *fn)
{
    return kont_with_handler(answers, NULL, (kont_fn *)fn, NULL);
}

static KONT void *run_answering(void *fn)
{
    return kont_process_run(answering, fn);
}

TEST(process_ends, a_handler_that_returns_gives_no_value)
{
    CHECK_RAISES(answering, (void *)run_raises, KONT_ERR_HANDLER_RETURNED, "the handler of \"x\" returned", "kont_raise");
    CHECK_RAISES(run_answering, (void *)joins_one_that_raises, KONT_ERR_HANDLER_RETURNED, "the handler of \"y\" returned", "kont_raise");
    CHECK_STR(traced(), "x y");
}

/* ---- What is forgotten ----------------------------------------------------------------------------------------------------------------------- */

#if defined(KONT_STRESS_GC) || defined(KONT_STRESS_CAPTURE) || defined(KONT_VALGRIND)
enum { MANY = 300, BYTES = 1 << 15 };
#else
enum { MANY = 20000, BYTES = 1 << 20 };
#endif

static size_t used(void)
{
    GC_gcollect();
    return GC_get_heap_size() - GC_get_free_bytes();
}

/* Each joins the one before it. */
static KONT void *joins_where_there_is_one(void *p)
{
    if (p != NULL)
        kont_process_join(p);
    return NULL;
}

static KONT void *spawns_many(void *unused)
{
    size_t before = 0;
    kont_process *p = NULL;
    for (int i = 0; i < 2 * MANY; i++) {
        p = kont_process_spawn(joins_where_there_is_one, p);
        kont_process_yield();
        if (i == MANY)
            before = used();
    }
    CHECK(used() < before + BYTES);
    return unused;
}

TEST(process_ends, those_that_have_ended_are_forgotten)
{
    kont_process_run(spawns_many, NULL);
}
