/* number_text.c: numbers as text. */
#include "numeric.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- The shortest digits of a flonum: Steele and White 1990, as Burger and Dybvig 1996 have it ----
 *
 * The number is r / s, and half the gaps to its neighbours above and below are above / s and below / s. A digit after the other is taken
 * from r until what is left is within the gap, so that any reader finds this double nearest. */
struct digits {
    mpz_t r, s, above, below;
    int radix;
    bool even;                                          /* then the middle of a gap is still read as this double */
};

static void begin_digits(struct digits *x, double d, int radix)
{
    int e;
    mpz_inits(x->r, x->s, x->above, x->below, NULL);
    mpz_set_d(x->r, ldexp(frexp(d, &e), DBL_MANT_DIG));
    e -= DBL_MANT_DIG;
    if (e < DBL_MIN_EXP - DBL_MANT_DIG) {               /* subnormal: fewer bits */
        mpz_fdiv_q_2exp(x->r, x->r, (mp_bitcnt_t)(DBL_MIN_EXP - DBL_MANT_DIG - e));
        e = DBL_MIN_EXP - DBL_MANT_DIG;
    }
    bool narrow = mpz_scan1(x->r, 0) == DBL_MANT_DIG - 1 && e > DBL_MIN_EXP - DBL_MANT_DIG;     /* a power of 2: the gap below is half as wide */
    x->radix = radix;
    x->even = mpz_even_p(x->r) != 0;
    mpz_set_ui(x->s, 1);
    mpz_set_ui(x->below, 1);
    mpz_mul_2exp(x->r, x->r, (mp_bitcnt_t)((e > 0 ? e : 0) + 1 + narrow));
    mpz_mul_2exp(x->s, x->s, (mp_bitcnt_t)((e < 0 ? -e : 0) + 1 + narrow));
    mpz_mul_2exp(x->below, x->below, (mp_bitcnt_t)(e > 0 ? e : 0));
    mpz_mul_2exp(x->above, x->below, narrow);
}

/* Whether r + above reaches s, so that the digits begin before the point. */
static bool reaches(struct digits *x)
{
    mpz_t sum;
    mpz_init(sum);
    mpz_add(sum, x->r, x->above);
    int c = mpz_cmp(sum, x->s);
    mpz_clear(sum);
    return x->even ? c >= 0 : c > 0;
}

static void times_radix(struct digits *x)
{
    mpz_mul_ui(x->r, x->r, (unsigned long)x->radix);
    mpz_mul_ui(x->above, x->above, (unsigned long)x->radix);
    mpz_mul_ui(x->below, x->below, (unsigned long)x->radix);
}

/* Scales r / s to 1/radix or more, and less than 1. */
static long scale(struct digits *x)
{
    long exponent = 0;
    for (; reaches(x); exponent++)
        mpz_mul_ui(x->s, x->s, (unsigned long)x->radix);
    for (;; exponent--) {
        times_radix(x);
        if (reaches(x))
            return exponent;
    }
}

char *shortest_digits(double d, int radix, long *exponent)
{
    struct digits x;
    mpz_t digit;
    size_t n = 0;
    mpz_init(digit);
    begin_digits(&x, d, radix);
    *exponent = scale(&x);
    char *text = GC_MALLOC_ATOMIC(DBL_MANT_DIG + 16);
    for (;; times_radix(&x)) {
        mpz_tdiv_qr(digit, x.r, x.r, x.s);
        int c = mpz_cmp(x.r, x.below);
        bool low = x.even ? c <= 0 : c < 0, high = reaches(&x);
        if (low || high) {
            mpz_mul_2exp(x.r, x.r, 1);
            c = mpz_cmp(x.r, x.s);
            if (high && (!low || c > 0 || (c == 0 && mpz_odd_p(digit))))
                mpz_add_ui(digit, digit, 1);
        }
        text[n++] = "0123456789abcdef"[mpz_get_ui(digit)];
        if (low || high)
            break;
    }
    text[n] = '\0';
    mpz_clears(x.r, x.s, x.above, x.below, digit, NULL);
    return text;
}

/* ---- Flonums ---- */

/* Where the point is in text as it is written; beyond that there is an exponent, in radix 10. */
enum { FIRST_POINT = -5, LAST_POINT = 21 };

