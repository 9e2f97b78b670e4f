/* threads.c: SRFI 18's threads.
 *
 * A thread is a prompt object that runs its thunk. It leaves where it yields or waits; who enters is the program outside of all threads (the primordial
 * one), while it yields or waits itself. So threads take turns at these points alone, and each leave and enter crosses the winders that
 * stand between, as kont's rules say.
 *
 *     NEW --thread-start!--> READY --enter--> RUNNING --leave--> READY or WAITING ...     return, raise, terminate: ENDED
 *
 * What a thread waits for is data that the scheduler looks at, so that nothing is entered in vain. */
#include <math.h>
#include <time.h>

#include "control.h"
#include "node.h"
#include "number.h"
#include "threads.h"

enum state { NEW, READY, WAITING, ENDED };
enum outcome { BY_RETURN, BY_RAISE, BY_TERMINATION };

struct thread {
    uintptr_t header;
    value thunk, name, specific;
    enum state state;
    enum outcome outcome;
    value result;                                       /* ENDED: what it returned or raised */
    kont_object *object;                                /* null: the primordial thread */
    struct thread *next;                                /* of those that were started and have not ended: a ring, or null */
    value waits_for;                                    /* WAITING: a mutex, a condition variable, a thread, or null */
    bool signaled;                                      /* the condition variable was signaled */
    double deadline;                                    /* when it goes on anyway; INFINITY: never */
};

struct mutex {
    uintptr_t header;
    value name, specific;
    bool locked, abandoned;
    struct thread *owner;                               /* of a locked one; null: nobody */
};

struct condition_variable {
    uintptr_t header;
    value name, specific;
};

struct time {
    uintptr_t header;
    double seconds;
};

enum problem { JOIN_TIMEOUT, ABANDONED, TERMINATED, UNCAUGHT };
struct problem_object {                                 /* what is raised: a record of these types */
    struct record record;
    value reason;
};

static const kont_tag thread_tag = KONT_TAG("thread");
static const kont_tag end_tag = KONT_TAG("thread's end");       /* within the object: where a thread ends itself */
static struct thread *primordial, *running;
static struct thread *ring;                             /* the last one that was entered */

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- Scheduling ----------------------------------------------------------------------------------------------------------------------- */

static void add_to_ring(struct thread *t)
{
    if (ring == NULL) {
        t->next = t;
        ring = t;
    } else {
        t->next = ring->next;
        ring->next = t;
        ring = t;
    }
}

static void remove_from_ring(struct thread *t)
{
    struct thread *before = ring;
    if (ring == NULL)
        return;
    do {
        if (before->next == t) {
            before->next = t->next;
            if (ring == t)
                ring = before == t ? NULL : before;
            return;
        }
        before = before->next;
    } while (before != ring);
}

static bool is_free(const struct mutex *m)
{
    return !m->locked || (m->owner != NULL && m->owner->state == ENDED);
}

static bool may_go_on(const struct thread *t)
{
    if (t->state != WAITING)
        return t->state == READY;
    if (t->deadline != INFINITY && now() >= t->deadline)
        return true;
    if (t->waits_for == NULL)
        return false;
    switch (type_of_object(t->waits_for)) {
    case T_MUTEX:
        return is_free(t->waits_for);
    case T_CONDITION_VARIABLE:
        return t->signaled;
    case T_THREAD:
        return ((struct thread *)t->waits_for)->state == ENDED;
    default:
        return false;
    }
}

/* Runs a thread until it leaves. */
static KONT void enter(struct thread *t)
{
    size_t depth = trace.depth;
    running = t;
    t->state = READY;
    kont_enter(t->object, NULL);
    running = primordial;
    trace.depth = depth;
    if (t->state == ENDED)
        remove_from_ring(t);
}

static size_t ring_length(void)
{
    size_t n = 0;
    struct thread *t = ring;
    if (t != NULL)
        do {
            n++;
            t = t->next;
        } while (t != ring);
    return n;
}

/* Every other thread that may go on has one turn. False: there was none. */
static KONT bool one_round(void)
{
    bool any = false;
    for (size_t n = ring_length(); n > 0 && ring != NULL; n--) {
        ring = ring->next;
        if (!may_go_on(ring))
            continue;
        any = true;
        enter(ring);
    }
    return any;
}

