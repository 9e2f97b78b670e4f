/* clock.c: the time (R7RS 6.14). */
#include <time.h>

#include "call.h"
#include "number.h"

/* Seconds of the system's clock: UTC as POSIX counts it, not TAI. */
static value current_second(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return make_flonum((double)t.tv_sec + (double)t.tv_nsec / 1e9);
}

static value jiffies_per_second(void) { return fixnum(1000000000); }

static value current_jiffy(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return number_add(number_multiply(integer_from((intptr_t)t.tv_sec), jiffies_per_second()), integer_from((intptr_t)t.tv_nsec));
}

static const struct definition definitions[] = {
    { "current-second", TIME, 0, 0, LEAF0(current_second) },
    { "current-jiffy", TIME, 0, 0, LEAF0(current_jiffy) },
    { "jiffies-per-second", TIME, 0, 0, LEAF0(jiffies_per_second) },
};

void clock_start(void) { define_all(definitions, COUNT(definitions)); }
