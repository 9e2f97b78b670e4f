/* primnodes.c: calls of primitives that are ordinary C functions, and those that have nodes of their own. */
#include "builtins.h"
#include "nodes.h"
#include "number.h"

#define NODE(name) static KONT value name(struct node *n, struct closure *self, value a, value b, value c, value d)

struct leaf_node {
    struct node node;
    const struct definition *is;
    int count;
    struct node *x[4];
};

#define DONE(v) \
    do { \
        value done = (v); \
        if (__builtin_expect(done == PENDING, 0)) \
            return finish_at(done, n->place); \
        return done; \
    } while (0)

/* ---- Any leaf ---- */

NODE(run_leaf0)
{
    (void)self, (void)a, (void)b, (void)c, (void)d;
    DONE(((struct leaf_node *)n)->is->code.leaf0());
}

NODE(run_leaf1)
{
    struct leaf_node *q = (struct leaf_node *)n;
    value x = q->count > 0 ? RUN(q->x[0]) : NULL;
    DONE(q->is->code.leaf1(x));
}

NODE(run_leaf2)
{
    struct leaf_node *q = (struct leaf_node *)n;
    value x = q->count > 0 ? RUN(q->x[0]) : NULL;
    value y = q->count > 1 ? RUN(q->x[1]) : NULL;
    DONE(q->is->code.leaf2(x, y));
}

NODE(run_leaf3)
{
    struct leaf_node *q = (struct leaf_node *)n;
    value x = q->count > 0 ? RUN(q->x[0]) : NULL;
    value y = q->count > 1 ? RUN(q->x[1]) : NULL;
    value z = q->count > 2 ? RUN(q->x[2]) : NULL;
    DONE(q->is->code.leaf3(x, y, z));
}

static value call_few(leaf_n *fn, intptr_t argc, value x, value y, value z, value w)
{
    value few[4] = { x, y, z, w };
    return fn(argc, few);
}

NODE(run_leafn)
{
    struct leaf_node *q = (struct leaf_node *)n;
    value x = q->count > 0 ? RUN(q->x[0]) : NULL;
    value y = q->count > 1 ? RUN(q->x[1]) : NULL;
    value z = q->count > 2 ? RUN(q->x[2]) : NULL;
    value w = q->count > 3 ? RUN(q->x[3]) : NULL;
    DONE(call_few(q->is->code.leafn, q->count, x, y, z, w));
}

/* ---- Those of one argument with nodes of their own ---- */

#define X struct leaf_node *q = (struct leaf_node *)n; value x = RUN(q->x[0])
#define XY X; value y = RUN(q->x[1])

NODE(run_car)
{
    X;
    if (__builtin_expect(is_pair(x), 1))
        return CAR(x);
    DONE(car(x));
}

NODE(run_cdr)
{
    X;
    if (__builtin_expect(is_pair(x), 1))
        return CDR(x);
    DONE(cdr(x));
}

NODE(run_is_null) { X; return boolean(x == NIL); }
NODE(run_is_pair) { X; return boolean(is_pair(x)); }
NODE(run_not) { X; return boolean(x == FALSE); }

/* ---- Of two ---- */

NODE(run_cons) { XY; return cons(x, y); }
NODE(run_eq) { XY; return boolean(x == y); }

static inline bool both_fixnums(value x, value y)
{
    return ((uintptr_t)x & (uintptr_t)y & 1) != 0;
}

/* x + y as words: one of the two ones at the end goes. */
static inline bool add_fixnums(value x, value y, value *sum)
{
    intptr_t s;
    bool over = __builtin_add_overflow((intptr_t)x - 1, (intptr_t)y, &s);
    *sum = (value)s;
    return !over;
}

static inline bool subtract_fixnums(value x, value y, value *difference)
{
    intptr_t s;
    bool over = __builtin_sub_overflow((intptr_t)x, (intptr_t)y - 1, &s);
    *difference = (value)s;
    return !over;
}

static value add(value x, value y)
{
    value sum;
    return both_fixnums(x, y) && add_fixnums(x, y, &sum) ? sum : number_add(x, y);
}

static value subtract(value x, value y)
{
    value difference;
    return both_fixnums(x, y) && subtract_fixnums(x, y, &difference) ? difference : number_subtract(x, y);
}

NODE(run_add) { XY; DONE(add(x, y)); }
NODE(run_subtract) { XY; DONE(subtract(x, y)); }
NODE(run_multiply) { XY; DONE(number_multiply(x, y)); }

static value less(value x, value y) { return both_fixnums(x, y) ? boolean((intptr_t)x < (intptr_t)y) : number_less(x, y); }
static value same(value x, value y) { return both_fixnums(x, y) ? boolean(x == y) : number_equal(x, y); }

NODE(run_less) { XY; DONE(less(x, y)); }
NODE(run_greater) { XY; DONE(less(y, x)); }
NODE(run_same) { XY; DONE(same(x, y)); }

NODE(run_vector_ref) { XY; DONE(vector_ref(x, y)); }

static const struct {
    const char *name;
    int count;
    run_fn *run;
} own[] = {
    { "car", 1, run_car },
    { "cdr", 1, run_cdr },
    { "null?", 1, run_is_null },
    { "pair?", 1, run_is_pair },
    { "not", 1, run_not },
    { "cons", 2, run_cons },
    { "eq?", 2, run_eq },
    { "+", 2, run_add },
    { "-", 2, run_subtract },
    { "*", 2, run_multiply },
    { "<", 2, run_less },
    { ">", 2, run_greater },
    { "=", 2, run_same },
    { "vector-ref", 2, run_vector_ref },
};

static run_fn *run_of(const struct definition *is, int count)
{
    static run_fn *const runs[] = { run_leaf0, run_leaf1, run_leaf2, run_leaf3, run_leafn };
    for (size_t i = 0; i < COUNT(own); i++)
        if (own[i].count == count && __builtin_strcmp(own[i].name, is->name) == 0)
            return own[i].run;
    return runs[is->kind];
}

struct node *node_primitive(struct primitive *p, int count, struct node **arguments, bool tail, const struct place *place)
{
    if (p->is->kind == P_CALLS || count > 4)
        return node_call(NULL, node_constant(p), count, arguments, tail, place);
    struct leaf_node *n = NEW_NODE(leaf_node, run_of(p->is, count), place);
    n->is = p->is;
    n->count = count;
    for (int i = 0; i < count; i++)
        n->x[i] = arguments[i];
    return &n->node;
}
