#define _GNU_SOURCE
#include "home.h"

#include <ctype.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "collect.h"
#include "guard.h"
#include "libgc.h"
#include "sanitize.h"
#include "switch.h"
#include "thread.h"

_Static_assert(offsetof(struct kont__home, resident) == KONT__RESIDENT, "switch.h");
_Static_assert(sizeof(struct kont__home) % 16 == 0, "a segment's stack begins aligned");

enum { SMALLEST_LOG = 16, MOST_REGIONS = 64, MOST_CACHED = 256 };

/* Address space of one size class, handed out upwards. Added under the lock, read without it: `count` grows last. */
struct region {
    char *base, *end, *next;
    unsigned size_class;
};
static struct region regions[MOST_REGIONS];
static unsigned region_count;

/* What threads gave back, and what the collector found: the latter is taken whole, so that no address comes back in between. */
static kont__home *pool[KONT__SIZE_CLASSES];
static _Atomic(kont__home *) reclaimed[KONT__SIZE_CLASSES];

static size_t class_size(unsigned size_class)
{
    return (size_t)1 << (SMALLEST_LOG + size_class);
}

static size_t guard_size(unsigned size_class)
{
    size_t quarter = class_size(size_class) / 4;
    return quarter < KONT__GUARD ? quarter : KONT__GUARD;
}

/* OWN: kont's frames around the body. */
static size_t room(unsigned size_class)
{
    enum { OWN = 2048 };
    return class_size(size_class) - guard_size(size_class) - sizeof(struct kont__home) - KONT__BASE - OWN;
}

unsigned kont__class(size_t bytes)
{
    unsigned c = 0;
    if (bytes == 0)
        return KONT__DEFAULT_CLASS;
    if (bytes > (size_t)1 << 30)
        return KONT__SIZE_CLASSES;
    while (c < KONT__SIZE_CLASSES && room(c) < bytes)
        c++;
    return c;
}

kont__home *kont__home_of(const void *address)
{
    const char *a = address;
    unsigned count = __atomic_load_n(&region_count, __ATOMIC_ACQUIRE);
    for (unsigned i = 0; i < count; i++)
        if (a >= regions[i].base && a < regions[i].end) {
            size_t size = class_size(regions[i].size_class);
            uintptr_t base = (uintptr_t)a & ~(uintptr_t)(size - 1);
            return (kont__home *)(base + size - sizeof(struct kont__home));
        }
    return NULL;
}

/* A size from the environment: digits, then nothing, K, M or G. What can't be read is reported once and passed over. */
static size_t asked_bytes(const char *name, size_t otherwise)
{
    static bool reported;
    const char *text = getenv(name), *units = "KMG";
    char *end;
    if (text == NULL)
        return otherwise;
    size_t bytes = strtoull(text, &end, 0);
    const char *unit = *end != '\0' ? strchr(units, toupper((unsigned char)*end)) : NULL;
    if (unit != NULL) {
        bytes <<= 10 * (unit - units + 1);
        end++;
    }
    if (bytes > 0 && *end == '\0')
        return bytes;
    if (!reported)
        fprintf(stderr, "kont: %s=%s is not a size; it is passed over\n", name, text);
    reported = true;
    return otherwise;
}

/* How much a region is to reserve: each of a class twice as much as the one before, up to 64 GiB or KONT_REGION=BYTES. The first are small,
 * because emulators and valgrind keep tables of all that is mapped. */
static size_t region_bytes(unsigned size_class)
{
    size_t most = asked_bytes("KONT_REGION", (size_t)1 << (sizeof(void *) == 8 ? 36 : 28));
    size_t bytes = class_size(size_class) * 256;
    for (unsigned i = 0; i < region_count; i++)
        if (regions[i].size_class == size_class)
            bytes *= 2;
    return bytes < most ? bytes : most;
}

