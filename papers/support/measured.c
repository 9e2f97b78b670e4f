/* measured.c: the command line and the clock of the programs that measure. */
#include "measured.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mode.h"

bool measured_data;

struct command {
    const struct measured *program;
    bool check;
};

static KONT void *run(void *command)
{
    const struct command *c = command;
    if (c->check)
        c->program->check();
    else
        c->program->measure();
    return NULL;
}

static int usage(const char *name)
{
    fprintf(stderr, "usage: %s [--check | --data]\n", name);
    return 2;
}

int measured_main(const struct measured *program, int argc, char **argv)
{
    struct command c = { program, argc == 2 && strcmp(argv[1], "--check") == 0 };
    measured_data = argc == 2 && strcmp(argv[1], "--data") == 0;
    if (argc > 2 || (argc == 2 && !c.check && !measured_data))
        return usage(argv[0]);
    bool tables = !c.check && !measured_data;
    if (tables)
        printf("%s\nMeasured here on kont's machine '%s'.\n", program->title, kont_machine());
    kont_run(run, &c);
    if (tables)
        printf("\n%s", program->notes);
    return fflush(stdout) == 0 ? 0 : 1;
}

/* CPU time of the process, the collector's threads included, so that what else runs on the computer counts little. */
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

KONT double measured_time(measured_work *work, const void *what, long answer)
{
    enum { RUNS = 3 };
    const double enough = 0.5e9;
    double best = 0, spent = 0;
    for (int i = 0; i < RUNS && (i == 0 || spent < enough); i++) {
        double start = now();
        long found = work(what);
        double time = now() - start;
        if (found != answer) {
            fprintf(stderr, "wrong answer: %ld, not %ld\n", found, answer);
            exit(1);
        }
        spent += time;
        if (i == 0 || time < best)
            best = time;
    }
    return best;
}

double measured_status(const char *field)
{
    char line[256];
    double bytes = 0;
    FILE *f = fopen("/proc/self/status", "r");
    if (f == NULL)
        return 0;
    while (fgets(line, sizeof line, f) != NULL)
        if (strncmp(line, field, strlen(field)) == 0)
            bytes = strtod(line + strlen(field) + 1, NULL) * 1024;
    fclose(f);
    return bytes;
}
