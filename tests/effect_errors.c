/* Effect handlers: misuse, and what is only forgotten. */
#define GC_THREADS
#include <gc/gc.h>
#include <kont.h>
#include <pthread.h>

#include "support/events.h"
#include "support/raises.h"
#include "support/threads.h"
#include "test.h"

KONT_EFFECT(ask, number, stop);
KONT_OPERATION(ask, number, long, long)
KONT_COMMAND0(ask, stop)
KONT_EFFECT(flip, coin);
KONT_OPERATION0(flip, coin, bool)

static KONT void *same(void *v)
{
    return v;
}

static KONT void *ask_one(void *n)
{
    return kont_int(ask_number(kont_to_int(n)));
}

static KONT void *keep(kont_handle *h, kont_resumption k, void *n)
{
    *(kont_resumption *)h->local = k;
    return n;
}

static const kont_clauses once = { .effect = &ask, .on = { [ask_number_op] = KONT_OP_ONCE(keep) } };
static const kont_clauses many = { .effect = &ask, .on = { [ask_number_op] = KONT_OP_MANY(keep) } };
static const kont_clauses shallow = { .effect = &ask, .shallow = true, .on = { [ask_number_op] = KONT_OP_ONCE(keep) } };
static const kont_clauses *const kinds[] = { &once, &many, &shallow };
enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* ---- Unhandled ---------------------------------------------------------------------------------------------------------------------------- */

static KONT void *ask_outside(kont_handle *h, void *n)
{
    (void)h;
    return ask_one(n);
}

static const kont_clauses asks_outside = { .effect = &ask, .on = { [ask_number_op] = KONT_OP_TAIL(ask_outside) } };

static KONT void *ask_in_asks_outside(void *n)
{
    return kont_with_effect(&asks_outside, NULL, ask_one, n);
}

static KONT void *stop(void *unused)
{
    ask_stop();
    return unused;
}

static KONT void *stop_in_asks_outside(void *n)
{
    return kont_with_effect(&asks_outside, NULL, stop, n);
}

TEST(effect_errors, an_unhandled_operation_is_named)
{
    CHECK_RAISES(ask_one, NULL, KONT_ERR_UNHANDLED, "nothing handles \"ask.number\"", "kont_perform");
    CHECK_RAISES(ask_in_asks_outside, NULL, KONT_ERR_UNHANDLED, "nothing handles \"ask.number\"", "kont_perform");
    CHECK_RAISES(stop_in_asks_outside, NULL, KONT_ERR_UNHANDLED, "nothing handles \"ask.stop\"", "kont_perform");
}

static KONT void *stop_on(kont_handle *h, void *arg)
{
    return kont_perform_on(h, ask_stop_op, arg);
}

static KONT void *with_handle(void *unused)
{
    return kont_with_handle(&asks_outside, NULL, stop_on, unused);
}

TEST(effect_errors, an_operation_that_the_handle_has_no_clause_for_is_named)
{
    CHECK_RAISES(with_handle, NULL, KONT_ERR_UNHANDLED, "nothing handles \"ask.stop\"", "kont_perform_on");
}

/* ---- Used ---------------------------------------------------------------------------------------------------------------------------------- */

static kont_resumption kept;

static KONT void *go_on(void *v)
{
    return kont_continue(kept, v);
}

static KONT void *go_on_for_the_last_time(void *v)
{
    return kont_continue_last(kept, v);
}

static KONT void *discontinue(void *unused)
{
    (void)unused;
    return kont_discontinue(kept, kont_exception_new("x", NULL, "x"));
}

static const char used[] = "the continuation was used up or dropped before";

static KONT void check_used(const char *where)
{
    CHECK_RAISES(go_on_for_the_last_time, NULL, KONT_ERR_USED, used, where);
    kont_give_up(kept);
}

TEST(effect_errors, a_resumption_of_once_that_is_used_twice)
{
    kont_with_effect(&once, &kept, ask_one, NULL);
    CHECK_INT(kont_to_int(go_on(kont_int(3))), 3);
    CHECK_RAISES(go_on, NULL, KONT_ERR_USED, used, "kont_continue");
    CHECK_RAISES(discontinue, NULL, KONT_ERR_USED, used, "kont_discontinue");
    check_used("kont_continue_last");
}

