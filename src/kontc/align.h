/* align.h: preprocessing changes columns: white space is shortened, macros are replaced. This gives back to each token that the user wrote the
 * column where it stands in the user's file. */
#ifndef KONTC_ALIGN_H
#define KONTC_ALIGN_H

#include "source.h"

/* The same text with other white space, and further line markers. */
struct source *align(const struct source *s);

#endif
