/* layout.h: the rewritten text, for the compiler or for people. */
#ifndef KONTC_LAYOUT_H
#define KONTC_LAYOUT_H

#include "rewrite.h"

/* For the compiler: line markers bring back each piece of the source to its line and column. */
char *layout_compiled(const struct rewriting *w);

/* For people: the user's own file, not preprocessed, with the rewritten functions in it. */
char *layout_printed(const struct rewriting *w, const char *original);

#endif
