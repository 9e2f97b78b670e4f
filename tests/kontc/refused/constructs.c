/* constructs.c: what kontc refuses. */
#include <kont/generator.h>

#include <alloca.h>
#include <setjmp.h>
#include <stdarg.h>

void *get(long n);
void forget(int *n);
int compare(int (*with)(const void *, const void *));
static jmp_buf back;

static KONT void *jumps(void *arg)
{
    if (setjmp(back) == 0)
        kont_yield(arg);
    return arg;
}

static KONT void *allocates(void *arg)
{
    char *text = alloca(10);
    return kont_yield(text + *(long *)arg);
}

static KONT void *variable_length(void *arg)
{
    long n = kont_to_int(arg);
    char gone[n];
    gone[0] = 1;
    return kont_yield(arg);
}

/* It is over before the call. */
static KONT void *shorter(void *arg)
{
    {
        char text[kont_to_int(arg)];
        text[0] = 1;
    }
    return kont_yield(arg);
}

static KONT long variadic(long n, ...)
{
    va_list list;
    va_start(list, n);
    long v = va_arg(list, long);
    va_end(list);
    return v;
}

static KONT void *reads_late(void *arg, va_list list)
{
    kont_yield(arg);
    return va_arg(list, void *);
}

static KONT void *cleans_up(void *arg)
{
    int n __attribute__((cleanup(forget))) = 1;
    return kont_yield(arg);
}

static KONT void *computed(void *arg)
{
    static void *const places[] = { &&one, &&two };
    goto *places[kont_to_int(arg)];
one:
    kont_yield(arg);
two:
    return arg;
}

static KONT void *nests(void *arg)
{
    int inner(int n) { return n + 1; }
    return kont_yield(kont_int(inner((int)kont_to_int(arg))));
}

static KONT void *jumps_in_asm(void *arg)
{
    __asm__ goto ("" : : : : out);
    kont_yield(arg);
out:
    return arg;
}

static KONT void *in_register(void *arg)
{
    register long n __asm__("rbx") = 1;
    kont_yield(arg);
    return kont_int(n);
}

static KONT void *counts_array(void *arg)
{
    char text[kont_to_int(kont_yield(arg))];
    text[0] = 0;
    return kont_int(text[0]);
}

static KONT __attribute__((noreturn)) void never(void)
{
    for (;;)
        kont_yield(NULL);
}

static KONT int marked(const void *a, const void *b)
{
    kont_yield((void *)a);
    return a == b;
}

struct operations {
    const char *name;
    int (*plain)(const void *, const void *);
    KONT int (*good)(const void *, const void *);
};

struct operations one = { "one", marked, marked }, two[] = { { .good = marked }, { .plain = marked } };
static int (*const table[])(const void *, const void *) = { NULL, marked };
static KONT int (*const good_table[])(const void *, const void *) = { marked, [3] = marked };

static KONT void *converts(void *arg)
{
    int (*plain)(const void *, const void *) = marked;
    KONT int (*good)(const void *, const void *) = marked;
    plain = &marked;
    compare(marked);
    plain = good;
    compare(good);
    compare((int (*)(const void *, const void *))marked);
    return kont_int(plain(arg, arg) + good(arg, arg));
}

static KONT void *variable_types(void *arg)
{
    long n = kont_to_int(arg);
    typedef long row[n];
    {
        row gone;
        struct first { __typeof__(&gone[0]) place; } first = { gone };
        *first.place = n;
    }
    return kont_yield(arg);
}
