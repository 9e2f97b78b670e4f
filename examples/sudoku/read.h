/* read.h: the text format.
 *
 *     # a comment; so is every line whose first visible character is '#'
 *     53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79
 *
 * A puzzle is one line of 81 characters, row after row: '1' to '9' are givens, '.' and '0' are empty cells. Blanks and tabs before
 * and after it do not count, nor does a carriage return at the end; the last line may lack its newline. Lines may be of any
 * length: only the beginning is kept. */
#ifndef SUDOKU_READ_H
#define SUDOKU_READ_H

#include <stdio.h>

#include "board.h"

struct reader {
    FILE *in;
    const char *name;                                   /* for messages */
    unsigned long line;                                 /* the one read last, counted from 1 */
};

enum read { READ_PUZZLE, READ_MALFORMED, READ_END };

/* Reads up to the next line that is neither blank nor a comment. READ_PUZZLE: `givens` holds it. READ_MALFORMED: it is reported on
 * standard error. READ_END: there is no further line, or reading failed: ferror(r->in) tells. */
enum read read_puzzle(struct reader *r, char givens[CELLS]);

#endif
