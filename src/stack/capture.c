/* capture.c: taking a part of the chain away, and putting it back, once or many times.
 *
 *     captured          inner .. outer, as they were                        k->inner, k->outer
 *     first resume      a picture is taken: FROZEN copies, slices in the heap; then the originals run in place
 *     later resumes     fresh copies of the FROZEN prompts, moved in
 *     last resume       the originals without a picture, or the FROZEN prompts themselves
 *
 * A capture that leaves its prompt behind (for the handler to run under, or because it is an object) splits the outermost
 * activation: a new one takes its frames along, and the prompt stays, with an empty segment or none. */
#include "chain.h"

#include "sanitize.h"
#include "stress.h"

/* ---- Copies of chains --------------------------------------------------------------------------------------------------------- */

/* A part of a chain. */
struct part {
    kont__prompt *inner, *outer;
};

static size_t length(struct part part)
{
    size_t n = 1;
    for (const kont__prompt *p = part.inner; p != part.outer; p = p->link)
        n++;
    return n;
}

static void release_part(struct part part)
{
    for (kont__prompt *p = part.inner, *next; p != NULL; p = next) {
        next = p == part.outer ? NULL : p->link;
        kont__release(p);
    }
}

static void give_blanks(kont__prompt *first)
{
    for (kont__prompt *p = first, *next; p != NULL; p = next) {
        next = p->link;
        kont__prompt_free(p);
    }
}

