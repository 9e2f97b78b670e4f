/* Where C has an order it is kept: a variable is read before, or after, the call that changes it. */
#include "forced.h"

static long g;

static KONT long set(long x) { long old = g; g = tick(x); return old; }
static KONT long bump(long *p) { return *p += tick(1); }

KONT void program(void)
{
    long x = 5, y, *p = &x, v[3] = { 1, 2, 3 };
    y = x++, y += bump(&x) * 10;
    trace(y);
    trace((bump(p), x) + 0 * tick(1));
    x = bump(&x);
    trace(x);
    g = 1;
    g = set(7) + 1;
    trace(g);
    trace(set(3) ? g : -g);
    trace((g && set(0)) + g);
    y = set(4);
    v[y] = set(6);
    trace(v[0] * 10 + g);
    if (set(1) == 6 && g == 1)
        trace(1);
    for (g = 0; g < 3; set(g + 1))
        trace(g);
    p = (set(2), &g);
    *p += tick(5);
    trace(g);
    trace((x = tick(1)) + 2 * (y = tick(2)) + x * 0);
}
FORCED_PROGRAM(program)
/* prints: 75 8 9 2 3 1 46 1 0 1 2 7 5 */
