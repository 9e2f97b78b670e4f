/* run.c: each scene again and again, with another call made to fail each time, until none is left that was not: the answer has to be the
 * right one, or the error KONT_ERR_MEMORY or KONT_ERR_SEGMENTS; and then the scene has to work in the same process.
 *
 * Every case runs in a process of its own. Where SECONDS is set, random faults follow until they are over. */
#define _GNU_SOURCE
#include <errno.h>
#include <gc/gc.h>
#include <kont.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "inject.h"
#include "scenes.h"

enum { LONGEST = 60 };                                  /* seconds for a case: more is a hang */

/* How a case begins. */
enum start { COLD, GUARDED_BY_MPROTECT, WARM, STARTS };
static const char *const start_names[STARTS] = { "cold", "mprotect", "warm" };

static const struct {
    const char *name;
    unsigned kinds;
} modes[] = {
    { "once", INJECT_ALL },
    { "no heap from then on", INJECT_HEAP | INJECT_ON },
    { "no mapping from then on", INJECT_MAPS | INJECT_ON }
};
enum { MODES = sizeof modes / sizeof modes[0] };

struct one {
    const struct scene *scene;
    enum start start;
    unsigned kinds;
    long nth;                                           /* 0: random faults */
    unsigned seed;
};

/* What the child tells. */
struct report {
    volatile int starting;                              /* threads in their first operation: a fault can't be caught yet */
    volatile bool caught;
    const char *call;                                   /* the first that failed, or null */
};
static struct report *report;
static unsigned long cases, caught_cases, failures;

static KONT_NORETURN void complain(const char *what, long value)
{
    inject_end();
    fprintf(stderr, "%s %ld\n", what, value);
    _exit(1);
}

static void begin(const struct one *c)
{
    if (c->nth > 0)
        inject_begin(c->kinds, c->nth);
    else
        inject_randomly(c->kinds, 2 + c->seed % 40, c->seed);
}

static KONT void *with_faults(void *one)
{
    const struct one *c = one;
    inject_here(true);
    void *v = c->scene->fn(NULL);
    inject_here(false);
    return v;
}

/* The scene with every call working. */
static long clean_answer(const struct scene *scene)
{
    const kont_exception *x;
    void *v = kont_try(scene->fn, NULL, &x);
    if (x != NULL)
        complain(x->message, x->code);
    return kont_to_int(v);
}

static void check_error(const kont_exception *x)
{
    report->caught = true;
    if (x->code != KONT_ERR_MEMORY && x->code != KONT_ERR_SEGMENTS)
        complain(x->message, x->code);
}

/* The child. */
static void run_case(struct one *c)
{
    const kont_exception *x;
    long answer = c->scene->answer;
    scenes_starting = &report->starting;
    inject_record(&report->call);
    if (c->start == GUARDED_BY_MPROTECT) {
        setenv("KONT_GUARD", "mprotect", 1);
        setenv("KONT_REGION", "64M", 1);
    }
    if (c->start == WARM && clean_answer(c->scene) != answer)
        complain("wrong answer in the clean run before", clean_answer(c->scene));
    GC_INIT();
    begin(c);
    report->starting++;
    inject_here(true);
    kont_poll();                                        /* makes the thread known */
    inject_here(false);
    report->starting--;
    void *v = kont_try(with_faults, c, &x);
    inject_here(false);
    inject_end();
    if (x != NULL)
        check_error(x);
    else if (kont_to_int(v) != answer)
        complain("wrong answer", kont_to_int(v));
    kont_poll();
    if (c->scene->is_well != NULL && !c->scene->is_well())
        complain("something was not cleaned up; caught:", x != NULL);
    long after = clean_answer(c->scene);
    if (after != answer)
        complain("wrong answer in the clean run after", after);
}

/* Each line that was said is the one of an error that nobody can catch. Several threads may say it. */
static bool ended_in_starting(int status, const char *said)
{
    static const char line[] = "kont: uncaught KONT_ERR_";
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT || report->starting == 0 || *said == '\0')
        return false;
    while (said[0] != '\0') {
        const char *end = strchr(said, '\n');
        if (end == NULL || strncmp(said, line, strlen(line)) != 0)
            return false;
        said = end + 1;
    }
    return true;
}

static void tell_failure(const struct one *c, int status, const char *said)
{
    failures++;
    printf("FAILED %s, %s, ", c->scene->name, start_names[c->start]);
    if (c->nth > 0)
        printf("call %ld (kinds %u)", c->nth, c->kinds);
    else
        printf("random %u (kinds %u)", c->seed, c->kinds);
    printf(", %s fails: ", report->call != NULL ? report->call : "nothing");
    if (WIFSIGNALED(status))
        printf("signal %d (%s): %s\n", WTERMSIG(status), strsignal(WTERMSIG(status)), said);
    else
        printf("exit status %d: %s\n", WEXITSTATUS(status), said);
}

/* Runs a case. Returns whether a call was made to fail. */
static bool run(struct one *c)
{
    char said[512] = "", path[] = "/tmp/kont-faults-XXXXXX";
    int status, fd = mkstemp(path);
    if (fd < 0) {
        perror(path);
        exit(2);
    }
    unlink(path);
    memset(report, 0, sizeof *report);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(fd, STDERR_FILENO);
        alarm(LONGEST);
        run_case(c);
        _exit(0);
    }
    waitpid(pid, &status, 0);
    ssize_t n = pread(fd, said, sizeof said - 1, 0);
    said[n > 0 ? n : 0] = '\0';
    close(fd);
    cases++;
    caught_cases += report->caught;
    bool uncatchable = ended_in_starting(status, said);
    if (status != 0 && !uncatchable)
        tell_failure(c, status, said);
    return report->call != NULL || status != 0;
}

static void sweep(const struct scene *scene, enum start start, int mode)
{
    struct one c = { .scene = scene, .start = start, .kinds = modes[mode].kinds, .nth = 1 };
    unsigned long before = failures;
    while (run(&c) && failures - before < 5)
        c.nth++;
}

static void random_faults(time_t end)
{
    for (unsigned seed = 1; time(NULL) < end; seed++) {
        struct one c = { .scene = &scenes[seed % scene_count], .start = seed / scene_count % STARTS, .kinds = INJECT_ALL, .seed = seed };
        run(&c);
    }
}

static bool wanted(const char *argument, const char *name)
{
    return argument == NULL || strcmp(argument, "all") == 0 || strcmp(argument, name) == 0;
}

/* run [START [SCENE]]: `all` is any. */
int main(int argc, char **argv)
{
    const char *start = argc > 1 ? argv[1] : NULL, *scene = argc > 2 ? argv[2] : NULL, *seconds = getenv("SECONDS");
    time_t end = time(NULL) + (seconds != NULL ? atoi(seconds) : 0);
    report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (size_t i = 0; i < scene_count; i++)
        for (int s = 0; s < STARTS; s++)
            for (int mode = 0; mode < MODES; mode++)
                if (wanted(scene, scenes[i].name) && wanted(start, start_names[s]))
                    sweep(&scenes[i], s, mode);
    if (argc == 1)
        random_faults(end);
    printf("reached %lu cases of faults, in %lu of which the error was caught; %lu failed\n", cases, caught_cases, failures);
    return failures > 0;
}
