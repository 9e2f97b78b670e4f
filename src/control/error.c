/* error.c: the library's errors: names, messages, how they are raised. */
#include <gc/gc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "control.h"

/* A message may name one thing: %s. */
static const struct {
    const char *name, *message;
} errors[KONT_ERR_COUNT] = {
    [KONT_ERR_USER] = { "KONT_ERR_USER", "raised by the program" },
    [KONT_ERR_NO_PROMPT] = { "KONT_ERR_NO_PROMPT", "no prompt \"%s\" is there" },
    [KONT_ERR_USED] = { "KONT_ERR_USED", "the continuation was used up or dropped before" },
    [KONT_ERR_RUNNING] = { "KONT_ERR_RUNNING", "%s already executing" },
    [KONT_ERR_DONE] = { "KONT_ERR_DONE", "\"%s\" is entered after its end" },
    [KONT_ERR_COPIED] = { "KONT_ERR_COPIED", "\"%s\" is entered from a second copy of a continuation that was captured while it ran" },
    [KONT_ERR_NOT_INSIDE] = { "KONT_ERR_NOT_INSIDE", "\"%s\" is left from outside" },
    [KONT_ERR_BARRIER] = { "KONT_ERR_BARRIER", "a barrier is in the way" },
    [KONT_ERR_UNMARKED] = { "KONT_ERR_UNMARKED", "the capture would cross a frame that is not marked KONT: %s" },
    [KONT_ERR_THREAD] = { "KONT_ERR_THREAD", "it belongs to another thread" },
    [KONT_ERR_UNREGISTERED] = { "KONT_ERR_UNREGISTERED", "the collector does not know this thread (GC_register_my_thread)" },
    [KONT_ERR_MEMORY] = { "KONT_ERR_MEMORY", "out of memory" },
    [KONT_ERR_SEGMENTS] = { "KONT_ERR_SEGMENTS", "no address space or guard for a segment is left" },
    [KONT_ERR_OVERFLOW] = { "KONT_ERR_OVERFLOW", "too little room on the stack" },
    [KONT_ERR_ESCAPED] = { "KONT_ERR_ESCAPED", "the call/ec of the continuation has returned" },
    [KONT_ERR_NOT_TAIL] = { "KONT_ERR_NOT_TAIL", "a handler goes on after %s instead of returning its value" },
    [KONT_ERR_HANDLER_RETURNED] = { "KONT_ERR_HANDLER_RETURNED", "the handler of \"%s\" returned" },
    [KONT_ERR_ARGUMENT] = { "KONT_ERR_ARGUMENT", "bad argument: %s" },
    [KONT_ERR_SHADOW_STACK] = { "KONT_ERR_SHADOW_STACK", "the thread has a shadow stack, with which kont cannot run: do not enable them" },
    [KONT_ERR_TWO_COPIES] = { "KONT_ERR_TWO_COPIES", "another copy of the library is in use in this process: link all of it with libkont.so" },
    [KONT_ERR_JUST_STARTED] = { "KONT_ERR_JUST_STARTED", "can't send non-null value to a just-started generator" },
    [KONT_ERR_IGNORED_EXIT] = { "KONT_ERR_IGNORED_EXIT", "generator ignored GeneratorExit" },
    [KONT_ERR_RAISED_STOP] = { "KONT_ERR_RAISED_STOP", "generator raised StopIteration" },
    [KONT_ERR_NO_SEND] = { "KONT_ERR_NO_SEND", "'%s' object has no attribute 'send'" },
    [KONT_ERR_GENERATOR_EXIT] = { "KONT_ERR_GENERATOR_EXIT", "GeneratorExit" },
    [KONT_ERR_STOP_ITERATION] = { "KONT_ERR_STOP_ITERATION", "StopIteration" },
    [KONT_ERR_UNHANDLED] = { "KONT_ERR_UNHANDLED", "nothing handles \"%s\"" },
    [KONT_ERR_HANDLER_GONE] = { "KONT_ERR_HANDLER_GONE", "the handler of \"%s\" is not here" },
    [KONT_ERR_REUSED] = { "KONT_ERR_REUSED", "cannot reuse already awaited %s" },
    [KONT_ERR_JOINS_ITSELF] = { "KONT_ERR_JOINS_ITSELF", "cannot join current %s" },
    [KONT_ERR_DEADLOCK] = { "KONT_ERR_DEADLOCK", "deadlock: every %s waits" }
};

const char *kont_error_name(int code)
{
    return code >= 0 && code < KONT_ERR_COUNT ? errors[code].name : NULL;
}

/* What is raised when there is no memory for the exception either. */
static const kont_exception no_memory = { KONT_ERR_MEMORY, "KONT_ERR_MEMORY", "out of memory", "kont", NULL };

static kont_exception *make(int code, const char *name, const char *where, void *value, const char *message)
{
    kont_exception *x = GC_MALLOC(sizeof *x);
    char *copy = GC_MALLOC_ATOMIC(strlen(message) + 1);
    if (x == NULL || copy == NULL)
        return NULL;
    strcpy(copy, message);
    *x = (kont_exception){ code, name, copy, where, value };
    return x;
}

static KONT_PRINTF(3, 0) void format_message(char *text, size_t size, const char *format, va_list arguments)
{
    if (format == NULL || vsnprintf(text, size, format, arguments) < 0)
        text[0] = '\0';
}

kont_exception *kont_exception_make(const char *where, const char *name, void *value, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    format_message(text, sizeof text, format, arguments);
    va_end(arguments);
    if (name == NULL)
        name = errors[KONT_ERR_USER].name;
    kont_exception *x = make(KONT_ERR_USER, name, where != NULL ? where : "?", value, text);
    return x != NULL ? x : (kont_exception *)&no_memory;
}

static const kont_exception *error_of(int code, const char *where, const char *detail)
{
    char text[256];
    snprintf(text, sizeof text, errors[code].message, detail != NULL ? detail : "?");
    const kont_exception *x = make(code, errors[code].name, where, NULL, text);
    return x != NULL ? x : &no_memory;
}

const kont_exception *kont_error_new(int code, const char *where, const char *detail)
{
    if (kont_error_name(code) == NULL)
        code = KONT_ERR_ARGUMENT;
    return error_of(code, where != NULL ? where : "?", detail);
}

KONT void kont__misuse(int code, const char *where, const char *detail)
{
    kont__ready(where);
    kont_raise(error_of(code, where, detail));
}

KONT void kont__not_done(const char *where, const char *detail)
{
    int error = kont__self.error;
    kont__self.error = 0;
    kont__misuse(error, where, detail);
}

KONT void kont_raise_error(int code, const char *where, const char *detail)
{
    if (where == NULL || kont_error_name(code) == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_raise_error", where == NULL ? "where" : "code");
    kont__misuse(code, where, detail);
}

void kont__report_uncaught(const kont_exception *x)
{
    fflush(stdout);
    fprintf(stderr, "kont: uncaught %s: %s (%s)\n", x->name, x->message, x->where);
    abort();
}

void kont__report(int code, const char *where)
{
    kont__report_uncaught(&(kont_exception){ .code = code, .name = errors[code].name, .message = errors[code].message, .where = where });
}

KONT void kont__tail_misuse(int error)
{
    kont__misuse(error, "kont_resume_tail", NULL);
}
