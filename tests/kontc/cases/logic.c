/* && || ! ?: and comma with marked calls on both sides; assignments in them. */
#include "forced.h"

static long calls;

static KONT long say(long x)
{
    calls = calls * 10 + tick(x);
    return x;
}

KONT void program(void)
{
    long a = 0, b = 0;
    trace((say(0) && say(1)) || say(2));
    trace((say(3) || say(4)) && say(0));
    trace(say(1) ? say(2), say(3) : say(4));
    trace(!(say(0) || (say(0) && say(5))));
    trace(calls);
    calls = 0;
    trace((a = say(2)) && (b = a + say(1)) > 2 ? a * b : say(9));
    trace(a = b = say(4));
    trace((a += say(1), b -= a, say(b)));
    trace(say(0) ?: say(6));
    trace(say(7) ?: say(8));
    if (say(1) && !say(0) && (say(0) || say(2)))
        trace(calls);
    calls = 0;
    trace((tick(1) == 1) + (tick(2) << 2 | (tick(3) & 1)));
    trace(-tick(1) - -tick(2) - ~tick(3));
    (void)(say(1) && say(2));
    say(0) || say(3);
    say(0) ? (void)say(8) : (void)say(9);
    trace(calls);
}
FORCED_PROGRAM(program)
/* prints: 1 0 3 1 23012300 6 4 -1 6 7 214090671002 10 5 120309 */
