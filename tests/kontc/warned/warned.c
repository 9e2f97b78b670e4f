/* warned.c: compilers warn of the same things, at the same places, whether rewritten or not. */
#include "../machine.h"

#include <stdio.h>
#include <string.h>

#define TWICE(x) ((x) + (x))

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

static long plain(long n, int   unused)
{
    int a = TWICE(n),   *b = n;
    return   a == b;
}

KONT int program(void)
{
    return warned(1,  2) + plain(3,   4);
}
