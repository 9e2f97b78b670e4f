/* threads.h: SRFI 18's threads: kont's prompt objects, which take turns. */
#ifndef SCHEME_THREADS_H
#define SCHEME_THREADS_H

#include "value.h"

void threads_start(void);

#endif
