/* always.c: linked to a program that knows nothing of machine.c: captures at every tick, from the start. Adds how often to the file that FORCED_COUNT names. */
#include <stdio.h>
#include <stdlib.h>

#include "machine.h"

static void add_count(void)
{
    const char *name = getenv("FORCED_COUNT");
    FILE *f = name != NULL ? fopen(name, "a") : NULL;
    if (f == NULL)
        return;
    fprintf(f, "%lu\n", forced_captures());
    fclose(f);
}

static __attribute__((constructor)) void start(void)
{
    static const struct forced_mode mode = { .every = 1 };
    forced_begin(&mode);
    atexit(add_count);
}
