/* output.h: what stands in place of a marked function. */
#ifndef KONTC_OUTPUT_H
#define KONTC_OUTPUT_H

#include "copy.h"

/* `fast` and `again` are the two copies; the rest stands around them. What is written before the fast copy goes to `before`. */
struct output {
    struct rope before, fast, again, entry;
};

struct output *output_function(struct function *f);

#endif
