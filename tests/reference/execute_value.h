/* execute_value.h: inside the executor: values and environments, in collected memory. The interpreter recurses on the C stack,
 * so that each program's continuations are made of C frames. */
#ifndef EXECUTE_VALUE_H
#define EXECUTE_VALUE_H

#include <kont.h>

#include "execute.h"

enum val_kind { VAL_INT, VAL_CLOSURE, VAL_KONT, VAL_CELL, VAL_OBJECT, VAL_HANDLE, VAL_ERROR };

struct val {
    enum val_kind kind;
    long number;
    void *ref;                                          /* closure, kont, cell's val, object, tag or exception */
};

struct env {
    struct env *outer;
    const char *name;
    struct val *value;
    struct val *volatile *slot;                         /* a local: the C variable of the activation that has it; else null */
};

struct closure {
    const struct node *node;
    const char *name;                                   /* null for a thunk */
    struct env *env;
    unsigned long run;                                  /* which program made it */
};

struct val *val_int(long number);
struct val *val_new(enum val_kind kind, const void *ref);
void val_text(const struct val *v, char *text, size_t room);
struct val *val_of_exception(const kont_exception *x);
struct env *env_new(struct env *outer, const char *name, struct val *value);
struct val *volatile *env_slot(struct env *env, const char *name);      /* null where the name is no local */
struct val *env_value(struct env *env, const char *name);

typedef KONT struct val *evaluator(const struct node *n, struct env *env);

KONT struct val *run_node(const struct node *n, struct env *env);
KONT void *run_closure(void *closure);
KONT void *run_handler(kont *k, void *closure);
struct closure *body_of(const struct node *n, int kid, struct env *env, bool named);
KONT void *want(struct val *v, enum val_kind kind);     /* its ref; raises TYPE where it is of another kind */
struct val *keep(struct val *v);                        /* not collected before the program ends */
kont_parameter *parameter_of(const struct node *n);

extern evaluator *const control_evaluators[OP_COUNT];

#endif
