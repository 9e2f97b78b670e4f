/* search_order.c: other orders than the first alternative first, all the way down: random choices; rounds, each with a larger limit.
 *
 * A round starts from the root, so all that a choice does is to depend on the way to it alone: random orders do, by the path's key. A solution that the round
 * before has found is not given again: it has no more choices, or discrepancies, than that round allowed. */
#include "search.h"

static KONT void check_no_rounds(const kont_search *s, const char *where)
{
    kont__search_check_new(s, where);
    if (kont__ways(s) & WAY_ROUNDS)
        kont_raise_error(KONT_ERR_ARGUMENT, where, "search has rounds");
}

/* ---- Random orders ------------------------------------------------------------------------------------------------------------------------------ */

/* Steele, Lea and Flood's SplitMix64 (2014). */
static uint64_t mix(uint64_t x)
{
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

KONT void kont_search_shuffle(kont_search *s, uint64_t seed)
{
    kont__search_check_new(s, "kont_search_shuffle");
    s->seed = seed;
    kont__add_way(s, WAY_SHUFFLE);
}

void kont__search_step_key(struct path *path, unsigned long alternative)
{
    path->key = mix(path->key + alternative);
}

/* a + b modulo n, of numbers below n; an n of 0 is 2 to the 64. */
static uint64_t sum(uint64_t a, uint64_t b, uint64_t n)
{
    return n == 0 || a < n - b ? a + b : a - (n - b);
}

/* Where x of 0..n-1 comes in the permutation of this key. Each round pairs all numbers, x with mirror - x, and swaps some of the pairs. */
static uint64_t permuted(uint64_t key, uint64_t n, uint64_t x)
{
    unsigned rounds = 16;
    for (uint64_t m = n - 1; m != 0; m >>= 1)
        rounds += 4;
    for (unsigned i = 0; i < rounds; i++) {
        uint64_t round_key = mix(key + i), mirror = n == 0 ? round_key : round_key % n;
        uint64_t other = sum(mirror, x == 0 ? 0 : n - x, n), larger = x > other ? x : other;
        if (mix(round_key ^ mix(larger)) & 1)
            x = other;
    }
    return x;
}

long kont__search_order(const kont_search *s, uint64_t key, long low, long high, long n)
{
    if (!(kont__ways(s) & WAY_SHUFFLE))
        return n;
    uint64_t count = (uint64_t)high - (uint64_t)low + 1;
    return (long)((uint64_t)low + permuted(key, count, (uint64_t)n - (uint64_t)low));
}

/* ---- Rounds ---------------------------------------------------------------------------------------------------------------------------------------- */

KONT void kont_search_deepen(kont_search *s, size_t first, size_t step)
{
    check_no_rounds(s, "kont_search_deepen");
    if (step < 1)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_search_deepen", "step");
    s->round.step = step;
    s->limit.depth = first < s->round.most ? first : s->round.most;
    kont__add_way(s, WAY_DEPTH | WAY_ROUNDS);
}

KONT void kont_search_discrepancies(kont_search *s, size_t most)
{
    check_no_rounds(s, "kont_search_discrepancies");
    s->round.odd = most;
    s->limit.discrepancies = 0;
    kont__add_way(s, WAY_ROUNDS);
}

void kont__search_set_root(kont_search *s)
{
    s->path = (struct path){ .key = mix(s->seed), .share = 1, .tree = 1 };
    s->estimate.share = s->estimate.tree = 0;
    s->estimate.leaves = s->stats.failures + s->stats.solutions;
    s->round.before = kont__search_nodes(s);
    s->left_out = false;
}

/* Whether the next round may go further than this one. */
static bool widen(kont_search *s)
{
    bool deepens = s->round.step != 0;
    size_t *limit = deepens ? &s->limit.depth : &s->limit.discrepancies, most = deepens ? s->round.most : s->round.odd;
    if (*limit >= most)
        return false;
    s->round.previous = *limit;
    s->round.later = true;
    if (!deepens)
        ++*limit;
    else
        *limit = most - *limit > s->round.step ? *limit + s->round.step : most;
    s->begun = false;
    return true;
}

static bool is_repeated(const kont_search *s)
{
    return s->round.later && (s->round.step != 0 ? s->level : s->path.discrepancies) <= s->round.previous;
}

bool kont__search_again(kont_search *s)
{
    if (s->outcome == KONT_SEARCH_FOUND) {
        bool refused = is_repeated(s) || !kont__search_note_cost(s);
        s->stats.failures += refused;
        return refused;
    }
    if (s->outcome != KONT_SEARCH_EXHAUSTED || !s->left_out)
        return false;
    s->outcome = KONT_SEARCH_CUT_OFF;
    return (kont__ways(s) & WAY_ROUNDS) && widen(s);
}
