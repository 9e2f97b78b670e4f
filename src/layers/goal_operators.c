/* goal_operators.c: arithmetic, comparisons, strings: calls of functions of two values. */
#include <gc/gc.h>
#include <string.h>

#include "goal.h"

static KONT kont_goal *operator(kont_goal_fn *fn, kont_goal *a, kont_goal *b)
{
    return kont_goal_with(kont_goal_with(kont_goal_function(fn), a), b);
}

/* ---- Integers -------------------------------------------------------------------------------------------------------------------------------- */

static KONT bool integer(const char *problem, long n, void **result, const char *where)
{
    if (problem != NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, where, problem);
    *result = kont_int(n);
    return true;
}

/* OPERATION(a, b, &n) tells why there is no n, or null. */
#define ARITHMETIC(name, operation)                                                         \
    static KONT bool name(void *const *args, void **result)                                 \
    {                                                                                       \
        long n = 0;                                                                         \
        const char *problem = operation((long)kont_to_int(args[0]), (long)kont_to_int(args[1]), &n); \
        return integer(problem, n, result, "kont_goal_" #name);                             \
    }                                                                                       \
    KONT kont_goal *kont_goal_##name(kont_goal *a, kont_goal *b)                            \
    {                                                                                       \
        return operator(name, a, b);                                                        \
    }

static const char does_not_fit[] = "integer: the result does not fit", by_zero[] = "integer: a division by 0";

static const char *sum(long a, long b, long *n) { return __builtin_add_overflow(a, b, n) ? does_not_fit : NULL; }
static const char *difference(long a, long b, long *n) { return __builtin_sub_overflow(a, b, n) ? does_not_fit : NULL; }
static const char *product(long a, long b, long *n) { return __builtin_mul_overflow(a, b, n) ? does_not_fit : NULL; }

static const char *quotient(long a, long b, long *n)
{
    if (b == 0)
        return by_zero;
    if (b == -1)
        return difference(0, a, n);
    *n = a / b;
    return NULL;
}

static const char *remainder_of(long a, long b, long *n)
{
    if (b == 0)
        return by_zero;
    *n = b == -1 ? 0 : a % b;
    return NULL;
}

ARITHMETIC(add, sum)
ARITHMETIC(sub, difference)
ARITHMETIC(mul, product)
ARITHMETIC(div, quotient)
ARITHMETIC(mod, remainder_of)

#define COMPARISON(name, operator_)                                                         \
    static KONT bool name(void *const *args, void **result)                                 \
    {                                                                                       \
        *result = args[1];                                                                  \
        return kont_to_int(args[0]) operator_ kont_to_int(args[1]);                         \
    }                                                                                       \
    KONT kont_goal *kont_goal_##name(kont_goal *a, kont_goal *b)                            \
    {                                                                                       \
        return operator(name, a, b);                                                        \
    }

COMPARISON(lt, <)
COMPARISON(le, <=)
COMPARISON(gt, >)
COMPARISON(ge, >=)
COMPARISON(eq, ==)
COMPARISON(ne, !=)

/* ---- Strings --------------------------------------------------------------------------------------------------------------------------------- */

static KONT void need_strings(void *const *args, const char *where)
{
    if (args[0] == NULL || args[1] == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, where, "string");
}

static KONT bool concat(void *const *args, void **result)
{
    need_strings(args, "kont_goal_concat");
    size_t first = strlen(args[0]), second = strlen(args[1]);
    char *both = GC_MALLOC_ATOMIC(first + second + 1);
    if (both == NULL)
        kont_raise_error(KONT_ERR_MEMORY, "kont_goal_concat", NULL);
    memcpy(both, args[0], first);
    memcpy(both + first, args[1], second + 1);
    *result = both;
    return true;
}

KONT kont_goal *kont_goal_concat(kont_goal *a, kont_goal *b)
{
    return operator(concat, a, b);
}

static KONT bool same(void *const *args, void **result)
{
    need_strings(args, "kont_goal_same");
    *result = args[1];
    return strcmp(args[0], args[1]) == 0;
}

KONT kont_goal *kont_goal_same(kont_goal *a, kont_goal *b)
{
    return operator(same, a, b);
}
