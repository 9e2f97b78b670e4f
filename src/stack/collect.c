#include "collect.h"

#include <string.h>

#include "libgc.h"
#include "sanitize.h"
#include "stress.h"

static int prompt_kind, kont_kind, slice_kind;
static bool all_interior;
static size_t homes_marked;
static uint64_t cycle;                                  /* of marking */

/* The words of a slice are a stack's: they may point anywhere into an object, whatever the collector's setting for the heap. */
static struct GC_ms_entry *push_word(void *w, struct GC_ms_entry *sp, struct GC_ms_entry *limit)
{
    if (!all_interior)
        w = GC_base(w);
    return w == NULL ? sp : GC_MARK_AND_PUSH(w, sp, limit, NULL);
}

KONT__UNCHECKED static struct GC_ms_entry *push_range(void *low, void *high, struct GC_ms_entry *sp, struct GC_ms_entry *limit)
{
    for (void **w = low; w < (void **)high; w++) {
        void *word = kont__as_known(*w);
        if (word >= GC_least_plausible_heap_addr && word < GC_greatest_plausible_heap_addr)
            sp = push_word(word, sp, limit);
    }
    return sp;
}

/* Whether this is the address of a prompt that is not free. What marks a chain may itself be dead: the collector sweeps lazily, so
 * that a stale pointer may find an object again whose prompts were reclaimed already, and serve anew. */
static bool is_prompt(const kont__prompt *p)
{
    return GC_base((void *)p) == p && GC_get_kind_and_size(p, NULL) == prompt_kind && p->state != KONT__FREE;
}

/* The slices of inner..outer (`known`: one that is being marked already, or null), in place or not: another's words do no harm, and whether a prompt
 * is resident changes in the middle of a move. Other threads may run meanwhile, in incremental mode; the chain is marked again when the world has
 * stopped. */
static struct GC_ms_entry *push_chain(kont__prompt *inner, kont__prompt *outer, const kont__prompt *known, struct GC_ms_entry *sp, struct GC_ms_entry *limit)
{
    for (kont__prompt *p = inner; p != NULL && (p == known || is_prompt(p)); p = p->link) {
        kont__home *h = p->home;
        char *low = kont__slice_low(p->sp);
        if (p != known)
            sp = GC_MARK_AND_PUSH(p, sp, limit, NULL);
        if (h != NULL && low >= h->low && low < kont__top(h))
            sp = push_range(low, kont__top(h), sp, limit);
        if (p == outer)
            break;
    }
    return sp;
}

/* Once in each cycle, however many prompts are at home there; two markers at the same moment may count one twice. */
static void count_home(kont__home *h)
{
    if (__atomic_load_n(&h->cycle, __ATOMIC_RELAXED) == cycle)
        return;
    __atomic_store_n(&h->cycle, cycle, __ATOMIC_RELAXED);
    __atomic_add_fetch(&homes_marked, 1, __ATOMIC_RELAXED);
}

static struct GC_ms_entry *mark_prompt(GC_word *object, struct GC_ms_entry *sp, struct GC_ms_entry *limit, GC_word env)
{
    (void)env;
    kont__prompt *p = kont__as_known(object);
    if (p->state == KONT__FREE)
        return GC_MARK_AND_PUSH(p->link, sp, limit, NULL);
    sp = push_range(p, (char *)p + GC_size(p), sp, limit);
    if (p->home != NULL)
        count_home(p->home);
    if (p->state == KONT__SUSPENDED)
        sp = push_chain(p->inner, p, p, sp, limit);
    return sp;
}

static struct GC_ms_entry *mark_kont(GC_word *object, struct GC_ms_entry *sp, struct GC_ms_entry *limit, GC_word env)
{
    (void)env;
    kont *k = kont__as_known(object);
    if (k->owner == 0)                                  /* free: the first word links */
        return GC_MARK_AND_PUSH(k->inner, sp, limit, NULL);
    sp = push_range(k, k + 1, sp, limit);
    if (!k->frozen && k->inner != NULL)
        sp = push_chain(k->inner, k->outer, NULL, sp, limit);
    return sp;
}

/* Where interior pointers do not count in the heap; a slice's do. */
static struct GC_ms_entry *mark_slice(GC_word *object, struct GC_ms_entry *sp, struct GC_ms_entry *limit, GC_word env)
{
    (void)env;
    return push_range(object, (char *)object + GC_size(object), sp, limit);
}

/* Not 0: the object stays, until the next collection. */
static int GC_CALLBACK disclaim_prompt(void *object)
{
    kont__prompt *p = object;
    if (p->state != KONT__FREE && p->home != NULL) {
        if (!kont__home_reclaim(p))
            return 1;
        p->home = NULL;
    }
    p->state = KONT__FREE;
    return 0;
}

