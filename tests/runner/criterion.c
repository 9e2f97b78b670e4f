/* The runner of the default build: Criterion, with its outcomes recorded where tools/tally finds them. */
#include "../test.h"

#include <criterion/hooks.h>
#include <stdio.h>

static void reason_of(const struct criterion_test_stats *stats, char *room, size_t size)
{
    if (stats->signal == SIGKILL)
        snprintf(room, size, "no end within %d s", test_timeout());
    else if (stats->signal != 0)
        snprintf(room, size, "signal %d", stats->signal);
    else if (stats->crashed)
        snprintf(room, size, "crashed");
    else
        snprintf(room, size, "exit status %d", stats->exit_code);
}

static void record(const struct criterion_test_stats *stats)
{
    char reason[64] = "";
    bool failed = stats->crashed || stats->signal != 0 || stats->exit_code != TEST_DONE;
    if (failed)
        reason_of(stats, reason, sizeof reason);
    test_record(failed ? "fail" : "pass", stats->test->category, stats->test->name, reason);
}

/* Criterion has no way to skip from another stack: a skipped test has recorded itself, and the tally lets that stand. */
ReportHook(POST_TEST)(struct criterion_test_stats *stats) { record(stats); }

/* After a crash there is no POST_TEST. */
ReportHook(TEST_CRASH)(struct criterion_test_stats *stats) { record(stats); }
