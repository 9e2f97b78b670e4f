#include "part.h"

#include "chain.h"
#include "sanitize.h"

/* ---- Copies of chains --------------------------------------------------------------------------------------------------------- */

size_t kont__part_length(struct kont__part part)
{
    size_t n = 1;
    for (const kont__prompt *p = part.inner; p != part.outer; p = p->link)
        n++;
    return n;
}

void kont__part_release(struct kont__part part)
{
    for (kont__prompt *p = part.inner, *next; p != NULL; p = next) {
        next = p == part.outer ? NULL : p->link;
        kont__release(p);
    }
}

void kont__give_blanks(kont__prompt *first)
{
    for (kont__prompt *p = first, *next; p != NULL; p = next) {
        next = p->link;
        kont__prompt_free(p);
    }
}

kont__prompt *kont__take_blanks(size_t count)
{
    kont__prompt *first = NULL;
    while (count-- > 0) {
        kont__prompt *p = kont__prompt_alloc();
        if (p == NULL) {
            kont__give_blanks(first);
            return NULL;
        }
        p->link = first;
        first = p;
    }
    return first;
}

/* A copy of p that is at home at the same segment, not resident. */
static void clone(kont__prompt *copy, const kont__prompt *p, enum kont__state state)
{
    kont__prompt *next = copy->link;
    *copy = *p;
    copy->link = next;
    copy->inner = NULL;
    copy->state = (uint8_t)state;
    copy->flags = KONT__SHARED | (p->flags & KONT__BARE);
    if (copy->out != NULL)
        ((struct kont__slice *)copy->out)->shared = true;
    kont__home_join(p->home);
}

kont__prompt *kont__clone(const kont__prompt *p, enum kont__state state)
{
    kont__prompt *copy = kont__prompt_alloc();
    copy->link = NULL;
    clone(copy, p, state);
    return copy;
}

struct kont__part kont__part_clone(kont__prompt *blanks, struct kont__part part, enum kont__state state)
{
    struct kont__part copy = { blanks, blanks };
    for (const kont__prompt *p = part.inner; ; p = p->link, copy.outer = copy.outer->link) {
        clone(copy.outer, p, state);
        if (p == part.outer)
            return copy;
    }
}

/* ---- Pictures ------------------------------------------------------------------------------------------------------------------ */

bool kont__make_room(struct kont__part picture)
{
    for (kont__prompt *f = picture.inner; f != NULL; f = f->link)
        if (f->out == NULL) {
            f->out = kont__slice_alloc(kont__live_bytes(f));
            if (f->out == NULL)
                return false;
        }
    return true;
}

void kont__take_picture(kont__prompt *inner, kont__prompt *picture)
{
    for (kont__prompt *p = inner, *f = picture; f != NULL; p = p->link, f = f->link) {
        p->flags |= KONT__SHARED;
        f->sp = p->sp;
        f->dyn = p->dyn;
        if (kont__resident(p)) {
            struct kont__slice *s = f->out;
            char *low = kont__slice_low(p->sp);
            s->size = (size_t)(kont__top(p->home) - low);
            kont__copy_slice(s->bytes, low, s->size);
        } else {
            f->out = p->out;
            ((struct kont__slice *)f->out)->shared = true;
        }
    }
}
