/* kont/stack.h: room for deep recursion. On the machine that keeps frames in the heap these have nothing to do. */
#ifndef KONT_STACK_H
#define KONT_STACK_H

#include <kont/base.h>

KONT_BEGIN

/* Runs fn(arg) on a further segment of at least `bytes` bytes, which is part of the same continuation: captures take it along.
 * Errors: KONT_ERR_MEMORY, KONT_ERR_SEGMENTS, KONT_ERR_ARGUMENT above 1 GiB. */
KONT_API KONT void *kont_with_stack(size_t bytes, kont_fn *fn, void *arg);

/* Raises KONT_ERR_OVERFLOW where fewer than `bytes` bytes are left. Without it an overflow prints the prompt's name and aborts. */
KONT_API KONT void kont_check_stack(size_t bytes);

/* The bytes left on the running segment, or on the thread's own stack. */
KONT_API size_t kont_stack_room(void);

KONT_END
#endif
