/* entry.h: declarations outside of functions that kontc writes itself. */
#ifndef KONTC_ENTRY_H
#define KONTC_ENTRY_H

#include "types.h"

/* The declaration of marked function c: of its entry for marked callers, or of the one for all others. Without semicolon. */
char *declared_entry(struct type_names *names, CXCursor c, bool for_marked);

/* "static T f(A a, B b)", as a definition of it begins. Parameters without a name get one. */
char *declared_head(struct type_names *names, CXCursor c, const char *as);

/* Its parameters' types stand behind the parentheses. */
bool declared_in_old_style(const struct source *s, CXCursor c);

/* The same for a function of kontc's own. */
char *declared_static(struct type_names *names, CXCursor c, const char *as);

/* "a, b": the names of its parameters. */
char *declared_arguments(CXCursor c);

/* What a variable says of its alignment, to be written in front of its type. */
const char *declared_alignment(const struct source *s, CXCursor c);

#endif
