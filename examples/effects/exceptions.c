/* exceptions.c: exceptions as an effect that is never resumed, and two that a language may add: a handler that mends and goes on, and one that turns
 * the operation into an exception of kont's own at the place where it was performed. */
#include <kont.h>
#include <stdio.h>

KONT_EFFECT(failure, bad_number);
KONT_OPERATION(failure, bad_number, long, const char *)

static KONT long number(const char *text)
{
    long n;
    char rest;
    return sscanf(text, "%ld%c", &n, &rest) == 1 ? n : failure_bad_number(text);
}

static KONT void *close_file(void *name)
{
    printf("  %s is closed\n", (const char *)name);
    return NULL;
}

static KONT void *sum(void *unused)
{
    static const char *const texts[] = { "20", "many", "22" };
    long total = 0;
    (void)unused;
    kont_defer(close_file, "the ledger");
    for (int i = 0; i < 3; i++)
        total += number(texts[i]);
    printf("  the sum is %ld\n", total);
    return NULL;
}

/* Never: the program is left, its cleanups run, and then this. */
static KONT void *give_up(kont_handle *h, void *text)
{
    (void)h;
    printf("  given up: '%s' is no number\n", (const char *)text);
    return NULL;
}

/* In place: this is the value of the operation. */
static KONT void *take_zero(kont_handle *h, void *text)
{
    (void)h;
    printf("  '%s' counts as 0\n", (const char *)text);
    return kont_int(0);
}

/* Once: goes on by raising. */
static KONT void *raise_there(kont_handle *h, kont_resumption k, void *text)
{
    (void)h;
    return kont_discontinue(k, kont_exception_new("not-a-number", NULL, "'%s' is no number", (const char *)text));
}

static const kont_clauses giving_up = { .effect = &failure, .on = { [failure_bad_number_op] = KONT_OP_NEVER(give_up) } };
static const kont_clauses mending = { .effect = &failure, .on = { [failure_bad_number_op] = KONT_OP_LEAF(take_zero) } };
static const kont_clauses raising = { .effect = &failure, .on = { [failure_bad_number_op] = KONT_OP_ONCE(raise_there) } };

static KONT void *sum_and_catch(void *unused)
{
    const kont_exception *caught;
    kont_try(sum, unused, &caught);
    if (caught != NULL)
        printf("  caught %s: %s\n", caught->name, caught->message);
    return NULL;
}

int main(void)
{
    puts("never");
    kont_with_effect(&giving_up, NULL, sum, NULL);
    puts("in place");
    kont_with_effect(&mending, NULL, sum, NULL);
    puts("once, by raising");
    kont_with_effect(&raising, NULL, sum_and_catch, NULL);
    return 0;
}
