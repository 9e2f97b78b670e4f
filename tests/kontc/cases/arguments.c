/* Arguments that stand beside a marked call: arrays, strings, functions, null, bit-fields, constants. */
#include "forced.h"

struct bits { unsigned a : 3; long b : 40; };

static KONT long sum(const char *text, const int *numbers, long n, void *nothing, long (*unmarked)(long))
{
    return text[0] + numbers[1] + tick(n) + (nothing == 0) + unmarked(5);
}

static long twice(long x) { return 2 * x; }

static KONT long many(char a, short b, int c, long d, float e, double f, _Bool g, unsigned char h, long long i, const char *j)
{
    long before = tick(a) + b + c + d;
    return before + tick((long)e + (long)f + g + h) + i + *j;
}

KONT void program(void)
{
    int numbers[3] = { 1, 2, 3 };
    const int constant = 7;
    struct bits bits = { 5, -3 };
    trace(sum("abc", numbers, tick(4), 0, twice));
    trace(sum("b", (int[]){ 9, 8 }, tick(4) + bits.a, NULL, &twice));
    trace(sum(numbers[0] ? "x" : "y", numbers + 1, bits.b + tick(10), &numbers, *twice));
    trace(many(300, 70000, constant, tick(3), 1.5f, tick(2), tick(256), tick(257), constant + tick(0), "z"));
}
FORCED_PROGRAM(program)
/* prints: 114 126 140 4652 */
