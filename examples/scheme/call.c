/* call.c: calls of all kinds of procedures. */
#include "call.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "control.h"
#include "node.h"

struct vm vm;
struct stack_bounds stack_bounds;
struct trace trace;

/* ---- Pending calls ---- */

static value pend(value f, intptr_t argc, value a, value b, value c, value d)
{
    vm = (struct vm){ f, argc, a, b, c, d, NULL };
    return PENDING;
}

value tail_0(value f) { return pend(f, 0, NULL, NULL, NULL, NULL); }
value tail_1(value f, value a) { return pend(f, 1, a, NULL, NULL, NULL); }
value tail_2(value f, value a, value b) { return pend(f, 2, a, b, NULL, NULL); }

struct rib *make_rib(struct rib *outer, size_t count)
{
    struct rib *r = allocate(sizeof *r + count * sizeof(value), T_RIB);
    r->outer = outer;
    r->count = count;
    return r;
}

/* Sets vm's arguments from a list of this length. */
static void spread(value list, intptr_t argc)
{
    value *to[] = { &vm.a, &vm.b, &vm.c, &vm.d };
    vm.argc = argc;
    vm.a = vm.b = vm.c = vm.d = NULL;
    if (argc <= 4) {
        for (int i = 0; i < argc; i++, list = CDR(list))
            *to[i] = CAR(list);
        return;
    }
    struct rib *r = make_rib(NULL, (size_t)argc - 3);
    for (int i = 0; i < 3; i++, list = CDR(list))
        *to[i] = CAR(list);
    for (size_t i = 0; i < r->count; i++, list = CDR(list))
        r->items[i] = CAR(list);
    vm.d = r;
}

value tail_list(value f, value arguments)
{
    vm.procedure = f;
    vm.place = NULL;
    spread(arguments, list_length(arguments));
    return PENDING;
}

value tail_values(value f, value v)
{
    if (!is_type(v, T_VALUES))
        return tail_1(f, v);
    value list = NIL;
    struct values *all = v;
    for (size_t i = all->count; i-- > 0;)
        list = cons(all->items[i], list);
    return tail_list(f, list);
}

value arguments_from(intptr_t i, intptr_t argc, value a, value b, value c, value d)
{
    value list = NIL;
    for (intptr_t n = argc; n-- > i;)
        list = cons(argument(n, argc, a, b, c, d), list);
    return list;
}

/* ---- Interrupts ---- */

static volatile sig_atomic_t interrupted;
kont_fn *on_interrupt;

/* The bounds of no stack: so calls that are not pending come to look, too. */
void interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
    stack_bounds.span = 0;
}

bool forget_interrupt(void)
{
    bool was = interrupted;
    interrupted = 0;
    return was;
}

static KONT void take_interrupt(void)
{
    if (forget_interrupt())
        on_interrupt(NULL);
}

/* ---- Closures ---- */

static const char *name_of(value f)
{
    if (is_type(f, T_CLOSURE))
        return ((struct closure *)f)->code->name;
    return is_type(f, T_PRIMITIVE) ? ((struct primitive *)f)->is->name : NULL;
}

static value wrong_count(value f, intptr_t argc, value a, value b, value c, value d)
{
    return failed(name_of(f), "wrong number of arguments", cons(f, arguments_from(0, argc, a, b, c, d)));
}

/* The arguments of a closure with a rest parameter, in vm as it expects them: the rest is one list. */
static void gather_rest(int required, intptr_t argc, value a, value b, value c, value d)
{
    value all = NIL, rest = arguments_from(required, argc, a, b, c, d);
    all = cons(rest, NIL);
    for (intptr_t i = required; i-- > 0;)
        all = cons(argument(i, argc, a, b, c, d), all);
    spread(all, required + 1);
}

