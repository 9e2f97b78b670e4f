/* Searches whose numbers of solutions are known: each is named by its sequence in the On-Line Encyclopedia of Integer Sequences (oeis.org). */
#include <kont.h>

#include "test.h"

/* Where each allocation or operation takes long, the last terms are left to the other builds. */
#if defined(KONT_STRESS_GC) || defined(KONT_STRESS_CAPTURE) || defined(KONT_VALGRIND) || defined(KONT_ASAN) || defined(KONT_MAKECONTEXT)
enum { LESS = 1 };
#else
enum { LESS = 0 };
#endif

static KONT unsigned long count(kont_fn *fn, long arg)
{
    kont_search *s = kont_search_new(fn, kont_int(arg));
    unsigned long found = kont_search_count(s);
    CHECK(kont_search_complete(s));
    return found;
}

/* One of the bits of a set, lowest first; none fails. */
static KONT unsigned choose_bit(unsigned set)
{
    for (long n = kont_choose(1, __builtin_popcount(set)); n > 1; n--)
        set &= set - 1;
    return set & -set;
}

/* ---- A000170: n queens ------------------------------------------------------------------------------------------------------- */

static KONT void *queens(void *arg)
{
    long n = kont_to_int(arg);
    unsigned all = (1u << n) - 1, columns = 0, left = 0, right = 0;
    for (long row = 0; row < n; row++) {
        unsigned bit = choose_bit(all & ~(columns | left | right));
        columns |= bit;
        left = (left | bit) >> 1;
        right = (right | bit) << 1;
    }
    return NULL;
}

TEST(search_counts, queens)
{
    static const unsigned long A000170[] = { 1, 1, 0, 0, 2, 10, 4, 40, 92, 352, 724, 2680, 14200 };
    for (long n = 1; n <= (LESS ? 7 : 12); n++)
        CHECK_INT(count(queens, n), A000170[n]);
}

/* ---- A014552: Langford pairs, a pairing and its reverse being one -------------------------------------------------------------- */

static KONT void *langford(void *arg)
{
    unsigned taken = 0;
    for (long n = kont_to_int(arg); n > 0; n--) {
        unsigned pair = 1u | 1u << (n + 1);
        pair <<= kont_choose(0, 2 * kont_to_int(arg) - n - 2);
        kont_require((taken & pair) == 0);
        taken |= pair;
    }
    return NULL;
}

TEST(search_counts, langford_pairs)
{
    static const unsigned long A014552[] = { 0, 0, 0, 1, 1, 0, 0, 26, 150 };
    for (long n = 1; n <= (LESS ? 5 : 8); n++)
        CHECK_INT(count(langford, n), 2 * A014552[n]);
}

/* ---- A006052: magic squares, but for rotation and reflection: eight of each ---------------------------------------------------- */

static KONT unsigned digit_not_in(unsigned *taken)
{
    unsigned bit = choose_bit(0x3fe & ~*taken);
    *taken |= bit;
    return (unsigned)__builtin_ctz(bit);
}

/* A digit that follows from others. */
static KONT unsigned need(int digit, unsigned *taken)
{
    kont_require(digit >= 1 && digit <= 9 && !(*taken & 1u << digit));
    *taken |= 1u << digit;
    return (unsigned)digit;
}

static KONT void *magic_3(void *unused)
{
    unsigned taken = 0, a = digit_not_in(&taken), b = digit_not_in(&taken), c = need(15 - (int)(a + b), &taken);
    unsigned d = digit_not_in(&taken), g = need(15 - (int)(a + d), &taken), e = need(15 - (int)(c + g), &taken);
    unsigned f = need(15 - (int)(d + e), &taken), h = need(15 - (int)(b + e), &taken), i = need(15 - (int)(c + f), &taken);
    kont_require(g + h + i == 15 && a + e + i == 15);
    return unused;
}

static KONT int number_not_in(unsigned *taken)
{
    unsigned bit = choose_bit(0x1fffe & ~*taken);
    *taken |= bit;
    return __builtin_ctz(bit);
}

/* What makes 34 with three others, and is at least so much. */
static KONT int fourth(int others, int least, unsigned *taken)
{
    int n = 34 - others;
    kont_require(n >= least && n <= 16 && !(*taken & 1u << n));
    *taken |= 1u << n;
    return n;
}

/* One of each eight: the first corner is the least, and what is right of it less than what is below.
 *
 *     a b c d
 *     e f g h
 *     i j k l
 *     m n o p */
