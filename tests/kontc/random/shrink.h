/* shrink.h: makes a program that fails smaller. */
#ifndef SHRINK_H
#define SHRINK_H

#include "unit.h"

/* Gives up after so many seconds. */
void shrink(struct choices *program, const struct build *build, enum outcome outcome, double seconds);

double seconds(void);

#endif
