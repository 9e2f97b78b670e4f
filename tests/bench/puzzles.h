/* puzzles.h: the sudoku puzzles of examples/puzzles/hard.txt, for the row `sudoku`. */
#ifndef BENCH_PUZZLES_H
#define BENCH_PUZZLES_H

#include <stdio.h>

#include "../../examples/sudoku/board.h"
#include "bench.h"

/* The row, in every program that has it: so many puzzles, ms for each. */
bench_fn sudoku;

enum { PUZZLES = 100 };

/* Reads them; returns how many there are, one at least. */
static inline int puzzles_read(char puzzles[PUZZLES][CELLS])
{
    char line[256];
    int count = 0;
    FILE *file = fopen("examples/puzzles/hard.txt", "r");
    while (file != NULL && count < PUZZLES && fgets(line, sizeof line, file) != NULL)
        if (line[0] != '#' && strcspn(line, "\n") >= CELLS)
            memcpy(puzzles[count++], line, CELLS);
    bench_check(count > 0, "the file of puzzles");
    fclose(file);
    return count;
}

/* Whether the solution has the givens, and follows the rules: then nothing is left to choose. */
static inline bool puzzle_is_solved(const char givens[CELLS], const char *solution)
{
    struct board b;
    struct choice choice;
    for (int i = 0; i < CELLS; i++)
        if (givens[i] >= '1' && givens[i] <= '9' && givens[i] != solution[i])
            return false;
    return board_start(&b, solution) && !board_choice(&b, &choice);
}

#endif
