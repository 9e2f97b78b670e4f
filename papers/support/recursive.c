/* recursive.c: recursive functions, three ways. */
#include "recursive.h"

#define ALONE __attribute__((noinline))

const char *const recursive_names[RECURSIVE] = { "ack", "fib", "motzkin", "sudan", "tak" };

/* ---- Plain C -------------------------------------------------------------------------------------------------------------------------------- */

static ALONE long ack(long m, long n)
{
    if (m == 0)
        return n + 1;
    return ack(m - 1, n == 0 ? 1 : ack(m, n - 1));
}

static ALONE long fib(long n)
{
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static ALONE long motzkin(long n)
{
    long sum = n < 2 ? 1 : motzkin(n - 1);
    for (long i = 0; i <= n - 2; i++)
        sum += motzkin(i) * motzkin(n - 2 - i);
    return sum;
}

static ALONE long sudan(long n, long x, long y)
{
    if (n == 0)
        return x + y;
    if (y == 0)
        return x;
    long inner = sudan(n, x, y - 1);
    return sudan(n - 1, inner, inner + y);
}

static ALONE long tak(long x, long y, long z)
{
    return y < x ? tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)) : z;
}

/* ---- Marked --------------------------------------------------------------------------------------------------------------------------------- */

static KONT ALONE long marked_ack(long m, long n)
{
    if (m == 0)
        return n + 1;
    return marked_ack(m - 1, n == 0 ? 1 : marked_ack(m, n - 1));
}

static KONT ALONE long marked_fib(long n)
{
    return n < 2 ? n : marked_fib(n - 1) + marked_fib(n - 2);
}

static KONT ALONE long marked_motzkin(long n)
{
    long sum = n < 2 ? 1 : marked_motzkin(n - 1);
    for (long i = 0; i <= n - 2; i++)
        sum += marked_motzkin(i) * marked_motzkin(n - 2 - i);
    return sum;
}

static KONT ALONE long marked_sudan(long n, long x, long y)
{
    if (n == 0)
        return x + y;
    if (y == 0)
        return x;
    long inner = marked_sudan(n, x, y - 1);
    return marked_sudan(n - 1, inner, inner + y);
}

static KONT ALONE long marked_tak(long x, long y, long z)
{
    return y < x ? marked_tak(marked_tak(x - 1, y, z), marked_tak(y - 1, z, x), marked_tak(z - 1, x, y)) : z;
}

/* ---- With handlers ---------------------------------------------------------------------------------------------------------------------------- */

static const kont_tag handler = KONT_TAG("handler");

/* What the body of a handler is given; it reads that before anything else runs. */
static struct {
    long a, b, c;
} given;

static KONT long under_handler(kont_fn *body, long a, long b, long c)
{
    given.a = a, given.b = b, given.c = c;
    return (long)kont_to_int(kont_prompt(&handler, body, NULL));
}

static KONT void *ack_body(void *unused);
static KONT void *fib_body(void *unused);
static KONT void *motzkin_body(void *unused);
static KONT void *sudan_body(void *unused);
static KONT void *tak_body(void *unused);

static KONT long handled_ack(long m, long n)
{
    if (m == 0)
        return n + 1;
    return handled_ack(m - 1, n == 0 ? 1 : under_handler(ack_body, m, n - 1, 0));
}

static KONT long handled_fib(long n)
{
    return n < 2 ? n : under_handler(fib_body, n - 1, 0, 0) + under_handler(fib_body, n - 2, 0, 0);
}

static KONT long handled_motzkin(long n)
{
    long sum = n < 2 ? 1 : under_handler(motzkin_body, n - 1, 0, 0);
    for (long i = 0; i <= n - 2; i++)
        sum += under_handler(motzkin_body, i, 0, 0) * under_handler(motzkin_body, n - 2 - i, 0, 0);
    return sum;
}

static KONT long handled_sudan(long n, long x, long y)
{
    if (n == 0)
        return x + y;
    if (y == 0)
        return x;
    long inner = under_handler(sudan_body, n, x, y - 1);
    return handled_sudan(n - 1, inner, inner + y);
}

static KONT long handled_tak(long x, long y, long z)
{
    if (y >= x)
        return z;
    return handled_tak(under_handler(tak_body, x - 1, y, z), under_handler(tak_body, y - 1, z, x), under_handler(tak_body, z - 1, x, y));
}

static KONT void *ack_body(void *unused)
{
    (void)unused;
    return kont_int(handled_ack(given.a, given.b));
}

static KONT void *fib_body(void *unused)
{
    (void)unused;
    return kont_int(handled_fib(given.a));
}

static KONT void *motzkin_body(void *unused)
{
    (void)unused;
    return kont_int(handled_motzkin(given.a));
}

static KONT void *sudan_body(void *unused)
{
    (void)unused;
    return kont_int(handled_sudan(given.a, given.b, given.c));
}

static KONT void *tak_body(void *unused)
{
    (void)unused;
    return kont_int(handled_tak(given.a, given.b, given.c));
}

/* ---- Any of them ------------------------------------------------------------------------------------------------------------------------------ */

static KONT long call_ack(int way, const long *n)
{
    return way == PLAIN ? ack(n[0], n[1]) : way == MARKED ? marked_ack(n[0], n[1]) : handled_ack(n[0], n[1]);
}

static KONT long call_fib(int way, const long *n)
{
    return way == PLAIN ? fib(n[0]) : way == MARKED ? marked_fib(n[0]) : handled_fib(n[0]);
}

static KONT long call_motzkin(int way, const long *n)
{
    return way == PLAIN ? motzkin(n[0]) : way == MARKED ? marked_motzkin(n[0]) : handled_motzkin(n[0]);
}

static KONT long call_sudan(int way, const long *n)
{
    return way == PLAIN ? sudan(n[0], n[1], n[2]) : way == MARKED ? marked_sudan(n[0], n[1], n[2]) : handled_sudan(n[0], n[1], n[2]);
}

static KONT long call_tak(int way, const long *n)
{
    return way == PLAIN ? tak(n[0], n[1], n[2]) : way == MARKED ? marked_tak(n[0], n[1], n[2]) : handled_tak(n[0], n[1], n[2]);
}

static KONT long (*const calls[RECURSIVE])(int way, const long *n) = { call_ack, call_fib, call_motzkin, call_sudan, call_tak };

KONT long recursive_run(const void *recursive)
{
    const struct recursive *r = recursive;
    long value = 0;
    for (long i = 0; i < r->times; i++)
        value = calls[r->function](r->way, r->arguments);
    return value;
}
