/* options.h: the command line. */
#ifndef SUDOKU_OPTIONS_H
#define SUDOKU_OPTIONS_H

#include <stdbool.h>

struct options {
    unsigned long max;                                  /* solutions wanted for each puzzle */
    bool stats;
    char **files;                                       /* ends with a null; empty: standard input */
};

enum { EXIT_OK = 0, EXIT_WRITE = 1, EXIT_INPUT = 2 };

/* Reads the command line; for --help and for one that is wrong, says so and ends the program. argv is reordered. */
void options_read(struct options *o, char **argv);

#endif
