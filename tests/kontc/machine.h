/* machine.h: what the test programs of kontc call: a marked function that may be captured at any call. */
#ifndef KONTC_TEST_MACHINE_H
#define KONTC_TEST_MACHINE_H

#include <kont/base.h>

/* Returns n. On the way there all that is on the C stack may be captured, and resumed. */
KONT long tick(long n);

/* Never returns. Prints how often it was called when the program ends. */
KONT KONT_NORETURN void tick_end(int status);

/* The program: what it prints has to be the same in plain C and rewritten. */
KONT int program(void);

#endif
