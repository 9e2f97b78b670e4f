#include "box.h"

#include <gc/gc.h>
#include <stdlib.h>
#include <string.h>

struct kont__box {                                      /* in front of the locals */
    kont__prompt *owner;
    size_t size;                                        /* of the locals */
};

enum { UNKNOWN_THREAD = 1 };                            /* a bit of `size`: made before the collector knew the thread; in malloc memory */

static inline struct kont__box *head_of(void *box)
{
    return (struct kont__box *)box - 1;
}

static inline void *locals_of(struct kont__box *h)
{
    return h + 1;
}

/* Frames name a box by its locals. */
void kont__boxes_init(void)
{
    GC_REGISTER_DISPLACEMENT(sizeof(struct kont__box));
}

/* ---- For rewritten code --------------------------------------------------------------------------------------------------- */

/* In a thread that the collector does not know nothing can be captured. */
static void *box_of_unknown_thread(size_t size)
{
    struct kont__box *h = calloc(1, sizeof *h + size);
    if (h == NULL)
        kont__no_memory();
    h->size = UNKNOWN_THREAD;
    return locals_of(h);
}

static inline size_t rounded(size_t size)
{
    return (size + KONT__GRANULE - 1) / KONT__GRANULE * KONT__GRANULE;
}

KONT_API void *kont__box(size_t size)
{
    if (kont__self.here == NULL && kont__attach() != 0)
        return box_of_unknown_thread(size);
    size = rounded(size);
    struct kont__box *h = kont__take_at_last(sizeof *h + size);
    h->size = size;
    return locals_of(h);
}

/* A box without an owner is in nobody's picture. */
KONT_API void kont__box_end(void *box)
{
    struct kont__box *h = head_of(box);
    if (h->size == UNKNOWN_THREAD)
        free(h);
    else if (h->owner != NULL)
        h->owner = NULL;
    else
        kont__give(h, sizeof *h + h->size);
}

/* ---- Boxes of frames ------------------------------------------------------------------------------------------------------ */

/* The first of the frames from f on that has a box, or null. */
static kont__frame *boxed(kont__frame *f)
{
    while (f != NULL && !(f->site & KONT__NO_BOXES) && kont__site_of(f)->box_size == 0)
        f = f->next;
    return f != NULL && !(f->site & KONT__NO_BOXES) ? f : NULL;
}

/* The same; notes where there is none, so that the next walk ends where it comes to frames of this one: the innermost may be others by then. */
static kont__frame *find_boxed(kont__frame *f)
{
    kont__frame *found = boxed(f);
    if (found == NULL)
        for (; f != NULL && !(f->site & KONT__NO_BOXES); f = f->next)
            f->site |= KONT__NO_BOXES;
    return found;
}

static struct kont__box *box_of(const kont__frame *f)
{
    return head_of(((const struct kont__boxed *)f)->box);
}

/* ---- Handles ------------------------------------------------------------------------------------------------------------ */

const kont_tag **kont__handle_place(const kont__prompt *p)
{
    struct kont__out *out = kont__out(p);
    return out != NULL ? &out->handle : (const kont_tag **)&p->handle_or_out;
}

/* ---- Values --------------------------------------------------------------------------------------------------------------- */

static struct kont__out *find(struct kont__out *list, const struct kont__box *box)
{
    while (list != NULL && list->box != box)
        list = list->next;
    return list;
}

static struct kont__out *node_for(struct kont__box *box, struct kont__out *next, bool at_last)
{
    size_t size = sizeof(struct kont__out) + box->size;
    struct kont__out *o = at_last ? kont__take_at_last(size) : kont__take(size);
    if (o != NULL) {
        o->next = next;
        o->box = box;
    }
    return o;
}

bool kont__boxes_picture(kont__prompt *p, bool at_last, struct kont__out **out)
{
    *out = NULL;
    for (kont__frame *f = find_boxed(p->sp); f != NULL; f = find_boxed(f->next)) {
        struct kont__box *h = box_of(f);
        struct kont__out *displaced = h->owner != p ? find(kont__out(p), h) : NULL, *o = node_for(h, *out, at_last);
        if (o == NULL)
            return false;
        memcpy(o->value, displaced != NULL ? displaced->value : locals_of(h), h->size);
        if (h->owner == NULL && displaced == NULL)
            h->owner = p;
        *out = o;
    }
    return true;
}

/* Nodes being reserved, in order; and those that the last time left over, of which the next one serves again where it has the size. While there is
 * one of these, the thread's list is empty: a finalizer may reserve for itself. */
