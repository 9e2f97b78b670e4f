/* compile.c: core forms to nodes: where variables are, what closures capture, which calls are of primitives. */
#include "ast.h"
#include "control.h"
#include "nodes.h"

struct ribs {                                           /* those in d, as far as is known where something is compiled */
    struct ribs *outer;
    int first, count;                                   /* the positions of the variables in it */
};

struct frame {                                          /* of a procedure that is compiled */
    bool has_ribs;
    int bound;                                          /* locals bound here: the next one's position */
    struct ribs *ribs;
    int captured, room;
    struct variable **captures;                         /* variables of outer procedures, in the closure's order */
    int depth;                                          /* of nesting of nodes */
};

enum { REGISTERS = 4, BEFORE_RIBS = 3, DEEP = 64 };

static KONT struct node *compile(struct frame *f, struct ast *a, bool tail);

/* ---- Variables ------------------------------------------------------------------------------------------------------------------------ */

static int capture(struct frame *f, struct variable *v)
{
    for (int i = 0; i < f->captured; i++)
        if (f->captures[i] == v)
            return i;
    if (f->captured == f->room) {
        struct variable **captures = GC_MALLOC((size_t)(f->room = f->room * 2 + 4) * sizeof *captures);
        for (int i = 0; i < f->captured; i++)
            captures[i] = f->captures[i];
        f->captures = captures;
    }
    f->captures[f->captured] = v;
    return f->captured++;
}

static struct where where_at(struct frame *f, int position)
{
    struct where at = { position < REGISTERS ? position : IN_RIB, 0, 0 };
    if (!f->has_ribs || position < BEFORE_RIBS)
        return at;
    struct ribs *r = f->ribs;
    for (; position < r->first; r = r->outer)
        at.depth++;
    at.kind = IN_RIB;
    at.index = position - r->first;
    return at;
}

static struct where where_is(struct frame *f, struct variable *v)
{
    if (v->owner == f)
        return where_at(f, v->position);
    return (struct where){ IN_CLOSURE, 0, capture(f, v) };
}

/* The variable has the next position. Who calls this puts `bound` and `ribs` back as they were at the end of its extent. */
static struct where bind_next(struct frame *f, struct variable *v)
{
    v->owner = f;
    v->position = f->bound++;
    if (f->has_ribs && v->position >= BEFORE_RIBS) {
        struct ribs *r = GC_MALLOC(sizeof *r);
        *r = (struct ribs){ f->ribs, v->position, 1 };
        f->ribs = r;
    }
    return where_at(f, v->position);
}

/* ---- Procedures ----------------------------------------------------------------------------------------------------------------------- */

static int most_bound(const struct ast *a)
{
    return a->is.lambda.count + a->is.lambda.body->live;
}

/* Parameters from the fourth on are in the first rib. */
static void bind_parameters(struct frame *f, struct ast *a)
{
    int count = a->is.lambda.count;
    for (int i = 0; i < count; i++) {
        a->is.lambda.parameters[i]->owner = f;
        a->is.lambda.parameters[i]->position = i;
    }
    f->bound = count;
    if (f->has_ribs && count > BEFORE_RIBS) {
        f->ribs = GC_MALLOC(sizeof *f->ribs);
        *f->ribs = (struct ribs){ NULL, BEFORE_RIBS, count - BEFORE_RIBS };
    }
}

static KONT struct lambda *compile_lambda(struct frame *f, struct ast *a, bool tail)
{
    struct lambda *code = GC_MALLOC(sizeof *code);
    int count = a->is.lambda.count;
    f->has_ribs = most_bound(a) > REGISTERS;
    bind_parameters(f, a);
    struct node *body = compile(f, a->is.lambda.body, tail);
    f->ribs = NULL;
    bind_parameters(f, a);
    for (int i = count; i-- > 0;)
        if (a->is.lambda.parameters[i]->assigned)
            body = node_box_parameter(where_at(f, i), body);
    if (f->has_ribs && count == REGISTERS)
        body = node_d_to_rib(body);
    code->name = a->is.lambda.name;
    code->place = a->place;
    code->required = count - a->is.lambda.rest;
    code->rest = a->is.lambda.rest;
    code->ribs = f->has_ribs;
    code->body = body;
    return code;
}

static struct frame *make_frame(void)
{
    return GC_MALLOC(sizeof(struct frame));
}

/* Where what the procedure of frame `inner` captures is, seen from the outer one. */
static struct where *captured_where(struct frame *outer, struct frame *inner)
{
    struct where *at = GC_MALLOC((size_t)(inner->captured + 1) * sizeof *at);
    for (int i = 0; i < inner->captured; i++)
        at[i] = where_is(outer, inner->captures[i]);
    return at;
}

