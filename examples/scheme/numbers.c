/* numbers.c: how numbers are represented, what kind they are, and the ways from one kind to another. */
#include "numeric.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Kinds ---- */

enum level level_of(value v)
{
    if (is_fixnum(v))
        return L_FIXNUM;
    if (!is_object(v))
        return L_NONE;
    switch (type_of_object(v)) {
    case T_BIGNUM:
        return L_BIGNUM;
    case T_RATNUM:
        return L_RATNUM;
    case T_FLONUM:
        return L_FLONUM;
    case T_COMPLEX:
        return L_COMPLEX;
    default:
        return L_NONE;
    }
}

bool is_number(value v) { return level_of(v) != L_NONE; }
bool is_exact_integer(value v) { return is_fixnum(v) || is_bignum(v); }
bool is_exact_zero(value v) { return v == fixnum(0); }

bool is_exact(value number)
{
    return is_compnum(number) ? !is_flonum(REAL_PART(number)) : !is_flonum(number);
}

bool is_integer_value(value v)
{
    return is_exact_integer(v) || (is_flonum(v) && isfinite(to_double(v)) && trunc(to_double(v)) == to_double(v));
}

static bool is_finite(value v)
{
    if (is_compnum(v))
        return is_finite(REAL_PART(v)) && is_finite(IMAGINARY_PART(v));
    return !is_flonum(v) || isfinite(to_double(v));
}

static bool has(value v, int (*property)(double))
{
    if (is_compnum(v))
        return has(REAL_PART(v), property) || has(IMAGINARY_PART(v), property);
    return is_flonum(v) && property(to_double(v));
}

static int is_infinite_double(double d) { return isinf(d); }
static int is_nan_double(double d) { return isnan(d); }

int sign_of(value v)
{
    if (is_fixnum(v))
        return (to_fixnum(v) > 0) - (to_fixnum(v) < 0);
    if (is_bignum(v))
        return mpz_sgn(BIG(v));
    if (is_ratnum(v))
        return mpq_sgn(RATIO(v));
    return (to_double(v) > 0) - (to_double(v) < 0);
}

bool is_negative(value v)
{
    return is_flonum(v) ? signbit(to_double(v)) != 0 : sign_of(v) < 0;
}

/* ---- GMP ---- */

static void *or_end(void *p, size_t bytes)
{
    if (p == NULL) {
        fprintf(stderr, "scheme: out of memory (%zu bytes)\n", bytes);
        exit(70);
    }
    return p;
}

static void *take_memory(size_t bytes) { return or_end(malloc(bytes), bytes); }
static void give_memory(void *p, size_t bytes) { (void)bytes; free(p); }

static void *resize_memory(void *p, size_t old, size_t bytes)
{
    (void)old;
    return or_end(realloc(p, bytes), bytes);
}

mpz_srcptr see(value integer, struct view *view)
{
    if (!is_fixnum(integer))
        return BIG(integer);
    intptr_t n = to_fixnum(integer);
    view->limb = n < 0 ? -(mp_limb_t)n : (mp_limb_t)n;
    return mpz_roinit_n(view->z, &view->limb, n < 0 ? -1 : n != 0);
}

mpq_srcptr see_ratio(value exact, struct ratio_view *view)
{
    if (is_ratnum(exact))
        return RATIO(exact);
    mpz_srcptr z = see(exact, &view->integer);
    view->one = 1;
    mpz_roinit_n(mpq_numref(view->q), mpz_limbs_read(z), mpz_sgn(z) * (mp_size_t)mpz_size(z));
    mpz_roinit_n(mpq_denref(view->q), &view->one, 1);
    return view->q;
}

/* Makes `to` the number z, in these limbs. */
static void place_limbs(mpz_ptr to, mp_limb_t *limbs, mpz_srcptr z)
{
    mpn_copyi(limbs, mpz_limbs_read(z), (mp_size_t)mpz_size(z));
    mpz_roinit_n(to, limbs, mpz_sgn(z) * (mp_size_t)mpz_size(z));
}

