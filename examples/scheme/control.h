/* control.h: continuations, prompts, winders, marks, parameters, exceptions: kont's, as Scheme's procedures. */
#ifndef SCHEME_CONTROL_H
#define SCHEME_CONTROL_H

#include "call.h"

enum continuation_kind {
    K_FULL,                                             /* call/cc: replaces the caller's continuation */
    K_ESCAPE,                                           /* call/ec */
    K_COMPOSABLE,                                       /* goes on top of the caller's */
    K_WITH_PROMPT                                       /* the same, under a prompt of `tag`: shift's */
};

struct continuation {
    uintptr_t header;
    enum continuation_kind kind;
    kont *k;
    value tag;                                          /* K_WITH_PROMPT */
    bool fresh;                                         /* its capture has not returned yet */
};
KONT value enter_continuation(struct continuation *k, intptr_t argc, value a, value b, value c, value d);

struct parameter {
    uintptr_t header;
    kont_parameter *is;
    value converter;                                    /* a procedure, or FALSE */
};
value make_parameter(value initial, value converter);   /* `initial` as it is after conversion */
value parameter_get(value parameter);
void parameter_set(value parameter, value v);

struct prompt_tag {
    uintptr_t header;
    const kont_tag *tag;
};

/* A PENDING call of f with what v stands for: one value, or several. */
value tail_values(value f, value v);
/* Runs fn(arg) on a further segment: where needs_stack() says so. */
KONT value with_more_stack(kont_fn *fn, void *arg);

/* What an exception brings to a handler: the object raised, or a condition for an error of the library's. */
value raised_object(const kont_exception *x);
/* Raises from marked code, as `raise`. */
KONT KONT_NORETURN void raise_now(value object);

/* The default tag of Scheme. It is not kont's: the prompt of kont_run, which has that one, is none of a program's. */
extern const kont_tag scheme_tag;

/* Runs fn(arg) under a prompt of the default tag, with its default handler. */
KONT value run_under_prompt(kont_fn *fn, void *arg);

/* Ends the program from inside: winders run. Its value goes to who ran run_to_exit. */
KONT KONT_NORETURN void exit_program(int status);
int exit_status(value v);                               /* of (exit v); null: absent */
KONT int run_to_exit(kont_fn *fn, void *arg);

void control_start(void);
void exceptions_start(void);

#endif