static KONT value enter_closure(struct closure *f, intptr_t argc, value a, value b, value c, value d)
{
    if (f->header == CLOSURE_OF(argc))
        return f->body->run(f->body, f, a, b, c, d);
    if (!f->code->rest || argc < f->code->required) {
        if (f->code->rest || argc != f->code->required)
            return wrong_count(f, argc, a, b, c, d);
        return f->body->run(f->body, f, a, b, c, d);
    }
    gather_rest(f->code->required, argc, a, b, c, d);
    return f->body->run(f->body, f, vm.a, vm.b, vm.c, vm.d);
}

static struct closure *choose_clause(struct case_lambda *f, intptr_t argc)
{
    for (size_t i = 0; i < f->count; i++) {
        struct closure *clause = f->clauses[i];
        if (clause->code->rest ? argc >= clause->code->required : argc == clause->code->required)
            return clause;
    }
    return NULL;
}

/* ---- Primitives ---- */

static value call_leaf_n(leaf_n *fn, intptr_t argc, value a, value b, value c, value d)
{
    value few[4] = { a, b, c, d };
    if (argc <= 4)
        return fn(argc, few);
    value *many = GC_MALLOC((size_t)argc * sizeof *many);
    for (intptr_t i = 0; i < argc; i++)
        many[i] = argument(i, argc, a, b, c, d);
    return fn(argc, many);
}

static KONT value enter_primitive(struct primitive *p, intptr_t argc, value a, value b, value c, value d)
{
    const struct definition *is = p->is;
    if (argc < is->min || argc > is->max)
        return wrong_count(p, argc, a, b, c, d);
    switch (is->kind) {
    case P_LEAF0:
        return is->code.leaf0();
    case P_LEAF1:
        return is->code.leaf1(a);
    case P_LEAF2:
        return is->code.leaf2(a, b);
    case P_LEAF3:
        return is->code.leaf3(a, b, c);
    case P_LEAFN:
        return call_leaf_n(is->code.leafn, argc, a, b, c, d);
    case P_CALLS:
        return is->code.calls(argc, a, b, c, d);
    }
    return UNSPECIFIED;
}

/* ---- Any procedure ---- */

/* May be PENDING. */
static KONT value enter_any(value f, intptr_t argc, value a, value b, value c, value d)
{
    if (is_object(f)) {
        struct closure *clause;
        switch (type_of_object(f)) {
        case T_CLOSURE:
            return enter_closure(f, argc, a, b, c, d);
        case T_PRIMITIVE:
            return enter_primitive(f, argc, a, b, c, d);
        case T_CASE_LAMBDA:
            clause = choose_clause(f, argc);
            return clause == NULL ? wrong_count(f, argc, a, b, c, d) : enter_closure(clause, argc, a, b, c, d);
        case T_CONTINUATION:
            return enter_continuation(f, argc, a, b, c, d);
        case T_PARAMETER:
            return argc == 0 ? parameter_get(f) : wrong_count(f, argc, a, b, c, d);
        default:
            break;
        }
    }
    return failed(NULL, "not a procedure", cons(f, arguments_from(0, argc, a, b, c, d)));
}

const struct place *last_place;

/* Notes where a condition comes from that is about to be raised and has no place yet. */
static value at_place(value v, const struct place *place)
{
    if (v == PENDING && place != NULL && is_type(vm.a, T_CONDITION) && vm.procedure == raise_procedure) {
        struct condition *c = vm.a;
        if (c->place == NULL)
            c->place = place;
    }
    return v;
}

/* The only frame that stands between a call and what it calls, unless that is a closure which returns its value. */
KONT value complete(size_t depth)
{
    value v = PENDING;
    while (v == PENDING) {
        if (__builtin_expect(interrupted, 0))
            take_interrupt();
        value f = vm.procedure;
        const struct place *place = vm.place;
        if (is_closure_of(f, CLOSURE_OF(vm.argc))) {
            struct closure *g = f;
            v = g->body->run(g->body, g, vm.a, vm.b, vm.c, vm.d);
        } else {
            if (place != NULL)
                last_place = place;
            v = enter_any(f, vm.argc, vm.a, vm.b, vm.c, vm.d);
            at_place(v, place);
        }
    }
    trace.depth = depth;
    return v;
}