static KONT struct node *compile_closure(struct frame *f, struct ast *a)
{
    struct frame *inner = make_frame();
    struct lambda *code = compile_lambda(inner, a, true);
    return node_closure(code, inner->captured, captured_where(f, inner));
}

/* Procedures that refer to each other: all are made, then filled with what they capture. */
static KONT struct node *compile_fix(struct frame *f, struct ast *a, bool tail)
{
    int count = a->is.fix.count, bound = f->bound;
    struct ribs *ribs = f->ribs;
    struct where *at = GC_MALLOC((size_t)count * sizeof *at);
    struct frame **inner = GC_MALLOC((size_t)count * sizeof *inner);
    struct lambda **code = GC_MALLOC((size_t)count * sizeof *code);
    for (int i = 0; i < count; i++)
        bind_next(f, a->is.fix.variables[i]);
    for (int i = 0; i < count; i++) {
        inner[i] = make_frame();
        struct lambda *l = compile_lambda(inner[i], a->is.fix.lambdas[i], true);
        code[i] = l;
    }
    struct node *body = compile(f, a->is.fix.body, tail);
    for (int i = count; i-- > 0;) {
        at[i] = where_is(f, a->is.fix.variables[i]);
        body = node_fill(at[i], inner[i]->captured, captured_where(f, inner[i]), body);
    }
    for (int i = count; i-- > 0;)
        body = node_let(where_at(f, a->is.fix.variables[i]->position).kind == IN_RIB ? (struct where){ IN_RIB, 0, 0 } : at[i],
                        node_empty_closure(code[i], inner[i]->captured), body);
    f->bound = bound;
    f->ribs = ribs;
    return body;
}

/* ---- Calls of primitives -------------------------------------------------------------------------------------------------------------- */

/* What was compiled for a primitive that a variable of a program holds: a call of it, or an if with such a test. When the variable gets another
 * value, these nodes run in their general way. */
struct dependent {
    struct dependent *next;
    struct node *node;
    struct node *general;                               /* null: the node is an if */
};

void forget_primitive(struct cell *cell)
{
    for (struct dependent *p = cell->dependents; p != NULL; p = p->next) {
        if (p->general == NULL)
            p->node->run = run_if;
        else
            generalize(p->node, p->general);
    }
    cell->dependents = NULL;
}

static void depend_on(struct cell *cell, struct node *n, struct node *general)
{
    struct dependent *p = GC_MALLOC(sizeof *p);
    *p = (struct dependent){ cell->dependents, n, general };
    cell->dependents = p;
}

/* The primitive that is certainly called by f with so many arguments; or null. */
static struct primitive *primitive_called(struct ast *f, int count)
{
    value v = f->kind == A_CONSTANT ? f->is.constant : f->kind == A_GLOBAL ? f->is.global.cell->content : NULL;
    if (v == NULL || !is_type(v, T_PRIMITIVE))
        return NULL;
    if (f->kind == A_GLOBAL && !f->is.global.cell->constant && !f->is.global.cell->imported)
        return NULL;
    const struct definition *is = ((struct primitive *)v)->is;
    return count >= is->min && count <= is->max ? v : NULL;
}

static KONT struct node *compile_call(struct frame *f, struct ast *a, bool tail)
{
    int count = a->is.many.count;
    struct ast *operator = a->is.many.f;
    struct node **arguments = GC_MALLOC((size_t)(count + 1) * sizeof *arguments);
    for (int i = 0; i < count; i++) {
        struct node *x = compile(f, a->is.many.items[i], false);
        arguments[i] = x;
    }
    struct primitive *p = primitive_called(operator, count);
    if (p != NULL && (operator->kind == A_CONSTANT || operator->is.global.cell->constant))
        return node_primitive(p, count, arguments, tail, a->place);
    if (operator->kind == A_GLOBAL) {
        struct node *general = node_call(operator->is.global.cell, NULL, count, arguments, tail, a->place);
        if (p == NULL || p->is->kind == P_CALLS || count > 4)
            return general;
        struct node *n = node_primitive(p, count, arguments, tail, a->place);
        depend_on(operator->is.global.cell, n, general);
        return n;
    }
    struct node *procedure = compile(f, operator, false);
    return node_call(NULL, procedure, count, arguments, tail, a->place);
}

/* ---- All forms ------------------------------------------------------------------------------------------------------------------------ */

static struct node *compile_local(struct frame *f, struct ast *a)
{
    struct variable *v = a->is.local.variable;
    struct where at = where_is(f, v);
    const char *name = is_symbol(v->name) ? ((struct symbol *)v->name)->name : "a variable";
    return v->assigned ? node_boxed(at, name, a->place) : node_local(at);
}

