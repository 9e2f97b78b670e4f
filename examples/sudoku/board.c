/* board.c: candidates and what follows from them. Two rules do it: a cell with one candidate has that digit, and a digit with one
 * place left in a unit (a row, a column, a box) stands there. */
#include "board.h"

enum { ALL = 0x1ff, UNITS = 27 };

/* The kth cell of a unit: rows are 0..8, columns 9..17, boxes 18..26. */
static int unit_cell(int unit, int k)
{
    int n = unit % 9;
    switch (unit / 9) {
    case 0: return n * 9 + k;
    case 1: return k * 9 + n;
    default: return n / 3 * 27 + n % 3 * 3 + k / 3 * 9 + k % 3;
    }
}

static bool decided(unsigned set)
{
    return (set & (set - 1)) == 0;
}

static bool put(struct board *b, int cell, unsigned bit);

/* Takes the bit from a peer of the cell that has got it. */
static bool take(struct board *b, int peer, unsigned bit)
{
    if ((b->can[peer] & bit) == 0)
        return true;
    b->can[peer] &= ~bit;
    if (b->can[peer] == 0)
        return false;
    return !decided(b->can[peer]) || put(b, peer, b->can[peer]);
}

/* A cell has three units, so a peer may come up twice: the second time there is nothing left to take. */
static bool put(struct board *b, int cell, unsigned bit)
{
    if ((b->can[cell] & bit) == 0)
        return false;
    b->can[cell] = bit;
    int row = cell / 9, column = cell % 9, box = row / 3 * 3 + column / 3;
    int units[3] = { row, 9 + column, 18 + box };
    for (int u = 0; u < 3; u++)
        for (int k = 0; k < 9; k++) {
            int peer = unit_cell(units[u], k);
            if (peer != cell && !take(b, peer, bit))
                return false;
        }
    return true;
}

/* Fills the digits that have one place left in this unit. What `alone` says may be out of date once a cell is filled; then the
 * next round finds the digit without a place. */
static bool settle_unit(struct board *b, int unit, bool *changed)
{
    unsigned once = 0, twice = 0;
    for (int k = 0; k < 9; k++) {
        unsigned can = b->can[unit_cell(unit, k)];
        twice |= once & can;
        once |= can;
    }
    if (once != ALL)
        return false;
    unsigned alone = once & ~twice;
    for (int k = 0; k < 9; k++) {
        int cell = unit_cell(unit, k);
        unsigned bit = b->can[cell] & alone;
        if (bit == 0 || bit == b->can[cell])
            continue;
        if (!decided(bit) || !put(b, cell, bit))
            return false;
        *changed = true;
    }
    return true;
}

bool board_settle(struct board *b)
{
    bool changed;
    do {
        changed = false;
        for (int unit = 0; unit < UNITS; unit++)
            if (!settle_unit(b, unit, &changed))
                return false;
    } while (changed);
    return true;
}

bool board_place(struct board *b, int cell, int digit)
{
    return put(b, cell, 1u << (digit - 1));
}

bool board_start(struct board *b, const char givens[CELLS])
{
    for (int cell = 0; cell < CELLS; cell++)
        b->can[cell] = ALL;
    for (int cell = 0; cell < CELLS; cell++)
        if (givens[cell] >= '1' && givens[cell] <= '9' && !board_place(b, cell, givens[cell] - '0'))
            return false;
    return board_settle(b);
}

static int count(unsigned set)
{
    int n = 0;
    for (; set != 0; set &= set - 1)
        n++;
    return n;
}

/* The lowest digit of a set. */
static int digit_of(unsigned set)
{
    int digit = 1;
    for (; (set & 1) == 0; set >>= 1)
        digit++;
    return digit;
}

static void add_move(struct choice *choice, int cell, int digit)
{
    choice->moves[choice->count++] = (struct move){ cell, digit };
}

/* The undecided cell with the fewest candidates, or -1. */
static int narrowest_cell(const struct board *b)
{
    int best = -1, fewest = 10;
    for (int cell = 0; cell < CELLS && fewest > 2; cell++) {
        int n = count(b->can[cell]);
        if (n > 1 && n < fewest) {
            best = cell;
            fewest = n;
        }
    }
    return best;
}

/* The digits that have exactly two places in the unit. */
static unsigned twofold(const struct board *b, int unit)
{
    unsigned once = 0, twice = 0, thrice = 0;
    for (int k = 0; k < 9; k++) {
        unsigned can = b->can[unit_cell(unit, k)];
        thrice |= twice & can;
        twice |= once & can;
        once |= can;
    }
    return twice & ~thrice;
}

/* The two cells of a digit in some unit; no moves when there is no such digit. */
static void choose_place(const struct board *b, struct choice *choice)
{
    unsigned two = 0;
    int unit = -1;
    while (two == 0 && ++unit < UNITS)
        two = twofold(b, unit);
    if (two == 0)
        return;
    int digit = digit_of(two);
    for (int k = 0; k < 9; k++)
        if (b->can[unit_cell(unit, k)] >> (digit - 1) & 1)
            add_move(choice, unit_cell(unit, k), digit);
}

static void choose_digit(const struct board *b, int cell, struct choice *choice)
{
    for (unsigned set = b->can[cell]; set != 0; set &= set - 1)
        add_move(choice, cell, digit_of(set));
}

bool board_choice(const struct board *b, struct choice *choice)
{
    int cell = narrowest_cell(b);
    choice->count = 0;
    if (cell < 0)
        return false;
    if (count(b->can[cell]) > 2)
        choose_place(b, choice);
    if (choice->count == 0)
        choose_digit(b, cell, choice);
    return true;
}

void board_text(const struct board *b, char text[CELLS + 1])
{
    for (int cell = 0; cell < CELLS; cell++)
        text[cell] = (char)('0' + digit_of(b->can[cell]));
    text[CELLS] = '\0';
}