/* So many prompts, linked, to become copies. Null: no memory. */
static kont__prompt *take_blanks(size_t count)
{
    kont__prompt *first = NULL;
    while (count-- > 0) {
        kont__prompt *p = kont__prompt_alloc();
        if (p == NULL) {
            give_blanks(first);
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
    __atomic_add_fetch(&p->home->refs, 1, __ATOMIC_RELAXED);
}

/* Makes as many blanks as it takes a copy of the part. Allocates nothing. */
static struct part clone_part(kont__prompt *blanks, struct part part, enum kont__state state)
{
    struct part copy = { blanks, blanks };
    for (const kont__prompt *p = part.inner; ; p = p->link, copy.outer = copy.outer->link) {
        clone(copy.outer, p, state);
        if (p == part.outer)
            return copy;
    }
}

/* ---- Pictures ------------------------------------------------------------------------------------------------------------------ */

/* Gives FROZEN clones room for the slices of those that were in place; a slice that is out is shared. False: no memory. */
static bool make_room(struct part picture)
{
    for (kont__prompt *f = picture.inner; f != NULL; f = f->link)
        if (f->out == NULL) {
            f->out = kont__slice_alloc(kont__live_bytes(f));
            if (f->out == NULL)
                return false;
        }
    return true;
}

/* Fills the picture of a part whose frames wait. One may have been moved out since there was room made for it, but none moved in. */
static void take_picture(kont__prompt *inner, kont__prompt *picture)
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

/* ---- Resume ------------------------------------------------------------------------------------------------------------------------ */

static bool all_resident(struct part part)
{
    for (const kont__prompt *p = part.inner; ; p = p->link) {
        if (!kont__resident(p))
            return false;
        if (p == part.outer)
            return true;
    }
}

/* Makes clones of what k holds. *clones stays empty where a finalizer has used k meanwhile (PREPARED): what k holds it gives up for good, or
 * for a picture of it. False: no memory. */
static bool clone_held(const kont *k, enum kont__state state, struct part *clones)
{
    struct part held = { k->inner, k->outer };
    bool frozen = k->frozen;
    kont__prompt *blanks = take_blanks(length(held));
    if (blanks == NULL)
        return false;
    if (k->inner == held.inner && k->frozen == frozen)
        *clones = clone_part(blanks, held, state);
    else
        give_blanks(blanks);
    return true;
}

/* Makes what a resume that is not the last takes: of a picture, clones to run; else a picture. k->ready stays null where a finalizer has used k
 * meanwhile. False: no memory. */
static bool make_ready(kont *k)
{
    struct part clones = { NULL, NULL };
    const kont__prompt *held = k->inner;
    bool frozen = k->frozen;
    if (!clone_held(k, frozen ? KONT__RUNNING : KONT__FROZEN, &clones))
        return false;
    bool room = frozen || make_room(clones);
    if (room && k->inner == held && k->frozen == frozen) {
        k->ready = clones.inner;
        k->ready_outer = clones.outer;
    } else {
        release_part(clones);
    }
    return room;
}

/* For the stress build: the picture takes the place of the captured part, which is dropped. Objects can't be replaced. */
static bool freeze_at_once(kont *k)
{
    for (kont__prompt *p = k->inner; p != NULL; p = p == k->outer ? NULL : p->link)
        if (p->object != NULL)
            return true;
    while (k->inner != NULL && !k->frozen) {
        if (k->ready == NULL && !make_ready(k))
            return false;
        if (k->ready == NULL)
            continue;
        take_picture(k->inner, k->ready);
        release_part((struct part){ k->inner, k->outer });
        k->inner = k->ready;
        k->outer = k->ready_outer;
        k->frozen = true;
        k->ready = NULL;
    }
    return true;
}

/* The part that will run. */
static struct part part_to_run(const kont *k)
{
    if (k->frozen && k->ready != NULL)
        return (struct part){ k->ready, k->ready_outer };
    return (struct part){ k->inner, k->outer };
}

int kont__can_resume(kont *k, bool last)
{
    bool copies = !last && !(k->how & KONT_ONCE);
    if (k->owner != kont__self.serial)
        return KONT_ERR_THREAD;
    k->ready = NULL;
    if (KONT__STRESS_CAPTURE && !freeze_at_once(k))
        return KONT_ERR_MEMORY;
    while (k->inner != NULL) {
        if (!copies)
            k->ready = NULL;
        else if (k->ready == NULL && !make_ready(k))
            return KONT_ERR_MEMORY;
        if (copies && k->ready == NULL)
            continue;
        struct part part = part_to_run(k);
        if (!all_resident(part) && !kont__reserve(part.inner, part.outer))
            return KONT_ERR_MEMORY;
        if ((k->ready != NULL) == copies && part_to_run(k).inner == part.inner)
            return 0;
    }
    return KONT_ERR_USED;
}

/* What kont__can_resume prepared. k keeps hold of it until it is linked. */
static struct part take_part(kont *k)
{
    if (!k->frozen && k->ready != NULL)
        take_picture(k->inner, k->ready);
    return part_to_run(k);
}

/* The part runs: k keeps the picture, if there is one. */
static void give_up_part(kont *k, struct part part)
{
    if (k->inner == part.inner) {
        for (kont__prompt *p = part.inner; k->frozen; p = p->link) {
            p->state = KONT__RUNNING;
            if (p == part.outer)
                break;
        }
        k->inner = k->ready;
        k->outer = k->ready != NULL ? k->ready_outer : NULL;
        k->frozen = k->ready != NULL;
    }
    k->ready = k->ready_outer = NULL;
}

/* Puts what kont__can_resume prepared on top of `from`. Returns whether slices have to be moved. */
static bool link_part(kont *k, kont__prompt *from, struct part *part)
{
    *part = take_part(k);
    part->outer->link = from;
    kont__publish();
    kont__self.here = part->inner;
    kont__publish();
    give_up_part(k, *part);
    return !all_resident(*part);
}

void *kont__resume(kont *k, bool last, kont_fn *fn, void *v)
{
    kont__prompt *from = kont__self.here;
    struct part part;
    (void)last;
    if (link_part(k, from, &part))
        return kont__settle_and_switch(&from->sp, (struct kont__job){ NULL, fn, v, part.outer });
    if (fn != NULL)
        return kont__switch_call(&from->sp, part.inner->sp, fn, v);
    return kont__switch_in(part.inner, v, from);
}

/* As kont__resume, but `from`, the innermost prompt, goes on at its frames from `base` upwards, and what runs is gone. With
 * `settle` the whole chain is settled. */
static void resume_in_place(kont *k, void *base, kont_fn *fn, void *v, bool settle) __attribute__((noreturn));
static void resume_in_place(kont *k, void *base, kont_fn *fn, void *v, bool settle)
{
    kont__prompt *from = kont__self.here;
    struct part part;
    from->sp = base;
    if (!link_part(k, from, &part) && !settle) {
        if (fn != NULL)
            kont__jump_call(part.inner->sp, fn, v);
        kont__jump(part.inner->sp, v);
    }
    kont__settle_and_jump((struct kont__job){ NULL, fn, v, settle ? NULL : part.outer });
}

void kont__reinstate(kont__prompt *base, kont *k, kont_fn *fn, void *v)
{
    kont__prompt *from = base->link;
    const kont_tag *tag = base->tag;
    uint64_t id = base->id;
    bool settle = kont__is_slow(from);
    struct part part = take_part(k);
    kont__choose_heirs(base, part.inner, part.outer);
    kont__drop_to(from);
    link_part(k, from, &part);
    part.outer->tag = tag;
    part.outer->id = id;
    part.outer = kont__enter_heirs(part.outer);
    kont__settle_and_jump((struct kont__job){ NULL, fn, v, settle ? NULL : part.outer });
}

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
}

/* The prompt that a handler runs under goes away where the continuation resumed in its place brings the same one. */
static bool brings_same_prompt(const kont *k, const kont__prompt *p)
{
    return (k->how & KONT_K_PROMPT) && p->object == NULL && k->outer->id == p->id;
}

/* Readies the pending tail resume, and takes it. Raises what keeps it from being done. Where the handler's prompt goes away, nobody is in the
 * way of the chain outside of it: the part alone has to have room. */
static kont *take_tail(kont_fn **fn, void **v)
{
    struct kont__tail tail = kont__tail_take();
    kont *k = tail.k;
    int error = kont__can_resume(k, tail.last);
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
    k = take_tail(&fn, &v);
    resume_in_place(k, base, fn, v, false);
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
    bool slow = (p->flags & KONT__SLOW) != 0;
    k = take_tail(&fn, &v);
    if (brings_same_prompt(k, p)) {
        kont__self.here = from;
        kont__release(p);
        resume_in_place(k, from->sp, fn, v, slow);
    }
    p->flags |= KONT__BARE;
    resume_in_place(k, p->home->bare, fn, v, false);
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
    struct part part = { here, to };
    kont__prompt *blanks = take_blanks(length(part));
    if (blanks == NULL)
        return KONT_ERR_MEMORY;
    here->sp = (char *)__builtin_frame_address(0) - KONT__BASE;      /* where kont__capture_picture saves its caller's registers lies above */
    part = clone_part(blanks, part, KONT__FROZEN);
    if (!make_room(part)) {
        release_part(part);
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
    take_picture(here, k->ready);
    if (!(k->how & KONT_K_PROMPT)) {
        outer->tag = NULL;
        outer->id = 0;
        outer->object = NULL;
    }
    k->inner = k->ready;
    k->outer = outer;
    k->ready = k->ready_outer = NULL;
    k->frozen = true;
    return kont__handle(k);
}

void *kont__capture_picture(kont *k, kont__prompt *to)
{
    (void)to;
    return kont__light(&kont__thread()->place, copied, k);
}

/* ---- The end ------------------------------------------------------------------------------------------------------------------------ */

kont *kont__k_copy(const kont *k)
{
    struct part clones = { NULL, NULL };
    kont *copy = kont__k_new();
    while (copy != NULL && k->inner != NULL && clones.inner == NULL)
        if (!clone_held(k, KONT__FROZEN, &clones))
            return NULL;
    if (copy == NULL)
        return NULL;
    *copy = *k;
    copy->inner = clones.inner;
    copy->outer = clones.outer;
    copy->ready = NULL;
    copy->pins = 0;                                     /* the pins hold k */
    copy->pin = NULL;
    return copy;
}

void kont__k_drop(kont *k)
{
    if (k->inner != NULL)
        release_part((struct part){ k->inner, k->outer });
    k->inner = k->outer = k->ready = NULL;
    k->frozen = false;
}

size_t kont__k_bytes(const kont *k)
{
    size_t bytes = 0;
    for (const kont__prompt *p = k->inner; p != NULL; p = p == k->outer ? NULL : p->link)
        bytes += kont__live_bytes(p);
    return bytes;
}
