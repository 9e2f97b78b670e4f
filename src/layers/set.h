/* set.h: what is in a table: a hash table of values, in the order in which they came. Collected memory. */
#ifndef KONT_LAYERS_SET_H
#define KONT_LAYERS_SET_H

#include <kont/search_table.h>

struct kont__set {
    const struct kont_equality *equality;               /* or null: values themselves are compared */
    size_t count, room;                                 /* of values */
    void **values;
    void **items;                                       /* what belongs to each */
    size_t *places;                                     /* of twice the room: 1 + index of a value, by hash; 0: free */
};

/* The index of v, or the count where it is not there. */
size_t kont__set_find(const struct kont__set *set, const void *v);

/* Adds v, which is not there. False: no memory is left. */
bool kont__set_add(struct kont__set *set, void *v, void *item);

#endif
