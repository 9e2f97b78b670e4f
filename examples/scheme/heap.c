/* heap.c: making values; symbols.
 *
 * Small objects come from lists that the collector fills by the dozen (GC_malloc_many), one list for each size: an object is a load and
 * two stores then. The lists are static data, where the collector finds them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "utf8.h"
#include "value.h"

enum { GRANULE = 2 * sizeof(void *), LARGEST = 8 * GRANULE };

/* Bytes. The collector's own choice follows the heap that is alive, and so collects all the time where that is small. */
enum { BETWEEN_COLLECTIONS = 4 << 20 };

static void *free_lists[LARGEST / GRANULE + 1];         /* by the number of granules; linked by their first words */

/* The collector asks this instead of returning null, to whoever allocates. What runs at the exit may allocate, too. */
static void *end_process(size_t bytes)
{
    static bool ends;
    if (ends)
        _exit(70);
    ends = true;
    (void)bytes;
    fputs("scheme: out of memory\n", stderr);
    exit(70);
}

void heap_start(void)
{
    GC_INIT();
    GC_set_min_bytes_allocd(BETWEEN_COLLECTIONS);
    GC_set_oom_fn(end_process);
    GC_set_warn_proc(GC_ignore_warn_proc);              /* of what the line above says better */
}

/* GC_malloc_many asks nobody where the heap is full: GC_MALLOC then does. */
static void *refill(size_t granules)
{
    void *list = GC_malloc_many(granules * GRANULE - 1);
    if (list == NULL)
        return GC_MALLOC(granules * GRANULE - 1);
    free_lists[granules] = *(void **)list;
    return list;
}

void *allocate(size_t bytes, uintptr_t header)
{
    void **p;
    size_t granules = (bytes + GRANULE) / GRANULE;      /* one byte more: the collector keeps what is pointed at just behind */
    if (granules <= LARGEST / GRANULE) {
        p = free_lists[granules];
        if (__builtin_expect(p != NULL, 1))
            free_lists[granules] = *p;
        else
            p = refill(granules);
    } else {
        p = GC_MALLOC(bytes);
    }
    *p = (void *)header;
    return p;
}

void *allocate_atomic(size_t bytes, uintptr_t header)
{
    uintptr_t *p = GC_MALLOC_ATOMIC(bytes < sizeof *p ? sizeof *p : bytes);
    *p = header;
    return p;
}

value cons(value car, value cdr)
{
    struct pair *p = allocate(sizeof *p, T_PAIR);
    p->car = car;
    p->cdr = cdr;
    return p;
}

value cons_placed(value car, value cdr, const struct place *place)
{
    if (place == NULL)
        return cons(car, cdr);
    struct placed_pair *p = allocate(sizeof *p, T_PAIR | PAIR_PLACED);
    p->pair.car = car;
    p->pair.cdr = cdr;
    p->place = place;
    return p;
}

const struct place *place_of(value v)
{
    return is_pair(v) && (((struct pair *)v)->header & PAIR_PLACED) != 0 ? ((struct placed_pair *)v)->place : NULL;
}

value make_flonum(double d)
{
    struct flonum *f = allocate(sizeof *f, T_FLONUM);
    f->number = d;
    return f;
}

value make_box(value content)
{
    struct box *b = allocate(sizeof *b, T_BOX);
    b->content = content;
    return b;
}

value make_vector(size_t length, value fill)
{
    struct vector *v = allocate(sizeof *v + length * sizeof(value), T_VECTOR);
    v->length = length;
    for (size_t i = 0; i < length; i++)
        v->items[i] = fill;
    return v;
}

value make_string(size_t length, uint32_t fill)
{
    struct string *s = allocate(sizeof *s, T_STRING);
    s->length = length;
    s->chars = allocate_atomic(length * sizeof *s->chars + sizeof(uintptr_t), 0);
    for (size_t i = 0; i < length; i++)
        s->chars[i] = fill;
    return s;
}

value make_bytevector(size_t length, int fill)
{
    struct bytevector *b = allocate_atomic(sizeof *b + length, T_BYTEVECTOR);
    b->length = length;
    memset(b->bytes, fill, length);
    return b;
}

value make_values(size_t count)
{
    struct values *v = allocate(sizeof *v + count * sizeof(value), T_VALUES);
    v->count = count;
    return v;
}

/* ---- Strings and UTF-8 ---- */

value string_from_bytes(const char *utf8, size_t bytes)
{
    struct string *s = make_string(bytes, 0);
    const unsigned char *at = (const unsigned char *)utf8, *end = at + bytes;
    size_t n = 0;
    while (at < end)
        s->chars[n++] = utf8_decode(&at, end);
    s->length = n;
    return s;
}

value string_from(const char *utf8)
{
    return string_from_bytes(utf8, strlen(utf8));
}

char *string_to_utf8(value string, size_t *bytes)
{
    struct string *s = string;
    char *text = allocate_atomic(s->length * 4 + sizeof(uintptr_t), 0), *end = text;
    for (size_t i = 0; i < s->length; i++)
        end = utf8_encode(end, s->chars[i]);
    *end = '\0';
    if (bytes != NULL)
        *bytes = (size_t)(end - text);
    return text;
}

/* ---- Symbols: a hash table of chains that doubles ---- */

static struct {
    struct symbol **buckets;
    size_t size, count;                                 /* size: a power of 2 */
} symbols;

static size_t hash_bytes(const char *s, size_t n)
{
    size_t h = 5381;
    for (size_t i = 0; i < n; i++)
        h = h * 33 + (unsigned char)s[i];
    return h ^ h >> 15;
}

static void grow_symbols(void)
{
    size_t size = symbols.size == 0 ? 2048 : symbols.size * 2;
    struct symbol **buckets = GC_MALLOC(size * sizeof *buckets);
    for (size_t i = 0; i < symbols.size; i++)
        for (struct symbol *s = symbols.buckets[i], *next; s != NULL; s = next) {
            next = s->next;
            s->next = buckets[s->hash & (size - 1)];
            buckets[s->hash & (size - 1)] = s;
        }
    symbols.buckets = buckets;
    symbols.size = size;
}

static struct symbol *make_symbol(const char *name, size_t bytes)
{
    struct symbol *s = allocate(sizeof *s, T_SYMBOL);
    char *copy = allocate_atomic(bytes + sizeof(uintptr_t), 0);
    memcpy(copy, name, bytes);
    copy[bytes] = '\0';
    s->name = copy;
    s->bytes = bytes;
    s->hash = hash_bytes(name, bytes);
    return s;
}

value intern_bytes(const char *name, size_t bytes)
{
    size_t hash = hash_bytes(name, bytes);
    if (symbols.count * 2 >= symbols.size)
        grow_symbols();
    for (struct symbol *s = symbols.buckets[hash & (symbols.size - 1)]; s != NULL; s = s->next)
        if (s->hash == hash && s->bytes == bytes && memcmp(s->name, name, bytes) == 0)
            return s;
    struct symbol *s = make_symbol(name, bytes);
    s->next = symbols.buckets[hash & (symbols.size - 1)];
    symbols.buckets[hash & (symbols.size - 1)] = s;
    symbols.count++;
    return s;
}

value intern(const char *name)
{
    return intern_bytes(name, strlen(name));
}

value make_uninterned(const char *name)
{
    return make_symbol(name, strlen(name));
}

value string_to_symbol(value string)
{
    size_t bytes;
    const char *name = string_to_utf8(string, &bytes);
    return intern_bytes(name, bytes);
}
