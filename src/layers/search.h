/* search.h: what the files of search share.
 *
 * WAYS. A search that nothing was asked of but solutions pays for nothing else: where `ways` is zero, choices and failures go the short way in
 * search.c. Each other wish is a bit of it, and takes the long way by search_ways.c. Bits stay once they are set, but for
 * WAY_STOP and WAY_PROBE.
 *
 * PATH. What belongs to the way from the root to a node is in `path` of the search, and in that of each point as it was at that choice. To backtrack is
 * to take it back from there; the trail's hooks are run down to where it stood. It is kept only where some way asks for it. What begins
 * later than the search (hooks, costs) finds zeros in the points made before, which are right. */
#ifndef KONT_LAYERS_SEARCH_H
#define KONT_LAYERS_SEARCH_H

#include <kont.h>
#include <kont/search_limits.h>
#include <kont/search_progress.h>
#include <limits.h>

#include "alloc.h"

enum way {
    WAY_STOP = 1,                                       /* asked to stop: set by any thread */
    WAY_COUNT = 2,                                      /* nodes and time are looked at */
    WAY_DEPTH = 4,
    WAY_SHUFFLE = 8,
    WAY_TRAIL = 16,                                     /* there are hooks */
    WAY_COST = 32,
    WAY_ROUNDS = 64,                                    /* starts again with larger limits */
    WAY_WEIGH = 128,                                    /* since it began: leaves count for the estimate */
    WAY_PROBE = 256                                     /* a random descent: no choice has alternatives left */
};

/* These alone need no path. */
enum { WAYS_WITHOUT_PATH = WAY_STOP | WAY_COUNT | WAY_DEPTH };

struct path {
    struct hook *trail;                                 /* to run on the way back, latest first */
    uint64_t key;                                       /* of the node, for random orders */
    size_t discrepancies;
    long cost;
    bool costs;                                         /* a cost was told */
    double share;                                       /* the chance of a random descent to come here */
    double tree;                                        /* nodes of the tree, by those on the way: the sum of 1 / share */
};

struct point;
typedef KONT bool kont__produce(kont_search *s, struct point *p);       /* the next alternative to p->value; false: there is none */

/* A choice with alternatives left.
 *
 *     next <= high                    a range: `next` is the alternative to come
 *     next > high, produce not null   produced as they are asked for; in which case neither number means anything
 *     next > high, produce null       dead: dropped when it comes to be the latest */
struct point {
    struct point *below;
    kont_search *search;
    kont *k;                                            /* all of the body */
    long next, high;
    size_t level;                                       /* choices on the way to it */
    kont__produce *produce;
    void *source, *value;                               /* what `produce` asks, and what it found */
    unsigned long taken;                                /* alternatives so far, where ways are not zero */
    double alternatives;                                /* how many in all; 1 where that is not known */
    bool fruitful;                                      /* `produce` has found something before */
    bool logical;                                       /* of kont_if or kont_not: its second alternative is no discrepancy */
    struct path path;
};

struct kont_search {
    kont_fn *fn;
    void *arg;
    struct point *top;                                  /* choices with alternatives left, latest first */
    struct point *spare;                                /* to use again */
    unsigned ways;
    bool begun;                                         /* the body was started, in this round */
    struct fair *parts;                                 /* the other searches that it is made of, which it uses up; or null */
    void *entry;                                        /* of the table whose answers it finds; or null */
    bool left_out;                                      /* something was cut off, in this round */
    enum kont_search_state state;
    enum kont_search_state outcome;                     /* what `state` will be when the prompt is left */
    const kont_exception *raised;                       /* by what is no part of the search: to be raised when the prompt is left; or null */
    size_t level;
    unsigned long owner;                                /* number of its thread */
    struct kont_search_stats stats;
    struct path path;
    double started, ended;                              /* by the clock; 0: not yet */
    struct {
        long fuel;                                      /* nodes before anything is looked at again */
        unsigned long chunk;                            /* nodes between two looks at the clock */
        double looked;                                  /* when that was last */
        unsigned long nodes, solutions;                 /* to stop at: counts of all */
        unsigned long slice;                            /* as nodes, for who runs it a little at a time */
        double deadline;
        size_t depth, discrepancies;                    /* of this round */
    } limit;
    struct {
        size_t step, most;                              /* of iterative deepening: limits grow by this, or 0; up to that */
        size_t odd;                                     /* the most discrepancies */
        size_t previous;                                /* the limit of the round before */
        bool later;                                     /* there was one */
        unsigned long before;                           /* nodes of all of them */
    } round;
    struct {
        double share, tree;                             /* sums over the leaves of this round: shares, and trees by shares */
        unsigned long leaves;                           /* how many there were when that was last added to */
        double probed;                                  /* by random descents; 0: none were made */
    } estimate;
    struct {
        kont_search_progress_fn *fn;
        void *arg;
        double every, last;                             /* seconds; the clock at the last call */
        unsigned long nodes;                            /* at the last call */
    } progress;
    uint64_t seed;
    long bound;                                         /* atomic: costs have to be below */
    unsigned long inner;                                /* nodes of the searches that are part of this one */
};

