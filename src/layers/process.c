/* process.c: processes are prompt objects of one tag, which a loop enters in turn. */
#include "alloc.h"
#include "close.h"

static const kont_tag process_tag[1] = { { "process", 0, KONT_PRIVATE, "kont_process_run", "kont_process_yield", NULL, NULL } };
static const kont_tag to_the_root = KONT_TAG("process");      /* no prompt has it: marks are looked for up to the root */
static _Thread_local char this_thread;                  /* its address tells threads apart */
static const char key;                                  /* mark: the scheduler */

/*     READY --its turn--> RUNNING --yield--> READY      RUNNING --join, wait--> JOINS, WAITS --> READY      RUNNING --> ENDED
 *
 * A process leaves with what it wants: the process that it joins, or one of the first two below. Nothing is noted before it has left: winders run on the way,
 * which may raise, and may join others that have ended. */
enum state { READY, RUNNING, JOINS, WAITS, ENDED };
static const char wants_a_turn, wants_to_wait, wants_nothing;

struct kont_process {
    kont_object *object;
    struct scheduler *scheduler;
    kont_fn *fn;
    void *arg, *result;
    const kont_exception *raised;
    enum state state;
    kont_process *next;                                 /* in the queue, or among those that join the same one */
    kont_process *joiners;                              /* latest first */
    kont_process *older, *newer;                        /* in its scheduler's list */
};

struct scheduler {
    kont_process *first, *last;                         /* the queue */
    kont_process *running, *main;
    kont_process *listed;                               /* latest first: those that have not ended, and those that raised and nobody was told */
    const void *thread;
    uintptr_t turns;                                    /* so many there were */
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
    if (p != NULL) {
        s->first = p->next;
        p->next = NULL;                                 /* who keeps it keeps no others */
    }
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

/* ---- The list --------------------------------------------------------------------------------------------------------------------------- */

static void list(kont_process *p)
{
    struct scheduler *s = p->scheduler;
    p->older = s->listed;
    if (p->older != NULL)
        p->older->newer = p;
    s->listed = p;
}

/* Nothing, where it is not listed. */
static void unlist(kont_process *p)
{
    struct scheduler *s = p->scheduler;
    if (p->newer != NULL)
        p->newer->older = p->older;
    else if (s->listed == p)
        s->listed = p->older;
    if (p->older != NULL)
        p->older->newer = p->newer;
    p->older = p->newer = NULL;
}

/* ---- Running ---------------------------------------------------------------------------------------------------------------------------- */

static KONT void *body(void *process)
{
    kont_process *p = process;
    void *arg = p->arg;
    p->arg = NULL;                                      /* as the process may be kept for its value */
    p->result = kont_try(p->fn, arg, &p->raised);
    return (void *)&wants_nothing;
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
    list(p);
    enqueue(p);
    return p;
}

static void has_ended(kont_process *p)
{
    p->state = ENDED;
    if (p->raised == NULL)
        unlist(p);
    wake_joiners(p);
}

/* p has left, with what it wants, or ended. */
static void has_left(kont_process *p, const void *wants)
{
    if (wants == &wants_nothing) {
        has_ended(p);
    } else if (wants == &wants_a_turn) {
        enqueue(p);
    } else if (wants == &wants_to_wait) {
        p->state = WAITS;
    } else {
        kont_process *joined = (kont_process *)wants;
        p->state = JOINS;
        p->next = joined->joiners;
        joined->joiners = p;
    }
}

/* Gives p its turn. Where a continuation that was captured in one is resumed twice, the second copy finds that the turn is over: it may end the first
 * process, and nothing else. */
static KONT void take_turn(struct scheduler *s, kont_process *p)
{
    uintptr_t turn = ++s->turns;
    p->state = RUNNING;
    s->running = p;
    const void *wants = kont_enter(p->object, NULL);
    bool ends = wants == &wants_nothing, has_done = kont_object_state(p->object) == KONT_DONE;
    bool is_over = s->running != p || s->turns != turn || ends != has_done;
    if (is_over && (p != s->main || !ends))
        kont_raise_error(KONT_ERR_COPIED, "kont_process_run", process_tag->name);
    s->running = NULL;
    has_left(p, wants);
}

/* Until the first process has ended. Null: all wait. */
static KONT void *take_turns(void *scheduler)
{
    struct scheduler *s = scheduler;
    while (s->main->state != ENDED) {
        kont_process *p = dequeue(s);
        if (p == NULL)
            return NULL;
        take_turn(s, p);
    }
    return s;
}

/* The earliest that raised, and nobody was told. */
static kont_process *earliest_not_told(const struct scheduler *s)
{
    kont_process *found = NULL;
    for (kont_process *p = s->listed; p != NULL; p = p->older)
        if (p->state == ENDED)
            found = p;
    return found;
}

/* A defer: where a process goes out of this by an abort, it closes the others. Those that the one that left the call was part of have ended. Raises
 * what the earliest one raised on the way. */
static KONT void *close_all(void *scheduler)
{
    struct scheduler *s = scheduler;
    kont_process *raised = NULL;
    if (s->listed != NULL)
        kont_defer(close_all, s);
    for (kont_process *p; (p = s->listed) != NULL; ) {
        bool waits = kont_object_state(p->object) == KONT_SUSPENDED;
        unlist(p);
        p->state = ENDED;
        if (waits)
            kont__close_object(p->object);
        if (waits && p->raised != NULL)
            raised = p;
    }
    if (raised != NULL)
        kont_raise(raised->raised);
    return NULL;
}

static KONT void *run(void *scheduler)
{
    struct scheduler *s = scheduler;
    kont_defer(close_all, s);
    if (kont_with_mark(&key, s, take_turns, s) == NULL)
        kont_raise_error(KONT_ERR_DEADLOCK, "kont_process_run", process_tag->name);
    kont_process *p = s->main->raised != NULL ? s->main : earliest_not_told(s);
    if (p != NULL)
        kont_raise(p->raised);
    return s->main->result;
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
    if (s == NULL)
        kont_raise_error(KONT_ERR_NO_PROMPT, where, process_tag->name);
    if (s->running == NULL)                             /* the turn of this one is over */
        kont_raise_error(KONT_ERR_COPIED, where, process_tag->name);
    return s;
}

KONT kont_process *kont_process_spawn(kont_fn *fn, void *arg)
{
    return make(scheduler("kont_process_spawn"), fn, arg, "kont_process_spawn");
}

KONT void kont_process_yield(void)
{
    scheduler("kont_process_yield");
    kont_leave_tag(process_tag, (void *)&wants_a_turn);
}

KONT kont_process *kont_process_self(void)
{
    return scheduler("kont_process_self")->running;
}

KONT void kont_process_wait(void)
{
    scheduler("kont_process_wait");
    kont_leave_tag(process_tag, (void *)&wants_to_wait);
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
    if (p->state != ENDED)
        kont_leave_tag(process_tag, p);
    unlist(p);
    if (p->raised != NULL)
        kont_raise(p->raised);
    return p->result;
}
