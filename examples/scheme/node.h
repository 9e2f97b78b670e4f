/* node.h: compiled code. A node is a C function with its data; run(n, ...) gives its value.
 *
 * A procedure's variables travel as arguments from node to node: a, b, c and d, so that they stay in registers or in the C frames of who
 * needs them after a call. Where there are more than four at once, d is a chain of ribs instead (call.h), and the fourth and later ones are in it.
 * Nothing of that is ever assigned: what set! changes is a box. So a frame that a continuation brings back is right as it was.
 *
 *     closure: header (with how many arguments) | body | code | copies of the variables that it uses from outside
 *
 * Only a node in tail position may return PENDING. */
#ifndef SCHEME_NODE_H
#define SCHEME_NODE_H

#include "call.h"

struct node;
struct closure;
typedef KONT value run_fn(struct node *n, struct closure *self, value a, value b, value c, value d);

struct node {
    run_fn *run;
    const struct place *place;                          /* or null */
};

struct lambda {                                         /* what all closures of one lambda expression share */
    const char *name;                                   /* or null */
    const struct place *place;
    int required;
    bool rest, ribs;                                    /* ribs: d is a chain of them */
    struct node *body;
};

struct closure {
    uintptr_t header;
    struct node *body;
    struct lambda *code;
    value free[];
};

/* In a closure's header: how many arguments it takes; VARIES where that is not one number. */
enum { ARITY_SHIFT = 16, VARIES = 0xff };
#define CLOSURE_OF(argc) ((uintptr_t)T_CLOSURE | (uintptr_t)(argc) << ARITY_SHIFT)

static inline bool is_closure_of(value f, uintptr_t header)
{
    return ((uintptr_t)f & 3) == 0 && ((struct object *)f)->header == header;
}

struct case_lambda {
    uintptr_t header;
    size_t count;
    value clauses[];                                    /* closures */
};

struct cell {                                           /* a global variable */
    uintptr_t header;
    value content;                                      /* UNDEFINED before its definition */
    struct symbol *name;
    struct dependent *dependents;                       /* what was compiled for the primitive that it holds */
    bool constant;                                      /* nobody assigns it: it belongs to a library */
    bool imported;                                      /* a program's copy of such a one, not assigned so far */
    bool assigned;                                      /* by set!, in what was compiled */
    struct cell *origin;                                /* of a copy: what it is a copy of; else null */
};

/* The value of a call, which is not in tail position. Never PENDING. */
KONT value apply(value f, intptr_t argc, value a, value b, value c, value d);
/* The same for the call that is pending; then so many calls are under way again. */
KONT value complete(size_t depth);
/* finish, where a condition that is about to be raised gets the place, unless it has one nearer to it. */
KONT value finish_at(value v, const struct place *place);
extern const struct place *last_place;                  /* of the latest such call: what the library's own errors are said to come from */
extern value raise_procedure;

/* cell's content is no longer the primitive that what was compiled relies on (compile.c). */
void forget_primitive(struct cell *cell);

/* For backtraces: the calls under way that are not in tail position, by their depth; of the deepest some. Each call notes itself at its depth
 * and goes back to that depth when it returns, however it came there. So the innermost ones are always right; further out, after a
 * continuation was applied that was captured elsewhere, some may be of what ran there before. */
enum { TRACED = 32 };
struct trace {
    size_t depth;
    size_t limit;                                       /* of the depth: a call there is an error, before memory ends */
    struct {
        const struct node *n;
        size_t depth;
    } calls[TRACED];
};
extern struct trace trace;
static inline __attribute__((always_inline)) size_t trace_call(const struct node *n)
{
    size_t depth = trace.depth;
    trace.calls[depth % TRACED].n = n;
    trace.calls[depth % TRACED].depth = depth;
    trace.depth = depth + 1;
    return depth;
}

static inline __attribute__((always_inline)) bool is_at_limit(size_t depth) { return __builtin_expect(depth >= trace.limit, 0); }
value too_deep(const struct node *n);                   /* PENDING */
void limit_depth(void);                                 /* by the memory of the computer, or by SCHEME_DEPTH */

/* Whether a call should have more stack first. The bounds are of the segment that was looked at last; outside of them it is looked at again. */
struct stack_bounds {
    uintptr_t low, span;
};
extern struct stack_bounds stack_bounds;
bool stack_is_low(uintptr_t sp);
static inline __attribute__((always_inline)) bool needs_stack(void)
{
    uintptr_t sp = (uintptr_t)__builtin_frame_address(0);
    return __builtin_expect(sp - stack_bounds.low > stack_bounds.span, 0) && stack_is_low(sp);
}
/* A handler of signals: what is evaluated is to end. The next pending call, or look at the stack, runs on_interrupt, which leaves it. */
void interrupt(int signal);
bool forget_interrupt(void);                            /* whether there was one */
extern kont_fn *on_interrupt;

/* Runs a node on a further segment; and `complete` there. */
KONT value run_deeper(struct node *n, struct closure *self, value a, value b, value c, value d);
KONT value complete_deeper(size_t depth);

#endif