static value copy_integer(mpz_srcptr z)
{
    if (mpz_fits_slong_p(z)) {
        long n = mpz_get_si(z);
        if (n >= FIXNUM_MIN && n <= FIXNUM_MAX)
            return fixnum(n);
    }
    struct bignum *b = allocate_atomic(sizeof *b + mpz_size(z) * sizeof(mp_limb_t), T_BIGNUM);
    place_limbs(b->z, b->limbs, z);
    return b;
}

value integer_of(mpz_ptr result)
{
    value v = copy_integer(result);
    mpz_clear(result);
    return v;
}

value integer_from(intptr_t n)
{
    if (n >= FIXNUM_MIN && n <= FIXNUM_MAX)
        return fixnum(n);
    mpz_t r;
    mpz_init_set_si(r, n);
    return integer_of(r);
}

value ratio_from(mpq_ptr result)
{
    value v;
    mpz_srcptr n = mpq_numref(result), d = mpq_denref(result);
    if (mpz_cmp_ui(d, 1) == 0) {
        v = copy_integer(n);
    } else {
        struct ratnum *r = allocate_atomic(sizeof *r + (mpz_size(n) + mpz_size(d)) * sizeof(mp_limb_t), T_RATNUM);
        place_limbs(mpq_numref(r->q), r->limbs, n);
        place_limbs(mpq_denref(r->q), r->limbs + mpz_size(n), d);
        v = r;
    }
    mpq_clear(result);
    return v;
}

value ratio_of(value numerator, value denominator)
{
    mpq_t r;
    struct view n, d;
    mpq_init(r);
    mpz_set(mpq_numref(r), see(numerator, &n));
    mpz_set(mpq_denref(r), see(denominator, &d));
    mpq_canonicalize(r);
    return ratio_from(r);
}

value numerator_of(value exact) { return is_ratnum(exact) ? copy_integer(mpq_numref(RATIO(exact))) : exact; }
value denominator_of(value exact) { return is_ratnum(exact) ? copy_integer(mpq_denref(RATIO(exact))) : fixnum(1); }

value too_large(const char *who)
{
    return failed(who, "the exact result is too large", NIL);
}

/* ---- Exact and inexact ---- */

value exact_of_double(double d)
{
    if (trunc(d) == d) {
        if (fabs(d) < 1 << 30)
            return fixnum((intptr_t)d);
        mpz_t r;
        mpz_init_set_d(r, d);
        return integer_of(r);
    }
    mpq_t r;
    mpq_init(r);
    mpq_set_d(r, d);
    return ratio_from(r);
}

/* The quotient's first 56 or 57 bits, or as many as a subnormal has and two more; then what was left over as a last bit; then all beyond
 * the result's precision is rounded off, half to even. */
double ratio_to_double(mpz_srcptr n, mpz_srcptr d)
{
    if (mpz_sgn(n) == 0)
        return 0;
    long exponent = (long)mpz_sizeinbase(n, 2) - (long)mpz_sizeinbase(d, 2);
    if (exponent > 1025)
        return mpz_sgn(n) * HUGE_VAL;
    long shift = 56 - exponent < 1076 ? 56 - exponent : 1076;
    mpz_t scaled, divisor, rest;
    mpz_inits(scaled, divisor, rest, NULL);
    mpz_abs(scaled, n);
    mpz_set(divisor, d);
    mpz_mul_2exp(shift > 0 ? scaled : divisor, shift > 0 ? scaled : divisor, (mp_bitcnt_t)labs(shift));
    mpz_tdiv_qr(scaled, rest, scaled, divisor);
    bool inexact = mpz_sgn(rest) != 0;
    long excess = (long)mpz_sizeinbase(scaled, 2) - 53;
    if (excess < shift - 1074)
        excess = shift - 1074;
    if (excess > 0) {
        bool half = mpz_tstbit(scaled, (mp_bitcnt_t)excess - 1);
        bool beyond = inexact || mpz_scan1(scaled, 0) < (mp_bitcnt_t)excess - 1;
        mpz_fdiv_q_2exp(scaled, scaled, (mp_bitcnt_t)excess);
        if (half && (beyond || mpz_odd_p(scaled)))
            mpz_add_ui(scaled, scaled, 1);
        shift -= excess;
    }
    double magnitude = ldexp(mpz_get_d(scaled), (int)-shift);
    mpz_clears(scaled, divisor, rest, NULL);
    return mpz_sgn(n) * magnitude;
}

