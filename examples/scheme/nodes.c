/* nodes.c: constants, variables, if, sequences, let, closures. */
#include "nodes.h"

#include "control.h"

void *make_node(size_t bytes, run_fn *run, const struct place *place)
{
    struct node *n = GC_MALLOC(bytes);
    n->run = run;
    n->place = place;
    return n;
}

#define UNUSED (void)n, (void)self, (void)a, (void)b, (void)c, (void)d
/* ---- Constants and variables ---- */

struct constant_node {
    struct node node;
    value v;
};

NODE(run_constant)
{
    UNUSED;
    return ((struct constant_node *)n)->v;
}

struct node *node_constant(value v)
{
    struct constant_node *n = NEW_NODE(constant_node, run_constant, NULL);
    n->v = v;
    return &n->node;
}

bool is_constant_node(const struct node *n, value *v)
{
    if (n->run != run_constant)
        return false;
    *v = ((const struct constant_node *)n)->v;
    return true;
}

struct where_node {
    struct node node;
    struct where at;
    struct node *init;                                  /* of run_set_boxed and run_box */
    const char *name;                                   /* of run_boxed, for the error */
};

NODE(run_a) { UNUSED; return a; }
NODE(run_b) { UNUSED; return b; }
NODE(run_c) { UNUSED; return c; }
NODE(run_d) { UNUSED; return d; }

NODE(run_closure_0) { UNUSED; return self->free[0]; }
NODE(run_closure_1) { UNUSED; return self->free[1]; }

NODE(run_closure_n)
{
    UNUSED;
    return self->free[((struct where_node *)n)->at.index];
}

NODE(run_rib)
{
    UNUSED;
    struct where_node *q = (struct where_node *)n;
    struct rib *r = d;
    for (int depth = q->at.depth; depth > 0; depth--)
        r = r->outer;
    return r->items[q->at.index];
}

value fetch(struct where at, struct closure *self, value a, value b, value c, value d)
{
    struct rib *r = d;
    switch (at.kind) {
    case IN_A:
        return a;
    case IN_B:
        return b;
    case IN_C:
        return c;
    case IN_D:
        return d;
    case IN_CLOSURE:
        return self->free[at.index];
    case IN_RIB:
        for (int depth = at.depth; depth > 0; depth--)
            r = r->outer;
        return r->items[at.index];
    }
    return NULL;
}

static struct node *where_node(struct where at, run_fn *run, const struct place *place)
{
    struct where_node *n = NEW_NODE(where_node, run, place);
    n->at = at;
    return &n->node;
}

struct node *node_local(struct where at)
{
    switch (at.kind) {
    case IN_A:
        return where_node(at, run_a, NULL);
    case IN_B:
        return where_node(at, run_b, NULL);
    case IN_C:
        return where_node(at, run_c, NULL);
    case IN_D:
        return where_node(at, run_d, NULL);
    case IN_RIB:
        return where_node(at, run_rib, NULL);
    case IN_CLOSURE:
        break;
    }
    return where_node(at, at.index == 0 ? run_closure_0 : at.index == 1 ? run_closure_1 : run_closure_n, NULL);
}

bool is_local_node(const struct node *n, struct where *at)
{
    if (n->run != run_a && n->run != run_b && n->run != run_c && n->run != run_d)
        return false;
    *at = ((const struct where_node *)n)->at;
    return true;
}

static value too_early(const char *name, const struct place *place)
{
    struct condition *k = make_condition(C_ERROR, NULL, "the variable is used before it has a value", list1(intern(name)));
    k->place = place;
    return raise_pending(k);
}

NODE(run_boxed)
{
    struct where_node *q = (struct where_node *)n;
    struct box *box = fetch(q->at, self, a, b, c, d);
    if (__builtin_expect(box->content == UNDEFINED, 0))
        return finish(too_early(q->name, n->place));
    return box->content;
}

struct node *node_boxed(struct where at, const char *name, const struct place *place)
{
    struct node *n = where_node(at, run_boxed, place);
    ((struct where_node *)n)->name = name;
    return n;
}

NODE(run_set_boxed)
{
    struct where_node *q = (struct where_node *)n;
    value v = RUN(q->init);
    ((struct box *)fetch(q->at, self, a, b, c, d))->content = v;
    return UNSPECIFIED;
}

struct node *node_set_boxed(struct where at, struct node *init)
{
    struct node *n = where_node(at, run_set_boxed, NULL);
    ((struct where_node *)n)->init = init;
    return n;
}

NODE(run_box)
{
    struct where_node *q = (struct where_node *)n;
    value v = RUN(q->init);
    return make_box(v);
}

struct node *node_box(struct node *init)
{
    struct where_node *n = NEW_NODE(where_node, run_box, NULL);
    n->init = init;
    return &n->node;
}

/* ---- Global variables ---- */

struct global_node {
    struct node node;
    struct cell *cell;
    struct node *init;
};

