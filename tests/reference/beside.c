/* beside.c: see beside.h. */
#include "beside.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena.h"
#include "compare.h"
#include "execute.h"

static pid_t process;                                   /* 0: not started */
static FILE *to, *from;

const char *beside_name(void)
{
    const char *name = getenv("BESIDE");
    return name != NULL && *name != '\0' ? name : NULL;
}

static void become(const int in[2], const int out[2])
{
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    for (int i = 0; i < 2; i++) {
        close(in[i]);
        close(out[i]);
    }
    execl(beside_name(), beside_name(), "--answers", (char *)NULL);
    perror(beside_name());
    _exit(2);
}

static void start(void)
{
    int in[2], out[2];
    signal(SIGPIPE, SIG_IGN);
    if (pipe(in) != 0 || pipe(out) != 0 || (process = fork()) < 0) {
        perror("reference: beside");
        _exit(2);
    }
    if (process == 0)
        become(in, out);
    close(in[0]);
    close(out[1]);
    to = fdopen(in[1], "w");
    from = fdopen(out[0], "r");
}

/* It may take as long as one that is asked alone. */
static bool ask(const struct node *program, char *text)
{
    static char line[AST_TEXT];
    ast_print(program, line, sizeof line);
    alarm(2 * LONG_PATIENCE);
    fprintf(to, "%s\n", line);
    return fflush(to) == 0 && fread(text, ANSWER_TEXT, 1, from) == 1;
}

bool beside_agrees(const struct node *program, const struct answer *reference, struct answer *answer)
{
    static char text[ANSWER_TEXT];
    int status;
    if (process == 0)
        start();
    if (!ask(program, text)) {
        waitpid(process, &status, 0);
        process = 0;
        describe_end(status, text);
    } else if (strcmp(text, reference->text) == 0) {
        return true;
    }
    snprintf(answer->text, ANSWER_TEXT, "%.100s: %.*s", beside_name(), ANSWER_LOG, text);
    return false;
}

int beside_answers(void)
{
    static char line[AST_TEXT + 1];
    static struct answer answer;
    while (fgets(line, sizeof line, stdin) != NULL) {
        struct arena_mark mark = arena_mark();
        const char *error;
        const struct node *program = ast_read(line, &error);
        if (program == NULL)
            return 2;
        begin_waiting();
        execute(program, &answer);
        end_waiting();
        arena_release(mark);
        if (fwrite(answer.text, ANSWER_TEXT, 1, stdout) != 1 || fflush(stdout) != 0)
            return 2;
    }
    return 0;
}
