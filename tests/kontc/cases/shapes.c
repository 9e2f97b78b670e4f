/* How functions may be written: without a value, inline, marked in the declaration only, declared by a typedef, with attributes. */
#include "forced.h"

#include <stdio.h>

typedef KONT long unary(long x);
KONT long declared(long x);
unary from_typedef;

long declared(long x) { return tick(x) + 1; }
long from_typedef(long x) { return tick(x) + 2; }
static inline KONT long is_inline(long x) { return tick(x) + 3; }
static KONT __attribute__((noinline, unused)) long with_attributes(long x) { return tick(x) + 4; }
KONT static long after(long x, char y) { return tick(x) + y; }
static long KONT between(long x) { return tick(x) + 6; }
static KONT void nothing(void) { }
static KONT void only_tick(void) { tick(1); }
static KONT void early(long x) { if (tick(x)) return; trace(7); }
static KONT void passes(long x) { return early(x); }
static KONT long (*returns_pointer(long x))(long) { return tick(x) ? declared : from_typedef; }
static KONT int noreturn_path(long x) { if (tick(x)) return 8; __builtin_unreachable(); }
static KONT long unnamed(long x, long y __attribute__((unused))) { return tick(x); }
static KONT const char *where(void) { tick(1); return __func__; }

KONT void program(void)
{
    char text[20];
    trace(declared(0) + from_typedef(0) * 10 + is_inline(0) * 100 + with_attributes(0) * 1000);
    trace(after(5, 257) + between(0));
    nothing();
    only_tick();
    early(1);
    passes(0);
    ((void)0, nothing());
    trace(noreturn_path(1));
    trace(unnamed(9, tick(1)));
    trace(snprintf(text, sizeof text, "%ld %s", tick(12), tick(1) ? "ab" : "c"));
    trace(where()[0] + text[1]);
    trace(__func__[0]);
    trace(__LINE__);
    if (0)
        trace(tick(1));
    while (0)
        tick(2);
    return;
    trace(tick(3));
}
FORCED_PROGRAM(program)
/* prints: 4321 12 7 8 9 5 169 112 40 */
