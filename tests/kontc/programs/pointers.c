/* pointers.c: marked calls through pointers, and unmarked callers. */
#include "../machine.h"

#include <stdio.h>
#include <stdlib.h>

typedef KONT long operation(long, long);
typedef KONT long (*operation_pointer)(long, long);

static KONT long add(long a, long b) { return tick(a) + b; }
static KONT long multiply(long a, long b) { return a * tick(b); }
static long subtract(long a, long b) { return a - b; }
static KONT long leaf(long a, long b) { return a * 10 + b; }

struct operations {
    KONT long (*first)(long, long);
    operation *second;
    struct { operation *list[2]; } inner;
};

static KONT operation *choose(long n) { return tick(n) ? add : multiply; }

static KONT long apply(operation *f, long a, long b) { return f(a, b); }
static KONT long apply_marked(KONT long (*f)(long, long), long a, long b) { return 1 + (*f)(tick(a), b); }

/* What is passed on through a pointer keeps its mark, however the pointer is declared. */
typedef KONT long applier(operation *f, long a, long b);
typedef KONT long (*applier_pointer)(operation_pointer f, long a, long b);

struct appliers {
    applier *first;
    applier_pointer second;
    KONT long (*third)(operation *f, long a, long b);
};

static KONT long apply_through(const struct appliers *p)
{
    applier *local = p->first;
    return p->first(add, 1, 2) + p->second(multiply, 3, 4) + (*p->third)(add, 5, 6) + local(multiply, 7, 8);
}

static long twice(long n) { return 2 * n; }

/* A call among the arguments happens before the function is noted. */
static KONT long nested(operation *f)
{
    return f(twice(3), f(twice(tick(1)), twice(2)));
}

static int compare(const void *a, const void *b)
{
    long x = add(*(const long *)a, 0), y = *(const long *)b;
    return x < y ? -1 : x > y;
}

static KONT void unmarked_callers(void)
{
    long list[] = { 5, 3, 9, 1 };
    qsort(list, 4, sizeof *list, compare);
    printf("%ld %ld %ld %ld\n", list[0], list[1], list[2], tick(list[3]));
}

static KONT void fields(void)
{
    struct operations o = { add, multiply, { { subtract, leaf } } };
    struct operations *p = &o;
    operation *const table[] = { add, multiply, subtract, leaf };
    operation_pointer pointer = multiply;
    printf("%ld %ld %ld %ld\n", o.first(1, 2), p->second(3, 4), o.inner.list[0](5, 6), p->inner.list[1](7, 8));
    for (int i = 0; i < 4; i++)
        printf("%ld\n", table[i](7, 3) + (*table[i])(2, 1));
    printf("%ld %ld\n", pointer(4, 5), choose(1)(2, 3) + choose(0)(2, 3));
    printf("%ld\n", (tick(1) ? add : multiply)(6, 7));
    printf("%ld\n", ((operation *)(void *)add)(6, 8));
}

static KONT void ends(long n)
{
    if (n > 0) {
        printf("goes on\n");
        tick(n);
        return;
    }
    tick_end(3);
}

static KONT long never(long n)
{
    if (n == tick(1))
        return n;
    tick_end(4);
}

KONT int program(void)
{
    printf("%ld %ld %ld\n", apply(add, 1, 2), apply(subtract, 1, 2), apply(leaf, 1, 2));
    printf("%ld %ld\n", apply_marked(multiply, 3, 4), apply_marked(subtract, 3, 4));
    struct appliers appliers = { apply, apply, apply };
    printf("%ld\n", apply_through(&appliers));
    printf("%ld\n", nested(add));
    unmarked_callers();
    fields();
    printf("%d\n", add == choose(1));
    printf("%ld\n", never(1));
    fflush(stdout);
    ends(1);
    ends(0);
    return 0;
}
