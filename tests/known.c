/* What is known must not keep what its function was called with, once that has begun. */
#include <gc/gc.h>
#include <kont.h>

#include "support/memory.h"
#include "test.h"

static const kont_tag t = KONT_TAG("t");

enum { SOME = 200, FEW = SOME / 20 };                   /* a conservative collector may keep a few */

static KONT void *give(kont *k, void *unused)
{
    (void)unused;
    return k;
}

static void *known[SOME];

static KONT void *make_some(void *make)
{
    for (int i = 0; i < SOME; i++)
        ((kont_fn *)make)(kont_int(i));
    return NULL;
}

/* Makes SOME things that stay known; all but a few of their witnesses have to be gone. */
static KONT void check_taken(kont_fn *make)
{
    long before = witnesses_dead();
    kont_run(make_some, (void *)make);
    clear_stack_below(50000);
    churn();
    churn();
    CHECK(known[0] != NULL && witnesses_dead() - before >= SOME - FEW);
}

static KONT void *shift_with_a_witness(void *arg)
{
    return kont_shift_at(&t, give, witness_new(kont_to_int(arg)));
}

static KONT void *know_continuation(void *arg)
{
    known[kont_to_int(arg)] = kont_prompt(&t, shift_with_a_witness, arg);
    return NULL;
}

static KONT void *callec_with_a_witness(void *arg)
{
    known[kont_to_int(arg)] = kont_callec(give, witness_new(kont_to_int(arg)));
    return NULL;
}

static KONT void *ends(void *unused)
{
    (void)unused;
    return NULL;
}

static KONT void *know_ended_generator(void *arg)
{
    void *value;
    kont_generator *g = kont_generator_new(ends, witness_new(kont_to_int(arg)));
    CHECK(!kont_next(g, &value));
    known[kont_to_int(arg)] = g;
    return NULL;
}

static KONT void *know_ended_object(void *arg)
{
    kont_object *o = kont_object_new(&t, ends, witness_new(kont_to_int(arg)));
    kont_enter(o, NULL);
    known[kont_to_int(arg)] = o;
    return NULL;
}

static KONT void *know_ended_search(void *arg)
{
    void *value;
    kont_search *s = kont_search_new(ends, witness_new(kont_to_int(arg)));
    while (kont_search_next(s, &value))
        continue;
    known[kont_to_int(arg)] = s;
    return NULL;
}

TEST(known, continuations_do_not_keep_what_their_handler_was_called_with)
{
    check_taken(know_continuation);
    check_taken(callec_with_a_witness);
}

TEST(known, generators_objects_and_searches_do_not_keep_what_their_body_was_called_with)
{
    check_taken(know_ended_generator);
    check_taken(know_ended_object);
    check_taken(know_ended_search);
}
