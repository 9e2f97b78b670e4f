/* Statement expressions, _Generic, sizeof and what else GNU C has; what must not be evaluated isn't. */
#include "forced.h"

#include <stddef.h>

#define MAX(a, b) ({ __typeof__(a) a_ = (a); __typeof__(b) b_ = (b); a_ > b_ ? a_ : b_; })
#define KIND(x) _Generic((x), char: 1, int: 2, long: 3, long *: 4, default: 9)

struct two { long a, b; };
static long calls;

static KONT long count(long x) { calls++; return tick(x); }
static KONT char small(long x) { return tick(x); }

static KONT long early(long x)
{
    long y = ({ if (tick(x) > 3) return 100; x * 2; });
    for (;;) {
        y += ({ if (tick(y) > 10) break; 3; });
    }
    return y;
}

KONT void program(void)
{
    long x = 5, *p = &x;
    trace(MAX(count(3), MAX(count(x), count(4))));
    trace(calls);
    trace(sizeof(count(1)) + sizeof small(1) + sizeof(long[sizeof(count(1))]));
    trace(KIND(count(1)) * 1000 + KIND(small(1)) * 100 + KIND(+small(1)) * 10 + KIND(p));
    trace(_Generic(count(1), long: small(7), default: count(8)));
    trace(_Generic(1, int: count(2), default: count(3)) + _Generic('a', char: 10, int: tick(20)));
    trace(__builtin_choose_expr(1, count(4), count(5)));
    trace(__builtin_constant_p(count(1)));
    trace(__builtin_types_compatible_p(__typeof__(count(1)), long));
    trace(__builtin_expect(count(6), 1) + (long)offsetof(struct two, b));
    trace(calls);
    trace(early(1) + early(5));
    trace(({ long sum = 0; for (long i = 0; tick(i) < 4; i++) sum += ({ long i_ = tick(i); i_ * i_; }); sum; }));
    trace(({ struct { long a; } s = { count(9) }; s; }).a);
    trace((__extension__ ({ count(1); x++; x; })) + x);
    trace(({ __label__ out; long n = 0; if (tick(1)) goto out; n = 5; out: n + tick(1); }));
}
FORCED_PROGRAM(program)
/* prints: 5 3 73 3124 7 22 4 0 1 14 6 111 14 9 12 1 */
