/* diagnose.c: what kontc says about the source. */
#include "diagnose.h"

#include <stdio.h>
#include <string.h>

static struct text said;
static unsigned errors;
static bool unsure;

static void say(const struct source *s, size_t at, const char *kind, const char *what)
{
    struct place p = source_place(s, at);
    text_addf(&said, "%s:%u:%u: %s: %s\n", p.file, p.line, p.column, kind, what);
}

void diagnose_begin(void)
{
    said.size = errors = 0;
    unsure = false;
    text_add(&said, "");
}

void diagnose_print(void)
{
    if (said.s != NULL)
        fputs(said.s, stderr);
    said.size = 0;
    text_add(&said, "");
}

bool diagnose_unsure(void)
{
    return unsure;
}

void diagnose_error(const struct source *s, size_t at, const char *f, ...)
{
    va_list ap;
    va_start(ap, f);
    say(s, at, "error", vformat(f, ap));
    va_end(ap);
    errors++;
}

void diagnose_warning(const struct source *s, size_t at, const char *f, ...)
{
    va_list ap;
    va_start(ap, f);
    say(s, at, "warning", vformat(f, ap));
    va_end(ap);
}

unsigned diagnose_count(void)
{
    return errors;
}

bool diagnose_parse_errors(const struct unit *u, CXCursor c)
{
    struct extent e = extent_of(c);
    size_t at;
    const char *what = parse_error_in(u, e.begin, e.end, &at);
    unsure |= what != NULL;
    if (what != NULL && strstr(what, "function definition is not allowed here") != NULL)
        diagnose_error(u->source, at, "nested function in marked function '%s': move it out of there", name_of(c));
    else if (what != NULL)
        diagnose_error(u->source, at, "marked function '%s' can't be read: %s", name_of(c), what);
    return what == NULL;
}

void diagnose_unreadable(const struct source *s)
{
    diagnose_error(s, 0, "libclang can't read this");
    unsure = true;
}