KONT value finish(value v)
{
    return v == PENDING ? complete(trace.depth) : v;
}

KONT value finish_at(value v, const struct place *place)
{
    at_place(v, place);
    return finish(v);
}

KONT value apply(value f, intptr_t argc, value a, value b, value c, value d)
{
    pend(f, argc, a, b, c, d);
    return needs_stack() ? complete_deeper(trace.depth) : complete(trace.depth);
}

KONT value call_0(value f) { return apply(f, 0, NULL, NULL, NULL, NULL); }
KONT value call_1(value f, value a) { return apply(f, 1, a, NULL, NULL, NULL); }
KONT value call_2(value f, value a, value b) { return apply(f, 2, a, b, NULL, NULL); }
KONT value call_3(value f, value a, value b, value c) { return apply(f, 3, a, b, c, NULL); }
KONT value call_list(value f, value arguments) { return finish(tail_list(f, arguments)); }

/* ---- Deep recursion: its limit, further segments ---- */

/* A call takes some hundred bytes of frames: so recursion may take about a quarter of the memory. */
void limit_depth(void)
{
    enum { BYTES = 1024, LEAST = 1000000 };
    const char *given = getenv("SCHEME_DEPTH");
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
    trace.limit = pages > 0 && size > 0 ? (size_t)pages * ((size_t)size / 16) / (BYTES / 16) : LEAST;
    if (trace.limit < LEAST)
        trace.limit = LEAST;
    if (given != NULL && atol(given) > 0)
        trace.limit = (size_t)atol(given);
}

/* What handles it may go somewhat deeper. */
value too_deep(const struct node *n)
{
    struct condition *c = make_condition(C_ERROR, NULL, "the recursion is too deep", NIL);
    c->place = n->place;
    trace.depth -= trace.depth / 10;
    return raise_pending(c);
}

enum { SEGMENT = 1 << 20, MARGIN = 64 << 10 };          /* MARGIN: what runs between two looks at the stack needs less */

/* kont tells how much is left of this segment; that is remembered until the stack pointer is elsewhere. */
bool stack_is_low(uintptr_t sp)
{
    if (interrupted)
        return true;
    size_t room = kont_stack_room();
    if (room > sp)                                      /* no end: on a machine that keeps frames in the heap */
        room = sp;
    if (room < MARGIN) {
        stack_bounds = (struct stack_bounds){ UINTPTR_MAX, 0 };
        return true;
    }
    stack_bounds = (struct stack_bounds){ sp - room + MARGIN, room - MARGIN };
    return false;
}

KONT value with_more_stack(kont_fn *fn, void *arg)
{
    take_interrupt();
    return kont_with_stack(SEGMENT, fn, arg);
}

struct deeper {
    struct node *n;                                     /* null: the call that the rest describes */
    struct closure *self;
    struct vm call;
    size_t depth;
};

static KONT void *deeper(void *arg)
{
    struct deeper *x = arg;
    if (x->n != NULL)
        return finish(x->n->run(x->n, x->self, x->call.a, x->call.b, x->call.c, x->call.d));
    vm = x->call;
    return complete(x->depth);
}

KONT value run_deeper(struct node *n, struct closure *self, value a, value b, value c, value d)
{
    take_interrupt();
    struct deeper *x = GC_MALLOC(sizeof *x);
    *x = (struct deeper){ n, self, { NULL, 0, a, b, c, d, NULL }, 0 };
    return kont_with_stack(SEGMENT, deeper, x);
}

KONT value complete_deeper(size_t depth)
{
    take_interrupt();
    struct deeper *x = GC_MALLOC(sizeof *x);
    *x = (struct deeper){ NULL, NULL, vm, depth };
    return kont_with_stack(SEGMENT, deeper, x);
}
