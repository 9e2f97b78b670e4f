/* What a failing check does: one line to standard error by write(2), then _exit. No stdio and little stack, because the caller may
 * stand on a small segment, in another thread, or inside the collector's hooks. */
#include "../test.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *running_group = "", *running_name = "";

/* Static: a line on the stack would need more room than the smallest segment has. A test that fails in two threads at once may
 * garble one of the two lines. */
static char line_buffer[2048];

static void write_line(size_t length)
{
    if (length > sizeof line_buffer - 2)
        length = sizeof line_buffer - 2;
    line_buffer[length] = '\n';
    if (write(STDERR_FILENO, line_buffer, length + 1) < 0)
        _exit(2);
}

static size_t append(size_t length, const char *format, va_list args)
{
    if (length >= sizeof line_buffer)
        return length;
    return length + (size_t)vsnprintf(line_buffer + length, sizeof line_buffer - length, format, args);
}

static size_t start_line(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    size_t length = append(0, format, args);
    va_end(args);
    return length;
}

void test_fail(const char *file, int line, const char *format, ...)
{
    size_t length = start_line("%s:%d: %s/%s: ", file, line, running_group, running_name);
    va_list args;
    va_start(args, format);
    length = append(length, format, args);
    va_end(args);
    write_line(length);
    _exit(1);
}

void test_skip(const char *outcome, const char *reason)
{
    test_record(outcome, running_group, running_name, reason);
    write_line(start_line("%s/%s: %s: %s", running_group, running_name, outcome, reason));
    _exit(TEST_DONE);
}

void test_note(const char *format, ...)
{
    size_t length = start_line("%s/%s: ", running_group, running_name);
    va_list args;
    va_start(args, format);
    length = append(length, format, args);
    va_end(args);
    write_line(length);
}

static int number_from(const char *variable, int otherwise)
{
    const char *text = getenv(variable);
    int n = text != NULL ? atoi(text) : 0;
    return n > 0 ? n : otherwise;
}

int test_seconds(int otherwise) { return number_from("SECONDS", otherwise); }

int test_timeout(void) { return number_from("TEST_TIMEOUT", 120) + test_seconds(0); }

/* SIGKILL, because a test may block every other signal, and a timer of ours, because alarm() is the test's. */
static void limit_time(void)
{
    timer_t timer;
    struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL };
    struct itimerspec limit = { .it_value.tv_sec = test_timeout() };
    if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
        timer_settime(timer, 0, &limit, NULL);
}

void test_run(const char *group, const char *name, test_fn *fn)
{
    running_group = group;
    running_name = name;
    const char *reason = test_excluded(group, name);
    if (reason != NULL)
        test_skip("skip", reason);
    limit_time();
    fn();
}

void test_check_int(const char *file, int line, const char *text, intmax_t actual, intmax_t expected)
{
    if (actual != expected)
        test_fail(file, line, "%s is %jd, expected %jd", text, actual, expected);
}

static const char *or_null(const char *s) { return s != NULL ? s : "(null)"; }

void test_check_str(const char *file, int line, const char *text, const char *actual, const char *expected)
{
    bool same = actual == NULL || expected == NULL ? actual == expected : strcmp(actual, expected) == 0;
    if (!same)
        test_fail(file, line, "%s is \"%s\", expected \"%s\"", text, or_null(actual), or_null(expected));
}

void test_check_ptr(const char *file, int line, const char *text, const void *actual, const void *expected)
{
    if (actual != expected)
        test_fail(file, line, "%s is %p, expected %p", text, actual, expected);
}

void test_check_contains(const char *file, int line, const char *text, const char *actual, const char *part)
{
    if (actual == NULL || strstr(actual, part) == NULL)
        test_fail(file, line, "%s is \"%s\", expected to contain \"%s\"", text, or_null(actual), part);
}
