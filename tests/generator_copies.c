/* Generators in whose bodies a continuation was captured that is resumed twice: they stay one object. What the second copy can no longer do is
 * KONT_ERR_COPIED, and never a value that nobody yielded. */
#include <kont.h>

#include "support/events.h"
#include "support/raises.h"
#include "test.h"

KONT_EFFECT(flip, coin);
KONT_OPERATION0(flip, coin, long)

static const char copied[] = "\"generator\" is entered from a second copy of a continuation that was captured while it ran";

static KONT void *both(kont_handle *h, kont_resumption k, void *unused)
{
    (void)h, (void)unused;
    kont_continue(k, kont_int(1));
    trace("|");
    return kont_continue_last(k, kont_int(2));
}

/* The second runs in the middle of the first. */
static kont_resumption kept;

static KONT void *keep(kont_handle *h, kont_resumption k, void *unused)
{
    (void)h, (void)unused;
    kept = k;
    return kont_continue(k, kont_int(1));
}

static const kont_clauses twice = { .effect = &flip, .on = { [flip_coin_op] = KONT_OP_MANY(both) } };
static const kont_clauses inside = { .effect = &flip, .on = { [flip_coin_op] = KONT_OP_MANY(keep) } };

/* ---- Bodies: they flip, and yield and return something else then --------------------------------------------------------------------------- */

static KONT void *returns(void *unused)
{
    (void)unused;
    return kont_int(20 + flip_coin());
}

static KONT void *yields_where_one(void *unused)
{
    long n = flip_coin();
    if (n == 1)
        kont_yield(kont_int(10));
    (void)unused;
    return kont_int(20 + n);
}

static KONT void *yields_where_two(void *unused)
{
    long n = flip_coin();
    if (n == 2)
        kont_yield(kont_int(10));
    (void)unused;
    return kont_int(20 + n);
}

static KONT void *tens(void *n)
{
    kont_yield(kont_int(10 * kont_to_int(n)));
    return n;
}

static KONT void *yields_from_one(void *unused)
{
    (void)unused;
    return kont_yield_from(kont_generator_new(tens, kont_int(flip_coin())));
}

static KONT void *goes_on_in_the_middle(void *unused)
{
    long n = flip_coin();
    (void)unused;
    if (n == 1)
        kont_continue(kept, kont_int(2));
    return kont_yield_from(kont_generator_new(tens, kont_int(n)));
}

static KONT void *ends_in_the_middle(void *unused)
{
    long n = flip_coin();
    if (n == 1)
        kont_continue(kept, kont_int(2));
    return unused;
}

/* ---- Who asks ------------------------------------------------------------------------------------------------------------------------------- */

struct scene {
    const kont_clauses *clauses;
    kont_fn *body;
    int depth, values;                                  /* behind so many that yield from it; so many are asked for */
};

static KONT void *passes_on(void *g)
{
    return kont_yield_from(g);
}

static KONT void *ask(void *scene)
{
    const struct scene *s = scene;
    void *v;
    kont_generator *g = kont_generator_new(s->body, NULL);
    for (int i = 0; i < s->depth; i++)
        g = kont_generator_new(passes_on, g);
    for (int i = 0; i < s->values; i++) {
        bool yields = kont_next(g, &v);
        trace("%s%d", yields ? "" : "end:", (int)kont_to_int(v));
        if (!yields)
            break;
    }
    return NULL;
}

static KONT void *play(void *scene)
{
    const struct scene *s = scene;
    return kont_with_effect(s->clauses, NULL, ask, scene);
}

static KONT void check_copied(struct scene s, const char *where, const char *log)
{
    CHECK_RAISES(play, &s, KONT_ERR_COPIED, copied, where);
    CHECK_STR(traced(), log);
}

static KONT void check_played(struct scene s, const char *log)
{
    play(&s);
    CHECK_STR(traced(), log);
}

/* ---- Tests ----------------------------------------------------------------------------------------------------------------------------------- */

TEST(generator_copies, both_may_end)
{
    check_played((struct scene){ &twice, returns, 0, 9 }, "end:21 | end:22");
    check_played((struct scene){ &twice, yields_where_one, 0, 9 }, "10 end:21 | end:22");
}

TEST(generator_copies, the_second_may_yield_once)
{
    check_played((struct scene){ &twice, yields_where_two, 0, 1 }, "end:21 | 10");
    check_copied((struct scene){ &twice, yields_where_two, 0, 2 }, "kont_next", "end:21 | 10");
}

TEST(generator_copies, the_end_of_the_second_is_no_value_of_the_first)
{
    check_copied((struct scene){ &twice, yields_where_one, 0, 1 }, "kont_next", "10 |");
    check_copied((struct scene){ &twice, yields_where_one, 1, 1 }, "kont_next", "10 |");
}

TEST(generator_copies, a_delegate_that_ends_twice)
{
    check_copied((struct scene){ &twice, returns, 1, 9 }, "kont_next", "end:21 |");
    check_copied((struct scene){ &twice, returns, 3, 9 }, "kont_next", "end:21 |");
    check_copied((struct scene){ &twice, yields_where_one, 2, 9 }, "kont_next", "10 end:21 |");
}

TEST(generator_copies, a_delegate_that_yields_when_nobody_waits_for_it)
{
    check_copied((struct scene){ &twice, yields_where_two, 1, 9 }, "kont_next", "end:21 |");
}

TEST(generator_copies, each_yields_from_another_generator)
{
    check_copied((struct scene){ &twice, yields_from_one, 0, 1 }, "kont_yield_from", "10 |");
    check_copied((struct scene){ &twice, yields_from_one, 0, 9 }, "kont_yield_from", "10 end:1 |");
    check_copied((struct scene){ &twice, yields_from_one, 2, 1 }, "kont_next", "10 |");
}

TEST(generator_copies, the_second_in_the_middle_of_the_first)
{
    check_copied((struct scene){ &inside, goes_on_in_the_middle, 0, 9 }, "kont_next", "");
    check_copied((struct scene){ &inside, goes_on_in_the_middle, 1, 9 }, "kont_next", "");
    check_copied((struct scene){ &inside, ends_in_the_middle, 0, 9 }, "kont_next", "");
}
