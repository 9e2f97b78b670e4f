/* alloc.h: the layers' memory. */
#ifndef KONT_LAYERS_ALLOC_H
#define KONT_LAYERS_ALLOC_H

#include <kont/base.h>

/* `bytes` collected bytes, zeroed, scanned. Raises KONT_ERR_MEMORY, found by `where`. */
KONT void *kont__alloc(size_t bytes, const char *where);

#endif