struct reserving {
    struct kont__out *first, **place, *left;
};

static struct kont__out *left_over(struct reserving *r, struct kont__box *box)
{
    struct kont__out *o = r->left;
    if (o == NULL || o->box->size != box->size) {
        r->left = NULL;
        return NULL;
    }
    r->left = o->next;
    o->next = NULL;
    o->box = box;
    return o;
}

static bool reserve(struct reserving *r, const kont__prompt *p)
{
    for (const struct kont__out *o = kont__out(p); o != NULL; o = o->next) {
        struct kont__out *node = left_over(r, o->box);
        if (node == NULL)
            node = node_for(o->box, NULL, false);
        if (node == NULL)
            return false;
        *r->place = node;
        r->place = &node->next;
    }
    return true;
}

bool kont__boxes_reserve(const kont__prompt *inner, const kont__prompt *outer, const kont__prompt *rest)
{
    struct kont__thread *t = kont__thread();
    struct reserving r = { .place = &r.first, .left = t->reserve };
    bool done = true;
    t->reserve = NULL;
    for (const kont__prompt *p = inner; done && p != NULL; p = p == outer ? NULL : p->link)
        done = reserve(&r, p);
    for (const kont__prompt *p = rest; done && p != NULL; p = p->link)
        done = reserve(&r, p);
    t->reserve = r.first;
    return done;
}

/* ---- RESIDENCE ------------------------------------------------------------------------------------------------------------ */

/* Null: nothing was reserved. */
static struct kont__out *take_reserved(const struct kont__box *box)
{
    struct kont__out **place = &kont__thread()->reserve;
    while (*place != NULL && (*place)->box != box)
        place = &(*place)->next;
    struct kont__out *o = *place;
    if (o != NULL)
        *place = o->next;
    return o;
}

/* The head of the waiting chain that p is part of settles it when it is entered. */
static void mark_head_slow(kont__prompt *p)
{
    for (; p != NULL; p = p->link)
        if (p->state == KONT__SUSPENDED) {
            p->flags |= KONT__SLOW;
            return;
        }
}

/* Prompt p takes box h from its owner. False: it stays there. A prompt stays the owner of boxes of frames that it has dropped, until another takes
 * them; what it has of them then is of no use. Nothing is reserved for it to take such a box from one that waits: who comes back to its own boxes
 * finds there only what is gone, and whoever takes a place has reserved. */
static bool displace(struct kont__box *h, kont__prompt *p)
{
    kont__prompt *owner = h->owner;
    bool keeps = owner != NULL && owner != p && owner->state != KONT__DONE;
    struct kont__out *o = keeps ? take_reserved(h) : NULL;
    if (keeps && o == NULL)
        return false;
    h->owner = p;
    if (!keeps)
        return true;
    memcpy(o->value, locals_of(h), h->size);
    o->next = kont__out(owner);
    kont__set_out(owner, o);
    p->flags |= KONT__DISPLACES;
    mark_head_slow(owner);
    return true;
}

static bool is_inside(const kont__prompt *q, const kont__prompt *p)
{
    for (const kont__prompt *i = kont__self.here; i != p; i = i->link)
        if (i == q)
            return true;
    return false;
}

/* Prompt p takes its boxes, but for those of prompts inside it. Returns whether it has all of them. */
static bool take_boxes(kont__prompt *p)
{
    bool all = true;
    for (struct kont__out *o = kont__out(p); o != NULL; o = o->next) {
        struct kont__box *h = o->box;
        if (h->owner == p || find(kont__out(p), h) != o)
            continue;                                   /* it has it; or this is an older value */
        if (is_inside(h->owner, p)) {
            h->owner->flags |= KONT__DISPLACES;
            all = false;
        } else if (displace(h, p)) {
            memcpy(locals_of(h), o->value, h->size);
        }
    }
    return all;
}

void kont__boxes_settle(kont__prompt *inner)
{
    for (kont__prompt *p = inner; p != NULL; p = p->link)
        if (kont__out(p) != NULL && take_boxes(p))
            kont__set_out(p, NULL);
}

void kont__boxes_move(kont__prompt *p, kont__prompt *to)
{
    kont__set_out(to, kont__out(p));
    kont__set_out(p, NULL);
    if (p->flags & KONT__SHARED)
        for (kont__frame *f = find_boxed(to->sp); f != NULL; f = find_boxed(f->next))
            if (box_of(f)->owner == p)
                box_of(f)->owner = to;
}

size_t kont__box_bytes(const kont__frame *f)
{
    return kont__site_of(f)->box_size != 0 ? box_of(f)->size : 0;
}
