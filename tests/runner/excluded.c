/* The tests that cannot run somewhere: KONT_EXCLUDED names a file with a line `GROUP/NAME REASON` for each, a shell pattern first;
 * lines that begin with # are skipped. They count as skipped, with that reason. */
#include "../test.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool matches(const char *pattern, const char *group, const char *name)
{
    char full[256];
    snprintf(full, sizeof full, "%s/%s", group, name);
    return fnmatch(pattern, full, 0) == 0;
}

const char *test_excluded(const char *group, const char *name)
{
    static char line[512];
    const char *path = getenv("KONT_EXCLUDED"), *found = NULL;
    FILE *file = path != NULL ? fopen(path, "r") : NULL;
    if (path != NULL && file == NULL) {
        perror(path);
        exit(2);
    }
    while (file != NULL && found == NULL && fgets(line, sizeof line, file) != NULL) {
        char *reason = line + strcspn(line, " \n");
        bool last = *reason == '\n';
        line[strcspn(line, "\n")] = '\0';
        *reason = '\0';
        if (line[0] != '#' && line[0] != '\0' && matches(line, group, name))
            found = last ? "no reason given" : reason + 1;
    }
    if (file != NULL)
        fclose(file);
    return found;
}
