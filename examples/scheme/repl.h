/* repl.h: reads forms from standard input, evaluates them, prints their values. */
#ifndef SCHEME_REPL_H
#define SCHEME_REPL_H

#include "value.h"

KONT void *run_repl(void *unused);

#endif
