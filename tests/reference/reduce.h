/* reduce.h: inside the reference interpreter: its values, frames and continuations.
 *
 * The machine holds an expression with its environment, or a value, and a continuation: a list of immutable frames, innermost
 * first. What may change is in boxes that frames point to, and a copy of frames gets boxes of its own:
 *
 *     frame                  its box holds
 *     LOCAL                  the variable of a C function's activation: SNAPSHOT is "copy the boxes"
 *     PROMPT TRY SCOPE       the defers of the body above it
 *
 * That a resume displaces an activation, and finds its locals again when control goes back, needs no rule here: every
 * activation has its own box. */
#ifndef REDUCE_H
#define REDUCE_H

#include <stdbool.h>

#include "arena.h"
#include "reference.h"

enum value_kind { V_INT, V_CLOSURE, V_KONT, V_CELL, V_OBJECT, V_HANDLE, V_ERROR };

struct value {
    enum value_kind kind;
    long number;                                        /* INT; HANDLE: the prompt's id */
    const char *error;
    const struct closure *closure;
    struct continuation *k;
    struct cell *cell;
    struct object *object;
};

struct closure {
    const struct node *node;                            /* the body */
    const char *name;                                   /* the parameter; null for a thunk */
    const struct env *env;
};

struct cell {
    struct value value;
    long id;
};

struct env {
    const struct env *outer;
    const char *name;
    bool local;                                         /* the value is in the innermost LOCAL frame of this id */
    long id;
    struct value value;
};

/* One registered cleanup. `holders` counts the activations whose body it belongs to, and the multi-shot continuations that can
 * return to it: at none it runs. */
struct defer {
    const struct node *node;
    const struct env *env;
    int holders;
};

struct defers {
    struct defer *defer;
    const struct defers *earlier;
};

struct box {
    struct value value;
    const struct defers *defers;                        /* last first */
};

enum frame_kind {
    F_OPERANDS, F_LOCAL, F_PROMPT, F_TRY, F_SCOPE, F_WIND, F_MARK, F_PARAM, F_BARRIER, F_HANDLER, F_HANDLING, F_CALLEC, F_CAPTURED,
    F_CROSSING
};

struct frame {
    enum frame_kind kind;
    const struct node *node;
    const struct env *env;
    long id;                                            /* the prompt's handle; the activation's name for the others */
    enum tag tag;                                       /* PROMPT */
    int count;                                          /* OPERANDS: how many there are */
    struct value values[AST_OPERANDS];                  /* OPERANDS; MARK: the first */
    struct box *box;                                    /* LOCAL, PROMPT, TRY, SCOPE */
    struct object *object;                              /* PROMPT: the object that it belongs to, or null */
    struct cell *cell;                                  /* PARAM */
    bool flag;                                          /* HANDLING: continuable; CAPTURED: under a reinstalled prompt; SCOPE: a body that
                                                           call/cc captured, which goes back under its prompt */
    const struct crossing *crossing;
};

struct stack {
    const struct frame *top;
    const struct stack *rest;
    int depth;
};

/* Frames taken off a continuation, outermost first. */
struct slice {
    const struct frame *frame;
    const struct slice *inner;
};

enum shot { K_COMPOSABLE, K_CALLCC, K_ESCAPE };

struct continuation {
    enum shot kind;
    long id;                                            /* its name in traces; ESCAPE: the CALLEC frame's */
    const struct slice *frames;                         /* as captured: the first resume runs them */
    const struct slice *picture;                        /* set by the first resume that is not the last */
    bool once, used;
};

enum object_state { O_NEW = 1, O_RUNNING, O_SUSPENDED, O_DONE };

struct object {
    long id;                                            /* its handle, and its name in traces */
    enum tag tag;
    const struct closure *body;
    enum object_state state;
    bool copied;
    const struct box *owner;                            /* the box of the frame that the object's own run has */
    const struct slice *frames;                         /* while SUSPENDED */
};

struct machine {
    const struct node *node;                            /* to evaluate in env; null: `value` goes to the continuation */
    const struct env *env;
    struct value value;
    const struct stack *k;
    struct cell *params[2];
    long ids;
    bool done;
    struct reference_run *run;
    struct answer *answer;
};

