/* options.c: reads the command line. Options may stand anywhere before "--". */
#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: sudoku [-n MAX] [--stats] [FILE...]\n"
    "\n"
    "Solves the sudoku puzzles of the files, or of standard input: one puzzle a line, 81\n"
    "characters row by row, '.' or '0' for an empty cell. Blank lines and lines that begin\n"
    "with '#' are skipped. Prints each puzzle's solution, or \"none\", in the puzzles' order.\n"
    "\n"
    "  -n MAX    print up to MAX solutions for each puzzle, each on its own line (default 1)\n"
    "  --stats   for each puzzle and for all: solutions found, choices, dead ends, time\n"
    "            (on standard error)\n"
    "  --help    print this and exit\n"
    "\n"
    "A FILE called - is standard input. Exit status: 0, or 1 when the output cannot be\n"
    "written, or 2 when something was wrong with the command line, a file or a line in it;\n"
    "the other lines are solved all the same.\n";

static void complain(const char *format, const char *what)
{
    fputs("sudoku: ", stderr);
    fprintf(stderr, format, what);
    fputs(" (--help explains)\n", stderr);
    exit(EXIT_INPUT);
}

static void print_help(void)
{
    if (fputs(help, stdout) == EOF || fflush(stdout) == EOF) {
        perror("sudoku: standard output");
        exit(EXIT_WRITE);
    }
    exit(EXIT_OK);
}

static unsigned long read_max(const char *text)
{
    if (text == NULL)
        complain("-n: expected a number from 1 up, found %s", "nothing");
    char *end;
    errno = 0;
    unsigned long max = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || max == 0)
        complain("-n: expected a number from 1 up, found '%s'", text);
    return max;
}

void options_read(struct options *o, char **argv)
{
    *o = (struct options){ .max = 1, .files = argv };
    char **file = argv;                                 /* files move to the front, over what is read already */
    bool only_files = false;
    while (*++argv != NULL) {
        if (only_files || argv[0][0] != '-' || argv[0][1] == '\0')
            *file++ = *argv;
        else if (strcmp(*argv, "--") == 0)
            only_files = true;
        else if (strcmp(*argv, "--help") == 0)
            print_help();
        else if (strcmp(*argv, "--stats") == 0)
            o->stats = true;
        else if (strcmp(*argv, "-n") == 0) {
            o->max = read_max(argv[1]);
            argv++;
        } else if (strncmp(*argv, "-n", 2) == 0)
            o->max = read_max(*argv + 2);
        else
            complain("unknown option %s", *argv);
    }
    *file = NULL;
}
