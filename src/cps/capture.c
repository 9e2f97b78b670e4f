/* capture.c: taking a part of the chain away, and putting it back, once or many times.
 *
 *     captured          inner .. outer, as they were                        k->inner, k->outer
 *     resume            they run; k keeps FROZEN copies, unless it is the last
 *     next resume       the copies run; k keeps copies of them
 *
 * Only the prompts themselves are copied: their frames never change and are shared. */
#include <gc/gc.h>

#include "driver.h"

kont *kont__k_new(void)
{
    kont *k = GC_MALLOC(sizeof *k);
    if (k != NULL)
        k->owner = kont__self.serial;
    return k;
}

/* ---- Copies ----------------------------------------------------------------------------------------------------------------------------- */

/* FROZEN copies of inner..outer, in k->ready. False: no memory. */
static bool copy_prompts(kont *k, kont__prompt *inner, const kont__prompt *outer)
{
    kont__prompt **place = &k->ready;
    for (kont__prompt *p = inner; ; p = p->link) {
        kont__prompt *copy = GC_MALLOC(sizeof *copy);
        if (copy == NULL)
            return false;
        p->flags |= KONT__SHARED;
        *copy = *p;
        copy->link = NULL;
        copy->state = KONT__FROZEN;
        *place = k->ready_outer = copy;
        place = &copy->link;
        if (p == outer)
            return true;
    }
}

/* ---- Capture ------------------------------------------------------------------------------------------------------------------------- */

/* Whether the prompt has to stay while its frames are taken. */
static bool leaves_prompt(const kont *k, const kont__prompt *to)
{
    if (k->how & KONT_BODY_PROMPT)
        return true;
    return !(k->how & KONT_K_PROMPT) && to->object == to;
}

int kont__can_capture(kont *k, kont__prompt *to)
{
    k->ready = leaves_prompt(k, to) ? GC_MALLOC(sizeof *k->ready) : NULL;
    return leaves_prompt(k, to) && k->ready == NULL ? KONT_ERR_MEMORY : 0;
}

/* The activation that has the frames of `to` from now on; `to` has none. */
static kont__prompt *split(kont *k, kont__prompt *to)
{
    kont__prompt *part = k->ready;
    *part = *to;
    for (kont__prompt *p = kont__self.here; p != to; p = p->link)
        if (p->link == to) {
            p->link = part;
            break;
        }
    to->sp = NULL;
    to->dyn = NULL;
    to->flags &= (uint8_t)~KONT__SHARED;
    k->ready = NULL;
    return part;
}

/* Nobody finds it any more: it only ends a part of the chain. */
static void hide_prompt(kont__prompt *p)
{
    p->tag = NULL;
    p->id = 0;
    p->object = NULL;
}

/* Takes here..to out of the chain, into k. */
static void cut(kont *k, kont__prompt *to)
{
    kont__prompt *outer = leaves_prompt(k, to) ? split(k, to) : to;
    if (!(k->how & KONT_K_PROMPT))
        hide_prompt(outer);
    k->inner = kont__self.here == to ? outer : kont__self.here;
    k->outer = outer;
    kont__self.here = k->how & KONT_BODY_PROMPT ? to : to->link;
    if (!(k->how & KONT_BODY_PROMPT) && outer != to)
        kont__release(to);
    outer->link = NULL;
}

/* ---- Resume -------------------------------------------------------------------------------------------------------------------------- */

int kont__can_resume(kont *k, bool last)
{
    if (k->owner != kont__self.serial)
        return KONT_ERR_THREAD;
    if (k->inner == NULL)
        return KONT_ERR_USED;
    k->ready = k->ready_outer = NULL;
    return last || (k->how & KONT_ONCE) || copy_prompts(k, k->inner, k->outer) ? 0 : KONT_ERR_MEMORY;
}

/* Puts what k holds on top of `from`; k keeps the copy, if there is one. */
static void put_on_top(kont *k, kont__prompt *from)
{
    kont__prompt *inner = k->inner;
    k->outer->link = from;
    k->inner = k->ready;
    k->outer = k->ready_outer;
    k->frozen = k->ready != NULL;
    k->ready = k->ready_outer = NULL;
    for (kont__prompt *p = inner; p != from; p = p->link)
        p->state = KONT__RUNNING;
    kont__self.here = inner;
}

KONT void *kont__resume(kont *k, bool last, kont_fn *fn, void *v)
{
    kont__prompt *from = kont__self.here;
    (void)last;
    put_on_top(k, from);
    return kont__drive(from, fn, v);
}

/* ---- The handler ---------------------------------------------------------------------------------------------------------------------- */

struct handler_frame {
    kont__frame frame;
    kont *k;
};

/* The prompt that a handler runs under goes away where the continuation resumed in its place brings the same one. */
static void leave_handlers_prompt(const kont *handled, const kont *k)
{
    kont__prompt *p = kont__self.here;
    if ((handled->how & KONT_BODY_PROMPT) && (k->how & KONT_K_PROMPT) && p->object == NULL && k->outer->id == p->id)
        kont__drop_to(p->link);
}

/* The handler of `handled` has returned v, or wants a continuation in its place. */
static KONT void *after_handler(const kont *handled, void *v)
{
    struct kont__tail tail = kont__self.tail;
    if (tail.k == NULL)
        return v;
    int error = kont__can_resume(tail.k, tail.last);
    kont__self.tail.k = NULL;
    kont__self.tail.value = NULL;
    if (error != 0)
        kont__tail_misuse(error);
    kont__resuming(tail.k, tail.last);
    leave_handlers_prompt(handled, tail.k);
    put_on_top(tail.k, kont__self.here);
    return tail.fn != NULL ? tail.fn(tail.value) : tail.value;
}

static KONT void *handle_again(const kont__frame *f, void *v)
{
    return after_handler(((const struct handler_frame *)f)->k, v);
}
static const kont__site handle_site = { handle_again, 0 };

static KONT void *captured(kont__prompt *to, void *captured_k)
{
    kont *k = captured_k;
    cut(k, to);
    void *v = kont__handle(k);
    if (kont__capturing())
        return KONT__SAVE(struct handler_frame, &handle_site, k);
    return after_handler(k, v);
}

KONT void *kont__capture(kont *k, kont__prompt *to)
{
    return kont__begin(to, captured, k);
}

/* ---- A picture of what goes on running -------------------------------------------------------------------------------------------------- */

/* All is in frames now, which the copies share; the handler runs in the innermost prompt, and its value goes on to the first frame. So does the
 * value of a later resume. */
static KONT void *copied(kont__prompt *to, void *copied_k)
{
    kont *k = copied_k;
    for (kont__prompt *p = kont__self.here, *copy = k->ready; p != to->link; p = p->link, copy = copy->link)
        copy->sp = p->sp;
    k->inner = k->ready;
    k->outer = k->ready_outer;
    k->ready = k->ready_outer = NULL;
    k->frozen = true;
    if (!(k->how & KONT_K_PROMPT))
        hide_prompt(k->outer);
    return kont__handle(k);
}

KONT void *kont__capture_picture(kont *k, kont__prompt *to, int *error)
{
    *error = copy_prompts(k, kont__self.here, to) ? 0 : KONT_ERR_MEMORY;
    return *error == 0 ? kont__begin(to, copied, k) : NULL;
}
