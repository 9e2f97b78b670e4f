/* Pointers to locals, kept in locals, structures and other functions' arguments while these wait. */
#include "forced.h"

struct node { long value; struct node *up; };

static KONT long sum(struct node *n, long depth)
{
    struct node here = { tick(depth), n };
    if (depth > 0)
        return sum(&here, depth - 1);
    long s = 0;
    for (struct node *i = &here; i != NULL; i = i->up)
        s = s * 10 + tick(i->value);
    return s;
}

static KONT void swap(long *a, long *b)
{
    long t = tick(*a);
    *a = tick(*b);
    *b = tick(t);
}

static KONT void set(long **where, long *to) { *where = tick(1) ? to : NULL; }

static KONT long parameter(long x, long array[static 2])
{
    long *p = &x;
    *p += tick(1);
    array[1] += tick(x);
    return *p + array[0];
}

KONT void program(void)
{
    long a = 1, b = 2, *p = &a, **q = &p, array[2] = { 3, 4 };
    struct { long x[3]; struct { long y; } in; } s = { { 1, 2, 3 }, { 4 } };
    trace(sum(NULL, 4));
    swap(&a, &b);
    trace(a * 10 + b);
    set(q, &b);
    **q += tick(5);
    trace(b);
    swap(p, *q);
    swap(&s.x[2], &s.in.y);
    trace(s.x[2] * 10 + s.in.y);
    trace(parameter(tick(6), array));
    trace(array[1]);
    p = array;
    *p++ = tick(8);
    *p-- += tick(1);
    trace(array[0] * 100 + p[1]);
    for (long *end = array + 2, i = 0; p < end; p++)
        *p = tick(++i);
    trace(array[0] * 10 + array[1]);
    {
        long *inner[2] = { &a, &b };
        for (int i = 0; i < 2; i++) {
            long fresh = tick(i);
            inner[i][0] += fresh;
            inner[i] = &fresh;
            swap(inner[i], &a);
        }
    }
    trace(a * 10 + b);
}
FORCED_PROGRAM(program)
/* prints: 1234 21 6 43 10 11 812 12 17 */
