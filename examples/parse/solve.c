/* solve.c: choose a rule, choose where each part ends, and parse the parts.
 *
 * It returns one tree, as if there were one. A part is at least one word long, so a rule that begins with its own name gets fewer words each time,
 * and comes to an end. */
#include <kont/search.h>

#include <gc.h>

#include "solve.h"

static struct tree *new_tree(const struct symbol *symbol, int parts)
{
    struct tree *t = GC_MALLOC(sizeof *t + (size_t)parts * sizeof t->part[0]);
    t->symbol = symbol;
    t->parts = parts;
    return t;
}

static KONT const struct rule *choose_rule(const struct symbol *symbol)
{
    const struct rule *rule = symbol->first;
    for (long n = kont_choose(0, symbol->rules - 1); n > 0; n--)
        rule = rule->next;
    return rule;
}

/* Where a part of a rule ends, which with those after it is the words from..to-1. */
static KONT int choose_end(const struct sentence *s, const struct rule *rule, int part, int from, int to)
{
    int after = rule->parts - part - 1;
    if (after == 0)
        return to;
    int end = (int)kont_choose(from + 1, to - after);
    kont_require(table_can(s, rule->part[part], from, end) && table_can_rest(s, rule, part + 1, end, to));
    return end;
}

static KONT const struct tree *parse_symbol(const struct sentence *s, const struct symbol *symbol, int from, int to)
{
    if (symbol->rules == 0)
        return new_tree(symbol, 0);
    const struct rule *rule = choose_rule(symbol);
    kont_require(table_can_rest(s, rule, 0, from, to));
    const struct tree *parts[MOST_PARTS];
    for (int i = 0; i < rule->parts; i++) {
        int end = choose_end(s, rule, i, from, to);
        parts[i] = parse_symbol(s, rule->part[i], from, end);
        from = end;
    }
    struct tree *t = new_tree(symbol, rule->parts);
    for (int i = 0; i < rule->parts; i++)
        t->part[i] = parts[i];
    return t;
}

KONT void *parse(void *arg)
{
    const struct sentence *s = arg;
    kont_require(table_can(s, s->grammar->start, 0, s->words));
    return (void *)parse_symbol(s, s->grammar->start, 0, s->words);
}
