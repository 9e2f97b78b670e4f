/* arithmetic.c: + - * /, comparisons, and what follows from them. */
#include "numeric.h"

#include <math.h>

/* ---- One operation on two numbers of the same level ---- */

static const char *name_of(char operation)
{
    return operation == '+' ? "+" : operation == '-' ? "-" : operation == '*' ? "*" : "/";
}

static value integer_operation(char operation, value a, value b)
{
    struct view av, bv;
    mpz_srcptr x = see(a, &av), y = see(b, &bv);
    if (operation == '/')
        return ratio_of(a, b);
    if (operation == '*' && mpz_sizeinbase(x, 2) + mpz_sizeinbase(y, 2) > MOST_BITS)
        return too_large("*");
    mpz_t r;
    mpz_init(r);
    switch (operation) {
    case '+':
        mpz_add(r, x, y);
        break;
    case '-':
        mpz_sub(r, x, y);
        break;
    default:
        mpz_mul(r, x, y);
    }
    return integer_of(r);
}

static size_t ratio_bits(mpq_srcptr q)
{
    return mpz_sizeinbase(mpq_numref(q), 2) + mpz_sizeinbase(mpq_denref(q), 2);
}

static value ratio_operation(char operation, value a, value b)
{
    struct ratio_view av, bv;
    mpq_srcptr x = see_ratio(a, &av), y = see_ratio(b, &bv);
    mpq_t r;
    if (ratio_bits(x) + ratio_bits(y) > MOST_BITS)
        return too_large(name_of(operation));
    mpq_init(r);
    switch (operation) {
    case '+':
        mpq_add(r, x, y);
        break;
    case '-':
        mpq_sub(r, x, y);
        break;
    case '*':
        mpq_mul(r, x, y);
        break;
    default:
        mpq_div(r, x, y);
    }
    return ratio_from(r);
}

static value flonum_operation(char operation, double x, double y)
{
    switch (operation) {
    case '+':
        return make_flonum(x + y);
    case '-':
        return make_flonum(x - y);
    case '*':
        return make_flonum(x * y);
    default:
        return make_flonum(x / y);
    }
}

/* ---- On any two ---- */

/* An exact 0 times any number is 0, and so is 0 divided by any other number. */
static value operate(char operation, value a, value b)
{
    enum level la = level_of(a), lb = level_of(b);
    NEED_NUMBER(name_of(operation), 1, a);
    NEED_NUMBER(name_of(operation), 2, b);
    if (operation == '/' && is_exact_zero(b))
        return failed("/", "division by zero", list1(a));
    if ((operation == '*' && (is_exact_zero(a) || is_exact_zero(b))) || (operation == '/' && is_exact_zero(a)))
        return fixnum(0);
    switch (la > lb ? la : lb) {
    case L_FLONUM:
        return flonum_operation(operation, number_to_double(a), number_to_double(b));
    case L_COMPLEX:
        return complex_operation(operation, a, b);
    case L_RATNUM:
        return ratio_operation(operation, a, b);
    default:
        return integer_operation(operation, a, b);
    }
}

value number_add(value a, value b)
{
    intptr_t sum;
    if (is_fixnum(a) && is_fixnum(b) && !__builtin_add_overflow((intptr_t)a - 1, (intptr_t)b, &sum))
        return (value)sum;
    if (is_flonum(a) && is_flonum(b))
        return make_flonum(to_double(a) + to_double(b));
    return operate('+', a, b);
}

value number_subtract(value a, value b)
{
    intptr_t difference;
    if (is_fixnum(a) && is_fixnum(b) && !__builtin_sub_overflow((intptr_t)a, (intptr_t)b - 1, &difference))
        return (value)difference;
    if (is_flonum(a) && is_flonum(b))
        return make_flonum(to_double(a) - to_double(b));
    return operate('-', a, b);
}

value number_multiply(value a, value b)
{
    intptr_t product;
    if (is_fixnum(a) && is_fixnum(b) && !__builtin_mul_overflow((intptr_t)a - 1, to_fixnum(b), &product))
        return (value)(product + 1);
    if (is_flonum(a) && is_flonum(b))
        return make_flonum(to_double(a) * to_double(b));
    return operate('*', a, b);
}

value number_divide(value a, value b)
{
    if (is_fixnum(a) && is_fixnum(b) && b != fixnum(0) && to_fixnum(a) % to_fixnum(b) == 0)
        return integer_from(to_fixnum(a) / to_fixnum(b));
    return operate('/', a, b);
}

