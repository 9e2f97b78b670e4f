/* integers.c: division with a remainder, divisors, roots, bits. Integers may be flonums (R7RS 6.2.6); the result is inexact then. */
#include "numeric.h"

#include <math.h>

/* ---- Division: FLOOR or TRUNCATE; the quotient or the remainder ---- */

enum division { FLOOR = 1, REMAINDER = 2 };             /* bits; without FLOOR: truncated; without REMAINDER: the quotient */

static value divide_fixnums(unsigned division, intptr_t n, intptr_t d)
{
    intptr_t q = n / d, r = n % d;
    if ((division & FLOOR) && r != 0 && (r < 0) != (d < 0)) {
        q--;
        r += d;
    }
    return integer_from(division & REMAINDER ? r : q);
}

static value divide_doubles(unsigned division, double n, double d)
{
    double r = fmod(n, d), q = (n - r) / d;
    if ((division & FLOOR) && r != 0 && (r < 0) != (d < 0)) {
        q--;
        r += d;
    }
    return make_flonum(division & REMAINDER ? r : trunc(q));
}

static value divide_big(unsigned division, value n, value d)
{
    struct view nv, dv;
    mpz_srcptr x = see(n, &nv), y = see(d, &dv);
    mpz_t result;
    mpz_init(result);
    void (*const functions[])(mpz_ptr, mpz_srcptr, mpz_srcptr) = { mpz_tdiv_q, mpz_fdiv_q, mpz_tdiv_r, mpz_fdiv_r };
    functions[division](result, x, y);
    return integer_of(result);
}

static value divide(const char *who, unsigned division, value n, value d)
{
    NEED_INTEGER(who, 1, n);
    NEED_INTEGER(who, 2, d);
    if (sign_of(d) == 0)
        return failed(who, "division by zero", list1(n));
    if (is_fixnum(n) && is_fixnum(d))
        return divide_fixnums(division, to_fixnum(n), to_fixnum(d));
    if (is_flonum(n) || is_flonum(d))
        return divide_doubles(division, number_to_double(n), number_to_double(d));
    return divide_big(division, n, d);
}

value number_quotient(value a, value b) { return divide("quotient", 0, a, b); }
value number_remainder(value a, value b) { return divide("remainder", REMAINDER, a, b); }
static value modulo(value a, value b) { return divide("modulo", FLOOR | REMAINDER, a, b); }
static value floor_quotient(value a, value b) { return divide("floor-quotient", FLOOR, a, b); }
static value floor_remainder(value a, value b) { return divide("floor-remainder", FLOOR | REMAINDER, a, b); }
static value truncate_quotient(value a, value b) { return divide("truncate-quotient", 0, a, b); }
static value truncate_remainder(value a, value b) { return divide("truncate-remainder", REMAINDER, a, b); }

static value two_values(value a, value b)
{
    struct values *v = make_values(2);
    v->items[0] = a;
    v->items[1] = b;
    return v;
}

static value divide_both(const char *who, unsigned division, value a, value b)
{
    value q = divide(who, division, a, b);
    return q == PENDING ? PENDING : two_values(q, divide(who, division | REMAINDER, a, b));
}

static value floor_both(value a, value b) { return divide_both("floor/", FLOOR, a, b); }
static value truncate_both(value a, value b) { return divide_both("truncate/", 0, a, b); }

/* ---- Even and odd ---- */

static bool is_odd(value v)
{
    if (is_fixnum(v))
        return to_fixnum(v) & 1;
    return is_flonum(v) ? fmod(to_double(v), 2) != 0 : mpz_odd_p(BIG(v)) != 0;
}

static value even_p(value v)
{
    NEED_INTEGER("even?", 1, v);
    return boolean(!is_odd(v));
}

static value odd_p(value v)
{
    NEED_INTEGER("odd?", 1, v);
    return boolean(is_odd(v));
}

/* ---- Divisors ---- */

static value divisor(char which, value a, value b)
{
    struct view av, bv;
    mpz_t r;
    mpz_init(r);
    (which == 'g' ? mpz_gcd : mpz_lcm)(r, see(a, &av), see(b, &bv));
    return integer_of(r);
}

static value divisors(const char *who, value start, intptr_t argc, value *argv)
{
    value r = start;
    bool inexact = false;
    for (intptr_t i = 0; i < argc; i++)
        NEED_INTEGER(who, (int)i + 1, argv[i]);
    for (intptr_t i = 0; i < argc; i++) {
        inexact = inexact || is_flonum(argv[i]);
        r = divisor(who[0], r, to_exact(argv[i]));
        if (is_bignum(r) && mpz_sizeinbase(BIG(r), 2) > MOST_BITS)
            return too_large(who);
    }
    return inexact ? to_inexact(r) : r;
}

static value gcd(intptr_t argc, value *argv) { return divisors("gcd", fixnum(0), argc, argv); }
static value lcm(intptr_t argc, value *argv) { return divisors("lcm", fixnum(1), argc, argv); }

/* ---- Roots ---- */

