/* threads.c: SRFI 18's threads.
 *
 * A thread is a prompt object that runs its thunk. It leaves where it yields or waits; who enters is the program outside of all threads (the primordial
 * one), while it yields or waits itself. So threads take turns at these points alone, and each leave and enter crosses the winders that
 * stand between, as kont's rules say.
 *
 *     NEW --thread-start!--> READY --enter--> RUNNING --leave--> READY or WAITING ...     return, raise, terminate: ENDED
 *
 * What a thread waits for is data that the scheduler looks at, so that nothing is entered in vain. */
#include "threads.h"

#include <math.h>
#include <time.h>

#include "control.h"
#include "node.h"
#include "numeric.h"

static const kont_tag thread_tag = KONT_TAG("thread");
static const kont_tag end_tag = KONT_TAG("thread's end");       /* within the object: where a thread ends itself */
struct thread *primordial_thread, *running_thread;
struct thread *thread_ring;

double thread_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- Scheduling ----------------------------------------------------------------------------------------------------------------------- */

static void add_to_ring(struct thread *t)
{
    if (thread_ring == NULL) {
        t->next = t;
        thread_ring = t;
    } else {
        t->next = thread_ring->next;
        thread_ring->next = t;
        thread_ring = t;
    }
}

static void remove_from_ring(struct thread *t)
{
    struct thread *before = thread_ring;
    if (thread_ring == NULL)
        return;
    do {
        if (before->next == t) {
            before->next = t->next;
            if (thread_ring == t)
                thread_ring = before == t ? NULL : before;
            return;
        }
        before = before->next;
    } while (before != thread_ring);
}

bool is_free(const struct mutex *m)
{
    return !m->locked || (m->owner != NULL && m->owner->state == ENDED);
}

static bool may_go_on(const struct thread *t)
{
    if (t->state != WAITING)
        return t->state == READY;
    if (t->deadline != INFINITY && thread_now() >= t->deadline)
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
    running_thread = t;
    t->state = READY;
    kont_enter(t->object, NULL);
    running_thread = primordial_thread;
    trace.depth = depth;
    if (t->state == ENDED)
        remove_from_ring(t);
}

static size_t ring_length(void)
{
    size_t n = 0;
    struct thread *t = thread_ring;
    if (t != NULL)
        do {
            n++;
            t = t->next;
        } while (t != thread_ring);
    return n;
}

/* Every other thread that may go on has one turn. False: there was none. */
static KONT bool one_round(void)
{
    bool any = false;
    for (size_t n = ring_length(); n > 0 && thread_ring != NULL; n--) {
        thread_ring = thread_ring->next;
        if (!may_go_on(thread_ring))
            continue;
        any = true;
        enter(thread_ring);
    }
    return any;
}

static double first_deadline(void)
{
    double first = primordial_thread->deadline;
    struct thread *t = thread_ring;
    if (t != NULL)
        do {
            if (t->state == WAITING && t->deadline < first)
                first = t->deadline;
            t = t->next;
        } while (t != thread_ring);
    return first;
}

static void sleep_until(double when)
{
    double left = when - thread_now();
    if (left <= 0)
        return;
    struct timespec t = { (time_t)left, (long)((left - floor(left)) * 1e9) };
    nanosleep(&t, NULL);
}

/* Waits for what the running thread names. False: that will never come. */
static KONT bool wait(void)
{
    struct thread *me = running_thread;
    me->state = WAITING;
    if (me != primordial_thread) {
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

KONT bool wait_for(value what, double deadline)
{
    running_thread->waits_for = what;
    running_thread->signaled = false;
    running_thread->deadline = deadline;
    bool came = wait();
    running_thread->waits_for = NULL;
    return came;
}

value deadlock(const char *who)
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

static value current_time(void) { return make_time(thread_now()); }
static value is_time(value v) { return boolean(is_type(v, T_TIME)); }

static value time_to_seconds(value t)
{
    NEED(is_type(t, T_TIME), "time->seconds", 1, t, "time");
    return make_flonum(((struct time *)t)->seconds);
}

/* Whether a value is a number of seconds: any real number but NaN, with which no time can be compared. */
static bool is_seconds(value v)
{
    return is_real(v) && !isnan(number_to_double(v));
}

static value seconds_to_time(value s)
{
    NEED(is_seconds(s), "seconds->time", 1, s, "number of seconds");
    return make_time(number_to_double(s));
}

/* A timeout: absent or #f: never; a time; seconds from now. False: it is none. */
bool take_deadline(value v, double *deadline)
{
    *deadline = INFINITY;
    if (v == NULL || v == FALSE)
        return true;
    if (is_type(v, T_TIME))
        *deadline = ((struct time *)v)->seconds;
    else if (is_seconds(v))
        *deadline = thread_now() + number_to_double(v);
    else
        return false;
    return true;
}

/* ---- What is raised ------------------------------------------------------------------------------------------------------------------- */

static struct record_type *problem_types[UNCAUGHT + 1];

/* A record of one field. */
value make_problem(enum thread_problem p, value reason)
{
    struct record *r = allocate(sizeof *r + sizeof(value), T_RECORD);
    r->type = problem_types[p];
    r->fields[0] = reason;
    return r;
}

static value is_problem(value v, enum thread_problem p)
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
    return ((struct record *)v)->fields[0];
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
static value current_thread(void) { return running_thread; }

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
    if (running_thread == primordial_thread)
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
    if (t == primordial_thread)
        exit_program(0);
    if (t == running_thread)
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

FIELDS_OF(thread, T_THREAD, thread, "thread")

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
    primordial_thread = running_thread = allocate(sizeof *primordial_thread, T_THREAD);
    primordial_thread->state = READY;
    primordial_thread->name = intern("primordial");
    primordial_thread->specific = UNSPECIFIED;
    primordial_thread->deadline = INFINITY;
}
