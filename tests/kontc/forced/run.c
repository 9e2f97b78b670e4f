/* run.c: the main of a unit of programs: runs all of its programs, or the one that is named, and prints what each answers.
 *
 *     unit [every N | low N | twice N M] [-v PROGRAM]        N: capture at every Nth tick; M: go on twice from the Mth capture; -v: what is traced */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine.h"

extern void (*const programs[])(void);
extern const int program_count;

enum { PATIENCE = 60 };                                 /* seconds for a unit */

static int read_mode(char **argv, struct forced_mode *mode)
{
    if (argv[1] == NULL || argv[1][0] == '-')
        return 1;
    mode->every = strtoul(argv[2], NULL, 10);
    mode->low = strcmp(argv[1], "low") == 0;
    if (strcmp(argv[1], "twice") != 0)
        return 3;
    mode->twice = strtoul(argv[3], NULL, 10);
    return 4;
}

static void run(int i, const struct forced_mode *mode)
{
    struct forced_answer first, second;
    forced_run(programs[i], mode, &first, &second);
    printf("%d: %lx %lu", i, first.hash, first.count);
    if (second.hash != first.hash || second.count != first.count)
        printf(", the second time %lx %lu", second.hash, second.count);
    printf("\n");
}

static void show(int i, const struct forced_mode *mode)
{
    struct forced_answer first, second;
    forced_show(true);
    forced_run(programs[i], mode, &first, &second);
    printf("\n");
}

int main(int argc, char **argv)
{
    struct forced_mode mode = { 0 };
    int next = read_mode(argv, &mode);
    setvbuf(stdout, NULL, _IOLBF, 0);
    alarm(PATIENCE);
    if (next + 1 < argc) {
        show(atoi(argv[next + 1]), &mode);
        return 0;
    }
    for (int i = 0; i < program_count; i++)
        run(i, &mode);
    return 0;
}
