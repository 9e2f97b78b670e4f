/* compare.c: see compare.h. The library runs in children only, so that a crash is a finding like any other. */
#include "compare.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "arena.h"
#include "beside.h"
#include "execute.h"
#include "generate.h"

double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void begin_waiting(void)
{
    setitimer(ITIMER_PROF, &(struct itimerval){ .it_value.tv_sec = PATIENCE }, NULL);
    alarm(LONG_PATIENCE);
}

void end_waiting(void)
{
    setitimer(ITIMER_PROF, &(struct itimerval){ .it_value.tv_sec = 0 }, NULL);
    alarm(0);
}

static void *shared(size_t bytes)
{
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) {
        perror("reference: mmap");
        exit(2);
    }
    return p;
}

struct report *report_new(void)
{
    return shared(sizeof(struct report));
}

enum verdict compare(const struct node *program, struct reference_run *run, struct answer *reference, struct answer *kont)
{
    reference_run(program, run, reference);
    if (reference->unknown != NULL)
        return NO_ANSWER;
    execute(program, kont);
    if (strcmp(reference->text, kont->text) != 0)
        return DIFFERED;
    return beside_name() == NULL || beside_agrees(program, reference, kont) ? AGREED : DIFFERED;
}

static void count_used(struct report *report, const struct reference_run *run)
{
    for (int op = 0; op < OP_COUNT; op++)
        report->used[op] += run->used[op];
}

static int run_seeds(struct report *report, double until, int most)
{
    static struct answer reference, kont;
    for (int i = 0; i < most && seconds() < until; i++, report->seed++) {
        struct arena_mark mark = arena_mark();
        struct reference_run run = { .limit = REFERENCE_LIMIT };
        begin_waiting();
        enum verdict v = compare(generate(report->seed), &run, &reference, &kont);
        if (v == DIFFERED) {
            strcpy(report->kont, kont.text);
            return 1;
        }
        if (v == NO_ANSWER)
            report->unanswered++;
        else {
            report->compared++;
            count_used(report, &run);
        }
        arena_release(mark);
    }
    return 0;
}

static pid_t start_child(void)
{
    fflush(NULL);
    pid_t child = fork();
    if (child < 0) {
        perror("reference: fork");
        exit(2);
    }
    return child;
}

static int wait_for(pid_t child)
{
    int status;
    while (waitpid(child, &status, 0) < 0)
        ;
    return status;
}

void describe_end(int status, char *text)
{
    if (WIFSIGNALED(status))
        snprintf(text, ANSWER_TEXT, "ended by signal %d", WTERMSIG(status));
    else if (WEXITSTATUS(status) == EXECUTE_RUNAWAY)
        snprintf(text, ANSWER_TEXT, "does not end");
    else
        snprintf(text, ANSWER_TEXT, "ended with status %d", WEXITSTATUS(status));
}

bool compare_seeds(struct report *report, double until, int most)
{
    report->first = report->seed;
    pid_t child = start_child();
    if (child == 0)
        _exit(run_seeds(report, until, most));
    int status = wait_for(child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1)
        describe_end(status, report->kont);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void silence(void)
{
    if (freopen("/dev/null", "w", stderr) == NULL)
        _exit(2);
}

bool compare_alone(const struct node *program, char *kont_text)
{
    static struct answer reference;
    static struct answer *kont;
    struct reference_run run = { .limit = REFERENCE_LIMIT };
    if (kont == NULL)
        kont = shared(sizeof *kont);
    pid_t child = start_child();
    if (child == 0) {
        if (kont_text == NULL)
            silence();
        begin_waiting();
        _exit(compare(program, &run, &reference, kont) == DIFFERED ? 1 : 0);
    }
    int status = wait_for(child);
    bool answered = WIFEXITED(status) && WEXITSTATUS(status) <= 1;
    if (kont_text != NULL && answered)
        snprintf(kont_text, ANSWER_TEXT, "%s", kont->text);
    else if (kont_text != NULL)
        describe_end(status, kont_text);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
