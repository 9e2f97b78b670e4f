/* goal_control.c: values and variables, alternation and its kin, control structures. */
#include "goal.h"

/* ---- Values -------------------------------------------------------------------------------------------------------------------------------- */

static KONT bool value_next(struct cursor *c, struct env *env)
{
    if (c->begun)
        return false;
    c->begun = true;
    env->result = c->goal->place != NULL ? *c->goal->place : c->goal->value;
    return true;
}

KONT kont_goal *kont_goal_value(void *v)
{
    kont_goal *e = kont__goal_new(value_next, "kont_goal_value");
    e->value = v;
    return e;
}

KONT kont_goal *kont_goal_int(long n)
{
    return kont_goal_value(kont_int(n));
}

KONT kont_goal *kont_goal_string(const char *s)
{
    if (s == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_goal_string", "string");
    return kont_goal_value((void *)s);
}

static KONT bool fail_next(struct cursor *c, struct env *env)
{
    (void)c;
    (void)env;
    return false;
}

KONT kont_goal *kont_goal_fail(void)
{
    return kont__goal_new(fail_next, "kont_goal_fail");
}

/* ---- Variables ----------------------------------------------------------------------------------------------------------------------------- */

static KONT kont_goal *of_place(cursor_next *next, const char *name, void **place)
{
    if (place == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, name, "place");
    kont_goal *e = kont__goal_new(next, name);
    e->place = place;
    return e;
}

KONT kont_goal *kont_goal_var(void **place)
{
    return of_place(value_next, "kont_goal_var", place);
}

static KONT bool set_next(struct cursor *c, struct env *env)
{
    if (!run_operand(&c->left, c->goal->a, env))
        return false;
    *c->goal->place = env->result;
    return true;
}

static KONT bool set_undo_next(struct cursor *c, struct env *env)
{
    void **place = c->goal->place;
    if (c->begun)
        *place = c->saved;
    c->begun = false;
    if (!run_operand(&c->left, c->goal->a, env))
        return false;
    c->begun = true;
    c->saved = *place;
    *place = env->result;
    return true;
}

static KONT kont_goal *assignment(cursor_next *next, const char *name, void **place, kont_goal *a)
{
    kont__goal_needed(a, name);
    kont_goal *e = of_place(next, name, place);
    e->a = a;
    return e;
}

KONT kont_goal *kont_goal_set(void **place, kont_goal *e)
{
    return assignment(set_next, "kont_goal_set", place, e);
}

KONT kont_goal *kont_goal_set_undo(void **place, kont_goal *e)
{
    return assignment(set_undo_next, "kont_goal_set_undo", place, e);
}

/* ---- Alternation, conjunction, repetition, limitation --------------------------------------------------------------------------------------- */

static KONT kont_goal *of_two(cursor_next *next, const char *name, kont_goal *a, kont_goal *b)
{
    kont__goal_needed(a, name);
    kont_goal *e = kont__goal_new(next, name);
    e->a = a;
    e->b = b;
    return e;
}

static KONT bool alt_next(struct cursor *c, struct env *env)
{
    if (c->right == NULL && run_operand(&c->left, c->goal->a, env))
        return true;
    return run_operand(&c->right, c->goal->b, env);
}

KONT kont_goal *kont_goal_alt_two(kont_goal *a, kont_goal *b)
{
    return of_two(alt_next, "kont_goal_alt", a, kont__goal_needed(b, "kont_goal_alt"));
}

static KONT bool and_next(struct cursor *c, struct env *env)
{
    for (;;) {
        if (c->right != NULL && run(c->right, env))
            return true;
        if (!run_operand(&c->left, c->goal->a, env))
            return false;
        c->right = kont__goal_begin(c->goal->b);
    }
}

KONT kont_goal *kont_goal_and_two(kont_goal *a, kont_goal *b)
{
    return of_two(and_next, "kont_goal_and", a, kont__goal_needed(b, "kont_goal_and"));
}

/* begun: the evaluation in c->left has had a result. */
static KONT bool repeat_next(struct cursor *c, struct env *env)
{
    while (!run_operand(&c->left, c->goal->a, env)) {
        if (!c->begun)
            return false;
        c->begun = false;
        c->left = NULL;
    }
    return c->begun = true;
}

KONT kont_goal *kont_goal_repeat(kont_goal *e)
{
    return of_two(repeat_next, "kont_goal_repeat", e, NULL);
}

static KONT bool limit_next(struct cursor *c, struct env *env)
{
    if (c->at >= c->goal->n || !run_operand(&c->left, c->goal->a, env))
        return false;
    c->at++;
    return true;
}

KONT kont_goal *kont_goal_limit(kont_goal *e, long n)
{
    if (n < 0)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_goal_limit", "n");
    kont_goal *limit = of_two(limit_next, "kont_goal_limit", e, NULL);
    limit->n = n;
    return limit;
}

/* ---- Control structures ---------------------------------------------------------------------------------------------------------------------- */

static KONT bool not_next(struct cursor *c, struct env *env)
{
    if (c->begun || kont__goal_bounded(c->goal->a, env))
        return false;
    c->begun = true;
    env->result = NULL;
    return true;
}

KONT kont_goal *kont_goal_not(kont_goal *e)
{
    return of_two(not_next, "kont_goal_not", e, NULL);
}

static KONT bool if_next(struct cursor *c, struct env *env)
{
    if (c->right == NULL) {
        kont_goal *branch = kont__goal_bounded(c->goal->a, env) ? c->goal->b : c->goal->c;
        if (branch == NULL)
            return false;
        c->right = kont__goal_begin(branch);
    }
    return run(c->right, env);
}

KONT kont_goal *kont_goal_if(kont_goal *a, kont_goal *b, kont_goal *c)
{
    kont_goal *e = of_two(if_next, "kont_goal_if", a, kont__goal_needed(b, "kont_goal_if"));
    e->c = c;
    return e;
}

static KONT bool every_next(struct cursor *c, struct env *env)
{
    while (run_operand(&c->left, c->goal->a, env))
        if (c->goal->b != NULL)
            kont__goal_bounded(c->goal->b, env);
    return false;
}

KONT kont_goal *kont_goal_every_do(kont_goal *a, kont_goal *b)
{
    return of_two(every_next, "kont_goal_every_do", a, b);
}

static KONT bool while_next(struct cursor *c, struct env *env)
{
    while (kont__goal_bounded(c->goal->a, env))
        if (c->goal->b != NULL)
            kont__goal_bounded(c->goal->b, env);
    return false;
}

KONT kont_goal *kont_goal_while_do(kont_goal *a, kont_goal *b)
{
    return of_two(while_next, "kont_goal_while_do", a, b);
}

static KONT bool then_next(struct cursor *c, struct env *env)
{
    if (c->right == NULL) {
        kont__goal_bounded(c->goal->a, env);
        c->right = kont__goal_begin(c->goal->b);
    }
    return run(c->right, env);
}

KONT kont_goal *kont_goal_then(kont_goal *a, kont_goal *b)
{
    return of_two(then_next, "kont_goal_then", a, kont__goal_needed(b, "kont_goal_then"));
}

static KONT bool lazy_next(struct cursor *c, struct env *env)
{
    if (c->right == NULL)
        c->right = kont__goal_begin(kont__goal_needed(c->goal->make(c->goal->value), c->goal->name));
    return run(c->right, env);
}

KONT kont_goal *kont_goal_lazy(kont_fn *fn, void *arg)
{
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_goal_lazy", "fn");
    kont_goal *e = kont__goal_new(lazy_next, "kont_goal_lazy");
    e->make = fn;
    e->value = arg;
    return e;
}
