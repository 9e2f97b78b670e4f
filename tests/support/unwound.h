/* support/unwound.h: frames that notice when they are unwound: by pthread_exit, here.
 *
 * Unlike C's pthread_cleanup_push, which glibc keeps in a list, this is known to the frame alone, as a C++ destructor is. */
#ifndef KONT_TEST_UNWOUND_H
#define KONT_TEST_UNWOUND_H

#include <kont.h>

/* Calls fn(arg), and returns its value; where that never returns, because the frame is unwound, calls cleanup(number). */
void *unless_unwound(void (*cleanup)(void *), void *number, kont_fn *fn, void *arg);

#endif
