#include "raises.h"

#include <kont.h>
#include <stdio.h>

KONT const kont_exception *raised_by(kont_fn *fn, void *arg)
{
    const kont_exception *caught;
    kont_try(fn, arg, &caught);
    return caught;
}

/* ---- The library in order ------------------------------------------------------------------------------------------------ */

static KONT void *three_and_four(kont *k, void *unused)
{
    (void)unused;
    intptr_t three = kont_to_int(kont_resume(k, kont_int(3)));
    intptr_t four = kont_to_int(kont_resume(k, kont_int(4)));
    return kont_int(three * 100 + four);
}

static KONT void *ten_and(void *unused)
{
    (void)unused;
    return kont_int(10 + kont_to_int(kont_shift(three_and_four, NULL)));
}

static KONT void *one_and_two(void *unused)
{
    (void)unused;
    kont_yield(kont_int(1));
    kont_yield(kont_int(2));
    return NULL;
}

static KONT void *up_to_three(void *unused)
{
    (void)unused;
    return kont_int(kont_choose(1, 3));
}

static KONT void *in_order(void *unused)
{
    void *v;
    intptr_t sum = 0;
    kont_generator *g = kont_generator_new(one_and_two, NULL);
    kont_search *s = kont_search_new(up_to_three, NULL);
    (void)unused;
    while (kont_next(g, &v))
        sum = sum * 10 + kont_to_int(v);
    while (kont_search_next(s, &v))
        sum = sum * 10 + kont_to_int(v);
    CHECK_INT(sum, 12123);
    CHECK_INT(kont_to_int(kont_reset(ten_and, NULL)), 1314);
    return NULL;
}

KONT void test_check_raises(const char *file, int line, const char *text, kont_fn *fn, void *arg, int code, const char *message,
    const char *at)
{
    const kont_exception *x = raised_by(fn, arg);
    if (x == NULL)
        test_fail(file, line, "%s raises nothing, expected %s", text, kont_error_name(code));
    test_check_str(file, line, text, x->name, kont_error_name(code));
    test_check_int(file, line, text, x->code, code);
    test_check_str(file, line, text, x->message, message);
    test_check_str(file, line, text, x->where, at);
    kont_run(in_order, NULL);
}

KONT void test_check_each_raises(const char *file, int line, const struct misuse *cases, size_t count, int code, const char *format)
{
    for (size_t i = 0; i < count; i++) {
        char text[40], message[200];
        snprintf(text, sizeof text, "case %zu", i);
        snprintf(message, sizeof message, format, cases[i].named);
        test_check_raises(file, line, text, cases[i].fn, NULL, code, message, cases[i].at);
    }
}
