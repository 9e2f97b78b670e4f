/* ends.c: marked functions that never return: what stands behind a call of them, in functions with and without a box. */
#include "../machine.h"

#include <stdio.h>

static KONT KONT_NORETURN void give_up(int status)
{
    long left = tick(3);
    printf("giving up with %d\n", status);
    while (left-- > 0)
        printf("%ld\n", tick(left));
    fflush(stdout);
    tick_end(status);
}

static KONT long in_expression(long n)
{
    return n > 0 ? n + tick(n) : (give_up(1), 0);
}

static KONT struct { long a[4]; } *in_condition(long n)
{
    if (n < 0 && (give_up(2), 1))
        return NULL;
    while (tick(n) > 100)
        give_up(3);
    return NULL;
}

static KONT long *with_box(long n)
{
    static long kept;
    long x = n, *p = &x;
    *p += tick(1);
    if (x < 0)
        give_up(4);
    kept = *p;
    return &kept;
}

static KONT long last(long n)
{
    switch (tick(n)) {
    case 1:
        return 10;
    case 2:
        return *with_box(5);
    default:
        give_up(5);
    }
}

/* To an unmarked caller it never returns either. */
static long unmarked(long n)
{
    if (n == 0)
        return 1;
    give_up(6);
}

static KONT long through_pointer(KONT void (*f)(int), long n)
{
    if (n == tick(1))
        f(7);
    return n;
}

/* A conversion between what looks the same is nothing to come back to; one that changes the value is. */
static KONT void *as_pointer(long n)
{
    return (void *)tick(n);
}

static KONT long as_long(long n)
{
    return (long)as_pointer(n);
}

static KONT unsigned long as_unsigned(long n)
{
    return as_long(n);
}

static KONT int narrowed(long n)
{
    return (int)as_unsigned(n);
}

static KONT double widened(long n)
{
    return (unsigned char)narrowed(n);
}

KONT int program(void)
{
    printf("%lu %d %g\n", as_unsigned(-1), narrowed(0x123456789), widened(-1));
    printf("%ld %d\n", in_expression(2), in_condition(4) == NULL);
    printf("%ld %ld %ld\n", *with_box(3), last(1), last(2));
    printf("%ld %ld\n", unmarked(0), through_pointer(give_up, 2));
    through_pointer(give_up, 1);
    return 0;
}