static KONT void *ask_two(void *n)
{
    return kont_int(ask_number(kont_to_int(n)) + ask_number(2));
}

TEST(effect_errors, a_resumption_of_an_earlier_operation)
{
    kont_with_effect(&once, &kept, ask_two, NULL);
    kont_resumption first = kept;
    go_on(kont_int(3));
    kont_resumption second = kept;
    kept = first;
    CHECK_RAISES(go_on, NULL, KONT_ERR_USED, used, "kont_continue");
    kont_give_up(first);
    kept = second;
    CHECK_INT(kont_to_int(go_on(kont_int(4))), 7);
}

TEST(effect_errors, a_resumption_that_was_used_for_the_last_time)
{
    for (int i = 0; i < KINDS; i++) {
        kont_with_effect(kinds[i], &kept, ask_one, NULL);
        CHECK_INT(kont_to_int(go_on_for_the_last_time(kont_int(3))), 3);
        check_used(i == 0 ? "kont_continue_last" : "kont_resume_last");
    }
}

TEST(effect_errors, a_resumption_that_was_given_up)
{
    for (int i = 0; i < KINDS; i++) {
        kont_with_effect(kinds[i], &kept, ask_one, NULL);
        kont_give_up(kept);
        check_used(i == 0 ? "kont_continue_last" : "kont_resume_last");
    }
}

/* ---- Not in tail position -------------------------------------------------------------------------------------------------------------- */

static KONT void *tail_and_ask(kont_handle *h, kont_resumption k, void *n)
{
    (void)h;
    kont_continue_tail(k, n);
    return kont_with_effect(&once, &kept, ask_one, n);
}

static KONT void *tail_twice(kont_handle *h, kont_resumption k, void *n)
{
    (void)h;
    kont_continue_tail(k, n);
    return kont_continue_tail(k, n);
}

static const kont_clauses not_tail = { .effect = &ask, .on = { [ask_number_op] = KONT_OP_ONCE(tail_and_ask) } };
static const kont_clauses not_once = { .effect = &ask, .on = { [ask_number_op] = KONT_OP_ONCE(tail_twice) } };

static KONT void *with_clauses(void *c)
{
    return kont_with_effect(c, NULL, ask_one, NULL);
}

TEST(effect_errors, a_clause_that_goes_on_after_it_resumed_in_tail_position)
{
    const char *message = "a handler goes on after kont_continue_tail instead of returning its value";
    CHECK_RAISES(with_clauses, (void *)&not_tail, KONT_ERR_NOT_TAIL, message, "kont_with_effect");
    CHECK_RAISES(with_clauses, (void *)&not_once, KONT_ERR_NOT_TAIL, message, "kont_continue_tail");
}

/* ---- Copies -------------------------------------------------------------------------------------------------------------------------------- */

static KONT void *both(kont_handle *h, kont_resumption k, void *unused)
{
    (void)h, (void)unused;
    kont_continue(k, kont_int(true));
    return kont_continue_last(k, kont_int(false));
}

static const kont_clauses coins = { .effect = &flip, .on = { [flip_coin_op] = KONT_OP_MANY(both) } };

static KONT void *answer(kont_handle *h, kont_resumption k, void *n)
{
    (void)h;
    return kont_continue_tail(k, n);
}

static const kont_clauses answered_once = { .effect = &ask, .on = { [ask_number_op] = KONT_OP_ONCE(answer) } };
static const kont_clauses answered_many = { .effect = &ask, .on = { [ask_number_op] = KONT_OP_MANY(answer) } };

static KONT void *flip_and_ask(void *unused)
{
    (void)unused;
    int n = flip_coin() ? 1 : 2;
    trace("%ld", ask_number(n));
    return NULL;
}

static KONT void *answering(void *c)
{
    return kont_with_effect(c, NULL, flip_and_ask, NULL);
}

static KONT void *flipping(void *c)
{
    return kont_with_effect(&coins, NULL, answering, c);
}