static double first_deadline(void)
{
    double first = primordial->deadline;
    struct thread *t = ring;
    if (t != NULL)
        do {
            if (t->state == WAITING && t->deadline < first)
                first = t->deadline;
            t = t->next;
        } while (t != ring);
    return first;
}

static void sleep_until(double when)
{
    double left = when - now();
    if (left <= 0)
        return;
    struct timespec t = { (time_t)left, (long)((left - floor(left)) * 1e9) };
    nanosleep(&t, NULL);
}

/* Waits for what `running` names. False: that will never come. */
static KONT bool wait(void)
{
    struct thread *me = running;
    me->state = WAITING;
    if (me != primordial) {
        kont_leave_tag(&thread_tag, NULL);
        return true;
    }
    while (!may_go_on(me)) {
        bool any = one_round();
        if (any)
            continue;
        double first = first_deadline();
        if (first == INFINITY && !may_go_on(me)) {
            me->state = READY;
            return false;
        }
        sleep_until(first);
    }
    me->state = READY;
    return true;
}

static KONT bool wait_for(value what, double deadline)
{
    running->waits_for = what;
    running->signaled = false;
    running->deadline = deadline;
    bool came = wait();
    running->waits_for = NULL;
    return came;
}

static value deadlock(const char *who)
{
    return failed(who, "every thread waits", NIL);
}

/* ---- Time ----------------------------------------------------------------------------------------------------------------------------- */

static value make_time(double seconds)
{
    struct time *t = allocate_atomic(sizeof *t, T_TIME);
    t->seconds = seconds;
    return t;
}

static value current_time(void) { return make_time(now()); }
static value is_time(value v) { return boolean(is_type(v, T_TIME)); }

static value time_to_seconds(value t)
{
    NEED(is_type(t, T_TIME), "time->seconds", 1, t, "time");
    return make_flonum(((struct time *)t)->seconds);
}

static value seconds_to_time(value s)
{
    NEED(is_number(s), "seconds->time", 1, s, "real number");
    return make_time(number_to_double(s));
}

/* A timeout: absent or #f: never; a time; seconds from now. False: it is none. */
static bool take_deadline(value v, double *deadline)
{
    *deadline = INFINITY;
    if (v == NULL || v == FALSE)
        return true;
    if (is_type(v, T_TIME))
        *deadline = ((struct time *)v)->seconds;
    else if (is_number(v))
        *deadline = now() + number_to_double(v);
    else
        return false;
    return true;
}

/* ---- What is raised ------------------------------------------------------------------------------------------------------------------- */

static struct record_type *problem_types[UNCAUGHT + 1];

static value make_problem(enum problem p, value reason)
{
    struct problem_object *x = allocate(sizeof *x, T_RECORD);
    x->record.type = problem_types[p];
    x->reason = reason;
    return x;
}

static value is_problem(value v, enum problem p)
{
    return boolean(is_type(v, T_RECORD) && ((struct record *)v)->type == problem_types[p]);
}

static value is_join_timeout(value v) { return is_problem(v, JOIN_TIMEOUT); }
static value is_abandoned(value v) { return is_problem(v, ABANDONED); }
static value is_terminated(value v) { return is_problem(v, TERMINATED); }
static value is_uncaught(value v) { return is_problem(v, UNCAUGHT); }

static value uncaught_reason(value v)
{
    NEED(is_problem(v, UNCAUGHT) == TRUE, "uncaught-exception-reason", 1, v, "uncaught exception");
    return ((struct problem_object *)v)->reason;
}

/* ---- Threads -------------------------------------------------------------------------------------------------------------------------- */

static KONT void *run_thunk(void *thunk)
{
    return call_0(thunk);
}

static KONT void *run_under_default(void *thunk)
{
    return run_under_prompt(run_thunk, thunk);
}

/* Everything of a thread, within its object. */
static KONT void *run_thread(void *arg)
{
    struct thread *t = arg;
    const kont_exception *caught;
    trace.depth = 0;
    value v = kont_try(run_under_default, t->thunk, &caught);
    t->outcome = caught == NULL ? BY_RETURN : BY_RAISE;
    t->result = caught == NULL ? v : raised_object(caught);
    return NULL;
}

