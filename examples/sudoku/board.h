/* board.h: a sudoku board as sets of candidates, and what follows from them without a guess.
 *
 * Plain C that knows nothing of kont. A board is one small value without pointers, so that it can live in a frame of the
 * search and go back with it. */
#ifndef SUDOKU_BOARD_H
#define SUDOKU_BOARD_H

#include <stdbool.h>
#include <stdint.h>

enum { CELLS = 81 };

struct board {
    uint16_t can[CELLS];                                /* bit d: the digit d+1 may still stand in this cell */
};

/* The board with these givens ('1'..'9'; all else is empty), and what follows from them at once. False: they contradict. */
bool board_start(struct board *b, const char givens[CELLS]);

/* Puts `digit` (1..9) into the cell, takes it from the cell's peers, and so on. False: a contradiction; b is then spoilt. */
bool board_place(struct board *b, int cell, int digit);

/* Fills every digit that has one place left in a row, a column or a box, until none is. False: a contradiction. */
bool board_settle(struct board *b);

/* Moves of which one must be right: the digits of one cell, or the two cells of one digit in a unit. */
struct choice {
    int count;
    struct move {
        int cell, digit;
    } moves[9];
};

/* A choice with as few moves as can be found. False: there is none, all cells are decided. */
bool board_choice(const struct board *b, struct choice *choice);

/* Writes a decided board as 81 digits and a terminating zero. */
void board_text(const struct board *b, char text[CELLS + 1]);

#endif