TEST(effect_errors, a_once_handler_inside_of_what_is_resumed_twice)
{
    CHECK_RAISES(flipping, (void *)&answered_once, KONT_ERR_COPIED,
        "\"ask\" is entered from a second copy of a continuation that was captured while it ran", "kont_enter");
    CHECK_STR(traced(), "1");
    flipping((void *)&answered_many);
    CHECK_STR(traced(), "1 2");
}

/* ---- Threads -------------------------------------------------------------------------------------------------------------------------------- */

static KONT void *continue_elsewhere(void *unused)
{
    (void)unused;
    CHECK_RAISES(go_on, NULL, KONT_ERR_THREAD, "it belongs to another thread", kept.handle->methods == once.on ? "kont_continue" : "kont_resume");
    return NULL;
}

static void *other_thread(void *unused)
{
    return continue_elsewhere(unused);
}

static void *handle_and_end(void *unused)
{
    return kont_with_effect(&answered_once, NULL, ask_one, unused);
}

TEST(effect_errors, a_resumption_belongs_to_its_thread)
{
    for (int i = 0; i < 2; i++) {
        kont_with_effect(kinds[i], &kept, ask_one, NULL);
        run_thread(other_thread, NULL);
        CHECK_INT(kont_to_int(go_on(kont_int(4))), 4);
    }
}

TEST(effect_errors, each_thread_has_its_handlers)
{
    CHECK_INT(kont_to_int(run_thread(handle_and_end, kont_int(6))), 6);
    CHECK_INT(kont_to_int(run_thread(handle_and_end, kont_int(7))), 7);
}

static kont_handle *handle;

static KONT void *raise_for_handle(void *unused)
{
    (void)unused;
    return kont_perform_on(handle, ask_number_op, NULL);
}

static void *perform_elsewhere(void *unused)
{
    CHECK_RAISES(raise_for_handle, NULL, KONT_ERR_THREAD, "it belongs to another thread", "kont_perform_on");
    return unused;
}

static KONT void *perform_in_thread(kont_handle *h, void *unused)
{
    handle = h;
    return run_thread(perform_elsewhere, unused);
}

TEST(effect_errors, a_handle_belongs_to_its_thread)
{
    kont_with_handle(&once, NULL, perform_in_thread, NULL);
}

/* ---- What is only forgotten ---------------------------------------------------------------------------------------------------------------- */

enum { FORGOTTEN = 50 };
static int cleaned;

static KONT void *clean(void *unused)
{
    cleaned++;
    return unused;
}

static KONT void *defer_and_ask(void *n)
{
    kont_defer(clean, NULL);
    return ask_one(n);
}

static KONT void *forget(kont_handle *h, kont_resumption k, void *n)
{
    (void)h, (void)k;
    return n;
}

static const kont_clauses forgets_once = { .effect = &ask, .on = { [ask_number_op] = KONT_OP_ONCE(forget) } };
static const kont_clauses forgets_many = { .effect = &ask, .on = { [ask_number_op] = KONT_OP_MANY(forget) } };

static KONT void *forget_all(void *c)
{
    for (int i = 0; i < FORGOTTEN; i++)
        kont_with_effect(c, NULL, defer_and_ask, NULL);
    return NULL;
}

/* Not before the poll; a few may be kept by a stale word somewhere. */
static KONT void check_cleaned(const kont_clauses *c)
{
    cleaned = 0;
    kont_run(forget_all, (void *)c);
    int before = cleaned;
    for (int i = 0; i < 3; i++)
        GC_gcollect();
    GC_invoke_finalizers();
    CHECK_INT(cleaned, before);
    kont_poll();
    CHECK(cleaned >= FORGOTTEN - 10);
}

TEST(effect_errors, a_resumption_that_is_dropped_with_cleanups_runs_them_at_a_poll)
{
    check_cleaned(&forgets_once);
    check_cleaned(&forgets_many);
}

/* ---- Arguments ------------------------------------------------------------------------------------------------------------------------------ */

static const kont_resumption no_resumption = { NULL, NULL };

#define CALL(name, call) static KONT void *name(void *v) { (void)v; call; return NULL; }

