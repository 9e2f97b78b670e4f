/* match.h: finds where a pattern matches. */
#ifndef KGREP_MATCH_H
#define KGREP_MATCH_H

#include <kont/base.h>

#include "pattern.h"

struct span {
    long from, to;                                      /* characters of the line, from 0; from: -1: nothing */
};

struct line {
    const struct node *pattern;
    bool ignore_case;                                   /* where groups are compared; the pattern's sets know by themselves */
    const char *text;
    long length;
    long from;                                          /* matches begin here or later */
};

/* Whether the pattern matches in the line: *found is the first match, and that which comes first to Perl where several begin there. */
KONT bool match_line(struct line *line, struct span *found);

#endif
