/* goal_calls.c: what is done with each combination of the arguments' results: functions, procedures, operators, numbers that go up. */
#include <string.h>

#include "goal.h"

/* ---- Arguments ------------------------------------------------------------------------------------------------------------------------------ */

/* The next combination of the arguments' results, the last one's fastest; false where there is none left. */
static KONT bool next_values(struct cursor *c, struct env *env)
{
    size_t n = c->goal->count, i = c->begun ? n - 1 : 0;
    if (c->begun && n == 0)
        return false;
    if (!c->begun) {
        c->values = kont__alloc((n + 1) * sizeof *c->values, c->goal->name);
        c->operands = kont__alloc((n + 1) * sizeof *c->operands, c->goal->name);
        c->begun = true;
    }
    while (i < n) {
        if (run_operand(&c->operands[i], c->goal->args[i], env)) {
            c->values[i++] = env->result;
        } else {
            c->operands[i] = NULL;
            if (i-- == 0)
                return false;
        }
    }
    return true;
}

static KONT bool call_next(struct cursor *c, struct env *env)
{
    for (;;) {
        if (c->right != NULL && run(c->right, env))
            return true;
        c->right = NULL;
        if (!next_values(c, env))
            return false;
        if (c->goal->apply(c, env) && c->right == NULL)
            return true;
    }
}

static KONT kont_goal *call(cursor_next *apply, const char *name)
{
    kont_goal *e = kont__goal_new(call_next, name);
    e->apply = apply;
    return e;
}

KONT kont_goal *kont_goal_with(kont_goal *call, kont_goal *arg)
{
    kont__goal_needed(call, "kont_goal_with");
    kont__goal_needed(arg, call->name);
    if (call->apply == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_goal_with", "goal: it is no call");
    kont_goal *e = kont__goal_new(call_next, call->name);
    *e = *call;
    e->args = kont__alloc((call->count + 1) * sizeof *e->args, call->name);
    if (call->count > 0)
        memcpy(e->args, call->args, call->count * sizeof *e->args);
    e->args[e->count++] = arg;
    return e;
}

/* ---- Functions and procedures ---------------------------------------------------------------------------------------------------------------- */

static KONT bool apply_function(struct cursor *c, struct env *env)
{
    env->result = NULL;
    return c->goal->function(c->values, &env->result);
}

KONT kont_goal *kont__goal_function(kont_goal_fn *fn, const char *name)
{
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, name, "fn");
    kont_goal *e = call(apply_function, name);
    e->function = fn;
    return e;
}

KONT kont_goal *kont_goal_function(kont_goal_fn *fn)
{
    return kont__goal_function(fn, "kont_goal_call");
}

struct procedure {
    kont_goal_procedure *fn;
    void *const *args;
};

static KONT void *procedure_body(void *procedure)
{
    struct procedure *p = procedure;
    p->fn(p->args);
    return NULL;
}

static KONT bool generator_next(struct cursor *c, struct env *env)
{
    void *v;
    if (!kont_next(c->saved, &v))
        return false;
    env->result = v;
    return true;
}

/* Of results that a generator in `saved` yields. */
static kont_goal suspended = { .next = generator_next, .name = "kont_goal_invoke" };

static KONT bool apply_procedure(struct cursor *c, struct env *env)
{
    (void)env;
    struct procedure *p = kont__alloc(sizeof *p, c->goal->name);
    void **args = kont__alloc((c->goal->count + 1) * sizeof *args, c->goal->name);
    memcpy(args, c->values, c->goal->count * sizeof *args);
    p->fn = c->goal->procedure;
    p->args = args;
    struct cursor *right = kont__goal_begin(&suspended);
    right->saved = kont_generator_new(procedure_body, p);
    c->right = right;
    return true;
}

KONT kont_goal *kont_goal_of_procedure(kont_goal_procedure *fn)
{
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_goal_invoke", "fn");
    kont_goal *e = call(apply_procedure, "kont_goal_invoke");
    e->procedure = fn;
    return e;
}

/* ---- Numbers that go up or down --------------------------------------------------------------------------------------------------------------- */

/* at: the next; begun is over at the end. */
static KONT bool counting_next(struct cursor *c, struct env *env)
{
    if (c->begun || (c->step > 0 ? c->at > c->end : c->at < c->end))
        return false;
    env->result = kont_int(c->at);
    c->begun = __builtin_add_overflow(c->at, c->step, &c->at);
    return true;
}

static kont_goal numbers = { .next = counting_next, .name = "kont_goal_to" };

KONT struct cursor *kont__goal_counting(long from, long limit, long step)
{
    struct cursor *c = kont__goal_begin(&numbers);
    c->at = from;
    c->end = limit;
    c->step = step;
    return c;
}

static KONT bool to_next(struct cursor *c, struct env *env)
{
    if (c->right == NULL)
        c->right = kont__goal_counting(c->goal->n, c->goal->m, 1);
    return run(c->right, env);
}

KONT kont_goal *kont_goal_to(long low, long high)
{
    kont_goal *e = kont__goal_new(to_next, "kont_goal_to");
    e->n = low;
    e->m = high;
    return e;
}

static KONT bool apply_to_by(struct cursor *c, struct env *env)
{
    (void)env;
    long step = kont_to_int(c->values[2]);
    if (step == 0)
        kont_raise_error(KONT_ERR_ARGUMENT, c->goal->name, "step");
    c->right = kont__goal_counting(kont_to_int(c->values[0]), kont_to_int(c->values[1]), step);
    return true;
}

KONT kont_goal *kont_goal_to_by(kont_goal *from, kont_goal *limit, kont_goal *step)
{
    kont_goal *e = call(apply_to_by, "kont_goal_to_by");
    return kont_goal_with(kont_goal_with(kont_goal_with(e, from), limit), step);
}

/* ---- Elements --------------------------------------------------------------------------------------------------------------------------------- */

static KONT bool elements_next(struct cursor *c, struct env *env)
{
    if (c->at >= c->goal->n)
        return false;
    env->result = ((void *const *)c->goal->value)[c->at++];
    return true;
}

KONT kont_goal *kont_goal_elements(void *const *values, size_t count)
{
    if (values == NULL && count > 0)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_goal_elements", "array");
    kont_goal *e = kont__goal_new(elements_next, "kont_goal_elements");
    e->value = (void *)values;
    e->n = (long)count;
    return e;
}

/* saved: the rest of the string. */
static KONT bool chars_next(struct cursor *c, struct env *env)
{
    const char *s = c->saved;
    if (*s == '\0')
        return false;
    c->saved = (void *)(s + 1);
    env->result = kont__goal_string(s, 1, "kont_goal_chars");
    return true;
}

static kont_goal characters = { .next = chars_next, .name = "kont_goal_chars" };

static KONT bool apply_chars(struct cursor *c, struct env *env)
{
    (void)env;
    if (c->values[0] == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, c->goal->name, "string");
    struct cursor *right = kont__goal_begin(&characters);
    right->saved = c->values[0];
    c->right = right;
    return true;
}

KONT kont_goal *kont_goal_chars(kont_goal *s)
{
    return kont_goal_with(call(apply_chars, "kont_goal_chars"), s);
}
