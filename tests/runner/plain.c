/* The small runner: each test in a fork of this process, several at a time, with a time limit. It serves where Criterion cannot
 * spawn its tests (qemu), under sanitizers and valgrind, and under a debugger (--here).
 *
 *     PROGRAM [--list] [--here] [-j N] [--filter PATTERN]       PATTERN is a shell pattern for group/name */
#define _GNU_SOURCE
#include "../test.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_AT_ONCE = 16 };

struct job {
    struct test *test;                                  /* null: free */
    pid_t pid;
    int output;                                         /* what the test printed */
    time_t deadline;
    bool late;
};

static struct test *first, **last = &first;
static struct job jobs[MOST_AT_ONCE];
static int passed, failed, skipped;
static sigset_t native_mask;                            /* what tests run under: SIGCHLD is blocked in this process only */

void test_register(struct test *self)
{
    *last = self;
    last = &self->next;
}

static time_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

/* An unlinked file rather than a pipe: nobody has to read while the test runs. */
static int output_file(void)
{
    char path[] = "/tmp/kont-test-XXXXXX";
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0) {
        perror(path);
        exit(2);
    }
    unlink(path);
    return fd;
}

static KONT_NORETURN void run_child(struct job *job)
{
    sigprocmask(SIG_SETMASK, &native_mask, NULL);
    setpgid(0, 0);                                      /* so that a late test goes with all that it started */
    dup2(job->output, STDOUT_FILENO);
    dup2(job->output, STDERR_FILENO);
    test_run(job->test->group, job->test->name, job->test->fn);
    exit(TEST_DONE);
}

static void start(struct job *job, struct test *test)
{
    *job = (struct job){ .test = test, .output = output_file(), .deadline = now() + test_timeout() };
    fflush(NULL);
    job->pid = fork();
    if (job->pid < 0) {
        perror("fork");
        exit(2);
    }
    if (job->pid == 0)
        run_child(job);
}

/* Copies the test's output to ours; returns whether its last words were those of a skip. */
static bool show_output(const struct job *job)
{
    char buffer[4096], mark[256], missing[256];
    ssize_t n, all = 0;
    snprintf(mark, sizeof mark, "%s/%s: skip: ", job->test->group, job->test->name);
    snprintf(missing, sizeof missing, "%s/%s: missing: ", job->test->group, job->test->name);
    bool skips = false;
    for (; (n = pread(job->output, buffer, sizeof buffer - 1, all)) > 0; all += n) {
        buffer[n] = '\0';
        skips = skips || strstr(buffer, mark) != NULL || strstr(buffer, missing) != NULL;
        fwrite(buffer, 1, (size_t)n, stderr);
    }
    return skips;
}

static void finish(struct job *job, int status)
{
    const struct test *test = job->test;
    char reason[64] = "";
    if (job->late || (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL))
        snprintf(reason, sizeof reason, "no end within %d s", test_timeout());
    else if (WIFSIGNALED(status))
        snprintf(reason, sizeof reason, "signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
    else if (WEXITSTATUS(status) != TEST_DONE)
        snprintf(reason, sizeof reason, "exit status %d", WEXITSTATUS(status));
    bool skips = show_output(job);
    close(job->output);
    if (reason[0] != '\0') {
        failed++;
        fprintf(stderr, "FAILED %s/%s: %s\n", test->group, test->name, reason);
        test_record("fail", test->group, test->name, reason);
    } else if (skips) {
        skipped++;
    } else {
        passed++;
        test_record("pass", test->group, test->name, "");
    }
    job->test = NULL;
}

static void reap(void)
{
    for (struct job *job = jobs; job < jobs + MOST_AT_ONCE; job++) {
        int status;
        if (job->test == NULL)
            continue;
        if (!job->late && now() > job->deadline) {
            job->late = true;
            kill(-job->pid, SIGKILL);
        }
        if (waitpid(job->pid, &status, WNOHANG) == job->pid)
            finish(job, status);
    }
}

/* SIGCHLD is blocked: it stays pending until this looks, so none is missed; the second is for the deadlines. */
static void wait_a_moment(void)
{
    sigset_t set;
    struct timespec second = { 1, 0 };
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigtimedwait(&set, NULL, &second);
}

static struct job *free_job(int at_once)
{
    for (struct job *job = jobs; job < jobs + at_once; job++)
        if (job->test == NULL)
            return job;
    return NULL;
}

static bool any_job(void)
{
    for (struct job *job = jobs; job < jobs + MOST_AT_ONCE; job++)
        if (job->test != NULL)
            return true;
    return false;
}

struct options {
    bool list, here;
    int at_once;
    const char *filter;
};

static bool wanted(const struct test *test, const struct options *options)
{
    char name[256];
    snprintf(name, sizeof name, "%s/%s", test->group, test->name);
    return options->filter == NULL || fnmatch(options->filter, name, 0) == 0;
}

static void run(struct test *test, const struct options *options)
{
    if (options->list) {
        printf("%s/%s\n", test->group, test->name);
    } else if (options->here) {
        test_run(test->group, test->name, test->fn);
        passed++;
    } else {
        struct job *job;
        while ((job = free_job(options->at_once)) == NULL) {
            wait_a_moment();
            reap();
        }
        start(job, test);
    }
}

static struct options read_options(int argc, char **argv)
{
    struct options options = { .at_once = (int)sysconf(_SC_NPROCESSORS_ONLN) };
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--list") == 0)
            options.list = true;
        else if (strcmp(argv[i], "--here") == 0)
            options.here = true;
        else if (strcmp(argv[i], "-j") == 0 && i + 1 < argc)
            options.at_once = atoi(argv[++i]);
        else if (strcmp(argv[i], "--filter") == 0 && i + 1 < argc)
            options.filter = argv[++i];
        else {
            fprintf(stderr, "usage: %s [--list] [--here] [-j N] [--filter PATTERN]\n", argv[0]);
            exit(2);
        }
    }
    if (options.at_once < 1 || options.at_once > MOST_AT_ONCE)
        options.at_once = 1;
    return options;
}

int main(int argc, char **argv)
{
    struct options options = read_options(argc, argv);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    if (!options.list && !options.here)
        sigprocmask(SIG_BLOCK, &set, &native_mask);
    for (struct test *test = first; test != NULL; test = test->next)
        if (wanted(test, &options))
            run(test, &options);
    while (any_job()) {
        wait_a_moment();
        reap();
    }
    if (!options.list)
        fprintf(stderr, "%s: %d passed, %d failed, %d skipped\n", argv[0], passed, failed, skipped);
    return failed > 0;
}
