/* set.h: what is in brackets, and what \d and its kin stand for. */
#ifndef KGREP_SET_H
#define KGREP_SET_H

#include "pattern.h"

struct reader {
    const char *text, *at;                              /* the pattern; what is read next */
    bool ignore_case;
    int groups;                                         /* opened so far */
};

/* Reports what is wrong at `at`, and ends the program with status 2. */
_Noreturn void complain(const struct reader *r, const char *at, const char *what);

/* Reads from behind "[" to behind "]" into an ONE_OF. */
void set_read(struct reader *r, struct node *n);

/* Adds what the letter after a backslash stands for, if that is several characters: d, D, w, W, s, S. False: it is not. */
bool set_add_named(struct node *n, char letter);

/* The character that a letter or a sign after a backslash stands for; -1: none. */
int set_escaped(char letter);

void set_add(struct node *n, unsigned char c);

/* Adds the capital or small letter that goes with each letter. */
void set_ignore_case(struct node *n);

#endif
