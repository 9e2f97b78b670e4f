/* triples.c: backtracking. The Pythagorean triples up to 20. */
#include <kont/search.h>

#include <gc.h>
#include <stdio.h>

struct triple {
    long a, b, c;
};

static struct triple *triple(long a, long b, long c)
{
    struct triple *t = GC_MALLOC_ATOMIC(sizeof *t);
    *t = (struct triple){ a, b, c };
    return t;
}

static KONT void *triples(void *arg)
{
    long n = kont_to_int(arg);
    long a = kont_choose(1, n), b = kont_choose(a, n), c = kont_choose(b, n);
    kont_require(a * a + b * b == c * c);
    return triple(a, b, c);
}

static void print(const struct triple *t)
{
    printf("%ld %ld %ld\n", t->a, t->b, t->c);
}

int main(void)
{
    kont_search *s = kont_search_new(triples, kont_int(20));
    for (void *t; kont_search_next(s, &t); )
        print(t);
    return 0;
}
