/* types.c: values of all types across marked calls. */
#include "../machine.h"

#include <complex.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct { int a; char b[3]; } unnamed;
typedef int vector __attribute__((vector_size(16)));
typedef long matrix[2][3];
typedef const long constant;
enum color { RED = 1, GREEN };
static struct { long n; } bare = { 4 };

struct flags { unsigned a : 3; signed b : 4; _Bool c : 1; };
struct fixed { const long n; const char *const s; };
union any { long n; double d; void *p; };
struct wide { long v[20]; };

static KONT unnamed make_unnamed(int n) { return (unnamed){ (int)tick(n), { 'a', 'b' } }; }
static KONT struct flags make_flags(unsigned n) { return (struct flags){ n, -(signed)tick(n), 1 }; }
static KONT union any make_any(long n) { return (union any){ .n = tick(n) }; }
static KONT struct wide make_wide(long n) { return (struct wide){ { n, [19] = tick(n + 1) } }; }
static KONT enum color next_color(enum color c) { return c == RED ? (enum color)(tick(RED) + 1) : RED; }
static KONT double complex turn(double complex z) { return z * I * (double)tick(1); }
static KONT long double precise(long double x) { return x / (long double)tick(4); }
static KONT __int128 huge(__int128 n) { return n * tick(1000000007); }
static KONT vector add(vector a, vector b) { tick(1); return a + b; }
static KONT float small(float x, short s, unsigned char c) { return x + (float)(s * c) + (float)tick(c); }
static KONT _Bool truth(_Bool b) { return tick(b); }
static KONT const char *text(const char *s) { tick(1); return s + 1; }
static KONT long sum(long m[2][3], int n, matrix *all) { return m[tick(1)][n] + (*all)[0][1]; }
static KONT volatile long *watch(volatile long *p) { *p += tick(1); return p; }

static KONT void scalars(void)
{
    long double l = precise(1.0L);
    __int128 h = huge((__int128)1 << 70);
    double complex z = turn(turn(1 + 2 * I)) + turn(1);
    float f = small(1.5f, 2, 3) + small(0.5f, -1, 4);
    printf("%Lg %d %g %g %g %d\n", l, (int)(h >> 70), creal(z), cimag(z), (double)f, truth(2) + truth(0));
    enum color c = next_color(next_color(RED));
    printf("%d %s\n", c, text(text("abc")));
    constant k = tick(3);
    long const volatile w = tick(k);
    printf("%ld %ld\n", k, w);
    vector v = add((vector){ 1, 2, 3, 4 }, add((vector){ 1, 1, 1, 1 }, (vector){ 0 }));
    printf("%d %d\n", v[0], v[3]);
}

static KONT void records(void)
{
    unnamed u = make_unnamed(5), list[2] = { make_unnamed(6), u };
    struct flags f = make_flags(3);
    struct fixed x = { tick(1), text("xfixed") };
    union any a = make_any(7);
    struct wide w = make_wide(8);
    __typeof__(bare) b = bare, *p = &bare;
    f.a += (unsigned)tick(1);
    u.b[1] = (char)('a' + tick(2));
    printf("%d %s %d %s\n", u.a, u.b, list[0].a, list[1].b);
    printf("%u %d %d %ld %s %ld %ld %ld\n", f.a, f.b, f.c, x.n, x.s, a.n, w.v[19], make_wide(1).v[tick(19)]);
    p->n += tick(1);
    printf("%ld %ld\n", b.n, p->n);
}

static KONT void arrays(void)
{
    long m[2][3] = { { 1, 2, 3 }, { 4, tick(5), 6 } };
    matrix other = { { 7, 8, 9 } };
    char s[] = "abc", t[2][4] = { "xy" };
    long (*row)[3] = &m[1], *const end = m[1] + 3;
    s[tick(1)] = 'B';
    t[1][0] = (char)('m' + tick(1));
    printf("%ld %s %s %s %ld %ld\n", sum(m, 2, &other), s, t[0], t[1], (*row)[1], end[-1] + tick(0));
}

static KONT void pointers(void)
{
    volatile long n = 3;
    int (*compare)(const char *, const char *) = strcmp;
    int (*table[2])(const char *, const char *) = { strcmp, tick(1) ? strcoll : NULL };
    void (*(*nothing)(void))(int) = NULL;
    const char *const *names = (const char *const[]){ "a", "b", tick(1) ? "c" : "d" };
    printf("%ld %d %d %s %d\n", *watch(&n), compare("a", "b") < tick(0), table[tick(1)]("b", "a") > 0, names[tick(2)], nothing == NULL);
}

/* Types that are defined by locals. */
static KONT long by_locals(int n, struct flags *given, long m[2][3])
{
    double d = 2.5;
    const int numbers[5] = { 1, 2, 3, 4, 5 };
    long v = n, *where = &v;
    typedef __typeof__(d) real;
    typedef __typeof__(numbers) five;
    struct pair { __typeof__(given->a + n) a; char b[sizeof numbers]; __typeof__(*given) copy; } p = { 1, "x", *given };
    enum { COUNT = sizeof numbers / sizeof *numbers, BIG = sizeof(struct pair) };
    static const char text_of[] = "static";
    union { char c[sizeof text_of]; __typeof__(p.a) n; } u = { .n = (unsigned)tick(n) };
    struct nested { struct pair inner; __typeof__(p) *other; __typeof__(*m) row; } q = { p, &p, { m[0][1] } };
    p.a += (unsigned)tick(1);
    {
        float d = 1;
        struct inner { __typeof__(d) f; __typeof__(where) to; } i = { d, where };
        *i.to += tick(sizeof i.f);
    }
    five f = { COUNT };
    real r = d * (double)tick(2);
    return (long)(q.other->a + u.n + r) + f[0] + BIG + v + (long)sizeof u + q.row[0];
}

/* Locals that are called like types. */
static KONT long names(long unnamed)
{
    long matrix = tick(unnamed), color = matrix + tick(1);
    return make_unnamed((int)color).a + matrix;
}

static KONT long falls(long n)
{
    switch (n) {
    case 1:
        n += tick(1);
        /* fall through */
    case 2:
        n += tick(2);
        __attribute__((fallthrough));
    default:
        n += tick(3);
    }
    return n;
}

inline KONT long outside(long n);
extern inline KONT long outside(long n) { return tick(n); }

KONT int program(void)
{
    scalars();
    records();
    arrays();
    pointers();
    printf("%ld\n", by_locals(3, &(struct flags){ 1, 2, 1 }, (matrix){ { 1, 20 } }));
    printf("%ld %ld %ld\n", names(3), falls(1) + falls(2), outside(4));
    return 0;
}
