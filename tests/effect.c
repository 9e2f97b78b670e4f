/* Effect handlers: how operations go on, and what comes of it. */
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

KONT_EFFECT(counter, next, reset);
KONT_OPERATION0(counter, next, long)
KONT_COMMAND(counter, reset, long)

KONT_EFFECT(ask, number, text, twice, stop);
KONT_OPERATION(ask, number, long, long)
KONT_OPERATION(ask, text, const char *, const char *)
KONT_OPERATION0(ask, twice, bool)
KONT_COMMAND0(ask, stop)

/* ---- In place -------------------------------------------------------------------------------------------------------------------------- */

static KONT void *next(kont_handle *h, void *unused)
{
    long *n = h->local;
    (void)unused;
    return kont_int((*n)++);
}

static KONT void *reset(kont_handle *h, void *to)
{
    *(long *)h->local = kont_to_int(to);
    return NULL;
}

static const kont_clauses in_memory = {
    .effect = &counter, .on = { [counter_next_op] = KONT_OP_LEAF(next), [counter_reset_op] = KONT_OP_LEAF(reset) }
};

static KONT void *count(void *unused)
{
    long a = counter_next(), b = counter_next();
    counter_reset(10);
    long c = counter_next();
    (void)unused;
    return kont_int(a * 10000 + b * 100 + c);
}

TEST(effect, leaves_are_called_in_place)
{
    static long n = 3;
    CHECK_INT(kont_to_int(kont_with_effect(&in_memory, &n, count, NULL)), 30410);
    CHECK_INT(n, 11);
}

/* Doubles what the next outer counter says. */
static KONT void *next_doubled(kont_handle *h, void *unused)
{
    (void)h, (void)unused;
    return kont_int(2 * counter_next());
}

static const kont_clauses doubled = { .effect = &counter, .on = { [counter_next_op] = KONT_OP_TAIL(next_doubled) } };

static KONT void *count_doubled(void *unused)
{
    return kont_with_effect(&doubled, NULL, count, unused);
}

static KONT void *count_doubled_twice(void *unused)
{
    return kont_with_effect(&doubled, NULL, count_doubled, unused);
}

TEST(effect, a_tail_clause_performs_outside_and_what_has_no_clause_is_forwarded)
{
    static long n = 1;
    CHECK_INT(kont_to_int(kont_with_effect(&in_memory, &n, count_doubled, NULL)), 20420);
    n = 1;
    CHECK_INT(kont_to_int(kont_with_effect(&in_memory, &n, count_doubled_twice, NULL)), 40840);
}

/* ---- Never ------------------------------------------------------------------------------------------------------------------------------ */

static KONT void *stopped(kont_handle *h, void *unused)
{
    (void)unused;
    trace("stopped");
    return h->local;
}

static KONT void *add_one(kont_handle *h, void *v)
{
    (void)h;
    return kont_int(kont_to_int(v) + 1);
}

static const kont_clauses stops = { .effect = &ask, .returns = add_one, .on = { [ask_stop_op] = KONT_OP_NEVER(stopped) } };

static KONT void *wind_and_stop(void *depth)
{
    if (kont_to_int(depth) > 0)
        return wind_and_stop(kont_int(kont_to_int(depth) - 1));
    kont_defer(trace_name, "defer");
    ask_stop();
    trace("not reached");
    return NULL;
}

static KONT void *say_a(void *unused)
{
    (void)unused;
    trace("body");
    return kont_int(1);
}

static KONT void *stop_now(void *unused)
{
    ask_stop();
    return unused;
}

static KONT void *stop_in_a_winder(void *name)
{
    return kont_dynamic_wind(trace_enter, stop_now, trace_leave, name);
}

TEST(effect, never_leaves_all_up_to_the_handler)
{
    CHECK_INT(kont_to_int(kont_with_effect(&stops, kont_int(7), say_a, NULL)), 2);
    CHECK_STR(traced(), "body");
    CHECK_INT(kont_to_int(kont_with_effect(&stops, kont_int(7), wind_and_stop, kont_int(5))), 7);
    CHECK_STR(traced(), "defer stopped");
    CHECK_INT(kont_to_int(kont_with_effect(&stops, kont_int(7), stop_in_a_winder, "w")), 7);
    CHECK_STR(traced(), "<w w> stopped");
}

/* ---- Once ------------------------------------------------------------------------------------------------------------------------------- */

static KONT void *add_hundred(kont_handle *h, kont_resumption k, void *n)
{
    (void)h;
    trace("asked %d", (int)kont_to_int(n));
    void *v = kont_continue(k, kont_int(kont_to_int(n) + 100));
    trace("came to %d", (int)kont_to_int(v));
    return kont_int(kont_to_int(v) * 2);
}

