/* warn.h: what the wrapped compiler says, in two parts: of the source as it stands, and of what was made of it. */
#ifndef KONTC_WARN_H
#define KONTC_WARN_H

#include "args.h"

/* Has the compiler read the source as it stands, and says what it says. Returns its status. */
int warn_first(const struct args *a, const struct arg *input);

/* Runs a command that compiles what was made of that source, and says what was not said. Returns its status. */
int warn_rest(const struct args *a, struct list *command);

#endif