static KONT void *magic_4(void *unused)
{
    unsigned taken = 0;
    int a = number_not_in(&taken), b = number_not_in(&taken), c = number_not_in(&taken), d = fourth(a + b + c, a + 1, &taken);
    int e = number_not_in(&taken);
    kont_require(e > b);
    int i = number_not_in(&taken), m = fourth(a + e + i, a + 1, &taken), f = number_not_in(&taken);
    int g = number_not_in(&taken), h = fourth(e + f + g, 1, &taken), j = fourth(d + g + m, 1, &taken), n = fourth(b + f + j, 1, &taken);
    int k = number_not_in(&taken), l = fourth(i + j + k, 1, &taken), o = fourth(c + g + k, 1, &taken), p = fourth(d + h + l, a + 1, &taken);
    kont_require(m + n + o + p == 34 && a + f + k + p == 34);
    return unused;
}

TEST(search_counts, magic_squares)
{
    static const unsigned long A006052[] = { 0, 1, 0, 1, 880 };
    CHECK_INT(count(magic_3, 0), 8 * A006052[3]);
    if (!LESS)
        CHECK_INT(count(magic_4, 0), A006052[4]);
}

/* ---- A001411: self-avoiding walks of n steps on the square lattice --------------------------------------------------------------- */

enum { SIDE = 32 };
static char visited[SIDE * SIDE];

static KONT void *leave(void *place)
{
    visited[kont_to_int(place)] = 0;
    return NULL;
}

static KONT void *walk(void *steps)
{
    static const int directions[] = { 1, SIDE, -1, -SIDE };
    int at = SIDE * SIDE / 2 + SIDE / 2;
    for (intptr_t n = 0; n <= kont_to_int(steps); n++) {
        kont_require(!visited[at]);
        visited[at] = 1;
        kont_undo(leave, kont_int(at));
        if (n < kont_to_int(steps))
            at += directions[kont_choose(0, 3)];
    }
    return NULL;
}

TEST(search_counts, self_avoiding_walks)
{
    static const unsigned long A001411[] = { 1, 4, 12, 36, 100, 284, 780, 2172, 5916, 16268 };
    for (long n = 0; n <= (LESS ? 4 : 9); n++)
        CHECK_INT(count(walk, n), A001411[n]);
    for (size_t i = 0; i < sizeof visited; i++)
        CHECK_INT(visited[i], 0);
}

/* ---- A002860: Latin squares; A000315: reduced ones ------------------------------------------------------------------------------- */

static KONT void latin(int n, bool reduced)
{
    unsigned rows[8] = { 0 }, columns[8] = { 0 };
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            unsigned free = ((1u << n) - 1) & ~(rows[i] | columns[j]);
            unsigned bit = choose_bit(reduced && (i == 0 || j == 0) ? 1u << (i + j) : free);
            rows[i] |= bit;
            columns[j] |= bit;
        }
}

static KONT void *any_latin(void *n)
{
    latin((int)kont_to_int(n), false);
    return NULL;
}

static KONT void *reduced_latin(void *n)
{
    latin((int)kont_to_int(n), true);
    return NULL;
}

TEST(search_counts, latin_squares)
{
    static const unsigned long A002860[] = { 1, 1, 2, 12, 576 }, A000315[] = { 1, 1, 1, 1, 4, 56, 9408 };
    for (long n = 1; n <= (LESS ? 3 : 4); n++)
        CHECK_INT(count(any_latin, n), A002860[n]);
    for (long n = 1; n <= (LESS ? 4 : 6); n++)
        CHECK_INT(count(reduced_latin, n), A000315[n]);
}

/* ---- A099390: domino tilings of m by n; squares alone are A004003, strips of 2 by n A000045 ------------------------------ */

/* Fills cells in order, each with a domino to the right (0) or down (1). arg: 10 * rows + columns. */
static KONT void *dominoes(void *arg)
{
    int rows = (int)kont_to_int(arg) / 10, columns = (int)kont_to_int(arg) % 10;
    uint64_t full = 0;
    for (int cell = 0; cell < rows * columns; cell++) {
        if (full >> cell & 1)
            continue;
        bool right = cell % columns + 1 < columns && !(full >> (cell + 1) & 1), down = cell / columns + 1 < rows;
        long way = kont_choose(right ? 0 : 1, down ? 1 : 0);
        full |= (uint64_t)1 << cell | (uint64_t)1 << (cell + (way == 0 ? 1 : columns));
    }
    return NULL;
}

TEST(search_counts, domino_tilings)
{
    static const unsigned long A000045[] = { 1, 1, 2, 3, 5, 8, 13, 21, 34, 55 };
    for (long n = 1; n <= 9; n++)
        CHECK_INT(count(dominoes, 20 + n), A000045[n]);
    CHECK_INT(count(dominoes, 33), 0);
    CHECK_INT(count(dominoes, 34), 11);
    CHECK_INT(count(dominoes, 44), 36);
    if (!LESS)
        CHECK_INT(count(dominoes, 66), 6728);
}
