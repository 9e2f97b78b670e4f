/* Compound literals: addresses of, arrays, nested, changed, in loops; strings. */
#include "forced.h"

#include <string.h>

struct pair { long a, b; };

static KONT long add(const struct pair *p) { return tick(p->a) + p->b; }
static KONT long total(const long *v, int n)
{
    long sum = 0;
    for (int i = 0; i < n; i++)
        sum += tick(v[i]);
    return sum;
}

KONT void program(void)
{
    struct pair *p = &(struct pair){ tick(1), 2 };
    long *v = (long[]){ tick(3), 4, tick(5) };
    char *text = (char[]){ "text" };
    trace(add(p));
    p->a += tick(10);
    trace(add(p));
    trace(add(&(struct pair){ .b = tick(6), .a = tick(7) }));
    trace(total(v, 3));
    v[1] = tick(40);
    trace(total(v, 3));
    trace(total((long[4]){ [2] = tick(1), 2 }, 4));
    text[0] = (char)tick('n');
    trace(strcmp(text, tick(1) ? "next" : "text"));
    for (int i = 0; i < 3; i++) {
        struct pair *q = &(struct pair){ tick(i) };
        trace(q->b++ + add(q));
    }
    trace((long[]){ 1, 2, 3 }[tick(1)]);
    trace((struct pair){ tick(1), tick(2) }.b);
    trace("abc"[tick(1)]);
    trace((long){ tick(5) }++);
}
FORCED_PROGRAM(program)
/* prints: 3 13 13 12 48 3 0 1 2 3 2 2 98 5 */