static KONT void *run_to_end(void *arg)
{
    struct thread *t = arg;
    t->outcome = BY_TERMINATION;
    kont_prompt(&end_tag, run_thread, t);
    t->state = ENDED;
    return NULL;
}

static value make_thread(value thunk, value name)
{
    NEED(is_procedure(thunk), "make-thread", 1, thunk, "procedure");
    struct thread *t = allocate(sizeof *t, T_THREAD);
    t->thunk = thunk;
    t->name = name == NULL ? FALSE : name;
    t->specific = UNSPECIFIED;
    t->deadline = INFINITY;
    t->object = kont_object_new(&thread_tag, run_to_end, t);
    return t;
}

static value is_thread(value v) { return boolean(is_type(v, T_THREAD)); }
static value current_thread(void) { return running; }

static value thread_start(value v)
{
    NEED(is_type(v, T_THREAD), "thread-start!", 1, v, "thread");
    struct thread *t = v;
    if (t->state != NEW)
        return failed("thread-start!", "the thread was started before", list1(v));
    t->state = READY;
    add_to_ring(t);
    return t;
}

static KONT value thread_yield(intptr_t argc, value a, value b, value c, value d)
{
    (void)argc, (void)a, (void)b, (void)c, (void)d;
    if (running == primordial)
        one_round();
    else
        kont_leave_tag(&thread_tag, NULL);
    return UNSPECIFIED;
}

static KONT value thread_sleep(intptr_t argc, value timeout, value b, value c, value d)
{
    (void)argc, (void)b, (void)c, (void)d;
    double deadline;
    if (!take_deadline(timeout, &deadline) || deadline == INFINITY)
        return wrong_type("thread-sleep!", 1, timeout, "time or number of seconds");
    wait_for(NULL, deadline);
    return UNSPECIFIED;
}

static KONT value thread_terminate(intptr_t argc, value v, value b, value c, value d)
{
    (void)argc, (void)b, (void)c, (void)d;
    NEED(is_type(v, T_THREAD), "thread-terminate!", 1, v, "thread");
    struct thread *t = v;
    if (t == primordial)
        exit_program(0);
    if (t == running)
        kont_abort(&end_tag, NULL);
    if (t->state != ENDED) {
        t->outcome = BY_TERMINATION;
        t->state = ENDED;
        remove_from_ring(t);
    }
    return UNSPECIFIED;
}

/* (thread-join! thread [timeout [value]]) */
static KONT value thread_join(intptr_t argc, value v, value timeout, value otherwise, value d)
{
    (void)d;
    double deadline;
    NEED(is_type(v, T_THREAD), "thread-join!", 1, v, "thread");
    if (!take_deadline(argc > 1 ? timeout : NULL, &deadline))
        return wrong_type("thread-join!", 2, timeout, "time or number of seconds");
    struct thread *t = v;
    if (t->state != ENDED) {
        bool came = wait_for(t, deadline);
        if (!came)
            return deadlock("thread-join!");
    }
    if (t->state != ENDED)
        return argc > 2 ? otherwise : raise_pending(make_problem(JOIN_TIMEOUT, FALSE));
    if (t->outcome == BY_RETURN)
        return t->result;
    return raise_pending(t->outcome == BY_RAISE ? make_problem(UNCAUGHT, t->result) : make_problem(TERMINATED, FALSE));
}

/* ---- Mutexes and condition variables ---------------------------------------------------------------------------------------------------- */

static value make_mutex(value name)
{
    struct mutex *m = allocate(sizeof *m, T_MUTEX);
    m->name = name == NULL ? FALSE : name;
    m->specific = UNSPECIFIED;
    return m;
}

static value is_mutex(value v) { return boolean(is_type(v, T_MUTEX)); }

static value mutex_state(value v)
{
    NEED(is_type(v, T_MUTEX), "mutex-state", 1, v, "mutex");
    struct mutex *m = v;
    if (!m->locked)
        return intern(m->abandoned ? "abandoned" : "not-abandoned");
    if (m->owner == NULL)
        return intern("not-owned");
    return m->owner->state == ENDED ? intern("abandoned") : (value)m->owner;
}

