/* execute.h: runs a program on kont, through its public headers alone. */
#ifndef EXECUTE_H
#define EXECUTE_H

#include "answer.h"
#include "ast.h"

/* Evaluations after which the process ends with EXECUTE_RUNAWAY: the reference has answered within fewer. */
enum { EXECUTE_LIMIT = 2000000, EXECUTE_RUNAWAY = 3 };

void execute(const struct node *program, struct answer *answer);

#endif
