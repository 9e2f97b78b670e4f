/* Effect handlers: shallow ones, masks, handles, forwarding. */
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

KONT_EFFECT(channel, send, receive);
KONT_COMMAND(channel, send, long)
KONT_OPERATION0(channel, receive, long)

KONT_EFFECT(cell, get, raise_by, leave);
KONT_OPERATION0(cell, get, long)
KONT_OPERATION0_ON(cell, get, long)
KONT_OPERATION_ON(cell, raise_by, long, long)
KONT_COMMAND(cell, leave, long)

/* Declared and never performed, which is nothing to warn of. */
KONT_EFFECT(idle, one, two, three, four);
KONT_OPERATION(idle, one, long, long)
KONT_OPERATION0(idle, two, long)
KONT_COMMAND(idle, three, long)
KONT_COMMAND0(idle, four)
KONT_OPERATION_ON(idle, one, long, long)
KONT_OPERATION0_ON(idle, two, long)

/* ---- Shallow: a handler for each state of a protocol ------------------------------------------------------------------------------------ */

static KONT void *sent(kont_handle *h, kont_resumption k, void *v);
static KONT void *received(kont_handle *h, kont_resumption k, void *v);

static KONT void *returned(kont_handle *h, void *v)
{
    (void)h;
    trace("returned");
    return v;
}

#define SENDING(kind) { .effect = &channel, .returns = returned, .shallow = true, .on = { [channel_send_op] = kind(sent) } }
#define RECEIVING(kind) { .effect = &channel, .returns = returned, .shallow = true, .on = { [channel_receive_op] = kind(received) } }
static const kont_clauses sending[] = { SENDING(KONT_OP_ONCE), SENDING(KONT_OP_MANY) };
static const kont_clauses receiving[] = { RECEIVING(KONT_OP_ONCE), RECEIVING(KONT_OP_MANY) };
static int kind;

/* What was sent is what the next receive gets. */
static KONT void *sent(kont_handle *h, kont_resumption k, void *v)
{
    (void)h;
    trace("sent %d", (int)kont_to_int(v));
    return kont_continue_with(k, NULL, &receiving[kind], v);
}

static KONT void *received(kont_handle *h, kont_resumption k, void *unused)
{
    (void)unused;
    return kont_continue_with(k, h->local, &sending[kind], NULL);
}

static KONT void *ping_pong(void *n)
{
    long sum = 0;
    for (long i = 1; i <= kont_to_int(n); i++) {
        channel_send(i);
        sum += channel_receive();
    }
    return kont_int(sum);
}

TEST(effect_forms, shallow_handlers_take_turns)
{
    for (kind = 0; kind < 2; kind++) {
        CHECK_INT(kont_to_int(kont_with_effect(&sending[kind], NULL, ping_pong, kont_int(3))), 6);
        CHECK_STR(traced(), "sent 1 sent 2 sent 3 returned");
    }
}

static KONT void *just_go_on(kont_handle *h, kont_resumption k, void *v)
{
    (void)h;
    return kont_int(10 * kont_to_int(kont_continue(k, v)));
}

static const kont_clauses first_only = {
    .effect = &channel, .returns = returned, .shallow = true, .on = { [channel_send_op] = KONT_OP_ONCE(just_go_on) }
};

static KONT void *outer_sent(kont_handle *h, kont_resumption k, void *v)
{
    (void)h;
    trace("outer %d", (int)kont_to_int(v));
    return kont_continue_tail(k, v);
}

static const kont_clauses outer = { .effect = &channel, .on = { [channel_send_op] = KONT_OP_ONCE(outer_sent) } };

static KONT void *send_two(void *unused)
{
    (void)unused;
    channel_send(1);
    channel_send(2);
    return kont_int(5);
}

static KONT void *shallow_inside(void *unused)
{
    return kont_with_effect(&first_only, NULL, send_two, unused);
}

TEST(effect_forms, a_shallow_handler_handles_one_operation)
{
    CHECK_INT(kont_to_int(kont_with_effect(&outer, NULL, shallow_inside, NULL)), 50);
    CHECK_STR(traced(), "outer 2");
}

static KONT void *no_operation(void *unused)
{
    (void)unused;
    return kont_int(4);
}

TEST(effect_forms, a_shallow_handler_of_a_body_without_operations_returns)
{
    CHECK_INT(kont_to_int(kont_with_effect(&first_only, NULL, no_operation, NULL)), 4);
    CHECK_STR(traced(), "returned");
}

/* One operation after the other, each under another handler. */
static size_t bytes_at_ten, most_bytes;

