#include "chain.h"

#include "sanitize.h"

/* ---- On the scratch segment ------------------------------------------------------------------------------------------------- */

void *kont__on_scratch(void **save, kont__entry *fn, void *arg)
{
    return kont__switch_new(save, kont__top(kont__thread()->scratch), fn, arg);
}

void kont__leave_for_scratch(kont__entry *fn, void *arg)
{
    kont__jump_new(kont__top(kont__thread()->scratch), fn, arg);
}

/* ---- Going outwards ----------------------------------------------------------------------------------------------------------- */

static KONT_NORETURN void go(void *at, kont_fn *fn, void *v)
{
    void *sp = at != NULL ? at : kont__self.here->sp;
    if (fn != NULL)
        kont__jump_call(sp, fn, v);
    kont__jump(sp, v);
}

static void *settle_and_go(void *unused)
{
    struct kont__job job = kont__take_job();
    (void)unused;
    kont__settle(kont__self.here, job.settle_to);
    go(job.at, job.fn, job.v);
}

void *kont__settle_and_switch(void **save, kont_fn *fn, void *v, kont__prompt *settle_to)
{
    kont__thread()->job = (struct kont__job){ NULL, fn, v, settle_to };
    return kont__on_scratch(save, settle_and_go, NULL);
}

void kont__settle_and_jump(void *at, kont_fn *fn, void *v, kont__prompt *settle_to)
{
    kont__thread()->job = (struct kont__job){ at, fn, v, settle_to };
    kont__leave_for_scratch(settle_and_go, NULL);
}

void kont__go(void *at, kont_fn *fn, void *v, bool settle)
{
    if (settle)
        kont__settle_and_jump(at, fn, v, NULL);
    go(at, fn, v);
}

