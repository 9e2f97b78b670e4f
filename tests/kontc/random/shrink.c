/* shrink.c: see shrink.h. The row of choices is cut and its numbers made smaller, as long as the program made from it fails in the same way. */
#include "shrink.h"

#include <time.h>

struct search {
    struct choices *best;
    const struct build *build;
    enum outcome outcome;
    double until;
};

double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Takes the candidate where it fails. */
static bool try(struct search *s, struct choices *candidate)
{
    struct comparison c;
    if (seconds() > s->until)
        return false;
    choices_repeat(candidate);
    unit_write(&candidate, 1);
    unit_compare(s->build, &c);
    if (c.outcome != s->outcome)
        return false;
    *s->best = *candidate;
    return true;
}

static bool try_without(struct search *s, int from, int length)
{
    static struct choices candidate;
    candidate = *s->best;
    if (from + length > candidate.count)
        return false;
    choices_cut(&candidate, from, length);
    return try(s, &candidate);
}

static bool try_zeros(struct search *s, int from, int length)
{
    static struct choices candidate;
    bool changed = false;
    candidate = *s->best;
    for (int i = from; i < from + length && i < candidate.count; i++) {
        changed |= candidate.at[i] != 0;
        candidate.at[i] = 0;
    }
    return changed && try(s, &candidate);
}

/* First whole functions. */
static bool empty_parts(struct search *s)
{
    bool better = false;
    for (int i = PARTS - 1; i >= 0; i--) {
        int from = s->best->part[i], end = i + 1 < PARTS ? s->best->part[i + 1] : s->best->count;
        better |= end > from && try_without(s, from, end - from);
    }
    return better;
}

static bool pass(struct search *s, int length)
{
    bool better = false;
    for (int from = 0; from < s->best->count && seconds() < s->until; from += length) {
        while (try_without(s, from, length))
            better = true;
        better |= try_zeros(s, from, length);
    }
    return better;
}

void shrink(struct choices *program, const struct build *build, enum outcome outcome, double patience)
{
    struct search s = { program, build, outcome, seconds() + patience };
    bool better = true;
    while (better && seconds() < s.until) {
        better = empty_parts(&s);
        for (int length = 256; length > 0; length /= 2)
            better |= pass(&s, length);
    }
}