static KONT void *count_up(kont_handle *h, kont_resumption k, void *v);

#define COUNTING(kind) { .effect = &channel, .returns = returned, .shallow = true, .on = { [channel_send_op] = kind(count_up) } }
static const kont_clauses counting[] = { COUNTING(KONT_OP_ONCE), COUNTING(KONT_OP_MANY) };

static KONT void *count_up(kont_handle *h, kont_resumption k, void *v)
{
    size_t bytes = kont_bytes(k.rest);
    (void)h;
    if (kont_to_int(v) == 10)
        bytes_at_ten = most_bytes = bytes;
    if (bytes > most_bytes)
        most_bytes = bytes;
    return kont_continue_with(k, v, &counting[kind], NULL);
}

static KONT void *send_many(void *n)
{
    for (long i = 1; i <= kont_to_int(n); i++)
        channel_send(i);
    return n;
}

TEST(effect_forms, the_rest_does_not_grow_from_one_shallow_handler_to_the_next)
{
    for (kind = 0; kind < 2; kind++) {
        CHECK_INT(kont_to_int(kont_with_effect(&counting[kind], NULL, send_many, kont_int(100))), 100);
        CHECK_STR(traced(), "returned");
        CHECK_INT(most_bytes, bytes_at_ten);
    }
}

/* The rest of a shallow handler's body, twice, under handlers that each have their own end. */
static KONT void *returns_double(kont_handle *h, void *v)
{
    (void)h;
    return kont_int(2 * kont_to_int(v));
}

static KONT void *receive_seven(kont_handle *h, kont_resumption k, void *v)
{
    (void)h, (void)v;
    return kont_continue(k, kont_int(7));
}

static const kont_clauses doubling = {
    .effect = &channel, .returns = returns_double, .shallow = true, .on = { [channel_receive_op] = KONT_OP_MANY(receive_seven) }
};
static const kont_clauses doubling_deep = {
    .effect = &channel, .returns = returns_double, .on = { [channel_receive_op] = KONT_OP_MANY(receive_seven) }
};

static kont_resumption kept_rest;

static KONT void *keep_for_later(kont_handle *h, kont_resumption k, void *v)
{
    (void)h;
    kept_rest = k;
    return v;
}

static const kont_clauses keeping = { .effect = &channel, .returns = returned, .shallow = true, .on = { [channel_send_op] = KONT_OP_MANY(keep_for_later) } };

static KONT void *send_and_receive(void *n)
{
    channel_send(kont_to_int(n));
    return kont_int(channel_receive() + kont_to_int(n));
}

TEST(effect_forms, what_ends_under_a_shallow_handler_is_its_own)
{
    kont_with_effect(&keeping, NULL, send_and_receive, kont_int(3));
    CHECK_INT(kont_to_int(kont_continue_with(kept_rest, NULL, &doubling_deep, NULL)), 20);
    kont_with_effect(&keeping, NULL, send_and_receive, kont_int(3));
    CHECK_INT(kont_to_int(kont_continue_with(kept_rest, NULL, &doubling, NULL)), 10);
    kont_with_effect(&keeping, NULL, send_many, kont_int(1));
    CHECK_INT(kont_to_int(kont_continue_with(kept_rest, NULL, &doubling, NULL)), 2);
    CHECK_STR(traced(), "");
}

/* ---- Masks, forwarding ------------------------------------------------------------------------------------------------------------------- */

static KONT void *get(kont_handle *h, void *unused)
{
    (void)unused;
    return h->local;
}

static KONT void *raise_by(kont_handle *h, void *n)
{
    return h->local = kont_int(kont_to_int(h->local) + kont_to_int(n));
}

static KONT void *leave(kont_handle *h, void *n)
{
    (void)h;
    return kont_int(-kont_to_int(n));
}

static KONT void *keep_rest(kont_handle *h, kont_resumption k, void *unused)
{
    (void)unused;
    *(kont_resumption *)h->local = k;
    return NULL;
}

static const kont_clauses held = { .effect = &cell, .on = { [cell_get_op] = KONT_OP_LEAF(get), [cell_raise_by_op] = KONT_OP_TAIL(raise_by) } };
static const kont_clauses leaving = { .effect = &cell, .on = { [cell_get_op] = KONT_OP_LEAF(get), [cell_leave_op] = KONT_OP_NEVER(leave) } };
static const kont_clauses kept_once = { .effect = &cell, .on = { [cell_get_op] = KONT_OP_ONCE(keep_rest), [cell_raise_by_op] = KONT_OP_LEAF(raise_by) } };
static const kont_clauses kept_many = { .effect = &cell, .on = { [cell_get_op] = KONT_OP_MANY(keep_rest), [cell_raise_by_op] = KONT_OP_LEAF(raise_by) } };

