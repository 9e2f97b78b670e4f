/* read.c: text to tree, by recursive descent: either of sequences of repeated atoms. */
#include "pattern.h"
#include "set.h"

#include <gc.h>

#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void complain(const struct reader *r, const char *at, const char *what)
{
    errx(2, "pattern '%s', character %td: %s", r->text, at - r->text + 1, what);
}

static struct node *new_node(enum kind kind)
{
    struct node *n = GC_MALLOC(sizeof *n);
    n->kind = kind;
    return n;
}

/* Adds a part at the end; `last` is the place for it. Returns the place for the next. */
static struct node **add_part(struct node *whole, struct node **last, struct node *part)
{
    *last = part;
    whole->parts++;
    return &part->next;
}

static struct node *read_either(struct reader *r);

static struct node *read_group(struct reader *r)
{
    const char *open = r->at;
    struct node *n = new_node(GROUP);
    r->at++;
    if (strncmp(r->at, "?:", 2) == 0)
        r->at += 2;
    else if (strncmp(r->at, "?=", 2) == 0 || strncmp(r->at, "?!", 2) == 0) {
        n->kind = r->at[1] == '=' ? FOLLOWS : FOLLOWS_NOT;
        r->at += 2;
    } else if (*r->at == '?' || *r->at == '*')
        complain(r, r->at, "of groups there are ( (?: (?= and (?!");
    else
        n->group = ++r->groups;
    if (n->group > MOST_GROUPS)
        complain(r, open, "more than 9 groups that are remembered; (?: does not count");
    n->first = read_either(r);
    if (*r->at != ')')
        complain(r, open, "this group does not end");
    r->at++;
    return n;
}

static struct node *read_escape(struct reader *r)
{
    const char *at = r->at;
    struct node *n = new_node(ONE_OF);
    r->at += 2;
    if (at[1] == '\0')
        complain(r, at, "nothing follows this");
    if (set_add_named(n, at[1]))
        return n;
    if (at[1] == 'b' || at[1] == 'B')
        n->kind = at[1] == 'b' ? WORD_EDGE : NO_WORD_EDGE;
    else if (at[1] >= '1' && at[1] <= '9' && !isdigit((unsigned char)at[2])) {
        n->kind = REFERENCE;
        n->group = at[1] - '0';
    } else if (set_escaped(at[1]) < 0)
        complain(r, at, "unknown escape");
    else
        set_add(n, (unsigned char)set_escaped(at[1]));
    return n;
}

/* One character, one place, or a group. */
static struct node *read_atom(struct reader *r)
{
    if (*r->at == '(')
        return read_group(r);
    if (*r->at == '\\')
        return read_escape(r);
    if (*r->at == '^' || *r->at == '$')
        return new_node(*r->at++ == '^' ? LINE_START : LINE_END);
    struct node *n = new_node(ONE_OF);
    char c = *r->at++;
    if (c == '[')
        set_read(r, n);
    else if (c == '.') {
        memset(n->set, 0xff, sizeof n->set);
        n->set['\n' / 32] &= ~((uint32_t)1 << '\n');
    } else
        set_add(n, (unsigned char)c);
    if (r->ignore_case && c != '[')
        set_ignore_case(n);
    return n;
}

/* How often: * + ? {m} {m,} {m,n}. Returns its length; 0: there is none (a brace that does not count is a character like others). */
static size_t read_times(const struct reader *r, long *least, long *most)
{
    *least = *r->at == '+';
    *most = *r->at == '?' ? 1 : UNLIMITED;
    if (*r->at == '*' || *r->at == '+' || *r->at == '?')
        return 1;
    if (r->at[0] != '{' || !isdigit((unsigned char)r->at[1]))
        return 0;
    char *end;
    *least = *most = strtol(r->at + 1, &end, 10);
    if (*end == ',') {
        end++;
        *most = isdigit((unsigned char)*end) ? strtol(end, &end, 10) : UNLIMITED;
    }
    return *end == '}' ? (size_t)(end + 1 - r->at) : 0;
}

static struct node *read_repeated(struct reader *r)
{
    long least, most;
    if (read_times(r, &least, &most) > 0)
        complain(r, r->at, "there is nothing to repeat");
    struct node *atom = read_atom(r);
    size_t length = read_times(r, &least, &most);
    if (length == 0)
        return atom;
    if (atom->kind >= LINE_START)
        complain(r, r->at, "a place can't be repeated");
    if (least > MOST_TIMES || most > MOST_TIMES)
        complain(r, r->at, "more than 65535 times");
    if (most != UNLIMITED && most < least)
        complain(r, r->at, "a range that is upside down");
    r->at += length;
    struct node *n = new_node(REPEAT);
    n->first = atom;
    n->least = (int)least;
    n->most = (int)most;
    n->lazy = *r->at == '?';
    if (n->lazy)
        r->at++;
    else if (*r->at == '+')
        complain(r, r->at, "possessive repetition is not known here");
    return n;
}

static struct node *read_sequence(struct reader *r)
{
    struct node *sequence = new_node(SEQUENCE), **last = &sequence->first;
    while (*r->at != '\0' && *r->at != '|' && *r->at != ')')
        last = add_part(sequence, last, read_repeated(r));
    return sequence;
}

static struct node *read_either(struct reader *r)
{
    struct node *either = new_node(EITHER), **last = add_part(either, &either->first, read_sequence(r));
    while (*r->at == '|') {
        r->at++;
        last = add_part(either, last, read_sequence(r));
    }
    return either->parts == 1 ? either->first : either;
}

static int highest_reference(const struct node *n)
{
    int highest = n->kind == REFERENCE ? n->group : 0;
    for (const struct node *part = n->first; part != NULL; part = part->next) {
        int among = highest_reference(part);
        highest = among > highest ? among : highest;
    }
    return highest;
}

struct node *pattern_read(const char *text, bool ignore_case)
{
    struct reader r = { .text = text, .at = text, .ignore_case = ignore_case };
    struct node *n = read_either(&r);
    if (*r.at == ')')
        complain(&r, r.at, "there is no ( for this");
    if (highest_reference(n) > r.groups)
        errx(2, "pattern '%s': \\%d, and there is no such group", text, highest_reference(n));
    return n;
}
