/* table.c: a hash table of pointers, with open addressing. */
#include "table.h"

static size_t slot(const struct table *t, value key)
{
    uintptr_t h = (uintptr_t)key >> 4;
    h *= (uintptr_t)0x9e3779b97f4a7c15u;
    size_t i = (h >> 7) & (t->size - 1);
    while (t->keys[i] != NULL && t->keys[i] != key)
        i = (i + 1) & (t->size - 1);
    return i;
}

static void grow(struct table *t)
{
    struct table old = *t;
    t->size = old.size == 0 ? 16 : old.size * 2;
    t->keys = GC_MALLOC(t->size * sizeof(value));
    t->contents = GC_MALLOC(t->size * sizeof(value));
    for (size_t i = 0; i < old.size; i++)
        if (old.keys[i] != NULL) {
            size_t to = slot(t, old.keys[i]);
            t->keys[to] = old.keys[i];
            t->contents[to] = old.contents[i];
        }
}

value *table_find(struct table *t, value key)
{
    if (t->size == 0)
        return NULL;
    size_t i = slot(t, key);
    return t->keys[i] == NULL ? NULL : &t->contents[i];
}

value *table_enter(struct table *t, value key)
{
    if (t->count * 2 >= t->size)
        grow(t);
    size_t i = slot(t, key);
    if (t->keys[i] == NULL) {
        t->keys[i] = key;
        t->count++;
    }
    return &t->contents[i];
}
