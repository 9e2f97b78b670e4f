/* search_estimate.c: how many nodes a tree has, from some ways down it: Knuth's estimate. */
#include "search.h"

void kont__search_step_down(struct path *path, double alternatives)
{
    path->share /= alternatives;
    path->tree += 1 / path->share;
}

/* ---- While it runs ------------------------------------------------------------------------------------------------------------------------------ */

void kont__search_weigh(kont_search *s)
{
    unsigned long leaves = s->stats.failures + s->stats.solutions;
    if (leaves == s->estimate.leaves)
        return;                                         /* a choice that had no further alternative, or a pause */
    s->estimate.leaves = leaves;
    s->estimate.share += s->path.share;
    s->estimate.tree += s->path.share * s->path.tree;
}

double kont__search_estimated(const kont_search *s)
{
    double before = (double)s->round.before, nodes = (double)kont__search_nodes(s) - before;
    if (s->estimate.probed > nodes)
        return before + s->estimate.probed;
    if (!(kont__ways(s) & WAY_WEIGH) || s->estimate.share == 0)
        return 0;
    double tree = s->estimate.tree / s->estimate.share;
    return before + (tree > nodes ? tree : nodes);
}

/* ---- Random descents ---------------------------------------------------------------------------------------------------------------------------- */

KONT long kont__search_probe(kont_search *s, long low, long high)
{
    uint64_t count = (uint64_t)high - (uint64_t)low + 1, n = s->path.key >> 11;
    kont__search_pause_if_must(s);
    kont__search_step_key(&s->path, 1);
    kont__search_step_down(&s->path, (double)high - (double)low + 1);
    s->level++;
    return (long)((uint64_t)low + (count == 0 ? s->path.key : n % count));
}

/* What a descent leaves behind. */
static KONT void clean(kont_search *s)
{
    kont__search_undo(s, NULL);
    kont__search_cut(s, NULL);
    s->begun = false;
}

static KONT void *descend(void *search)
{
    kont_search *s = search;
    kont_defer(kont__search_end_if_running, s);
    s->state = KONT_SEARCH_RUNNING;
    s->outcome = KONT_SEARCH_FOUND;
    kont__search_run(s, kont__search_start);
    clean(s);
    s->state = KONT_SEARCH_NEW;
    return NULL;
}

/* The mean of them; a limit that is reached ends it early. */
static KONT double descend_often(kont_search *s, unsigned long probes)
{
    double sum = 0;
    unsigned long i = 0;
    for (bool done = false; i < probes && !done; i++) {
        s->seed++;
        kont_scope(descend, s);
        sum += s->path.tree;
        done = s->outcome != KONT_SEARCH_FOUND && s->outcome != KONT_SEARCH_EXHAUSTED;
    }
    return sum / (double)i;
}

KONT double kont_search_estimate(kont_search *s, unsigned long probes, uint64_t seed)
{
    kont__search_check(s, "kont_search_estimate");
    kont__search_check_new(s, "kont_search_estimate");
    if (probes == 0)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_search_estimate", "probes");
    struct kont_search_stats stats = s->stats;
    unsigned long inner = s->inner;
    uint64_t own_seed = s->seed;
    size_t discrepancies = s->limit.discrepancies;
    s->seed = seed;
    s->limit.discrepancies = SIZE_MAX;
    kont__add_way(s, WAY_PROBE);
    double nodes = descend_often(s, probes);
    __atomic_and_fetch(&s->ways, ~WAY_PROBE, __ATOMIC_RELAXED);
    s->limit.discrepancies = discrepancies;
    s->seed = own_seed;
    s->stats = stats;
    s->inner = inner;
    s->estimate.probed = nodes;
    return nodes;
}
