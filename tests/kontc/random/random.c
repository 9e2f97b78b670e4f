/* random.c: the random comparison of plain C with what kontc makes of it.
 *
 *     random KONTC [FOLDER]        builds and runs in FOLDER (build/kontc-random)
 *
 * SECONDS= how long (10), or FUNCTIONS= how many at least, SEED= the first program's seed (1), PROGRAMS= in each unit (40), BUILD= one of the builds only
 * (see unit.c), SHRINK= seconds that a failing program may be made smaller for (60). A disagreement prints the seed, what was expected and found, and where the program is, as small as
 * it goes; and ends with status 1. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shrink.h"
#include "unit.h"

enum { MOST = 400, IN_TURN = 7 };                        /* programs in a unit; builds that are taken one after the other */

struct totals {
    unsigned long functions, programs, units;
    unsigned long unanswered;                           /* units that a compiler did not take as plain C */
};

static unsigned long from_environment(const char *name, unsigned long otherwise)
{
    const char *text = getenv(name);
    return text == NULL || *text == 0 ? otherwise : strtoul(text, NULL, 10);
}

static struct choices *rows(void)
{
    static struct choices row[MOST];
    return row;
}

static int write_seeds(unsigned long seed, int count, bool fresh)
{
    struct choices *program[MOST];
    for (int i = 0; i < count; i++) {
        program[i] = &rows()[i];
        if (fresh)
            choices_draw(program[i], seed + (unsigned long)i);
        else
            choices_repeat(program[i]);
    }
    return unit_write(program, count);
}

/* One that is not built even alone; -1 where each is. */
static int find_not_built(unsigned long seed, int count, const struct build *build, struct comparison *c)
{
    int from = 0;
    while (count > 1) {
        int half = count / 2;
        write_seeds(seed + (unsigned long)from, half, true);
        unit_compare(build, c);
        if (c->outcome == NOT_BUILT || c->outcome == NO_ANSWER)
            count = half;
        else
            from += half, count -= half;
    }
    return from;
}

static void report(unsigned long seed, const struct build *build, struct comparison *c)
{
    char name[50];
    enum outcome outcome;
    write_seeds(seed, 1, true);
    unit_compare(build, c);
    outcome = c->outcome;
    printf("SEED=%lu PROGRAMS=1 BUILD=%d: %s%s\n", seed, (int)(build - builds), c->how,
           outcome == NOT_BUILT ? ": not built" : outcome == NO_ANSWER ? ": plain C gave no answer" : outcome == AGREED ? ": alone it agrees" : "");
    if (outcome == DIFFERED)
        printf("  expected %s  found    %s", c->expected, c->found);
    if (outcome == DIFFERED || outcome == NOT_BUILT) {
        shrink(rows(), build, outcome, (double)from_environment("SHRINK", 60));
        write_seeds(seed, 1, false);
        unit_compare(build, c);
    }
    snprintf(name, sizeof name, "failed-%lu", seed);
    unit_keep(name);
    printf("  the program, made small: %s\n", name);
}

static bool compare_unit(unsigned long seed, int count, const struct build *build, struct totals *t)
{
    struct comparison c;
    int functions = write_seeds(seed, count, true);
    unit_compare(build, &c);
    if (c.outcome == AGREED) {
        t->functions += (unsigned long)functions;
        t->programs += (unsigned long)count;
        t->units++;
        return true;
    }
    if (c.outcome == NO_ANSWER && getenv("STRICT") == NULL) {
        t->unanswered++;
        return true;
    }
    int which = c.outcome == DIFFERED ? c.program : find_not_built(seed, count, build, &c);
    report(seed + (unsigned long)which, build, &c);
    return false;
}

/* Build after build; every seventh time the two compilers, so that a program that has two answers is not taken for kontc's error. */
static bool run(unsigned long seed, int count, double until, struct totals *t)
{
    const char *only = getenv("BUILD");
    unsigned long most = from_environment("FUNCTIONS", ULONG_MAX);
    for (unsigned long i = 0; seconds() < until && t->functions < most; i++, seed += (unsigned long)count) {
        unsigned long which = only != NULL && *only != 0 ? strtoul(only, NULL, 10) : 1 + i % IN_TURN;
        if (which >= (unsigned long)build_count || !compare_unit(seed, count, &builds[which], t))
            return false;
    }
    return true;
}

static const char *absolute(const char *path)
{
    char *found = realpath(path, NULL);
    if (found == NULL) {
        perror(path);
        exit(2);
    }
    return found;
}

int main(int argc, char **argv)
{
    struct totals t = { 0 };
    unsigned long seed = from_environment("SEED", 1);
    int count = (int)from_environment("PROGRAMS", 40);
    if (argc < 2 || argv[1][0] == '-' || count < 1 || count > MOST) {
        fputs("usage: random KONTC [FOLDER], in the project's folder; SECONDS= FUNCTIONS= SEED= PROGRAMS= BUILD= SHRINK=\n", stderr);
        return 2;
    }
    const char *folder = argc > 2 ? argv[2] : "build/kontc-random";
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (mkdir(folder, 0777) != 0 && access(folder, W_OK) != 0) {
        perror(folder);
        return 2;
    }
    if (!unit_prepare(absolute(folder), absolute(argv[1]), absolute("tests/kontc/random"), absolute("include")))
        return 2;
    bool agreed = run(seed, count, seconds() + (double)from_environment("SECONDS", 10), &t);
    printf("%lu random functions in %lu programs compared from seed %lu on, in %lu units\n", t.functions, t.programs, seed, t.units);
    if (t.unanswered > 0)
        printf("%lu units were no plain C\n", t.unanswered);
    return !agreed;
}
