/* builtins.h: what the files share of each other's procedures. */
#ifndef SCHEME_BUILTINS_H
#define SCHEME_BUILTINS_H

#include "value.h"

value car(value v);
value cdr(value v);
value vector_ref(value v, value k);
value vector_set(value v, value k, value x);
value list_to_vector(value list);
value vector_as_list(value vector);
value alias_symbol(value identifier);                   /* the symbol that an identifier is written as */

void equal_start(void);
void lists_start(void);
void vectors_start(void);
void records_start(void);
void hashtables_start(void);
void sort_start(void);
void promises_start(void);
void strings_start(void);
void bytevectors_start(void);
void clock_start(void);
void builtins_start(void);                              /* all of them */

#endif
