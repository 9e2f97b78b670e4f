/* stress.h: builds that change the core so that rare orders of events become the usual ones.
 *
 *     KONT_STRESS_GC        a collection before every allocation of kont's (after the first ten thousand: before every 64th, and in a heap
 *                           of more than 2 MiB when a 16th of it is new)
 *     KONT_STRESS_CAPTURE   every operation first captures all up to the innermost prompt and resumes it at once; and every resume of a
 *                           continuation moves all its slices out and in again
 *     KONT_STRESS_SMALL     the default segment is the smallest there is
 */
#ifndef KONT_STRESS_H
#define KONT_STRESS_H

#if defined(KONT_STRESS_GC)
enum { KONT__STRESS_GC = 1 };
void kont__stress_gc(void);
#else
enum { KONT__STRESS_GC = 0 };
static inline void kont__stress_gc(void)
{
}
#endif

#if defined(KONT_STRESS_CAPTURE)
enum { KONT__STRESS_CAPTURE = 1 };
#else
enum { KONT__STRESS_CAPTURE = 0 };
#endif

#endif
