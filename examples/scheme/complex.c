/* complex.c: complex numbers, in rectangular form. */
#include "numeric.h"

#include <complex.h>
#include <math.h>

static value real_of(value v) { return is_compnum(v) ? REAL_PART(v) : v; }
static value imaginary_of(value v) { return is_compnum(v) ? IMAGINARY_PART(v) : fixnum(0); }

/* The parts as they are: an infinite one times I would give the other one's NaN. (CMPLX is not there for every compiler.) */
double _Complex complex_to_c(value v)
{
    union {
        double parts[2];
        double _Complex z;
    } u = { .parts = { number_to_double(real_of(v)), number_to_double(imaginary_of(v)) } };
    return u.z;
}

value complex_from_c(double _Complex z)
{
    return make_complex(make_flonum(creal(z)), make_flonum(cimag(z)));
}

/* ---- Arithmetic, on the parts. A part that is too large is PENDING, and so is the result. ---- */

static value join(value real, value imaginary)
{
    return real == PENDING || imaginary == PENDING ? PENDING : make_complex(real, imaginary);
}

/* a b + sign c d */
static value sum_of_products(value a, value b, int sign, value c, value d)
{
    value x = number_multiply(a, b), y = x == PENDING ? PENDING : number_multiply(c, d);
    if (y == PENDING)
        return PENDING;
    return sign > 0 ? number_add(x, y) : number_subtract(x, y);
}

static value multiply(value x, value y)
{
    value a = real_of(x), b = imaginary_of(x), c = real_of(y), d = imaginary_of(y);
    value real = sum_of_products(a, c, -1, b, d);
    return real == PENDING ? PENDING : join(real, sum_of_products(a, d, 1, b, c));
}

static value divide(value x, value y)
{
    if (!is_exact(x) || !is_exact(y))
        return is_compnum(y) ? complex_from_c(complex_to_c(x) / complex_to_c(y))
            : join(number_divide(real_of(x), y), number_divide(imaginary_of(x), y));
    value a = real_of(x), b = imaginary_of(x), c = real_of(y), d = imaginary_of(y);
    value m = sum_of_products(c, c, 1, d, d);
    value real = m == PENDING ? PENDING : sum_of_products(a, c, 1, b, d);
    value imaginary = real == PENDING ? PENDING : sum_of_products(b, c, -1, a, d);
    return imaginary == PENDING ? PENDING : join(number_divide(real, m), number_divide(imaginary, m));
}

value complex_operation(char operation, value x, value y)
{
    switch (operation) {
    case '+':
        return join(number_add(real_of(x), real_of(y)), number_add(imaginary_of(x), imaginary_of(y)));
    case '-':
        return join(number_subtract(real_of(x), real_of(y)), number_subtract(imaginary_of(x), imaginary_of(y)));
    case '*':
        return multiply(x, y);
    default:
        return divide(x, y);
    }
}

/* ---- Parts ---- */

static value make_rectangular(value real, value imaginary)
{
    NEED_REAL("make-rectangular", 1, real);
    NEED_REAL("make-rectangular", 2, imaginary);
    return make_complex(real, imaginary);
}

static value make_polar(value magnitude, value angle)
{
    NEED_REAL("make-polar", 1, magnitude);
    NEED_REAL("make-polar", 2, angle);
    if (is_exact_zero(angle) || is_exact_zero(magnitude))
        return magnitude;
    double m = number_to_double(magnitude), a = number_to_double(angle);
    return make_complex(make_flonum(m * cos(a)), make_flonum(m * sin(a)));
}

static value real_part(value v)
{
    NEED_NUMBER("real-part", 1, v);
    return real_of(v);
}

static value imag_part(value v)
{
    NEED_NUMBER("imag-part", 1, v);
    return imaginary_of(v);
}

static value magnitude(value v)
{
    NEED_NUMBER("magnitude", 1, v);
    if (!is_compnum(v))
        return is_negative(v) ? number_negate(v) : v;
    if (!is_exact(v))
        return make_flonum(cabs(complex_to_c(v)));
    value square = sum_of_products(real_of(v), real_of(v), 1, imaginary_of(v), imaginary_of(v));
    return square == PENDING ? PENDING : number_power(square, ratio_of(fixnum(1), fixnum(2)));
}

static value angle(value v)
{
    NEED_NUMBER("angle", 1, v);
    if (is_compnum(v))
        return make_flonum(carg(complex_to_c(v)));
    if (is_exact_zero(v))
        return out_of_range("angle", 1, v);
    if (is_negative(v))
        return make_flonum(acos(-1));
    return is_flonum(v) ? make_flonum(0) : fixnum(0);
}

static const struct definition definitions[] = {
    { "make-rectangular", COMPLEX, 2, 2, LEAF2(make_rectangular) },
    { "make-polar", COMPLEX, 2, 2, LEAF2(make_polar) },
    { "real-part", COMPLEX, 1, 1, LEAF1(real_part) },
    { "imag-part", COMPLEX, 1, 1, LEAF1(imag_part) },
    { "magnitude", COMPLEX, 1, 1, LEAF1(magnitude) },
    { "angle", COMPLEX, 1, 1, LEAF1(angle) },
};

void complex_start(void) { define_all(definitions, COUNT(definitions)); }
