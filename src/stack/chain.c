#include "chain.h"

#include "libgc.h"
#include "sanitize.h"

static uint64_t last_walk;                              /* by any thread: compared only */

/* ---- Slices in and out -------------------------------------------------------------------------------------------------- */

static struct kont__slice *take_reserved(struct kont__thread *t, const kont__home *h)
{
    struct kont__slice **place = &t->reserve;
    while ((*place)->home != h)
        place = &(*place)->next;
    struct kont__slice *s = *place;
    *place = s->next;
    s->next = NULL;
    return s;
}

/* The head of the waiting chain that p is part of has to settle it when it is entered. */
static void mark_head_slow(kont__prompt *p)
{
    for (; p != NULL; p = p->link)
        if (p->state == KONT__SUSPENDED) {
            p->flags |= KONT__SLOW;
            return;
        }
}

/* Moves the resident of a home out. Under the collector's lock: it may be dead, and another thread about to sweep it. */
static void *move_out(void *home)
{
    kont__home *h = home;
    kont__prompt *p = h->resident;
    if (p == NULL)
        return NULL;
    size_t size = kont__live_bytes(p);
    struct kont__slice *s = take_reserved(kont__thread(), p->home);
    s->size = size;
    kont__copy_slice(s->bytes, kont__slice_low(p->sp), size);
    p->out = s;
    p->home->resident = NULL;
    mark_head_slow(p);
    return NULL;
}

static void move_in(kont__prompt *p)
{
    struct kont__slice *s = p->out;
    kont__note_reuse(p->home);
    p->home->resident = p;
    if (s == NULL)
        return;                                         /* it has not begun */
    kont__copy_slice(kont__slice_low(p->sp), s->bytes, s->size);
    p->out = NULL;
}

/* ---- Settling --------------------------------------------------------------------------------------------------------------- */

/* How many bytes the slice of a resident prompt will take, at most, when it runs now and is saved in a moment. */
enum { SLACK = 1024 };
static size_t bytes_to_save(const kont__prompt *p)
{
    char *here = __builtin_frame_address(0);
    kont__home *h = p->home;
    if (here >= h->low && here < kont__top(h))
        return (size_t)(kont__top(h) - here) + SLACK;
    return kont__live_bytes(p);
}

static bool reserve_for(struct kont__thread *t, const kont__home *h)
{
    struct kont__slice *s = kont__slice_alloc(bytes_to_save(h->resident));
    if (s == NULL)
        return false;
    s->home = h;
    s->next = t->reserve;
    t->reserve = s;
    return true;
}

bool kont__reserve(kont__prompt *inner, kont__prompt *outer)
{
    struct kont__thread *t = kont__thread();
    uint64_t walk = __atomic_add_fetch(&last_walk, 1, __ATOMIC_RELAXED);
    t->reserve = NULL;
    for (kont__prompt *p = inner; p != NULL; p = p->link) {
        kont__home *h = p->home;
        if (h != NULL && h->walk != walk) {
            h->walk = walk;
            if (h->resident != p && h->resident != NULL && !reserve_for(t, h))
                return false;
        }
        if (p == outer)
            break;
    }
    return true;
}

bool kont__reserve_also(kont__prompt *p)
{
    kont__home *h = p->home;
    return h->resident == NULL || h->resident == p || reserve_for(kont__thread(), h);
}

void kont__settle(kont__prompt *inner, kont__prompt *outer)
{
    uint64_t walk = __atomic_add_fetch(&last_walk, 1, __ATOMIC_RELAXED);
    for (kont__prompt *p = inner; p != NULL; p = p->link) {
        kont__home *h = p->home;
        if (h == NULL) {
        } else if (h->walk == walk) {
            h->resident->flags |= KONT__SLOW;           /* it is in p's place, and p is further out */
        } else {
            h->walk = walk;
            if (h->resident != p) {
                if (h->resident != NULL) {
                    p->flags |= KONT__SLOW;             /* what it displaces may be further out */
                    GC_call_with_alloc_lock(move_out, h);
                }
                move_in(p);
            }
        }
        if (p == outer)
            break;
    }
    kont__thread()->reserve = NULL;
}

