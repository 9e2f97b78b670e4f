/* capture.c: taking a part of the chain away, and running the handler in its place; call/cc's picture. What becomes of the part (resume.c):
 *
 *     captured          inner .. outer, as they were                        k->inner, k->outer
 *     first resume      a picture is taken: FROZEN copies, slices in the heap; then the originals run in place
 *     later resumes     fresh copies of the FROZEN prompts, moved in
 *     last resume       the originals without a picture, or the FROZEN prompts themselves
 *
 * A capture that leaves its prompt behind (for the handler to run under, or because it is an object) splits the outermost
 * activation: a new one takes its frames along, and the prompt stays, with an empty segment or none. */
#include "chain.h"
#include "part.h"
#include "resume.h"

/* ---- Capture ------------------------------------------------------------------------------------------------------------------ */

/* Whether the prompt has to stay while its frames are taken. */
static bool leaves_prompt(const kont *k, const kont__prompt *to)
{
    if (k->how & KONT_BODY_PROMPT)
        return true;
    return !(k->how & KONT_K_PROMPT) && to->object == to;
}

/* Whether there are no frames in `to` to take along. */
static bool is_bare(const kont *k, const kont__prompt *to)
{
    return (to->flags & KONT__BARE) && !(k->how & KONT_K_PROMPT) && kont__self.here != to;
}

/* An activation with an empty home, to split `to`. */
static int prepare_split(kont *k, const kont__prompt *to)
{
    kont__prompt *part = kont__prompt_alloc();
    if (part == NULL)
        return KONT_ERR_MEMORY;
    *part = (kont__prompt){ .link = part->link, .owner = to->owner, .tag = to->tag };
    int error = kont__give_home(part, to->home->size_class);
    if (error != 0)
        kont__prompt_free(part);
    else
        k->ready = part;
    return error;
}

/* Nobody else knows k yet, and the chain runs: of what is prepared only the homes may look different after an allocation. */
int kont__can_capture(kont *k, kont__prompt *to)
{
    bool bare = is_bare(k, to);
    int error = leaves_prompt(k, to) && !bare ? prepare_split(k, to) : 0;
    if (error != 0)
        return error;
    kont__prompt *innermost = bare && (k->how & KONT_BODY_PROMPT) ? to : to->link;
    bool shares = k->ready != NULL && !kont__resident(k->ready);
    if (!kont__is_slow(innermost) && !shares)
        return 0;
    if (k->ready != NULL) {                             /* what `to` will be */
        k->ready->link = innermost;
        innermost = k->ready;
    }
    if (kont__reserve(innermost, NULL))
        return 0;
    if (k->ready != NULL)
        kont__release(k->ready);
    return KONT_ERR_MEMORY;
}

/* The activation that has the frames of `to` from now on; `to` gets the empty home that was prepared. */
static kont__prompt *split(kont *k, kont__prompt *to)
{
    kont__prompt *part = k->ready;
    kont__home *empty = part->home, *full = to->home;
    bool own = kont__resident(part);
    uint8_t shared = part->flags & KONT__SHARED;
    *part = *to;
    for (kont__prompt *p = kont__self.here; p != to; p = p->link)
        if (p->link == to) {
            p->link = part;
            break;
        }
    if (full->resident == to)
        full->resident = part;
    part->flags &= (uint8_t)~(KONT__OWN | KONT__PLAIN);
    to->home = empty;
    to->out = NULL;
    to->dyn = NULL;
    to->flags &= (uint8_t)~(KONT__SLOW | KONT__BARE | KONT__SHARED | KONT__PLAIN);
    to->flags |= shared;
    if (own)
        empty->resident = to;
    empty->stale = true;
    k->ready = NULL;
    return part;
}

static kont__prompt *next_inner(kont__prompt *to)
{
    kont__prompt *p = kont__self.here;
    while (p->link != to)
        p = p->link;
    return p;
}

/* Takes here..to out of the chain, into k. */
static void cut(kont *k, kont__prompt *to)
{
    bool stays = leaves_prompt(k, to);
    kont__prompt *outer = to;
    if (is_bare(k, to)) {
        outer = next_inner(to);
        to->flags &= (uint8_t)~KONT__BARE;
        to->dyn = NULL;
    } else {
        if (stays)
            outer = split(k, to);
        if (!(k->how & KONT_K_PROMPT)) {
            outer->tag = NULL;
            outer->id = 0;
            outer->object = NULL;
        }
    }
    k->outer = outer;
    k->inner = kont__self.here == to ? outer : kont__self.here;
    kont__publish();
    kont__self.here = k->how & KONT_BODY_PROMPT ? to : to->link;
    kont__publish();
    if (!(k->how & KONT_BODY_PROMPT) && outer != to)
        kont__release(to);
    outer->link = NULL;
    kont__captured(k);
}

