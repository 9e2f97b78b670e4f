/* threads.h: SRFI 18's threads: kont's prompt objects, which take turns. */
#ifndef SCHEME_THREADS_H
#define SCHEME_THREADS_H

#include "call.h"

enum thread_state { NEW, READY, WAITING, ENDED };
enum thread_outcome { BY_RETURN, BY_RAISE, BY_TERMINATION };

struct thread {
    uintptr_t header;
    value thunk, name, specific;
    enum thread_state state;
    enum thread_outcome outcome;
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

enum thread_problem { JOIN_TIMEOUT, ABANDONED, TERMINATED, UNCAUGHT };

extern struct thread *primordial_thread, *running_thread;
/* Threads that were started and have not ended: a ring, the one that had the last turn. */
extern struct thread *thread_ring;

double thread_now(void);
/* Seconds since 1970. A timeout: absent or #f: never; a time; seconds from now. False: it is none. */
bool take_deadline(value v, double *deadline);
/* The running thread waits. False: what it waits for will never come. */
KONT bool wait_for(value what, double deadline);
value deadlock(const char *who);                        /* PENDING */
value make_problem(enum thread_problem p, value reason);
bool is_free(const struct mutex *m);

/* Names, and what programs keep with these objects. */
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
#define FIELD_DEFINITIONS(prefix, text) \
    { text "-name", THREADS, 1, 1, LEAF1(prefix##_name) }, \
    { text "-specific", THREADS, 1, 1, LEAF1(prefix##_specific) }, \
    { text "-specific-set!", THREADS, 2, 2, LEAF2(prefix##_specific_set) }

void threads_start(void);
void mutexes_start(void);

#endif
