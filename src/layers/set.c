/* set.c: values by hash, and in the order in which they came. */
#include "set.h"

#include <gc/gc.h>

static uint64_t hash_of(const struct kont__set *set, const void *v)
{
    uint64_t h = set->equality != NULL ? set->equality->hash(v) : (uintptr_t)v;
    return (h ^ (h >> 32)) * 0x9e3779b97f4a7c15;
}

static bool is_equal(const struct kont__set *set, const void *a, const void *b)
{
    return a == b || (set->equality != NULL && set->equality->equal(a, b));
}

/* The place where v is, or the free one where it would be. There is room. */
static size_t *place_of(const struct kont__set *set, const void *v)
{
    size_t mask = 2 * set->room - 1, i = (size_t)(hash_of(set, v) >> 32) & mask;
    while (set->places[i] != 0 && !is_equal(set, set->values[set->places[i] - 1], v))
        i = (i + 1) & mask;
    return &set->places[i];
}

size_t kont__set_find(const struct kont__set *set, const void *v)
{
    size_t found = set->room > 0 ? *place_of(set, v) : 0;
    return found != 0 ? found - 1 : set->count;
}

static bool grow(struct kont__set *set)
{
    size_t room = set->room > 0 ? 2 * set->room : 4;
    struct kont__set new = *set;
    new.room = room;
    new.values = GC_MALLOC(room * sizeof *new.values);
    new.items = GC_MALLOC(room * sizeof *new.items);
    new.places = GC_MALLOC_ATOMIC(2 * room * sizeof *new.places);
    if (new.values == NULL || new.items == NULL || new.places == NULL)
        return false;
    for (size_t i = 0; i < 2 * room; i++)
        new.places[i] = 0;
    for (size_t i = 0; i < set->count; i++) {
        new.values[i] = set->values[i];
        new.items[i] = set->items[i];
        *place_of(&new, new.values[i]) = i + 1;
    }
    *set = new;
    return true;
}

bool kont__set_add(struct kont__set *set, void *v, void *item)
{
    if (set->count == set->room && !grow(set))
        return false;
    size_t *place = place_of(set, v);
    set->values[set->count] = v;
    set->items[set->count] = item;
    *place = ++set->count;
    return true;
}
