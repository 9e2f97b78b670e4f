/* events.h: what happened, in which order. The log lies outside every frame, so no resume restores it. */
#ifndef KONT_TEST_EVENTS_H
#define KONT_TEST_EVENTS_H

#include <kont/base.h>

/* Appends an entry; entries are parted by a space. */
void trace(const char *format, ...) KONT_PRINTF(1, 2);

/* The entries since the last call. */
const char *traced(void);

/* Winders: log "<name" where its extent is entered, "name>" where it is left. */
KONT void *trace_enter(void *name);
KONT void *trace_leave(void *name);

/* A cleanup or thunk: logs its argument, and returns it. */
KONT void *trace_name(void *name);

#endif