double number_to_double(value real)
{
    struct view n;
    mpz_t one;
    mp_limb_t limb = 1;
    if (is_fixnum(real))
        return (double)to_fixnum(real);
    if (is_flonum(real))
        return to_double(real);
    if (is_ratnum(real))
        return ratio_to_double(mpq_numref(RATIO(real)), mpq_denref(RATIO(real)));
    return ratio_to_double(see(real, &n), mpz_roinit_n(one, &limb, 1));
}

static value exact(value v)
{
    NEED_NUMBER("exact", 1, v);
    if (is_compnum(v)) {
        if (is_exact(v))
            return v;
        NEED(is_finite(v), "exact", 1, v, "finite number");
        return make_complex(exact_of_double(to_double(REAL_PART(v))), exact_of_double(to_double(IMAGINARY_PART(v))));
    }
    if (!is_flonum(v))
        return v;
    NEED(is_finite(v), "exact", 1, v, "finite number");
    return exact_of_double(to_double(v));
}

value to_exact(value v) { return exact(v); }

value to_inexact(value v)
{
    if (is_compnum(v))
        return make_complex(to_inexact(REAL_PART(v)), to_inexact(IMAGINARY_PART(v)));
    return is_flonum(v) ? v : make_flonum(number_to_double(v));
}

static value inexact(value v)
{
    NEED_NUMBER("inexact", 1, v);
    return to_inexact(v);
}

value make_complex(value real, value imaginary)
{
    if (is_exact_zero(imaginary))
        return real;
    struct compnum *c = allocate(sizeof *c, T_COMPLEX);
    bool inexact = is_flonum(real) || is_flonum(imaginary);
    c->real = inexact ? to_inexact(real) : real;
    c->imaginary = inexact ? to_inexact(imaginary) : imaginary;
    return c;
}

/* ---- Equivalence ---- */

/* Of flonums: that no procedure tells them apart. So 0.0 is not -0.0, and a NaN is itself. */
static bool same_double(double a, double b)
{
    return (a == b && signbit(a) == signbit(b)) || (isnan(a) && isnan(b));
}

bool number_eqv(value a, value b)
{
    enum level l = level_of(a);
    if (l != level_of(b))
        return false;
    switch (l) {
    case L_BIGNUM:
        return mpz_cmp(BIG(a), BIG(b)) == 0;
    case L_RATNUM:
        return mpq_equal(RATIO(a), RATIO(b)) != 0;
    case L_FLONUM:
        return same_double(to_double(a), to_double(b));
    case L_COMPLEX:
        return number_eqv(REAL_PART(a), REAL_PART(b)) && number_eqv(IMAGINARY_PART(a), IMAGINARY_PART(b));
    default:
        return a == b;
    }
}

static uintptr_t mix(uintptr_t h, uintptr_t with) { return (h ^ with) * (uintptr_t)0x9e3779b97f4a7c15u + (h >> 7); }

static uintptr_t hash_limbs(mpz_srcptr z)
{
    uintptr_t h = (uintptr_t)mpz_sgn(z);
    for (size_t i = 0; i < mpz_size(z); i++)
        h = mix(h, mpz_getlimbn(z, (mp_size_t)i));
    return h;
}

static uintptr_t hash_double(double d)
{
    uint64_t bits;
    if (isnan(d))
        return 1;
    memcpy(&bits, &d, sizeof bits);
    return mix((uintptr_t)bits, (uintptr_t)(bits >> 32));
}

