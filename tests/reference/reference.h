/* reference.h: the reference interpreter of kont's rules. It shares nothing with the library: an abstract machine over an
 * explicit continuation of immutable frames, on plain memory. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "answer.h"
#include "ast.h"

/* Called before each step: the rule's name, and the whole program with the redex in [brackets]. */
typedef void reference_tracer(const char *rule, const char *program);

struct reference_run {
    long limit;                                         /* steps, after which the answer is unknown */
    reference_tracer *trace;                            /* or null */
    long steps;                                         /* out */
    bool used[OP_COUNT];                                /* out: whose rule was applied */
};

void reference_run(const struct node *program, struct reference_run *run, struct answer *answer);

#endif
