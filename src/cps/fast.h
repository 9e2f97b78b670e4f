/* fast.h: what the seam's quick functions are on this machine: functions of its own (quick.c); those for plain prompts are no quicker than
 * the others. */
#ifndef KONT_CPS_FAST_H
#define KONT_CPS_FAST_H

#define kont__prompt_ready(tag) kont__prompt_make(tag, 0)
#define kont__run_ready kont__prompt_run
#define kont__abort_running kont__abort

#endif
