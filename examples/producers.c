/* producers.c: producers and consumers, as processes that take turns.
 *
 * A producer for each file puts its lines on a belt; consumers take them off and count words. The belt has room for a few lines: who finds it full, or
 * empty, waits until somebody wakes him. No process is interrupted, so nothing needs a lock: between two waits each has the belt to itself. */
#include <kont/process.h>

#include <gc.h>

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the belt ---- */

struct waiting {                                        /* processes, the first to come first */
    struct waiter {
        kont_process *process;
        struct waiter *next;
    } *first, **last;
};

struct belt {
    int room, count, first;                             /* a ring: `count` lines from `first` on */
    char **lines;
    bool closed;                                        /* nobody will put anything on it any more */
    struct waiting for_room, for_lines;
};

static KONT void wait_in(struct waiting *queue)
{
    struct waiter *w = GC_MALLOC(sizeof *w);
    w->process = kont_process_self();
    *queue->last = w;
    queue->last = &w->next;
    kont_process_wait();
}

/* Wakes the first that waits, if any does. */
static bool wake_one(struct waiting *queue)
{
    struct waiter *w = queue->first;
    if (w == NULL)
        return false;
    queue->first = w->next;
    if (queue->first == NULL)
        queue->last = &queue->first;
    return kont_process_wake(w->process);
}

static KONT void put(struct belt *b, char *line)
{
    while (b->count == b->room)
        wait_in(&b->for_room);
    b->lines[(b->first + b->count++) % b->room] = line;
    wake_one(&b->for_lines);
}

/* Null: the belt is closed, and empty. */
static KONT char *take(struct belt *b)
{
    while (b->count == 0 && !b->closed)
        wait_in(&b->for_lines);
    if (b->count == 0)
        return NULL;
    char *line = b->lines[b->first];
    b->first = (b->first + 1) % b->room;
    b->count--;
    wake_one(&b->for_room);
    return line;
}

static void close_belt(struct belt *b)
{
    b->closed = true;
    while (wake_one(&b->for_lines))
        ;
}

static void open_belt(struct belt *b, int room)
{
    *b = (struct belt){ .room = room, .lines = GC_MALLOC((size_t)room * sizeof *b->lines) };
    b->for_room.last = &b->for_room.first;
    b->for_lines.last = &b->for_lines.first;
}

/* ---- the processes ---- */

struct producer {
    const char *file;
    struct belt *belt;
};

struct consumer {
    struct belt *belt;
    unsigned long lines, words;
};

static KONT void *produce(void *arg)
{
    struct producer *p = arg;
    FILE *in = fopen(p->file, "r");
    char *line = NULL;
    size_t size = 0;
    if (in == NULL)
        err(2, "%s", p->file);
    for (ssize_t length; (length = getline(&line, &size, in)) >= 0; ) {
        if (strlen(line) != (size_t)length)
            errx(2, "%s: a line holds a zero byte", p->file);
        put(p->belt, GC_STRDUP(line));
    }
    if (ferror(in))
        err(2, "%s", p->file);
    free(line);
    fclose(in);
    return NULL;
}

static unsigned long count_words(const char *line)
{
    unsigned long words = 0;
    for (; *line != '\0'; line++)
        words += !isspace((unsigned char)*line) && (line[1] == '\0' || isspace((unsigned char)line[1]));
    return words;
}

/* A line is a piece of work: after each the others have their turn. */
static KONT void *consume(void *arg)
{
    struct consumer *c = arg;
    for (char *line; (line = take(c->belt)) != NULL; kont_process_yield()) {
        c->lines++;
        c->words += count_words(line);
    }
    return NULL;
}

struct task {
    int room, consumers;
    char **files;
};

static void report(const struct consumer *consumers, int count)
{
    unsigned long lines = 0, words = 0;
    for (int i = 0; i < count; i++) {
        printf("consumer %d: %lu lines, %lu words\n", i + 1, consumers[i].lines, consumers[i].words);
        lines += consumers[i].lines;
        words += consumers[i].words;
    }
    printf("together: %lu lines, %lu words\n", lines, words);
}

/* Starts all, waits for the producers, closes the belt, waits for the consumers. */
static KONT void *manage(void *arg)
{
    const struct task *task = arg;
    struct belt *belt = GC_MALLOC(sizeof *belt);
    int files = 0;
    while (task->files[files] != NULL)
        files++;
    kont_process **producing = GC_MALLOC((size_t)files * sizeof *producing);
    kont_process **consuming = GC_MALLOC((size_t)task->consumers * sizeof *consuming);
    struct consumer *consumers = GC_MALLOC((size_t)task->consumers * sizeof *consumers);
    open_belt(belt, task->room);
    for (int i = 0; i < files; i++) {
        struct producer *p = GC_MALLOC(sizeof *p);
        *p = (struct producer){ task->files[i], belt };
        producing[i] = kont_process_spawn(produce, p);
    }
    for (int i = 0; i < task->consumers; i++) {
        consumers[i].belt = belt;
        consuming[i] = kont_process_spawn(consume, &consumers[i]);
    }
    for (int i = 0; i < files; i++)
        kont_process_join(producing[i]);
    close_belt(belt);
    for (int i = 0; i < task->consumers; i++)
        kont_process_join(consuming[i]);
    report(consumers, task->consumers);
    return NULL;
}

/* ---- the command line ---- */

static const char help[] =
    "usage: producers [--room N] [--consumers N] FILE...\n"
    "\n"
    "Counts the words of files: a process for each file puts its lines on a belt, others take\n"
    "them off and count. Prints what each of these has counted, and all together.\n"
    "\n"
    "  --room N       so many lines have room on the belt (1 to 1000; 4 where nothing is said)\n"
    "  --consumers N  so many processes count (1 to 1000; 2 where nothing is said)\n"
    "  --help         print this and exit\n"
    "\n"
    "Exit status: 0, or 1 when the output cannot be written, or 2 when something was wrong with\n"
    "the command line or a file.\n";

static void check_output(void)
{
    if (fflush(stdout) == EOF || ferror(stdout))
        err(1, "standard output");
}

static int read_number(const char *option, const char *text)
{
    if (text == NULL)
        errx(2, "%s: expected a number from 1 to 1000, found nothing (--help explains)", option);
    char *end;
    long n = strtol(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || n < 1 || n > 1000)
        errx(2, "%s: expected a number from 1 to 1000, found '%s' (--help explains)", option, text);
    return (int)n;
}

int main(int argc, char **argv)
{
    (void)argc;
    GC_INIT();
    struct task task = { .room = 4, .consumers = 2 };
    for (argv++; *argv != NULL && argv[0][0] == '-' && argv[0][1] != '\0'; argv += 2) {
        if (strcmp(*argv, "--help") == 0) {
            fputs(help, stdout);
            check_output();
            return 0;
        }
        if (strcmp(*argv, "--room") != 0 && strcmp(*argv, "--consumers") != 0)
            errx(2, "unknown option %s (--help explains)", *argv);
        *(strcmp(*argv, "--room") == 0 ? &task.room : &task.consumers) = read_number(argv[0], argv[1]);
    }
    task.files = argv;
    if (*argv == NULL)
        errx(2, "expected a file, found nothing (--help explains)");
    kont_process_run(manage, &task);
    check_output();
    return 0;
}
