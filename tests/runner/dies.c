/* CHECK_DIES: a child that is expected to end badly, and what it says on the way. */
#include "../test.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static char said[16384];                                /* static: the caller may stand on a small segment */

static KONT_NORETURN void child(int out, kont_fn *fn, void *arg)
{
    struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
    dup2(out, STDERR_FILENO);
    fn(arg);
    _exit(0);
}

/* Reads to the end of file; what exceeds the buffer is read and lost, so that the child never waits for us. */
static void read_all(int in)
{
    size_t length = 0;
    for (;;) {
        char lost[256];
        size_t room = sizeof said - 1 - length;
        ssize_t n = read(in, room > 0 ? said + length : lost, room > 0 ? room : sizeof lost);
        if (n == 0 || (n < 0 && errno != EINTR))
            break;
        if (n > 0 && room > 0)
            length += (size_t)n;
    }
    said[length] = '\0';
}

static int wait_for(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFSIGNALED(status) ? WTERMSIG(status) : EXITS(WEXITSTATUS(status));
}

void test_check_dies(const char *file, int line, const char *text, kont_fn *fn, void *arg, int how, const char *expected)
{
    int ends[2];
    if (pipe(ends) != 0)
        test_fail(file, line, "pipe: %s", strerror(errno));
    pid_t pid = fork();
    if (pid < 0)
        test_fail(file, line, "fork: %s", strerror(errno));
    if (pid == 0) {
        close(ends[0]);
        child(ends[1], fn, arg);
    }
    close(ends[1]);
    read_all(ends[0]);
    close(ends[0]);
    int ended = wait_for(pid);
    const char *kind = ended < EXITS(0) ? "signal" : "exit status";
    if (ended != how)
        test_fail(file, line, "%s ended by %s %d, expected %d; it said: %s", text, kind, ended % EXITS(0), how % EXITS(0), said);
    if (strstr(said, expected) == NULL)
        test_fail(file, line, "%s said \"%s\", expected to contain \"%s\"", text, said, expected);
}
