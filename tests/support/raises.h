/* raises.h: what a misuse raises, and that it leaves the library in order. */
#ifndef KONT_TEST_RAISES_H
#define KONT_TEST_RAISES_H

#include <kont/exception.h>

#include "test.h"

/* The exception that fn(arg) raises; null where it returns. */
KONT const kont_exception *raised_by(kont_fn *fn, void *arg);

/* fn(arg) raises the library's error of this code with this complete message, found by the function `at`. Afterwards prompts, captures,
 * generators and searches work as ever. */
#define CHECK_RAISES(fn, arg, code, message, at)    test_check_raises(TEST_HERE, #fn, fn, arg, code, message, at)
KONT void test_check_raises(const char *file, int line, const char *text, kont_fn *fn, void *arg, int code, const char *message,
    const char *at);

/* The same of fn(NULL) for each case of an array; the message is `format` with the case's `named`: "bad argument: %s". */
struct misuse {
    kont_fn *fn;
    const char *named, *at;
};
#define CHECK_EACH_RAISES(cases, code, format)      test_check_each_raises(TEST_HERE, cases, sizeof (cases) / sizeof *(cases), code, format)
KONT void test_check_each_raises(const char *file, int line, const struct misuse *cases, size_t count, int code, const char *format);

#endif
