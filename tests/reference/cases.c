/* cases.c: see cases.h. */
#include "cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "compare.h"

static bool fail(const char *path, int line, const char *what, const char *got, const char *expected)
{
    printf("%s:%d: %s: got \"%s\", expected \"%s\"\n", path, line, what, got, expected);
    return false;
}

static bool run_case(const char *path, int line, char *text)
{
    static struct answer answer;
    static char kont[ANSWER_TEXT];
    struct reference_run run = { .limit = REFERENCE_LIMIT };
    char *arrow = strstr(text, " => ");
    if (arrow == NULL)
        return fail(path, line, "the line", text, "PROGRAM => ANSWER");
    *arrow = 0;
    const char *expected = arrow + 4, *error;
    const struct node *program = ast_read(text, &error);
    if (program != NULL)
        error = ast_check(program);
    if (error != NULL)
        return fail(path, line, "reading", error, "a program");
    reference_run(program, &run, &answer);
    if (answer.unknown != NULL || strcmp(answer.text, expected) != 0)
        return fail(path, line, "the reference", answer.unknown != NULL ? answer.unknown : answer.text, expected);
    if (!compare_alone(program, kont))
        return fail(path, line, "kont", kont, expected);
    return true;
}

bool cases_run(const char *path, struct cases_result *result)
{
    char *line = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "r");
    *result = (struct cases_result){ 0, 0 };
    if (file == NULL)
        return false;
    for (int number = 1; getline(&line, &room, file) > 0; number++) {
        struct arena_mark mark = arena_mark();
        line[strcspn(line, "\r\n")] = 0;
        if (*line != 0 && *line != ';') {
            if (run_case(path, number, line))
                result->passed++;
            else
                result->failed++;
        }
        arena_release(mark);
    }
    free(line);
    fclose(file);
    return true;
}