static value exact_integer_sqrt(value v)
{
    NEED(is_exact_integer(v) && sign_of(v) >= 0, "exact-integer-sqrt", 1, v, "exact integer that is not negative");
    struct view view;
    mpz_t root, rest;
    mpz_inits(root, rest, NULL);
    mpz_sqrtrem(root, rest, see(v, &view));
    value r = integer_of(root);
    return two_values(r, integer_of(rest));
}

/* ---- Bits of exact integers, in two's complement without end ---- */

static value bits(const char *who, void (*operation)(mpz_ptr, mpz_srcptr, mpz_srcptr), intptr_t start, intptr_t argc, value *argv)
{
    value r = fixnum(start);
    for (intptr_t i = 0; i < argc; i++) {
        struct view a, b;
        NEED_EXACT_INTEGER(who, (int)i + 1, argv[i]);
        mpz_t result;
        mpz_init(result);
        operation(result, see(r, &a), see(argv[i], &b));
        r = integer_of(result);
    }
    return r;
}

static value bitwise_and(intptr_t argc, value *argv) { return bits("bitwise-and", mpz_and, -1, argc, argv); }
static value bitwise_or(intptr_t argc, value *argv) { return bits("bitwise-ior", mpz_ior, 0, argc, argv); }
static value bitwise_xor(intptr_t argc, value *argv) { return bits("bitwise-xor", mpz_xor, 0, argc, argv); }

static value bitwise_not(value v)
{
    NEED_EXACT_INTEGER("bitwise-not", 1, v);
    return number_subtract(fixnum(-1), v);
}

static value arithmetic_shift(value v, value by)
{
    struct view view;
    NEED_EXACT_INTEGER("arithmetic-shift", 1, v);
    NEED_EXACT_INTEGER("arithmetic-shift", 2, by);
    mpz_srcptr z = see(v, &view);
    if (sign_of(by) > 0 && mpz_sgn(z) != 0 && (!is_fixnum(by) || to_fixnum(by) > MOST_BITS || mpz_sizeinbase(z, 2) + (size_t)to_fixnum(by) > MOST_BITS))
        return too_large("arithmetic-shift");
    if (!is_fixnum(by))
        return fixnum(sign_of(by) < 0 && sign_of(v) < 0 ? -1 : 0);
    intptr_t n = to_fixnum(by);
    mpz_t r;
    mpz_init(r);
    if (mpz_sgn(z) != 0)
        (n > 0 ? mpz_mul_2exp : mpz_fdiv_q_2exp)(r, z, n > 0 ? (mp_bitcnt_t)n : -(mp_bitcnt_t)n);
    return integer_of(r);
}

static value integer_length(value v)
{
    struct view view;
    NEED_EXACT_INTEGER("integer-length", 1, v);
    value w = sign_of(v) < 0 ? bitwise_not(v) : v;
    return sign_of(w) == 0 ? fixnum(0) : integer_from((intptr_t)mpz_sizeinbase(see(w, &view), 2));
}

/* Of a negative number: the bits that are 0. */
static value bit_count(value v)
{
    struct view view;
    NEED_EXACT_INTEGER("bit-count", 1, v);
    return integer_from((intptr_t)mpz_popcount(see(sign_of(v) < 0 ? bitwise_not(v) : v, &view)));
}

static const struct definition definitions[] = {
    { "quotient", BASE, 2, 2, LEAF2(number_quotient) },
    { "remainder", BASE, 2, 2, LEAF2(number_remainder) },
    { "modulo", BASE, 2, 2, LEAF2(modulo) },
    { "floor-quotient", BASE, 2, 2, LEAF2(floor_quotient) },
    { "floor-remainder", BASE, 2, 2, LEAF2(floor_remainder) },
    { "truncate-quotient", BASE, 2, 2, LEAF2(truncate_quotient) },
    { "truncate-remainder", BASE, 2, 2, LEAF2(truncate_remainder) },
    { "floor/", BASE, 2, 2, LEAF2(floor_both) },
    { "truncate/", BASE, 2, 2, LEAF2(truncate_both) },
    { "even?", BASE, 1, 1, LEAF1(even_p) },
    { "odd?", BASE, 1, 1, LEAF1(odd_p) },
    { "gcd", BASE, 0, MANY, LEAFN(gcd) },
    { "lcm", BASE, 0, MANY, LEAFN(lcm) },
    { "exact-integer-sqrt", BASE, 1, 1, LEAF1(exact_integer_sqrt) },
    { "bitwise-and", EXTRA, 0, MANY, LEAFN(bitwise_and) },
    { "bitwise-ior", EXTRA, 0, MANY, LEAFN(bitwise_or) },
    { "bitwise-xor", EXTRA, 0, MANY, LEAFN(bitwise_xor) },
    { "bitwise-not", EXTRA, 1, 1, LEAF1(bitwise_not) },
    { "arithmetic-shift", EXTRA, 2, 2, LEAF2(arithmetic_shift) },
    { "integer-length", EXTRA, 1, 1, LEAF1(integer_length) },
    { "bit-count", EXTRA, 1, 1, LEAF1(bit_count) },
};

void integers_start(void) { define_all(definitions, COUNT(definitions)); }
