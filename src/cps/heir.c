/* heir.c: a copy of a prompt object that becomes the object itself.
 *
 * Where a continuation is reinstated in the place of what runs, an object's own activation may go, and a copy of it come. Then one activation is
 * left, as before, and it has to be the object's own: else the object would have ended, and what leaves would be a copy. */
#include "box.h"
#include "capture.h"

static bool is_among(const kont__prompt *p, const kont__prompt *inner, const kont__prompt *end)
{
    for (; inner != end; inner = inner->link)
        if (inner == p)
            return true;
    return false;
}

static bool has_heir(const kont__prompt *o, const kont__prompt *inner, const kont__prompt *end)
{
    for (; inner != end; inner = inner->link)
        if (kont__object(inner) == o)
            return true;
    return false;
}

/* The copy chosen is marked as if it were the object already. */
void kont__choose_heirs(const kont__prompt *base, kont__prompt *inner, const kont__prompt *outer)
{
    for (kont__prompt *c = inner; c != NULL; c = c == outer ? NULL : c->link) {
        const kont__prompt *o = kont__object(c);
        if (o != NULL && is_among(o, kont__self.here, base->link) && !has_heir(o, inner, c))
            c->flags |= KONT__OWN;
    }
}

/* What c has is o's. What boxes hold of o is of its activation that is gone. */
static void take_over(kont__prompt *o, const kont__prompt *c)
{
    kont__set_out(o, NULL);
    kont__set_out(o, kont__out(c));
    for (struct kont__out *out = kont__out(o); out != NULL; out = out->next)
        kont__box_disown(out->box, o);
    o->link = c->link;
    o->sp = c->sp;
    o->dyn = c->dyn;
    o->tag = c->tag;
    o->flags = c->flags | (o->flags & KONT__COPIED);
}

void kont__enter_heirs(kont__prompt **inner, kont__prompt **outer)
{
    for (kont__prompt **place = inner; ; place = &(*place)->link) {
        kont__prompt *c = *place, *o = kont__object(c);
        bool is_last = c == *outer;
        if ((c->flags & KONT__OWN) && o != c) {
            take_over(o, c);
            *place = o;
        }
        if (is_last) {
            *outer = *place;
            return;
        }
    }
}
