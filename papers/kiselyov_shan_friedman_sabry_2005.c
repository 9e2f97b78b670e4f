/* kiselyov_shan_friedman_sabry_2005.c: Oleg Kiselyov, Chung-chieh Shan, Daniel P. Friedman and Amr Sabry, "Backtracking, Interleaving, and Terminating
 * Monad Transformers", ICFP 2005: the paper's examples of fair disjunction (interleave), fair conjunction (>>-), soft cut (ifte) and
 * cut (once); the orders in which solutions come, beside those of the definitions, over lists.
 *
 * Where the paper's plain versions do not end, a limit of nodes ends them here. */
#include <kont.h>
#include <stdio.h>

static KONT kont_search *search(kont_fn *fn, intptr_t arg)
{
    return kont_search_new(fn, kont_int(arg));
}

/* Prints the first `most` solutions; 10,000 nodes have to do. */
static KONT void show(const char *what, kont_search *s, int most)
{
    void *v;
    printf("%-42s", what);
    kont_search_limit_nodes(s, 10000);
    kont_search_limit_solutions(s, (unsigned long)most);
    while (kont_search_next(s, &v))
        printf(" %ld", (long)kont_to_int(v));
    enum kont_search_state state = kont_search_state(s);
    puts(state == KONT_SEARCH_ENOUGH ? " ..." : state == KONT_SEARCH_NODES ? " (no end)" : "");
    kont_search_close(s);
}

/* ---- Fair disjunction ------------------------------------------------------------------------------------------------- */

/* odds = return 1 `mplus` (odds >>= \a -> return (2 + a)) */
static KONT void *odds(void *unused)
{
    long n = 1;
    (void)unused;
    while (kont_choose(0, 1) == 1)
        n += 2;
    return kont_int(n);
}

static KONT void *tens(void *unused)
{
    (void)unused;
    return kont_int(10 * kont_choose(1, 3));
}

static KONT void *odds_or_tens(void *unused)
{
    return kont_choose(0, 1) == 0 ? odds(unused) : tens(unused);
}

static KONT void *even(void *from)
{
    intptr_t n = kont_to_int(kont_choose_search(from));
    kont_require(n % 2 == 0);
    return kont_int(n);
}

static KONT kont_search *evens_of(kont_search *s)
{
    return kont_search_new(even, s);
}

static KONT void disjunction(void)
{
    show("odds", search(odds, 0), 10);
    show("odds `mplus` tens", search(odds_or_tens, 0), 10);
    show("odds `interleave` tens", kont_search_interleave(search(odds, 0), search(tens, 0)), 10);
    show("even ones of odds `mplus` tens", evens_of(search(odds_or_tens, 0)), 1);
    show("even ones of odds `interleave` tens", evens_of(kont_search_interleave(search(odds, 0), search(tens, 0))), 1);
}

/* ---- Fair conjunction ------------------------------------------------------------------------------------------------- */

static KONT void *bit(void *unused)
{
    (void)unused;
    return kont_int(kont_choose(0, 1));
}

static KONT void *odds_plus(void *n, void *unused)
{
    return kont_int(kont_to_int(n) + kont_to_int(odds(unused)));
}

static KONT void *bit_then_odds(void *unused)
{
    return odds_plus(bit(unused), unused);
}

static KONT void *even_odds_plus(void *n, void *unused)
{
    intptr_t sum = kont_to_int(odds_plus(n, unused));
    kont_require(sum % 2 == 0);
    return kont_int(sum);
}

static KONT void conjunction(void)
{
    show("even ones of bit >>= oddsPlus", evens_of(search(bit_then_odds, 0)), 3);
    show("even ones of bit >>- oddsPlus", evens_of(kont_search_bind(search(bit, 0), odds_plus, NULL)), 3);
    show("bit >>- even ones of oddsPlus", kont_search_bind(search(bit, 0), even_odds_plus, NULL), 3);
}

/* ---- Soft cut and cut ---------------------------------------------------------------------------------------- */

static KONT void *factor(void *n)
{
    long d = kont_choose(2, kont_to_int(n) - 1);
    kont_require(kont_to_int(n) % d == 0);
    return kont_int(d);
}

static KONT intptr_t odd_above_1(void)
{
    intptr_t n = kont_to_int(odds(NULL));
    kont_require(n > 1);
    return n;
}

/* ifte (a factor of n) (const mzero) (return n) */
static KONT void *odd_prime(void *unused)
{
    intptr_t n = odd_above_1();
    (void)unused;
    if (kont_if(factor, kont_int(n), NULL))
        kont_fail();
    return kont_int(n);
}

static KONT void *odd_composite(void *once)
{
    intptr_t n = odd_above_1();
    if (once != NULL)
        kont_once(factor, kont_int(n));
    else
        factor(kont_int(n));
    return kont_int(n);
}

