/* heir.c: a copy of a prompt object that becomes the object itself.
 *
 * Where a continuation is reinstated in the place of what runs, an object's own activation may go, and a copy of it come. Then one activation is
 * left, as before, and it has to be the object's own: else the object would have ended, and what leaves would be a copy. */
#include "chain.h"

void kont__choose_heirs(const kont__prompt *base, kont__prompt *inner, const kont__prompt *outer)
{
    for (kont__prompt *p = kont__self.here; p != base->link; p = p->link)
        for (kont__prompt *c = inner; p->object == p; c = c->link) {
            if (c->object == p)
                p->inner = c;
            if (c->object == p || c == outer)
                break;
        }
}

/* The frames of c, which are not in place, are o's. */
static void take_over(kont__prompt *o, kont__prompt *c)
{
    unsigned noted = o->flags & KONT__COPIED;
    o->link = c->link;
    o->inner = o;
    o->sp = c->sp;
    o->dyn = c->dyn;
    o->tag = c->tag;
    o->id = c->id;
    o->home = c->home;
    o->out = c->out;
    o->flags = (uint8_t)(c->flags | noted | KONT__OWN);
    o->state = KONT__RUNNING;
}

kont__prompt *kont__enter_heirs(kont__prompt *outer)
{
    kont__prompt **place = &kont__self.here, *p;
    do {
        p = *place;
        kont__prompt *o = p->object, *c = p;
        if (o != NULL && o != c && o->inner == c) {
            take_over(o, c);
            kont__publish();
            *place = p = o;
            kont__publish();
            c->home = NULL;
            kont__prompt_free(c);
        }
        place = &p->link;
        outer = outer == c ? p : outer;
    } while (p != outer);
    return outer;
}
