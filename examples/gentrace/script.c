/* script.c: lines to statements, with a message that names the place for what is none. */
#include "script.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *word;
    enum op op;
    const char *wants;                                  /* g: a generator, d: a definition, x: an exception, n: a number, ?: it may be left out,
                                                         * *: many, t: the rest of the line */
    bool in_bodies, outside;
} words[] = {
    { "say", SAY, "t", true, false },        { "yield", YIELD, "n?", true, false }, { "from", FROM, "g", true, false },
    { "list", LIST, "n*", true, false },     { "return", RETURN, "n?", true, false }, { "raise", RAISE, "x", true, false },
    { "new", NEW, "gd", false, true },       { "next", NEXT, "g", true, true },     { "send", SEND, "gn", true, true },
    { "throw", THROW, "gx", true, true },    { "close", CLOSE, "g", true, true },   { "state", STATE, "g", true, true },
    { "loop", LOOP, "n", true, false },      { "try", TRY, "", true, false },
};

struct reader {
    struct script *script;
    FILE *in;
    int line, depth;
    bool failed, ended;
    char *word, *rest;                                  /* the line: its first word, what follows */
    char text[256], whole[256];
};

static bool fail(struct reader *r, const char *what, const char *found)
{
    if (!r->failed)
        fprintf(stderr, "%s:%d: %s%s%s%s\n", r->script->file, r->line, what, found ? " '" : "", found ? found : "", found ? "'" : "");
    r->failed = true;
    return false;
}

static void *allocate(size_t size)
{
    void *p = calloc(1, size);
    if (p == NULL) {
        fputs("gentrace: out of memory\n", stderr);
        exit(1);
    }
    return p;
}

static char *copy(const char *s)
{
    return strcpy(allocate(strlen(s) + 1), s);
}

/* ---- Words -------------------------------------------------------------------------------------------------------------------- */

static char *skip_blanks(char *s)
{
    while (isspace((unsigned char)*s))
        s++;
    return s;
}

/* Cuts the first word off what is left of the line; null where nothing is. */
static char *take_word(struct reader *r)
{
    char *word = skip_blanks(r->rest), *end = word;
    while (*end != '\0' && !isspace((unsigned char)*end))
        end++;
    r->rest = *end != '\0' ? skip_blanks(end + 1) : end;
    *end = '\0';
    return *word != '\0' ? word : NULL;
}

/* Whether the line that fgets has put into text, which was filled with ones before, has a zero byte in it besides the one at its end. */
static bool holds_zero(const char *text, size_t size)
{
    size_t last = size;
    while (last > 0 && text[last - 1] != '\0')
        last--;
    return strlen(text) + 1 != last;
}

static bool get_line(struct reader *r)
{
    memset(r->text, 1, sizeof r->text);
    return fgets(r->text, sizeof r->text, r->in) != NULL;
}

/* The next line that says something; false at the end, or where reading failed. */
static bool next_line(struct reader *r)
{
    while (get_line(r)) {
        r->line++;
        if (holds_zero(r->text, sizeof r->text))
            return fail(r, "a zero byte", NULL);
        if (strchr(r->text, '\n') == NULL && !feof(r->in))
            return fail(r, "a line is longer than 254 characters", NULL);
        char *end = strchr(r->text, '#');
        if (end != NULL)
            *end = '\0';
        r->rest = skip_blanks(r->text);
        for (end = r->rest + strlen(r->rest); end > r->rest && isspace((unsigned char)end[-1]); end--)
            end[-1] = '\0';
        strcpy(r->whole, r->rest);
        r->word = take_word(r);
        if (r->word != NULL)
            return true;
    }
    r->ended = true;
    r->word = NULL;
    return ferror(r->in) ? fail(r, "cannot be read on:", strerror(errno)) : false;
}

static bool is(const struct reader *r, const char *word)
{
    return r->word != NULL && strcmp(r->word, word) == 0;
}

static bool check_name(struct reader *r, const char *name, const char *what)
{
    if (name == NULL)
        return fail(r, what, NULL);
    for (const char *s = name; *s != '\0'; s++)
        if (!isalpha((unsigned char)*s) && *s != '_' && (s == name || !isdigit((unsigned char)*s)))
            return fail(r, "not a name:", name);
    return true;
}

static bool check_end(struct reader *r)
{
    char *word = take_word(r);
    return word == NULL || fail(r, "too much on the line:", word);
}

/* ---- Parts of statements ---------------------------------------------------------------------------------------------------------- */