/* values.c: values, environments, frames. */
struct value value_int(long n);
struct value value_error(const char *name);
void value_text(struct value v, char *text, size_t room);
const struct env *env_bind(const struct env *env, const char *name, struct value v);
const struct closure *closure_new(const struct node *node, const char *name, const struct env *env);
struct box *box_new(void);
const struct stack *push(const struct stack *k, const struct frame *f);
const struct slice *slice_copy(const struct slice *frames);     /* with boxes of their own, holding the same */
void slice_hold(const struct slice *frames);                    /* one more holder for each defer in it */
void give(struct machine *m, struct value v);                   /* the value goes to the continuation */
void eval(struct machine *m, const struct node *n, const struct env *env);
void call(struct machine *m, const struct closure *c, struct value v);

/* step.c: the loop, and the rules that have nothing to do with control. */
typedef void rule(struct machine *m, const struct node *n, const struct env *env, const struct value *v);
extern rule rule_let, rule_begin, rule_if, rule_arithmetic, rule_print, rule_cell, rule_get, rule_put, rule_apply, rule_local, rule_set;

/* prompt.c */
struct target {                                         /* which prompts are meant */
    bool by_handle;
    enum tag tag;
    long handle;
};
bool target_of(struct machine *m, const struct node *n, const struct value **v, struct target *t);
bool tag_of(struct machine *m, const struct node *n, const struct value **v, struct target *t);
bool target_is(const struct frame *f, struct target t);
const struct stack *find_prompt(const struct stack *k, struct target t, bool *barrier);
const struct frame *prompt_frame(enum tag tag, long id, struct object *object);
extern rule rule_prompt, rule_handle, rule_exists, rule_abort, rule_barrier, rule_with_stack;

/* dynamic.c */
extern rule rule_wind, rule_with_mark, rule_first_mark, rule_marks, rule_marks_of, rule_param, rule_set_param, rule_with_param;
extern rule rule_defer, rule_scope;

/* capture.c, resume.c */
extern rule rule_capture, rule_callcc, rule_composable, rule_callec, rule_resume, rule_drop;

/* object.c */
extern rule rule_object, rule_enter, rule_leave, rule_state, rule_object_handle;

void copy_ended(const struct frame *f);

/* exception.c */
void raise_value(struct machine *m, struct value x, bool continuable);
void raise_error(struct machine *m, const char *name);
void uncaught(struct machine *m, struct value x);
void handling_returned(struct machine *m, const struct frame *f);
extern rule rule_raise, rule_try, rule_with_handler;

/* crossing.c: leaving and entering frames, winders and defers on the way. */
enum way { LEAVING, SUSPENDING, ENTERING };
enum finish { FINISH_VALUE, FINISH_THUNK, FINISH_CAUGHT, FINISH_CROSSING, FINISH_CAPTURED, FINISH_LEFT, FINISH_TAIL };

struct crossing {
    enum way way;
    const struct stack *target;                         /* LEAVING, SUSPENDING: where to stop */
    const struct slice *pending;                        /* frames that are off, or not yet on */
    const struct stack *shared;                         /* LEAVING: from this frame outwards winders do not run */
    const struct slice *ended;                          /* LEAVING: prompts whose objects are DONE when it is over */
    struct box *body;                                   /* LEAVING: at the target, the defers of this body are left too */
    int skip;                                           /* ENTERING: how many winders do not run */
    bool before_ran;                                    /* ENTERING: that of the first pending frame */
    enum finish finish;
    struct value value;                                 /* VALUE, LEFT, TAIL; CAUGHT: the exception */
    const struct closure *thunk;
    const struct crossing *next;                        /* FINISH_CROSSING */
    const struct node *node;                            /* CAUGHT: the try; CAPTURED: the operator */
    const struct env *env;
    struct object *object;                              /* LEFT */
    struct continuation *tail;                          /* TAIL: what to resume */
    bool last;
};

void cross(struct machine *m, const struct crossing *c);
void leave_to(struct machine *m, const struct stack *target, struct value v);
void captured(struct machine *m, const struct crossing *c);     /* capture.c */
void left(struct machine *m, const struct crossing *c);         /* object.c */
void tail_resumed(struct machine *m, const struct crossing *c); /* resume.c */

/* trace.c */
void trace_node(struct machine *m, const char *rule, const struct node *n, const struct env *env, const struct value *v);
void trace_return(struct machine *m);
void trace_continuation(struct machine *m, const struct continuation *k);

/* No answer: what the rules leave open, or too long. */
void unknown(struct machine *m, const char *why);

#endif