CALL(no_clauses, kont_with_effect(NULL, NULL, same, NULL))
CALL(no_body, kont_with_effect(&once, NULL, NULL, NULL))
CALL(no_handle_body, kont_with_handle(&once, NULL, NULL, NULL))
CALL(no_handle_clauses, kont_with_handle(NULL, NULL, stop_on, NULL))
CALL(mask_nothing, kont_mask(NULL, same, NULL))
CALL(mask_for_nothing, kont_mask(&ask, NULL, NULL))
CALL(no_operation, kont_perform(&ask, 8, NULL))
CALL(no_effect, kont_perform(NULL, 0, NULL))
CALL(perform_on_nothing, kont_perform_on(NULL, 0, NULL))
CALL(continue_nothing, kont_continue(no_resumption, NULL))
CALL(continue_last_nothing, kont_continue_last(no_resumption, NULL))
CALL(continue_tail_nothing, kont_continue_tail(no_resumption, NULL))
CALL(continue_with_nothing, kont_continue_with(no_resumption, NULL, &shallow, NULL))
CALL(continue_with_deep, kont_continue_with(kept, NULL, &shallow, NULL))
CALL(discontinue_nothing, kont_discontinue(no_resumption, NULL))
CALL(discontinue_with_nothing, kont_discontinue(kept, NULL))
CALL(give_up_nothing, kont_give_up(no_resumption))
CALL(binding_nothing, kont_with_binding(NULL, same, NULL))
CALL(invoke_nothing, kont_invoke(NULL, 0, NULL))
CALL(invoke_on_nothing, kont_invoke_on(NULL, 0, NULL))
CALL(outside_nothing, kont_call_outside(NULL, stop_on, NULL))
CALL(masking_nothing, kont_masking(NULL, same, NULL))

static const struct misuse arguments[] = {
    { no_clauses, "clauses", "kont_with_effect" },
    { no_body, "fn", "kont_with_effect" },
    { no_handle_body, "fn", "kont_with_handle" },
    { no_handle_clauses, "clauses", "kont_with_handle" },
    { mask_nothing, "effect", "kont_mask" },
    { mask_for_nothing, "fn", "kont_masking" },
    { no_operation, "operation", "kont_perform" },
    { no_effect, "key", "kont_invoke" },
    { perform_on_nothing, "handle", "kont_perform_on" },
    { continue_nothing, "k", "kont_continue" },
    { continue_last_nothing, "k", "kont_continue_last" },
    { continue_tail_nothing, "k", "kont_continue_tail" },
    { continue_with_nothing, "k", "kont_continue_with" },
    { continue_with_deep, "a deep handler's resumption", "kont_continue_with" },
    { discontinue_nothing, "k", "kont_discontinue" },
    { discontinue_with_nothing, "exception", "kont_discontinue" },
    { give_up_nothing, "k", "kont_give_up" },
    { binding_nothing, "binding", "kont_with_binding" },
    { invoke_nothing, "key", "kont_invoke" },
    { invoke_on_nothing, "binding", "kont_invoke_on" },
    { outside_nothing, "binding", "kont_call_outside" },
    { masking_nothing, "key", "kont_masking" }
};

TEST(effect_errors, a_null_where_something_is_needed)
{
    kont_with_effect(&once, &kept, ask_one, NULL);
    CHECK_EACH_RAISES(arguments, KONT_ERR_ARGUMENT, "bad argument: %s");
    CHECK_INT(kont_to_int(go_on(kont_int(1))), 1);
}

/* ---- A process whose keys are used up ----------------------------------------------------------------------------------------------------- */

static KONT void *handled(void *n)
{
    return kont_with_effect(&once, &kept, ask_one, n);
}

static void *no_key(void *unused)
{
    CHECK_RAISES(handled, kont_int(1), KONT_ERR_MEMORY, "out of memory", "kont_with_effect");
    return unused;
}

TEST(effect_errors, no_key_for_what_each_thread_has)
{
    pthread_key_t key;
    kont_run(same, NULL);
    while (pthread_key_create(&key, NULL) == 0)
        ;
    no_key(NULL);
    run_thread(no_key, NULL);
}
