/* solve.c: guess, follow up, guess again.
 *
 * The board is a local variable of the body. A wrong guess may spoil it as it likes: when kont_choose returns once more, with the
 * next alternative, the board is as it was at that choice. Nothing is copied or undone here. */
#include <kont/search.h>

#include "solve.h"

KONT void *solve(void *arg)
{
    struct puzzle *puzzle = arg;
    struct board board;
    struct choice choice;
    kont_require(board_start(&board, puzzle->givens));
    while (board_choice(&board, &choice)) {
        struct move *move = &choice.moves[kont_choose(0, choice.count - 1)];
        kont_require(board_place(&board, move->cell, move->digit));
        kont_require(board_settle(&board));
    }
    board_text(&board, puzzle->solution);
    return puzzle->solution;
}
