/* diagnose.h: what kontc says about the source. */
#ifndef KONTC_DIAGNOSE_H
#define KONTC_DIAGNOSE_H

#include "function.h"

/* Forgets all that was found: another file begins. */
void diagnose_begin(void);

/* "file:line:column: error: ..." of a place, to be said by diagnose_print. */
void diagnose_error(const struct source *s, size_t at, const char *f, ...) __attribute__((format(printf, 3, 4)));
void diagnose_warning(const struct source *s, size_t at, const char *f, ...) __attribute__((format(printf, 3, 4)));

/* How many errors there are. */
unsigned diagnose_count(void);

/* Whether one of them is that libclang can't read something. */
bool diagnose_unsure(void);

/* Says all that was found. */
void diagnose_print(void);

/* False: libclang finds an error in the marked function. Whether the wrapped compiler does, too, the caller finds out. */
bool diagnose_parse_errors(const struct unit *u, CXCursor c);

/* False: the function holds what can't be rewritten, which was said. */
bool diagnose_function(const struct function *f);

/* Says which marked functions it gives to pointers that are not marked. */
void diagnose_conversions(const struct function *f);

/* The same of a variable outside of functions. */
void diagnose_variable(CXCursor c, const struct marks *m);

/* Warns of unmarked functions that call what always captures. */
void diagnose_callers(const struct unit *u, const struct marks *m);

void diagnose_unreadable(const struct source *s);

#endif