static KONT void *get_cell(void *unused)
{
    (void)unused;
    return kont_int(cell_get());
}

static KONT void *get_masked(void *unused)
{
    long inner = cell_get(), outside = kont_to_int(kont_mask(&cell, get_cell, unused));
    return kont_int(inner * 10 + outside);
}

static KONT void *two_in_one(void *unused)
{
    return kont_with_effect(&held, kont_int(2), get_masked, unused);
}

TEST(effect_forms, a_mask_skips_the_innermost_handler)
{
    CHECK_INT(kont_to_int(kont_with_effect(&held, kont_int(1), two_in_one, NULL)), 21);
}

static KONT void *leave_through(void *unused)
{
    (void)unused;
    cell_leave(3);
    return NULL;
}

static KONT void *held_inside(void *unused)
{
    kont_with_effect(&held, kont_int(2), leave_through, unused);
    return NULL;
}

TEST(effect_forms, an_operation_without_a_clause_is_forwarded)
{
    CHECK_INT(kont_to_int(kont_with_effect(&leaving, kont_int(1), held_inside, NULL)), -3);
}

/* ---- By handle ---------------------------------------------------------------------------------------------------------------------------- */

static KONT void *use_both(kont_handle *inner, void *outside)
{
    kont_handle *out = outside;
    long a = cell_raise_by_on(out, 5), b = cell_raise_by_on(inner, 1);
    CHECK_INT(cell_get(), cell_get_on(inner));
    return kont_int(a * 100 + b * 10 + cell_get_on(out));
}

static KONT void *inner_handle(kont_handle *h, void *unused)
{
    (void)unused;
    return kont_with_handle(&held, kont_int(3), use_both, h);
}

TEST(effect_forms, a_handle_means_its_handler_whatever_is_inside)
{
    CHECK_INT(kont_to_int(kont_with_handle(&held, kont_int(1), inner_handle, NULL)), 646);
}

static kont_handle *saved;

static KONT void *save(kont_handle *h, void *how)
{
    saved = h;
    if (how != NULL)
        kont_raise(kont_exception_new("left", NULL, "left"));
    return NULL;
}

static KONT void *leave_handler(kont_handle *h, void *n)
{
    saved = h;
    kont_perform_on(h, cell_leave_op, n);
    return NULL;
}

static KONT void *get_on_saved(void *unused)
{
    (void)unused;
    return kont_int(cell_get_on(saved));
}

static KONT void *raise_on_saved(void *unused)
{
    (void)unused;
    return kont_int(cell_raise_by_on(saved, 1));
}

static KONT void *with_held(void *how)
{
    return kont_with_handle(&held, NULL, save, how);
}

static KONT void check_gone(kont_fn *perform)
{
    CHECK_RAISES(perform, NULL, KONT_ERR_HANDLER_GONE, "the handler of \"cell\" is not here", "kont_perform_on");
}

TEST(effect_forms, a_handle_whose_handler_has_gone)
{
    const kont_exception *x;
    with_held(NULL);
    check_gone(get_on_saved);
    check_gone(raise_on_saved);
    kont_try(with_held, kont_int(1), &x);
    CHECK_STR(x->name, "left");
    check_gone(get_on_saved);
    CHECK_INT(kont_to_int(kont_with_handle(&leaving, NULL, leave_handler, kont_int(2))), -2);
    check_gone(get_on_saved);
}

static KONT void *get_and_save(kont_handle *h, void *unused)
{
    (void)unused;
    saved = h;
    long v = cell_get_on(h);
    trace("%ld", v);
    return kont_int(v);
}

TEST(effect_forms, a_handle_lives_as_long_as_its_body_may_go_on)
{
    const kont_clauses *kinds[] = { &kept_once, &kept_many };
    for (int i = 0; i < 2; i++) {
        static kont_resumption k;
        kont_with_handle(kinds[i], &k, get_and_save, NULL);
        saved->local = kont_int(7);
        CHECK_INT(kont_to_int(raise_on_saved(NULL)), 8);             /* a leaf: the body waits */
        check_gone(get_on_saved);                                    /* no leaf: it is not here */
        CHECK_INT(kont_to_int(kont_continue_last(k, kont_int(5))), 5);
        check_gone(raise_on_saved);
        CHECK_STR(traced(), "5");
    }
}
