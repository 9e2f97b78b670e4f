/* fibonacci_recursive.c: no effects at all: what calls cost. In the suite's numbering the first two are 1. */
#include "suite.h"

KONT long fibonacci_recursive(long n)
{
    return n < 2 ? 1 : fibonacci_recursive(n - 1) + fibonacci_recursive(n - 2);
}
