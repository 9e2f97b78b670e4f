/* queens.c: all ways to put N queens on a board of N rows so that none attacks another.
 *
 * The body reads as if there were one way: choose a column in every row, and require that it is free. kont_search_next asks for
 * the next way. */
#include <kont/search.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 32 };                                  /* the lines of a board are the bits of an unsigned */

struct board {
    int size;
    int column[LARGEST];                                /* of the queen in each row */
};

/* A diagonal moves by one column from row to row, so these sets are shifted on the way down. */
struct taken {
    unsigned columns, leftwards, rightwards;
};

static bool is_free(const struct taken *t, unsigned square)
{
    return ((t->columns | t->leftwards | t->rightwards) & square) == 0;
}

static void take(struct taken *t, unsigned square)
{
    t->columns |= square;
    t->leftwards = (t->leftwards | square) >> 1;
    t->rightwards = (t->rightwards | square) << 1;
}

static KONT void *place(void *arg)
{
    struct board *board = arg;
    struct taken taken = { 0, 0, 0 };
    int column[LARGEST];
    for (int row = 0; row < board->size; row++) {
        column[row] = (int)kont_choose(0, board->size - 1);
        unsigned square = 1u << column[row];
        kont_require(is_free(&taken, square));
        take(&taken, square);
    }
    memcpy(board->column, column, sizeof column);
    return board;
}

static void check_output(int written)
{
    if (written == EOF || ferror(stdout)) {
        fprintf(stderr, "queens: standard output: %s\n", strerror(errno));
        exit(1);
    }
}

static void print_board(const struct board *board)
{
    for (int row = 0; row < board->size; row++) {
        for (int column = 0; column < board->size; column++)
            fputs(column == board->column[row] ? " Q" : " .", stdout);
        putchar('\n');
    }
    check_output(putchar('\n'));
}

static const char help[] =
    "usage: queens [--boards] N\n"
    "\n"
    "Counts the ways to put N queens on a board of N by N squares so that none attacks\n"
    "another. The last line is the count. N is 1 to 32; beyond 14 or so it takes its time.\n"
    "\n"
    "  --boards  print each board, followed by an empty line, before the count\n"
    "  --help    print this and exit\n"
    "\n"
    "Exit status: 0, or 1 when the output cannot be written, or 2 when the command line is wrong.\n";

static void complain(const char *format, const char *what)
{
    fputs("queens: ", stderr);
    fprintf(stderr, format, what);
    fputs(" (--help explains)\n", stderr);
    exit(2);
}

static int read_size(const char *text)
{
    char *end;
    errno = 0;
    long size = strtol(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || size < 1 || size > LARGEST)
        complain("expected a number of queens from 1 to 32, found '%s'", text);
    return (int)size;
}

static void print_help(void)
{
    fputs(help, stdout);
    check_output(fflush(stdout));
    exit(0);
}

/* Returns whether boards are wanted. */
static bool read_options(char **argv, struct board *board)
{
    const char *size = NULL;
    bool boards = false;
    while (*++argv != NULL) {
        if (strcmp(*argv, "--help") == 0)
            print_help();
        else if (strcmp(*argv, "--boards") == 0)
            boards = true;
        else if (argv[0][0] == '-' && (argv[0][1] < '0' || argv[0][1] > '9'))
            complain("unknown option %s", *argv);
        else if (size != NULL)
            complain("expected one number of queens, found '%s' after it", *argv);
        else
            size = *argv;
    }
    if (size == NULL)
        complain("expected a number of queens, found %s", "nothing");
    board->size = read_size(size);
    return boards;
}

int main(int argc, char **argv)
{
    (void)argc;
    struct board board;
    bool boards = read_options(argv, &board);
    kont_search *search = kont_search_new(place, &board);
    unsigned long count = 0;
    for (void *solution; kont_search_next(search, &solution); count++)
        if (boards)
            print_board(solution);
    printf("%lu\n", count);
    check_output(fflush(stdout));
    return 0;
}
