/* The file of outcomes that tools/tally sums: named by KONT_RESULTS, one line `pass|fail|skip|missing NAME [REASON]` each. Every
 * line is one append, because tests write here from processes of their own. */
#include "../test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void test_record(const char *outcome, const char *group, const char *name, const char *reason)
{
    static char line[512];
    const char *path = getenv("KONT_RESULTS");
    if (path == NULL || path[0] == '\0')
        return;
    int length = snprintf(line, sizeof line, "%s %s/%s %s", outcome, group, name, reason);
    if (length > (int)sizeof line - 2)
        length = (int)sizeof line - 2;
    line[length++] = '\n';
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0 || write(fd, line, (size_t)length) != length) {
        perror(path);
        _exit(2);
    }
    close(fd);
}