/* A prompt and its home that nothing else refers to stay together, for the next prompt of the default size. */
static inline bool keep_ready(kont__prompt *p)
{
    kont__home *h = p->home;
    if (p->object != NULL || h->size_class != KONT__DEFAULT_CLASS || h->resident != p || !kont__home_is_single(h))
        return false;
    p->out = NULL;
    kont__keep_ready(p);
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

int kont__can_exit(kont__prompt *outer)
{
    return !kont__is_slow(outer) || kont__reserve(outer, NULL) ? 0 : KONT_ERR_MEMORY;
}

/* ---- Plain prompts --------------------------------------------------------------------------------------------------------- */

/* That of a ready prompt, which is taken apart. */
static kont__home *ready_home(void)
{
    kont__prompt *p = kont__take_ready();
    if (p == NULL)
        return NULL;
    kont__home *h = p->home;
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
    bool own = !(p->flags & KONT__COMPACT) || size_class != KONT__DEFAULT_CLASS;
    kont__home *h = own && size_class == KONT__DEFAULT_CLASS ? ready_home() : NULL;
    if (h == NULL && own)
        h = kont__home_take(size_class);
    own = h != NULL;
    if (!own)
        h = kont__home_share(size_class);
    if (h == NULL)
        return KONT_ERR_SEGMENTS;
    if (p->home != NULL || p->state == KONT__DONE) {    /* PREPARED: a finalizer has entered it */
        kont__home_leave(&(kont__prompt){ .home = h });
        return 0;
    }
    p->home = h;
    p->flags &= (uint8_t)~KONT__COMPACT;
    if (own)
        h->resident = p;
    else
        p->flags |= KONT__SHARED;                       /* never left by the quick path, which does not look for others at home there */
    return 0;
}

void kont__give_up_ready(size_t most)
{
    while (kont__self.ready_count > most) {
        kont__prompt *p = kont__take_ready();
        kont__home_leave(p);
        kont__prompt_free(p);
    }
}

/* What the quick case leaves over: too many kept ready, a stale home. */
static kont__prompt *tidied_ready(const kont_tag *tag)
{
    if (kont__self.ready_count > MOST_READY)
        kont__give_up_ready(MOST_READY / 2);
    kont__prompt *p = kont__self.ready;
    if (p == NULL)
        return NULL;
    if (p->home->stale) {
        kont__note_reuse(p->home);
        kont__forget(p->home);
    }
    return kont__prompt_ready(tag);
}

kont__prompt *kont__prompt_make(const kont_tag *tag, size_t stack)
{
    kont__prompt *p = stack == 0 ? tidied_ready(tag) : NULL;
    if (p != NULL)
        return p;
    p = kont__prompt_alloc();
    if (p == NULL) {
        kont__self.error = KONT_ERR_MEMORY;
        return NULL;
    }
    *p = (kont__prompt){ .link = p->link, .owner = kont__self.serial, .tag = tag, .id = kont__self.next_id++ };
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

static void *settle_and_start(void *unused)
{
    struct kont__job job = kont__take_job();
    kont__prompt *p = kont__self.here;
    (void)unused;
    kont__settle(p, p);
    kont__jump_new(kont__top(p->home), job.fn, job.v);
}

/* Runs fn(v) on the empty segment of p, the innermost prompt now. */
static void *start(kont__prompt *p, kont__prompt *from, kont_fn *fn, void *v)
{
    if (kont__resident(p))
        return kont__start(p, fn, v, from);
    kont__thread()->job = (struct kont__job){ NULL, fn, v, p };
    return kont__on_scratch(&from->sp, settle_and_start, NULL);
}

void *kont__prompt_run(kont__prompt *p, kont_fn *fn, void *arg)
{
    kont__prompt *from = kont__self.here;
    p->link = from;
    kont__publish();
    kont__self.here = p;
    return start(p, from, fn, arg);
}

static void *finish_slowly(void *v)
{
    if (!kont__ends_plainly(kont__self.here))
        kont__body_ends();
    kont__prompt *p = kont__self.here, *to = p->link;
    kont__self.here = to;
    kont__publish();
    bool settle = (p->flags & KONT__SLOW) != 0;
    kont__release(p);
    if (settle)
        kont__go(NULL, NULL, v, true);
    return to->sp;
}

CACHE_ALIGNED void *kont__finish(void *v)
{
    kont__prompt *p = kont__self.here;
    if (LIKELY(p->status == kont__self.running) && LIKELY(p->dyn == NULL) && LIKELY(kont__self.tail.k == NULL))
        return kont__take_away(p)->sp;
    return finish_slowly(v);
}

void kont__abort(kont__prompt *p, void *v)
{
    bool settle = kont__drop_to(p->link);
    kont__go(NULL, NULL, v, settle);
}

void kont__escape(kont__prompt *p, const kont__dyn *d, const kont__dyn *rest, kont_fn *fn, void *v)
{
    bool settle = kont__drop_to(p);
    p->dyn = rest;
    kont__go(d->at, fn, v, settle);
}

/* ---- Prompt objects ----------------------------------------------------------------------------------------------------------- */

/* 0, or what keeps p from being entered whatever is prepared. */
static int refusal(const kont__prompt *p)
{
    if (p->owner != kont__self.serial)
        return KONT_ERR_THREAD;
    if (p->flags & KONT__COPIED)
        return KONT_ERR_COPIED;
    if (p->state == KONT__NEW || p->state == KONT__SUSPENDED)
        return 0;
    return p->state == KONT__DONE ? KONT_ERR_DONE : KONT_ERR_RUNNING;
}

/* Whether nothing has to move for p to be entered. */
static bool is_in_place(const kont__prompt *p)
{
    return p->state == KONT__NEW ? p->home != NULL && kont__resident(p) : !(p->flags & KONT__SLOW);
}

int kont__can_enter(kont__prompt *p)
{
    int error = refusal(p);
    while (error == 0 && !is_in_place(p)) {
        kont__prompt *inner = p->inner;
        if (p->home == NULL) {
            error = kont__give_home(p, kont__class(p->tag != NULL ? p->tag->stack : 0));
            if (error != 0)
                return error;
        } else if (!kont__reserve(inner, p)) {
            return KONT_ERR_MEMORY;
        } else if (refusal(p) == 0 && p->inner == inner) {
            return 0;
        }
        error = refusal(p);
    }
    return error;
}

static void *enter_slow(kont__prompt *p, kont__prompt *from, kont_fn *fn, void *v)
{
    p->flags &= (uint8_t)~KONT__SLOW;
    return kont__settle_and_switch(&from->sp, fn, v, p);
}

void *kont__enter(kont__prompt *p, kont_fn *fn, void *v)
{
    kont__prompt *from = kont__self.here, *inner = p->state == KONT__NEW ? p : p->inner;
    bool is_new = p->state == KONT__NEW;
    if (is_new)
        p->dyn = NULL;
    p->inner = p;
    p->flags &= (uint8_t)~KONT__NESTED;
    p->link = from;
    kont__publish();
    kont__self.here = inner;
    kont__publish();
    p->state = KONT__RUNNING;
    if (is_new)
        return start(p, from, fn, v);
    if (p->flags & KONT__SLOW)
        return enter_slow(p, from, fn, v);
    if (fn == NULL)
        return kont__switch_in(inner, v, from);
    return kont__switch_call(&from->sp, inner->sp, fn, v);
}

/* Whether one of inner..outer shares its home. If not, it stays the only one there as long as it waits. */
static bool may_be_displaced(kont__prompt *inner, kont__prompt *outer)
{
    for (kont__prompt *p = inner; ; p = p->link) {
        if (!kont__home_is_single(p->home))
            return true;
        if (p == outer)
            return false;
    }
}

void *kont__leave(kont__prompt *p, void *v)
{
    kont__prompt *inner = kont__self.here, *to = p->link;
    bool settle = kont__is_slow(to);
    p->inner = inner;
    if (inner != p)
        p->flags |= KONT__NESTED;
    if (may_be_displaced(inner, p))
        p->flags |= KONT__SLOW;
    kont__publish();
    p->state = KONT__SUSPENDED;
    kont__publish();
    kont__self.here = to;
    kont__publish();
    p->link = NULL;
    if (settle)
        return kont__settle_and_switch(&inner->sp, NULL, v, NULL);
    return kont__switch_out(inner, v, to);
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
