/* c_effects.h: the programs with effects, as a work of the program of plain C. */
#ifndef C_EFFECTS_H
#define C_EFFECTS_H

double effects(long n, long row);

#endif
