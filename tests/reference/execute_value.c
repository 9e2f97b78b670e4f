/* execute_value.c: values and environments of the executor. */
#include <gc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "execute_value.h"

static void *gc_new(size_t bytes)
{
    void *p = GC_MALLOC(bytes);
    if (p == NULL)
        abort();
    return p;
}

struct val *val_new(enum val_kind kind, const void *ref)
{
    struct val *v = gc_new(sizeof *v);
    *v = (struct val){ kind, 0, (void *)ref };
    return v;
}

struct val *val_int(long number)
{
    struct val *v = val_new(VAL_INT, NULL);
    v->number = number;
    return v;
}

void val_text(const struct val *v, char *text, size_t room)
{
    static const char *const kinds[] = {
        [VAL_CLOSURE] = "#<procedure>", [VAL_KONT] = "#<continuation>", [VAL_CELL] = "#<cell>",
        [VAL_OBJECT] = "#<object>", [VAL_HANDLE] = "#<handle>",
    };
    if (v->kind == VAL_INT)
        snprintf(text, room, "%ld", v->number);
    else if (v->kind == VAL_ERROR)
        snprintf(text, room, "%s", ((const kont_exception *)v->ref)->name);
    else
        snprintf(text, room, "%s", kinds[v->kind]);
}

/* A program's own exception stands for what it raised. */
struct val *val_of_exception(const kont_exception *x)
{
    bool own = x->code == KONT_ERR_USER && x->value != NULL;
    return own ? x->value : val_new(VAL_ERROR, x);
}

struct env *env_new(struct env *outer, const char *name, struct val *value)
{
    struct env *env = gc_new(sizeof *env);
    *env = (struct env){ outer, name, value, NULL };
    return env;
}

static struct env *find(struct env *env, const char *name)
{
    while (strcmp(env->name, name) != 0)
        env = env->outer;
    return env;
}

struct val *volatile *env_slot(struct env *env, const char *name)
{
    return find(env, name)->slot;
}

struct val *env_value(struct env *env, const char *name)
{
    struct env *e = find(env, name);
    return e->slot != NULL ? *e->slot : e->value;
}
