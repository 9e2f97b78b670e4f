/* functions.c: rounding, parts of ratios, powers and roots, and the transcendental functions. What is exact by nature stays exact:
 * (sqrt 1/4), (expt 2/3 -5), (exp 0). */
#include "numeric.h"

#include <complex.h>
#include <math.h>

/* ---- To integers ---- */

static void round_half_even(mpz_ptr r, mpz_srcptr n, mpz_srcptr d)
{
    mpz_t twice, twice_d;
    mpz_inits(twice, twice_d, NULL);
    mpz_mul_2exp(twice, n, 1);
    mpz_add(twice, twice, d);
    mpz_mul_2exp(twice_d, d, 1);
    mpz_fdiv_q(r, twice, twice_d);
    if (mpz_divisible_p(twice, twice_d) && mpz_odd_p(r))
        mpz_sub_ui(r, r, 1);
    mpz_clears(twice, twice_d, NULL);
}

static value to_integer(const char *who, value v, void (*ratio)(mpz_ptr, mpz_srcptr, mpz_srcptr), double (*flonum)(double))
{
    NEED_REAL(who, 1, v);
    if (is_flonum(v))
        return make_flonum(flonum(to_double(v)));
    if (!is_ratnum(v))
        return v;
    mpz_t r;
    mpz_init(r);
    ratio(r, mpq_numref(RATIO(v)), mpq_denref(RATIO(v)));
    return integer_of(r);
}

static value number_floor(value v) { return to_integer("floor", v, mpz_fdiv_q, floor); }
static value number_ceiling(value v) { return to_integer("ceiling", v, mpz_cdiv_q, ceil); }
static value number_truncate(value v) { return to_integer("truncate", v, mpz_tdiv_q, trunc); }
static value number_round(value v) { return to_integer("round", v, round_half_even, nearbyint); }

/* ---- Ratios ---- */

static value part(const char *who, value v, value (*take)(value))
{
    NEED(is_real(v) && !(is_flonum(v) && !isfinite(to_double(v))), who, 1, v, "rational number");
    return is_flonum(v) ? to_inexact(take(exact_of_double(to_double(v)))) : take(v);
}

static value numerator(value v) { return part("numerator", v, numerator_of); }
static value denominator(value v) { return part("denominator", v, denominator_of); }

/* The simplest ratio from low to high, both positive: their continued fraction as far as it is common, p / q so far. */
static value simplest(value low, value high)
{
    value p = fixnum(1), q = fixnum(0), p_before = fixnum(0), q_before = fixnum(1);
    for (;;) {
        value whole = number_floor(low);
        bool last = compare_reals(whole, low) == 0;
        value term = whole;
        if (!last && compare_reals(whole, number_floor(high)) != 0) {
            last = true;
            term = number_add(whole, fixnum(1));
        }
        value p_next = number_add(number_multiply(term, p), p_before), q_next = number_add(number_multiply(term, q), q_before);
        if (last)
            return number_divide(p_next, q_next);
        value next_low = number_divide(fixnum(1), number_subtract(high, whole));
        high = number_divide(fixnum(1), number_subtract(low, whole));
        low = next_low;
        p_before = p;
        q_before = q;
        p = p_next;
        q = q_next;
    }
}

static value rationalize_exact(value x, value y)
{
    value low = number_subtract(x, y), high = number_add(x, y);
    if (sign_of(low) <= 0 && sign_of(high) >= 0)
        return fixnum(0);
    if (sign_of(low) > 0)
        return simplest(low, high);
    return number_negate(simplest(number_negate(high), number_negate(low)));
}

static value rationalize(value x, value y)
{
    NEED_REAL("rationalize", 1, x);
    NEED_REAL("rationalize", 2, y);
    double dx = is_flonum(x) ? to_double(x) : 0, dy = is_flonum(y) ? to_double(y) : 0;
    if (isnan(dx) || isnan(dy) || (isinf(dx) && isinf(dy)))
        return make_flonum(NAN);
    if (isinf(dx) || isinf(dy))
        return make_flonum(isinf(dx) ? dx : 0);
    value tolerance = is_negative(y) ? number_negate(y) : y;
    value r = rationalize_exact(to_exact(x), to_exact(tolerance));
    return is_flonum(x) || is_flonum(y) ? to_inexact(r) : r;
}

