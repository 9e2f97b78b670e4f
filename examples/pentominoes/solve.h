/* solve.h: the search body that fills a board. */
#ifndef PENTOMINOES_SOLVE_H
#define PENTOMINOES_SOLVE_H

#include <kont/base.h>

#include "board.h"

struct puzzle {
    struct board board;
    char tiling[SQUARES];                               /* the latest that the search found: for each square the piece that covers it */
};

/* The body of a kont_search over a struct puzzle: each of its values is puzzle->tiling, filled in anew. Of tilings that turn into each other
 * with the board, one. */
KONT void *fill(void *puzzle);

#endif
