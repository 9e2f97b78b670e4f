/* board.h: the board, and all ways to put one of the twelve pentominoes on it. Plain C that knows nothing of kont.
 *
 * Only squares of the board have numbers, so a set of squares is the bits of one integer, whatever the board's shape. */
#ifndef PENTOMINOES_BOARD_H
#define PENTOMINOES_BOARD_H

#include <stdbool.h>
#include <stdint.h>

enum { PIECES = 12, SQUARES = 5 * PIECES, MOST_LINES = 60, MOST_SYMMETRIES = 8, MOST_WAYS = 64 };
enum { X = 9 };                                         /* the piece that looks the same however it is turned */

typedef uint64_t squares;                               /* bit s: the square s */

struct board {
    int rows, columns;
    int at[MOST_LINES][MOST_LINES];                     /* the number of the square in each row and column, or -1 */
    squares neighbours[SQUARES];
    int ways[SQUARES];                                  /* of placing a piece so that this is its first square */
    struct way {
        int piece;
        squares covers;
    } way[SQUARES][MOST_WAYS];
    int symmetries;                                     /* turns and reflections that leave the board as it is */
    int image[MOST_SYMMETRIES][SQUARES];                /* the square to which each takes a square */
    int crosses;                                        /* the ways of X, but one of those that are symmetric to each other */
    squares cross[SQUARES];
};

extern const char piece_names[PIECES + 1];

/* Numbers the squares: `text` has a line for each row, '.' for a square of the board, anything else where there is none. False: they are not 60. */
bool board_number(struct board *b, const char text[MOST_LINES][MOST_LINES]);

/* Finds all else of a board whose squares are numbered. */
void board_prepare(struct board *b);

/* The squares to which a symmetry takes these. */
squares board_image(const struct board *b, int symmetry, squares set);

/* Whether each connected part of what is not filled can be filled by squares alone: has a multiple of five. */
bool board_fillable(const struct board *b, squares filled);

#endif
