/* Constants that mean something only where they stand: null pointers, in conditions and comparisons with marked calls. */
#include "forced.h"

static int one = 1;

static KONT int *pointer(long x) { return tick(x) ? &one : 0; }

KONT void program(void)
{
    int *p = tick(1) ? 0 : pointer(1), *q = tick(0) ? 0 : pointer(1);
    int *r = tick(1) ? pointer(1) : (void *)0;
    trace(p == 0);
    trace(*q);
    trace(*r);
    trace(*(tick(0) ? NULL : pointer(1)));
    trace(pointer(0) == 0 && pointer(1) != NULL);
    trace(!pointer(0) + !!pointer(1));
    trace(*(pointer(0) ?: &one));
    if ((p = pointer(1)))
        trace(*p);
    while ((p = pointer(p != 0 && tick(0))) != NULL)
        trace(100);
    trace(p == q);
}
FORCED_PROGRAM(program)
/* prints: 1 1 1 1 1 2 1 1 0 */
