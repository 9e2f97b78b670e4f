/* embedded.c: the libraries that are written in Scheme, as text. */
#include "embedded.h"

#include <stddef.h>

const struct embedded embedded[] = {
    { NULL, NULL },
};
