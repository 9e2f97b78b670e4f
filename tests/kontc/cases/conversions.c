/* Values become what they are assigned to, passed as, returned as. */
#include "forced.h"

static KONT char to_char(long x) { return tick(x); }
static KONT _Bool to_bool(long x) { return tick(x); }
static KONT float to_float(long x) { return tick(x) / 2.0; }
static KONT unsigned to_unsigned(long x) { return tick(x); }
static KONT long wider(unsigned char c, _Bool b, int i) { return tick(c) * 100 + b * 10 + i; }
static KONT const char *first(long x) { return tick(x) ? "a" : ""; }
static KONT const char *second(long x) { return tick(x) ? "b" : ""; }
static KONT void *chosen(long c) { return (void *)(c ? first(1) : second(2)); }

KONT void program(void)
{
    unsigned char c = tick(300);
    _Bool b = tick(256);
    short s;
    double d = tick(7) / 2;
    long minus = -1;
    s = tick(65537);
    trace(to_char(257));
    trace(to_bool(512));
    trace(to_float(5) * 2);
    trace(to_unsigned(-1) > tick(0));
    trace(to_unsigned(-1) + 1);
    trace(wider(tick(258), tick(2), tick(4294967299)));
    trace(c);
    trace(b);
    trace(s);
    trace(d * 10);
    trace((unsigned char)tick(511) + 1);
    trace(minus < (unsigned)tick(1));
    trace(*(const char *)chosen(tick(1)));
    trace(*(const char *)chosen(tick(0)));
    trace(sizeof(to_char(1)) + sizeof(tick(1) + 1u));
}
FORCED_PROGRAM(program)
/* prints: 1 1 5 1 0 213 44 1 1 30 256 1 97 98 9 */
