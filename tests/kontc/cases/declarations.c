/* Declarations: several in one, of a value from itself, of types without a name, of functions and objects elsewhere. */
#include "forced.h"

#include <stdlib.h>

int elsewhere = 40;

static KONT void *make(size_t size) { return calloc(1, (size_t)tick((long)size)); }

static KONT int compare(long x) { return (int)tick(x); }

KONT void program(void)
{
    struct { int a; long b; } *p = make(sizeof *p), one = { compare(1), 2 }, two = one;
    long x = tick(3), *q = &x, many[] = { tick(1), x, *q, [5] = tick(9), tick(8) }, (*rows)[2] = make(2 * sizeof *rows);
    extern int elsewhere;
    KONT int compare(long x);
    int (*unmarked)(int) = abs;
    const char text[] = "text", *const end = text + sizeof text - 1;
    _Alignas(32) char aligned[3] = { tick(1), tick(2) };
    _Static_assert(sizeof text == 5, "the string and its end");
    __typeof__(compare(1)) typed = tick(5);
    __auto_type automatic = tick(6) * 2ull;
    long function_of(long);
    register long quick = tick(7);
    p->b = tick(4);
    rows[1][1] = tick(2);
    trace(p->a + p->b);
    trace(one.a + two.b);
    trace(many[1] + many[5] + many[6] + (long)(sizeof many / sizeof *many));
    trace(rows[1][1] + rows[1][0]);
    trace(elsewhere + compare(1));
    trace(unmarked(-3) + tick(1));
    trace(end - text + *(end - 1) - 't');
    trace((long)((size_t)aligned % 32) + aligned[1]);
    trace(typed + automatic + sizeof automatic + quick);
    free(p);
    free(rows);
}
FORCED_PROGRAM(program)
/* prints: 4 3 27 2 41 4 4 2 32 */
