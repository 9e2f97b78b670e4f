/* script.h: what a script of gentrace is. See main.c for the language. */
#ifndef GENTRACE_SCRIPT_H
#define GENTRACE_SCRIPT_H

#include <stdbool.h>
#include <stdio.h>

enum op { SAY, YIELD, FROM, LIST, RETURN, RAISE, NEW, NEXT, SEND, THROW, CLOSE, STATE, LOOP, TRY };

enum { MOST_NAMES = 100, MOST_NUMBERS = 16 };

/* A number of the script, or none: what Python calls None. */
struct number {
    bool there;
    long n;
};

struct statement {
    enum op op;
    int line;
    char *text;                                         /* as it stands in the script, without blanks around it */
    char *word;                                         /* SAY: the text; else a name: of an exception (TRY: or null), NEW: of the definition */
    int generator;                                      /* the number of the generator named */
    struct number numbers[MOST_NUMBERS];
    int count;
    struct statement *body, *handler, *cleanup;         /* LOOP, TRY */
    struct statement *next;
};

struct script {
    const char *file;
    struct statement *steps;                            /* what runs */
    char *names[MOST_NAMES];                            /* of generators, as they are first named */
    int name_count;
    char *definitions[MOST_NAMES];
    struct statement *bodies[MOST_NAMES];
    int definition_count;
};

/* Reads a script. False, with a message that names the place on standard error, where it is none. */
bool script_read(struct script *s, FILE *in, const char *file);

/* The number of a definition, or -1. */
int script_definition(const struct script *s, const char *name);

#endif
