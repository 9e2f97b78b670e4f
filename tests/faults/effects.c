#include <kont.h>
#include <stdio.h>

#include "layers.h"

/* ---- Bindings --------------------------------------------------------------------------------------------------------------------- */

static const kont_key number = { "number", NULL };

static KONT void *give_local(kont_binding *b, void *unused)
{
    (void)unused;
    return b->local;
}

static const struct kont_method methods[] = { { give_local, NULL, NULL, 0 } };
static kont_binding one = { .tag = { .name = "one", .key = &number }, .methods = methods, .local = (void *)1 };
static kont_binding ten = { .tag = { .name = "ten", .key = &number }, .methods = methods, .local = (void *)10 };

static KONT void *ask_number(void *unused)
{
    return kont_invoke(&number, 0, unused);
}

static KONT void *ask_outside(kont_binding *b, void *unused)
{
    (void)b;
    return kont_prompt(&ten.tag, ask_number, unused);
}

static KONT void *ask_in_all_ways(void *unused)
{
    long n = kont_to_int(ask_number(unused)) + 10 * kont_to_int(kont_masking(&number, ask_number, unused));
    return kont_int(n + 100 * kont_to_int(kont_call_outside(&ten, ask_outside, unused)));
}

static KONT void *in_ten(void *unused)
{
    return kont_with_binding(&ten, ask_in_all_ways, unused);
}

/* 10 inside, 10 * 1 behind a mask, 100 * 10 in another extent of ten. */
KONT void *bindings(void *unused)
{
    long sum = 0;
    for (int i = 0; i < 20; i++)
        sum += kont_to_int(kont_with_binding(&one, in_ten, unused));
    return kont_int(sum);
}

/* ---- Effects: bodies with a winder and a cleanup, whose balance is kept ------------------------------------------------------------ */

KONT_EFFECT(shop, price, leave);
KONT_OPERATION(shop, price, long, long)
KONT_COMMAND(shop, leave, long)

static long inside, pending;

static KONT void *enters(void *v)
{
    inside++;
    return v;
}

static KONT void *leaves(void *v)
{
    inside--;
    return v;
}

static KONT void *cleans(void *v)
{
    pending--;
    return v;
}

/* What the clauses were given. */
enum { MOST = 100 };
static kont_resumption given[MOST];
static int given_count;

static KONT kont_resumption note(kont_resumption k)
{
    if (given_count < MOST)
        given[given_count++] = k;
    return k;
}

static void begin(void)
{
    inside = pending = given_count = 0;
}

/* What could not be gone on with can be given up; then nothing is left of it. */
KONT bool effects_are_well(void)
{
    while (given_count > 0)
        kont_give_up(given[--given_count]);
    if (inside != 0 || pending != 0)
        fprintf(stderr, "%ld winders inside, %ld cleanups pending\n", inside, pending);
    return inside == 0 && pending == 0;
}

static KONT void *asks_price(void *n)
{
    return kont_int(shop_price(kont_to_int(n)) + shop_price(1));
}

static KONT void *asks_in_winder(void *n)
{
    kont_defer(cleans, NULL);
    pending++;
    return kont_dynamic_wind(enters, asks_price, leaves, n);
}

static KONT void *asks_and_goes(void *n)
{
    shop_leave(kont_to_int(asks_in_winder(n)));
    return n;
}

static KONT void *doubles(kont_handle *h, void *v)
{
    (void)h;
    return kont_int(2 * kont_to_int(v));
}

static KONT void *adds_three(kont_handle *h, void *v)
{
    (void)h;
    return kont_int(kont_to_int(v) + 3);
}

static KONT void *goes_on(kont_handle *h, kont_resumption k, void *v)
{
    return kont_continue_last(note(k), doubles(h, v));
}

static KONT void *goes_on_in_tail(kont_handle *h, kont_resumption k, void *v)
{
    return kont_continue_tail(note(k), doubles(h, v));
}

static KONT void *goes_on_twice(kont_handle *h, kont_resumption k, void *v)
{
    long first = kont_to_int(kont_continue(note(k), v));
    return kont_int(first + kont_to_int(kont_continue_last(k, doubles(h, v))));
}

static KONT void *gives_up(kont_handle *h, kont_resumption k, void *v)
{
    (void)h;
    kont_give_up(note(k));
    return v;
}