value unbound(struct cell *cell, const struct place *place)
{
    struct condition *k = make_condition(C_ERROR, NULL, "the variable has no value", list1(cell->name));
    k->place = place;
    return raise_pending(k);
}

NODE(run_global)
{
    UNUSED;
    struct cell *cell = ((struct global_node *)n)->cell;
    if (__builtin_expect(cell->content == UNDEFINED, 0))
        return finish(unbound(cell, n->place));
    return cell->content;
}

struct node *node_global(struct cell *cell, const struct place *place)
{
    struct global_node *n = NEW_NODE(global_node, run_global, place);
    n->cell = cell;
    return &n->node;
}

NODE(run_set_global)
{
    struct global_node *q = (struct global_node *)n;
    value v = RUN(q->init);
    if (q->cell->content == UNDEFINED)
        return finish(unbound(q->cell, n->place));
    q->cell->content = v;
    if (q->cell->dependents != NULL)
        forget_primitive(q->cell);
    return UNSPECIFIED;
}

NODE(run_define)
{
    struct global_node *q = (struct global_node *)n;
    value v = RUN(q->init);
    q->cell->content = v;
    if (q->cell->dependents != NULL)
        forget_primitive(q->cell);
    return UNSPECIFIED;
}

struct node *node_set_global(struct cell *cell, struct node *init, bool define, const struct place *place)
{
    struct global_node *n = NEW_NODE(global_node, define ? run_define : run_set_global, place);
    n->cell = cell;
    n->init = init;
    return &n->node;
}

/* ---- if, sequences ---- */

KONT value run_if(struct node *n, struct closure *self, value a, value b, value c, value d)
{
    struct if_node *q = (struct if_node *)n;
    value v = RUN(q->test);
    if (v != FALSE)
        return RUN(q->then);
    return RUN(q->otherwise);
}

struct node *node_if(struct node *test, struct node *then, struct node *otherwise)
{
    run_fn *fused = fused_if(test);
    struct if_node *n = NEW_NODE(if_node, fused != NULL ? fused : run_if, NULL);
    n->test = test;
    n->then = then;
    n->otherwise = otherwise;
    return &n->node;
}

struct sequence_node {
    struct node node;
    int count;                                          /* of items */
    struct node *last;                                  /* behind the items; of a case-lambda: null */
    struct node *items[];
};

NODE(run_sequence_2)
{
    struct sequence_node *q = (struct sequence_node *)n;
    RUN(q->items[0]);
    return RUN(q->last);
}

NODE(run_sequence)
{
    struct sequence_node *q = (struct sequence_node *)n;
    for (int i = 0; i < q->count; i++)
        RUN(q->items[i]);
    return RUN(q->last);
}

struct node *node_sequence(int count, struct node **items)
{
    struct sequence_node *n = make_node(sizeof *n + (size_t)count * sizeof *items, count == 2 ? run_sequence_2 : run_sequence, NULL);
    n->count = count - 1;
    n->last = items[count - 1];
    for (int i = 0; i < count - 1; i++)
        n->items[i] = items[i];
    return &n->node;
}

/* ---- let ---- */

struct let_node {                                       /* of all that does something before a body */
    struct node node;
    struct node *init, *body;                           /* init: null where nothing is computed first */
};

NODE(run_let_a) { struct let_node *q = (struct let_node *)n; value v = RUN(q->init); return q->body->run(q->body, self, v, b, c, d); }
NODE(run_let_b) { struct let_node *q = (struct let_node *)n; value v = RUN(q->init); return q->body->run(q->body, self, a, v, c, d); }
NODE(run_let_c) { struct let_node *q = (struct let_node *)n; value v = RUN(q->init); return q->body->run(q->body, self, a, b, v, d); }
NODE(run_let_d) { struct let_node *q = (struct let_node *)n; value v = RUN(q->init); return q->body->run(q->body, self, a, b, c, v); }

NODE(run_let_rib)
{
    struct let_node *q = (struct let_node *)n;
    value v = RUN(q->init);
    struct rib *r = make_rib(d, 1);
    r->items[0] = v;
    return q->body->run(q->body, self, a, b, c, r);
}

struct node *node_let(struct where at, struct node *init, struct node *body)
{
    static run_fn *const runs[] = { run_let_a, run_let_b, run_let_c, run_let_d, run_let_rib };
    struct let_node *n = NEW_NODE(let_node, runs[at.kind], NULL);
    n->init = init;
    n->body = body;
    return &n->node;
}

NODE(run_box_a) { struct let_node *q = (struct let_node *)n; return q->body->run(q->body, self, make_box(a), b, c, d); }
NODE(run_box_b) { struct let_node *q = (struct let_node *)n; return q->body->run(q->body, self, a, make_box(b), c, d); }
NODE(run_box_c) { struct let_node *q = (struct let_node *)n; return q->body->run(q->body, self, a, b, make_box(c), d); }
NODE(run_box_d) { struct let_node *q = (struct let_node *)n; return q->body->run(q->body, self, a, b, c, make_box(d)); }

