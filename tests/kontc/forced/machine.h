/* machine.h: the machine of forced.h, for a program that drives it. */
#ifndef FORCED_MACHINE_H
#define FORCED_MACHINE_H

#include <stdbool.h>

struct forced_mode {
    unsigned long every;                                /* capture at each tick whose number this divides; 0: never */
    unsigned long twice;                                /* go on twice from the capture of this number; 0: never */
    bool low;                                           /* the C stack ends after a few thousand bytes */
};

struct forced_answer {
    unsigned long hash, count;                          /* of what was traced */
    unsigned long captures;
};

/* Runs a program; `second` is what going on a second time answered, else the same as `first`. */
void forced_run(void (*program)(void), const struct forced_mode *mode, struct forced_answer *first, struct forced_answer *second);

/* The mode for what is called from unmarked functions, and how often it has captured since. */
void forced_begin(const struct forced_mode *mode);
unsigned long forced_captures(void);

/* Prints what is traced. */
void forced_show(bool shown);

#endif
