/* nodes.h: making nodes. What they do stands in nodes.c, callnodes.c and primnodes.c; compile.c decides which to make. */
#ifndef SCHEME_NODES_H
#define SCHEME_NODES_H

#include "node.h"

/* Where a variable is, seen from a procedure's body. */
struct where {
    enum { IN_A, IN_B, IN_C, IN_D, IN_RIB, IN_CLOSURE } kind;
    int depth, index;                                   /* IN_RIB: ribs outwards; and which of the rib or the closure */
};

struct node *node_constant(value v);
bool is_constant_node(const struct node *n, value *v);
bool is_local_node(const struct node *n, struct where *at);      /* one of node_local */
struct node *node_local(struct where at);
struct node *node_boxed(struct where at, const char *name, const struct place *place);      /* its content: UNDEFINED is an error */
struct node *node_set_boxed(struct where at, struct node *init);
struct node *node_box(struct node *init);               /* a new box around the value */
struct node *node_global(struct cell *cell, const struct place *place);
struct node *node_set_global(struct cell *cell, struct node *init, bool define, const struct place *place);
struct if_node {
    struct node node;
    struct node *test, *then, *otherwise;
};
struct node *node_if(struct node *test, struct node *then, struct node *otherwise);
run_fn run_if;
/* How an if with this test runs without making a boolean; null: there is no such way (primnodes.c). */
run_fn *fused_if(const struct node *test);
struct node *node_sequence(int count, struct node **items);
/* The body with the value in a, b, c, d, or in a new rib. */
struct node *node_let(struct where at, struct node *init, struct node *body);
/* A parameter in its box, or four parameters of a procedure with ribs, then the body. */
struct node *node_box_parameter(struct where at, struct node *body);
struct node *node_d_to_rib(struct node *body);
struct node *node_deep(struct node *body);              /* looks at the stack */

struct node *node_closure(struct lambda *code, int count, const struct where *captured);
/* The same in two steps, for procedures that refer to each other: empty, then filled. */
struct node *node_empty_closure(struct lambda *code, int count);
struct node *node_fill(struct where closure, int count, const struct where *captured, struct node *body);
struct node *node_case_lambda(int count, struct node **clauses);

/* cell: f is the content of a global variable; else f computes it. */
struct node *node_call(struct cell *cell, struct node *f, int count, struct node **arguments, bool tail, const struct place *place);
/* A primitive whose variable is not assigned, with as many arguments as it takes. */
struct node *node_primitive(struct primitive *p, int count, struct node **arguments, bool tail, const struct place *place);
/* From now on the node, one of a leaf primitive, is a call of what the variable holds. */
void generalize(struct node *primitive, struct node *general);

value fetch(struct where at, struct closure *self, value a, value b, value c, value d);
struct closure *make_closure(struct lambda *code, size_t count);
value unbound(struct cell *cell, const struct place *place);            /* PENDING */

void *make_node(size_t bytes, run_fn *run, const struct place *place);
/* A node's function begins so. */
#define NODE(name) static KONT value name(struct node *n, struct closure *self, value a, value b, value c, value d)
#define NEW_NODE(type, run, place) ((struct type *)make_node(sizeof(struct type), run, place))
#define RUN(child) ((child)->run((child), self, a, b, c, d))

#endif
