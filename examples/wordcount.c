/* wordcount.c: how often each word occurs in text files: a pipeline of lazy sequences. Two parts of it are made here: a source, `words`, and a stage,
 * `patient`, which goes on where a file cannot be read. */
#include <kont/exception.h>
#include <kont/sequence.h>

#include <ctype.h>
#include <errno.h>
#include <gc/gc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int status;                                      /* the exit status */

static KONT void *collected(size_t bytes)
{
    void *p = GC_MALLOC(bytes);
    if (p == NULL)
        kont_raise_error(KONT_ERR_MEMORY, "wordcount", NULL);
    return p;
}

/* ---- Lines and words -------------------------------------------------------------------------------------------------------------------- */

static KONT void *lines(void *path)
{
    if (strcmp(path, "-") == 0)
        return kont_seq_lines_of(stdin, "standard input");
    return kont_seq_lines(path);
}

struct words {
    kont_seq seq;
    const char *at;                                     /* what is left of the line */
};

static KONT void *words_pull(kont_seq *s)
{
    struct words *w = (struct words *)s;
    while (isspace((unsigned char)*w->at))
        w->at++;
    const char *word = w->at;
    while (*w->at != '\0' && !isspace((unsigned char)*w->at))
        w->at++;
    size_t length = (size_t)(w->at - word);
    if (length == 0)
        return kont_seq_finish(s);
    return memcpy(collected(length + 1), word, length);
}

static KONT void *words(void *line)
{
    struct words *w = (struct words *)kont_seq_new(sizeof *w, "words", words_pull, NULL);
    w->at = line;
    return w;
}

static KONT void *pull(void *s)
{
    return kont_seq_pull(s);
}

/* What the source raises takes a value of the source's with it: here, the rest of a file. */
static KONT void *patient_pull(kont_seq *s)
{
    for (;;) {
        const kont_exception *problem;
        void *v = kont_try(pull, s->source, &problem);
        if (problem == NULL)
            return kont_seq_over(s->source, v) ? kont_seq_finish(s) : v;
        fprintf(stderr, "wordcount: %s\n", problem->message);
        status = 2;
    }
}

static KONT kont_seq *patient(void)
{
    return kont_seq_new_stage(sizeof(kont_seq), "patient", patient_pull, NULL);
}

/* ---- Counting --------------------------------------------------------------------------------------------------------------------------- */

struct count {
    const char *word;
    long times;
};

static KONT bool before(void *a, void *b)
{
    return strcmp(a, b) < 0;
}

static KONT bool same(void *a, void *b)
{
    return strcmp(a, b) == 0;
}

static KONT void *counted(void *group)
{
    struct kont_seq_group *g = group;
    struct count *c = collected(sizeof *c);
    c->word = g->key;
    c->times = kont_seq_length(g->members);
    return c;
}

static KONT bool oftener(void *a, void *b)
{
    return ((struct count *)a)->times > ((struct count *)b)->times;
}

static void check_output(int written)
{
    if (written == EOF || ferror(stdout)) {
        fprintf(stderr, "wordcount: standard output: %s\n", strerror(errno));
        exit(1);
    }
}

/* The most frequent `most` words, or all in their order where that is below 0. */
static KONT void count_words(char **paths, size_t files, long most)
{
    kont_seq *counts = KONT_PIPE(array((void **)paths, files), map(lines), flatten(), from(patient()), map(words), flatten(),
        sort(before), group_by(NULL, same), map(counted));
    if (most >= 0)
        counts = KONT_PIPE(from(counts), sort(oftener), take(most));
    KONT_SEQ_EACH(struct count *, c, counts)
        check_output(printf("%7ld %s\n", c->times, c->word));
}

/* ---- The command line -------------------------------------------------------------------------------------------------------------------- */

static const char help[] =
    "usage: wordcount [-n MAX] [FILE...]\n"
    "\n"
    "Prints how often each word occurs in the files, or in standard input: a line for each\n"
    "word, in the order of their bytes. Words are what stands between blanks, as for wc.\n"
    "\n"
    "  -n MAX    print the MAX most frequent words only, the most frequent one first\n"
    "  --help    print this and exit\n"
    "\n"
    "A FILE called - is standard input. Exit status: 0, or 1 when the output cannot be\n"
    "written, or 2 when something was wrong with the command line or a file; the other\n"
    "files are counted all the same.\n";

static void complain(const char *format, const char *what)
{
    fputs("wordcount: ", stderr);
    fprintf(stderr, format, what);
    fputs(" (--help explains)\n", stderr);
    exit(2);
}

static long read_count(const char *text)
{
    char *end;
    if (text == NULL)
        complain("expected a number behind %s", "-n");
    errno = 0;
    long n = strtol(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0)
        complain("expected a number of words, found '%s'", text);
    return n;
}

/* Options stand before the files. Returns the first file. */
static char **read_options(char **argv, long *most)
{
    for (; *argv != NULL && argv[0][0] == '-' && argv[0][1] != '\0'; argv++) {
        if (strcmp(*argv, "--help") == 0) {
            fputs(help, stdout);
            check_output(fflush(stdout));
            exit(0);
        }
        if (strcmp(*argv, "-n") != 0)
            complain("unknown option %s", *argv);
        *most = read_count(*++argv);
    }
    return argv;
}

int main(int argc, char **argv)
{
    static char *standard_input[] = { "-" };
    long most = -1;
    char **paths = read_options(argv + 1, &most);
    size_t files = (size_t)(argv + argc - paths);
    if (files == 0)
        count_words(standard_input, 1, most);
    else
        count_words(paths, files, most);
    check_output(fflush(stdout));
    return status;
}