static value take_mutex(struct mutex *m, value owner)
{
    bool abandoned = m->locked;                         /* by an owner that has ended */
    m->locked = true;
    m->owner = owner == FALSE ? NULL : owner == NULL ? running : owner;
    return abandoned ? raise_pending(make_problem(ABANDONED, FALSE)) : TRUE;
}

/* (mutex-lock! mutex [timeout [thread]]) */
static KONT value mutex_lock(intptr_t argc, value v, value timeout, value owner, value d)
{
    (void)d;
    double deadline;
    NEED(is_type(v, T_MUTEX), "mutex-lock!", 1, v, "mutex");
    if (!take_deadline(argc > 1 ? timeout : NULL, &deadline))
        return wrong_type("mutex-lock!", 2, timeout, "time or number of seconds");
    NEED(argc < 3 || owner == FALSE || is_type(owner, T_THREAD), "mutex-lock!", 3, owner, "thread");
    struct mutex *m = v;
    while (!is_free(m)) {
        if (deadline != INFINITY && now() >= deadline)
            return FALSE;
        bool came = wait_for(m, deadline);
        if (!came)
            return deadlock("mutex-lock!");
    }
    return take_mutex(m, argc > 2 ? owner : NULL);
}

/* (mutex-unlock! mutex [condition-variable [timeout]]) */
static KONT value mutex_unlock(intptr_t argc, value v, value variable, value timeout, value d)
{
    (void)d;
    double deadline;
    NEED(is_type(v, T_MUTEX), "mutex-unlock!", 1, v, "mutex");
    NEED(argc < 2 || is_type(variable, T_CONDITION_VARIABLE), "mutex-unlock!", 2, variable, "condition variable");
    if (!take_deadline(argc > 2 ? timeout : NULL, &deadline))
        return wrong_type("mutex-unlock!", 3, timeout, "time or number of seconds");
    struct mutex *m = v;
    m->locked = m->abandoned = false;
    m->owner = NULL;
    if (argc < 2)
        return TRUE;
    bool came = wait_for(variable, deadline);
    return came ? boolean(running->signaled) : deadlock("mutex-unlock!");
}

static value make_condition_variable(value name)
{
    struct condition_variable *c = allocate(sizeof *c, T_CONDITION_VARIABLE);
    c->name = name == NULL ? FALSE : name;
    c->specific = UNSPECIFIED;
    return c;
}

static value is_condition_variable(value v) { return boolean(is_type(v, T_CONDITION_VARIABLE)); }

static bool signal_one(struct thread *t, value variable)
{
    bool waits = t->state == WAITING && t->waits_for == variable && !t->signaled;
    t->signaled = t->signaled || waits;
    return waits;
}

/* The threads that wait for the variable; one of them, or all. */
static value signal_some(value variable, bool all)
{
    struct thread *t = ring;
    if (signal_one(primordial, variable) && !all)
        return UNSPECIFIED;
    if (t != NULL)
        do {
            t = t->next;
            if (signal_one(t, variable) && !all)
                return UNSPECIFIED;
        } while (t != ring);
    return UNSPECIFIED;
}

static value condition_variable_signal(value v)
{
    NEED(is_type(v, T_CONDITION_VARIABLE), "condition-variable-signal!", 1, v, "condition variable");
    return signal_some(v, false);
}

static value condition_variable_broadcast(value v)
{
    NEED(is_type(v, T_CONDITION_VARIABLE), "condition-variable-broadcast!", 1, v, "condition variable");
    return signal_some(v, true);
}

/* ---- Names, and what programs keep with them -------------------------------------------------------------------------------------------- */

#define FIELDS_OF(type, tag, prefix, text) \
    static value prefix##_name(value v) \
    { \
        NEED(is_type(v, tag), text "-name", 1, v, text); \
        return ((struct type *)v)->name; \
    } \
    static value prefix##_specific(value v) \
    { \
        NEED(is_type(v, tag), text "-specific", 1, v, text); \
        return ((struct type *)v)->specific; \
    } \
    static value prefix##_specific_set(value v, value x) \
    { \
        NEED(is_type(v, tag), text "-specific-set!", 1, v, text); \
        ((struct type *)v)->specific = x; \
        return UNSPECIFIED; \
    }
