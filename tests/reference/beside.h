/* beside.h: a third answer: by this same program built for the other machine, in a process of its own.
 *
 * BESIDE=PROGRAM in the environment names it. Each process that compares starts one, as `PROGRAM --answers`: it reads programs, one on a line, and
 * writes the text of each answer, ANSWER_TEXT bytes. It goes when its pipes are closed. */
#ifndef BESIDE_H
#define BESIDE_H

#include "answer.h"
#include "ast.h"

/* The program, or null. */
const char *beside_name(void);

/* Its answer, or how it ended, in answer->text, behind its name. False where that is not what the reference says. */
bool beside_agrees(const struct node *program, const struct answer *reference, struct answer *answer);

/* What `--answers` does. Returns the process's status. */
int beside_answers(void);

#endif