/* ---- Roots ---- */

/* Null: not an exact square. */
static value exact_root(value exact)
{
    struct ratio_view view;
    mpq_srcptr q = see_ratio(exact, &view);
    if (!mpz_perfect_square_p(mpq_numref(q)) || !mpz_perfect_square_p(mpq_denref(q)))
        return NULL;
    mpq_t r;
    mpq_init(r);
    mpz_sqrt(mpq_numref(r), mpq_numref(q));
    mpz_sqrt(mpq_denref(r), mpq_denref(q));
    return ratio_from(r);
}

/* Where the number itself is no double: sqrt(n/d) is sqrt(nd)/d, with 128 bits more. */
static double far_root(value exact)
{
    struct ratio_view view;
    mpq_srcptr q = see_ratio(exact, &view);
    mpz_t root, scaled;
    mpz_inits(root, scaled, NULL);
    mpz_mul(root, mpq_numref(q), mpq_denref(q));
    mpz_mul_2exp(root, root, 256);
    mpz_sqrt(root, root);
    mpz_mul_2exp(scaled, mpq_denref(q), 128);
    double d = ratio_to_double(root, scaled);
    mpz_clears(root, scaled, NULL);
    return d;
}

static value root_of_positive(value v)
{
    value r = is_flonum(v) ? NULL : exact_root(v);
    if (r != NULL)
        return r;
    double d = number_to_double(v);
    return make_flonum(is_flonum(v) || (isfinite(d) && d > 1e-300) ? sqrt(d) : far_root(v));
}

static value root_of_complex(value v)
{
    if (!is_exact(v))
        return complex_from_c(csqrt(complex_to_c(v)));
    value a = REAL_PART(v), b = IMAGINARY_PART(v);
    value m = exact_root(number_add(number_multiply(a, a), number_multiply(b, b)));
    if (m != NULL) {
        value re = exact_root(number_divide(number_add(m, a), fixnum(2)));
        value im = exact_root(number_divide(number_subtract(m, a), fixnum(2)));
        if (re != NULL && im != NULL)
            return make_complex(re, sign_of(b) < 0 ? number_negate(im) : im);
    }
    return complex_from_c(csqrt(complex_to_c(v)));
}

static value number_sqrt(value v)
{
    NEED_NUMBER("sqrt", 1, v);
    if (is_compnum(v))
        return root_of_complex(v);
    if (sign_of(v) < 0)
        return make_complex(fixnum(0), root_of_positive(number_negate(v)));
    return root_of_positive(v);
}

/* ---- Powers ---- */

/* Of an exact integer to a positive power. */
static value integer_power(value base, intptr_t n)
{
    struct view view;
    mpz_srcptr z = see(base, &view);
    if (mpz_cmpabs_ui(z, 1) > 0 && (n > MOST_BITS || mpz_sizeinbase(z, 2) > (size_t)(MOST_BITS / n)))
        return too_large("expt");
    mpz_t r;
    mpz_init(r);
    mpz_pow_ui(r, z, (unsigned long)n);
    return integer_of(r);
}

static value exact_power(value base, intptr_t n)
{
    value p = integer_power(numerator_of(base), n);
    value q = p == PENDING ? PENDING : integer_power(denominator_of(base), n);
    return q == PENDING ? PENDING : ratio_of(p, q);
}

static size_t bits_of(value exact)
{
    struct ratio_view view;
    mpq_srcptr q = see_ratio(exact, &view);
    return mpz_sizeinbase(mpq_numref(q), 2) + mpz_sizeinbase(mpq_denref(q), 2) - 1;
}

/* Of a complex number, by squares. */
static value complex_power(value base, intptr_t n)
{
    value r = fixnum(1);
    if (is_exact(base)) {
        bool unit = is_exact_zero(REAL_PART(base)) && bits_of(IMAGINARY_PART(base)) == 1;
        if (unit)
            n %= 4;
        else if (bits_of(REAL_PART(base)) + bits_of(IMAGINARY_PART(base)) > (size_t)(MOST_BITS / 4 / n))
            return too_large("expt");
    }
    for (; n > 0; n >>= 1) {
        if (n & 1)
            r = number_multiply(r, base);
        if (n > 1)
            base = number_multiply(base, base);
    }
    return r;
}

