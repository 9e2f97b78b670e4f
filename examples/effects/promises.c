/* promises.c: asynchrony by effects: tasks are spawned, and await each other's promises. Tasks that are ready stand in a queue; one that
 * awaits a promise waits in that. Nothing here does input or output but printf: a task's work is to let others run. */
#include <kont/effect.h>

#include <gc.h>
#include <stdio.h>

struct promise {
    bool kept;
    void *value;
    struct waiting *waiting;                            /* who awaits it */
};

struct task {
    kont_fn *fn;
    void *arg;
    struct promise *promise;                            /* of its value */
};

KONT_EFFECT(async, spawn, await, pause);
KONT_OPERATION(async, spawn, struct promise *, const struct task *)
KONT_OPERATION(async, await, void *, struct promise *)
KONT_COMMAND0(async, pause)

/* A task in the queue: a new one, or the rest of one, and the value that it goes on with. */
struct waiting {
    struct waiting *next;
    const struct task *task;                            /* null: rest */
    kont_resumption rest;
    void *value;
};

/* ---- The scheduler: the handler's local ---- */

static struct waiting *first, **last = &first;

static void put(struct waiting *w)
{
    w->next = NULL;
    *last = w;
    last = &w->next;
}

static void put_rest(kont_resumption k, void *value)
{
    struct waiting *w = GC_MALLOC(sizeof *w);
    *w = (struct waiting){ NULL, NULL, k, value };
    put(w);
}

static KONT void *run_task(void *task)
{
    const struct task *t = task;
    t->promise->value = t->fn(t->arg);
    t->promise->kept = true;
    for (struct waiting *w = t->promise->waiting, *next; w != NULL; w = next) {
        next = w->next;
        w->value = t->promise->value;
        put(w);
    }
    return NULL;
}

static KONT void *spawn(kont_handle *h, void *spawned)
{
    const struct task *what = spawned;
    struct task *t = GC_MALLOC(sizeof *t);
    struct waiting *w = GC_MALLOC(sizeof *w);
    (void)h;
    *t = (struct task){ what->fn, what->arg, GC_MALLOC(sizeof *t->promise) };
    w->task = t;
    put(w);
    return t->promise;
}

static KONT void *await(kont_handle *h, kont_resumption k, void *promise)
{
    struct promise *p = promise;
    (void)h;
    if (p->kept)
        return kont_continue_tail(k, p->value);
    struct waiting *w = GC_MALLOC(sizeof *w);
    *w = (struct waiting){ p->waiting, NULL, k, NULL };
    p->waiting = w;
    return NULL;
}

static KONT void *pause_task(kont_handle *h, kont_resumption k, void *unused)
{
    (void)h;
    put_rest(k, unused);
    return NULL;
}

static const kont_clauses scheduled = {
    .effect = &async,
    .on = { [async_spawn_op] = KONT_OP_LEAF(spawn), [async_await_op] = KONT_OP_ONCE(await), [async_pause_op] = KONT_OP_ONCE(pause_task) }
};

/* Each task has a handler of its own, which goes along with its rest. */
static KONT void run_all(void)
{
    while (first != NULL) {
        struct waiting *w = first;
        first = w->next;
        if (first == NULL)
            last = &first;
        if (w->task != NULL)
            kont_with_effect(&scheduled, NULL, run_task, (void *)w->task);
        else
            kont_continue(w->rest, w->value);
    }
}

/* ---- The program ---- */

static KONT struct promise *run_later(kont_fn *fn, void *arg)
{
    struct task *t = GC_MALLOC(sizeof *t);
    *t = (struct task){ fn, arg, NULL };
    return async_spawn(t);
}

static KONT void *cook(void *dish)
{
    for (int step = 1; step <= 2; step++) {
        printf("  %s, step %d\n", (const char *)dish, step);
        async_pause();
    }
    return dish;
}

static KONT void *serve(void *unused)
{
    struct promise *soup = run_later(cook, "soup"), *tart = run_later(cook, "tart");
    (void)unused;
    printf("  waiting\n");
    const char *starter = async_await(soup), *dessert = async_await(tart);
    printf("  served: %s and %s\n", starter, dessert);
    return NULL;
}

int main(void)
{
    GC_INIT();
    static struct promise done;
    static struct task all = { serve, NULL, &done };
    static struct waiting begin = { .task = &all };
    put(&begin);
    run_all();
    return done.kept ? 0 : 1;
}
