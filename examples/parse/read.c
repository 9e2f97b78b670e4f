/* read.c: the text of a grammar, with a message that names the place for what is not of it. */
#include "grammar.h"

#include <gc.h>

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct grammar grammar;
    const char *file;
    unsigned long line;
    char *rest;                                         /* of the line */
};

static _Noreturn void complain(const struct reader *r, const char *what, const char *found)
{
    fprintf(stderr, "%s:%lu: %s%s\n", r->file, r->line, what, found);
    exit(2);
}

static struct symbol *symbol_of(struct grammar *g, const char *text)
{
    struct symbol *s = g->all;
    while (s != NULL && strcmp(s->text, text) != 0)
        s = s->next;
    if (s != NULL)
        return s;
    s = GC_MALLOC(sizeof *s);
    *s = (struct symbol){ .text = GC_STRDUP(text), .number = g->numbers++, .next = g->all };
    return g->all = s;
}

/* The next of the line's words, or null. */
static const char *next_word(struct reader *r)
{
    return strtok_r(NULL, " \t\r\n", &r->rest);
}

static void add_rule(struct symbol *name, struct rule *rule)
{
    struct rule **last = &name->first;
    while (*last != NULL)
        last = &(*last)->next;
    *last = rule;
    name->rules++;
}

/* Reads one alternative. Returns whether another follows. */
static bool read_alternative(struct reader *r, struct symbol *name)
{
    struct rule *rule = GC_MALLOC(sizeof *rule);
    const char *word;
    while ((word = next_word(r)) != NULL && strcmp(word, "|") != 0) {
        if (strcmp(word, "->") == 0)
            complain(r, "expected one -> in a line", "");
        if (rule->parts == MOST_PARTS)
            complain(r, "more than 16 parts: the last that fits is before ", word);
        rule->part[rule->parts++] = symbol_of(&r->grammar, word);
    }
    if (rule->parts == 0)
        complain(r, "expected a part, found ", word != NULL ? "|" : "the end of the line");
    rule->number = r->grammar.numbers;
    r->grammar.numbers += rule->parts;
    add_rule(name, rule);
    return word != NULL;
}

static void read_line(struct reader *r, char *line)
{
    const char *word = strtok_r(line, " \t\r\n", &r->rest);
    if (word == NULL || word[0] == '#')
        return;
    if (strcmp(word, "->") == 0 || strcmp(word, "|") == 0)
        complain(r, "expected a name, found ", word);
    struct symbol *name = symbol_of(&r->grammar, word);
    if (r->grammar.start == NULL)
        r->grammar.start = name;
    const char *arrow = next_word(r);
    if (arrow == NULL || strcmp(arrow, "->") != 0)
        complain(r, "expected -> after the name, found ", arrow != NULL ? arrow : "the end of the line");
    while (read_alternative(r, name))
        ;
}

/* Whether `from` becomes `to` by rules of one part. */
static bool becomes(struct symbol *from, const struct symbol *to)
{
    if (from->seen)
        return false;
    from->seen = true;
    for (const struct rule *rule = from->first; rule != NULL; rule = rule->next)
        if (rule->parts == 1 && (rule->part[0] == to || becomes(rule->part[0], to)))
            return true;
    return false;
}

static void check(const struct reader *r)
{
    if (r->grammar.start == NULL)
        complain(r, "the file ends before a rule", "");
    for (struct symbol *s = r->grammar.all; s != NULL; s = s->next) {
        for (struct symbol *other = r->grammar.all; other != NULL; other = other->next)
            other->seen = false;
        if (becomes(s, s)) {
            fprintf(stderr, "%s: %s becomes itself by rules of one part: there are infinitely many parses\n", r->file, s->text);
            exit(2);
        }
    }
}

struct grammar grammar_read(const char *file)
{
    struct reader r = { .file = file };
    FILE *in = fopen(file, "r");
    char *line = NULL;
    size_t size = 0;
    if (in == NULL)
        err(2, "%s", file);
    for (ssize_t length; (length = getline(&line, &size, in)) >= 0; ) {
        r.line++;
        if (strlen(line) != (size_t)length)
            complain(&r, "a zero byte", "");
        read_line(&r, line);
    }
    if (ferror(in))
        err(2, "%s", file);
    check(&r);
    free(line);
    fclose(in);
    return r.grammar;
}
