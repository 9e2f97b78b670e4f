/* main.c: the lines of files that match a pattern, as grep -P prints them. */
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gc.h>

#include "match.h"

static const char help[] =
    "usage: kgrep [-c] [-i] [-n] [-o] [-v] PATTERN [FILE...]\n"
    "\n"
    "Prints the lines of the files, or of standard input, in which the pattern matches: a\n"
    "regular expression of Perl's, with groups, \\1, lazy repetition, (?= and (?!, by characters\n"
    "of one byte. With several files the name of the file stands before each line.\n"
    "\n"
    "  -c        print how many lines there are in each file, not the lines\n"
    "  -i        take capital and small letters for the same\n"
    "  -n        print the line's number before it\n"
    "  -o        print each match on a line of its own, not the line\n"
    "  -v        print the lines in which the pattern does not match\n"
    "  --help    print this and exit\n"
    "\n"
    "A FILE called - is standard input. Exit status: 0, or 1 when there is no such line or the\n"
    "output cannot be written, or 2 when something was wrong with the command line or a file.\n";

struct options {
    bool count, ignore_case, numbers, only_matches, others, names;
    const struct node *pattern;
};

static void check_output(void)
{
    if (fflush(stdout) == EOF || ferror(stdout))
        err(1, "standard output");
}

static void print_place(const struct options *o, const char *file, unsigned long number)
{
    if (o->names)
        printf("%s:", file);
    if (o->numbers && !o->count)
        printf("%lu:", number);
}

static void print_text(const struct options *o, const char *file, unsigned long number, const char *text, long length)
{
    print_place(o, file, number);
    fwrite(text, 1, (size_t)length, stdout);
    putchar('\n');
}

/* Prints all matches that are not empty, the first of which is known. */
static void print_matches(const struct options *o, const char *file, unsigned long number, struct line *l, struct span s)
{
    do {
        if (s.to > s.from)
            print_text(o, file, number, l->text + s.from, s.to - s.from);
        l->from = s.to > s.from ? s.to : s.to + 1;
    } while (l->from <= l->length && match_line(l, &s));
}

/* Returns whether the line is one of those that are wanted. */
static bool do_line(const struct options *o, const char *file, unsigned long number, const char *text, long length)
{
    struct line l = { o->pattern, o->ignore_case, text, length, 0 };
    struct span found;
    bool is = match_line(&l, &found);
    if (is == o->others)
        return false;
    if (o->count)
        return true;
    if (!o->only_matches)
        print_text(o, file, number, text, length);
    else if (is)
        print_matches(o, file, number, &l, found);
    check_output();
    return true;
}

/* Returns how many lines are wanted; *failed: whether the file could not be read to its end. */
static unsigned long do_file(const struct options *o, const char *name, bool *failed)
{
    bool standard = strcmp(name, "-") == 0;
    FILE *in = standard ? stdin : fopen(name, "r");
    const char *shown = standard ? "(standard input)" : name;
    char *line = NULL;
    size_t size = 0;
    unsigned long number = 0, wanted = 0;
    for (ssize_t length; in != NULL && (length = getline(&line, &size, in)) >= 0; )
        wanted += do_line(o, shown, ++number, line, length > 0 && line[length - 1] == '\n' ? length - 1 : length);
    if (in == NULL || ferror(in)) {
        warn("%s", shown);
        *failed = true;
    } else if (o->count) {
        print_place(o, shown, 0);
        printf("%lu\n", wanted);
        check_output();
    }
    free(line);
    if (in != NULL && !standard)
        fclose(in);
    return wanted;
}

/* Returns what follows the options: the pattern, the files. */
static char **read_options(int argc, char **argv, struct options *o)
{
    static const struct option names[] = { { "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 } };
    for (int c; (c = getopt_long(argc, argv, "cinov", names, NULL)) != -1; )
        switch (c) {
        case 'c': o->count = true; break;
        case 'i': o->ignore_case = true; break;
        case 'n': o->numbers = true; break;
        case 'o': o->only_matches = true; break;
        case 'v': o->others = true; break;
        case 'h': fputs(help, stdout); check_output(); exit(0);
        default: exit(2);
        }
    if (argv[optind] == NULL)
        errx(2, "expected a pattern, found nothing (--help explains)");
    o->pattern = pattern_read(argv[optind], o->ignore_case);
    return argv + optind + 1;
}

int main(int argc, char **argv)
{
    GC_INIT();
    struct options o = { .count = false };
    char **files = read_options(argc, argv, &o), *standard[] = { "-", NULL };
    unsigned long wanted = 0;
    bool failed = false;
    if (*files == NULL)
        files = standard;
    o.names = files[1] != NULL;
    for (; *files != NULL; files++)
        wanted += do_file(&o, *files, &failed);
    return failed ? 2 : wanted == 0;
}
