/* guard.h: the pages at the low end of a segment that fault when they are touched.
 *
 * Light guards (MADV_GUARD_INSTALL, Linux 6.13 and later) cost no mapping. Where the system has none, mprotect makes them; each
 * then costs a mapping, of which the system allows some 65,000 for a process. By default light guards where they are found to
 * work; KONT_GUARD=mprotect makes the others. */
#ifndef KONT_STACK_GUARD_H
#define KONT_STACK_GUARD_H

#include <stdbool.h>
#include <stddef.h>

enum { KONT__GUARD = 64 * 1024 };                       /* code without stack probes can step over less */

/* Guards base .. base + bytes. False: the system refuses. */
bool kont__guard(void *base, size_t bytes);

#endif
