/* Floating point, complex and wide numbers in frames and as results. */
#include "forced.h"

#include <complex.h>

static KONT double half(double x) { return tick(1) * x / 2; }
static KONT float third(float x) { return tick(1) * x / 3; }
static KONT long double big(long double x) { return x * tick(1000000); }
static KONT unsigned __int128 wide(unsigned __int128 x) { return x << tick(64) | 5; }
static KONT double complex turn(double complex z) { return z * (tick(1) * I); }

KONT void program(void)
{
    double d = half(5) + half(third(9.0f));
    float f = third(tick(6)) * 2, g[2] = { half(3), tick(2) };
    long double l = big(1e10L) + big(half(1)) * half(2);
    unsigned __int128 w = wide(7) + wide(tick(1));
    double complex z = turn(1 + 2 * I) + half(4);
    trace(d * 100);
    trace(f * 10 + g[0] + g[1]);
    trace(l / 1000);
    trace(w >> 64);
    trace((unsigned long)w);
    trace(creal(z) * 10 + cimag(turn(z)));
    trace(half(7) > third(tick(9)) && d != f);
    d += tick(1);
    d *= half(d);
    trace(d * 10);
}
FORCED_PROGRAM(program)
/* prints: 400 43 10000000000500 8 10 0 0 125 */
