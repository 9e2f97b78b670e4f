/* random.c: the random comparison: programs over all operators, on the reference and on kont; with BESIDE= on both machines.
 *
 * SECONDS= how long (10), SEED= where to start (1). A disagreement prints the seed, the program made as small as it goes, and
 * both answers, and ends with status 1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "beside.h"
#include "cases.h"
#include "compare.h"
#include "generate.h"

enum {
    BATCH = 1000,                                       /* programs in one child */
    SHRINK_SECONDS = 60
};

static double shrink_until;

static const char usage[] =
    "usage: random [-v] [CASES]\n"
    "       random --answers\n"
    "Compares kont with the reference interpreter: the cases of CASES (tests/reference/cases.txt), then random programs.\n"
    "  -v         how many programs applied each operator\n"
    "  SECONDS=N  in the environment: for how long (10)\n"
    "  SEED=N     in the environment: the first program's seed (1)\n"
    "  BESIDE=P   in the environment: this program built for the other machine, whose answers are compared as well\n"
    "  --answers  only answers the programs on standard input, which is how P is started\n";

static unsigned long from_environment(const char *name, unsigned long otherwise)
{
    const char *text = getenv(name);
    return text == NULL || *text == 0 ? otherwise : strtoul(text, NULL, 10);
}

static bool still_fails(const struct node *program)
{
    static struct answer answer;
    struct reference_run run = { .limit = REFERENCE_LIMIT };
    if (seconds() > shrink_until)
        return false;
    reference_run(program, &run, &answer);
    return answer.unknown == NULL && !compare_alone(program, NULL);
}

static void print_failure(const struct report *report)
{
    static struct answer reference;
    static char text[AST_TEXT], kont[ANSWER_TEXT];
    struct reference_run run = { .limit = REFERENCE_LIMIT };
    const struct node *program = generate(report->seed);
    shrink_until = seconds() + SHRINK_SECONDS;
    bool alone = still_fails(program);
    if (alone)
        program = shrink(program, still_fails);
    reference_run(program, &run, &reference);
    bool differs = !compare_alone(program, kont);
    ast_print(program, text, sizeof text);
    printf("SEED=%lu\n  program    %s\n  reference  %s\n  kont       %s\n", report->seed, text, reference.text,
           alone ? kont : report->kont);
    if (!alone)
        printf("  alone it %s: it takes the programs that ran before it in its process, from SEED=%lu on\n",
               differs ? "differs now and then" : "agrees", report->first);
}

static void print_used(const struct report *report)
{
    for (int op = OP_APPLY; op < OP_COUNT; op++)
        printf("%-20s %8lu programs\n", op == OP_APPLY ? "(application)" : ast_name(op), report->used[op]);
}

/* Comparison by batches: each child's memory is bounded, and a crash costs one. */
static bool run_random(struct report *report, double until)
{
    while (seconds() < until)
        if (!compare_seeds(report, until, BATCH))
            return false;
    return true;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--answers") == 0)
        return beside_answers();
    bool verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
    const char *path = argc > 1 + verbose ? argv[1 + verbose] : "tests/reference/cases.txt";
    struct cases_result cases;
    if (argc > 2 + verbose || *path == '-') {
        bool help = strcmp(path, "--help") == 0;
        fputs(usage, help ? stdout : stderr);
        return help ? 0 : 2;
    }
    if (!cases_run(path, &cases)) {
        perror(path);
        return 2;
    }
    struct report *report = report_new();
    unsigned long first = from_environment("SEED", 1);
    report->seed = first;
    bool agreed = run_random(report, seconds() + (double)from_environment("SECONDS", 10));
    if (verbose)
        print_used(report);
    if (!agreed)
        print_failure(report);
    printf("%lu random programs compared%s from seed %lu on; %lu more had no answer\n", report->compared,
           beside_name() != NULL ? " on both machines" : "", first, report->unanswered);
    printf("reference: %lu passed, %d failed, 0 skipped\n", cases.passed + report->compared, cases.failed + !agreed);
    return cases.failed > 0 || !agreed;
}
