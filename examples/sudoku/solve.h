/* solve.h: the search body that solves one puzzle. */
#ifndef SUDOKU_SOLVE_H
#define SUDOKU_SOLVE_H

#include <kont/base.h>

#include "board.h"

struct puzzle {
    char givens[CELLS];
    char solution[CELLS + 1];                           /* the latest that the search found */
};

/* The body of a kont_search over a struct puzzle: each of its values is puzzle->solution, filled in anew. */
KONT void *solve(void *puzzle);

#endif
