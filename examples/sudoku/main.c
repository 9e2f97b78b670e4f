/* main.c: solves every puzzle of every file. */
#include <kont/search.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "options.h"
#include "read.h"
#include "solve.h"

struct totals {
    unsigned long puzzles, solutions, choices, failures;
    double ms;
    int status;                                         /* the exit status */
};

static double clock_ms(void)
{
    return 1e3 * (double)clock() / CLOCKS_PER_SEC;
}

static const char *plural(unsigned long n)
{
    return n == 1 ? "" : "s";
}

/* The output is the purpose: without it there is no point in going on. */
static void check_output(void)
{
    if (fflush(stdout) == EOF || ferror(stdout)) {
        fprintf(stderr, "sudoku: standard output: %s\n", strerror(errno));
        exit(EXIT_WRITE);
    }
}

static void report_puzzle(const struct reader *r, const struct kont_search_stats *s, double ms)
{
    fprintf(stderr, "%s:%lu: %lu solution%s found, %lu choice%s, %lu dead end%s, %zu deep, %.2f ms\n", r->name, r->line,
            s->solutions, plural(s->solutions), s->choices, plural(s->choices), s->failures, plural(s->failures),
            s->deepest, ms);
}

static void report_totals(const struct totals *t)
{
    fprintf(stderr, "total: %lu puzzle%s, %lu solution%s found, %lu choice%s, %lu dead end%s, %.2f ms\n", t->puzzles,
            plural(t->puzzles), t->solutions, plural(t->solutions), t->choices, plural(t->choices), t->failures,
            plural(t->failures), t->ms);
}

static void solve_puzzle(const struct options *o, const struct reader *r, struct puzzle *puzzle, struct totals *t)
{
    double start = clock_ms();
    kont_search *search = kont_search_new(solve, puzzle);
    unsigned long found = 0;
    for (void *solution; found < o->max && kont_search_next(search, &solution); found++) {
        puts(solution);
        check_output();
    }
    if (found == 0) {
        puts("none");
        check_output();
    }
    double ms = clock_ms() - start;
    struct kont_search_stats s = kont_search_stats(search);
    kont_search_close(search);
    if (o->stats)
        report_puzzle(r, &s, ms);
    t->puzzles++;
    t->solutions += found;
    t->choices += s.choices;
    t->failures += s.failures;
    t->ms += ms;
}

static void solve_all(const struct options *o, struct reader *r, struct totals *t)
{
    struct puzzle puzzle;
    for (enum read got; (got = read_puzzle(r, puzzle.givens)) != READ_END; )
        if (got == READ_PUZZLE)
            solve_puzzle(o, r, &puzzle, t);
        else
            t->status = EXIT_INPUT;
}

static void solve_file(const struct options *o, const char *name, struct totals *t)
{
    bool standard = strcmp(name, "-") == 0;
    struct reader r = { standard ? stdin : fopen(name, "r"), standard ? "<stdin>" : name, 0 };
    if (r.in != NULL)
        solve_all(o, &r, t);
    if (r.in == NULL || ferror(r.in)) {
        fprintf(stderr, "sudoku: %s: %s\n", r.name, strerror(errno));
        t->status = EXIT_INPUT;
    }
    if (r.in != NULL && !standard)
        fclose(r.in);
}

int main(int argc, char **argv)
{
    (void)argc;
    struct options o;
    struct totals t = { .status = EXIT_OK };
    options_read(&o, argv);
    if (o.files[0] == NULL)
        solve_file(&o, "-", &t);
    for (char **file = o.files; *file != NULL; file++)
        solve_file(&o, *file, &t);
    if (o.stats)
        report_totals(&t);
    return t.status;
}
