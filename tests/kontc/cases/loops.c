/* Loops with marked calls in every part of their headers; break and continue there. */
#include "forced.h"

static KONT long below(long x, long limit) { return tick(x) < limit; }

KONT void program(void)
{
    long i, j, n = 0;
    for (i = tick(0), j = tick(10); below(i, j); i += tick(2), j -= tick(1)) {
        if (tick(i) == 4)
            continue;
        n += tick(i) * j;
    }
    trace(n);
    do {
        if (tick(n) % 2)
            continue;
        n /= tick(2);
    } while (n -= tick(3), below(20, n));
    trace(n);
    while (tick(1))
        if (below(n++, 25))
            continue;
        else
            break;
    trace(n);
    for (;;)
        if (!below(n++, 30))
            break;
    trace(n);
    for (long k = tick(3), *p = &k; tick(*p) > 0; tick(--*p))
        for (long k = 0; below(k, 2); k++)
            n += k + *p;
    trace(n);
    do
        n++;
    while (below(n, 50));
    do {
        n += tick(1);
        break;
    } while (tick(1));
    trace(n);
    for (struct { long a, b; } s = { tick(1), tick(2) }; s.a < tick(20); s.a += s.b, s.b = tick(s.a))
        n += s.b;
    trace(n);
    while (({ long m = tick(n); m -= 100; m > 0; }) && below(n, 1000))
        n++;
    trace(n);
    for (i = 0; tick(i) < 3; i++);
    trace(i);
}
FORCED_PROGRAM(program)
/* prints: 60 9 26 31 46 51 74 74 3 */
