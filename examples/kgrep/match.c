/* match.c: a regular expression matcher that only goes ahead.
 *
 * match(m, node, at) says where the node's match ends. Where several ends are possible it chooses one, the best first; where none is, it fails.
 * That is all: there is no list of what is still to be matched, since what is still to be matched is the continuation, and kont_fail goes back to
 * the latest choice. What the groups have matched is a local variable of the search's body, so it goes back too. */
#include <kont/search.h>

#include <ctype.h>
#include <string.h>

#include "match.h"

struct match {
    const struct line *line;
    struct span group[1 + MOST_GROUPS];                 /* 0: the whole; from: -1: has not matched */
};

static KONT long match(struct match *m, const struct node *n, long at);

static bool is_one_of(const struct match *m, const struct node *n, long at)
{
    return at < m->line->length && pattern_has(n, (unsigned char)m->line->text[at]);
}

static bool is_word_edge(const struct line *l, long at)
{
    bool before = at > 0 && pattern_is_word((unsigned char)l->text[at - 1]);
    bool after = at < l->length && pattern_is_word((unsigned char)l->text[at]);
    return before != after;
}

/* Of one character many: how many is one choice. */
static KONT long repeat_character(const struct match *m, const struct node *n, long at)
{
    long most = 0;
    while (most != n->most && is_one_of(m, n->first, at + most))
        most++;
    long choice = kont_choose(0, most - n->least);
    return at + (n->lazy ? n->least + choice : most - choice);
}

/* Once more, or enough: in this order, or the other way round. */
static KONT bool once_more(const struct node *n)
{
    return kont_choose(0, 1) == n->lazy;
}

/* Where there is no limit, a round that matches nothing is the last one: it would go on for ever. */
static KONT long repeat(struct match *m, const struct node *n, long at)
{
    for (int times = 0; times != n->most; times++) {
        if (times >= n->least && !once_more(n))
            break;
        long before = at;
        at = match(m, n->first, at);
        if (at == before && n->most == UNLIMITED && times + 1 >= n->least)
            break;
    }
    return at;
}

static KONT long match_sequence(struct match *m, const struct node *n, long at)
{
    for (const struct node *part = n->first; part != NULL; part = part->next)
        at = match(m, part, at);
    return at;
}

static KONT long match_either(struct match *m, const struct node *n, long at)
{
    const struct node *part = n->first;
    for (long choice = kont_choose(0, n->parts - 1); choice > 0; choice--)
        part = part->next;
    return match(m, part, at);
}

static KONT long match_group(struct match *m, const struct node *n, long at)
{
    long end = match(m, n->first, at);
    if (n->group > 0)
        m->group[n->group] = (struct span){ at, end };
    return end;
}

static bool same_text(const struct line *l, struct span s, long at)
{
    if (s.from < 0 || s.to - s.from > l->length - at)
        return false;
    for (long i = 0; i < s.to - s.from; i++) {
        unsigned char a = (unsigned char)l->text[s.from + i], b = (unsigned char)l->text[at + i];
        if (a != b && !(l->ignore_case && tolower(a) == tolower(b)))
            return false;
    }
    return true;
}

/* ---- what follows: a search of its own, of which one answer is wanted ---- */

struct look {
    const struct node *node;
    long at;
    struct match match;                                 /* with the groups that it has matched */
};

static KONT void *look(void *arg)
{
    struct look *l = arg;
    struct match m = l->match;
    match(&m, l->node, l->at);
    l->match = m;
    return l;
}

static KONT void match_what_follows(struct match *m, const struct node *n, long at)
{
    struct look l = { n->first, at, *m };
    void *found;
    kont_search *search = kont_search_new(look, &l);
    bool is = kont_search_next(search, &found);
    kont_search_close(search);
    kont_require(is == (n->kind == FOLLOWS));
    if (is)
        *m = l.match;
}

/* Where the match of this node, which begins at `at`, ends. */
static KONT long match(struct match *m, const struct node *n, long at)
{
    const struct line *l = m->line;
    switch (n->kind) {
    case ONE_OF: kont_require(is_one_of(m, n, at)); return at + 1;
    case SEQUENCE: return match_sequence(m, n, at);
    case EITHER: return match_either(m, n, at);
    case REPEAT: return n->first->kind == ONE_OF ? repeat_character(m, n, at) : repeat(m, n, at);
    case GROUP: return match_group(m, n, at);
    case REFERENCE: kont_require(same_text(l, m->group[n->group], at)); return at + m->group[n->group].to - m->group[n->group].from;
    case LINE_START: kont_require(at == 0); return at;
    case LINE_END: kont_require(at == l->length); return at;
    case WORD_EDGE: kont_require(is_word_edge(l, at)); return at;
    case NO_WORD_EDGE: kont_require(!is_word_edge(l, at)); return at;
    case FOLLOWS:
    case FOLLOWS_NOT: match_what_follows(m, n, at); return at;
    }
    return at;
}

struct task {
    const struct line *line;
    struct span found;
};

static KONT void *begin(void *arg)
{
    struct task *task = arg;
    struct match m = { .line = task->line };
    for (int i = 0; i <= MOST_GROUPS; i++)
        m.group[i] = (struct span){ -1, -1 };
    long from = kont_choose(task->line->from, task->line->length);
    long to = match(&m, task->line->pattern, from);
    task->found = (struct span){ from, to };
    return task;
}

KONT bool match_line(struct line *line, struct span *found)
{
    struct task task = { line, { -1, -1 } };
    void *solution;
    kont_search *search = kont_search_new(begin, &task);
    bool is = kont_search_next(search, &solution);
    kont_search_close(search);
    *found = task.found;
    return is;
}