/* The prompt that a handler runs under goes away where the continuation resumed in its place brings the same one. */
static bool brings_same_prompt(const kont *k, const kont__prompt *p)
{
    return (k->how & KONT_K_PROMPT) && p->object == NULL && k->outer->id == p->id;
}

/* Readies the pending tail resume, and takes it. Raises what keeps it from being done. Where the handler's prompt goes away, nobody is in the
 * way of the chain outside of it: the part alone has to have room. `inside`: the handler ran under its prompt, and has ended. */
static kont *take_tail(bool inside, kont_fn **fn, void **v)
{
    struct kont__tail tail = kont__tail_take();
    kont *k = tail.k;
    int error;
    do
        error = kont__can_resume(k, tail.last);
    while (error == 0 && inside && kont__ends_late());
    *fn = tail.fn;
    *v = tail.value;
    if (error != 0)
        kont__tail_misuse(error);
    kont__resuming(k, tail.last);
    return k;
}

/* The handler's call outside: on the stack where the prompt's caller waits, below its frames, which begin at `base`. Where that prompt had no
 * frames, it has the handler's now. */
static void *handle_outside(void *arg)
{
    kont *k = arg;
    void *base = kont__self.here->sp;
    kont_fn *fn;
    kont__self.here->flags &= (uint8_t)~KONT__BARE;
    void *v = kont__handle(k);
    if (kont__self.tail.k == NULL)
        return v;
    k = take_tail(false, &fn, &v);
    kont__resume_in_place(k, base, fn, v, false);
}

/* The handler's call under the prompt reinstalled, at the base of its segment. After a tail resume no frame is left there. */
static void *handle_inside(void *arg)
{
    kont *k = arg;
    kont_fn *fn;
    void *v = kont__handle(k);
    if (kont__self.tail.k == NULL)
        return v;
    kont__prompt *p = kont__self.here, *from = p->link;
    k = take_tail(true, &fn, &v);
    bool slow = (p->flags & KONT__SLOW) != 0;
    if (brings_same_prompt(k, p)) {
        kont__self.here = from;
        kont__release(p);
        kont__resume_in_place(k, from->sp, fn, v, slow);
    }
    p->flags |= KONT__BARE;
    kont__resume_in_place(k, p->home->bare, fn, v, false);
}

static void *settle_and_handle(void *k)
{
    kont__prompt *here = kont__self.here;
    kont__settle(here, NULL);
    if (((kont *)k)->how & KONT_BODY_PROMPT)
        kont__jump_new(kont__top(here->home), handle_inside, k);
    kont__jump_call(here->sp, handle_outside, k);
}

void *kont__capture(kont *k, kont__prompt *to)
{
    bool settle = kont__is_slow(to->link);
    cut(k, to);
    kont__prompt *here = kont__self.here;
    if (settle || !kont__resident(here))
        return kont__on_scratch(&k->inner->sp, settle_and_handle, k);
    if (k->how & KONT_BODY_PROMPT)
        return kont__switch_new(&k->inner->sp, kont__top(here->home), handle_inside, k);
    return kont__switch_call(&k->inner->sp, here->sp, handle_outside, k);
}

/* ---- call/cc: a picture of what goes on running ------------------------------------------------------------------------------------ */

int kont__can_copy(kont *k, kont__prompt *to)
{
    kont__prompt *here = kont__self.here;
    struct kont__part part = { here, to };
    kont__prompt *blanks = kont__take_blanks(kont__part_length(part));
    if (blanks == NULL)
        return KONT_ERR_MEMORY;
    part = kont__part_clone(blanks, part, KONT__FROZEN);
    part.inner->sp = (char *)__builtin_frame_address(0) - KONT__BASE;        /* where kont__capture_picture saves its caller's registers lies above */
    if (!kont__make_room(part)) {
        kont__part_release(part);
        return KONT_ERR_MEMORY;
    }
    k->ready = part.inner;
    k->ready_outer = part.outer;
    return 0;
}

/* Runs on the frames that are copied, below those that belong to the picture. */
static void *copied(void *copied_k)
{
    kont *k = copied_k;
    kont__prompt *here = kont__self.here, *outer = k->ready_outer;
    here->sp = kont__thread()->place.at;
    kont__take_picture(here, k->ready);
    if (!(k->how & KONT_K_PROMPT)) {
        outer->tag = NULL;
        outer->id = 0;
        outer->object = NULL;
    }
    k->inner = k->ready;
    k->outer = outer;
    k->ready = k->ready_outer = NULL;
    k->frozen = true;
    kont__captured(k);
    return kont__handle(k);
}

void *kont__capture_picture(kont *k, kont__prompt *to)
{
    (void)to;
    return kont__light(&kont__thread()->place, copied, k);
}
