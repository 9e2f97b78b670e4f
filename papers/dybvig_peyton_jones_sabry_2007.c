/* dybvig_peyton_jones_sabry_2007.c: R. Kent Dybvig, Simon Peyton Jones and Amr Sabry, "A Monadic Framework for Delimited
 * Continuations", Journal of Functional Programming 17(6), 2007: four functions, newPrompt, pushPrompt, withSubCont and
 * pushSubCont, from which all the other operators can be made.
 *
 * Here the four are used as they stand, and the others made of them as in the paper: abort, and shift, control, shift0 and
 * control0, which differ in two places where a prompt is pushed or is not. Beside what these answer stands what the library's
 * own operators answer. */
#include <gc.h>
#include <kont.h>
#include <stdio.h>

static KONT void *same(void *v)
{
    return v;
}

static KONT intptr_t number(void *v)
{
    return kont_to_int(v);
}

/* ---- The four functions ---------------------------------------------------------------------------------------------------------- */

static KONT void *false_and_true(kont *k, void *unused)
{
    (void)unused;
    return kont_int(number(kont_pushSubCont(k, same, kont_int(false))) + number(kont_pushSubCont(k, same, kont_int(true))));
}

static KONT void *three_or_four(void *p)
{
    return kont_int(kont_withSubCont(p, false_and_true, NULL) != NULL ? 3 : 4);
}

static KONT void *drop(kont *k, void *v)
{
    (void)k;
    return v;
}

static KONT void abort_to(const kont_tag *p, void *v)
{
    kont_withSubCont(p, drop, v);
}

static KONT void *aborts(void *p)
{
    abort_to(p, kont_int(5));
    return kont_int(100);
}

static KONT void show_four_functions(void)
{
    const kont_tag *p = kont_newPrompt();
    printf("2 + pushPrompt p (if withSubCont p (\\k. pushSubCont k false + pushSubCont k true) then 3 else 4) = %ld\n",
           (long)(2 + number(kont_pushPrompt(p, three_or_four, (void *)p))));
    printf("2 + pushPrompt p (abort p 5 + 100) = %ld\n", (long)(2 + number(kont_pushPrompt(p, aborts, (void *)p))));
}

/* ---- The operators made of them -------------------------------------------------------------------------------------------------- */

/* What an operator hands to its handler: a subcontinuation, and the prompt to push around it when it is applied, or null. */
struct reified {
    kont *k;
    const kont_tag *around;
};

struct with_operator;
typedef KONT void *operator_handler(const struct with_operator *op, struct reified *f, void *arg);

struct with_operator {
    const kont_tag *p;
    int how;                                            /* which of the four */
    bool native;                                        /* the library's own, or made of the four functions */
    operator_handler *handler;
    void *arg;
};

struct application {
    struct reified *f;
    void *v;
};

static KONT void *push(void *application)
{
    const struct application *a = application;
    return kont_pushSubCont(a->f->k, same, a->v);
}

static KONT void *apply(struct reified *f, void *v)
{
    struct application a = { f, v };
    return f->around != NULL ? kont_pushPrompt(f->around, push, &a) : push(&a);
}

struct handling {
    const struct with_operator *op;
    struct reified f;
};

static KONT void *handle(void *handling)
{
    struct handling *h = handling;
    return h->op->handler(h->op, &h->f, h->op->arg);
}

/* withSubCont has taken the prompt away. Where the operator has it around the handler, it is pushed again. */
static KONT void *reify(kont *k, void *op)
{
    const struct with_operator *o = op;
    struct handling h = { o, { k, !o->native && (o->how & KONT_K_PROMPT) ? o->p : NULL } };
    return !o->native && (o->how & KONT_BODY_PROMPT) ? kont_pushPrompt(o->p, handle, &h) : handle(&h);
}

static KONT void *capture(const kont_tag *p, int how, bool native, operator_handler *handler, void *arg)
{
    struct with_operator op = { p, how, native, handler, arg };
    return native ? kont_capture(p, how, reify, &op) : kont_withSubCont(p, reify, &op);
}

/* ---- Two programs on which the four differ ----------------------------------------------------------------------------------------- */

struct program {
    const kont_tag *p;
    int how;
    bool native;
};

static KONT void *give_zero(const struct with_operator *op, struct reified *g, void *arg)
{
    (void)op, (void)g;
    return arg;
}

static KONT void *capture_again(const struct with_operator *op, struct reified *f, void *arg)
{
    (void)f;
    return capture(op->p, op->how, op->native, give_zero, arg);
}

static KONT void *captures_twice(void *program)
{
    const struct program *g = program;
    return capture(g->p, g->how, g->native, capture_again, NULL);
}

/* 1 + prompt (op f. op g. 0): whether the handler of f runs under the prompt. */
static KONT void *first_program(void *program)
{
    const struct program *g = program;
    return kont_int(1 + number(kont_pushPrompt(g->p, captures_twice, program)));
}

static KONT void *one_more(const struct with_operator *op, struct reified *f, void *arg)
{
    (void)op;
    return kont_int(1 + number(apply(f, arg)));
}

static KONT void *captures_after_resume(void *program)
{
    const struct program *g = program;
    void *x = capture(g->p, g->how, g->native, one_more, kont_int(10));
    return capture(g->p, g->how, g->native, give_zero, x);
}

/* prompt (let x = op f. 1 + f 10 in op g. x): whether f brings the prompt along. */
static KONT void *second_program(void *program)
{
    const struct program *g = program;
    return kont_pushPrompt(g->p, captures_after_resume, program);
}

static KONT intptr_t answer(kont_fn *run, int how, bool native)
{
    struct program g = { kont_newPrompt(), how, native };
    return number(kont_pushPrompt(g.p, run, &g));
}

static KONT void show_operator(const char *name, int how)
{
    printf("%-8s", name);
    for (int native = 0; native < 2; native++)
        printf("   %ld %2ld", (long)answer(first_program, how, native), (long)answer(second_program, how, native));
    printf("\n");
}

int main(void)
{
    GC_INIT();
    show_four_functions();
    printf("a: prompt (1 + prompt (op f. op g. 0))    b: prompt (prompt (let x = op f. 1 + f 10 in op g. x))\n");
    printf("            made    kont's\n");
    printf("op          a  b   a  b\n");
    show_operator("shift", KONT_SHIFT);
    show_operator("control", KONT_CONTROL);
    show_operator("shift0", KONT_SHIFT0);
    show_operator("control0", KONT_CONTROL0);
    return 0;
}
