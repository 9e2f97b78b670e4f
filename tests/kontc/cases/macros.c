/* Marked calls that come from macros, over several lines, in both arms of conditionals of the preprocessor. */
#include "forced.h"

#define CALL(f, ...) f(__VA_ARGS__)
#define TWICE(x) ((x) + (x))
#define LOOP(i, n) for (long i = 0; tick(i) < (n); i++)
#define SAFE(x) do { if (tick(x) < 0) goto bad; sum += (x); } while (0)
#define GLUE(a, b) a##b
#define FUNCTION(name, by) static KONT long name(long x) { return tick(x) * by; }

FUNCTION(double_of, 2) FUNCTION(triple_of, 3)

KONT void program(void)
{
    long sum = 0;
    trace(CALL(tick, 4) + CALL(GLUE(double, _of), CALL(triple_of, 1)));
    trace(TWICE(tick(3)));
    LOOP(i, 3) LOOP(j, 2) sum += i * j;
    SAFE(5); SAFE(sum);
    trace(sum);
#if 1
    trace(tick(
#else
    trace(triple_of(
#endif
        7));
    trace(/* a comment, tick(1) */ tick(8) // tick(2)
    ); trace(tic\
k(9)); if (tick(1)) { SAFE(-1); }
    trace(99);
bad:
    trace(sum);
}
FORCED_PROGRAM(program)
/* prints: 10 6 16 7 8 9 16 */
