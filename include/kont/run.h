/* kont/run.h: starting, and what belongs to the whole thread. */
#ifndef KONT_RUN_H
#define KONT_RUN_H

#include <kont/base.h>

KONT_BEGIN

/* RUN. Runs fn(arg) under a prompt of the default tag, on a large segment, and returns its value. Starts the library, and the
 * collector when the program has not done so. There is no other implicit prompt: frames outside kont_run are never captured.
 * An exception that nobody catches prints one line on standard error and aborts the process.
 * Errors: KONT_ERR_MEMORY, KONT_ERR_SEGMENTS. At a thread's first use of kont, whatever function that is, nothing can be raised
 * yet: a thread that the collector does not know (KONT_ERR_UNREGISTERED) or that has a shadow stack (KONT_ERR_SHADOW_STACK), another copy of
 * the library in use (KONT_ERR_TWO_COPIES), or no memory for what each thread needs, is reported like what nobody catches, and aborts the
 * process. */
KONT_API KONT void *kont_run(kont_fn *fn, void *arg);

/* Runs the defers of what this thread has dropped (see kont/dynamic.h) and returns how many ran. kont_run, enter and resume do
 * the same by themselves; a thread that only waits calls this now and then. */
KONT_API KONT size_t kont_poll(void);

/* The version of the library that is linked, as "major.minor.patch". */
KONT_API const char *kont_version(void);

/* The machine that is linked: "stack" or "cps". For reports; a program that behaves differently by it is mistaken. */
KONT_API const char *kont_machine(void);

/* Keeps k, and all that it captured, alive until kont_unpin, wherever the pointer is kept: for a `kont *` that lives only in
 * malloc memory, or in thread-local storage that the collector does not scan. Pins nest. Returns k, or null where there is
 * no memory for it. There are none for objects, generators and searches: keep these in memory that the collector scans
 * (GC_MALLOC_UNCOLLECTABLE, say). */
KONT_API kont *kont_pin(kont *k);
KONT_API void kont_unpin(kont *k);

KONT_END
#endif
