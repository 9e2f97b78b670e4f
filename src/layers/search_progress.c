/* search_progress.c: tells the program how far a search has come; the line for terminals. */
#include "search.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

KONT void kont_search_progress(kont_search *s, double seconds, kont_search_progress_fn *fn, void *arg)
{
    kont__search_check_owner(s, "kont_search_progress");
    if (!(seconds >= 0))
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_search_progress", "seconds");
    s->progress.fn = fn;
    s->progress.arg = arg;
    s->progress.every = seconds;
    s->progress.last = s->limit.looked = kont__search_clock();
    s->progress.nodes = kont__search_nodes(s);
    s->limit.chunk = s->limit.fuel = 0;
    kont__add_way(s, WAY_COUNT | (s->started == 0 ? WAY_WEIGH : 0));
}

/* ---- Reports ------------------------------------------------------------------------------------------------------------------------------------ */

static double rate(unsigned long nodes, double seconds)
{
    return seconds > 0 ? (double)nodes / seconds : 0;
}

static struct kont_search_progress report(const kont_search *s, double now)
{
    struct kont_search_stats stats = kont_search_stats(s);
    struct kont_search_progress p = { s->state, stats.nodes, stats.solutions, stats.level, stats.depth, stats.seconds, 0, 0, INFINITY };
    p.rate = rate(stats.nodes - s->progress.nodes, now - s->progress.last);
    p.estimate = kont__search_estimated(s);
    double rest = p.estimate - (double)stats.nodes;
    if (kont__search_is_over(s))
        p.left = 0;
    else if (p.estimate > 0 && stats.rate > 0)
        p.left = rest > 0 ? rest / stats.rate : 0;
    return p;
}

static KONT void *call(void *search)
{
    kont_search *s = search;
    double now = kont__search_clock();
    struct kont_search_progress p = report(s, now);
    s->progress.last = now;
    s->progress.nodes = p.nodes;
    s->progress.fn(&p, s->progress.arg);
    return NULL;
}

static KONT void *call_aside(void *search)
{
    return kont_with_mark(&kont__search_running, NULL, call, search);
}

KONT const kont_exception *kont__search_report(kont_search *s)
{
    const kont_exception *raised = NULL;
    if (s->progress.fn != NULL)
        kont_try(call_aside, s, &raised);
    return raised;
}

KONT void kont__search_report_if_due(kont_search *s, double now)
{
    if (now - s->progress.last < s->progress.every)
        return;
    const kont_exception *raised = kont__search_report(s);
    if (raised != NULL)
        kont__search_leave(s, raised);
}

/* ---- The line ------------------------------------------------------------------------------------------------------------------------------------ */

/* 1234567 as 1.23 M: three digits at most. */
static const char *short_number(char text[16], double x)
{
    static const char units[] = " kMGTPE";
    int unit = 0;
    for (; x >= 999.5 && units[unit + 1] != '\0'; unit++)
        x /= 1000;
    snprintf(text, 16, unit == 0 ? "%.0f" : x < 9.995 ? "%.2f %c" : x < 99.95 ? "%.1f %c" : "%.0f %c", x, units[unit]);
    return text;
}

static const char *duration(char text[32], double seconds)
{
    if (!(seconds < 360e6))
        snprintf(text, 32, "years");
    else if (seconds < 60)
        snprintf(text, 32, "%.0f s", seconds);
    else if (seconds < 3600)
        snprintf(text, 32, "%d min %02d s", (int)seconds / 60, (int)seconds % 60);
    else
        snprintf(text, 32, "%d h %02d min", (int)(seconds / 3600), (int)(seconds / 60) % 60);
    return text;
}

static void print_estimate(FILE *file, const struct kont_search_progress *p)
{
    char nodes[16], left[32];
    double percent = p->estimate > 0 ? 100 * (double)p->nodes / p->estimate : 0;
    if (p->estimate > 0 && p->state == KONT_SEARCH_RUNNING)
        fprintf(file, ", %.0f %% of about %s, left: %s", percent < 100 ? percent : 100, short_number(nodes, p->estimate), duration(left, p->left));
}

KONT void kont_search_progress_line(const struct kont_search_progress *p, void *file)
{
    FILE *out = file != NULL ? file : stderr;
    char nodes[16], speed[16], seconds[32];
    if (p == NULL || !isatty(fileno(out)))
        return;
    bool running = p->state == KONT_SEARCH_RUNNING;
    double per_second = running ? p->rate : rate(p->nodes, p->seconds);
    fprintf(out, "\r%s nodes, %s/s, depth %zu, ", short_number(nodes, (double)p->nodes), short_number(speed, per_second), p->level);
    fprintf(out, "%lu solution%s, %s", p->solutions, p->solutions == 1 ? "" : "s", duration(seconds, p->seconds));
    print_estimate(out, p);
    fputs(running ? "\033[K" : "\033[K\n", out);
    fflush(out);
}
