/* callnodes.c: calls of procedures. */
#include "nodes.h"

#include "control.h"

struct call_node {
    struct node node;
    struct cell *cell;                                  /* or null: f computes the procedure */
    struct node *f;
    struct node *x[4];
};

static value pend(struct node *n, value f, intptr_t argc, value x, value y, value z, value w)
{
    if (f == UNDEFINED)
        return unbound(((struct call_node *)n)->cell, n->place);
    vm = (struct vm){ f, argc, x, y, z, w, n->place };
    return PENDING;
}

/* The pending call is not in tail position: it runs here. */
static KONT value call_pending(struct node *n)
{
    size_t depth = trace_call(n);
    if (is_at_limit(depth))
        too_deep(n);
    else if (needs_stack())
        return complete_deeper(depth);
    return complete(depth);
}

/* What all calls share: not in tail position, the procedure runs here, and after it what it may leave pending. */
#define ENTER(argc, x, y, z, w) \
    do { \
        if (__builtin_expect(!is_closure_of(f, CLOSURE_OF(argc)), 0)) { \
            pend(n, f, argc, x, y, z, w); \
            return f == UNDEFINED ? finish(PENDING) : call_pending(n); \
        } \
        struct closure *g = f; \
        value v; \
        size_t depth = trace_call(n); \
        if (is_at_limit(depth)) \
            v = too_deep(n); \
        else if (needs_stack()) \
            v = run_deeper(g->body, g, x, y, z, w); \
        else \
            v = g->body->run(g->body, g, x, y, z, w); \
        if (__builtin_expect(v == PENDING, 0)) \
            return complete(depth); \
        trace.depth = depth; \
        return v; \
    } while (0)

#define CALLS_OF(argc, evaluate, x, y, z, w) \
    NODE(run_call_##argc) \
    { \
        struct call_node *q = (struct call_node *)n; \
        (void)self, (void)a, (void)b, (void)c, (void)d; \
        value f = RUN(q->f); \
        evaluate \
        ENTER(argc, x, y, z, w); \
    } \
    NODE(run_call_global_##argc) \
    { \
        struct call_node *q = (struct call_node *)n; \
        (void)self, (void)a, (void)b, (void)c, (void)d; \
        evaluate \
        value f = q->cell->content; \
        ENTER(argc, x, y, z, w); \
    } \
    NODE(run_tail_##argc) \
    { \
        struct call_node *q = (struct call_node *)n; \
        (void)self, (void)a, (void)b, (void)c, (void)d; \
        value f = RUN(q->f); \
        evaluate \
        return pend(n, f, argc, x, y, z, w); \
    } \
    NODE(run_tail_global_##argc) \
    { \
        struct call_node *q = (struct call_node *)n; \
        (void)self, (void)a, (void)b, (void)c, (void)d; \
        evaluate \
        return pend(n, q->cell->content, argc, x, y, z, w); \
    }

CALLS_OF(0, , NULL, NULL, NULL, NULL)
CALLS_OF(1, value x0 = RUN(q->x[0]);, x0, NULL, NULL, NULL)
CALLS_OF(2, value x0 = RUN(q->x[0]); value x1 = RUN(q->x[1]);, x0, x1, NULL, NULL)
CALLS_OF(3, value x0 = RUN(q->x[0]); value x1 = RUN(q->x[1]); value x2 = RUN(q->x[2]);, x0, x1, x2, NULL)
CALLS_OF(4, value x0 = RUN(q->x[0]); value x1 = RUN(q->x[1]); value x2 = RUN(q->x[2]); value x3 = RUN(q->x[3]);, x0, x1, x2, x3)

/* ---- More arguments: a list first, which does not change when one of them is evaluated once more ---- */

struct call_many_node {
    struct call_node call;
    int count;
    struct node *arguments[];
};

static KONT value evaluate_all(struct call_many_node *q, struct closure *self, value a, value b, value c, value d)
{
    value list = NIL;
    for (int i = 0; i < q->count; i++) {
        value v = RUN(q->arguments[i]);
        list = cons(v, list);
    }
    return reverse_onto(list, NIL);
}

NODE(run_tail_many)
{
    struct call_many_node *q = (struct call_many_node *)n;
    value f = q->call.cell != NULL ? NULL : RUN(q->call.f);
    value list = evaluate_all(q, self, a, b, c, d);
    if (q->call.cell != NULL)
        f = q->call.cell->content;
    if (f == UNDEFINED)
        return unbound(q->call.cell, n->place);
    tail_list(f, list);
    vm.place = n->place;
    return PENDING;
}

NODE(run_call_many)
{
    run_tail_many(n, self, a, b, c, d);
    return call_pending(n);
}

struct node *node_call(struct cell *cell, struct node *f, int count, struct node **arguments, bool tail, const struct place *place)
{
    static run_fn *const runs[5][2][2] = {
        { { run_call_0, run_tail_0 }, { run_call_global_0, run_tail_global_0 } },
        { { run_call_1, run_tail_1 }, { run_call_global_1, run_tail_global_1 } },
        { { run_call_2, run_tail_2 }, { run_call_global_2, run_tail_global_2 } },
        { { run_call_3, run_tail_3 }, { run_call_global_3, run_tail_global_3 } },
        { { run_call_4, run_tail_4 }, { run_call_global_4, run_tail_global_4 } },
    };
    if (count > 4) {
        struct call_many_node *n = make_node(sizeof *n + (size_t)count * sizeof *arguments, tail ? run_tail_many : run_call_many, place);
        n->call.cell = cell;
        n->call.f = f;
        n->count = count;
        for (int i = 0; i < count; i++)
            n->arguments[i] = arguments[i];
        return &n->call.node;
    }
    struct call_node *n = NEW_NODE(call_node, runs[count][cell != NULL][tail], place);
    n->cell = cell;
    n->f = f;
    for (int i = 0; i < count; i++)
        n->x[i] = arguments[i];
    return &n->node;
}
