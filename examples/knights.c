/* knights.c: a knight's tour: a knight goes to every square of a board once.
 *
 * The next square is chosen among those that the knight may go to, best first: where the fewest ways lead on (Warnsdorff, Des Roesselsprunges
 * einfachste und allgemeinste Loesung, 1823). On many boards the first choice is right all the way. Where it is not, the search goes back. */
#include <kont/search.h>

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 24, SQUARES = LONGEST * LONGEST, MOVES = 8 };

struct board {
    int rows, columns, squares;
    bool closed;                                        /* the last square has to be a knight's move from the first */
    struct moves {
        int count, to[MOVES];
    } moves[SQUARES];
};

struct tour {
    short step[SQUARES];                                /* of each square: when the knight was there, from 1; 0: not yet */
};

static int square_at(const struct board *b, int row, int column)
{
    return row >= 0 && row < b->rows && column >= 0 && column < b->columns ? row * b->columns + column : -1;
}

static void find_moves(struct board *b)
{
    static const int down[MOVES] = { 1, 2, 2, 1, -1, -2, -2, -1 }, right[MOVES] = { 2, 1, -1, -2, -2, -1, 1, 2 };
    b->squares = b->rows * b->columns;
    for (int s = 0; s < b->squares; s++)
        for (int m = 0; m < MOVES; m++) {
            int to = square_at(b, s / b->columns + down[m], s % b->columns + right[m]);
            if (to >= 0)
                b->moves[s].to[b->moves[s].count++] = to;
        }
}

static int free_around(const struct board *b, const struct tour *t, int square)
{
    int count = 0;
    for (int i = 0; i < b->moves[square].count; i++)
        count += t->step[b->moves[square].to[i]] == 0;
    return count;
}

static bool joined(const struct board *b, int from, int to)
{
    for (int i = 0; i < b->moves[from].count; i++)
        if (b->moves[from].to[i] == to)
            return true;
    return false;
}

/* The free squares that can be reached from `here`, that with fewest ways on first. */
static struct moves next_squares(const struct board *b, const struct tour *t, int here)
{
    struct moves found = { 0, { 0 } };
    int ways[MOVES];
    for (int i = 0; i < b->moves[here].count; i++) {
        int to = b->moves[here].to[i], n = free_around(b, t, to), at = found.count;
        if (t->step[to] != 0)
            continue;
        for (; at > 0 && ways[at - 1] > n; at--) {
            ways[at] = ways[at - 1];
            found.to[at] = found.to[at - 1];
        }
        ways[at] = n;
        found.to[at] = to;
        found.count++;
    }
    return found;
}

/* Whether no square near `left`, from where the knight went to `here`, has become a place that it can't come to; or, of a tour that has to go on
 * from each, can't leave again. */
static bool within_reach(const struct board *b, const struct tour *t, int left, int here, int start)
{
    for (int i = 0; i < b->moves[left].count; i++) {
        int square = b->moves[left].to[i];
        if (t->step[square] != 0)
            continue;
        int ways = free_around(b, t, square) + joined(b, square, here);
        if (b->closed ? ways + (start != here && joined(b, square, start)) < 2 : ways < 1)
            return false;
    }
    return true;
}

/* Squares of two colours take turns: the tour of an odd board begins on the colour that has one more, and can't be closed. */
static bool may_begin(const struct board *b, int square)
{
    return b->squares % 2 == 0 || (!b->closed && (square / b->columns + square % b->columns) % 2 == 0);
}

static struct tour found;

static KONT void *travel(void *arg)
{
    const struct board *b = arg;
    struct tour t = { { 0 } };
    int start = (int)kont_choose(0, b->closed ? 0 : b->squares - 1), here = start;
    kont_require(may_begin(b, start));
    t.step[start] = 1;
    for (int step = 2; step <= b->squares; step++) {
        struct moves next = next_squares(b, &t, here);
        int left = here;
        here = next.to[kont_choose(0, next.count - 1)];
        t.step[here] = (short)step;
        kont_require(within_reach(b, &t, left, here, start));
        kont_require(!b->closed || step == b->squares || free_around(b, &t, start) > 0);
    }
    kont_require(!b->closed || joined(b, here, start));
    found = t;
    return &found;
}

/* ---- the command line ---- */

static const char help[] =
    "usage: knights [--closed] [--count] ROWSxCOLUMNS\n"
    "\n"
    "Prints a tour of the knight: for each square of the board at which step the knight comes\n"
    "there; or \"none\". A board has up to 24 by 24 squares.\n"
    "\n"
    "  --closed  from the last square the knight has to come back to the first\n"
    "  --count   print how many tours there are: each counts once for each direction, and an\n"
    "            open one from where it begins; keep the board small\n"
    "  --help    print this and exit\n"
    "\n"
    "Exit status: 0, or 1 when the output cannot be written, or 2 when the command line is wrong.\n";

static void check_output(void)
{
    if (fflush(stdout) == EOF || ferror(stdout))
        err(1, "standard output");
}

static void print_tour(const struct board *b, const struct tour *t)
{
    int width = snprintf(NULL, 0, "%d", b->squares);
    for (int s = 0; s < b->squares; s++)
        printf("%*d%c", width, t->step[s], s % b->columns == b->columns - 1 ? '\n' : ' ');
    check_output();
}

static void read_size(struct board *b, const char *text)
{
    int end = 0;
    if (sscanf(text, "%2dx%2d%n", &b->rows, &b->columns, &end) != 2 || text[end] != '\0' || b->rows < 1 || b->rows > LONGEST ||
        b->columns < 1 || b->columns > LONGEST)
        errx(2, "expected a board like 8x8, up to %dx%d, found '%s' (--help explains)", LONGEST, LONGEST, text);
}

/* Returns whether the tours are to be counted. */
static bool read_options(char **argv, struct board *b)
{
    const char *size = NULL;
    bool count = false;
    while (*++argv != NULL) {
        if (strcmp(*argv, "--help") == 0) {
            fputs(help, stdout);
            check_output();
            exit(0);
        } else if (strcmp(*argv, "--closed") == 0)
            b->closed = true;
        else if (strcmp(*argv, "--count") == 0)
            count = true;
        else if (argv[0][0] == '-')
            errx(2, "unknown option %s (--help explains)", *argv);
        else if (size != NULL)
            errx(2, "expected one board, found '%s' after it (--help explains)", *argv);
        else
            size = *argv;
    }
    if (size == NULL)
        errx(2, "expected a board, found nothing (--help explains)");
    read_size(b, size);
    return count;
}

int main(int argc, char **argv)
{
    (void)argc;
    static struct board board;
    bool count = read_options(argv, &board);
    find_moves(&board);
    kont_search *search = kont_search_new(travel, &board);
    void *tour;
    unsigned long tours = 0;
    while (count && kont_search_next(search, &tour))
        tours++;
    if (count)
        printf("%lu\n", tours);
    else if (kont_search_next(search, &tour))
        print_tour(&board, tour);
    else
        puts("none");
    check_output();
    return 0;
}
