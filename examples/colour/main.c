/* main.c: colours the graph of a file with as few colours as can be, or with K. */
#include <kont/search.h>

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gc.h>

#include "graph.h"
#include "solve.h"

static const char help[] =
    "usage: colour FILE [K]\n"
    "\n"
    "Colours the vertices of a graph so that no two that are joined by an edge have the same\n"
    "colour: with as few colours as can be, or with at most K. FILE is in DIMACS format (.col).\n"
    "Prints, for each number of colours that was tried, \"none\" or the vertices of each colour.\n"
    "\n"
    "  --help    print this and exit\n"
    "\n"
    "Exit status: 0, or 1 when the output cannot be written, or 2 when something was wrong with\n"
    "the command line or the file.\n";

static void check_output(void)
{
    if (fflush(stdout) == EOF || ferror(stdout))
        err(1, "standard output");
}

static void print_colouring(const struct graph *g, const struct colouring *c)
{
    for (int colour = 0; colour < c->used; colour++) {
        printf(" ");
        for (int v = 0; v < g->vertices; v++)
            if (c->vertex[v].colour == colour)
                printf(" %d", v + 1);
        putchar('\n');
    }
}

/* Whether there is a colouring with so many colours. */
static bool try_colours(const struct graph *g, int colours)
{
    struct task task = { g, colours };
    void *found;
    kont_search *search = kont_search_new(colour, &task);
    bool is = kont_search_next(search, &found);
    kont_search_close(search);
    printf("%d colour%s:%s\n", colours, colours == 1 ? "" : "s", is ? "" : " none");
    if (is)
        print_colouring(g, found);
    check_output();
    return is;
}

static int read_colours(const char *text)
{
    char *end;
    errno = 0;
    long colours = strtol(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || colours < 1 || colours > MOST_COLOURS)
        errx(2, "expected a number of colours from 1 to %d, found '%s' (--help explains)", MOST_COLOURS, text);
    return (int)colours;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        check_output();
        return 0;
    }
    if (argc < 2 || argc > 3)
        errx(2, "expected a file and perhaps a number of colours (--help explains)");
    GC_INIT();
    int colours = argc == 3 ? read_colours(argv[2]) : 1;
    struct graph graph = graph_read(argv[1]);
    printf("%d vertices, %d edges\n", graph.vertices, graph.edges);
    while (!try_colours(&graph, colours) && argc == 2)
        if (++colours > MOST_COLOURS)
            errx(2, "%s: more than %d colours are needed", argv[1], MOST_COLOURS);
    return 0;
}