void *kont__on_scratch(void **save, kont__entry *fn, void *arg)
{
    return kont__switch_new(save, kont__top(kont__thread()->scratch), fn, arg);
}

void kont__leave_for_scratch(kont__entry *fn, void *arg)
{
    kont__jump_new(kont__top(kont__thread()->scratch), fn, arg);
}

/* ---- Going outwards ----------------------------------------------------------------------------------------------------------- */

static KONT_NORETURN void go(void *sp, kont_fn *fn, void *v)
{
    if (fn != NULL)
        kont__jump_call(sp, fn, v);
    kont__jump(sp, v);
}

static void *settle_and_go(void *unused)
{
    struct kont__thread *t = kont__thread();
    (void)unused;
    kont__settle(kont__self.here, NULL);
    go(t->job[0], (kont_fn *)t->job[1], t->job[2]);
}

void kont__go(void *sp, kont_fn *fn, void *v, bool settle)
{
    struct kont__thread *t = kont__thread();
    if (!settle)
        go(sp, fn, v);
    t->job[0] = sp;
    t->job[1] = (void *)fn;
    t->job[2] = v;
    kont__leave_for_scratch(settle_and_go, NULL);
}

/* A prompt and its home that nothing else refers to stay together, for the next prompt of the default size. */
static inline bool keep_ready(kont__prompt *p)
{
    kont__home *h = p->home;
    struct kont__thread *t = kont__thread();
    if (p->object != NULL || h->size_class != KONT__DEFAULT_CLASS || h->resident != p
        || __atomic_load_n(&h->refs, __ATOMIC_ACQUIRE) != 1)
        return false;
    p->state = KONT__FREE;
    p->link = t->ready;
    t->ready = p;
    t->ready_count++;
    return true;
}

void kont__release(kont__prompt *p)
{
    if (keep_ready(p))
        return;
    kont__home_leave(p);
    if (p->object == p)
        p->state = KONT__DONE;
    else
        kont__prompt_free(p);
}

bool kont__drop_to(kont__prompt *outer)
{
    bool settle = false;
    kont__prompt *p = kont__self.here;
    kont__self.here = outer;
    kont__publish();
    while (p != outer) {
        kont__prompt *next = p->link;
        settle |= (p->flags & KONT__SLOW) != 0;
        kont__release(p);
        p = next;
    }
    return settle;
}

bool kont__is_slow(kont__prompt *outer)
{
    for (kont__prompt *p = kont__self.here; p != outer; p = p->link)
        if (p->flags & KONT__SLOW)
            return true;
    return false;
}

const char *kont__unmarked(kont__prompt *to)
{
    (void)to;
    return NULL;
}

int kont__can_exit(kont__prompt *outer)
{
    return !kont__is_slow(outer) || kont__reserve(outer, NULL) ? 0 : KONT_ERR_MEMORY;
}

/* ---- Plain prompts --------------------------------------------------------------------------------------------------------- */

/* That of a ready prompt, which is taken apart. */
static kont__home *ready_home(void)
{
    struct kont__thread *t = kont__thread();
    kont__prompt *p = t->ready;
    if (p == NULL)
        return NULL;
    kont__home *h = p->home;
    t->ready = p->link;
    t->ready_count--;
    p->home = NULL;
    kont__prompt_free(p);
    kont__note_reuse(h);
    if (h->stale)
        kont__forget(h);
    return h;
}

int kont__give_home(kont__prompt *p, unsigned size_class)
{
    if (size_class == KONT__SIZE_CLASSES)
        return KONT_ERR_ARGUMENT;
    kont__home *h = size_class == KONT__DEFAULT_CLASS ? ready_home() : NULL;
    if (h == NULL)
        h = kont__home_take(size_class);
    if (h != NULL)
        h->resident = p;
    else
        h = kont__home_share(size_class);
    p->home = h;
    return h != NULL ? 0 : KONT_ERR_SEGMENTS;
}