/* A permutation that happens to be sorted, as a number of five digits. */
static KONT void *bogosort(void *unused)
{
    static const int digits[] = { 5, 1, 3, 1, 2 };
    unsigned taken = 0;
    long sorted = 0, last = 0;
    (void)unused;
    for (int i = 0; i < 5; i++) {
        long j = kont_choose(0, 4);
        kont_require(!(taken & 1u << j) && digits[j] >= last);
        taken |= 1u << j;
        last = digits[j];
        sorted = 10 * sorted + last;
    }
    return kont_int(sorted);
}

static KONT void *bogosort_once(void *unused)
{
    return kont_once(bogosort, unused);
}

static KONT void cuts(void)
{
    show("odd primes, by ifte", search(odd_prime, 0), 10);
    show("odd composites", search(odd_composite, 0), 10);
    show("odd composites, by once", search(odd_composite, 1), 10);
    show("bogosort", search(bogosort, 0), 10);
    show("bogosort, once", search(bogosort_once, 0), 10);
}

/* ---- A branch that has no solution, and no end: b and c for a = 1, for a = 2 ------------------------------------------------------- */

static KONT void *number(void *unused)
{
    long n = 1;
    (void)unused;
    while (kont_choose(0, 1) == 1)
        n++;
    return kont_int(n);
}

static KONT void *pythagorean(void *a_value, void *unused)
{
    long a = (long)kont_to_int(a_value), b = a - 1 + (long)kont_to_int(number(unused)), c = b;
    while (c * c < a * a + b * b)
        c++;
    kont_require(c * c == a * a + b * b);
    return kont_int(10000 * a + 100 * b + c);
}

static KONT void *plain_pythagorean(void *unused)
{
    return pythagorean(number(unused), unused);
}

static KONT void triples(void)
{
    show("a, b, c, plainly", search(plain_pythagorean, 0), 4);
    show("a, b, c, by >>-", kont_search_bind(search(number, 0), pythagorean, NULL), 4);
}

/* ---- Orders, by the definitions ------------------------------------------------------------------------------------------------------ */

enum { MOST = 32 };
struct list {
    int length;
    long values[MOST];
};

static struct list count_from(long first, int length)
{
    struct list l = { length, { 0 } };
    for (int i = 0; i < length; i++)
        l.values[i] = first + i;
    return l;
}

static struct list rest(struct list l)
{
    for (int i = 1; i < l.length; i++)
        l.values[i - 1] = l.values[i];
    l.length--;
    return l;
}

static struct list interleave(struct list a, struct list b)
{
    if (a.length == 0)
        return b;
    struct list others = interleave(b, rest(a)), all = { others.length + 1, { a.values[0] } };
    for (int i = 0; i < others.length; i++)
        all.values[i + 1] = others.values[i];
    return all;
}

static struct list bind(struct list l, struct list (*f)(long))
{
    return l.length == 0 ? l : interleave(f(l.values[0]), bind(rest(l), f));
}

static struct list five_of(long n)
{
    return count_from(10 * n, 5);
}

static struct list so_many_of(long n)
{
    return count_from(10 * n, (int)n);
}

static void show_list(const char *what, struct list l)
{
    printf("%-42s", what);
    for (int i = 0; i < l.length; i++)
        printf(" %ld", l.values[i]);
    puts("");
}

/* The same by kont. arg: 100 * first + length */
static KONT void *counted(void *arg)
{
    long first = kont_to_int(arg) / 100;
    return kont_int(kont_choose(first, first + kont_to_int(arg) % 100 - 1));
}

static KONT void *five(void *n, void *unused)
{
    (void)unused;
    return kont_int(10 * kont_to_int(n) + kont_choose(0, 4));
}

static KONT void *so_many(void *n, void *unused)
{
    (void)unused;
    return kont_int(10 * kont_to_int(n) + kont_choose(0, kont_to_int(n) - 1));
}

static KONT void orders(void)
{
    show_list("[1..6] `interleave` [70..72]", interleave(count_from(1, 6), count_from(70, 3)));
    show("  by kont", kont_search_interleave(search(counted, 106), search(counted, 7003)), MOST);
    show_list("[10] and [20..] and [30..]", interleave(count_from(10, 2), interleave(count_from(20, 4), count_from(30, 6))));
    show("  by kont", kont_search_interleave(search(counted, 1002), kont_search_interleave(search(counted, 2004), search(counted, 3006))), MOST);
    show_list("[1..4] >>- five", bind(count_from(1, 4), five_of));
    show("  by kont", kont_search_bind(search(counted, 104), five, NULL), MOST);
    show_list("[0..5] >>- so many", bind(count_from(0, 6), so_many_of));
    show("  by kont", kont_search_bind(search(counted, 6), so_many, NULL), MOST);
}

int main(void)
{
    disjunction();
    conjunction();
    cuts();
    triples();
    orders();
    return 0;
}