static KONT void *add_hundred_in_tail(kont_handle *h, kont_resumption k, void *n)
{
    (void)h;
    return kont_continue_tail(k, kont_int(kont_to_int(n) + 100));
}

static KONT void *keep(kont_handle *h, kont_resumption k, void *n)
{
    *(kont_resumption *)h->local = k;
    return n;
}

#define ASK_ONCE(clause) { .effect = &ask, .returns = add_one, .on = { [ask_number_op] = KONT_OP_ONCE(clause), [ask_stop_op] = KONT_OP_NEVER(stopped) } }
#define ASK_MANY(clause) { .effect = &ask, .returns = add_one, .on = { [ask_number_op] = KONT_OP_MANY(clause), [ask_stop_op] = KONT_OP_NEVER(stopped) } }
static const kont_clauses once = ASK_ONCE(add_hundred), once_in_tail = ASK_ONCE(add_hundred_in_tail), once_kept = ASK_ONCE(keep);
static const kont_clauses many = ASK_MANY(add_hundred), many_in_tail = ASK_MANY(add_hundred_in_tail), many_kept = ASK_MANY(keep);

static KONT void *ask_two(void *unused)
{
    long a = ask_number(1), b = ask_number(2);
    (void)unused;
    trace("%ld %ld", a, b);
    return kont_int(a + b);
}

static KONT void check_two(const kont_clauses *c)
{
    CHECK_INT(kont_to_int(kont_with_effect(c, NULL, ask_two, NULL)), 816);
    CHECK_STR(traced(), "asked 1 asked 2 101 102 came to 204 came to 408");
}

TEST(effect, a_clause_gets_the_rest_and_its_value)
{
    check_two(&once);
    check_two(&many);
}

static KONT void *ask_often(void *n)
{
    long sum = 0;
    for (long i = 0; i < kont_to_int(n); i++)
        sum += ask_number(i) - i;
    return kont_int(sum);
}

#if defined(KONT_STRESS_GC) || defined(KONT_STRESS_CAPTURE) || defined(KONT_VALGRIND)
enum { OFTEN = 2000 };
#else
enum { OFTEN = 100000 };
#endif

TEST(effect, in_tail_position_a_loop_of_operations_runs_in_constant_space)
{
    CHECK_INT(kont_to_int(kont_with_effect(&once_in_tail, NULL, ask_often, kont_int(OFTEN))), OFTEN * 100 + 1);
    CHECK_INT(kont_to_int(kont_with_effect(&many_in_tail, NULL, ask_often, kont_int(OFTEN))), OFTEN * 100 + 1);
}

static KONT void *nested(void *unused)
{
    trace("[%d]", (int)kont_to_int(kont_with_effect(&stops, kont_int(3), ask_two, unused)));
    return kont_int(ask_number(3));
}

TEST(effect, what_an_inner_handler_lacks_is_captured_through_it)
{
    CHECK_INT(kont_to_int(kont_with_effect(&once, NULL, nested, NULL)), 832);
    CHECK_STR(traced(), "asked 1 asked 2 101 102 [204] asked 3 came to 104 came to 208 came to 416");
    CHECK_INT(kont_to_int(kont_with_effect(&many, NULL, nested, NULL)), 832);
}

static KONT void *stop_after_a_number(void *unused)
{
    (void)unused;
    ask_number(5);
    kont_defer(trace_name, "defer");
    ask_stop();
    return NULL;
}

TEST(effect, an_operation_that_stops_leaves_the_resumption)
{
    CHECK_INT(kont_to_int(kont_with_effect(&once, kont_int(4), stop_after_a_number, NULL)), 8);
    CHECK_STR(traced(), "asked 5 defer stopped came to 4");
    CHECK_INT(kont_to_int(kont_with_effect(&many, kont_int(4), stop_after_a_number, NULL)), 8);
    CHECK_STR(traced(), "asked 5 defer stopped came to 4");
}

TEST(effect, a_resumption_outlives_its_handlers_call)
{
    const kont_clauses *kinds[] = { &once_kept, &many_kept };
    for (int i = 0; i < 2; i++) {
        static kont_resumption k;
        CHECK_INT(kont_to_int(kont_with_effect(kinds[i], &k, ask_two, NULL)), 1);
        CHECK_INT(kont_to_int(kont_continue(k, kont_int(10))), 2);
        CHECK_INT(kont_to_int(kont_continue_last(k, kont_int(20))), 31);
        CHECK_STR(traced(), "10 20");
    }
}

