/* number_parse.c: text as numbers (R7RS 7.1.1, <number>). As an extension, a point may stand in any radix: #b10.01 is 2.25. */
#include "numeric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct text {
    const char *at, *end;
    int radix;
    char exactness;                                     /* of a prefix: 'e', 'i', or 0 */
};

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }
static char peek(struct text *t) { return t->at < t->end ? lower(*t->at) : '\0'; }
static bool at_end(struct text *t) { return t->at == t->end; }

static bool take(struct text *t, const char *word)
{
    const char *p = t->at;
    for (; *word != '\0'; word++, p++)
        if (p >= t->end || lower(*p) != *word)
            return false;
    t->at = p;
    return true;
}

static int digit_of(char c, int radix)
{
    int d = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
    return d < radix ? d : -1;
}

/* How many digits stand here; passes over them. */
static size_t take_digits(struct text *t)
{
    const char *start = t->at;
    while (digit_of(peek(t), t->radix) >= 0)
        t->at++;
    return (size_t)(t->at - start);
}

/* The integer that two rows of digits are, one after the other. */
static value integer_of_digits(const char *digits, size_t count, const char *more, size_t more_count, int radix)
{
    if (count + more_count <= 7) {
        intptr_t n = 0;
        for (size_t i = 0; i < count + more_count; i++)
            n = n * radix + digit_of(lower(i < count ? digits[i] : more[i - count]), radix);
        return integer_from(n);
    }
    char *text = GC_MALLOC_ATOMIC(count + more_count + 1);
    memcpy(text, digits, count);
    memcpy(text + count, more, more_count);
    text[count + more_count] = '\0';
    mpz_t r;
    mpz_init_set_str(r, text, radix);
    return integer_of(r);
}

/* ---- Decimals: mantissa times radix^exponent ---- */

enum { MOST_EXPONENT = 100000000 };

/* An exponent after its marker, held within +-MOST_EXPONENT. False: there are no digits. */
static bool take_exponent(struct text *t, long *exponent)
{
    long n = 0;
    bool negative = peek(t) == '-';
    if (negative || peek(t) == '+')
        t->at++;
    const char *start = t->at;
    for (; digit_of(peek(t), 10) >= 0; t->at++)
        n = n > MOST_EXPONENT ? n : n * 10 + digit_of(peek(t), 10);
    *exponent = n > MOST_EXPONENT ? MOST_EXPONENT : n;
    if (negative)
        *exponent = -*exponent;
    return t->at > start;
}

/* R7RS has e alone; the others asked for a precision, and still stand in programs. */
static bool is_marker(char c) { return c == 'e' || c == 's' || c == 'f' || c == 'd' || c == 'l'; }

/* FALSE: it would fill the memory. */
static value exact_decimal(value mantissa, int radix, long exponent)
{
    if (labs(exponent) >= MOST_EXPONENT)
        return FALSE;
    value power = number_power(fixnum(radix), fixnum(labs(exponent)));
    value v = power == PENDING ? PENDING : exponent < 0 ? number_divide(mantissa, power) : number_multiply(mantissa, power);
    return v == PENDING ? FALSE : v;
}

/* Correctly rounded. Where mantissa and power are both doubles, one operation on them is. */
static value inexact_decimal(value mantissa, int radix, long exponent)
{
    static const double powers[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
        1e19, 1e20, 1e21, 1e22 };
    struct view view;
    if (is_exact_zero(mantissa))
        return make_flonum(0);
    if (radix == 10 && is_fixnum(mantissa) && (double)to_fixnum(mantissa) < 0x1p53 && labs(exponent) <= 22) {
        double m = (double)to_fixnum(mantissa);
        return make_flonum(exponent < 0 ? m / powers[-exponent] : m * powers[exponent]);
    }
    long size = (long)mpz_sizeinbase(see(mantissa, &view), radix) + exponent;
    if (size > 1100 || size < -1100)                    /* beyond all doubles in any radix */
        return make_flonum(size > 0 ? HUGE_VAL : 0);
    value v = exact_decimal(mantissa, radix, exponent);
    return v == FALSE ? FALSE : to_inexact(v);
}

static value finish_decimal(struct text *t, bool negative, value mantissa, long exponent)
{
    value v = t->exactness != 'e' ? inexact_decimal(mantissa, t->radix, exponent)
        : is_exact_zero(mantissa) ? mantissa : exact_decimal(mantissa, t->radix, exponent);
    return v != FALSE && negative ? number_negate(v) : v;
}

/* ---- Reals: FALSE where none stands here ---- */

static value finish_exact(struct text *t, bool negative, value v)
{
    if (t->exactness == 'i')
        return make_flonum(negative ? -number_to_double(v) : number_to_double(v));
    return negative ? number_negate(v) : v;
}

