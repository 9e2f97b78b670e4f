/* recursive.h: five functions that do little but call themselves: as plain C, marked, and with a handler of its own (a prompt that nothing
 * is captured up to) around each call that is not in tail position. */
#ifndef PAPERS_RECURSIVE_H
#define PAPERS_RECURSIVE_H

#include <kont.h>

enum { ACK, FIB, MOTZKIN, SUDAN, TAK, RECURSIVE };
enum { PLAIN, MARKED, HANDLED, WAYS_TO_CALL };

extern const char *const recursive_names[RECURSIVE];

/* One of the functions, in one of the ways, of these arguments, so many times. */
struct recursive {
    int function, way;
    long arguments[3];
    long times;
};

/* A work: runs struct recursive; the value. */
KONT long recursive_run(const void *recursive);

#endif
