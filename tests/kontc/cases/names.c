/* Names: shadowed by locals, types, tags, fields, labels, functions. */
#include "forced.h"

typedef long number;
struct s { int x; };

static KONT long f(long x) { return tick(x) + 1; }
static KONT long g(long f) { return tick(f) * f; }

static KONT long types(void)
{
    number number = f(1);
    struct s { long y, z; } s = { f(2), number };
    enum { x = 50, s2 };
    {
        typedef struct { long x; } number;
        number s = { f(3) };
        long x = f(s.x);
        trace(x + s.x);
    }
    trace(x + s2);
    return s.y * 10 + s.z;
}

static KONT long labels(long x)
{
    long again = f(x);
again:
    if (again < 10) {
        again = f(again);
        goto again;
    }
    return again;
}

static KONT long inner(long x)
{
    long y = x;
    for (long x = f(y); x < 8; x++) {
        long y = f(x);
        {
            long x = f(y), z = x;
            y += x + z;
        }
        trace(y + x);
    }
    {
        long x = f(y), y = x + f(x);
        x = y;
        trace(x);
    }
    return x + y;
}

KONT void program(void)
{
    long frame = 5, own = 6, s = 7, v = 8;
    trace(g(tick(4)));
    trace(types());
    trace(labels(3));
    trace(inner(4));
    trace(f(frame) + own + s + v);
}
FORCED_PROGRAM(program)
/* prints: 16 9 101 32 10 25 29 33 11 8 27 */