struct box_rib_node {
    struct node node;
    int index;
    struct node *body;
};

/* Of the innermost rib, which nobody else has seen yet. */
NODE(run_box_rib)
{
    struct box_rib_node *q = (struct box_rib_node *)n;
    struct rib *r = d;
    r->items[q->index] = make_box(r->items[q->index]);
    return RUN(q->body);
}

struct node *node_box_parameter(struct where at, struct node *body)
{
    static run_fn *const runs[] = { run_box_a, run_box_b, run_box_c, run_box_d };
    if (at.kind == IN_RIB) {
        struct box_rib_node *n = NEW_NODE(box_rib_node, run_box_rib, NULL);
        n->index = at.index;
        n->body = body;
        return &n->node;
    }
    struct let_node *n = NEW_NODE(let_node, runs[at.kind], NULL);
    n->body = body;
    return &n->node;
}

NODE(run_d_to_rib)
{
    struct let_node *q = (struct let_node *)n;
    struct rib *r = make_rib(NULL, 1);
    r->items[0] = d;
    return q->body->run(q->body, self, a, b, c, r);
}

struct node *node_d_to_rib(struct node *body)
{
    struct let_node *n = NEW_NODE(let_node, run_d_to_rib, NULL);
    n->body = body;
    return &n->node;
}

NODE(run_deep)
{
    struct let_node *q = (struct let_node *)n;
    if (needs_stack())
        return run_deeper(q->body, self, a, b, c, d);
    return RUN(q->body);
}

struct node *node_deep(struct node *body)
{
    struct let_node *n = NEW_NODE(let_node, run_deep, NULL);
    n->body = body;
    return &n->node;
}

/* ---- Closures ---- */

struct closure *make_closure(struct lambda *code, size_t count)
{
    int arity = code->rest || code->required >= VARIES ? VARIES : code->required;
    struct closure *f = allocate(sizeof *f + count * sizeof(value), CLOSURE_OF(arity));
    f->body = code->body;
    f->code = code;
    return f;
}

struct closure_node {
    struct node node;
    struct lambda *code;
    struct where closure;                               /* of node_fill: where it is */
    struct node *body;                                  /* of node_fill */
    int count;
    struct where captured[];
};

static void fill(struct closure *f, struct closure_node *q, struct closure *self, value a, value b, value c, value d)
{
    for (int i = 0; i < q->count; i++)
        f->free[i] = fetch(q->captured[i], self, a, b, c, d);
}

NODE(run_closure)
{
    struct closure_node *q = (struct closure_node *)n;
    struct closure *f = make_closure(q->code, (size_t)q->count);
    fill(f, q, self, a, b, c, d);
    return f;
}

NODE(run_empty_closure)
{
    UNUSED;
    struct closure_node *q = (struct closure_node *)n;
    return make_closure(q->code, (size_t)q->count);
}

NODE(run_fill)
{
    struct closure_node *q = (struct closure_node *)n;
    fill(fetch(q->closure, self, a, b, c, d), q, self, a, b, c, d);
    return RUN(q->body);
}

static struct closure_node *closure_node(run_fn *run, int count, const struct where *captured)
{
    struct closure_node *n = make_node(sizeof *n + (size_t)count * sizeof *captured, run, NULL);
    n->count = count;
    for (int i = 0; i < count && captured != NULL; i++)
        n->captured[i] = captured[i];
    return n;
}

struct node *node_closure(struct lambda *code, int count, const struct where *captured)
{
    if (count == 0)
        return node_constant(make_closure(code, 0));
    struct closure_node *n = closure_node(run_closure, count, captured);
    n->code = code;
    return &n->node;
}

struct node *node_empty_closure(struct lambda *code, int count)
{
    if (count == 0)
        return node_constant(make_closure(code, 0));
    struct closure_node *n = closure_node(run_empty_closure, count, NULL);
    n->code = code;
    return &n->node;
}

struct node *node_fill(struct where closure, int count, const struct where *captured, struct node *body)
{
    if (count == 0)
        return body;
    struct closure_node *n = closure_node(run_fill, count, captured);
    n->closure = closure;
    n->body = body;
    return &n->node;
}

NODE(run_case_lambda)
{
    struct sequence_node *q = (struct sequence_node *)n;
    struct case_lambda *f = allocate(sizeof *f + (size_t)q->count * sizeof(value), T_CASE_LAMBDA);
    f->count = (size_t)q->count;
    for (int i = 0; i < q->count; i++) {
        value clause = RUN(q->items[i]);
        f->clauses[i] = clause;
    }
    return f;
}

struct node *node_case_lambda(int count, struct node **clauses)
{
    struct sequence_node *n = make_node(sizeof *n + (size_t)count * sizeof *clauses, run_case_lambda, NULL);
    n->count = count;
    for (int i = 0; i < count; i++)
        n->items[i] = clauses[i];
    return &n->node;
}
