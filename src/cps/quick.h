/* quick.h: the quick ways into a waiting prompt object and out of it: a generator's next and yield.
 *
 * QUICK. A leave from the innermost prompt, of which nothing but frames has to be put aside, sets the flag to the prompt's address. Where its body
 * was entered quickly, that enter sees its own prompt in the flag and is done: no driver was made, nothing was searched or stored elsewhere.
 *
 * In user code the two are inlined (kont__enter_frame, kont__leave_quickly in include/kont/cps.h).
 *
 *     enter  ->  again(frame) of the body's innermost frame  ->  yield  ->  flag := p  ->  the body saves in its own frame, returns  ->  enter
 *
 * Whoever else meets such a flag turns it into a capture as any other (kont__leave_slowly).
 *
 * A prompt entered quickly has no driver: to all others it looks as if it were driven by the next one outside, and nobody may land in it. So it is
 * for prompts that nobody can name (KONT_PRIVATE) and which hold no light prompt. One that waits with more than frames of its own is KONT__SLOW. */
#ifndef KONT_CPS_QUICK_H
#define KONT_CPS_QUICK_H

#include "driver.h"

/* The leave under way is none that anybody is waiting for. */
void kont__leave_slowly(void);

/* How a leave of p ends: the frames of here..p wait. */
void *kont__left(kont__prompt *p, void *v);

#endif