FIELDS_OF(thread, T_THREAD, thread, "thread")
FIELDS_OF(mutex, T_MUTEX, mutex, "mutex")
FIELDS_OF(condition_variable, T_CONDITION_VARIABLE, condition_variable, "condition-variable")

#define FIELD_DEFINITIONS(prefix, text) \
    { text "-name", THREADS, 1, 1, LEAF1(prefix##_name) }, \
    { text "-specific", THREADS, 1, 1, LEAF1(prefix##_specific) }, \
    { text "-specific-set!", THREADS, 2, 2, LEAF2(prefix##_specific_set) }

static const struct definition definitions[] = {
    { "make-thread", THREADS, 1, 2, LEAF2(make_thread) },
    { "thread?", THREADS, 1, 1, LEAF1(is_thread) },
    { "current-thread", THREADS, 0, 0, LEAF0(current_thread) },
    { "thread-start!", THREADS, 1, 1, LEAF1(thread_start) },
    { "thread-yield!", THREADS, 0, 0, CALLS(thread_yield) },
    { "thread-sleep!", THREADS, 1, 1, CALLS(thread_sleep) },
    { "thread-terminate!", THREADS, 1, 1, CALLS(thread_terminate) },
    { "thread-join!", THREADS, 1, 3, CALLS(thread_join) },
    FIELD_DEFINITIONS(thread, "thread"),
    { "make-mutex", THREADS, 0, 1, LEAF1(make_mutex) },
    { "mutex?", THREADS, 1, 1, LEAF1(is_mutex) },
    { "mutex-state", THREADS, 1, 1, LEAF1(mutex_state) },
    { "mutex-lock!", THREADS, 1, 3, CALLS(mutex_lock) },
    { "mutex-unlock!", THREADS, 1, 3, CALLS(mutex_unlock) },
    FIELD_DEFINITIONS(mutex, "mutex"),
    { "make-condition-variable", THREADS, 0, 1, LEAF1(make_condition_variable) },
    { "condition-variable?", THREADS, 1, 1, LEAF1(is_condition_variable) },
    { "condition-variable-signal!", THREADS, 1, 1, LEAF1(condition_variable_signal) },
    { "condition-variable-broadcast!", THREADS, 1, 1, LEAF1(condition_variable_broadcast) },
    FIELD_DEFINITIONS(condition_variable, "condition-variable"),
    { "current-time", THREADS, 0, 0, LEAF0(current_time) },
    { "time?", THREADS, 1, 1, LEAF1(is_time) },
    { "time->seconds", THREADS, 1, 1, LEAF1(time_to_seconds) },
    { "seconds->time", THREADS, 1, 1, LEAF1(seconds_to_time) },
    { "join-timeout-exception?", THREADS, 1, 1, LEAF1(is_join_timeout) },
    { "abandoned-mutex-exception?", THREADS, 1, 1, LEAF1(is_abandoned) },
    { "terminated-thread-exception?", THREADS, 1, 1, LEAF1(is_terminated) },
    { "uncaught-exception?", THREADS, 1, 1, LEAF1(is_uncaught) },
    { "uncaught-exception-reason", THREADS, 1, 1, LEAF1(uncaught_reason) },
};

void threads_start(void)
{
    static const char *const names[] = { "join-timeout-exception", "abandoned-mutex-exception", "terminated-thread-exception",
                                         "uncaught-exception" };
    define_all(definitions, COUNT(definitions));
    for (size_t i = 0; i < COUNT(names); i++) {
        struct record_type *t = allocate(sizeof *t + sizeof(value), T_RECORD_TYPE);
        t->name = intern(names[i]);
        t->fields = 1;
        t->field_names[0] = intern("reason");
        problem_types[i] = t;
    }
    primordial = running = allocate(sizeof *primordial, T_THREAD);
    primordial->state = READY;
    primordial->name = intern("primordial");
    primordial->specific = UNSPECIFIED;
    primordial->deadline = INFINITY;
}
