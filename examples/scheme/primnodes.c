/* primnodes.c: calls of primitives that are ordinary C functions, and those that have nodes of their own. */
#include "builtins.h"
#include "nodes.h"
#include "number.h"

struct leaf_node {
    struct node node;
    union {
        const struct definition *is;
        struct node *general;                           /* where the primitive's variable got another value */
    };
    int count;
    value k;                                            /* the second argument, where it is a constant */
    struct node *x[4];
};

NODE(run_general)
{
    struct node *general = ((struct leaf_node *)n)->general;
    return RUN(general);
}

void generalize(struct node *primitive, struct node *general)
{
    ((struct leaf_node *)primitive)->general = general;
    primitive->run = run_general;
}

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

static value less(value x, value y) { return both_fixnums(x, y) ? boolean((intptr_t)x < (intptr_t)y) : number_less(x, y); }
static value greater(value x, value y) { return both_fixnums(x, y) ? boolean((intptr_t)x > (intptr_t)y) : number_less(y, x); }
static value same(value x, value y) { return both_fixnums(x, y) ? boolean(x == y) : number_equal(x, y); }
static value eq(value x, value y) { return boolean(x == y); }

NODE(run_multiply) { XY; DONE(number_multiply(x, y)); }

/* ---- By where their arguments are: local variables and constants are not run but taken ----
 *
 * FORM(name, from_x, from_y): one function for an operation, whose arguments come from there. */
#define TAKE_A(i) a
#define TAKE_B(i) b
#define TAKE_C(i) c
#define TAKE_K(i) q->k
#define TAKE_N(i) RUN(q->x[i])
#define UNUSED (void)q, (void)self, (void)a, (void)b, (void)c, (void)d

#define VALUE_FORM(op, X_, Y_) \
    NODE(run_##op##_##X_##Y_) \
    { \
        struct leaf_node *q = (struct leaf_node *)n; \
        UNUSED; \
        value x = TAKE_##X_(0); \
        value y = TAKE_##Y_(1); \
        DONE(op(x, y)); \
    }
#define IF_FORM(op, X_, Y_) \
    NODE(if_##op##_##X_##Y_) \
    { \
        struct if_node *i = (struct if_node *)n; \
        struct leaf_node *q = (struct leaf_node *)i->test; \
        value x = TAKE_##X_(0); \
        value y = TAKE_##Y_(1); \
        value v = op(x, y); \
        if (__builtin_expect(v == PENDING, 0)) \
            v = finish_at(v, q->node.place); \
        if (v != FALSE) \
            return RUN(i->then); \
        return RUN(i->otherwise); \
    }
#define FORMS(FORM, op) \
    FORM(op, A, A) FORM(op, A, B) FORM(op, A, C) FORM(op, A, K) FORM(op, A, N) \
    FORM(op, B, A) FORM(op, B, B) FORM(op, B, C) FORM(op, B, K) FORM(op, B, N) \
    FORM(op, C, A) FORM(op, C, B) FORM(op, C, C) FORM(op, C, K) FORM(op, C, N) \
    FORM(op, N, A) FORM(op, N, B) FORM(op, N, C) FORM(op, N, K) FORM(op, N, N)
#define ROW(prefix, op, X_) { prefix##_##op##_##X_##A, prefix##_##op##_##X_##B, prefix##_##op##_##X_##C, prefix##_##op##_##X_##K, prefix##_##op##_##X_##N }
#define TABLE(prefix, op) { ROW(prefix, op, A), ROW(prefix, op, B), ROW(prefix, op, C), ROW(prefix, op, N) }

FORMS(VALUE_FORM, add)
FORMS(VALUE_FORM, subtract)
FORMS(VALUE_FORM, less)
FORMS(VALUE_FORM, greater)
FORMS(VALUE_FORM, same)
FORMS(VALUE_FORM, eq)
FORMS(IF_FORM, less)
FORMS(IF_FORM, greater)
FORMS(IF_FORM, same)
FORMS(IF_FORM, eq)

static const struct two {
    const char *name;
    run_fn *runs[4][5], *ifs[4][5];                     /* by where x is: a b c, elsewhere; y: a b c, constant, elsewhere */
} twos[] = {
    { "+", TABLE(run, add), { { NULL } } },
    { "-", TABLE(run, subtract), { { NULL } } },
    { "<", TABLE(run, less), TABLE(if, less) },
    { ">", TABLE(run, greater), TABLE(if, greater) },
    { "=", TABLE(run, same), TABLE(if, same) },
    { "eq?", TABLE(run, eq), TABLE(if, eq) },
};

/* Which register an argument is in; `otherwise`: it is in none. */
static int register_of(const struct node *x, int otherwise)
{
    struct where at;
    return is_local_node(x, &at) && at.kind <= IN_C ? (int)at.kind : otherwise;
}

static run_fn *run_of_two(struct leaf_node *q, const struct two *t)
{
    value k;
    int y = register_of(q->x[1], 4);
    if (is_constant_node(q->x[1], &k)) {
        q->k = k;
        y = 3;
    }
    return t->runs[register_of(q->x[0], 3)][y];
}

/* ---- if with a test of one argument ---- */

#define IF_ONE(name, condition) \
    NODE(if_##name) \
    { \
        struct if_node *i = (struct if_node *)n; \
        struct leaf_node *q = (struct leaf_node *)i->test; \
        value x = RUN(q->x[0]); \
        if (condition) \
            return RUN(i->then); \
        return RUN(i->otherwise); \
    }
IF_ONE(null, x == NIL)
IF_ONE(pair, is_pair(x))
IF_ONE(not, x == FALSE)

run_fn *fused_if(const struct node *test)
{
    if (test->run == run_is_null)
        return if_null;
    if (test->run == run_is_pair)
        return if_pair;
    if (test->run == run_not)
        return if_not;
    for (size_t i = 0; i < COUNT(twos); i++)
        for (int x = 0; x < 4; x++)
            for (int y = 0; y < 5; y++)
                if (twos[i].runs[x][y] == test->run)
                    return twos[i].ifs[x][y];
    return NULL;
}

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
    { "*", 2, run_multiply },
    { "vector-ref", 2, run_vector_ref },
};

static run_fn *run_of(struct leaf_node *q, const struct definition *is, int count)
{
    static run_fn *const runs[] = { run_leaf0, run_leaf1, run_leaf2, run_leaf3, run_leafn };
    for (size_t i = 0; i < COUNT(twos) && count == 2; i++)
        if (__builtin_strcmp(twos[i].name, is->name) == 0)
            return run_of_two(q, &twos[i]);
    for (size_t i = 0; i < COUNT(own); i++)
        if (own[i].count == count && __builtin_strcmp(own[i].name, is->name) == 0)
            return own[i].run;
    return runs[is->kind];
}

struct node *node_primitive(struct primitive *p, int count, struct node **arguments, bool tail, const struct place *place)
{
    if (p->is->kind == P_CALLS || count > 4)
        return node_call(NULL, node_constant(p), count, arguments, tail, place);
    struct leaf_node *n = NEW_NODE(leaf_node, NULL, place);
    n->is = p->is;
    n->count = count;
    for (int i = 0; i < count; i++)
        n->x[i] = arguments[i];
    n->node.run = run_of(n, p->is, count);
    return &n->node;
}
