/* run.h: running a script. */
#ifndef GENTRACE_RUN_H
#define GENTRACE_RUN_H

#include <kont.h>

#include "script.h"

/* Takes the steps, and prints a line for each. Exits with 2 where one names a generator that is not there yet. */
KONT void script_run(const struct script *s);

#endif
