/* main.c: all parses of a sentence by the grammar of a file. */
#include <kont/search.h>

#include <gc.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solve.h"

static const char help[] =
    "usage: parse [--count] GRAMMAR WORD...\n"
    "\n"
    "Prints all ways to read the words as a sentence of the grammar, a tree in parentheses each,\n"
    "or \"none\". A line of the file GRAMMAR is a rule, as 'NP -> Noun | Det Noun | NP PP': names\n"
    "stand before an arrow somewhere, all else are words; the first name is what a sentence is.\n"
    "Blank lines and lines that begin with # are skipped. An argument may have several words.\n"
    "\n"
    "  --count   print how many there are, not the trees\n"
    "  --help    print this and exit\n"
    "\n"
    "Exit status: 0, or 1 when the output cannot be written, or 2 when something was wrong with\n"
    "the command line or the file.\n";

static void check_output(void)
{
    if (fflush(stdout) == EOF || ferror(stdout))
        err(1, "standard output");
}

static void print_tree(const struct tree *t)
{
    if (t->parts == 0) {
        fputs(t->symbol->text, stdout);
        return;
    }
    printf("(%s", t->symbol->text);
    for (int i = 0; i < t->parts; i++) {
        putchar(' ');
        print_tree(t->part[i]);
    }
    putchar(')');
}

static void read_words(struct sentence *s, char **arguments)
{
    for (; *arguments != NULL; arguments++)
        for (const char *word = strtok(*arguments, " \t\n"); word != NULL; word = strtok(NULL, " \t\n")) {
            if (s->words == MOST_WORDS)
                errx(2, "more than %d words", MOST_WORDS);
            s->word[s->words++] = word;
        }
    if (s->words == 0)
        errx(2, "expected a sentence, found nothing (--help explains)");
}

int main(int argc, char **argv)
{
    GC_INIT();
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        check_output();
        return 0;
    }
    bool count = argc > 1 && strcmp(argv[1], "--count") == 0;
    char **arguments = argv + (count ? 2 : 1);
    if (arguments[0] == NULL)
        errx(2, "expected a grammar and a sentence, found nothing (--help explains)");
    struct grammar grammar = grammar_read(arguments[0]);
    struct sentence sentence = { .grammar = &grammar };
    read_words(&sentence, arguments + 1);
    table_fill(&sentence);
    unsigned long found = 0;
    kont_search *search = kont_search_new(parse, &sentence);
    for (void *tree; kont_search_next(search, &tree); found++)
        if (!count) {
            print_tree(tree);
            putchar('\n');
            check_output();
        }
    if (count)
        printf("%lu\n", found);
    else if (found == 0)
        puts("none");
    check_output();
    return 0;
}
