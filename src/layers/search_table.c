/* search_table.c: tabling: the answers of subproblems, found once.
 *
 * An entry has a key, the search for its answers, and those so far. In that search, a choice of an answer of another entry (or of the same) that has no more of
 * them for now is taken off the search's stack, and waits at that entry; with the next answer there it is put back. So searches of entries
 * never run inside each other: whoever wants answers from outside lets those of an evaluation run in turns, until there is one, or until none of
 * them can go on. Then all of the evaluation is complete.
 *
 *     entry:       SEARCHED --none of its evaluation can go on--> COMPLETE        one of them raises: BROKEN, which counts as not there
 *     evaluation:  the entries that may wait for each other; `running` while one of their searches runs */
#include "search.h"

#include <gc/gc.h>
#include <kont/search_table.h>

#include "set.h"

enum entry_state { SEARCHED, COMPLETE, BROKEN };

struct entry {
    kont_table *table;
    void *key;
    kont_search *search;
    struct kont__set answers;
    struct point *waiting;                              /* by `below` */
    struct evaluation *evaluation;
    struct entry *next;                                 /* of the evaluation */
    struct entry *next_ready;
    bool is_ready;                                      /* is in the queue */
    bool cut_off;                                       /* a limit may have left answers out */
    enum entry_state state;
};

struct evaluation {
    struct entry *entries;
    struct entry *ready, *last_ready;                   /* a queue of those whose search can go on */
    bool running;
    bool cut_off;
};

struct kont_table {
    kont_fn *fn;
    const struct kont_equality *answers;
    unsigned long owner;
    struct kont__set entries;
};

/* Who chooses among the answers of an entry: a point's source. */
struct reader {
    struct entry *entry;
    size_t next;
};

static KONT void *allocate(size_t size, const char *where)
{
    void *p = GC_MALLOC(size);
    if (p == NULL)
        kont_raise_error(KONT_ERR_MEMORY, where, NULL);
    return p;
}

