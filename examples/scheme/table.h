/* table.h: a hash table of pointers, for walks over data that may be circular. */
#ifndef SCHEME_TABLE_H
#define SCHEME_TABLE_H

#include "value.h"

struct table {
    size_t size, count;                                 /* size: a power of 2, or 0 */
    value *keys;                                        /* null: free */
    value *contents;
};

/* Where the key's content stands; null when it is not there. */
value *table_find(struct table *t, value key);
/* The same; enters it with null as its content when it is not there. */
value *table_enter(struct table *t, value key);

#endif
