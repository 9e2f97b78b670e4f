/* support/memory.h: how tests see what the collector keeps and what it takes, and how much of the machine's memory the process uses. */
#ifndef KONT_TEST_MEMORY_H
#define KONT_TEST_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* A collected object that notices its own death, known by a number. */
struct witness {
    long value, complement;
    struct witness *other;                              /* for whoever wants to hang one on another */
};
struct witness *witness_new(long value);

/* Whether w is still what it was when it was made. */
bool witness_is(const struct witness *w, long value);

/* How many witnesses the collector has taken so far. */
long witnesses_dead(void);

/* Collects several times, and fills what became free with rubbish, so that what was taken too early is no longer itself. */
void churn(void);

/* Overwrites what earlier calls left below on the running stack: `bytes` of it. */
void clear_stack_below(size_t bytes);

/* Resident memory of the process, in bytes. */
size_t resident_bytes(void);

/* How many different segments of the default size bodies ran on since the last reset: each notes where its frame is. Counts no further than
 * MOST_COUNTED. Under one thread at a time. */
enum { MOST_COUNTED = 100000 };
void segments_reset(void);
void segments_note(void);
size_t segments_noted(void);

#endif
