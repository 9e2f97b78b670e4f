/* numeric.h: what the files of numbers share.
 *
 *     fixnum  <  bignum  <  ratnum  <  flonum  <  compnum        a binary operation works on the greater level of its two operands
 *
 * Every number has one representation: an integer that fits is a fixnum, a ratio whose denominator is 1 an integer, a complex number whose
 * imaginary part is an exact 0 a real one.
 *
 * A bignum or ratnum is one object, which ends in GMP's limbs: the collector never looks into it, and it needs no finalizer. GMP itself works in
 * malloc's memory: it keeps pointers in what it allocates. So a result is computed in an mpz_t of C's, and integer_of makes the object and clears
 * that; every other mpz_t that was initialized has to be cleared. */
#ifndef SCHEME_NUMERIC_H
#define SCHEME_NUMERIC_H

#include <gmp.h>

#include "call.h"
#include "number.h"

struct bignum {
    uintptr_t header;
    mpz_t z;                                            /* outside of fixnums' range; for reading only */
    mp_limb_t limbs[];
};
struct ratnum {
    uintptr_t header;
    mpq_t q;                                            /* in lowest terms; the denominator is 2 or more; for reading only */
    mp_limb_t limbs[];                                  /* the numerator's, then the denominator's */
};
struct compnum {
    uintptr_t header;
    value real, imaginary;                              /* both exact or both flonums; the imaginary part is no exact 0 */
};

enum level { L_NONE = -1, L_FIXNUM, L_BIGNUM, L_RATNUM, L_FLONUM, L_COMPLEX };
enum level level_of(value v);

static inline bool is_bignum(value v) { return is_type(v, T_BIGNUM); }
static inline bool is_ratnum(value v) { return is_type(v, T_RATNUM); }
static inline bool is_compnum(value v) { return is_type(v, T_COMPLEX); }
static inline bool is_real(value v) { enum level l = level_of(v); return l >= L_FIXNUM && l <= L_FLONUM; }
static inline bool is_exact_real(value v) { enum level l = level_of(v); return l >= L_FIXNUM && l <= L_RATNUM; }
#define BIG(v) (((struct bignum *)(v))->z)
#define RATIO(v) (((struct ratnum *)(v))->q)
#define REAL_PART(v) (((struct compnum *)(v))->real)
#define IMAGINARY_PART(v) (((struct compnum *)(v))->imaginary)

/* An exact integer as GMP wants it, for reading; `view` keeps a fixnum's only limb. */
struct view {
    mpz_t z;
    mp_limb_t limb;
};
mpz_srcptr see(value integer, struct view *view);

/* An exact real as a ratio, the same way. */
struct ratio_view {
    mpq_t q;
    struct view integer;
    mp_limb_t one;
};
mpq_srcptr see_ratio(value exact, struct ratio_view *view);

value integer_of(mpz_ptr result);                       /* clears it */
value ratio_from(mpq_ptr result);                       /* in lowest terms with a positive denominator; clears it */
value ratio_of(value numerator, value denominator);     /* of exact integers; the denominator is not 0 */
value numerator_of(value exact);                        /* of exact reals */
value denominator_of(value exact);

value exact_of_double(double d);                        /* of a finite one */
double ratio_to_double(mpz_srcptr n, mpz_srcptr d);     /* rounded to nearest, ties to even; d > 0 */
value to_exact(value v);                                /* PENDING of what is not finite */
value to_inexact(value v);
value make_complex(value real, value imaginary);

bool is_exact(value number);
bool is_exact_zero(value v);
bool is_integer_value(value v);                         /* integer?: 2.0 too */
int sign_of(value real);                                /* -1, 0, 1; 0 of NaN */
bool is_negative(value real);                           /* -0.0 too */
enum { UNORDERED = 2 };
int compare_reals(value a, value b);                    /* -1, 0, 1, UNORDERED */
value number_divide(value a, value b);
value number_negate(value v);                           /* of a number */
value number_power(value base, value exponent);
double _Complex complex_to_c(value number);
value complex_from_c(double _Complex z);
value complex_operation(char operation, value a, value b);      /* + - * / */

/* The digits of a positive finite double in a radix, the fewest that are read back as the same double: 0.d1d2d3... times radix^exponent.
 * As characters; ends in 0. */
char *shortest_digits(double d, int radix, long *exponent);

/* Exact results of more bits are refused: they would fill the memory. */
enum { MOST_BITS = 1 << 28 };
value too_large(const char *who);

#define NEED_NUMBER(who, n, v) NEED(level_of(v) != L_NONE, who, n, v, "number")
#define NEED_REAL(who, n, v) NEED(is_real(v), who, n, v, "real number")
#define NEED_INTEGER(who, n, v) NEED(is_integer_value(v), who, n, v, "integer")
#define NEED_EXACT_INTEGER(who, n, v) NEED(is_exact_integer(v), who, n, v, "exact integer")

void arithmetic_start(void);
void integers_start(void);
void functions_start(void);
void complex_start(void);
void number_text_start(void);

#endif
