/* rules.c: prints the reduction steps of an expression: `rules '(+ 1 (prompt a (+ 10 (shift a k (resume k 100)))))'`.
 *
 * Each line is the name of a rule and the whole program before it is applied, the redex in [brackets]. A line without a name
 * says what a captured continuation is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../tests/reference/reference.h"

static const char usage[] =
    "usage: rules [--answer] EXPRESSION\n"
    "Prints the steps by which kont's rules reduce the expression, and its answer.\n"
    "  --answer   the answer alone\n"
    "\n"
    "Expressions (T is a tag: default, a, b, o, or an expression whose value is a handle):\n";

static void print_usage(FILE *to)
{
    fputs(usage, to);
    for (int op = OP_LAMBDA; op < OP_COUNT; op++) {
        fprintf(to, op == OP_APPLY ? "  (" : "  (%s", ast_name(op));
        for (const char *s = ast_shape(op); *s != 0; s++)
            fprintf(to, op == OP_APPLY && s == ast_shape(op) ? "%s" : " %s", *s == 'T' ? "T" : strchr("xn", *s) ? "name" : "expr");
        fputs(")\n", to);
    }
}

static void print_step(const char *rule, const char *program)
{
    if (rule == NULL)
        printf("%-18s where %s\n", "", program);
    else
        printf("%-18s %s\n", rule, program);
}

int main(int argc, char **argv)
{
    bool only_answer = argc == 3 && strcmp(argv[1], "--answer") == 0;
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        print_usage(stdout);
        return 0;
    }
    if (argc != 2 && !only_answer) {
        print_usage(stderr);
        return 2;
    }
    const char *error;
    const struct node *program = ast_read(argv[argc - 1], &error);
    if (program != NULL)
        error = ast_check(program);
    if (error != NULL) {
        fprintf(stderr, "rules: %s\n", error);
        return 2;
    }
    static struct answer answer;
    struct reference_run run = { .limit = 20000, .trace = only_answer ? NULL : print_step };
    reference_run(program, &run, &answer);
    if (answer.unknown != NULL)
        printf("no answer: %s\n", answer.unknown);
    else
        printf("%s%s\n", only_answer ? "" : "answer: ", answer.text);
    return 0;
}
