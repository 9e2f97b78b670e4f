/* threads.h: what tests of threads share. */
#ifndef KONT_TEST_THREADS_H
#define KONT_TEST_THREADS_H

#include <semaphore.h>

/* sem_wait, through the collector's signals. */
void await(sem_t *s);

/* Runs fn(arg) in a thread of its own, which the collector knows, to its end. Returns its value. */
void *run_thread(void *(*fn)(void *), void *arg);

#endif