static value take_ratio(struct text *t, bool negative, value numerator)
{
    const char *start = t->at;
    size_t count = take_digits(t);
    value denominator = integer_of_digits(start, count, start, 0, t->radix);
    if (count == 0 || (is_exact_zero(denominator) && t->exactness != 'i'))
        return FALSE;
    if (is_exact_zero(denominator))
        return make_flonum((negative ? -1 : 1) * number_to_double(numerator) / 0.0);
    return finish_exact(t, negative, number_divide(numerator, denominator));
}

static value take_unsigned(struct text *t, bool negative)
{
    const char *whole = t->at, *fraction = NULL;
    size_t whole_count = take_digits(t), fraction_count = 0;
    long exponent = 0;
    if (whole_count > 0 && take(t, "/"))
        return take_ratio(t, negative, integer_of_digits(whole, whole_count, whole, 0, t->radix));
    bool decimal = take(t, ".");
    if (decimal) {
        fraction = t->at;
        fraction_count = take_digits(t);
    }
    if (whole_count + fraction_count == 0)
        return FALSE;
    if (t->radix == 10 && is_marker(peek(t))) {
        decimal = true;
        t->at++;
        if (!take_exponent(t, &exponent))
            return FALSE;
    }
    value mantissa = integer_of_digits(whole, whole_count, fraction == NULL ? whole : fraction, fraction_count, t->radix);
    if (!decimal)
        return finish_exact(t, negative, mantissa);
    return finish_decimal(t, negative, mantissa, exponent - (long)fraction_count);
}

static value take_real(struct text *t)
{
    bool negative = peek(t) == '-', sign = negative || peek(t) == '+';
    if (sign) {
        t->at++;
        if (take(t, "inf.0"))
            return t->exactness == 'e' ? FALSE : make_flonum(negative ? -HUGE_VAL : HUGE_VAL);
        if (take(t, "nan.0"))
            return t->exactness == 'e' ? FALSE : make_flonum(NAN);
    }
    return take_unsigned(t, negative);
}

/* ---- Complex numbers ---- */

static value unit(struct text *t, value sign) { return t->exactness == 'i' ? to_inexact(sign) : sign; }

/* What stands before "i" at the end, with its sign: "+", "-" or a real with one. */
static value take_imaginary(struct text *t)
{
    if (t->end - t->at == 2 && lower(t->at[1]) == 'i' && (*t->at == '+' || *t->at == '-')) {
        value v = unit(t, fixnum(*t->at == '-' ? -1 : 1));
        t->at = t->end;
        return v;
    }
    bool sign = peek(t) == '+' || peek(t) == '-';
    value v = take_real(t);
    return sign && v != FALSE && take(t, "i") && at_end(t) ? v : FALSE;
}

static value take_polar(struct text *t, value magnitude)
{
    value angle = take_real(t);
    if (angle == FALSE || !at_end(t))
        return FALSE;
    if (is_exact_zero(angle) || is_exact_zero(magnitude))
        return magnitude;
    double m = number_to_double(magnitude), a = number_to_double(angle);
    value v = make_complex(make_flonum(m * cos(a)), make_flonum(m * sin(a)));
    if (t->exactness != 'e')
        return v;
    value exact = to_exact(v);
    return exact == PENDING ? FALSE : exact;
}

static value take_complex(struct text *t)
{
    struct text start = *t;
    value real = take_real(t);
    if (real != FALSE && at_end(t))
        return real;
    if (real != FALSE && take(t, "@"))
        return take_polar(t, real);
    if (real == FALSE || peek(t) == 'i') {              /* no real part */
        *t = start;
        real = fixnum(0);
    }
    value imaginary = take_imaginary(t);
    return imaginary == FALSE ? FALSE : make_complex(real, imaginary);
}

/* ---- Prefixes ---- */

/* One of each kind at most. */
static bool take_prefixes(struct text *t)
{
    bool radix = false;
    while (peek(t) == '#') {
        t->at++;
        char c = peek(t);
        if (c == 'e' || c == 'i') {
            if (t->exactness != 0)
                return false;
            t->exactness = c;
        } else {
            if (radix || (c != 'b' && c != 'o' && c != 'd' && c != 'x'))
                return false;
            t->radix = c == 'b' ? 2 : c == 'o' ? 8 : c == 'd' ? 10 : 16;
            radix = true;
        }
        t->at++;
    }
    return true;
}

value parse_number(const char *text, size_t bytes, int radix)
{
    struct text t = { text, text + bytes, radix, 0 };
    return take_prefixes(&t) ? take_complex(&t) : FALSE;
}