void kont__marking_begins(void)
{
    homes_marked = 0;
    cycle++;
}

size_t kont__homes_found_live(void)
{
    return homes_marked;
}

void kont__collect_init(void)
{
    all_interior = GC_get_all_interior_pointers();
    prompt_kind = (int)GC_new_kind(GC_new_free_list(), GC_MAKE_PROC(GC_new_proc(mark_prompt), 0), 0, 1);
    kont_kind = (int)GC_new_kind(GC_new_free_list(), GC_MAKE_PROC(GC_new_proc(mark_kont), 0), 0, 1);
    if (all_interior)
        slice_kind = (int)GC_new_kind(GC_new_free_list(), GC_DS_LENGTH, 1, 0);
    else
        slice_kind = (int)GC_new_kind(GC_new_free_list(), GC_MAKE_PROC(GC_new_proc(mark_slice), 0), 0, 0);
    GC_register_disclaim_proc(prompt_kind, disclaim_prompt, 0);
}

/* Sizes of a custom kind's objects are multiples of 16 bytes; the collector adds a byte where interior pointers count. */
#define ROUNDED(size) (((size) + 15) & ~(size_t)15)

kont__prompt *kont__prompt_alloc(void)
{
    kont__stress_gc();
    struct kont__thread *t = kont__thread();
    if (t->prompts == NULL) {
        void *list;
        GC_generic_malloc_many(ROUNDED(sizeof(kont__prompt)), prompt_kind, &list);
        t->prompts = list;
        if (list == NULL)
            return NULL;
    }
    kont__prompt *p = t->prompts;
    t->prompts = p->link;
    return p;
}

void kont__prompt_free(kont__prompt *p)
{
    struct kont__thread *t = kont__thread();
    p->state = KONT__FREE;
    p->link = t->prompts;
    t->prompts = p;
}

kont__prompt *kont__prompt_new(size_t size, const kont_tag *tag)
{
    kont__stress_gc();
    kont__prompt *p = GC_generic_malloc(ROUNDED(size), prompt_kind);
    if (p == NULL)
        return NULL;
    p->tag = tag;
    p->id = kont__self.next_id++;
    p->object = p->inner = p;
    p->owner = kont__self.serial;
    p->state = KONT__NEW;
    p->flags = KONT__OWN;
    return p;
}

kont *kont__k_new(void)
{
    kont__stress_gc();
    struct kont__thread *t = kont__thread();
    if (t->konts == NULL) {
        void *list;
        GC_generic_malloc_many(ROUNDED(sizeof(kont)), kont_kind, &list);
        t->konts = list;
        if (list == NULL)
            return NULL;
    }
    kont *k = t->konts;
    t->konts = (kont *)k->inner;
    *k = (kont){ .owner = kont__self.serial };
    return k;
}

/* A list of so many units each. They wait there, known to the collector: what they held before is not to be kept alive meanwhile. */
static struct kont__slice *many_slices(size_t units)
{
    void *list;
    GC_generic_malloc_many(16 * units, slice_kind, &list);
    for (struct kont__slice *s = list; s != NULL; s = s->next)
        memset(&s->next + 1, 0, 16 * units - sizeof s->next);
    return list;
}

/* Of so many units, which many slices have: taken from the collector many at a time. */
static struct kont__slice *small_slice(size_t units)
{
    struct kont__slice **list = &kont__thread()->slices[units];
    if (*list == NULL)
        *list = many_slices(units);
    struct kont__slice *s = *list;
    if (s != NULL)
        *list = s->next;
    return s;
}

static inline size_t units_of(size_t size)
{
    return ROUNDED(sizeof(struct kont__slice) + size) / 16;
}

bool kont__has_slice(size_t size)
{
    size_t units = units_of(size);
    return units < KONT__SLICE_LISTS && kont__thread()->slices[units] != NULL;
}

struct kont__slice *kont__slice_alloc(size_t size)
{
    size_t units = units_of(size);
    kont__stress_gc();
    struct kont__slice *s = units < KONT__SLICE_LISTS ? small_slice(units) : GC_generic_malloc(16 * units, slice_kind);
    if (s != NULL) {
        s->next = NULL;
        s->size = size;
        s->units = (uint32_t)units;
        s->shared = false;
    }
    return s;
}

void kont__slice_free(struct kont__slice *s)
{
    if (s->shared || s->units >= KONT__SLICE_LISTS)
        return;
    struct kont__slice **list = &kont__thread()->slices[s->units];
    s->next = *list;
    *list = s;
}
