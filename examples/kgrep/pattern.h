/* pattern.h: a regular expression as a tree.
 *
 *     a  .  [a-z]  [^a-z]  [[:digit:]]  \d \D \w \W \s \S  \t \n \r \f  \.        one character
 *     xy    x|y    (x)    (?:x)                                                   one after the other, either, groups
 *     x*  x+  x?  x{2}  x{2,}  x{2,5}    and each with ? after it                 as often as can be; as seldom as can be
 *     ^  $  \b  \B    (?=x)  (?!x)    \1 ... \9                                   places; what follows; what a group matched
 *
 * They mean what they mean to Perl, and to grep -P. A character is a byte. Plain C that knows nothing of kont. */
#ifndef KGREP_PATTERN_H
#define KGREP_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

enum { MOST_GROUPS = 9, MOST_TIMES = 65535, UNLIMITED = -1 };

enum kind { ONE_OF, SEQUENCE, EITHER, REPEAT, GROUP, REFERENCE, LINE_START, LINE_END, WORD_EDGE, NO_WORD_EDGE, FOLLOWS, FOLLOWS_NOT };

struct node {
    enum kind kind;
    struct node *first, *next;                          /* the first of its parts; the next part of what it is a part of */
    int parts;
    int least, most;                                    /* REPEAT: times */
    bool lazy;                                          /* REPEAT: as seldom as can be */
    int group;                                          /* GROUP, REFERENCE: its number; 0: a group that is not remembered */
    uint32_t set[256 / 32];                             /* ONE_OF: bit c: the character c */
};

/* The tree of a pattern. What is wrong with it is reported with its place, and ends the program with status 2. */
struct node *pattern_read(const char *text, bool ignore_case);

static inline bool pattern_has(const struct node *n, unsigned char c)
{
    return n->set[c / 32] >> c % 32 & 1;
}

static inline bool pattern_is_word(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

#endif
