/* warned.c: compilers warn of the same things, at the same places, whether rewritten or not. */
#include "../machine.h"

#include <stdio.h>
#include <string.h>

#define TWICE(x) ((x) + (x))
#define IS(x) (x == 1 & x)

static KONT long warned(long n, int   unused)
{
    unsigned count = 3;   int  never;
    for (int i = 0;   i < count; i++)
        n += tick(i) ;
    printf("%ld\n",   tick(n));   int unused_too;        /* a comment */
    int  other =   "text";
    char *p =  n;   long *q = p;
    if (n == (p != NULL) || tick(2))
	return  TWICE(other) + tick(n)  +  (p == q);
    switch (n) {
    case 1: n++;
    case 2:   n += tick(n);
    }
    n == count;
    return   strlen(n) + tick(1);
}

/* What compilers know by the layout and by macros. */
static KONT long laid_out(long n, long m)
{
    if (n)
        m++;
        n++;
    if (n)
        tick(m);
        m++;
    for (int i = 0; i < n; i++)
        tick(i);
        m--;
    if (n)
        if (m)
            tick(n);
    else
        m++;
    if (IS(n)) tick(m);
    while (m--);
        n++;
    if (n == 1);
    printf("%d %s\n", (int)tick(n));
    n = n << m + 1;
    if (n < m < 3) m += 2;
    return n && m || n == m & 1;
}

static long plain(long n, int   unused)
{
    if (n)
        n++;
        unused++;
    int a = TWICE(n),   *b = n;
    return   a == b;
}

KONT int program(void)
{
    return laid_out(1, 2) + warned(1,  2) + plain(3,   4);
}
