/* solve.c: an exact cover: every piece once, every square once.
 *
 * Some piece must cover the first empty square, so that is where the next choice is made. Of ways that cannot lead anywhere kont_choose is not
 * told: what plain C can see at once need not be captured. X, which no turn changes, is placed first: of its places one of those that are symmetric
 * to each other will do, so that hardly a tiling is found that was found before. */
#include <kont/search.h>

#include "solve.h"

static bool fits(const struct board *b, const struct way *w, squares filled, unsigned used)
{
    return (used >> w->piece & 1) == 0 && (filled & w->covers) == 0 && board_fillable(b, filled | w->covers);
}

static int count_ways(const struct board *b, int square, squares filled, unsigned used)
{
    int count = 0;
    for (int i = 0; i < b->ways[square]; i++)
        count += fits(b, &b->way[square][i], filled, used);
    return count;
}

/* Of those that count_ways counts, the nth. */
static const struct way *nth_way(const struct board *b, int square, squares filled, unsigned used, long n)
{
    const struct way *w = b->way[square];
    while (!fits(b, w, filled, used) || n-- > 0)
        w++;
    return w;
}

static void write_tiling(struct puzzle *p, const squares covered[PIECES])
{
    for (int piece = 0; piece < PIECES; piece++)
        for (int square = 0; square < SQUARES; square++)
            if (covered[piece] >> square & 1)
                p->tiling[square] = piece_names[piece];
}

/* A tiling that a symmetry takes to another one, X staying where it is, is the same as that: the lesser of the two is wanted. */
static bool is_least(const struct puzzle *p, squares cross)
{
    const struct board *b = &p->board;
    for (int i = 0; i < b->symmetries; i++) {
        int square = 0;
        while (square < SQUARES && p->tiling[b->image[i][square]] == p->tiling[square])
            square++;
        if (square < SQUARES && p->tiling[b->image[i][square]] < p->tiling[square] && board_image(b, i, cross) == cross)
            return false;
    }
    return true;
}

KONT void *fill(void *arg)
{
    struct puzzle *p = arg;
    const struct board *b = &p->board;
    squares covered[PIECES], filled = covered[X] = b->cross[kont_choose(0, b->crosses - 1)];
    unsigned used = 1u << X;
    for (int pieces = 1; pieces < PIECES; pieces++) {
        int square = __builtin_ctzll(~filled);
        long n = kont_choose(0, count_ways(b, square, filled, used) - 1);
        const struct way *w = nth_way(b, square, filled, used, n);
        covered[w->piece] = w->covers;
        filled |= w->covers;
        used |= 1u << w->piece;
    }
    write_tiling(p, covered);
    kont_require(is_least(p, covered[X]));
    return p->tiling;
}
