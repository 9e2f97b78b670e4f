/* set.c: sets of characters. */
#include "set.h"

#include <ctype.h>
#include <string.h>

void set_add(struct node *n, unsigned char c)
{
    n->set[c / 32] |= (uint32_t)1 << c % 32;
}

static int is_word(int c)
{
    return pattern_is_word((unsigned char)c);
}

static void add_all(struct node *n, int (*is)(int), bool wanted)
{
    for (int c = 0; c < 256; c++)
        if ((is(c) != 0) == wanted)
            set_add(n, (unsigned char)c);
}

bool set_add_named(struct node *n, char letter)
{
    int (*is)(int) = NULL;
    switch (tolower((unsigned char)letter)) {
    case 'd': is = isdigit; break;
    case 's': is = isspace; break;
    case 'w': is = is_word; break;
    default: return false;
    }
    add_all(n, is, islower((unsigned char)letter));
    return true;
}

int set_escaped(char letter)
{
    switch (letter) {
    case 't': return '\t';
    case 'n': return '\n';
    case 'r': return '\r';
    case 'f': return '\f';
    default: return letter == '\0' || isalnum((unsigned char)letter) ? -1 : (unsigned char)letter;
    }
}

void set_ignore_case(struct node *n)
{
    for (int c = 'a'; c <= 'z'; c++)
        if (pattern_has(n, (unsigned char)c) || pattern_has(n, (unsigned char)toupper(c))) {
            set_add(n, (unsigned char)c);
            set_add(n, (unsigned char)toupper(c));
        }
}

/* Reads [:alpha:] and the like. False: it is not one. */
static bool read_posix(struct reader *r, struct node *n)
{
    static const struct {
        const char *name;
        int (*is)(int);
    } classes[] = {
        { "[:alnum:]", isalnum }, { "[:alpha:]", isalpha }, { "[:blank:]", isblank }, { "[:cntrl:]", iscntrl }, { "[:digit:]", isdigit },
        { "[:graph:]", isgraph }, { "[:lower:]", islower }, { "[:print:]", isprint }, { "[:punct:]", ispunct }, { "[:space:]", isspace },
        { "[:upper:]", isupper }, { "[:word:]", is_word }, { "[:xdigit:]", isxdigit },
    };
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        size_t length = strlen(classes[i].name);
        if (strncmp(r->at, classes[i].name, length) == 0) {
            add_all(n, classes[i].is, true);
            r->at += length;
            return true;
        }
    }
    const char *end = r->at[0] == '[' && r->at[1] == ':' ? strstr(r->at, ":]") : NULL;
    if (end != NULL && strspn(r->at + 2, "abcdefghijklmnopqrstuvwxyz") == (size_t)(end - r->at - 2))
        complain(r, r->at, "unknown class");
    return false;
}

/* Reads one character; -1: several were read, into the set. */
static int read_member(struct reader *r, struct node *n)
{
    const char *at = r->at;
    if (*at == '\0')
        complain(r, at, "expected ]");
    if (read_posix(r, n))
        return -1;
    r->at++;
    if (*at != '\\')
        return (unsigned char)*at;
    r->at++;
    if (set_add_named(n, at[1]))
        return -1;
    int c = at[1] == 'b' ? '\b' : set_escaped(at[1]);
    if (c < 0)
        complain(r, at, "unknown escape");
    return c;
}

static void read_range(struct reader *r, struct node *n)
{
    const char *at = r->at;
    int low = read_member(r, n), high = low;
    if (r->at[0] == '-' && r->at[1] != ']' && r->at[1] != '\0') {
        r->at++;
        high = read_member(r, n);
        if (low < 0 || high < 0)
            complain(r, at, "a range from or to more than one character");
        if (high < low)
            complain(r, at, "a range that is upside down");
    }
    for (int c = low; c >= 0 && c <= high; c++)
        set_add(n, (unsigned char)c);
}

void set_read(struct reader *r, struct node *n)
{
    bool negated = *r->at == '^';
    if (negated)
        r->at++;
    do
        read_range(r, n);
    while (*r->at != ']');
    r->at++;
    if (r->ignore_case)
        set_ignore_case(n);
    for (int i = 0; negated && i < 256 / 32; i++)
        n->set[i] = ~n->set[i];
}
