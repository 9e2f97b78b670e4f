/* main.c: effect-handlers-bench PROGRAM SIZE prints the answer. */
#include "suite.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    suite_program *run;
} programs[] = {
    { "countdown", countdown },
    { "fibonacci_recursive", fibonacci_recursive },
    { "product_early", product_early },
    { "iterator", iterator },
    { "nqueens", nqueens },
    { "generator", generator },
    { "tree_explore", tree_explore },
    { "triples", triples },
    { "parsing_dollars", parsing_dollars },
    { "resume_nontail", resume_nontail },
    { "handler_sieve", handler_sieve }
};
enum { PROGRAMS = sizeof programs / sizeof programs[0] };

struct command {
    suite_program *run;
    long n;
};

static KONT void *run(void *command)
{
    const struct command *c = command;
    return kont_int(c->run(c->n));
}

static int usage(void)
{
    fprintf(stderr, "usage: effect-handlers-bench PROGRAM SIZE, where PROGRAM is one of");
    for (int i = 0; i < PROGRAMS; i++)
        fprintf(stderr, " %s", programs[i].name);
    fputc('\n', stderr);
    return 2;
}

/* Whether text is a number that is not negative. */
static bool is_size(const char *text, long *n)
{
    char *end;
    errno = 0;
    *n = strtol(text, &end, 10);
    return end != text && *end == '\0' && errno == 0 && *n >= 0;
}

int main(int argc, char **argv)
{
    static struct command c;
    for (int i = 0; argc == 3 && i < PROGRAMS; i++)
        if (strcmp(argv[1], programs[i].name) == 0)
            c.run = programs[i].run;
    if (c.run == NULL || !is_size(argv[2], &c.n))
        return usage();
    printf("%ld\n", (long)kont_to_int(kont_run(run, &c)));
    return 0;
}
