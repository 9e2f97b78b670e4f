/* table.h: which symbol, and which end of a rule, can be which words of a sentence.
 *
 * Found out before the search, so that it has no dead ends. Plain C. */
#ifndef PARSE_TABLE_H
#define PARSE_TABLE_H

#include <stdbool.h>

#include "grammar.h"

enum { MOST_WORDS = 200 };

struct sentence {
    const struct grammar *grammar;
    int words;
    const char *word[MOST_WORDS];
    bool *can;                                          /* of each number in the grammar, each beginning and each end */
};

/* Fills the table, shortest parts first. */
void table_fill(struct sentence *s);

/* Whether the symbol can be the words from..to-1. */
bool table_can(const struct sentence *s, const struct symbol *symbol, int from, int to);

/* Whether the parts of a rule from part `first` on, one after the other, can be the words from..to-1. */
bool table_can_rest(const struct sentence *s, const struct rule *rule, int first, int from, int to);

#endif