static char *positional(const char *sign, const char *digits, long point)
{
    long count = (long)strlen(digits), zeros = point < 0 ? -point : 0;
    size_t room = (size_t)(count + labs(point)) + 8;
    char *text = GC_MALLOC_ATOMIC(room), *at = text;
    at += sprintf(at, "%s", sign);
    if (point <= 0) {
        at += sprintf(at, "0.");
        memset(at, '0', (size_t)zeros);
        strcpy(at + zeros, digits);
    } else if (point >= count) {
        at += sprintf(at, "%s", digits);
        memset(at, '0', (size_t)(point - count));
        strcpy(at + point - count, ".0");
    } else {
        sprintf(at, "%.*s.%s", (int)point, digits, digits + point);
    }
    return text;
}

static char *flonum_text(double d, int radix)
{
    long point;
    if (isnan(d))
        return "+nan.0";
    if (isinf(d))
        return d > 0 ? "+inf.0" : "-inf.0";
    const char *sign = signbit(d) ? "-" : "";
    if (d == 0)
        return signbit(d) ? "-0.0" : "0.0";
    const char *digits = shortest_digits(fabs(d), radix, &point);
    if (radix != 10 || (point >= FIRST_POINT && point <= LAST_POINT))
        return positional(sign, digits, point);
    char *text = GC_MALLOC_ATOMIC(strlen(digits) + 32);
    sprintf(text, "%s%c.%se%+ld", sign, digits[0], digits[1] == '\0' ? "0" : digits + 1, point - 1);
    return text;
}

/* ---- Any number ---- */

static char *exact_text(value v, int radix)
{
    struct view view;
    char *text;
    if (is_fixnum(v) && radix == 10) {
        text = GC_MALLOC_ATOMIC(24);
        sprintf(text, "%jd", (intmax_t)to_fixnum(v));
        return text;
    }
    if (is_ratnum(v)) {
        text = GC_MALLOC_ATOMIC(mpz_sizeinbase(mpq_numref(RATIO(v)), radix) + mpz_sizeinbase(mpq_denref(RATIO(v)), radix) + 3);
        return mpq_get_str(text, radix, RATIO(v));
    }
    mpz_srcptr z = see(v, &view);
    text = GC_MALLOC_ATOMIC(mpz_sizeinbase(z, radix) + 2);
    return mpz_get_str(text, radix, z);
}

static char *complex_text(value v, int radix)
{
    value real = REAL_PART(v), imaginary = IMAGINARY_PART(v);
    const char *first = is_exact_zero(real) ? "" : number_text(real, radix);
    const char *second = imaginary == fixnum(1) ? "+" : imaginary == fixnum(-1) ? "-" : number_text(imaginary, radix);
    size_t room = strlen(first) + strlen(second) + 3;
    char *text = GC_MALLOC_ATOMIC(room);
    snprintf(text, room, "%s%s%si", first, second[0] == '-' || second[0] == '+' ? "" : "+", second);
    return text;
}

char *number_text(value v, int radix)
{
    if (is_compnum(v))
        return complex_text(v, radix);
    return is_flonum(v) ? flonum_text(to_double(v), radix) : exact_text(v, radix);
}

/* ---- number->string, string->number ---- */

static bool take_radix(value v, int *radix)
{
    *radix = v == NULL ? 10 : is_fixnum(v) && to_fixnum(v) >= 2 && to_fixnum(v) <= 16 ? (int)to_fixnum(v) : 0;
    return *radix != 0;
}

static value number_to_string(value v, value base)
{
    int radix;
    NEED_NUMBER("number->string", 1, v);
    NEED(take_radix(base, &radix), "number->string", 2, base, "radix from 2 to 16");
    return string_from(number_text(v, radix));
}

static value string_to_number(value string, value base)
{
    int radix;
    size_t bytes;
    NEED(is_string(string), "string->number", 1, string, "string");
    NEED(take_radix(base, &radix), "string->number", 2, base, "radix from 2 to 16");
    const char *text = string_to_utf8(string, &bytes);
    return parse_number(text, bytes, radix);
}

static const struct definition definitions[] = {
    { "number->string", BASE, 1, 2, LEAF2(number_to_string) },
    { "string->number", BASE, 1, 2, LEAF2(string_to_number) },
};

void number_text_start(void) { define_all(definitions, COUNT(definitions)); }