value number_negate(value v)
{
    if (is_flonum(v))
        return make_flonum(-to_double(v));
    if (is_compnum(v))
        return make_complex(number_negate(REAL_PART(v)), number_negate(IMAGINARY_PART(v)));
    return number_subtract(fixnum(0), v);
}

/* ---- Comparison: of what the numbers are, never of one rounded, so that < is transitive ---- */

static int order(int c) { return (c > 0) - (c < 0); }

static int compare_exact(value a, value b)
{
    if (is_fixnum(a) && is_fixnum(b))
        return ((intptr_t)a > (intptr_t)b) - ((intptr_t)a < (intptr_t)b);
    if (is_ratnum(a) || is_ratnum(b)) {
        struct ratio_view av, bv;
        return order(mpq_cmp(see_ratio(a, &av), see_ratio(b, &bv)));
    }
    struct view av, bv;
    return order(mpz_cmp(see(a, &av), see(b, &bv)));
}

static int compare_with_double(value exact, double d)
{
    if (isnan(d))
        return UNORDERED;
    if (isinf(d))
        return d > 0 ? -1 : 1;
    return compare_exact(exact, exact_of_double(d));
}

int compare_reals(value a, value b)
{
    if (is_flonum(a) && is_flonum(b)) {
        double x = to_double(a), y = to_double(b);
        return isnan(x) || isnan(y) ? UNORDERED : (x > y) - (x < y);
    }
    if (is_flonum(b))
        return compare_with_double(a, to_double(b));
    if (is_flonum(a)) {
        int c = compare_with_double(b, to_double(a));
        return c == UNORDERED ? UNORDERED : -c;
    }
    return compare_exact(a, b);
}

static value imaginary_of(value v) { return is_compnum(v) ? IMAGINARY_PART(v) : fixnum(0); }

static bool are_equal(value a, value b)
{
    if (is_compnum(a) || is_compnum(b))
        return compare_reals(is_compnum(a) ? REAL_PART(a) : a, is_compnum(b) ? REAL_PART(b) : b) == 0 &&
            compare_reals(imaginary_of(a), imaginary_of(b)) == 0;
    return compare_reals(a, b) == 0;
}

value number_equal(value a, value b)
{
    if (is_fixnum(a) && is_fixnum(b))
        return boolean(a == b);
    NEED_NUMBER("=", 1, a);
    NEED_NUMBER("=", 2, b);
    return boolean(are_equal(a, b));
}

value number_less(value a, value b)
{
    if (is_fixnum(a) && is_fixnum(b))
        return boolean((intptr_t)a < (intptr_t)b);
    NEED_REAL("<", 1, a);
    NEED_REAL("<", 2, b);
    return boolean(compare_reals(a, b) == -1);
}

static value equal_all(intptr_t argc, value *argv)
{
    bool equal = true;
    for (intptr_t i = 0; i < argc; i++)
        NEED_NUMBER("=", (int)i + 1, argv[i]);
    for (intptr_t i = 1; i < argc; i++)
        equal = equal && are_equal(argv[i - 1], argv[i]);
    return boolean(equal);
}

/* Whether each one stands to the next in one of two relations: first or second is what compare_reals answers. */
static value ordered(const char *who, int first, int second, intptr_t argc, value *argv)
{
    bool holds = true;
    for (intptr_t i = 0; i < argc; i++)
        NEED_REAL(who, (int)i + 1, argv[i]);
    for (intptr_t i = 1; i < argc && holds; i++) {
        int c = compare_reals(argv[i - 1], argv[i]);
        holds = c == first || c == second;
    }
    return boolean(holds);
}

static value less(intptr_t argc, value *argv) { return ordered("<", -1, -1, argc, argv); }
static value greater(intptr_t argc, value *argv) { return ordered(">", 1, 1, argc, argv); }
static value less_or_equal(intptr_t argc, value *argv) { return ordered("<=", -1, 0, argc, argv); }
static value greater_or_equal(intptr_t argc, value *argv) { return ordered(">=", 1, 0, argc, argv); }

/* ---- Of many ---- */

