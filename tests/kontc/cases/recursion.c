/* Recursion: mutual, nested in its own arguments, deep, with arrays. */
#include "forced.h"

static KONT long odd(long n);
static KONT long even(long n) { return tick(n) == 0 ? 1 : odd(n - 1); }
static KONT long odd(long n) { return n == 0 ? 0 : even(n - 1); }

static KONT long ackermann(long m, long n)
{
    return m == 0 ? tick(n) + 1 : ackermann(m - 1, n == 0 ? 1 : ackermann(m, n - 1));
}

static KONT long fib(long n) { return n < 2 ? n : fib(n - 1) + tick(0) + fib(n - 2); }

static KONT long deep(long n)
{
    char room[300] = { 1 };
    room[n % 300] += tick(n) & 1;
    return n == 0 ? 0 : deep(n - 1) + room[n % 300];
}

static KONT void hanoi(long n, long from, long to, long *moves)
{
    if (n == 0)
        return;
    hanoi(n - 1, from, 6 - from - to, moves);
    tick(++*moves);
    hanoi(n - 1, 6 - from - to, to, moves);
}

KONT void program(void)
{
    long moves = 0;
    trace(even(101) * 10 + odd(7));
    trace(ackermann(2, 3));
    trace(fib(12));
    trace(deep(500));
    hanoi(6, 1, 3, &moves);
    trace(moves);
}
FORCED_PROGRAM(program)
/* prints: 1 9 144 251 63 */