static KONT void *discontinues(kont_handle *h, kont_resumption k, void *v)
{
    (void)h, (void)v;
    return kont_discontinue(note(k), kont_exception_new("closed", NULL, "closed"));
}

#define CLAUSES(what) { .effect = &shop, .returns = adds_three, .on = { [shop_price_op] = what, [shop_leave_op] = KONT_OP_NEVER(doubles) } }
#define SHALLOW(what) { .effect = &shop, .returns = adds_three, .shallow = true, .on = { [shop_price_op] = what } }
static const kont_clauses leaf = CLAUSES(KONT_OP_LEAF(doubles)), tail = CLAUSES(KONT_OP_TAIL(doubles)), once = CLAUSES(KONT_OP_ONCE(goes_on)),
    tail_once = CLAUSES(KONT_OP_ONCE(goes_on_in_tail)), many = CLAUSES(KONT_OP_MANY(goes_on)), tail_many = CLAUSES(KONT_OP_MANY(goes_on_in_tail)),
    twice = CLAUSES(KONT_OP_MANY(goes_on_twice)), given_up = CLAUSES(KONT_OP_ONCE(gives_up)), given_up_many = CLAUSES(KONT_OP_MANY(gives_up)),
    closed = CLAUSES(KONT_OP_ONCE(discontinues)), closed_many = CLAUSES(KONT_OP_MANY(discontinues));
static KONT void *goes_on_with(kont_handle *h, kont_resumption k, void *v);
static const kont_clauses shallow = SHALLOW(KONT_OP_MANY(goes_on_with)), shallow_once = SHALLOW(KONT_OP_ONCE(goes_on_with));

static KONT void *goes_on_with(kont_handle *h, kont_resumption k, void *v)
{
    return kont_continue_with(note(k), doubles(h, v), h->methods == shallow.on ? &shallow : &shallow_once, NULL);
}

static KONT long priced(const kont_clauses *c, kont_fn *body)
{
    return kont_to_int(kont_with_effect(c, NULL, body, kont_int(4)));
}

static KONT void *masks(void *n)
{
    return kont_mask(&shop, asks_in_winder, n);
}

static KONT void *masks_in_leaf(void *n)
{
    return kont_with_effect(&leaf, NULL, masks, n);
}

static KONT void *asks_by_handle(kont_handle *h, void *n)
{
    kont_defer(cleans, NULL);
    pending++;
    return kont_perform_on(h, shop_price_op, n);
}

static KONT long priced_by_handle(const kont_clauses *c)
{
    return kont_to_int(kont_with_handle(c, NULL, asks_by_handle, kont_int(4)));
}

/* Where the body is left by what the clause raises, the exception comes out here. */
static KONT void *closes(void *c)
{
    return kont_int(priced(c, asks_in_winder));
}

static KONT long how_closed(const kont_clauses *c)
{
    const kont_exception *x;
    kont_try(closes, (void *)c, &x);
    if (x == NULL || x->code != KONT_ERR_USER)
        kont_raise_error(x != NULL ? x->code : KONT_ERR_UNHANDLED, "effects", NULL);
    return 1;
}

/* Doubled prices: 8 + 2, and 3 at the end; 20 where that leaves; each once or twice where k is resumed twice: 4 or 8, and 1 or 2. */
KONT void *effects(void *unused)
{
    const kont_clauses *all[] = { &leaf, &tail, &once, &tail_once, &many, &tail_many };
    long sum = 0;
    begin();
    (void)unused;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        sum += priced(all[i], asks_in_winder) + 100 * priced(all[i], asks_and_goes) + 10000 * priced_by_handle(all[i]);
    return kont_int(sum + priced(&twice, asks_in_winder) + priced(&once, masks_in_leaf));
}

/* What is not gone on with, and what goes on under another handler. */
KONT void *effects_that_end(void *unused)
{
    begin();
    (void)unused;
    long sum = priced(&given_up, asks_in_winder) + priced(&given_up_many, asks_in_winder) + how_closed(&closed) + how_closed(&closed_many);
    return kont_int(sum + 100 * (priced(&shallow, asks_in_winder) + priced(&shallow_once, asks_in_winder)));
}