/* Reserves as much as the system gives, aligned to the segments' size. */
static bool add_region(unsigned size_class)
{
    size_t size = class_size(size_class);
    if (region_count == MOST_REGIONS)
        return false;
    for (size_t bytes = region_bytes(size_class); bytes >= 2 * size; bytes /= 4) {
        char *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (p == MAP_FAILED)
            continue;
        madvise(p, bytes, MADV_NOHUGEPAGE);
        char *base = (char *)(((uintptr_t)p + size - 1) & ~(uintptr_t)(size - 1));
        struct region r = { base, base + (size_t)(p + bytes - base) / size * size, base, size_class };
        regions[region_count] = r;
        __atomic_store_n(&region_count, region_count + 1, __ATOMIC_RELEASE);
        return true;
    }
    return false;
}

/* ---- Pressure ------------------------------------------------------------------------------------------------------------------
 *
 * The collector does not see how many segments are out, only the small objects that hold them. So kont asks for a collection when as many
 * have been handed out since the last one (reused ones counted) as the last one found live, or as the heap weighs that it has to go through;
 * and at least LEAST_PRESSURE. */
enum { LEAST_PRESSURE = 256, WEIGHT = 16 * 1024 };      /* what a segment in use may keep of memory */
static size_t handed_out, bound = LEAST_PRESSURE;       /* since the last collection; when to ask for the next */
static GC_word last_collection;

static void note_collection(void)
{
    size_t live = kont__homes_found_live(), heap = (GC_get_heap_size() - GC_get_free_bytes()) / WEIGHT;
    last_collection = GC_get_gc_no();
    bound = live > heap ? live : heap;
    if (bound < LEAST_PRESSURE)
        bound = LEAST_PRESSURE;
    handed_out = 0;
}

/* Races between threads only make a collection come a little early or late. */
static void collect_under_pressure(void)
{
    if (GC_get_gc_no() != last_collection)
        note_collection();
    if (++handed_out < bound)
        return;
    GC_gcollect();
    note_collection();
}

/* A segment that was never used. */
static kont__home *new_home(unsigned size_class)
{
    for (;;) {
        for (unsigned i = region_count; i-- > 0; ) {
            struct region *r = &regions[i];
            if (r->size_class != size_class || r->next == r->end)
                continue;
            char *base = r->next;
            size_t size = class_size(size_class), guard = guard_size(size_class);
            if (!kont__guard(base, guard))
                return NULL;
            r->next += size;
            kont__home *h = (kont__home *)(base + size - sizeof *h);
            h->low = base + guard;
            h->size_class = size_class;
            h->bare = kont__bare(kont__top(h));
            kont__note_new_stack(h);
            return h;
        }
        if (!add_region(size_class))
            return NULL;
    }
}

static kont__home *from_pool(unsigned size_class)
{
    collect_under_pressure();
    kont__lock();
    kont__home *h = pool[size_class];
    if (h == NULL)
        h = atomic_exchange_explicit(&reclaimed[size_class], NULL, memory_order_acquire);
    if (h != NULL)
        pool[size_class] = h->next;
    else
        h = new_home(size_class);
    kont__unlock();
    return h;
}

kont__home *kont__home_first(unsigned size_class)
{
    kont__home *h = from_pool(size_class);
    if (h != NULL) {
        h->refs = 1;
        kont__note_reuse(h);
    }
    return h;
}

kont__home *kont__home_take(unsigned size_class)
{
    struct kont__thread *t = kont__thread();
    if (t->cached[size_class] == NULL)
        kont__home_unstock();
    kont__home *h = t->cached[size_class];
    if (h != NULL) {
        t->cached[size_class] = h->next;
        t->cached_count--;
    } else {
        h = from_pool(size_class);
        if (h == NULL)
            return NULL;
    }
    if (t->cached_count > MOST_CACHED)
        kont__home_flush(t);
    h->refs = 1;
    kont__note_reuse(h);
    if (h->stale)
        kont__forget(h);
    return h;
}

kont__home *kont__home_share(unsigned size_class)
{
    kont__home *h = kont__thread()->shared;
    if (h == NULL || h->size_class < size_class)
        return NULL;
    kont__home_join(h);
    return h;
}

