/* const, volatile, restrict, static, _Atomic and thread-local variables. */
#include "forced.h"

static _Thread_local long mine = 3;

static KONT long counter(void)
{
    static long n = 10;
    static const char *const names[] = { "a", "b" };
    n += tick(1);
    {
        static long n;
        n += tick(100);
        trace(n);
    }
    return n + names[tick(1)][0];
}

static KONT long constant(const long x, const long *const restrict p)
{
    const long y = tick(x), z[2] = { y, tick(*p) };
    const struct { const long a; long b; } s = { tick(y), z[1] };
    volatile long v = tick(1);
    const volatile long cv = v + tick(2);
    v += tick(s.a);
    return v + cv + s.b + z[0] + x;
}

KONT void program(void)
{
    _Atomic long atomic = tick(5);
    static long later;
    const long *p = &mine;
    atomic += tick(1);
    later = tick(4);
    trace(counter());
    trace(counter());
    trace(constant(tick(2), &later));
    mine *= tick(2);
    trace(*p + atomic);
}
FORCED_PROGRAM(program)
/* prints: 100 109 200 110 14 12 */
