/* choice.h: what a random program is made from: a row of numbers. They are kept as they are drawn, so that the same program can be made
 * again, and smaller ones from fewer or smaller numbers. 0 has to be the simplest choice everywhere. A row has parts, one for each function,
 * so that a change in one leaves the others as they are; a part that has ended gives 0. */
#ifndef CHOICE_H
#define CHOICE_H

#include <stdbool.h>
#include <stdint.h>

enum { CHOICES = 8000, PARTS = 11 };

struct choices {
    uint16_t at[CHOICES];
    int count;                                          /* how many there are */
    int next;
    int part[PARTS + 1];                                /* where each begins */
    int now;                                            /* the part that is in use */
    bool fresh;                                         /* they are drawn now */
    uint64_t random;
};

/* The row that is in use. */
extern struct choices *choices;

/* A new row, or one that is there, from its start. */
void choices_draw(struct choices *c, uint64_t seed);
void choices_repeat(struct choices *c);

/* Goes on in another part; parts are drawn in order. */
void choose_from(int part);

/* Takes numbers out of it. */
void choices_cut(struct choices *c, int from, int length);

/* Below n. */
unsigned choose(unsigned n);

/* In `percent` of a hundred cases. */
bool often(unsigned percent);

#endif
