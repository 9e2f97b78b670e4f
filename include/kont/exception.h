/* kont/exception.h: exceptions: raise, try, handlers; and the errors of the library, which are exceptions too.
 *
 * A handler runs in the context of the raise, with the outer handlers installed (R7RS); kont_try unwinds first (most other
 * languages). One walk from the raise outwards, through every prompt, finds whichever comes first. */
#ifndef KONT_EXCEPTION_H
#define KONT_EXCEPTION_H

#include <kont/base.h>

KONT_BEGIN

/* The library's own errors. Codes are stable: one is never given another meaning. */
enum kont_error {
    KONT_ERR_USER = 0,                                  /* raised by the program */
    KONT_ERR_NO_PROMPT = 1,                             /* no prompt of the tag named */
    KONT_ERR_USED,                                      /* a one-shot or dropped continuation, used again */
    KONT_ERR_RUNNING,                                   /* a prompt object or generator entered while it runs */
    KONT_ERR_DONE,                                      /* a prompt object entered after its end */
    KONT_ERR_COPIED,                                    /* a prompt object entered from a second copy of a captured continuation */
    KONT_ERR_NOT_INSIDE,                                /* a prompt object left from outside */
    KONT_ERR_BARRIER,                                   /* a capture or application across a barrier */
    KONT_ERR_UNMARKED,                                  /* a capture across an unmarked frame (cps) */
    KONT_ERR_THREAD,                                    /* a continuation used on another thread */
    KONT_ERR_UNREGISTERED,                              /* a thread that the collector does not know */
    KONT_ERR_MEMORY,                                    /* the collector has no memory left */
    KONT_ERR_SEGMENTS,                                  /* no address space for a segment */
    KONT_ERR_OVERFLOW,                                  /* kont_check_stack found too little room */
    KONT_ERR_ESCAPED,                                   /* a call/ec continuation applied after its extent */
    KONT_ERR_NOT_TAIL,                                  /* kont_resume_tail, kont_continue_tail: the result was not returned at once */
    KONT_ERR_HANDLER_RETURNED,                          /* a handler returned from kont_raise */
    KONT_ERR_ARGUMENT,                                  /* a null where something is needed, an unknown flag */
    KONT_ERR_SHADOW_STACK,                              /* a thread with a shadow stack; like the next it ends the process at once */
    KONT_ERR_TWO_COPIES,                                /* another copy of the library is in use in this process */
    KONT_ERR_JUST_STARTED,                              /* something sent to a generator that has not begun */
    KONT_ERR_IGNORED_EXIT,                              /* a generator that yields when it is closed */
    KONT_ERR_RAISED_STOP,                               /* KONT_ERR_STOP_ITERATION out of a generator's body */
    KONT_ERR_NO_SEND,                                   /* something sent to a generator that yields from a plain iterator */
    KONT_ERR_GENERATOR_EXIT,                            /* what kont_close raises in the body */
    KONT_ERR_STOP_ITERATION,                            /* what kont_next_value raises at the end */
    KONT_ERR_UNHANDLED,                                 /* an operation of an effect that nobody handles */
    KONT_ERR_HANDLER_GONE,                              /* a handler or binding named where it is not, or no longer */
    KONT_ERR_REUSED,                                    /* a coroutine resumed after its end */
    KONT_ERR_JOINS_ITSELF,                              /* a process that waits for its own end */
    KONT_ERR_DEADLOCK,                                  /* every process waits */
    KONT_ERR_COUNT                                      /* one more than the last */
};

typedef struct kont_exception {
    int code;                                           /* an enum kont_error */
    const char *name;                                   /* "KONT_ERR_NO_PROMPT"; the program's own name for KONT_ERR_USER */
    const char *message;                                /* one line, never null */
    const char *where;                                  /* the function that found it, or file:line; "kont" where no memory is left for more */
    void *value;                                        /* what the raiser attached */
} kont_exception;

/* A collected exception of the program's own; `name` is kept, the message is formatted and copied. */
#define kont_exception_new(name, value, ...) kont_exception_make(KONT_HERE, name, value, __VA_ARGS__)
#define KONT_HERE __FILE__ ":" KONT_HERE_(__LINE__)
#define KONT_HERE_(line) KONT_HERE__(line)
#define KONT_HERE__(line) #line
KONT_API kont_exception *kont_exception_make(const char *where, const char *name, void *value, const char *format, ...)
    KONT_PRINTF(4, 5);

/* Raises x. Never returns: a handler that returns gets KONT_ERR_HANDLER_RETURNED raised in its outer handlers. R7RS raise. */
KONT_API KONT KONT_NORETURN void kont_raise(const kont_exception *x);

/* Raises x; a handler's value is returned here. R7RS raise-continuable. */
KONT_API KONT void *kont_raise_continuable(const kont_exception *x);

/* Runs fn(arg). Returns its value and sets *caught to null; or, when an exception reaches it, unwinds, sets *caught and returns
 * null. An escape: costs no segment. `caught` may be null. Errors: KONT_ERR_MEMORY. */
KONT_API KONT void *kont_try(kont_fn *fn, void *arg, const kont_exception **caught);

/* Runs fn(arg) with a handler installed: handler(x, harg) runs where an exception is raised. R7RS with-exception-handler.
 * Errors: KONT_ERR_MEMORY. */
typedef KONT void *kont_exception_handler(const kont_exception *x, void *harg);
KONT_API KONT void *kont_with_handler(kont_exception_handler *handler, void *harg, kont_fn *fn, void *arg);

/* Raises the library's error of this code, as layers above it do. `where`: the function that found it; `detail`: what the message
 * names, or null. Errors: KONT_ERR_ARGUMENT for an unknown code or a null `where`. */
KONT_API KONT KONT_NORETURN void kont_raise_error(int code, const char *where, const char *detail);

/* That error, not raised. */
KONT_API const kont_exception *kont_error_new(int code, const char *where, const char *detail);

/* The name of a code, "KONT_ERR_NO_PROMPT"; null for one that does not exist. */
KONT_API const char *kont_error_name(int code);

KONT_END
#endif