/* start, and one after the other of the arguments from `from` on. */
static value fold(char operation, value start, intptr_t from, intptr_t argc, value *argv)
{
    value r = start;
    for (intptr_t i = from; i < argc; i++)
        NEED_NUMBER(name_of(operation), (int)i + 1, argv[i]);
    for (intptr_t i = from; i < argc && r != PENDING; i++)
        r = operation == '+' ? number_add(r, argv[i]) : operation == '*' ? number_multiply(r, argv[i])
            : operation == '-' ? number_subtract(r, argv[i]) : number_divide(r, argv[i]);
    return r;
}

static value add(intptr_t argc, value *argv) { return fold('+', fixnum(0), 0, argc, argv); }
static value multiply(intptr_t argc, value *argv) { return fold('*', fixnum(1), 0, argc, argv); }

static value subtract(intptr_t argc, value *argv)
{
    NEED_NUMBER("-", 1, argv[0]);
    return argc == 1 ? number_negate(argv[0]) : fold('-', argv[0], 1, argc, argv);
}

static value divide(intptr_t argc, value *argv)
{
    NEED_NUMBER("/", 1, argv[0]);
    return argc == 1 ? number_divide(fixnum(1), argv[0]) : fold('/', argv[0], 1, argc, argv);
}

/* The greatest (direction 1) or least (-1): inexact where one of them is. A NaN among them is the answer. */
static value extreme(const char *who, int direction, intptr_t argc, value *argv)
{
    value best = argv[0];
    bool inexact = false;
    for (intptr_t i = 0; i < argc; i++) {
        NEED_REAL(who, (int)i + 1, argv[i]);
        inexact = inexact || is_flonum(argv[i]);
    }
    for (intptr_t i = 1; i < argc; i++) {
        int c = compare_reals(argv[i], best);
        if (c == direction || (c == UNORDERED && !isnan(number_to_double(best))))
            best = argv[i];
    }
    return inexact ? to_inexact(best) : best;
}

static value max(intptr_t argc, value *argv) { return extreme("max", 1, argc, argv); }
static value min(intptr_t argc, value *argv) { return extreme("min", -1, argc, argv); }

/* ---- Of one ---- */

static value zero_p(value v)
{
    NEED_NUMBER("zero?", 1, v);
    return boolean(are_equal(v, fixnum(0)));
}

static value positive_p(value v)
{
    NEED_REAL("positive?", 1, v);
    return boolean(sign_of(v) > 0);
}

static value negative_p(value v)
{
    NEED_REAL("negative?", 1, v);
    return boolean(sign_of(v) < 0);
}

static value absolute(value v)
{
    NEED_REAL("abs", 1, v);
    return is_negative(v) ? number_negate(v) : v;
}

static value square(value v)
{
    NEED_NUMBER("square", 1, v);
    return number_multiply(v, v);
}

static value add_one(value v)
{
    NEED_NUMBER("1+", 1, v);
    return number_add(v, fixnum(1));
}

static value subtract_one(value v)
{
    NEED_NUMBER("-1+", 1, v);
    return number_subtract(v, fixnum(1));
}

static const struct definition definitions[] = {
    { "+", BASE, 0, MANY, LEAFN(add) },
    { "*", BASE, 0, MANY, LEAFN(multiply) },
    { "-", BASE, 1, MANY, LEAFN(subtract) },
    { "/", BASE, 1, MANY, LEAFN(divide) },
    { "=", BASE, 1, MANY, LEAFN(equal_all) },
    { "<", BASE, 1, MANY, LEAFN(less) },
    { ">", BASE, 1, MANY, LEAFN(greater) },
    { "<=", BASE, 1, MANY, LEAFN(less_or_equal) },
    { ">=", BASE, 1, MANY, LEAFN(greater_or_equal) },
    { "max", BASE, 1, MANY, LEAFN(max) },
    { "min", BASE, 1, MANY, LEAFN(min) },
    { "zero?", BASE, 1, 1, LEAF1(zero_p) },
    { "positive?", BASE, 1, 1, LEAF1(positive_p) },
    { "negative?", BASE, 1, 1, LEAF1(negative_p) },
    { "abs", BASE, 1, 1, LEAF1(absolute) },
    { "square", BASE, 1, 1, LEAF1(square) },
    { "1+", EXTRA, 1, 1, LEAF1(add_one) },
    { "-1+", EXTRA, 1, 1, LEAF1(subtract_one) },
};

void arithmetic_start(void) { define_all(definitions, COUNT(definitions)); }
