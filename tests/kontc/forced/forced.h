/* forced.h: a machine for rewritten code that captures where nobody asks it to. It is no part of the library: it has one computation, no
 * prompts, and runs it all from a loop in C. Built with FORCED_PLAIN it is what the same programs are linked with as plain C. */
#ifndef FORCED_H
#define FORCED_H

#include <kont/base.h>

/* Returns x; captures first, where this call's turn has come. */
KONT long tick(long x);

/* Part of the answer. */
void trace(unsigned long v);

typedef KONT void forced_program(void);

/* What run.c runs, where it is one program. */
#define FORCED_PROGRAM(p) forced_program *const programs[] = { p }; const int program_count = 1;

#endif
