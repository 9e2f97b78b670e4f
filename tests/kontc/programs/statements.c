/* statements.c: marked calls in every statement. */
#include "../machine.h"

#include <stdio.h>

static KONT void loops(void)
{
    for (long i = tick(0); i < tick(4); i += tick(1)) {
        if (i == tick(2))
            continue;
        printf("for %ld\n", i);
    }
    long n = 3;
    while (tick(n--) > 0) {
        if (n == 1)
            continue;
        printf("while %ld\n", n);
    }
    do {
        if (++n == 1)
            continue;
        if (n > 3)
            break;
        printf("do %ld\n", n);
    } while (tick(n) < 5);
    do
        tick(0);
    while (n-- > 2);
    for (long i = 0, j = tick(5); ; i++, tick(j--)) {
        if (i >= j)
            break;
        printf("for %ld %ld\n", i, j);
    }
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            if (j == 1)
                continue;
            printf("%d%d%ld\n", i, j, tick(i + j));
        }
    while (n < 4)
        if (tick(n++) == 2)
            break;
        else
            printf("n %ld\n", n);
}

static KONT void switches(long n)
{
    switch (tick(n)) {
    case 0:
        printf("zero %ld\n", tick(0));
        break;
    case 1:
        tick(1);
        /* fall through */
    case 2 ... 3:
        printf("two or three %ld\n", tick(n));
        if (tick(n) == 3)
            break;
        {
            long inner = tick(8);
    case 7:
            inner = tick(9);
            printf("inner %ld\n", inner);
        }
        break;
    default:
        printf("default %ld\n", tick(n));
    }
}

/* Duff's device. */
static KONT long copy(char *to, const char *from, long count)
{
    long n = (count + 3) / 4, ticks = 0;
    switch (count % 4) {
    case 0: do { *to++ = *from++; ticks += tick(1);     /* fall through */
    case 3:      *to++ = *from++; ticks += tick(2);     /* fall through */
    case 2:      *to++ = *from++; ticks += tick(3);     /* fall through */
    case 1:      *to++ = *from++; ticks += tick(4);
            } while (tick(--n) > 0);
    }
    return ticks;
}

static KONT void jumps(void)
{
    long i = 0;
again:
    if (tick(i) < 3) {
        i++;
        goto again;
    }
    for (;;) {
        for (;;) {
            if (i++ > tick(6))
                goto out;
        }
    }
out: printf("jumps %ld %ld\n", i, tick(i));
    goto into;
    while (tick(i) > 0) {
        long x;
into:
        x = i--;
        printf("into %ld\n", tick(x));
    }
}

static KONT long shadows(long x)
{
    long sum = x;
    {
        long x = tick(sum + 1);
        {
            long y = x, x = tick(y + 1);
            sum += x + tick(y);
        }
        sum += tick(x);
    }
    for (long x = 0; x < 2; x++) {
        long sum = tick(x);
        x += sum;
    }
    return sum + x;
}

static KONT int counter(void)
{
    static int n = 10, list[] = { 1, 2, 3 };
    static const char name[] = "counter";
    n += (int)tick(1);
    list[tick(1)]++;
    printf("%s %d %d %s\n", name, n, list[1], __func__);
    return n;
}

static KONT void nothing(void) { }
static KONT void returns(long n)
{
    if (n == 0)
        return;
    if (n == 1) {
        tick(1);
        return;
    }
    if (n == 2)
        returns(1);
    else
        returns(n - 1);
}

static KONT long even(long n);
static KONT long odd(long n) { return n == 0 ? 0 : even(n - 1); }
static KONT long even(long n) { return n == 0 ? 1 : odd(n - tick(1)); }

static KONT void local_types(void)
{
    enum color { RED = 1, GREEN } c = tick(1) ? GREEN : RED;
    typedef struct node { struct node *next; enum color c; } node;
    node a = { NULL, c }, b;
    b = a;
    b.c = (enum color)tick(RED);
    struct { node n; int m; } both = { b, (int)tick(4) };
    union { int i; char c[4]; } u = { .i = (int)tick(65) };
    printf("%d %d %d %d\n", a.c, both.n.c, both.m, u.i);
}

static KONT void volatiles(void)
{
    volatile long v = tick(1);
    const long c = tick(2), *const p = NULL;
    register long r = tick(3);
    v += tick(4);
    printf("%ld %ld %ld %d\n", v, c, r, p == NULL);
}

KONT int program(void)
{
    char text[12] = "";
    loops();
    for (long i = 0; i < 9; i++)
        switches(i);
    printf("%ld\n", copy(text, "0123456789", 10));
    puts(text);
    jumps();
    printf("%ld\n", shadows(5));
    counter();
    counter();
    nothing();
    for (long i = 0; i < 5; i++)
        returns(i);
    printf("%ld %ld\n", even(11), even(12));
    local_types();
    volatiles();
    return 0;
}