static value power_to_integer(value base, value exponent)
{
    if (exponent == fixnum(0))
        return is_exact(base) ? fixnum(1) : make_flonum(1);
    if (is_flonum(base))
        return make_flonum(pow(to_double(base), number_to_double(exponent)));
    if (base == fixnum(1) || (base == fixnum(0) && sign_of(exponent) > 0))
        return base;
    if (base == fixnum(-1))
        return fixnum(number_remainder(exponent, fixnum(2)) == fixnum(0) ? 1 : -1);
    if (!is_fixnum(exponent))
        return too_large("expt");
    intptr_t n = to_fixnum(exponent);
    if (n < 0 && is_exact_zero(base))
        return failed("expt", "division by zero", list2(base, exponent));
    value r = is_compnum(base) ? complex_power(base, n < 0 ? -n : n) : exact_power(base, n < 0 ? -n : n);
    return r == PENDING || n > 0 ? r : number_divide(fixnum(1), r);
}

static value power_of_zero(value exponent)
{
    value real = is_compnum(exponent) ? REAL_PART(exponent) : exponent;
    if (sign_of(real) > 0)
        return is_exact(exponent) ? fixnum(0) : make_flonum(0);
    if (is_flonum(exponent) && to_double(exponent) == 0)
        return make_flonum(1);
    return out_of_range("expt", 2, exponent);
}

value number_power(value base, value exponent)
{
    NEED_NUMBER("expt", 1, base);
    NEED_NUMBER("expt", 2, exponent);
    if (is_exact_integer(exponent))
        return power_to_integer(base, exponent);
    if (is_exact_zero(base))
        return power_of_zero(exponent);
    if (is_ratnum(exponent) && mpz_cmp_ui(mpq_denref(RATIO(exponent)), 2) == 0) {
        value root = number_sqrt(base);
        return is_exact(root) ? power_to_integer(root, numerator_of(exponent)) : number_power(base, to_inexact(exponent));
    }
    if (is_real(base) && is_real(exponent)) {
        double x = number_to_double(base), y = number_to_double(exponent);
        if (!(x < 0) || !isfinite(y) || trunc(y) == y)
            return make_flonum(pow(x, y));
    }
    return complex_from_c(cpow(complex_to_c(base), complex_to_c(exponent)));
}

/* ---- Exponentials, logarithms ---- */

static value apply_function(const char *who, value v, double (*real)(double), double _Complex (*of_complex)(double _Complex))
{
    NEED_NUMBER(who, 1, v);
    return is_compnum(v) ? complex_from_c(of_complex(complex_to_c(v))) : make_flonum(real(number_to_double(v)));
}

static value exponential(value v) { return is_exact_zero(v) ? fixnum(1) : apply_function("exp", v, exp, cexp); }

/* Of a positive exact integer of any size. */
static long double integer_log(value v)
{
    struct view view;
    long exponent;
    double d = mpz_get_d_2exp(&exponent, see(v, &view));
    return logl(d) + (long double)exponent * logl(2);
}

/* Of what is not negative. */
static double real_log(value v, double (*function)(double), long double unit)
{
    double d = number_to_double(v);
    if (is_flonum(v) || (isfinite(d) && d > 1e-300))
        return function(d);
    return (double)((integer_log(numerator_of(v)) - integer_log(denominator_of(v))) / unit);
}

static value natural_log(value v)
{
    if (v == fixnum(1))
        return fixnum(0);
    if (is_exact_zero(v))
        return out_of_range("log", 1, v);
    if (is_compnum(v))
        return complex_from_c(clog(complex_to_c(v)));
    if (sign_of(v) < 0)
        return make_complex(make_flonum(real_log(number_negate(v), log, 1)), make_flonum(acos(-1)));
    return make_flonum(real_log(v, log, 1));
}

