/* goal.c: goals and their evaluation. */
#include <gc/gc.h>
#include <string.h>

#include "goal.h"

/* ---- Goals --------------------------------------------------------------------------------------------------------------------------------- */

KONT char *kont__goal_string(const char *bytes, size_t length, const char *where)
{
    char *copy = GC_MALLOC_ATOMIC(length + 1);
    if (copy == NULL)
        kont_raise_error(KONT_ERR_MEMORY, where, NULL);
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

KONT kont_goal *kont__goal_new(cursor_next *next, const char *name)
{
    kont_poll();                                        /* makes the thread known */
    kont_goal *e = kont__alloc(sizeof *e, name);
    e->next = next;
    e->name = name;
    return e;
}

KONT kont_goal *kont__goal_needed(kont_goal *e, const char *name)
{
    if (e == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, name, "goal");
    return e;
}

/* ---- Evaluations ---------------------------------------------------------------------------------------------------------------------------- */

KONT struct cursor *kont__goal_begin(kont_goal *e)
{
    struct cursor *c = kont__alloc(sizeof *c, e->name);
    c->goal = e;
    return c;
}

KONT bool kont__goal_bounded(kont_goal *e, struct env *env)
{
    return run(kont__goal_begin(e), env);
}

struct first_env {
    struct env env;
    struct scan scan;
};

/* With an empty subject. */
KONT struct env *kont__goal_env(void)
{
    struct first_env *e = kont__alloc(sizeof *e, "kont_goal_env");
    e->scan = (struct scan){ "", 0, 1 };
    e->env.scan = &e->scan;
    return &e->env;
}

KONT bool kont_goal_first(kont_goal *e, void **value)
{
    kont__goal_needed(e, "kont_goal_first");
    if (value == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_goal_first", "value");
    *value = NULL;
    struct env *env = kont__goal_env();
    if (!kont__goal_bounded(e, env))
        return false;
    *value = env->result;
    return true;
}

KONT long kont_goal_every(kont_goal *e)
{
    struct cursor *c = kont__goal_begin(kont__goal_needed(e, "kont_goal_every"));
    struct env *env = kont__goal_env();
    long results = 0;
    while (run(c, env))
        results++;
    return results;
}

KONT void kont_suspend(kont_goal *e)
{
    struct cursor *c = kont__goal_begin(kont__goal_needed(e, "kont_suspend"));
    struct env *env = kont__goal_env();
    while (run(c, env))
        kont_yield(env->result);
}

static KONT void *suspend_all(void *e)
{
    kont_suspend(e);
    return NULL;
}

KONT kont_generator *kont_goal_generator(kont_goal *e)
{
    return kont_generator_new(suspend_all, kont__goal_needed(e, "kont_goal_generator"));
}

/* ---- Co-expressions ------------------------------------------------------------------------------------------------------------------------ */

enum state { NEW, RUNNING, WAITING, ENDED };

struct kont_coexpr {
    kont_goal *goal;
    struct cursor *cursor;
    struct env *env;
    enum state state;
    long size;
};

KONT kont_coexpr *kont_coexpr_new(kont_goal *e)
{
    kont__goal_needed(e, "kont_coexpr_new");
    kont_poll();
    kont_coexpr *c = kont__alloc(sizeof *c, "kont_coexpr_new");
    c->goal = e;
    return c;
}

KONT kont_coexpr *kont_coexpr_refresh(const kont_coexpr *c)
{
    if (c == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_coexpr_refresh", "co-expression");
    return kont_coexpr_new(c->goal);
}

long kont_coexpr_size(const kont_coexpr *c)
{
    return c != NULL ? c->size : 0;
}

static KONT void *end(void *coexpr)
{
    kont_coexpr *c = coexpr;
    c->state = ENDED;
    c->cursor = NULL;
    c->env = NULL;
    return NULL;
}

/* A defer of an evaluation: where it still runs, it was left by a raise or an abort. */
static KONT void *end_if_running(void *coexpr)
{
    return ((kont_coexpr *)coexpr)->state == RUNNING ? end(coexpr) : NULL;
}

static KONT void *advance(void *coexpr)
{
    kont_coexpr *c = coexpr;
    if (c->state == NEW) {
        c->cursor = kont__goal_begin(c->goal);
        c->env = kont__goal_env();
    }
    kont_defer(end_if_running, c);
    c->state = RUNNING;
    if (!run(c->cursor, c->env))
        return end(c);
    c->state = WAITING;
    c->size++;
    return c->env->result;
}

KONT bool kont_coexpr_next(kont_coexpr *c, void **value)
{
    if (c == NULL || value == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_coexpr_next", c == NULL ? "co-expression" : "value");
    if (c->state == RUNNING)
        kont_raise_error(KONT_ERR_RUNNING, "kont_coexpr_next", "co-expression");
    *value = NULL;
    if (c->state == ENDED)
        return false;
    void *v = kont_scope(advance, c);
    *value = v;
    return c->state == WAITING;
}

static KONT bool activate_next(struct cursor *c, struct env *env)
{
    void *v;
    if (c->begun || !kont_coexpr_next(c->goal->value, &v))
        return false;
    c->begun = true;
    env->result = v;
    return true;
}

KONT kont_goal *kont_goal_activate(kont_coexpr *c)
{
    if (c == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_goal_activate", "co-expression");
    kont_goal *e = kont__goal_new(activate_next, "kont_goal_activate");
    e->value = c;
    return e;
}

/* ---- As a sequence --------------------------------------------------------------------------------------------------------------------------- */

struct results {
    kont_seq seq;
    kont_coexpr *coexpr;
};

static KONT void *results_pull(kont_seq *s)
{
    void *v;
    return kont_coexpr_next(((struct results *)s)->coexpr, &v) ? v : kont_seq_finish(s);
}

KONT kont_seq *kont_goal_results(kont_goal *e)
{
    kont__goal_needed(e, "kont_goal_results");
    struct results *r = (struct results *)kont_seq_new(sizeof *r, "kont_goal_results", results_pull, NULL);
    r->coexpr = kont_coexpr_new(e);
    return &r->seq;
}
