/* wrap.h: the wrapped compiler's steps. */
#ifndef KONTC_WRAP_H
#define KONTC_WRAP_H

#include "args.h"

/* Does what the compiler was told to do, with rewritten C in place of C. Returns the exit status. */
int wrap(const struct args *a);

/* Prints the one C file that is named, rewritten. */
int wrap_print(const struct args *a);

#endif
