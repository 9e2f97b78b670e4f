/* settle.c: moving slices in and out of their homes: RESIDENCE and BACKTRACE. */
#include "chain.h"

#include <string.h>

#include "sanitize.h"

/* The number of a walk, which no other one has, of whatever thread: compared only. */
static uint64_t new_walk(void)
{
    return kont__self.next_id++;
}

/* ---- Slices in and out -------------------------------------------------------------------------------------------------- */

/* There may be more than one for a home: kont__reserve comes to it twice where a finalizer walks in between. */
static struct kont__slice *take_reserved(struct kont__thread *t, const kont__home *h, size_t size)
{
    struct kont__slice **place = &t->reserve;
    while ((*place)->home != h || (*place)->size < size)
        place = &(*place)->next;
    struct kont__slice *s = *place;
    *place = s->next;
    s->next = NULL;
    return s;
}

/* Moves the resident of a home out. It may be dead: CLAIM. */
static void move_out(kont__home *h)
{
    kont__prompt *p = kont__home_claim(h);
    if (p == NULL)
        return;
    size_t size = kont__live_bytes(p);
    struct kont__slice *s = take_reserved(kont__thread(), h, size);
    s->size = size;
    kont__copy_slice(s->bytes, kont__slice_low(p->sp), size);
    p->out = s;
    kont__home_set_resident(h, NULL);
}

void kont__move_in(kont__prompt *p)
{
    struct kont__slice *s = p->out;
    kont__note_reuse(p->home);
    p->home->resident = p;
    if (s == NULL)
        return;                                         /* it has not begun */
    char *low = kont__top(p->home) - s->size;
    kont__copy_slice(low, s->bytes, s->size);
    p->sp = low + KONT__BELOW;
    kont__publish();
    p->out = NULL;
    if (!s->shared) {
        memset(s->bytes, 0, s->size);                   /* where it waits to be used, it is not to keep alive what it held */
        kont__slice_free(s);
    }
}

/* BACKTRACE. Call-frame information leads from the base of a segment to the link of its resident, and on to the sp that waits there. Frames
 * that are displaced cannot be looked at where they belong. So the sp of the innermost of such a row is, until it is moved in again, that
 * of the next frames outside that are in place. */
static void lead_past_displaced(void)
{
    kont__prompt *displaced = NULL;
    for (kont__prompt *p = kont__self.here; p != NULL; p = p->link)
        if (!kont__resident(p)) {
            displaced = displaced != NULL ? displaced : p;
        } else if (displaced != NULL) {
            displaced->sp = p->sp;
            displaced = NULL;
        }
}

/* ---- Settling --------------------------------------------------------------------------------------------------------------- */

/* A walk along a chain that comes to each home once, with the innermost prompt there. */
struct walk {
    kont__prompt *next, *outer;
    uint64_t number;
};

static struct walk walk_along(kont__prompt *inner, kont__prompt *outer)
{
    return (struct walk){ inner, outer, new_walk() };
}

static kont__prompt *next_at_home(struct walk *w)
{
    while (w->next != NULL) {
        kont__prompt *p = w->next;
        w->next = p != w->outer ? p->link : NULL;
        if (p->home != NULL && p->home->walk != w->number) {
            p->home->walk = w->number;
            return p;
        }
    }
    return NULL;
}

/* How many bytes the slice of whoever is in p's place will take, at most, when it runs now (its stack has come to `here`) and is saved in a
 * moment: kont's own frames until then, and the record of those that wait, which is no larger than the bare one. 0: nobody is. */
enum { SLACK = 1024 + KONT__BASE + KONT__BELOW };
static size_t bytes_in_the_way(const kont__prompt *p, const char *here)
{
    kont__home *h = p->home;
    if (h->resident == NULL || kont__resident(p))
        return 0;
    if (here >= h->low && here < kont__top(h))
        return (size_t)(kont__top(h) - here) + SLACK;
    kont__prompt *resident = kont__home_claim(h);
    if (resident == NULL)
        return 0;
    size_t bytes = kont__live_bytes(resident);
    kont__home_set_resident(h, resident);
    return bytes;
}

/* Slices for all that is in the way of a chain, in the order of the walk. Between two allocations the chain may be taken apart: then the walk goes
 * astray, over prompts still. False: no memory. */
static bool gather(struct walk w, const char *here, struct kont__slice **place)
{
    kont__prompt *p;
    while ((p = next_at_home(&w)) != NULL) {
        const kont__home *h = p->home;
        size_t bytes = bytes_in_the_way(p, here);
        if (bytes == 0)
            continue;
        *place = kont__slice_alloc(bytes);
        if (*place == NULL)
            return false;
        (*place)->home = h;
        place = &(*place)->next;
    }
    return true;
}

static bool suffices(const struct kont__slice *s, struct walk w, const char *here)
{
    kont__prompt *p;
    while ((p = next_at_home(&w)) != NULL) {
        size_t bytes = bytes_in_the_way(p, here);
        if (bytes == 0)
            continue;
        while (s != NULL && (s->home != p->home || s->size < bytes))
            s = s->next;
        if (s == NULL)
            return false;
        s = s->next;
    }
    return true;
}

bool kont__reserve(kont__prompt *inner, kont__prompt *outer)
{
    const char *here = __builtin_frame_address(0);
    struct kont__slice *first;
    do {
        first = NULL;
        if (!gather(walk_along(inner, outer), here, &first))
            return false;
    } while (first != NULL && !suffices(first, walk_along(inner, outer), here));
    kont__thread()->reserve = first;
    return true;
}

/* Makes p resident, which is to run next at h: displaces what is there. Returns whether there was anything. */
static bool take_place(kont__prompt *p, kont__home *h)
{
    bool displaces = h->resident != NULL;
    if (displaces) {
        p->flags |= KONT__SLOW;                         /* what it displaces may be further out */
        move_out(h);
    }
    kont__move_in(p);
    return displaces;
}

void kont__settle(kont__prompt *inner, kont__prompt *outer)
{
    uint64_t walk = new_walk();
    bool displaced = outer == NULL;
    for (kont__prompt *p = inner, *next; p != NULL; p = next) {
        kont__home *h = p->home;
        next = p != outer ? p->link : NULL;
        if (h == NULL)
            continue;
        if (h->walk == walk) {
            h->resident->flags |= KONT__SLOW;           /* it is in p's place, and p is further out */
            displaced = true;
        } else if (!kont__resident(p)) {
            displaced |= take_place(p, h);
        }
        h->walk = walk;
    }
    if (displaced)
        lead_past_displaced();
    kont__thread()->reserve = NULL;
}
