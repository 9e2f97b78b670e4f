/* Calls through pointers: parameters, fields, arrays, results of calls, types from typedefs. */
#include "forced.h"

typedef KONT long op(long a, long b);
typedef KONT long (*op_pointer)(long a, long b);
struct object { const struct table *table; long state; };
struct table { op *first; KONT long (*second)(long a, long b); KONT long (*method)(struct object *self, long x); };

static op add;

static KONT long add(long a, long b) { return tick(a) + b; }
static KONT long multiply(long a, long b) { return a * tick(b); }
static KONT long remember(struct object *self, long x) { return self->state = tick(self->state) * 10 + x; }
static KONT op *pick(long x) { return tick(x) ? add : multiply; }
static KONT long apply(op *f, KONT long (*g)(long, long), long x) { return f(g(x, 2), g(3, tick(x))); }

static const struct table table = { add, multiply, remember };
static op *const both[] = { add, multiply };

KONT void program(void)
{
    struct object object = { &table, 1 }, *o = &object;
    op *f = add, *const g = &multiply;
    op_pointer h = tick(1) ? multiply : add;
    trace(f(1, 2) + (*f)(3, 4) + (**g)(5, 6));
    trace(h(tick(7), tick(8)));
    trace(apply(add, multiply, 4));
    trace(table.first(1, tick(2)) + o->table->second(3, 4));
    trace(o->table->method(o, tick(5)) + 0);
    trace(o->state);
    trace(both[tick(1)](2, 3) + both[0](2, 3));
    trace(pick(0)(6, 7) + (*pick(1))(6, 7));
    trace(pick(pick(0)(0, 5))(pick(1)(1, 1), 10));
    trace((tick(0) ? f : g)(9, 9));
    f = g;
    trace(f(f(2, 3), f(4, 5)));
    trace(f == multiply);
    trace(add == both[0] && pick(1) == add);
    for (int i = 0; i < 2; i++)
        trace(both[i](both[!i](i, 4), 3));
}
FORCED_PROGRAM(program)
/* prints: 40 56 20 15 15 15 11 55 20 81 120 1 1 3 15 */
