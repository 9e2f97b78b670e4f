/* c_sudoku.c: `sudoku` in plain C: a recursion in which every level has a board of its own. */
#include "puzzles.h"

static bool solve(const struct board *b, char solution[CELLS + 1])
{
    struct choice choice;
    if (!board_choice(b, &choice)) {
        board_text(b, solution);
        return true;
    }
    for (int i = 0; i < choice.count; i++) {
        struct board next = *b;
        if (board_place(&next, choice.moves[i].cell, choice.moves[i].digit) && board_settle(&next) && solve(&next, solution))
            return true;
    }
    return false;
}

double sudoku(long n, long arg)
{
    static char puzzles[PUZZLES][CELLS];
    char solution[CELLS + 1];
    int count = puzzles_read(puzzles);
    (void)arg;
    double start = bench_now();
    for (long i = 0; i < n; i++) {
        struct board b;
        const char *givens = puzzles[i % count];
        bench_check(board_start(&b, givens) && solve(&b, solution) && puzzle_is_solved(givens, solution), "a sudoku puzzle's solution");
    }
    return (bench_now() - start) / 1e6 / (double)n;
}
