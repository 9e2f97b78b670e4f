/* main.c: fills the board of the command line, and counts. */
#include <kont/search.h>

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solve.h"

static const char help[] =
    "usage: pentominoes [--count] [--first] BOARD\n"
    "\n"
    "Covers a board of 60 squares with the twelve pentominoes, in all ways. BOARD is 6x10 or\n"
    "another rectangle of 60, or a file: '.' is a square of the board, '#' or a blank is none.\n"
    "Prints each tiling by the pieces' names, followed by an empty line, and at last how many\n"
    "there are. Of those that turn into each other with the board, one is printed and counted.\n"
    "\n"
    "  --count   print the number only\n"
    "  --first   find one tiling and no other\n"
    "  --help    print this and exit\n"
    "\n"
    "Exit status: 0, or 1 when the output cannot be written, or 2 when something was wrong with\n"
    "the command line or the file.\n";

static void check_output(void)
{
    if (fflush(stdout) == EOF || ferror(stdout))
        err(1, "standard output");
}

/* ---- reading the board ---- */

static bool read_rectangle(struct board *b, const char *name, char text[MOST_LINES][MOST_LINES])
{
    int end = 0;
    if (sscanf(name, "%2dx%2d%n", &b->rows, &b->columns, &end) != 2 || name[end] != '\0')
        return false;
    if (b->rows * b->columns != SQUARES || b->rows < 1 || b->columns < 1)
        errx(2, "expected a board of %d squares, found %s, which has %d", SQUARES, name, b->rows * b->columns);
    memset(text, '.', MOST_LINES * MOST_LINES);
    return true;
}

static _Noreturn void complain(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
    exit(2);
}

/* Takes one character of the file. */
static void read_square(struct board *b, const char *file, int row, int column, int c, char text[MOST_LINES][MOST_LINES])
{
    if (c != '.' && c != '#' && c != ' ')
        complain(file, row + 1, "expected '.', '#' or a blank");
    if (c != '.')
        return;
    if (row >= MOST_LINES || column >= MOST_LINES)
        complain(file, row + 1, "the board is more than 60 squares long or wide");
    text[row][column] = '.';
    b->rows = row + 1;
    if (column >= b->columns)
        b->columns = column + 1;
}

static void read_file(struct board *b, const char *file, char text[MOST_LINES][MOST_LINES])
{
    FILE *in = fopen(file, "r");
    if (in == NULL)
        err(2, "%s", file);
    int row = 0, column = 0;
    for (int c; (c = getc(in)) != EOF; ) {
        if (c == '\n') {
            row++;
            column = 0;
        } else if (c != '\r') {
            read_square(b, file, row, column, c, text);
            column++;
        }
    }
    if (ferror(in))
        err(2, "%s", file);
    fclose(in);
}

/* Moves the board to the upper left corner: what is around it would spoil its symmetry. */
static void trim(struct board *b, char text[MOST_LINES][MOST_LINES])
{
    int top = b->rows, left = b->columns;
    for (int row = 0; row < b->rows; row++)
        for (int column = 0; column < b->columns; column++)
            if (text[row][column] == '.') {
                top = row < top ? row : top;
                left = column < left ? column : left;
            }
    b->rows -= top;
    b->columns -= left;
    for (int row = 0; row < b->rows; row++)
        memmove(text[row], &text[row + top][left], (size_t)b->columns);
}

static void read_board(struct board *b, const char *name)
{
    static char text[MOST_LINES][MOST_LINES];
    if (!read_rectangle(b, name, text))
        read_file(b, name, text);
    trim(b, text);
    if (!board_number(b, (const char (*)[MOST_LINES])text))
        errx(2, "%s: expected %d squares", name, SQUARES);
    board_prepare(b);
}

static void print_tiling(const struct puzzle *p)
{
    for (int row = 0; row < p->board.rows; row++) {
        for (int column = 0; column < p->board.columns; column++)
            putchar(p->board.at[row][column] < 0 ? ' ' : p->tiling[p->board.at[row][column]]);
        putchar('\n');
    }
    putchar('\n');
    check_output();
}

int main(int argc, char **argv)
{
    (void)argc;
    static struct puzzle puzzle;
    bool only_count = false, first = false;
    const char *board = NULL;
    while (*++argv != NULL) {
        if (strcmp(*argv, "--help") == 0) {
            fputs(help, stdout);
            check_output();
            return 0;
        } else if (strcmp(*argv, "--count") == 0)
            only_count = true;
        else if (strcmp(*argv, "--first") == 0)
            first = true;
        else if (argv[0][0] == '-')
            errx(2, "unknown option %s (--help explains)", *argv);
        else if (board != NULL)
            errx(2, "expected one board, found '%s' after it (--help explains)", *argv);
        else
            board = *argv;
    }
    if (board == NULL)
        errx(2, "expected a board, found nothing (--help explains)");
    read_board(&puzzle.board, board);
    unsigned long count = 0;
    kont_search *search = kont_search_new(fill, &puzzle);
    for (void *tiling; !(first && count > 0) && kont_search_next(search, &tiling); count++)
        if (!only_count)
            print_tiling(&puzzle);
    printf("%lu\n", count);
    check_output();
    return 0;
}
