#define _GNU_SOURCE
#include "inject.h"

#include <errno.h>
#include <gc/gc.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static unsigned kinds_wanted, one_in, random_state;
static long left;                                       /* calls that succeed still */
static const char *none, **first_hit = &none;
static _Thread_local bool here;

void inject_begin(unsigned kinds, long nth)
{
    left = nth - 1;
    one_in = 0;
    kinds_wanted = nth > 0 ? kinds : 0;
}

void inject_randomly(unsigned kinds, unsigned chance, unsigned seed)
{
    random_state = seed;
    one_in = chance;
    kinds_wanted = kinds;
}

void inject_end(void)
{
    kinds_wanted = 0;
}

bool inject_here(bool counted)
{
    bool was = here;
    here = counted;
    return was;
}

void inject_record(const char **call)
{
    first_hit = call;
}

static bool is_its_turn(void)
{
    if (one_in > 0)
        return (__atomic_add_fetch(&random_state, 0x9E3779B9u, __ATOMIC_RELAXED) * 0x85EBCA6Bu >> 16) % one_in == 0;
    long n = __atomic_fetch_sub(&left, 1, __ATOMIC_RELAXED);
    return n == 0 || (n < 0 && (kinds_wanted & INJECT_ON));
}

static bool fails(unsigned kind, const char *name)
{
    if (!here || !(kinds_wanted & kind) || !is_its_turn())
        return false;
    if (*first_hit == NULL)
        *first_hit = name;
    errno = ENOMEM;
    return true;
}

#define WRAP(kind, type, name, parameters, arguments, failure)          \
    type __real_##name parameters;                                      \
    type __wrap_##name parameters;                                      \
    type __wrap_##name parameters                                       \
    {                                                                   \
        return fails(kind, #name) ? failure : __real_##name arguments;  \
    }

WRAP(INJECT_HEAP, void *, GC_malloc, (size_t size), (size), NULL)
WRAP(INJECT_HEAP, void *, GC_malloc_atomic, (size_t size), (size), NULL)
WRAP(INJECT_HEAP, void *, GC_malloc_uncollectable, (size_t size), (size), NULL)
WRAP(INJECT_HEAP, void *, GC_malloc_many, (size_t size), (size), NULL)
WRAP(INJECT_HEAP, void *, GC_generic_malloc, (size_t size, int kind), (size, kind), NULL)
WRAP(INJECT_HEAP, int, GC_expand_hp, (size_t size), (size), 0)
WRAP(INJECT_HEAP, void *, calloc, (size_t n, size_t size), (n, size), NULL)

void __real_GC_generic_malloc_many(size_t size, int kind, void **list);
void __wrap_GC_generic_malloc_many(size_t size, int kind, void **list);
void __wrap_GC_generic_malloc_many(size_t size, int kind, void **list)
{
    *list = NULL;
    if (!fails(INJECT_HEAP, "GC_generic_malloc_many"))
        __real_GC_generic_malloc_many(size, kind, list);
}

WRAP(INJECT_MAPS, void *, mmap, (void *at, size_t size, int access, int flags, int fd, off_t offset), (at, size, access, flags, fd, offset),
     MAP_FAILED)
WRAP(INJECT_MAPS, int, madvise, (void *at, size_t size, int advice), (at, size, advice), -1)
WRAP(INJECT_MAPS, int, mprotect, (void *at, size_t size, int access), (at, size, access), -1)

WRAP(INJECT_SYSTEM, int, pthread_key_create, (pthread_key_t *key, void (*end)(void *)), (key, end), EAGAIN)
WRAP(INJECT_SYSTEM, int, pthread_setspecific, (pthread_key_t key, const void *value), (key, value), ENOMEM)
WRAP(INJECT_SYSTEM, int, pthread_atfork, (void (*before)(void), void (*parent)(void), void (*child)(void)), (before, parent, child), ENOMEM)
WRAP(INJECT_SYSTEM, int, pthread_getattr_np, (pthread_t thread, pthread_attr_t *attributes), (thread, attributes), ENOMEM)
WRAP(INJECT_SYSTEM, int, pthread_attr_getstack, (const pthread_attr_t *attributes, void **low, size_t *size), (attributes, low, size), EINVAL)
WRAP(INJECT_SYSTEM, int, sigaltstack, (const stack_t *set, stack_t *was), (set, was), -1)
WRAP(INJECT_SYSTEM, int, pipe2, (int ends[2], int flags), (ends, flags), -1)
WRAP(INJECT_SYSTEM, FILE *, fopen, (const char *path, const char *mode), (path, mode), NULL)
WRAP(INJECT_SYSTEM, ssize_t, getdelim, (char **line, size_t *room, int end, FILE *file), (line, room, end, file), -1)
WRAP(INJECT_SYSTEM, int, vsnprintf, (char *text, size_t size, const char *format, va_list arguments), (text, size, format, arguments), -1)

int __wrap_snprintf(char *text, size_t size, const char *format, ...);
int __wrap_snprintf(char *text, size_t size, const char *format, ...)
{
    va_list arguments;
    if (fails(INJECT_SYSTEM, "snprintf"))
        return -1;
    va_start(arguments, format);
    int n = __real_vsnprintf(text, size, format, arguments);
    va_end(arguments);
    return n;
}