/* ---- Many ------------------------------------------------------------------------------------------------------------------------------- */

static KONT void *both(kont_handle *h, kont_resumption k, void *unused)
{
    (void)h, (void)unused;
    long yes = kont_to_int(kont_continue(k, kont_int(true)));
    return kont_int(yes + kont_to_int(kont_continue_last(k, kont_int(false))));
}

static const kont_clauses all = { .effect = &ask, .on = { [ask_twice_op] = KONT_OP_MANY(both) } };

static KONT void *three_bits(void *unused)
{
    int a = ask_twice(), b = ask_twice(), c = ask_twice();
    (void)unused;
    trace("%d%d%d", a, b, c);
    return kont_int(1);
}

TEST(effect, many_goes_both_ways)
{
    CHECK_INT(kont_to_int(kont_with_effect(&all, NULL, three_bits, NULL)), 8);
    CHECK_STR(traced(), "111 110 101 100 011 010 001 000");
}

static KONT void *bits_and_numbers(void *unused)
{
    bool a = ask_twice();
    long n = ask_number(a);
    bool b = ask_twice();
    (void)unused;
    trace("%d:%ld:%d", a, n, b);
    return kont_int(1);
}

static KONT void *numbers_by_many(void *unused)
{
    return kont_with_effect(&many_in_tail, NULL, bits_and_numbers, unused);
}

TEST(effect, a_handler_inside_is_copied_with_the_rest)
{
    CHECK_INT(kont_to_int(kont_with_effect(&all, NULL, numbers_by_many, NULL)), 8);
    CHECK_STR(traced(), "1:101:1 1:101:0 0:100:1 0:100:0");
}

/* ---- Discontinue, give up ------------------------------------------------------------------------------------------------------------------ */

static KONT void *refuse(kont_handle *h, kont_resumption k, void *n)
{
    (void)h;
    return kont_discontinue(k, kont_exception_new("refused", NULL, "%d", (int)kont_to_int(n)));
}

static const kont_clauses once_refused = ASK_ONCE(refuse), many_refused = ASK_MANY(refuse);

static KONT void *ask_one(void *n)
{
    return kont_int(ask_number(kont_to_int(n)));
}

static KONT void *ask_and_catch(void *n)
{
    const kont_exception *x;
    kont_try(ask_one, n, &x);
    trace("%s %s", x->name, x->message);
    return n;
}

TEST(effect, discontinue_raises_at_the_operation)
{
    CHECK_INT(kont_to_int(kont_with_effect(&once_refused, NULL, ask_and_catch, kont_int(6))), 7);
    CHECK_INT(kont_to_int(kont_with_effect(&many_refused, NULL, ask_and_catch, kont_int(8))), 9);
    CHECK_STR(traced(), "refused 6 refused 8");
}

static KONT void *with_once_refused(void *n)
{
    return kont_with_effect(&once_refused, NULL, ask_one, n);
}

TEST(effect, what_the_body_does_not_catch_leaves_the_handler)
{
    const kont_exception *x;
    CHECK_PTR(kont_try(with_once_refused, kont_int(1), &x), NULL);
    CHECK_STR(x->name, "refused");
}

static KONT void *give_up(kont_handle *h, kont_resumption k, void *n)
{
    (void)h;
    trace("before");
    kont_give_up(k);
    kont_give_up(k);
    trace("after");
    return n;
}

static const kont_clauses once_given_up = ASK_ONCE(give_up), many_given_up = ASK_MANY(give_up);

static KONT void *ask_with_a_defer(void *n)
{
    kont_defer(trace_name, "defer");
    return ask_one(n);
}

TEST(effect, giving_up_runs_the_cleanups_now)
{
    CHECK_INT(kont_to_int(kont_with_effect(&once_given_up, NULL, ask_with_a_defer, kont_int(2))), 2);
    CHECK_STR(traced(), "before defer after");
    CHECK_INT(kont_to_int(kont_with_effect(&many_given_up, NULL, ask_with_a_defer, kont_int(2))), 2);
    CHECK_STR(traced(), "before defer after");
}

static KONT void *mapped(kont_handle *h, void *text)
{
    (void)h;
    return text != NULL ? (void *)"some" : (void *)"none";
}

static const kont_clauses texts = { .effect = &ask, .on = { [ask_text_op] = KONT_OP_LEAF(mapped) } };

static KONT void *ask_texts(void *unused)
{
    (void)unused;
    trace("%s %s", ask_text("x"), ask_text(NULL));
    return NULL;
}

TEST(effect, operations_have_their_types)
{
    kont_with_effect(&texts, NULL, ask_texts, NULL);
    CHECK_STR(traced(), "some none");
}
