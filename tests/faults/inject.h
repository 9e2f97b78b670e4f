/* inject.h: makes calls that the library makes fail. The program is linked with --wrap for each of them (see the Makefile).
 *
 * Calls are counted in the threads that asked for it: the Nth fails, and with INJECT_ON all later ones too. */
#ifndef KONT_TESTS_FAULTS_INJECT_H
#define KONT_TESTS_FAULTS_INJECT_H

#include <stdbool.h>

enum inject_kind {
    INJECT_HEAP = 1,                                    /* the collector's allocator */
    INJECT_MAPS = 2,                                    /* mappings and guards */
    INJECT_SYSTEM = 4,                                  /* other calls of the C library */
    INJECT_ALL = INJECT_HEAP | INJECT_MAPS | INJECT_SYSTEM,
    INJECT_ON = 8
};

/* From now on the nth call of these kinds fails; 0: none. */
void inject_begin(unsigned kinds, long nth);

/* As inject_begin, but each fails with a chance of one in `chance`. */
void inject_randomly(unsigned kinds, unsigned chance, unsigned seed);

/* No call fails any more, in any thread. */
void inject_end(void);

/* Whether this thread's calls are counted. Returns what it was. */
bool inject_here(bool counted);

/* *call is null; the name of the first call that fails is put there. */
void inject_record(const char **call);

#endif
