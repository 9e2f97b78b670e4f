/* settle.c: moving slices in and out of their homes: RESIDENCE and BACKTRACE. */
#include "chain.h"

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

/* Moves the resident of a home out. It may be dead: CLAIM. */
static void move_out(kont__home *h)
{
    kont__prompt *p = kont__home_claim(h);
    if (p == NULL)
        return;
    size_t size = kont__live_bytes(p);
    struct kont__slice *s = take_reserved(kont__thread(), h);
    s->size = size;
    kont__copy_slice(s->bytes, kont__slice_low(p->sp), size);
    p->out = s;
    kont__home_set_resident(h, NULL);
}

static void move_in(kont__prompt *p)
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

/* How many bytes the resident's slice will take, at most, when it runs now and is saved in a moment: kont's own frames until then, and
 * the record of those that wait, which is no larger than the bare one. 0: there is none. */
enum { SLACK = 1024 + KONT__BASE + KONT__BELOW };
static size_t bytes_to_save(kont__home *h)
{
    char *here = __builtin_frame_address(0);
    if (here >= h->low && here < kont__top(h))
        return (size_t)(kont__top(h) - here) + SLACK;
    kont__prompt *p = kont__home_claim(h);
    if (p == NULL)
        return 0;
    size_t bytes = kont__live_bytes(p);
    kont__home_set_resident(h, p);
    return bytes;
}

static bool reserve_for(struct kont__thread *t, kont__home *h)
{
    size_t bytes = bytes_to_save(h);
    if (bytes == 0)
        return true;
    struct kont__slice *s = kont__slice_alloc(bytes);
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
            if (!kont__resident(p) && !reserve_for(t, h))
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
    return kont__resident(p) || reserve_for(kont__thread(), h);
}

/* Makes p resident, which is to run next at h: displaces what is there. Returns whether there was anything. */
static bool take_place(kont__prompt *p, kont__home *h)
{
    bool displaces = h->resident != NULL;
    if (displaces) {
        p->flags |= KONT__SLOW;                         /* what it displaces may be further out */
        move_out(h);
    }
    move_in(p);
    return displaces;
}

void kont__settle(kont__prompt *inner, kont__prompt *outer)
{
    uint64_t walk = __atomic_add_fetch(&last_walk, 1, __ATOMIC_RELAXED);
    bool displaced = outer == NULL;
    for (kont__prompt *p = inner; p != NULL; p = p->link) {
        kont__home *h = p->home;
        if (h == NULL) {
        } else if (h->walk == walk) {
            h->resident->flags |= KONT__SLOW;           /* it is in p's place, and p is further out */
            displaced = true;
        } else {
            h->walk = walk;
            if (!kont__resident(p))
                displaced |= take_place(p, h);
        }
        if (p == outer)
            break;
    }
    if (displaced)
        lead_past_displaced();
    kont__thread()->reserve = NULL;
}
