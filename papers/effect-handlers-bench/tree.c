#include "tree.h"

#include <gc.h>

const struct tree *tree_make(long height)
{
    const struct tree *below = NULL;
    for (long h = 1; h <= height; h++) {
        struct tree *t = GC_MALLOC(sizeof *t);
        *t = (struct tree){ below, below, h };
        below = t;
    }
    return below;
}