extern const kont_tag kont__search_tag;
extern const char kont__search_running;                 /* mark: the search that runs, or null inside a hook */
extern const char kont__search_in_cut;                  /* mark: inside of a goal that may be cut; made for searches of tables alone */

static inline unsigned kont__ways(const kont_search *s)
{
    return __atomic_load_n(&s->ways, __ATOMIC_RELAXED);
}

static inline void kont__add_way(kont_search *s, unsigned way)
{
    __atomic_or_fetch(&s->ways, way, __ATOMIC_RELAXED);
}

static inline bool kont__keeps_path(const kont_search *s)
{
    return (kont__ways(s) & ~(unsigned)WAYS_WITHOUT_PATH) != 0;
}

#define UNLIKELY(x) __builtin_expect(!!(x), 0)

/* No solution will ever come. */
static inline bool kont__search_is_over(const kont_search *s)
{
    return s->state >= KONT_SEARCH_EXHAUSTED && s->state <= KONT_SEARCH_CLOSED;
}

/* search.c */
unsigned long kont__search_thread(void);                  /* its number, which no other one ever has */
KONT kont_search *kont__search_here(const char *where);                 /* the innermost search that runs */
KONT void kont__search_check(const kont_search *s, const char *where);  /* not null, this thread's, not running */
KONT void kont__search_check_new(const kont_search *s, const char *where);  /* not begun, and may be started again */
KONT void kont__search_check_owner(const kont_search *s, const char *where);
KONT struct point *kont__point_new(kont_search *s, long low, long high, const char *where);
void kont__point_push(kont_search *s, struct point *p, kont *k);
void kont__point_kill(struct point *p);
KONT kont_handler kont__point_branch;                   /* what a choice captures for: the first alternative of a point */
KONT KONT_NORETURN void kont__search_fail(kont_search *s);              /* a dead end */
KONT KONT_NORETURN void kont__search_back(kont_search *s);              /* the same, of no leaf */
KONT void kont__search_cut(kont_search *s, const struct point *down_to);
KONT kont_fn kont__search_end_if_running;               /* a defer: left by a raise or an abort */
KONT kont_fn kont__search_start;                        /* under its prompt: from the root */
KONT void *kont__search_run(kont_search *s, kont_fn *fn);               /* fn(s) under its prompt */
KONT KONT_NORETURN void kont__search_leave(kont_search *s, const kont_exception *x);    /* the body, which does not see x; then that is raised */
KONT void *kont__search_advance(void *search);          /* under kont_scope: the next solution, or null; the state says which */

/* search_ways.c: the long way */
unsigned long kont__search_nodes(const kont_search *s); /* visited and left */
double kont__search_clock(void);
KONT bool kont__search_must_pause(kont_search *s);      /* looks at the limits before another node; the outcome says which */
KONT void kont__search_pause_if_must(kont_search *s);
KONT long kont__choose_slowly(kont_search *s, long low, long high);
KONT void kont__point_first(kont_search *s, struct point *p);           /* before the first alternative */
KONT void kont__search_prepare(kont_search *s);         /* before another one of the latest point */
void kont__search_leave_out(kont_search *s);            /* there may be more than it will find */
bool kont__search_too_deep(kont_search *s);             /* for one more choice: then that is noted */
bool kont__search_too_odd(kont_search *s);              /* for a choice of another alternative than the first: then that is noted */

/* search_choose.c */
KONT void *kont__choose_produced(kont_search *s, kont__produce *produce, void *source, const char *where);
KONT void *kont__point_produce(void *point);

/* Lets a search that is part of s run for a while; what it finds goes to *value. PAUSED: no result yet, others may have their turn. */
enum kont__turn { KONT__TURN_FOUND, KONT__TURN_OVER, KONT__TURN_PAUSED };
KONT enum kont__turn kont__search_turn(kont_search *s, kont_search *part, void **value);

/* search_undo.c */
KONT void kont__search_undo(kont_search *s, const struct hook *down_to);        /* outside of the body */
KONT void kont__search_undo_inside(kont_search *s, const struct hook *down_to);

/* search_cut.c */

/* search_fair.c */
KONT void kont__search_close_parts(kont_search *s);

/* search_order.c */
void kont__search_set_root(kont_search *s);             /* the path where a round begins */
long kont__search_order(const kont_search *s, uint64_t key, long low, long high, long n);   /* the nth of low..high, in its order */
void kont__search_step_key(struct path *path, unsigned long alternative);  /* that of a child */
bool kont__search_again(kont_search *s);                /* after an outcome: whether to search on at once */

/* search_progress.c */
KONT const kont_exception *kont__search_report(kont_search *s);         /* calls the program's function; gives what that raises, or null */
KONT void kont__search_report_if_due(kont_search *s, double now);

/* search_estimate.c */
void kont__search_step_down(struct path *path, double alternatives);    /* by one of so many */
void kont__search_weigh(kont_search *s);                /* before a way is left: where that was a leaf's, it counts */
double kont__search_estimated(const kont_search *s);
KONT long kont__search_probe(kont_search *s, long low, long high);      /* one of low..high, at random */

/* search_best.c */
bool kont__search_note_cost(kont_search *s);            /* at a solution: whether it is below the bound, which it then becomes */

#endif
