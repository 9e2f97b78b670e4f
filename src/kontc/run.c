/* run.c: other programs, and files that go away at the end, however that comes. */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[4096];
static const char **files;
static size_t file_count;
static volatile sig_atomic_t child;

/* ---- Temporary files --------------------------------------------------------------------------------------------------------------------- */

void run_end(void)
{
    for (size_t i = 0; i < file_count; i++)
        unlink(files[i]);
    if (folder[0] != '\0')
        rmdir(folder);
    folder[0] = '\0';
}

static void stop(int signal_number)
{
    if (child > 0)
        kill((pid_t)child, signal_number);
    run_end();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void make_folder(void)
{
    const char *where = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/kontc-XXXXXX", where != NULL && *where != '\0' ? where : "/tmp");
    if (mkdtemp(folder) == NULL) {
        fprintf(stderr, "kontc: %s: %s\n", folder, strerror(errno));
        exit(1);
    }
    signal(SIGINT, stop);
    signal(SIGTERM, stop);
    signal(SIGHUP, stop);
    atexit(run_end);
}

char *temporary(const char *name)
{
    if (folder[0] == '\0')
        make_folder();
    char *path = format("%s/%zu-%s", folder, file_count, name);
    PUSH(files, file_count) = path;
    return path;
}

/* ---- Programs ------------------------------------------------------------------------------------------------------------------------------- */

static void become(const char *const *command)
{
    execvp(command[0], (char *const *)command);
    fprintf(stderr, "kontc: %s: %s\n", command[0], strerror(errno));
    _exit(127);
}

static void send(int from, const char *file)
{
    int to = file != NULL ? open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (to >= 0)
        dup2(to, from);
}

static int wait_for(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return 1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int run_with(struct list *command, int from, const char *file)
{
    const char *const *words = list_end(command);
    fflush(NULL);
    pid_t pid = fork();
    if (pid < 0) {
        perror("kontc: fork");
        return 1;
    }
    if (pid == 0) {
        send(from, file);
        become(words);
    }
    child = (sig_atomic_t)pid;
    int status = wait_for(pid);
    child = 0;
    return status;
}

int run(struct list *command, const char *output)
{
    return run_with(command, STDOUT_FILENO, output);
}

int run_aside(struct list *command, const char *said)
{
    return run_with(command, STDERR_FILENO, said);
}

int run_instead(struct list *command)
{
    fflush(NULL);
    become(list_end(command));
    return 127;
}

char *run_line(struct list *command)
{
    char *file = temporary("line");
    if (run(command, file) != 0)
        return NULL;
    struct text t = read_file(file);
    return t.s != NULL ? part(t.s, strcspn(t.s, "\n")) : NULL;
}

/* ---- Files ---------------------------------------------------------------------------------------------------------------------------------- */

struct text read_file(const char *name)
{
    struct text t = { 0 };
    char buffer[65536];
    FILE *file = fopen(name, "r");
    if (file == NULL)
        return t;
    text_add(&t, "");
    for (size_t n; (n = fread(buffer, 1, sizeof buffer, file)) > 0; )
        text_add_part(&t, buffer, n);
    fclose(file);
    return t;
}

bool write_file(const char *name, const char *s, size_t size)
{
    FILE *file = fopen(name, "w");
    if (file == NULL)
        return false;
    bool written = fwrite(s, 1, size, file) == size;
    return fclose(file) == 0 && written;
}
