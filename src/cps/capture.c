/* capture.c: taking a part of the chain away, and running the handler in its place; call/cc's picture of what goes on running. */
#include "capture.h"

#include "box.h"

/* ---- Taking away -------------------------------------------------------------------------------------------------------- */

/* Whether the prompt has to stay while its frames are taken. */
static bool leaves_prompt(const kont *k, const kont__prompt *to)
{
    if (k->how & KONT_BODY_PROMPT)
        return true;
    return !(k->how & KONT_K_PROMPT) && kont__object(to) == to;
}

int kont__can_capture(kont *k, kont__prompt *to)
{
    k->ready = leaves_prompt(k, to) ? kont__take(sizeof *k->ready) : NULL;
    if ((leaves_prompt(k, to) && k->ready == NULL) || !kont__has_spare())
        return KONT_ERR_MEMORY;
    return kont__can_exit(to->link);
}

static kont__prompt *next_inner(kont__prompt *to)
{
    kont__prompt *p = kont__self.here;
    while (p->link != to)
        p = p->link;
    return p;
}

/* Whether there is nothing in `to` to take along: a handler's prompt after a tail resume. */
static bool is_bare(const kont *k, const kont__prompt *to)
{
    return to->sp == NULL && to->dyn == NULL && !(k->how & KONT_K_PROMPT) && kont__self.here != to;
}

/* The activation that has the frames of `to` from now on; `to` has none. */
static kont__prompt *split(kont *k, kont__prompt *to)
{
    kont__prompt *part = k->ready;
    *part = *to;
    if (kont__self.here != to)
        next_inner(to)->link = part;
    kont__boxes_move(to, part);
    to->sp = NULL;
    to->dyn = NULL;
    part->flags &= (uint8_t)~(KONT__OWN | KONT__PLAIN);
    to->flags &= (uint8_t)~(KONT__SHARED | KONT__DISPLACES);
    return part;
}

/* The prompt that the captured part ends with. */
static kont__prompt *cut_at(kont *k, kont__prompt *to)
{
    if (leaves_prompt(k, to) && is_bare(k, to))
        return next_inner(to);
    kont__prompt *outer = leaves_prompt(k, to) ? split(k, to) : to;
    if (!(k->how & KONT_K_PROMPT))
        kont__hide_prompt(outer);
    return outer;
}

/* Takes here..to out of the chain, into k. */
static void cut(kont *k, kont__prompt *to)
{
    kont__prompt *outer = cut_at(k, to);
    unsigned flags = 0;
    k->ready = NULL;
    k->inner = kont__self.here == to ? outer : kont__self.here;
    k->outer = outer;
    kont__self.here = k->how & KONT_BODY_PROMPT ? to : to->link;
    if (!(k->how & KONT_BODY_PROMPT) && outer != to)
        kont__release(to);
    outer->link = NULL;
    for (kont__prompt *p = k->inner; p != NULL; p = p->link) {
        flags |= p->flags;
        p->flags &= (uint8_t)~KONT__DISPLACES;
    }
    if (flags & KONT__DISPLACES)
        kont__boxes_settle(kont__self.here);
    kont__captured(k);
}

/* ---- The handler -------------------------------------------------------------------------------------------------------- */

struct handler_frame {
    kont__frame frame;
    kont *k;
};

/* The prompt that a handler runs under goes away where the continuation resumed in its place brings the same one. */
static void leave_handlers_prompt(const kont *handled, const kont *k)
{
    kont__prompt *p = kont__self.here;
    if ((handled->how & KONT_BODY_PROMPT) && (k->how & KONT_K_PROMPT) && kont__object(p) == NULL && k->outer->id == p->id)
        kont__drop_to(p->link);
}

/* The handler of `handled` has returned v, or wants a continuation in its place. */
static void *after_handler(const kont *handled, void *v)
{
    if (kont__self.tail.k == NULL)
        return v;
    struct kont__tail tail = kont__tail_take();         /* before anything is allocated: a finalizer may use kont */
    int error;
    do
        error = kont__can_resume(tail.k, tail.last);
    while (error == 0 && (handled->how & KONT_BODY_PROMPT) && kont__ends_late());
    if (error != 0) {
        kont__tail_misuse__kont1(error);
        return NULL;
    }
    kont__resuming(tail.k, tail.last);
    leave_handlers_prompt(handled, tail.k);
    kont__put_on_top(tail.k, kont__self.here);
    return tail.fn != NULL ? kont__call(tail.fn, tail.value) : tail.value;
}

static void *handle_again(kont__frame *f, void *v)
{
    return after_handler(((const struct handler_frame *)f)->k, v);
}

static const struct kont__function handle = { "(the handler of a capture)", __FILE__, NULL, NULL };
static const kont__site handle_site = { handle_again, &handle, 0, sizeof(struct handler_frame), 0, __LINE__, 0 };

static void *captured(kont__prompt *to, void *captured_k)
{
    kont *k = captured_k;
    cut(k, to);
    void *v = kont__call_handler(k);
    if (KONT__CAPTURING) {
        struct handler_frame *s = kont__save(&handle_site, NULL);
        s->k = k;
        return NULL;
    }
    return after_handler(k, v);
}

void *kont__capture__kont1(kont *k, kont__prompt *to)
{
    return kont__begin(to, captured, k);
}

/* ---- A picture of what goes on running ------------------------------------------------------------------------------------ */

/* All is in frames now, which the copies share; the handler runs in the innermost prompt, and its value goes on to the first frame. So does the
 * value of a later resume. */
static void *copied(kont__prompt *to, void *copied_k)
{
    kont *k = copied_k;
    (void)to;
    kont__take_picture(kont__self.here, k->ready, true);
    k->inner = k->ready;
    k->outer = k->ready_outer;
    k->ready = k->ready_outer = NULL;
    k->frozen = true;
    kont__captured(k);
    if (!(k->how & KONT_K_PROMPT))
        kont__hide_prompt(k->outer);
    return kont__call_handler(k);
}

int kont__can_copy(kont *k, kont__prompt *to)
{
    return kont__prepare_picture(k, kont__self.here, to) && kont__has_spare() ? 0 : KONT_ERR_MEMORY;
}

void *kont__capture_picture__kont1(kont *k, kont__prompt *to)
{
    return kont__begin(to, copied, k);
}