KONT kont_table *kont_table_new(kont_fn *fn, const struct kont_equality *keys, const struct kont_equality *answers)
{
    if (fn == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_table_new", "fn");
    kont_table *t = allocate(sizeof *t, "kont_table_new");
    t->fn = fn;
    t->answers = answers;
    t->entries.equality = keys;
    t->owner = kont__search_thread();
    return t;
}

struct kont_table_stats kont_table_stats(const kont_table *t)
{
    struct kont_table_stats stats = { 0, 0, 0 };
    for (size_t i = 0; t != NULL && i < t->entries.count; i++) {
        const struct entry *e = t->entries.items[i];
        if (e->state == BROKEN)
            continue;
        stats.keys++;
        stats.complete += e->state == COMPLETE;
        stats.answers += e->answers.count;
    }
    return stats;
}

/* ---- Entries -------------------------------------------------------------------------------------------------------------------------------------- */

static void make_ready(struct entry *e)
{
    struct evaluation *ev = e->evaluation;
    if (e->is_ready)
        return;
    e->is_ready = true;
    e->next_ready = NULL;
    if (ev->ready == NULL)
        ev->ready = e;
    else
        ev->last_ready->next_ready = e;
    ev->last_ready = e;
}

static struct entry *take_ready(struct evaluation *ev)
{
    struct entry *e = ev->ready;
    ev->ready = e->next_ready;
    e->is_ready = false;
    return e;
}

static void join(struct evaluation *ev, struct entry *e)
{
    e->evaluation = ev;
    e->next = ev->entries;
    ev->entries = e;
}

/* All of `other` is to be found out together with ev. */
static void merge(struct evaluation *ev, struct evaluation *other)
{
    for (struct entry *e; (e = other->entries) != NULL; ) {
        bool ready = e->is_ready;
        other->entries = e->next;
        e->is_ready = false;
        join(ev, e);
        if (ready)
            make_ready(e);
    }
    other->ready = NULL;
    ev->cut_off |= other->cut_off;
}

static KONT void *search_body(void *entry)
{
    struct entry *e = entry;
    return e->table->fn(e->key);
}

static KONT struct entry *entry_new(kont_table *t, void *key, struct evaluation *ev)
{
    struct entry *e = allocate(sizeof *e, "kont_choose_answer");
    e->table = t;
    e->key = key;
    e->answers.equality = t->answers;
    e->search = kont_search_new(search_body, e);
    e->search->entry = e;
    kont__add_way(e->search, WAY_TABLED);
    join(ev, e);
    make_ready(e);
    return e;
}

/* The entry of this key, which is made where there is none, in evaluation `ev` (null: a new one). */
static KONT struct entry *entry_of(kont_table *t, void *key, struct evaluation *ev)
{
    size_t i = kont__set_find(&t->entries, key);
    if (i < t->entries.count && ((struct entry *)t->entries.items[i])->state != BROKEN)
        return t->entries.items[i];
    if (ev == NULL)
        ev = allocate(sizeof *ev, "kont_choose_answer");
    struct entry *e = entry_new(t, key, ev);
    i = kont__set_find(&t->entries, key);
    if (i < t->entries.count)
        t->entries.items[i] = e;
    else if (!kont__set_add(&t->entries, key, e))
        kont_raise_error(KONT_ERR_MEMORY, "kont_choose_answer", NULL);
    return e;
}

/* ---- Waiting -------------------------------------------------------------------------------------------------------------------------------------- */

/* Takes p, the latest point of s, off its stack. Does not come back, but by wake. */
static KONT KONT_NORETURN void wait_at(struct entry *e, kont_search *s, struct point *p)
{
    s->top = p->below;
    s->stats.depth--;
    p->below = e->waiting;
    e->waiting = p;
    kont__search_back(s);
}

static void wake(struct entry *e)
{
    for (struct point *p; (p = e->waiting) != NULL; ) {
        kont_search *s = p->search;
        e->waiting = p->below;
        p->below = s->top;
        s->top = p;
        s->stats.depth++;
        s->state = KONT_SEARCH_FOUND;
        make_ready(s->entry);
    }
}

static KONT void add_answer(struct entry *e, void *v)
{
    if (kont__set_find(&e->answers, v) < e->answers.count)
        return;
    if (!kont__set_add(&e->answers, v, NULL))
        kont_raise_error(KONT_ERR_MEMORY, "kont_choose_answer", NULL);
    wake(e);
}

/* ---- Evaluation ---------------------------------------------------------------------------------------------------------------------------------- */

/* No answer will come: who waits at e is given up. */
static KONT void settle(struct entry *e, enum entry_state state)
{
    e->state = state;
    e->cut_off = state == BROKEN || e->evaluation->cut_off;
    for (struct point *p; (p = e->waiting) != NULL; ) {
        e->waiting = p->below;
        kont_drop(p->k);
    }
}

static KONT void settle_all(struct evaluation *ev, enum entry_state state)
{
    for (struct entry *e; (e = ev->entries) != NULL; ) {
        ev->entries = e->next;
        settle(e, state);
    }
    ev->ready = NULL;
}

/* A defer of a turn: where it was left by a raise or an abort. */
static KONT void *break_if_running(void *evaluation)
{
    struct evaluation *ev = evaluation;
    if (ev->running) {
        ev->running = false;
        settle_all(ev, BROKEN);
    }
    return NULL;
}

struct turn {
    kont_search *s;
    struct evaluation *evaluation;
    void *value;
};

static KONT void *take_turn(void *turn)
{
    struct turn *t = turn;
    struct evaluation *ev = t->evaluation;
    kont_defer(break_if_running, ev);
    ev->running = true;
    struct entry *e = take_ready(ev);
    enum kont__turn how = kont__search_turn(t->s, e->search, &t->value);
    if (how == KONT__TURN_FOUND)
        add_answer(e, t->value);
    if (how != KONT__TURN_OVER)
        make_ready(e);
    else if (e->search->state != KONT_SEARCH_EXHAUSTED)
        ev->cut_off = true;
    ev->running = false;
    return NULL;
}

/* Lets one search of e's evaluation run for a while; or all that it has is complete. */
static KONT void go_on(kont_search *s, struct entry *e)
{
    struct evaluation *ev = e->evaluation;
    if (ev->running)
        kont_raise_error(KONT_ERR_RUNNING, "kont_choose_answer", "table");
    if (ev->ready == NULL) {
        settle_all(ev, COMPLETE);
        return;
    }
    struct turn *t = allocate(sizeof *t, "kont_choose_answer");
    t->s = s;
    t->evaluation = ev;
    kont_scope(take_turn, t);
}

/* ---- Choosing ------------------------------------------------------------------------------------------------------------------------------------ */

/* Whether s is the search of an entry, and may wait where it stands. */
static bool may_wait(const kont_search *s)
{
    return s->entry != NULL && !kont__search_is_in_cut();
}

static KONT bool next_answer(kont_search *s, struct point *p)
{
    struct reader *r = p->source;
    struct entry *e = r->entry;
    while (r->next == e->answers.count) {
        if (e->cut_off)
            kont__search_leave_out(s);
        if (e->state != SEARCHED)
            return false;
        if (may_wait(s))
            wait_at(e, s, p);
        go_on(s, e);
        kont__search_pause_if_must(s);
    }
    p->value = e->answers.values[r->next++];
    return true;
}

KONT void *kont_choose_answer(kont_table *t, void *key)
{
    kont_search *s = kont__search_here("kont_choose_answer");
    if (t == NULL)
        kont_raise_error(KONT_ERR_ARGUMENT, "kont_choose_answer", "table");
    if (t->owner != kont__search_thread())
        kont_raise_error(KONT_ERR_THREAD, "kont_choose_answer", NULL);
    struct evaluation *ev = may_wait(s) ? ((struct entry *)s->entry)->evaluation : NULL;
    struct reader *r = allocate(sizeof *r, "kont_choose_answer");
    r->entry = entry_of(t, key, ev);
    if (ev != NULL && r->entry->state == SEARCHED && r->entry->evaluation != ev) {
        if (r->entry->evaluation->running)
            kont_raise_error(KONT_ERR_RUNNING, "kont_choose_answer", "table");
        merge(ev, r->entry->evaluation);
    }
    return kont__choose_produced(s, next_answer, r, "kont_choose_answer");
}
