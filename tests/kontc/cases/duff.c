/* Switches: into loops, through cases, with ranges, nested, on marked calls. */
#include "forced.h"

static KONT long copy(long n)
{
    long i = n, sum = 0, turns = (n + 3) / 4;
    switch (n % 4) {
    case 0:
        do {
            sum += tick(i--);
            /* fall through */
    case 3:
            sum += tick(i--);
            __attribute__((fallthrough));
    case 2:
            sum += tick(i--) * 10;
    case 1:
            sum += tick(i--);
        } while (--turns > 0);
    }
    return sum;
}

static KONT long choose(long x)
{
    long r = 0;
    switch (tick(x)) {
        long skipped;
    case 1 ... 3:
        skipped = tick(10);
        r += skipped;
        break;
    default:
        r = tick(1000);
    case 5:
        r += tick(5);
        switch (tick(r)) {
        case 5:
            r++;
            break;
        case 1005:
            return r;
        }
        r *= 2;
        break;
    case -1:
        for (;;) {
    case 7:
            if (tick(++r) > 3)
                break;
            continue;
        }
    }
    return r;
}

KONT void program(void)
{
    for (long n = 1; n < 10; n++)
        trace(copy(n));
    for (long x = -2; x < 9; x++)
        trace(choose(x));
    switch (tick(1))
        trace(99);
    switch (tick(2))
    case 2:
        trace(tick(2));
}
FORCED_PROGRAM(program)
/* prints: 1 21 24 28 33 93 100 108 117 1005 4 1005 10 10 10 1005 12 1005 4 1005 2 */