enum { MOST_READY = 256 };

void kont__give_up_ready(struct kont__thread *t, size_t most)
{
    while (t->ready_count > most) {
        kont__prompt *p = t->ready;
        t->ready = p->link;
        t->ready_count--;
        kont__home_leave(p);
        kont__prompt_free(p);
    }
}

static kont__prompt *take_ready(const kont_tag *tag)
{
    struct kont__thread *t = kont__thread();
    kont__prompt *p = t->ready;
    if (p == NULL)
        return NULL;
    t->ready = p->link;
    if (--t->ready_count > MOST_READY)
        kont__give_up_ready(t, MOST_READY / 2);
    kont__note_reuse(p->home);
    if (p->home->stale)
        kont__forget(p->home);
    p->id = kont__thread()->next_id++;
    p->handle = NULL;
    p->dyn = NULL;
    p->out = NULL;
    p->tag = tag;
    p->status = kont__self.running;
    return p;
}

static kont__prompt *make_prompt(const kont_tag *tag, size_t stack)
{
    kont__prompt *p = kont__prompt_alloc();
    if (p == NULL) {
        kont__self.error = KONT_ERR_MEMORY;
        return NULL;
    }
    *p = (kont__prompt){ .link = p->link, .owner = kont__self.serial, .tag = tag, .id = kont__thread()->next_id++ };
    kont__self.error = kont__give_home(p, kont__class(stack));
    if (kont__self.error != 0) {
        kont__prompt_free(p);
        return NULL;
    }
    p->state = KONT__RUNNING;
    if (!kont__resident(p) && !kont__reserve(p, p)) {
        kont__home_leave(p);
        kont__prompt_free(p);
        kont__self.error = KONT_ERR_MEMORY;
        return NULL;
    }
    return p;
}

static void *settle_and_start(void *fn)
{
    kont__prompt *p = kont__self.here;
    kont__settle(p, p);
    kont__jump_new(kont__top(p->home), (kont_fn *)fn, kont__thread()->job[0]);
}

/* Runs fn(v) on the empty segment of p, the innermost prompt now. */
static void *start(kont__prompt *p, kont__prompt *from, kont_fn *fn, void *v)
{
    if (kont__resident(p))
        return kont__switch_new(&from->sp, kont__top(p->home), fn, v);
    kont__thread()->job[0] = v;
    return kont__on_scratch(&from->sp, settle_and_start, (void *)fn);
}

void *kont__prompt_run(const kont_tag *tag, size_t stack, kont_fn *fn, void *arg)
{
    kont__prompt *from = kont__self.here, *p = stack == 0 ? take_ready(tag) : NULL;
    if (p == NULL)
        p = make_prompt(tag, stack);
    if (p == NULL)
        return NULL;
    p->link = from;
    kont__publish();
    kont__self.here = p;
    return start(p, from, fn, arg);
}

void *kont__finish(void *v)
{
    if (!kont__ends_plainly(kont__self.here))
        kont__body_ends();
    kont__prompt *p = kont__self.here, *to = p->link;
    kont__self.here = to;
    kont__publish();
    bool settle = (p->flags & KONT__SLOW) != 0;
    kont__release(p);
    if (settle)
        kont__go(to->sp, NULL, v, true);
    return to->sp;
}

void kont__abort(kont__prompt *p, void *v)
{
    kont__prompt *to = p->link;
    bool settle = kont__drop_to(to);
    kont__go(to->sp, NULL, v, settle);
}

void kont__escape(kont__prompt *p, const kont__dyn *d, const kont__dyn *rest, kont_fn *fn, void *v)
{
    bool settle = kont__drop_to(p);
    p->dyn = rest;
    kont__go(d->at, fn, v, settle);
}

