/* Compiled with -fexceptions. */
#include "unwound.h"

#include <stdbool.h>

struct frame {
    void (*cleanup)(void *);
    void *number;
    bool returned;
};

static void leave(struct frame *f)
{
    if (!f->returned)
        f->cleanup(f->number);
}

void *unless_unwound(void (*cleanup)(void *), void *number, kont_fn *fn, void *arg)
{
    __attribute__((cleanup(leave))) struct frame f = { .cleanup = cleanup, .number = number };
    void *value = fn(arg);
    f.returned = true;
    return value;
}
