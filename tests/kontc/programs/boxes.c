/* boxes.c: locals whose address is taken. */
#include "../machine.h"

#include <stdio.h>
#include <string.h>

struct pair { long a, b; };

static KONT void increment(long *p)
{
    *p += tick(1);
}

static KONT long parameter(long n, struct pair p, const long c)
{
    increment(&n);
    increment(&p.b);
    return n + p.b + tick(c) + *&c;
}

static KONT void fill(char *to, long count)
{
    for (long i = 0; i < count; i++)
        to[i] = (char)('a' + tick(i));
    to[count] = '\0';
}

static KONT void arrays(void)
{
    char small[8], large[300] = "large";
    long numbers[] = { 1, 2, 3 }, *p = numbers;
    fill(small, 5);
    printf("%s %s\n", small, large);
    fill(large, 20);
    printf("%s\n", large);
    p[1] += tick(4);
    increment(&numbers[2]);
    increment(p);
    printf("%ld %ld %ld\n", numbers[0], numbers[1], numbers[2]);
}

struct list { struct list *next; long n; };

static KONT long sum(const struct list *l)
{
    return l == NULL ? 0 : l->n + sum(l->next) + tick(0);
}

static KONT void lists(void)
{
    struct list a = { NULL, 1 }, b = { &a, tick(2) }, self = { .next = &self, .n = tick(3) };
    struct list *c = &(struct list){ &b, 4 };
    printf("%ld %ld %d\n", sum(&b), sum(c), self.next == &self);
    for (int i = 0; i < 2; i++) {
        struct list d = { c, i };
        increment(&d.n);
        printf("%ld\n", sum(&d));
    }
    b = *c;
    b.next = NULL;
    printf("%ld\n", sum(&b));
}

static KONT long early(long n)
{
    long x = n;
    if (n == 0)
        return x;
    increment(&x);
    return early(x - 2);
}

static KONT struct pair both(long n)
{
    struct pair p = { n, n };
    increment(&p.a);
    return p;
}

/* Needs no box: nobody keeps the pointers. */
static KONT void excused(void)
{
    char text[16];
    struct pair p = { 1, 2 }, q;
    snprintf(text, sizeof text, "%ld", tick(42));
    memcpy(&q, &p, sizeof q);
    tick(0);
    printf("%s %ld %zu\n", text, q.b, strlen(text));
}

KONT int program(void)
{
    printf("%ld\n", parameter(1, (struct pair){ 2, 3 }, 4));
    arrays();
    lists();
    printf("%ld\n", early(4));
    printf("%ld\n", both(8).a);
    excused();
    return 0;
}
