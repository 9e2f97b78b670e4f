/* node.h: a statement or expression as kontc sees it: only what is evaluated, without implicit conversions. */
#ifndef KONTC_NODE_H
#define KONTC_NODE_H

#include "marks.h"

#include <stdint.h>

struct local;

struct call {
    const struct mark *mark;                            /* of the function called by name; null: called through a pointer */
    bool tail;                                          /* its value, if any, is the function's */
    unsigned site;                                      /* from 1; 0: no frame is ever saved here */
    uint64_t *live;                                     /* a set of locals: what is read after it */
    uint64_t *kept;                                     /* of these and those that wait around it: what its frame has */
};

struct node {
    CXCursor cursor;
    enum CXCursorKind kind;
    size_t begin, end;
    struct node *parent, **child;
    size_t count;
    CXType type;                                        /* after implicit conversions */
    bool decays;                                        /* an array, here a pointer to its first element */
    bool elvis;                                         /* x ?: y */
    bool marked;                                        /* holds a marked call or a statement expression: becomes statements */
    bool rewritten;                                     /* a statement that can't stay as it is */
    struct call *call;                                  /* of a marked call */
    struct local *local;                                /* that it refers to, or declares */
    struct local *literal;                              /* a compound literal that lives in the box */
};

struct node *node_build(CXCursor c, struct node *parent, const struct marks *m);

/* Whether functions that n points to are marked: its type says so, or where it comes from. */
bool node_value_is_marked(const struct node *n, const struct marks *m);

bool node_is_expression(const struct node *n);
bool node_is_assignment(const struct node *n);          /* = and its kin */
bool node_is_increment(const struct node *n);           /* ++ and -- */
bool node_has_effects(const struct node *n);            /* it may change something */
const struct node *node_bare(const struct node *n);     /* inside of parentheses */

/* Child i of n is not evaluated to a value: it is assigned to, or its address is taken. */
bool node_wants_place(const struct node *n, size_t i);

bool node_is_branch(const struct node *n);              /* of c ? n : n, whose type is that of both */
bool node_is_arrow(const struct node *n);               /* x->a */

/* The variable that a place is in, where that can be said without a pointer: x, x.a, x.a[i]; or null. */
struct node *node_root(struct node *n);

/* The four parts of a `for`: what is null is not there. */
struct node **node_for_parts(const struct source *s, const struct node *n);

/* Where n ends with its semicolon, if it has one. */
size_t node_statement_end(const struct source *s, const struct node *n);

/* Whether n holds a marked call that is over behind `begin`. */
bool node_calls_within(const struct node *n, size_t begin);

/* Calls visit for n and all below it. */
void node_each(struct node *n, void (*visit)(struct node *n, void *data), void *data);

#endif
