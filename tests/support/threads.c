#define GC_THREADS
#include "threads.h"

#include <gc/gc.h>
#include <pthread.h>

#include "test.h"

void await(sem_t *s)
{
    while (sem_wait(s) != 0)
        ;
}

void *run_thread(void *(*fn)(void *), void *arg)
{
    pthread_t thread;
    void *value;
    CHECK_INT(pthread_create(&thread, NULL, fn, arg), 0);
    CHECK_INT(pthread_join(thread, &value), 0);
    return value;
}
