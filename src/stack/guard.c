#define _GNU_SOURCE
#include "guard.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

static enum { UNKNOWN, LIGHT, MPROTECT } kind;
static size_t mappings_left;                            /* that mprotect may still use */

/* Whether a light guard really refuses an access: some emulators accept the advice and do nothing. The system is asked to
 * read the page, so that nothing faults here. */
static bool light_guards_work(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    int ends[2];
    bool works = false;
    char *p = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        return false;
    if (madvise(p, page, MADV_GUARD_INSTALL) == 0 && pipe2(ends, O_CLOEXEC) == 0) {
        works = write(ends[1], p, 1) < 0;
        close(ends[0]);
        close(ends[1]);
    }
    munmap(p, page);
    return works;
}

/* Two mappings a guard; a quarter of them is left to the rest of the program. */
static size_t most_guards(void)
{
    size_t most = 65530;
    FILE *f = fopen("/proc/sys/vm/max_map_count", "re");
    if (f != NULL) {
        if (fscanf(f, "%zu", &most) != 1)
            most = 65530;
        fclose(f);
    }
    return most / 8 * 3;
}

static void choose(void)
{
    const char *asked = getenv("KONT_GUARD");
    bool light = asked != NULL && strcmp(asked, "mprotect") == 0 ? false : light_guards_work();
    mappings_left = light ? 0 : most_guards();
    kind = light ? LIGHT : MPROTECT;
}

bool kont__guard(void *base, size_t bytes)
{
    if (kind == UNKNOWN)
        choose();
    if (kind == LIGHT)
        return madvise(base, bytes, MADV_GUARD_INSTALL) == 0;
    if (mappings_left == 0)
        return false;
    mappings_left--;
    return mprotect(base, bytes, PROT_NONE) == 0;
}
