/* sequence_lines.c: the lines of a file. */
#define _GNU_SOURCE
#include <errno.h>
#include <gc/gc.h>
#include <stdlib.h>
#include <string.h>

#include "sequence.h"

struct lines {
    kont_seq seq;
    FILE *file;
    char *line;                                         /* getdelim's, with malloc */
    size_t room;
    const char *path;
    bool ours;                                          /* to close */
};

/* Lets go of what the collector does not know. */
static void release(struct lines *l)
{
    if (l->ours && l->file != NULL)
        fclose(l->file);
    free(l->line);
    l->file = NULL;
    l->line = NULL;
}

static void GC_CALLBACK forgotten(void *lines, void *unused)
{
    (void)unused;
    release(lines);
}

static KONT void lines_close(kont_seq *s)
{
    GC_REGISTER_FINALIZER_NO_ORDER(s, NULL, NULL, NULL, NULL);
    release((struct lines *)s);
}

/* Closes what could not be read and says why. An error of 0: a zero byte. */
static KONT KONT_NORETURN void cannot(struct lines *l, const char *what, int error)
{
    const char *why = error != 0 ? strerror(error) : "a line holds a zero byte";
    kont_seq_close(&l->seq);
    kont_raise(kont_exception_make(l->seq.name, KONT_SEQ_FILE, kont_int(error), "cannot %s %s: %s", what, l->path, why));
}

/* The next line without its newline, or -1 at the end of the file, -2 for what cannot be read: errno is 0 for a line that is no C string. */
static ssize_t next_line(struct lines *l)
{
    errno = 0;
    ssize_t length = getdelim(&l->line, &l->room, '\n', l->file);
    if (length < 0)
        return feof(l->file) ? -1 : -2;
    if (length > 0 && l->line[length - 1] == '\n')
        l->line[--length] = '\0';
    if (strlen(l->line) == (size_t)length)
        return length;
    errno = 0;
    return -2;
}

static KONT void *lines_pull(kont_seq *s)
{
    struct lines *l = (struct lines *)s;
    ssize_t length = next_line(l);
    if (length == -1)
        return kont_seq_finish(s);
    if (length < 0)
        cannot(l, "read", errno);
    char *line = GC_MALLOC_ATOMIC((size_t)length + 1);
    if (line == NULL)
        kont_raise_error(KONT_ERR_MEMORY, s->name, NULL);
    memcpy(line, l->line, (size_t)length + 1);
    GC_reachable_here(l);                               /* whose finalizer frees what is copied */
    return line;
}

static KONT struct lines *lines(const char *name, const char *path)
{
    need(path != NULL, name, "path");
    char *copy = kont__alloc(strlen(path) + 1, name);
    struct lines *l = (struct lines *)kont_seq_new(sizeof *l, name, lines_pull, lines_close);
    l->path = strcpy(copy, path);
    GC_REGISTER_FINALIZER_NO_ORDER(l, forgotten, NULL, NULL, NULL);
    return l;
}

KONT kont_seq *kont_seq_lines(const char *path)
{
    struct lines *l = lines("kont_seq_lines", path);
    l->ours = true;
    l->file = fopen(path, "re");
    if (l->file == NULL)
        cannot(l, "open", errno);
    return &l->seq;
}

KONT kont_seq *kont_seq_lines_of(FILE *file, const char *name)
{
    need(file != NULL, "kont_seq_lines_of", "file");
    struct lines *l = lines("kont_seq_lines_of", name);
    l->file = file;
    return &l->seq;
}
