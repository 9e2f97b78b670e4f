/* number.h: what other files need of numbers. A function that finds no number returns PENDING (call.h): `who` is the procedure to
 * name. */
#ifndef SCHEME_NUMBER_H
#define SCHEME_NUMBER_H

#include "value.h"

bool is_number(value v);
bool is_exact_integer(value v);
value number_add(value a, value b);
value number_subtract(value a, value b);
value number_multiply(value a, value b);
value number_quotient(value a, value b);
value number_remainder(value a, value b);
value number_equal(value a, value b);                   /* TRUE, FALSE or PENDING */
value number_less(value a, value b);
bool number_eqv(value a, value b);                      /* of two numbers: the same exactness, the same value */
uintptr_t number_hash(value v);                         /* agrees with number_eqv */
value integer_from(intptr_t n);
double number_to_double(value real);

/* As number->string and string->number; parse_number gives FALSE where the text is none. */
char *number_text(value v, int radix);
value parse_number(const char *text, size_t bytes, int radix);

void numbers_start(void);

#endif
