/* process.c: processes are prompt objects of one tag, which a loop enters in turn. */
#include "alloc.h"
#include "close.h"

static const kont_tag process_tag[1] = { { "process", 0, KONT_PRIVATE, "kont_process_run", "kont_process_yield", NULL, NULL } };
static const kont_tag to_the_root = KONT_TAG("process");      /* no prompt has it: marks are looked for up to the root */
static _Thread_local char this_thread;                  /* its address tells threads apart */
static const char key;                                  /* mark: the scheduler */

/*     READY --its turn--> RUNNING --yield--> READY      RUNNING --join, wait--> JOINS, WAITS --> READY      RUNNING --> ENDED
 *
 * A process that leaves says what it wants; it is in that state when it has left, which a winder's raise may prevent. */
enum state { READY, RUNNING, JOINS, WAITS, ENDED };

struct kont_process {
    kont_object *object;
    struct scheduler *scheduler;
    kont_fn *fn;
    void *arg, *result;
    const kont_exception *raised;
    bool joined;                                        /* somebody was told what it raised */
    enum state state, wants;
    kont_process *joins;                                /* whom it wants to join */
    kont_process *next;                                 /* in the queue, or among those that join the same one */
    kont_process *joiners;                              /* latest first */
    kont_process *older;                                /* in the list of all */
};

struct scheduler {
    kont_process *first, *last;                         /* the queue */
    kont_process *running, *main;
    kont_process *all;                                  /* latest first */
    const void *thread;
};

/* ---- The queue ------------------------------------------------------------------------------------------------------------------------- */

static void enqueue(kont_process *p)
{
    struct scheduler *s = p->scheduler;
    p->state = READY;
    p->next = NULL;
    if (s->first == NULL)
        s->first = p;
    else
        s->last->next = p;
    s->last = p;
}

static kont_process *dequeue(struct scheduler *s)
{
    kont_process *p = s->first;
    if (p != NULL)
        s->first = p->next;
    return p;
}

/* In the order in which they came. */
static void wake_joiners(kont_process *p)
{
    kont_process *in_order = NULL;
    for (kont_process *j = p->joiners, *next; j != NULL; j = next) {
        next = j->next;
        j->next = in_order;
        in_order = j;
    }
    p->joiners = NULL;
    for (kont_process *j = in_order, *next; j != NULL; j = next) {
        next = j->next;
        enqueue(j);
    }
}

/* ---- Running ---------------------------------------------------------------------------------------------------------------------------- */

static KONT void *body(void *process)
{
    kont_process *p = process;
    void *arg = p->arg;
    p->arg = NULL;                                      /* as the process may be kept for its value */
    p->result = kont_try(p->fn, arg, &p->raised);
    return NULL;
}

static KONT kont_process *make(struct scheduler *s, kont_fn *fn, void *arg, const char *where)
{
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, where, "fn");
    kont_process *p = kont__alloc(sizeof *p, where);
    p->object = kont_object_new(process_tag, body, p);
    p->scheduler = s;
    p->fn = fn;
    p->arg = arg;
    p->older = s->all;
    s->all = p;
    enqueue(p);
    return p;
}

/* p has left, or ended. */
static void has_left(kont_process *p)
{
    p->state = kont_object_state(p->object) == KONT_DONE ? ENDED : p->wants;
    if (p->state == ENDED) {
        wake_joiners(p);
    } else if (p->state == READY) {
        enqueue(p);
    } else if (p->state == JOINS) {
        p->next = p->joins->joiners;
        p->joins->joiners = p;
    }
}

/* Takes turns until the first process has ended. */
static KONT void *take_turns(void *scheduler)
{
    struct scheduler *s = scheduler;
    while (s->main->state != ENDED) {
        kont_process *p = dequeue(s);
        if (p == NULL)
            kont_raise_error(KONT_ERR_DEADLOCK, "kont_process_run", process_tag->name);
        p->state = RUNNING;
        s->running = p;
        kont_enter(p->object, NULL);
        s->running = NULL;
        has_left(p);
    }
    return NULL;
}

/* A defer. Those that the one that left the call was part of have ended. */
static KONT void *close_all(void *scheduler)
{
    struct scheduler *s = scheduler;
    for (kont_process *p; (p = s->all) != NULL; ) {
        s->all = p->older;
        if (kont_object_state(p->object) == KONT_SUSPENDED)
            kont__close_object(p->object);
        p->state = ENDED;
    }
    return NULL;
}

static kont_process *earliest_not_told(const struct scheduler *s)
{
    kont_process *found = NULL;
    for (kont_process *p = s->all; p != NULL; p = p->older)
        if (p->state == ENDED && p->raised != NULL && !p->joined)
            found = p;
    return found;
}

static KONT void *run(void *scheduler)
{
    struct scheduler *s = scheduler;
    kont_defer(close_all, s);
    kont_with_mark(&key, s, take_turns, s);
    kont_process *p = s->main->raised != NULL ? s->main : earliest_not_told(s);
    return p != NULL ? kont_raise_continuable(p->raised) : s->main->result;
}

KONT void *kont_process_run(kont_fn *fn, void *arg)
{
    struct scheduler *s = kont__alloc(sizeof *s, "kont_process_run");
    s->thread = &this_thread;
    s->main = make(s, fn, arg, "kont_process_run");
    return kont_scope(run, s);
}

/* ---- In processes ------------------------------------------------------------------------------------------------------------------------- */

static KONT struct scheduler *scheduler(const char *where)
{
    struct scheduler *s = kont_mark_first(&to_the_root, &key, NULL);
    if (s == NULL || s->running == NULL)
        kont_raise_error(KONT_ERR_NO_PROMPT, where, process_tag->name);
    return s;
}

/* Suspends the process that runs, which is in this state then. */
static KONT void suspend(struct scheduler *s, enum state state)
{
    s->running->wants = state;
    kont_leave_tag(process_tag, NULL);
}

KONT kont_process *kont_process_spawn(kont_fn *fn, void *arg)
{
    return make(scheduler("kont_process_spawn"), fn, arg, "kont_process_spawn");
}

KONT void kont_process_yield(void)
{
    suspend(scheduler("kont_process_yield"), READY);
}

KONT kont_process *kont_process_self(void)
{
    return scheduler("kont_process_self")->running;
}

KONT void kont_process_wait(void)
{
    suspend(scheduler("kont_process_wait"), WAITS);
}

bool kont_process_wake(kont_process *p)
{
    if (p == NULL || p->scheduler->thread != &this_thread || p->state != WAITS)
        return false;
    enqueue(p);
    return true;
}

KONT void *kont_process_join(kont_process *p)
{
    struct scheduler *s = scheduler("kont_process_join");
    if (p == NULL || p->scheduler != s)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_process_join", p == NULL ? "process" : "a process of another kont_process_run");
    if (p == s->running)
        kont_raise_error(KONT_ERR_JOINS_ITSELF, "kont_process_join", process_tag->name);
    s->running->joins = p;
    if (p->state != ENDED)
        suspend(s, JOINS);
    p->joined = true;
    return p->raised != NULL ? kont_raise_continuable(p->raised) : p->result;
}
