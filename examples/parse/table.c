/* table.c: the table of Cocke, Younger and Kasami, for rules of any length. */
#include "table.h"

#include <gc.h>

#include <string.h>

static bool *place(const struct sentence *s, int number, int from, int to)
{
    return &s->can[(number * s->words + from) * s->words + to - 1];
}

bool table_can(const struct sentence *s, const struct symbol *symbol, int from, int to)
{
    return *place(s, symbol->number, from, to);
}

bool table_can_rest(const struct sentence *s, const struct rule *rule, int first, int from, int to)
{
    if (first == rule->parts - 1)
        return table_can(s, rule->part[first], from, to);
    return *place(s, rule->number + first, from, to);
}

/* Of two parts and more, each is shorter than the whole, so all that this looks at is known. */
static void fill_rule(struct sentence *s, const struct rule *rule, int from, int to)
{
    for (int first = rule->parts - 2; first >= 0; first--)
        for (int middle = from + 1; middle < to; middle++)
            if (table_can(s, rule->part[first], from, middle) && table_can_rest(s, rule, first + 1, middle, to)) {
                *place(s, rule->number + first, from, to) = true;
                break;
            }
}

static bool by_a_rule(const struct sentence *s, const struct symbol *symbol, int from, int to)
{
    for (const struct rule *rule = symbol->first; rule != NULL; rule = rule->next)
        if (table_can_rest(s, rule, 0, from, to))
            return true;
    return false;
}

/* Rules of one part look at parts of the same length: until nothing is new. */
static void fill_part(struct sentence *s, int from, int to)
{
    for (const struct symbol *symbol = s->grammar->all; symbol != NULL; symbol = symbol->next)
        for (const struct rule *rule = symbol->first; rule != NULL; rule = rule->next)
            fill_rule(s, rule, from, to);
    for (bool changed = true; changed; ) {
        changed = false;
        for (const struct symbol *symbol = s->grammar->all; symbol != NULL; symbol = symbol->next)
            if (symbol->rules > 0 && !table_can(s, symbol, from, to) && by_a_rule(s, symbol, from, to))
                *place(s, symbol->number, from, to) = changed = true;
    }
}

void table_fill(struct sentence *s)
{
    size_t size = (size_t)s->grammar->numbers * (size_t)s->words * (size_t)s->words * sizeof *s->can;
    s->can = GC_MALLOC_ATOMIC(size);
    memset(s->can, 0, size);
    for (const struct symbol *symbol = s->grammar->all; symbol != NULL; symbol = symbol->next)
        for (int i = 0; i < s->words; i++)
            if (symbol->rules == 0 && strcmp(symbol->text, s->word[i]) == 0)
                *place(s, symbol->number, i, i + 1) = true;
    for (int length = 1; length <= s->words; length++)
        for (int from = 0; from + length <= s->words; from++)
            fill_part(s, from, from + length);
}
