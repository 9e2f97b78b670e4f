/* main.c: the shortest tour through the cities of a file. */
#include <kont/search.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solve.h"

static const char help[] =
    "usage: tsp [--stats] FILE\n"
    "\n"
    "Finds the shortest tour through all the cities of a file in TSPLIB format, by branch and\n"
    "bound. Prints ever shorter tours, each after its length: the last one is the shortest.\n"
    "Three to 64 cities; with more than 30 or so it may take its time.\n"
    "\n"
    "  --stats   the number of tours, choices and dead ends (on standard error)\n"
    "  --help    print this and exit\n"
    "\n"
    "Exit status: 0, or 1 when the output cannot be written, or 2 when something was wrong with\n"
    "the command line or the file.\n";

static void check_output(void)
{
    if (fflush(stdout) == EOF || ferror(stdout))
        err(1, "standard output");
}

static void print_tour(const struct instance *in, const struct tour *t)
{
    printf("%ld:", t->length);
    for (int i = 0; i < in->cities; i++)
        printf(" %d", t->city[i] + 1);
    putchar('\n');
    check_output();
}

int main(int argc, char **argv)
{
    static struct instance instance;
    static struct task task;
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        check_output();
        return 0;
    }
    bool stats = argc > 1 && strcmp(argv[1], "--stats") == 0;
    if (argc != (stats ? 3 : 2))
        errx(2, "expected a file (--help explains)");
    instance_read(&instance, argv[argc - 1]);
    task_prepare(&task, &instance);
    kont_search *search = kont_search_new(travel, &task);
    for (void *tour; kont_search_next(search, &tour); )
        print_tour(&instance, tour);
    struct kont_search_stats s = kont_search_stats(search);
    if (stats)
        fprintf(stderr, "tours: %lu, choices: %lu, dead ends: %lu\n", s.solutions, s.choices, s.failures);
    return 0;
}
