/* warn.c: compilers derive some warnings from macros and from the layout, which what kontc makes of a file has lost; others they find when they
 * optimise. So they read the source as it stands first; of what they say of its rewritten form later, that is left out which was said
 * of the same line before. */
#include "warn.h"

#include "run.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* "file:line [-Wname]": what was said of which line. */
static const char **said;
static size_t said_count;
static bool told;                                       /* the source was read as it stands */

/* ---- Lines that compilers print ------------------------------------------------------------------------------------------------------------- */

/* Without colours. */
static char *bare(const char *line, size_t size)
{
    struct text t = { 0 };
    text_add(&t, "");
    for (size_t i = 0; i < size; i++)
        if (line[i] == '\033')
            while (i + 1 < size && !isalpha((unsigned char)line[i]))
                i++;
        else
            text_add_part(&t, line + i, 1);
    return t.s;
}

/* The end of "file:line", or null. */
static const char *end_of_place(const char *line)
{
    const char *colon = strchr(line, ':');
    while (colon != NULL && !isdigit((unsigned char)colon[1]))
        colon = strchr(colon + 1, ':');
    if (colon == NULL)
        return NULL;
    const char *end = colon + 1 + strspn(colon + 1, "0123456789");
    return *end == ':' ? end : NULL;
}

static bool says(const char *line, const char *kind)
{
    const char *end = end_of_place(line);
    return end != NULL && strstr(end, format(": %s: ", kind)) != NULL;
}

/* Its name, as in -Wname=2 and -Werror=name; "" where it has none. */
static char *name_of_warning(const char *line)
{
    const char *at = strstr(line, "[-W"), *next;
    if (at == NULL)
        return format("%s", "");
    while ((next = strstr(at + 1, "[-W")) != NULL)
        at = next;
    at += strlen("[-W");
    if (starts_with(at, "error="))
        at += strlen("error=");
    return part(at, strcspn(at, "=],"));
}

static char *key(const char *line, const char *name)
{
    return format("%s %s", part(line, (size_t)(end_of_place(line) - line)), name);
}

static bool was_said(const char *line)
{
    const char *k = key(line, name_of_warning(line));
    for (size_t i = 0; i < said_count; i++)
        if (strcmp(said[i], k) == 0)
            return true;
    return false;
}

static size_t line_size(const char *s)
{
    size_t n = strcspn(s, "\n");
    return s[n] == '\n' ? n + 1 : n;
}

/* A note says which macro a warning came from. */
static void note(const char *s)
{
    const char *name = NULL;
    for (size_t n; *s != '\0'; s += n) {
        n = line_size(s);
        char *line = bare(s, n);
        if (says(line, "warning"))
            name = name_of_warning(line);
        if (name != NULL && (says(line, "warning") || says(line, "note")))
            PUSH(said, said_count) = key(line, name);
    }
}

/* ---- What was not said -------------------------------------------------------------------------------------------------------------------- */

/* What stands in front of a warning, to say where it is. */
static bool leads(const char *line)
{
    const char *end = strrchr(line, ':');
    return starts_with(line, "In file included from ") || starts_with(line, "                 from ") ||
           (end != NULL && strcmp(end, ":\n") == 0 && (strstr(line, ": In ") != NULL || strstr(line, ": At ") != NULL));
}

static bool counts(const char *line)
{
    return isdigit((unsigned char)*line) && strstr(line, " generated.\n") != NULL;
}

/* What leads is shown with the first of its warnings that is shown. */
static void say_rest(const char *s)
{
    struct text lead = { 0 };
    bool shown = true, leading = false;
    for (size_t n; *s != '\0'; s += n) {
        n = line_size(s);
        char *line = bare(s, n);
        bool warns = says(line, "warning"), leads_now = leads(line);
        if (leads_now && !leading)
            lead.size = 0;
        leading = leads_now;
        if (leads_now)
            text_add_part(&lead, s, n);
        else if (warns || says(line, "error") || says(line, "fatal error")) {
            shown = !warns || !was_said(line);
            fwrite(lead.s, 1, shown ? lead.size : 0, stderr);
            lead.size = shown ? 0 : lead.size;
        }
        if (shown && !leads_now && !counts(line))
            fwrite(s, 1, n, stderr);
    }
}

/* ---- Commands ------------------------------------------------------------------------------------------------------------------------------- */

/* They would be missing, since what is said goes to a file. */
static void add_colors(const struct args *a, struct list *to)
{
    bool given = !isatty(STDERR_FILENO);
    for (size_t i = 0; i < a->count; i++)
        given |= strstr(a->args[i].s, "diagnostics-color") != NULL || strstr(a->args[i].s, "color-diagnostics") != NULL;
    if (!given)
        list_add(to, "-fdiagnostics-color=always");
}

static bool is_readable(const struct args *a)
{
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->args[i].s, "-w") == 0 || starts_with(a->args[i].s, "-fdiagnostics-format="))
            return false;
    return true;
}

/* It makes files. */
static bool leaves(const char *s)
{
    return starts_with(s, "-M") || starts_with(s, "-Wp,-M") || starts_with(s, "-save-temps") || starts_with(s, "--save-temps");
}

static void add_options(const struct args *a, struct list *to)
{
    for (size_t i = 0; i < a->count; i++) {
        const struct arg *arg = &a->args[i];
        if ((arg->use != FOR_PREPROCESSING && arg->use != FOR_ALL) || leaves(arg->s))
            continue;
        list_add(to, arg->s);
        if (arg->value != NULL)
            list_add(to, arg->value);
    }
}

int warn_first(const struct args *a, const struct arg *input)
{
    struct list command = { 0 };
    char *file = temporary("said");
    told = is_readable(a);
    said_count = 0;
    if (!told)
        return 0;
    list_add_all(&command, &a->compiler);
    add_options(a, &command);
    add_colors(a, &command);
    list_add(&command, "-D__KONTC__=2");
    list_add(&command, "-fsyntax-only");
    if (input->language != NULL) {
        list_add(&command, "-x");
        list_add(&command, input->language);
    }
    list_add(&command, input->s);
    int status = run_aside(&command, file);
    struct text t = read_file(file);
    if (t.s != NULL) {
        fputs(t.s, stderr);
        note(t.s);
    }
    return status;
}

int warn_rest(const struct args *a, struct list *command)
{
    if (!told)
        return run(command, NULL);
    char *file = temporary("said");
    add_colors(a, command);
    int status = run_aside(command, file);
    struct text t = read_file(file);
    if (t.s != NULL)
        say_rest(t.s);
    return status;
}
