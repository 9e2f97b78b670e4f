/* Jumps: forward, back, into blocks and loops, out of nested ones, cleanup by labels. */
#include "forced.h"

static KONT long cleanup(long fails)
{
    long done = 0;
    if (tick(fails) == 1)
        goto out;
    done += tick(10);
    if (tick(fails) == 2)
        goto undo;
    done += tick(100);
    return done;
undo:
    done -= tick(7);
out:
    return done - tick(1);
}

static KONT long into(long x)
{
    long i = 0, n = 0;
    if (tick(x) & 1)
        goto inside;
    for (i = tick(5); i < 8; i++) {
        n += tick(i);
        if (i == 7) {
inside:
            n += tick(50);
            x = 0;
        }
    }
    while (x > 0) {
        while (tick(1)) {
            if (tick(x--) == 2)
                goto done;
        }
    }
    goto done;
unused:
    trace(99);
done:;
    long late = tick(n);
    if (late < 0)
        goto unused;
    return late + x;
}

static KONT long counted(void)
{
    long n = 0;
again: {
        long fresh = tick(n), *p = &fresh;
        n = *p + 1;
        if (tick(n) < 5)
            goto again;
    }
    return n;
}

KONT void program(void)
{
    for (long i = 0; i < 3; i++)
        trace(cleanup(i));
    trace(into(1));
    trace(into(4));
    trace(counted());
}
FORCED_PROGRAM(program)
/* prints: 110 -1 2 128 68 5 */
