/* The tests that cannot run somewhere: KONT_EXCLUDED names files, with colons between, of lines `GROUP/NAME REASON`, a shell pattern first;
 * lines that begin with # are skipped. They count as skipped, with that reason. Where it is not set, the list of the machine is meant, if there
 * is one here: some of what it names would take all memory. */
#include "../test.h"

#include <fnmatch.h>
#include <kont.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool matches(const char *pattern, const char *group, const char *name)
{
    char full[256];
    snprintf(full, sizeof full, "%s/%s", group, name);
    return fnmatch(pattern, full, 0) == 0;
}

/* The reason that the line gives, if it is for this test; null otherwise. */
static const char *reason_in(char *line, const char *group, const char *name)
{
    char *reason = line + strcspn(line, " \n");
    bool last = *reason == '\n';
    line[strcspn(line, "\n")] = '\0';
    *reason = '\0';
    if (line[0] == '#' || line[0] == '\0' || !matches(line, group, name))
        return NULL;
    return last ? "no reason given" : reason + 1;
}

static const char *excluded_by(const char *path, const char *group, const char *name)
{
    static char line[512];
    const char *found = NULL;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        exit(2);
    }
    while (found == NULL && fgets(line, sizeof line, file) != NULL)
        found = reason_in(line, group, name);
    fclose(file);
    return found;
}

/* Its path, or "". */
static const char *machines_list(void)
{
    static char path[64];
    snprintf(path, sizeof path, "tests/excluded-%s", kont_machine());
    return access(path, R_OK) == 0 ? path : "";
}

const char *test_excluded(const char *group, const char *name)
{
    char paths[4096];
    const char *found = NULL, *listed = getenv("KONT_EXCLUDED");
    snprintf(paths, sizeof paths, "%s", listed != NULL ? listed : machines_list());
    for (char *rest, *path = strtok_r(paths, ":", &rest); path != NULL && found == NULL; path = strtok_r(NULL, ":", &rest))
        found = excluded_by(path, group, name);
    return found;
}
