/* goal.h: what the files of goals share: the tree that stands for an expression, and what an evaluation keeps for each node of it.
 *
 *     kont_goal (never changes)            cursor (one for each evaluation of the node)
 *       next ------------------------------> the next result of this cursor: into env->result, or false: failed, not asked again
 *       a, b, c: operands                    left, right: the operands' cursors, begun when they are needed */
#ifndef KONT_LAYERS_GOAL_H
#define KONT_LAYERS_GOAL_H

#include <kont.h>

#include "alloc.h"

/* A subject and the present position in it, 1 .. length + 1. */
struct scan {
    const char *subject;
    long length, pos;
};

/* What the cursors of an evaluation share. */
struct env {
    struct scan *scan;
    void *result;                                       /* of the cursor that has just succeeded */
};

struct cursor;
typedef KONT bool cursor_next(struct cursor *c, struct env *env);

struct kont_goal {
    cursor_next *next;
    const char *name;                                   /* of the function that made it, for messages */
    kont_goal *a, *b, *c;
    long n, m;
    const char *text, *open, *close;
    void *value;
    void **place;
    union {
        kont_goal_fn *function;
        kont_goal_procedure *procedure;
        kont_fn *make;
    };
    cursor_next *apply;                                 /* of a call: what is done with c->values: a result, or a cursor in c->right */
    kont_goal **args;
    size_t count;
};

struct cursor {
    kont_goal *goal;
    bool begun;
    struct cursor *left, *right;
    long at, end, step;
    void *saved;
    void **values;                                      /* of a call: the arguments' */
    struct cursor **operands;                           /* and their cursors */
};

/* A goal of this name whose cursors go on by `next`. */
KONT kont_goal *kont__goal_new(cursor_next *next, const char *name);

/* The operand e, which must not be null. */
KONT kont_goal *kont__goal_needed(kont_goal *e, const char *name);

KONT struct cursor *kont__goal_begin(kont_goal *e);

static inline KONT bool run(struct cursor *c, struct env *env)
{
    return c->goal->next(c, env);
}

/* BOUNDED: only its first result, which is not resumed. */
KONT bool kont__goal_bounded(kont_goal *e, struct env *env);

/* The next result of the cursor of e in *slot, which is begun if need be. */
static inline KONT bool run_operand(struct cursor **slot, kont_goal *e, struct env *env)
{
    if (*slot == NULL)
        *slot = kont__goal_begin(e);
    return run(*slot, env);
}

/* A cursor of numbers, which begins at `from`. */
KONT struct cursor *kont__goal_counting(long from, long limit, long step);

KONT struct env *kont__goal_env(void);

/* kont_goal_function, of this name in messages. */
KONT kont_goal *kont__goal_function(kont_goal_fn *fn, const char *name);

/* Bytes of a string as a collected string. */
KONT char *kont__goal_string(const char *bytes, size_t length, const char *where);

#endif
