/* danvy_filinski_1990.c: Olivier Danvy and Andrzej Filinski, "Abstracting Control", LISP and Functional Programming 1990: the paper that
 * named shift and reset, with its first examples and its nondeterministic search.
 *
 * The paper writes <E> for reset and \k.E, with a Greek xi, for shift. */
#include <kont.h>
#include <stdio.h>

/* ---- Continuations as functions ------------------------------------------------------------------------------------------------ */

/* 10 + (shift k. handler) */
static KONT void *ten_plus(void *handler)
{
    return kont_int(10 + kont_to_int(kont_shift((kont_handler *)handler, NULL)));
}

static KONT intptr_t apply(kont *k, intptr_t n)
{
    return kont_to_int(kont_resume(k, kont_int(n)));
}

static KONT void *applied_twice(kont *k, void *unused)
{
    (void)unused;
    return kont_int(apply(k, apply(k, 100)));
}

static KONT void *not_applied(kont *k, void *unused)
{
    (void)k, (void)unused;
    return kont_int(100);
}

static KONT void *applied_side_by_side(kont *k, void *unused)
{
    (void)unused;
    return kont_int(apply(k, 100) + apply(k, 1000));
}

static KONT void show(const char *text, kont_handler *handler)
{
    printf("%-44s = %ld\n", text, (long)(1 + kont_to_int(kont_reset(ten_plus, (void *)handler))));
}

/* ---- Nondeterminism ------------------------------------------------------------------------------------------------------------ */

/* What follows flip() runs twice: once with true, once with false. */
static KONT void *both_ways(kont *k, void *unused)
{
    kont_resume(k, kont_int(true));
    kont_resume(k, kont_int(false));
    return unused;
}

static KONT bool flip(void)
{
    return kont_to_int(kont_shift(both_ways, NULL)) != 0;
}

/* What follows fail() does not run. */
static KONT void *no_way(kont *k, void *unused)
{
    (void)k;
    return unused;
}

static KONT void fail(void)
{
    kont_shift(no_way, NULL);
}

/* One of n, n - 1 ... 1. */
static KONT int choice(int n)
{
    while (n >= 1 && !flip())
        n--;
    if (n < 1)
        fail();
    return n;
}

/* Three distinct positive numbers, none above `most`, whose sum is `sum`. */
struct question {
    int most, sum;
};

static KONT void *triple(void *question)
{
    const struct question *q = question;
    int i = choice(q->most), j = choice(i - 1), k = choice(j - 1);
    if (i + j + k != q->sum)
        fail();
    printf("  %d + %d + %d\n", i, j, k);
    return NULL;
}

int main(void)
{
    struct question q = { 9, 15 };
    show("1 + <10 + shift k. k (k 100)>", applied_twice);
    show("1 + <10 + shift k. 100>", not_applied);
    show("1 + <10 + shift k. k 100 + k 1000>", applied_side_by_side);
    printf("<print triple (%d, %d)>\n", q.most, q.sum);
    kont_reset(triple, &q);
    return 0;
}
