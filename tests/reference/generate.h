/* generate.h: random programs, and making a program that fails smaller. */
#ifndef GENERATE_H
#define GENERATE_H

#include "ast.h"

/* The program of a seed: the same one every time. */
const struct node *generate(unsigned long seed);

/* The smallest program found by leaving parts out of this one for which fails() still holds. */
typedef bool fails_fn(const struct node *program);
const struct node *shrink(const struct node *program, fails_fn *fails);

#endif
