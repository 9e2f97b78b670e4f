/* jump.h: jumps to a place further out on the C stack. The compiler's own are quicker than the C library's: no signal mask is looked at, and only
 * the places to go to pay for it, with three words. A function that sets a landing is never inlined. */
#ifndef KONT_CPS_JUMP_H
#define KONT_CPS_JUMP_H

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
typedef void *kont__landing[5];
#define kont__land_here(landing) ((void)__builtin_setjmp(landing))
#define kont__jump(landing) __builtin_longjmp(landing, 1)
#else
#include <setjmp.h>
typedef jmp_buf kont__landing;
#define kont__land_here(landing) ((void)_setjmp(landing))
#define kont__jump(landing) _longjmp(landing, 1)
#endif

#endif
