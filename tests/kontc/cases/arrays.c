/* Arrays: of several dimensions, of structures, large, subscripts and assignments with marked calls, one of variable length that no call crosses. */
#include "forced.h"

#include <string.h>

static KONT long index_of(long x) { return tick(x); }

static long sum(int n)
{
    long squares[n], s = 0;
    for (int i = 0; i < n; i++)
        squares[i] = i * i;
    for (int i = 0; i < n; i++)
        s += squares[i];
    return s;
}

KONT void program(void)
{
    long grid[2][3] = { { 1, tick(2) }, { [2] = tick(6) } }, flat[3] = { 0 };
    struct { char name[4]; long v; } items[3] = { [1] = { "ab", tick(5) }, { { 'x', tick('y') }, .v = 3 } };
    char large[1000];
    long (*row)[3] = &grid[tick(1)];
    memset(large, (int)tick(1), sizeof large);
    large[index_of(999)] += large[index_of(0)];
    grid[index_of(1)][index_of(0)] = tick(4);
    grid[0][2]++;
    flat[index_of(2)] += tick(7);
    flat[2] <<= tick(1);
    trace(grid[0][0] + grid[0][1] * 10 + grid[0][2] * 100 + grid[1][0] * 1000 + (*row)[2] * 10000);
    trace(items[index_of(1)].v + items[2].name[1] + items[2].v);
    trace(large[999] + large[500]);
    trace(flat[2] + 2[flat]);
    {
        int n = 5;
        long squares[n];
        for (int i = 0; i < n; i++)
            squares[i] = i;
        n = squares[4] + sum(4);
        flat[0] = n;
    }
    trace(tick(flat[0]));
    for (long i = 0, *p = flat; i < 3; i++)
        *p++ = tick(i);
    trace(flat[0] + flat[1] * 10 + flat[2] * 100);
    trace(sizeof grid + sizeof items[0].name + sizeof(long[2]));
}
FORCED_PROGRAM(program)
/* prints: 64121 129 3 28 18 210 68 */