static value number_log(value v, value base)
{
    NEED_NUMBER("log", 1, v);
    if (base == NULL)
        return natural_log(v);
    NEED_NUMBER("log", 2, base);
    if (is_exact_zero(base) || base == fixnum(1))
        return out_of_range("log", 2, base);
    if (is_real(v) && sign_of(v) > 0 && (base == fixnum(2) || base == fixnum(10)) && v != fixnum(1))
        return make_flonum(base == fixnum(2) ? real_log(v, log2, logl(2)) : real_log(v, log10, logl(10)));
    value l = natural_log(v);
    return l == PENDING ? PENDING : number_divide(l, natural_log(base));
}

/* ---- Trigonometry ---- */

static value sine(value v) { return is_exact_zero(v) ? v : apply_function("sin", v, sin, csin); }
static value cosine(value v) { return is_exact_zero(v) ? fixnum(1) : apply_function("cos", v, cos, ccos); }
static value tangent(value v) { return is_exact_zero(v) ? v : apply_function("tan", v, tan, ctan); }

/* asin and acos are real from -1 to 1. Beyond, where their values jump, those of a real number are as R7RS 6.2.6 defines them: above 1 it
 * counts as below the line, under -1 as above it. */
static value arc(const char *who, value v, double (*real)(double), double _Complex (*of_complex)(double _Complex))
{
    NEED_NUMBER(who, 1, v);
    if (!is_compnum(v) && number_to_double(v) > 1)
        v = make_complex(v, make_flonum(-0.0));
    if (is_compnum(v) || number_to_double(v) < -1)
        return complex_from_c(of_complex(complex_to_c(v)));
    return make_flonum(real(number_to_double(v)));
}

static value arc_sine(value v) { return is_exact_zero(v) ? v : arc("asin", v, asin, casin); }
static value arc_cosine(value v) { return v == fixnum(1) ? fixnum(0) : arc("acos", v, acos, cacos); }

static value arc_tangent(value y, value x)
{
    if (x == NULL) {
        if (is_compnum(y) && is_exact_zero(REAL_PART(y)) && compare_reals(number_multiply(IMAGINARY_PART(y), IMAGINARY_PART(y)), fixnum(1)) == 0)
            return out_of_range("atan", 1, y);
        return is_exact_zero(y) ? y : apply_function("atan", y, atan, catan);
    }
    NEED_REAL("atan", 1, y);
    NEED_REAL("atan", 2, x);
    if (is_exact_zero(y) && is_exact_real(x)) {
        if (is_exact_zero(x))
            return out_of_range("atan", 2, x);
        if (sign_of(x) > 0)
            return y;
    }
    return make_flonum(atan2(number_to_double(y), number_to_double(x)));
}

static const struct definition definitions[] = {
    { "floor", BASE, 1, 1, LEAF1(number_floor) },
    { "ceiling", BASE, 1, 1, LEAF1(number_ceiling) },
    { "truncate", BASE, 1, 1, LEAF1(number_truncate) },
    { "round", BASE, 1, 1, LEAF1(number_round) },
    { "numerator", BASE, 1, 1, LEAF1(numerator) },
    { "denominator", BASE, 1, 1, LEAF1(denominator) },
    { "rationalize", BASE, 2, 2, LEAF2(rationalize) },
    { "expt", BASE, 2, 2, LEAF2(number_power) },
    { "sqrt", INEXACT, 1, 1, LEAF1(number_sqrt) },
    { "exp", INEXACT, 1, 1, LEAF1(exponential) },
    { "log", INEXACT, 1, 2, LEAF2(number_log) },
    { "sin", INEXACT, 1, 1, LEAF1(sine) },
    { "cos", INEXACT, 1, 1, LEAF1(cosine) },
    { "tan", INEXACT, 1, 1, LEAF1(tangent) },
    { "asin", INEXACT, 1, 1, LEAF1(arc_sine) },
    { "acos", INEXACT, 1, 1, LEAF1(arc_cosine) },
    { "atan", INEXACT, 1, 2, LEAF2(arc_tangent) },
};

void functions_start(void) { define_all(definitions, COUNT(definitions)); }