uintptr_t number_hash(value v)
{
    switch (level_of(v)) {
    case L_BIGNUM:
        return hash_limbs(BIG(v));
    case L_RATNUM:
        return mix(hash_limbs(mpq_numref(RATIO(v))), hash_limbs(mpq_denref(RATIO(v))));
    case L_FLONUM:
        return hash_double(to_double(v));
    case L_COMPLEX:
        return mix(number_hash(REAL_PART(v)), number_hash(IMAGINARY_PART(v)));
    default:
        return mix((uintptr_t)v, 0);
    }
}

/* ---- Predicates ---- */

static value number_p(value v) { return boolean(is_number(v)); }
static value real_p(value v) { return boolean(is_real(v)); }
static value rational_p(value v) { return boolean(is_real(v) && is_finite(v)); }
static value integer_p(value v) { return boolean(is_integer_value(v)); }
static value exact_integer_p(value v) { return boolean(is_exact_integer(v)); }
static value exact_rational_p(value v) { return boolean(is_exact_real(v)); }
static value flonum_p(value v) { return boolean(is_flonum(v)); }
static value fixnum_p(value v) { return boolean(is_fixnum(v)); }

static value exact_nonnegative_integer_p(value v)
{
    return boolean(is_exact_integer(v) && sign_of(v) >= 0);
}

static value exact_p(value v)
{
    NEED_NUMBER("exact?", 1, v);
    return boolean(is_exact(v));
}

static value inexact_p(value v)
{
    NEED_NUMBER("inexact?", 1, v);
    return boolean(!is_exact(v));
}

static value finite_p(value v)
{
    NEED_NUMBER("finite?", 1, v);
    return boolean(is_finite(v));
}

static value infinite_p(value v)
{
    NEED_NUMBER("infinite?", 1, v);
    return boolean(has(v, is_infinite_double));
}

static value nan_p(value v)
{
    NEED_NUMBER("nan?", 1, v);
    return boolean(has(v, is_nan_double));
}

static const struct definition definitions[] = {
    { "number?", BASE, 1, 1, LEAF1(number_p) },
    { "complex?", BASE, 1, 1, LEAF1(number_p) },
    { "real?", BASE, 1, 1, LEAF1(real_p) },
    { "rational?", BASE, 1, 1, LEAF1(rational_p) },
    { "integer?", BASE, 1, 1, LEAF1(integer_p) },
    { "exact-integer?", BASE, 1, 1, LEAF1(exact_integer_p) },
    { "exact-rational?", EXTRA, 1, 1, LEAF1(exact_rational_p) },
    { "exact-nonnegative-integer?", EXTRA, 1, 1, LEAF1(exact_nonnegative_integer_p) },
    { "flonum?", EXTRA, 1, 1, LEAF1(flonum_p) },
    { "fixnum?", EXTRA, 1, 1, LEAF1(fixnum_p) },
    { "exact?", BASE, 1, 1, LEAF1(exact_p) },
    { "inexact?", BASE, 1, 1, LEAF1(inexact_p) },
    { "finite?", INEXACT, 1, 1, LEAF1(finite_p) },
    { "infinite?", INEXACT, 1, 1, LEAF1(infinite_p) },
    { "nan?", INEXACT, 1, 1, LEAF1(nan_p) },
    { "exact", BASE, 1, 1, LEAF1(exact) },
    { "inexact", BASE, 1, 1, LEAF1(inexact) },
    { "inexact->exact", EXTRA, 1, 1, LEAF1(exact) },
    { "exact->inexact", EXTRA, 1, 1, LEAF1(inexact) },
};

void numbers_start(void)
{
    mp_set_memory_functions(take_memory, resize_memory, give_memory);
    define_all(definitions, COUNT(definitions));
    arithmetic_start();
    integers_start();
    functions_start();
    complex_start();
    number_text_start();
}
