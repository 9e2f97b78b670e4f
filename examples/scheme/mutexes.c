/* mutexes.c: SRFI 18's mutexes and condition variables. What a thread waits for is data that the scheduler looks at (threads.c). */
#include "threads.h"

#include <math.h>

#include "control.h"

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
    m->owner = owner == FALSE ? NULL : owner == NULL ? running_thread : owner;
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
        if (deadline != INFINITY && thread_now() >= deadline)
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
    return came ? boolean(running_thread->signaled) : deadlock("mutex-unlock!");
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
    struct thread *t = thread_ring;
    if (signal_one(primordial_thread, variable) && !all)
        return UNSPECIFIED;
    if (t != NULL)
        do {
            t = t->next;
            if (signal_one(t, variable) && !all)
                return UNSPECIFIED;
        } while (t != thread_ring);
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

FIELDS_OF(mutex, T_MUTEX, mutex, "mutex")
FIELDS_OF(condition_variable, T_CONDITION_VARIABLE, condition_variable, "condition-variable")

static const struct definition definitions[] = {
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
};

void mutexes_start(void)
{
    define_all(definitions, COUNT(definitions));
}
