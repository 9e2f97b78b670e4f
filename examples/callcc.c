/* callcc.c: undelimited control, Scheme's: call/cc goes back in, call/ec gets out. */
#include <kont/control.h>
#include <kont/run.h>

#include <stdio.h>

static kont *again;

static KONT void *keep(kont *k, void *first)
{
    again = k;
    return first;
}

/* A loop without a loop: what follows kont_callcc runs once for every value that `again` is applied to. */
static KONT void count_to_three(void)
{
    puts("counting");
    long n = kont_to_int(kont_callcc(keep, kont_int(1)));
    printf("  %ld\n", n);
    if (n < 3)
        kont_resume(again, kont_int(n + 1));
    puts("done");
}

struct product {
    const int *factors;                                 /* up to a negative one */
    kont *out;
};

static KONT long multiply(const struct product *p, const int *factor)
{
    if (*factor < 0)
        return 1;
    if (*factor == 0)
        kont_resume(p->out, kont_int(0));
    long rest = multiply(p, factor + 1);
    printf("  times %d\n", *factor);
    return *factor * rest;
}

static KONT void *start(kont *k, void *arg)
{
    struct product *p = arg;
    p->out = k;
    return kont_int(multiply(p, p->factors));
}

/* A zero anywhere: out of the whole recursion with it, and nothing is ever multiplied. */
static KONT void show_product(const int *factors)
{
    struct product p = { factors, NULL };
    puts("a product");
    printf("  is %ld\n", (long)kont_to_int(kont_callec(start, &p)));
}

static KONT void *program(void *arg)
{
    static const int seven_factorial[] = { 7, 6, 5, 4, 3, 2, -1 }, zero[] = { 7, 6, 5, 0, 3, 2, -1 };
    (void)arg;
    count_to_three();
    show_product(seven_factorial);
    show_product(zero);
    return NULL;
}

int main(void)
{
    kont_run(program, NULL);
    return 0;
}
