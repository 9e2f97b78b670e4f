/* board.c: numbers squares, turns pieces, finds where they fit. */
#include "board.h"

#include <stdlib.h>
#include <string.h>

/* Golomb's names (Polyominoes, 1965). */
const char piece_names[PIECES + 1] = "FILNPTUVWXYZ";

static const char *const shapes[PIECES][5] = {
    { ".##", "##.", ".#." }, { "#####" }, { "#...", "####" }, { "##..", ".###" }, { "##", "##", "#." }, { "###", ".#.", ".#." },
    { "#.#", "###" }, { "#..", "#..", "###" }, { "#..", "##.", ".##" }, { ".#.", "###", ".#." }, { ".#..", "####" }, { "##.", ".#.", ".##" },
};

struct square {
    int row, column;
};

/* One of the eight turns and reflections of the plane: bit 0 exchanges rows and columns, bits 1 and 2 reverse them. */
static struct square turned(struct square s, int how, int rows, int columns)
{
    if (how & 2)
        s.row = rows - 1 - s.row;
    if (how & 4)
        s.column = columns - 1 - s.column;
    return how & 1 ? (struct square){ s.column, s.row } : s;
}

static int square_at(const struct board *b, int row, int column)
{
    return row >= 0 && column >= 0 && row < b->rows && column < b->columns ? b->at[row][column] : -1;
}

/* Along the shorter side, so that what is filled has a short edge. */
bool board_number(struct board *b, const char text[MOST_LINES][MOST_LINES])
{
    bool by_columns = b->columns > b->rows;
    int lines = by_columns ? b->columns : b->rows, length = by_columns ? b->rows : b->columns, count = 0;
    for (int line = 0; line < lines; line++)
        for (int i = 0; i < length; i++) {
            int row = by_columns ? i : line, column = by_columns ? line : i;
            bool is = text[row][column] == '.';
            b->at[row][column] = is && count < SQUARES ? count : -1;
            count += is;
        }
    return count == SQUARES;
}

static squares bit(int square)
{
    return (squares)1 << square;
}

static void find_neighbours(struct board *b)
{
    static const struct square steps[4] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };
    for (int row = 0; row < b->rows; row++)
        for (int column = 0; column < b->columns; column++)
            for (int i = 0; i < 4; i++) {
                int from = b->at[row][column], to = square_at(b, row + steps[i].row, column + steps[i].column);
                if (from >= 0 && to >= 0)
                    b->neighbours[from] |= bit(to);
            }
}

/* The squares of a piece, turned. */
static void piece_squares(int piece, int how, struct square s[5])
{
    int n = 0;
    for (int row = 0; row < 5 && shapes[piece][row] != NULL; row++)
        for (int column = 0; shapes[piece][row][column] != '\0'; column++)
            if (shapes[piece][row][column] == '#')
                s[n++] = turned((struct square){ row, column }, how, 5, 5);
}

/* Many turns of a piece look alike: each way is entered once. */
static void add_way(struct board *b, int piece, squares covers)
{
    int first = 0;
    while ((covers & bit(first)) == 0)
        first++;
    for (int i = 0; i < b->ways[first]; i++)
        if (b->way[first][i].covers == covers)
            return;
    b->way[first][b->ways[first]++] = (struct way){ piece, covers };
}

static void find_ways(struct board *b, int piece, int how)
{
    struct square s[5];
    piece_squares(piece, how, s);
    for (int row = -4; row < b->rows; row++)
        for (int column = -4; column < b->columns; column++) {
            squares covers = 0;
            int i = 0;
            for (int square; i < 5 && (square = square_at(b, row + s[i].row, column + s[i].column)) >= 0; i++)
                covers |= bit(square);
            if (i == 5)
                add_way(b, piece, covers);
        }
}

/* Enters the turn if it takes every square to a square. */
static void try_symmetry(struct board *b, int how)
{
    for (int row = 0; row < b->rows; row++)
        for (int column = 0; column < b->columns; column++) {
            struct square to = turned((struct square){ row, column }, how, b->rows, b->columns);
            int image = square_at(b, to.row, to.column);
            if ((b->at[row][column] < 0) != (image < 0))
                return;
            if (image >= 0)
                b->image[b->symmetries][b->at[row][column]] = image;
        }
    b->symmetries++;
}

squares board_image(const struct board *b, int symmetry, squares set)
{
    squares image = 0;
    for (; set != 0; set &= set - 1)
        image |= bit(b->image[symmetry][__builtin_ctzll(set)]);
    return image;
}

static void find_crosses(struct board *b)
{
    for (int square = 0; square < SQUARES; square++)
        for (int i = 0; i < b->ways[square]; i++) {
            squares covers = b->way[square][i].covers;
            bool least = b->way[square][i].piece == X;
            for (int symmetry = 0; symmetry < b->symmetries && least; symmetry++)
                least = board_image(b, symmetry, covers) >= covers;
            if (least)
                b->cross[b->crosses++] = covers;
        }
}

void board_prepare(struct board *b)
{
    find_neighbours(b);
    for (int piece = 0; piece < PIECES; piece++)
        for (int how = 0; how < 8; how++)
            find_ways(b, piece, how);
    for (int how = 0; how < 8; how++)
        if ((how & 1) == 0 || b->rows == b->columns)
            try_symmetry(b, how);
    find_crosses(b);
}

/* All squares that can be reached from one of the set `part` without leaving `within`. */
static squares reached(const struct board *b, squares part, squares within)
{
    for (squares edge = part; edge != 0; ) {
        squares next = 0;
        for (; edge != 0; edge &= edge - 1)
            next |= b->neighbours[__builtin_ctzll(edge)];
        edge = next & within & ~part;
        part |= edge;
    }
    return part;
}

bool board_fillable(const struct board *b, squares filled)
{
    for (squares left = (bit(SQUARES) - 1) & ~filled; left != 0; ) {
        squares part = reached(b, left & -left, left);
        if (__builtin_popcountll(part) % 5 != 0)
            return false;
        left &= ~part;
    }
    return true;
}
