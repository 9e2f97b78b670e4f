/* grammar.h: a context-free grammar, read from a file.
 *
 *     # a comment
 *     S  -> NP VP | VP            S is a sequence of NP and VP, or is VP
 *     NP -> time | an arrow       a name is one that stands before an arrow; everything else is a word
 *
 * The first name is what a sentence is. A rule may be continued by another line for the same name. No part may be empty, so each part of a
 * sentence has a word at least; and no name may become itself by rules of one part, which would make infinitely many parses. Rules may begin with
 * their own name (E -> E + E). Plain C that knows nothing of kont. */
#ifndef PARSE_GRAMMAR_H
#define PARSE_GRAMMAR_H

#include <stdbool.h>

enum { MOST_PARTS = 16 };

struct rule {
    int number;                                         /* of what begins with its first part; the next number: with its second; and so on */
    int parts;
    struct symbol *part[MOST_PARTS];
    struct rule *next;                                  /* the next for the same name */
};

/* A name, or a word. */
struct symbol {
    const char *text;
    int number;
    bool seen;                                          /* by a walk through the grammar */
    int rules;                                          /* 0: a word */
    struct rule *first;
    struct symbol *next;
};

struct grammar {
    int numbers;                                        /* of all symbols, and of all ends of rules: from 0 */
    struct symbol *all;                                 /* the latest first */
    struct symbol *start;
};

/* The grammar of this file. What is wrong with it is reported with its place, and ends the program with status 2. */
struct grammar grammar_read(const char *file);

#endif