/* ---- Prompt objects ----------------------------------------------------------------------------------------------------------- */

int kont__can_enter(kont__prompt *p)
{
    if (p->owner != kont__self.serial)
        return KONT_ERR_THREAD;
    if (p->flags & KONT__COPIED)
        return KONT_ERR_COPIED;
    if (p->state == KONT__NEW) {
        int error = p->home != NULL ? 0 : kont__give_home(p, kont__class(p->tag != NULL ? p->tag->stack : 0));
        return error == 0 && !kont__resident(p) && !kont__reserve(p, p) ? KONT_ERR_MEMORY : error;
    }
    if (p->state != KONT__SUSPENDED)
        return p->state == KONT__DONE ? KONT_ERR_DONE : KONT_ERR_RUNNING;
    if (!(p->flags & KONT__SLOW))
        return 0;
    p->link = kont__self.here;                          /* not part of the running chain yet: only for the walk */
    return kont__reserve(p->inner, NULL) ? 0 : KONT_ERR_MEMORY;
}

static void *settle_and_enter(void *thunk)
{
    struct kont__thread *t = kont__thread();
    kont__prompt *inner = kont__self.here;
    kont__settle(inner, NULL);
    if (thunk != NULL)
        kont__jump_call(inner->sp, (kont_fn *)t->job[0], t->job[1]);
    kont__jump(inner->sp, t->job[1]);
}

static void *enter_slow(kont__prompt *p, kont__prompt *from, kont_fn *fn, void *v)
{
    struct kont__thread *t = kont__thread();
    p->flags &= (uint8_t)~KONT__SLOW;
    t->job[0] = (void *)fn;
    t->job[1] = v;
    return kont__on_scratch(&from->sp, settle_and_enter, (void *)fn);
}

void *kont__enter_waiting(kont__prompt *p, void *v)
{
    kont__prompt *from = kont__self.here, *inner = p->inner;
    p->link = from;
    kont__publish();
    kont__self.here = inner;
    kont__publish();
    p->state = KONT__RUNNING;
    return kont__switch_in(&from->sp, inner->sp, v);
}

void *kont__enter(kont__prompt *p, kont_fn *fn, void *v)
{
    if (p->state == KONT__SUSPENDED && fn == NULL && !(p->flags & KONT__SLOW))
        return kont__enter_waiting(p, v);
    kont__prompt *from = kont__self.here, *inner = p->state == KONT__NEW ? p : p->inner;
    bool is_new = p->state == KONT__NEW;
    if (is_new)
        p->dyn = NULL;
    p->link = from;
    kont__publish();
    kont__self.here = inner;
    kont__publish();
    p->state = KONT__RUNNING;
    if (is_new)
        return start(p, from, fn, v);
    if (p->flags & KONT__SLOW)
        return enter_slow(p, from, fn, v);
    return kont__switch_call(&from->sp, inner->sp, fn, v);
}

static void *settle_and_leave(void *v)
{
    kont__prompt *to = kont__self.here;
    kont__settle(to, NULL);
    kont__jump(to->sp, v);
}

void *kont__leave(kont__prompt *p, void *v)
{
    kont__prompt *inner = kont__self.here, *to = p->link;
    bool settle = inner == p ? p->flags & KONT__SLOW : kont__is_slow(to);
    p->inner = inner;
    kont__publish();
    p->state = KONT__SUSPENDED;
    kont__publish();
    kont__self.here = to;
    kont__publish();
    p->link = NULL;
    if (settle)
        return kont__on_scratch(&inner->sp, settle_and_leave, v);
    return kont__switch_out(&inner->sp, to->sp, v);
}

const char kont__machine_name[] = "stack";
KONT_API const char kont_built_for_stack = 0;

size_t kont__room(void)
{
    char *here = __builtin_frame_address(0);
    kont__home *h = kont__home_of(here);
    char *low = h != NULL ? h->low : kont__thread()->native_low;
    return here > low ? (size_t)(here - low) : 0;
}
