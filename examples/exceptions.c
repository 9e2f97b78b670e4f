/* exceptions.c: raise and try, handlers that mend, and defers that clean up however a body is left. */
#include <kont/dynamic.h>
#include <kont/exception.h>
#include <kont/generator.h>

#include <ctype.h>
#include <stdio.h>

static const char not_a_number[] = "not-a-number";

static KONT void *say_closed(void *name)
{
    printf("  %s is closed\n", (char *)name);
    return NULL;
}

/* Raised so that a handler may answer with a number in its place. */
static KONT long number(const char *word)
{
    long n = 0;
    for (const char *c = word; *c != '\0'; c++) {
        if (!isdigit((unsigned char)*c))
            return kont_to_int(kont_raise_continuable(
                kont_exception_new(not_a_number, (void *)word, "'%s' is not a number", word)));
        n = 10 * n + (*c - '0');
    }
    return n;
}

/* The sum of some words. The two defers run last first, when the body of the kont_scope or kont_try around this is left. */
static KONT void *sum(void *arg)
{
    long total = 0;
    kont_defer(say_closed, "the ledger");
    kont_defer(say_closed, "the drawer");
    for (const char **word = arg; *word != NULL; word++)
        total += number(*word);
    printf("  the sum is %ld\n", total);
    return NULL;
}

/* try: the exception ends the body. */
static KONT void give_up(const char **words)
{
    const kont_exception *caught;
    kont_try(sum, words, &caught);
    if (caught != NULL)
        printf("  caught %s: %s\n", caught->name, caught->message);
}

static KONT void *take_zero(const kont_exception *x, void *arg)
{
    (void)arg;
    printf("  %s, so 0\n", x->message);
    return kont_int(0);
}

static KONT void *scoped_sum(void *words)
{
    return kont_scope(sum, words);
}

static KONT void *outside(void *arg)
{
    return kont_yield(arg);
}

int main(void)
{
    const char *good[] = { "19", "23", NULL }, *bad[] = { "19", "many", "23", NULL };
    puts("without an exception");
    give_up(good);
    puts("caught: the body is left, the defers run");
    give_up(bad);
    puts("handled: the body goes on with what the handler returns");
    kont_with_handler(take_zero, NULL, scoped_sum, bad);
    puts("misuse of the library is an exception too");
    const kont_exception *caught;
    kont_try(outside, NULL, &caught);
    printf("  caught %s\n", caught->name);
    return 0;
}