void kont__forget(kont__home *h)
{
    enum { UPPER_PART = 1024 };
    memset((char *)h->bare - KONT__BELOW - UPPER_PART, 0, UPPER_PART);
    h->stale = false;
}

static void to_cache(struct kont__thread *t, kont__home *h)
{
    h->next = t->cached[h->size_class];
    t->cached[h->size_class] = h;
    t->cached_count++;
}

/* Takes so many references away, and returns whether there is none left. */
static bool leave_last(kont__home *h, uint32_t count)
{
    return __atomic_load_n(&h->refs, __ATOMIC_ACQUIRE) == count || __atomic_sub_fetch(&h->refs, count, __ATOMIC_ACQ_REL) == 0;
}

void kont__home_unstock(void)
{
    struct kont__thread *t = kont__thread();
    kont__home *h = t->stocked;
    uint32_t count = t->stock;
    t->stocked = NULL;
    t->stock = 0;
    if (count > 0 && leave_last(h, count))
        to_cache(t, h);
}

void kont__home_join(kont__home *h)
{
    enum { MANY = 1 << 16 };
    struct kont__thread *t = kont__thread();
    if (h != t->stocked || t->stock == 0) {
        kont__home_unstock();
        __atomic_add_fetch(&h->refs, MANY, __ATOMIC_RELAXED);
        t->stocked = h;
        t->stock = MANY;
    }
    t->stock--;
}

bool kont__home_is_single(const kont__home *h)
{
    const struct kont__thread *t = kont__thread();
    return __atomic_load_n(&h->refs, __ATOMIC_ACQUIRE) - (h == t->stocked ? t->stock : 0) == 1;
}

void kont__home_leave(kont__prompt *p)
{
    kont__home *h = p->home;
    p->home = NULL;
    p->out = NULL;
    if (h->resident == p)
        h->resident = NULL;
    struct kont__thread *t = kont__thread();
    if (h == t->stocked) {
        if (__atomic_load_n(&h->refs, __ATOMIC_ACQUIRE) != ++t->stock)
            return;
        t->stocked = NULL;
        t->stock = 0;
    } else if (!leave_last(h, 1))
        return;
    to_cache(t, h);
}

static kont__prompt *claimed(kont__prompt *p)
{
    return (kont__prompt *)((uintptr_t)p | 1);
}

kont__prompt *kont__home_claim(kont__home *h)
{
    kont__prompt *p = __atomic_load_n(&h->resident, __ATOMIC_RELAXED);
    if (p == NULL || !__atomic_compare_exchange_n(&h->resident, &p, claimed(p), false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
        return NULL;
    return p;
}

void kont__home_set_resident(kont__home *h, kont__prompt *p)
{
    __atomic_store_n(&h->resident, p, __ATOMIC_RELEASE);
}

bool kont__home_reclaim(kont__prompt *p)
{
    kont__home *h = p->home;
    kont__prompt *resident = p;
    if (!__atomic_compare_exchange_n(&h->resident, &resident, NULL, false, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE) && resident == claimed(p))
        return false;
    if (__atomic_sub_fetch(&h->refs, 1, __ATOMIC_ACQ_REL) != 0)
        return true;
    h->stale = true;
    kont__home *first = atomic_load_explicit(&reclaimed[h->size_class], memory_order_relaxed);
    do
        h->next = first;
    while (!atomic_compare_exchange_weak_explicit(&reclaimed[h->size_class], &first, h, memory_order_release, memory_order_relaxed));
    return true;
}

void kont__home_to_pool(kont__home *h)
{
    kont__lock();
    h->next = pool[h->size_class];
    pool[h->size_class] = h;
    kont__unlock();
}

void kont__home_flush(struct kont__thread *t)
{
    kont__lock();
    for (unsigned c = 0; c < KONT__SIZE_CLASSES; c++)
        while (t->cached[c] != NULL) {
            kont__home *h = t->cached[c];
            t->cached[c] = h->next;
            h->next = pool[c];
            pool[c] = h;
        }
    t->cached_count = 0;
    kont__unlock();
}
