/* heir.c: a copy of a prompt object that becomes the object itself.
 *
 * Where a continuation is reinstated in the place of what runs, an object's own activation may go, and a copy of it come. Then one activation is
 * left, as before, and it has to be the object's own: else the object would have ended, and what leaves would be a copy. The object takes
 * the place of the innermost of its copies. */
#include "box.h"
#include "capture.h"

/* Meanwhile: what runs is not NESTED. */
enum { WANTS_HEIR = KONT__NESTED };

void kont__choose_heirs(const kont__prompt *base, const kont__prompt *inner, const kont__prompt *outer)
{
    for (kont__prompt *p = kont__self.here; p != base->link; p = p->link)
        for (const kont__prompt *c = inner; (p->flags & KONT__OWN) && c != NULL; c = c == outer ? NULL : c->link)
            if (kont__object(c) == p)
                p->flags |= WANTS_HEIR;
}

/* Object o goes on with the frames of its copy c. */
static void take_over(kont__prompt *o, kont__prompt *c)
{
    o->link = c->link;
    o->sp = c->sp;
    o->dyn = c->dyn;
    o->tag = c->tag;
    o->flags = (uint8_t)(c->flags | (o->flags & KONT__COPIED) | KONT__OWN);
    o->state = KONT__RUNNING;
    kont__boxes_move(c, o);
}

void kont__enter_heirs(const kont__prompt *from)
{
    for (kont__prompt **place = &kont__self.here; *place != from; place = &(*place)->link) {
        kont__prompt *c = *place, *o = kont__object(c);
        if (o != NULL && o != c && o->state != KONT__SUSPENDED && (o->flags & WANTS_HEIR)) {
            take_over(o, c);
            *place = o;
        }
    }
}