static KONT struct node *compile_let(struct frame *f, struct ast *a, bool tail)
{
    int bound = f->bound;
    struct ribs *ribs = f->ribs;
    struct node *init = compile(f, a->is.local.init, false);
    if (a->is.local.variable->assigned)
        init = node_box(init);
    struct where at = bind_next(f, a->is.local.variable);
    struct node *body = compile(f, a->is.local.body, tail);
    f->bound = bound;
    f->ribs = ribs;
    return node_let(at, init, body);
}

static KONT struct node *compile_sequence(struct frame *f, struct ast *a, bool tail)
{
    int count = a->is.many.count;
    struct node **items = GC_MALLOC((size_t)count * sizeof *items);
    for (int i = 0; i < count; i++) {
        struct node *n = compile(f, a->is.many.items[i], tail && i == count - 1);
        items[i] = n;
    }
    return node_sequence(count, items);
}

static KONT struct node *compile_case_lambda(struct frame *f, struct ast *a)
{
    int count = a->is.many.count;
    struct node **items = GC_MALLOC((size_t)(count + 1) * sizeof *items);
    for (int i = 0; i < count; i++) {
        struct node *n = compile_closure(f, a->is.many.items[i]);
        items[i] = n;
    }
    return node_case_lambda(count, items);
}

static KONT struct node *compile_if(struct frame *f, struct ast *a, bool tail)
{
    struct node *test = compile(f, a->is.branch.test, false);
    struct node *then = compile(f, a->is.branch.then, tail);
    struct node *otherwise = compile(f, a->is.branch.otherwise, tail);
    struct node *n = node_if(test, then, otherwise);
    struct ast *operator = a->is.branch.test->kind == A_CALL ? a->is.branch.test->is.many.f : NULL;
    if (n->run != run_if && operator->kind == A_GLOBAL && !operator->is.global.cell->constant)
        depend_on(operator->is.global.cell, n, NULL);
    return n;
}

static KONT struct node *compile_global(struct frame *f, struct ast *a)
{
    struct cell *cell = a->is.global.cell;
    if (a->kind == A_GLOBAL)
        return node_global(cell, a->place);
    cell->imported = false;                             /* what is compiled from here on does not rely on its content */
    if (a->kind == A_SET_GLOBAL)
        cell->assigned = true;
    struct ast *init = a->is.global.init;
    if (init->kind == A_LAMBDA && init->is.lambda.name == NULL)
        init->is.lambda.name = cell->name->name;
    struct node *n = compile(f, init, false);
    return node_set_global(cell, n, a->kind == A_DEFINE, a->place);
}

static KONT struct node *compile_form(struct frame *f, struct ast *a, bool tail)
{
    struct node *init;
    switch (a->kind) {
    case A_CONSTANT:
        return node_constant(a->is.constant);
    case A_LOCAL:
        return compile_local(f, a);
    case A_SET_LOCAL:
        init = compile(f, a->is.local.init, false);
        return node_set_boxed(where_is(f, a->is.local.variable), init);
    case A_GLOBAL:
    case A_SET_GLOBAL:
    case A_DEFINE:
        return compile_global(f, a);
    case A_IF:
        return compile_if(f, a, tail);
    case A_LAMBDA:
        return compile_closure(f, a);
    case A_SEQUENCE:
        return compile_sequence(f, a, tail);
    case A_CALL:
        return compile_call(f, a, tail);
    case A_LET:
        return compile_let(f, a, tail);
    case A_FIX:
        return compile_fix(f, a, tail);
    case A_CASE_LAMBDA:
        return compile_case_lambda(f, a);
    }
    return NULL;
}

struct further {
    struct frame *frame;
    struct ast *ast;
    bool tail;
};

static KONT void *compile_further(void *arg)
{
    struct further *x = arg;
    return compile(x->frame, x->ast, x->tail);
}

static KONT struct node *compile(struct frame *f, struct ast *a, bool tail)
{
    if (needs_stack()) {
        struct further *x = GC_MALLOC(sizeof *x);
        *x = (struct further){ f, a, tail };
        return with_more_stack(compile_further, x);
    }
    bool deep = ++f->depth % DEEP == 0;
    struct node *n = compile_form(f, a, tail);
    f->depth--;
    return deep ? node_deep(n) : n;
}

KONT struct closure *compile_program(struct ast *program, bool tail)
{
    struct lambda *code = compile_lambda(make_frame(), ast_lambda(NULL, 0, false, NULL, program, NULL), tail);
    return make_closure(code, 0);
}
