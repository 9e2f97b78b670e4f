/* Structures and unions by value: as arguments, results, in initializers; fields of results; bit-fields. */
#include "forced.h"

struct big { long v[20]; char name[8]; };
struct small { char c; };
struct bits { unsigned a : 5; int b : 6; unsigned long c : 40; _Bool d : 1; unsigned : 0; unsigned char e; };
union either { long l; double d; char c[8]; };
struct nested { struct small s[2]; union either e; struct { long deep; }; };

static KONT struct big grow(struct big b, long by)
{
    for (int i = 0; i < 20; i++)
        b.v[i] += by;
    b.name[0] += tick(1);
    return b;
}

static KONT struct small next(struct small s) { return (struct small){ tick(s.c) + 1 }; }
static KONT union either whole(long x) { return (union either){ .l = tick(x) }; }
static KONT struct bits bits(long x) { return (struct bits){ .a = tick(x), .b = -tick(x), .c = tick(x) * 10, .d = tick(x), .e = x }; }

static KONT struct nested nest(long x)
{
    return (struct nested){ .s = { [1] = next((struct small){ x }) }, .e = whole(x + 1), .deep = tick(x + 2) };
}

KONT void program(void)
{
    struct big b = { .v = { [3] = tick(7) }, .name = "abc" }, c = grow(b, 1);
    struct bits x = bits(5);
    struct nested n = nest(10), copy;
    trace(grow(grow(c, tick(2)), tick(3)).v[3]);
    trace(grow(b, 0).name[0]);
    trace(c.v[19] + b.v[19]);
    trace(next(next((struct small){ 'a' })).c);
    trace(x.a + x.b + x.c + x.d + x.e);
    x.a += tick(30);
    x.b = tick(33);
    x.c = x.c * tick(1000000000000) + tick(1);
    x.d = tick(4);
    x.a++, --x.b;
    trace(x.a);
    trace(x.b);
    trace(x.c);
    trace(x.d + tick(x.e));
    copy = n;
    copy.s[0] = next(n.s[1]);
    copy.e.c[0] = tick(0);
    trace(n.s[1].c + copy.s[0].c + n.e.l + copy.e.l + n.deep);
    trace(nest(1).s[1].c + nest(2).e.l + nest(3).deep);
    trace((tick(1) ? n : copy).deep + (tick(0), copy).e.l);
    trace((copy = nest(tick(20))).deep);
}
FORCED_PROGRAM(program)
/* prints: 13 98 1 99 56 4 -32 521976750081 6 46 10 12 22 */