static int name_number(char **names, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

int script_definition(const struct script *s, const char *name)
{
    return name_number((char **)s->definitions, s->definition_count, name);
}

static bool read_generator(struct reader *r, struct statement *s)
{
    struct script *script = r->script;
    char *name = take_word(r);
    if (!check_name(r, name, "the name of a generator is missing"))
        return false;
    s->generator = name_number(script->names, script->name_count, name);
    if (s->generator >= 0)
        return true;
    if (script->name_count == MOST_NAMES)
        return fail(r, "more than 100 generators", NULL);
    s->generator = script->name_count;
    script->names[script->name_count++] = copy(name);
    return true;
}

static bool read_number(struct reader *r, struct statement *s, bool may_miss)
{
    char *word = take_word(r), *end;
    if (word == NULL || strcmp(word, "none") == 0) {
        s->numbers[s->count++] = (struct number){ false, 0 };
        return word != NULL || may_miss || fail(r, "a number or none is missing", NULL);
    }
    if (s->count == MOST_NUMBERS)
        return fail(r, "more than 16 numbers", NULL);
    long n = strtol(word, &end, 10);
    if (*end != '\0' || n < -1000000 || n > 1000000)
        return fail(r, "not a number from -1000000 to 1000000, nor none:", word);
    s->numbers[s->count++] = (struct number){ true, n };
    return true;
}

static bool read_numbers(struct reader *r, struct statement *s)
{
    while (*r->rest != '\0') {
        if (s->count == MOST_NUMBERS)
            return fail(r, "more than 16 numbers", NULL);
        if (!read_number(r, s, false))
            return false;
    }
    return true;
}

static bool read_word(struct reader *r, struct statement *s, const char *missing)
{
    char *word = take_word(r);
    if (!check_name(r, word, missing))
        return false;
    s->word = copy(word);
    return missing[4] != 'd' || script_definition(r->script, word) >= 0 || fail(r, "nothing is defined as", word);
}

static bool read_parts(struct reader *r, struct statement *s, const char *wants)
{
    for (; *wants != '\0'; wants++) {
        bool good = *wants == 'g' ? read_generator(r, s)
            : *wants == 'd' ? read_word(r, s, "the definition is missing")
            : *wants == 'x' ? read_word(r, s, "the exception is missing")
            : *wants == 'n' ? (wants[1] == '*' ? read_numbers(r, s) : read_number(r, s, wants[1] == '?')) : true;
        if (!good)
            return false;
        if (*wants == 't') {
            s->word = copy(r->rest);
            return true;
        }
    }
    return check_end(r);
}

/* ---- Statements --------------------------------------------------------------------------------------------------------------------- */

static struct statement *read_block(struct reader *r, bool in_body);

static bool read_try(struct reader *r, struct statement *s)
{
    s->body = read_block(r, true);
    if (is(r, "except")) {
        if (!read_word(r, s, "the exception is missing") || !check_end(r))
            return false;
        s->handler = read_block(r, true);
    }
    if (is(r, "finally")) {
        if (!check_end(r))
            return false;
        s->cleanup = read_block(r, true);
        for (const struct statement *c = s->cleanup; c != NULL && !r->failed; c = c->next)
            if (c->op != SAY) {
                r->line = c->line;
                return fail(r, "only say may stand in finally, not", c->text);
            }
    }
    if (!r->failed && s->word == NULL && s->cleanup == NULL)
        return fail(r, "a try without except or finally", NULL);
    return is(r, "end") || fail(r, r->ended ? "end is missing" : "expected end, found", r->word);
}

static bool read_inside(struct reader *r, struct statement *s)
{
    if (s->op != LOOP && s->op != TRY)
        return true;
    if (++r->depth > 20)
        return fail(r, "more than 20 blocks inside each other", NULL);
    bool good;
    if (s->op == TRY) {
        good = read_try(r, s);
    } else {
        if (s->numbers[0].n < 0 || s->numbers[0].n > 1000)
            return fail(r, "a loop goes round 0 to 1000 times", NULL);
        s->body = read_block(r, true);
        good = is(r, "end") || fail(r, r->ended ? "end is missing" : "expected end, found", r->word);
    }
    r->depth--;
    return good && check_end(r);
}

static struct statement *read_statement(struct reader *r, bool in_body)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!is(r, words[i].word))
            continue;
        if (!(in_body ? words[i].in_bodies : words[i].outside)) {
            fail(r, in_body ? "not inside of a definition:" : "only inside of a definition:", r->word);
            return NULL;
        }
        struct statement *s = allocate(sizeof *s);
        s->op = words[i].op;
        s->line = r->line;
        s->text = copy(r->whole);
        return read_parts(r, s, words[i].wants) && read_inside(r, s) ? s : NULL;
    }
    fail(r, "not a word of the language:", r->word);
    return NULL;
}

/* Up to a line that ends a block, which is in r->word then. */
static struct statement *read_block(struct reader *r, bool in_body)
{
    struct statement *first = NULL, **last = &first;
    while (next_line(r) && !is(r, "end") && !is(r, "except") && !is(r, "finally")) {
        *last = read_statement(r, in_body);
        if (*last == NULL)
            break;
        last = &(*last)->next;
    }
    return first;
}

static bool read_definition(struct reader *r)
{
    struct script *s = r->script;
    char *name = take_word(r);
    if (!check_name(r, name, "the name of the definition is missing"))
        return false;
    if (script_definition(s, name) >= 0)
        return fail(r, "defined twice:", name);
    if (s->definition_count == MOST_NAMES)
        return fail(r, "more than 100 definitions", NULL);
    s->definitions[s->definition_count++] = copy(name);
    if (!check_end(r))
        return false;
    s->bodies[s->definition_count - 1] = read_block(r, true);
    if (r->failed)
        return false;
    return (is(r, "end") && check_end(r)) || fail(r, r->ended ? "end is missing" : "expected end, found", r->word);
}

bool script_read(struct script *s, FILE *in, const char *file)
{
    struct reader r = { .script = s, .in = in };
    struct statement **last = &s->steps;
    s->file = file;
    while (!r.failed && next_line(&r)) {
        if (is(&r, "def")) {
            read_definition(&r);
        } else {
            *last = read_statement(&r, false);
            if (*last != NULL)
                last = &(*last)->next;
        }
    }
    return !r.failed;
}
