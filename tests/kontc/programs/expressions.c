/* expressions.c: marked calls anywhere in expressions. */
#include "../machine.h"

#include <stdio.h>
#include <string.h>

struct pair { long a, b; };
struct big { long v[5]; char name[8]; };
static long counter;

static KONT long add(long a, long b) { return tick(a) + tick(b); }
static KONT struct pair pair(long a, long b)
{
    struct pair p = { .b = tick(b), .a = tick(a) };
    return p;
}
static KONT struct big big(long a)
{
    struct big x = { { tick(a), a + 1, tick(a + 2) }, "big" };
    return x;
}
static KONT double half(double x) { return tick(1) * x / 2; }
static KONT char letter(int n) { return (char)('a' + tick(n)); }
static KONT const char *word(long n) { return tick(n) ? "yes" : "no"; }
static KONT bool odd(long n) { return tick(n) & 1; }
static KONT void bump(long n) { counter += tick(n); }
static long plain(long a, long b) { return 100 * a + b; }

static KONT void operators(void)
{
    long a = 3, b = 4, array[4] = { 1, 2, 3, 4 };
    struct pair p = { 1, 2 }, *q = NULL;
    printf("%ld\n", add(1, 2) * add(3, 4) - add(5, add(6, 7)));
    printf("%ld %ld\n", plain(tick(1), tick(2)), plain(a++, tick(2) + b));
    array[tick(2)] = tick(9);
    array[tick(1)] += tick(5);
    printf("%ld %ld %ld %ld\n", array[0], array[1], array[2], array[3]);
    p.a = tick(7), p.b = p.a + tick(1);
    printf("%ld %ld\n", p.a, p.b);
    p = pair(tick(5), 6);
    printf("%ld %ld %ld\n", p.a, p.b, pair(8, 9).b);
    printf("%d %s %c %g\n", odd(3), word(tick(0)), letter(4), half(5));
    a = b = tick(12);
    a += b -= tick(2);
    printf("%ld %ld %ld %ld\n", a, b, -tick(4), ~tick(0));
    printf("%d %d\n", !tick(0), (int)(char)tick(300));
    q = tick(1) ? &p : NULL;
    printf("%s\n", q == &p ? "p" : "null");
    printf("%ld\n", (bump(3), bump(4), counter));
    printf("%ld %ld\n", sizeof(tick(1)), (long)sizeof(struct big));
    printf("%s %ld\n", big(4).name, big(5).v[tick(2)]);
}

static KONT void logic(void)
{
    long n = 0;
    printf("%d %d\n", tick(1) && tick(0), tick(0) || tick(5));
    printf("%d\n", n++ && tick(1));
    printf("%d\n", (n += tick(2)) > 2 && odd(n));
    printf("%ld\n", tick(0) ? tick(1) : tick(0) ? tick(2) : tick(3));
    printf("%ld %ld\n", tick(0) ?: tick(4), tick(5) ?: tick(6));
    if (tick(1) && (tick(0) || !tick(0)) && odd(7))
        printf("all\n");
    tick(1) ? bump(10) : bump(20);
    (void)(tick(0) && odd(1));
    (void)(tick(0) || odd(1));
    printf("%ld\n", counter);
}

static KONT void statement_expressions(void)
{
    long x = ({ long y = tick(3); y * y; }), z;
    z = ({ for (long i = 0; i < 3; i++) x += tick(i); x; }) + ({ tick(2); });
    printf("%ld %ld\n", x, z);
    ({ bump(1); });
    printf("%s\n", ({ struct pair p = pair(1, 2); p.a == 1 && tick(p.b) == 2 ? "same" : "other"; }));
}

static KONT long generic_long(long n) { return tick(n) + 1; }
static KONT int generic_int(int n) { return (int)tick(n) + 2; }
#define GENERIC(x) _Generic((x), long: generic_long, int: generic_int)(x)

static KONT void literals(void)
{
    struct pair *p = &(struct pair){ tick(1), tick(2) };
    const struct pair list[] = { { tick(3), 4 }, [2] = { .b = tick(5) }, pair(6, 7) };
    printf("%ld %ld\n", p->a, p->b);
    tick(0);
    p->a += tick(4);
    printf("%ld %ld %ld %ld %ld\n", p->a, list[0].a, list[2].b, list[3].b, list[1].a);
    printf("%ld %d\n", GENERIC(4L), GENERIC(4));
    printf("%ld\n", ((long[]){ 7, tick(8), 9 })[tick(1)]);
    struct { unsigned a : 3, b : 5; } bits = { (unsigned)tick(9), 3 };
    bits.b += (unsigned)tick(4);
    bits.a++;
    printf("%u %u %u\n", bits.a, bits.b, bits.a + (unsigned)tick(bits.b));
}

static KONT long self(long a, long self) { return tick(a) + self; }
static KONT long (*returns_pointer(long x))(long) { return tick(x) ? generic_long : NULL; }
typedef KONT long by_name(long a, long b);
static by_name sum;
static KONT long sum(long a, long b) { return tick(a) + b; }

static KONT long old_style(a, s, n)
    long a;
    const char *s;
    int n;
{
    return tick(a) + s[n];
}

static KONT void order(void)
{
    long p = 3, x[2] = { 1, 2 };
    x[tick(1)] = tick(p) ? p : 5;
    printf("%ld %ld\n", x[1], (long[]){ 1, 2, 3 }[tick(1)]);
    printf("%ld %ld\n", _Generic(self(1, 1), int: 3L, long: 2L, default: 5L), _Generic(1, int: self(2, 2), default: self(3, 3)));
    printf("%ld\n", ({ long n = 0; if (tick(1)) goto out; n = 5; out: n + tick(1); }));
    printf("%ld\n", old_style(1L, "abc", 2));
    printf("%ld %ld %ld\n", self(1, 2), returns_pointer(1)(4), sum(1, 2));
    printf("%d %ld\n", __builtin_constant_p(tick(1)), __builtin_choose_expr(1, tick(4), tick(5)));
    x[(p = 1)] = 5 + tick(1);
    x[--p] += tick(7);
    printf("%ld %ld %ld\n", p, x[0], x[1]);
    for (tick(0); p++ < 5; (void)({ long y = p; (void)0, (struct pair){ y, tick(y) }; }).a)
        ;
    printf("%ld\n", p);
}

KONT int program(void)
{
    order();
    operators();
    logic();
    statement_expressions();
    literals();
    return (int)tick(7);
}
