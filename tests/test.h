/* tests/test.h: how a test is written. One source, two runners: Criterion (-DKONT_TEST_CRITERION) and tests/runner/plain.c.
 *
 *     TEST(generator, yields_in_order)
 *     {
 *         CHECK_INT(kont_to_int(kont_run(sum, NULL)), 6);
 *     }
 *
 * Every test runs in a process of its own, so that a crash is one failure. A CHECK that does not hold prints where and what and
 * ends that process at once, without unwinding: it may stand in any thread and on any stack, a prompt's segment included. */
#ifndef KONT_TEST_H
#define KONT_TEST_H

#include <kont/base.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>

/* Defines a test, known as group/name. The collector is not touched before its body runs. */
#if defined(KONT_TEST_CRITERION)
#include <criterion/criterion.h>
#define TEST_REGISTER(group, name) \
    Test(group, name, .exit_code = TEST_DONE) { test_run(#group, #name, test_##group##_##name); exit(TEST_DONE); }
#else
#define TEST_REGISTER(group, name)                                                      \
    __attribute__((constructor)) static void register_##group##_##name(void)            \
    {                                                                                   \
        static struct test self = { #group, #name, test_##group##_##name, NULL };       \
        test_register(&self);                                                           \
    }
#endif
#define TEST(group, name)                               \
    static KONT void test_##group##_##name(void);       \
    TEST_REGISTER(group, name)                          \
    static KONT void test_##group##_##name(void)

/* Each ends the test as failed where it does not hold. The actual value stands first. Strings may be null. */
#define CHECK(condition)                ((condition) ? (void)0 : test_fail(TEST_HERE, "CHECK(" #condition ")"))
#define CHECK_INT(actual, expected)     test_check_int(TEST_HERE, #actual, (intmax_t)(actual), (intmax_t)(expected))
#define CHECK_STR(actual, expected)     test_check_str(TEST_HERE, #actual, actual, expected)
#define CHECK_PTR(actual, expected)     test_check_ptr(TEST_HERE, #actual, actual, expected)
#define CHECK_CONTAINS(actual, part)    test_check_contains(TEST_HERE, #actual, actual, part)

/* fn(arg) in a child process ends it by a signal (SIGABRT) or an exit status (EXITS(2)), and what it writes to standard error
 * contains `text`. The child is a fork of the caller. */
#define CHECK_DIES(fn, arg, how, text)  test_check_dies(TEST_HERE, #fn, fn, arg, how, text)
#define EXITS(status)                   (1000 + (status))
/* How a process ends that nobody saves from SIGSEGV: AddressSanitizer reports it and exits. */
#if defined(__SANITIZE_ADDRESS__)
#define DIES_OF_SEGV                    EXITS(1)
#else
#define DIES_OF_SEGV                    SIGSEGV
#endif

/* Ends the test as left out. For a package that is not installed say SKIP_MISSING: where CI is set that is a failure. */
#define SKIP(reason)                    test_skip("skip", reason)
#define SKIP_MISSING(package)           test_skip("missing", package)

/* Prints a line in the test's name, also where the test passes: how many cases a random test reached. */
void test_note(const char *format, ...) KONT_PRINTF(1, 2);

/* How long a random test or a sweep may run: the variable SECONDS, or `otherwise`. */
int test_seconds(int otherwise);

/* The rest is for the macros and the runners. */
#define TEST_HERE __FILE__, __LINE__

/* The exit status of a test that came to its end: control that is lost and falls out of main is a failure. */
#define TEST_DONE 42

typedef KONT void test_fn(void);
struct test {
    const char *group, *name;
    test_fn *fn;
    struct test *next;
};

void test_register(struct test *self);
void test_run(const char *group, const char *name, test_fn *fn);
const char *test_excluded(const char *group, const char *name);
int test_timeout(void);
void test_record(const char *outcome, const char *group, const char *name, const char *reason);
KONT_NORETURN void test_fail(const char *file, int line, const char *format, ...) KONT_PRINTF(3, 4);
KONT_NORETURN void test_skip(const char *outcome, const char *reason);
void test_check_int(const char *file, int line, const char *text, intmax_t actual, intmax_t expected);
void test_check_str(const char *file, int line, const char *text, const char *actual, const char *expected);
void test_check_ptr(const char *file, int line, const char *text, const void *actual, const void *expected);
void test_check_contains(const char *file, int line, const char *text, const char *actual, const char *part);
void test_check_dies(const char *file, int line, const char *text, kont_fn *fn, void *arg, int how, const char *expected);

#endif
