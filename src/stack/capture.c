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

/* A copy of p that is at home at the same segment, not resident; its link is to be set. */
static kont__prompt *clone(const kont__prompt *p, enum kont__state state)
{
    kont__prompt *c = kont__prompt_alloc();
    if (c == NULL)
        return NULL;
    *c = *p;
    c->link = c->inner = NULL;
    c->state = (uint8_t)state;
    c->flags = KONT__SHARED | (p->flags & KONT__BARE);
    if (c->out != NULL)
        ((struct kont__slice *)c->out)->shared = true;
    __atomic_add_fetch(&p->home->refs, 1, __ATOMIC_RELAXED);
    return c;
}

static void release_chain(kont__prompt *inner, kont__prompt *outer)
{
    for (kont__prompt *p = inner, *next; p != NULL; p = next) {
        next = p == outer ? NULL : p->link;
        kont__release(p);
    }
}

/* Clones of inner..outer. Null: no memory. */
static kont__prompt *clone_chain(kont__prompt *inner, kont__prompt *outer, enum kont__state state, kont__prompt **last)
{
    kont__prompt *first = NULL, **place = &first;
    for (kont__prompt *p = inner; ; p = p->link) {
        *place = *last = clone(p, state);
        if (*place == NULL) {
            release_chain(first, NULL);
            return NULL;
        }
        place = &(*place)->link;
        if (p == outer)
            return first;
    }
}

/* ---- Pictures ------------------------------------------------------------------------------------------------------------------ */

/* FROZEN clones of inner..outer with room for the slices that are in place; a slice that is out is shared. Null: no memory. */
static kont__prompt *prepare_picture(kont__prompt *inner, kont__prompt *outer, kont__prompt **last)
{
    kont__prompt *first = clone_chain(inner, outer, KONT__FROZEN, last);
    for (kont__prompt *p = inner, *f = first; f != NULL; p = p->link, f = f->link)
        if (kont__resident(p)) {
            f->out = kont__slice_alloc(kont__live_bytes(p));
            if (f->out == NULL) {
                release_chain(first, NULL);
                return NULL;
            }
        }
    return first;
}

/* Fills the picture. The frames of inner..outer wait. */
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
        }
    }
}

/* ---- Resume ------------------------------------------------------------------------------------------------------------------------ */

static bool all_resident(const kont__prompt *inner, const kont__prompt *outer)
{
    for (const kont__prompt *p = inner; ; p = p->link) {
        if (!kont__resident(p))
            return false;
        if (p == outer)
            return true;
    }
}

/* For the stress build: the picture takes the place of the captured part, which is dropped. Objects can't be replaced. */
static bool freeze_at_once(kont *k)
{
    kont__prompt *outer, *picture;
    for (kont__prompt *p = k->inner; p != NULL; p = p == k->outer ? NULL : p->link)
        if (p->object != NULL)
            return true;
    picture = prepare_picture(k->inner, k->outer, &outer);
    if (picture == NULL)
        return false;
    take_picture(k->inner, picture);
    release_chain(k->inner, k->outer);
    k->inner = picture;
    k->outer = outer;
    k->frozen = true;
    return true;
}

int kont__can_resume(kont *k, bool last)
{
    if (k->owner != kont__self.serial)
        return KONT_ERR_THREAD;
    if (k->inner == NULL)
        return KONT_ERR_USED;
    if (KONT__STRESS_CAPTURE && !k->frozen && !freeze_at_once(k))
        return KONT_ERR_MEMORY;
    last |= (k->how & KONT_ONCE) != 0;
    kont__prompt *inner = k->inner, *outer = k->outer;
    k->ready = NULL;
    if (k->frozen && !last) {
        inner = k->ready = clone_chain(inner, outer, KONT__RUNNING, &outer);
        k->ready_outer = outer;
        if (inner == NULL)
            return KONT_ERR_MEMORY;
    } else if (!k->frozen && !last) {
        k->ready = prepare_picture(inner, outer, &k->ready_outer);
        if (k->ready == NULL)
            return KONT_ERR_MEMORY;
    }
    if (!all_resident(inner, outer) && !kont__reserve(inner, outer))
        return KONT_ERR_MEMORY;
    return 0;
}

/* A part of a chain on its way back. */
struct part {
    kont__prompt *inner, *outer;
};

/* What kont__can_resume prepared: the part that will run. k keeps hold of it until it is linked. */
static struct part take_part(kont *k)
{
    struct part part = { k->inner, k->outer };
    if (k->frozen && k->ready != NULL)
        part = (struct part){ k->ready, k->ready_outer };
    else if (!k->frozen && k->ready != NULL)
        take_picture(k->inner, k->ready);
    return part;
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
    return !all_resident(part->inner, part->outer);
}

/* Jobs of the scratch segment: 0: fn or null; 1: v; 2: up to where to settle, or null. */
static void *settle_and_resume(void *unused)
{
    struct kont__thread *t = kont__thread();
    kont__prompt *inner = kont__self.here;
    (void)unused;
    kont__settle(inner, t->job[2]);
    if (t->job[0] != NULL)
        kont__jump_call(inner->sp, (kont_fn *)t->job[0], t->job[1]);
    kont__jump(inner->sp, t->job[1]);
}

static void set_job(kont_fn *fn, void *v, kont__prompt *settle_to)
{
    struct kont__thread *t = kont__thread();
    t->job[0] = (void *)fn;
    t->job[1] = v;
    t->job[2] = settle_to;
}

void *kont__resume(kont *k, bool last, kont_fn *fn, void *v)
{
    kont__prompt *from = kont__self.here;
    struct part part;
    (void)last;
    if (link_part(k, from, &part)) {
        set_job(fn, v, part.outer);
        return kont__on_scratch(&from->sp, settle_and_resume, NULL);
    }
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
    set_job(fn, v, settle ? NULL : part.outer);
    kont__leave_for_scratch(settle_and_resume, NULL);
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
    set_job(fn, v, settle ? NULL : part.outer);
    kont__leave_for_scratch(settle_and_resume, NULL);
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

int kont__can_capture(kont *k, kont__prompt *to)
{
    k->ready = NULL;
    if (leaves_prompt(k, to) && !is_bare(k, to)) {
        kont__prompt *part = kont__prompt_alloc();
        if (part == NULL)
            return KONT_ERR_MEMORY;
        *part = (kont__prompt){ .link = part->link, .owner = to->owner, .tag = to->tag };
        int error = kont__give_home(part, to->home->size_class);
        if (error != 0) {
            kont__prompt_free(part);
            return error;
        }
        k->ready = part;
    }
    int error = kont__can_exit(is_bare(k, to) && (k->how & KONT_BODY_PROMPT) ? to : to->link);
    if (error == 0 && k->ready != NULL && !kont__resident(k->ready) && !kont__reserve_also(k->ready))
        error = KONT_ERR_MEMORY;
    return error;
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

/* Readies the pending tail resume, and takes it. Raises what keeps it from being done. */
static kont *take_tail(kont__prompt *from, kont_fn **fn, void **v, bool settle)
{
    struct kont__tail tail = kont__tail_take();
    kont *k = tail.k;
    int error = kont__can_resume(k, tail.last);
    *fn = tail.fn;
    *v = tail.value;
    if (error == 0 && settle) {
        kont__prompt *inner = k->frozen && k->ready != NULL ? k->ready : k->inner;
        (k->frozen && k->ready != NULL ? k->ready_outer : k->outer)->link = from;
        error = kont__reserve(inner, NULL) ? 0 : KONT_ERR_MEMORY;
    }
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
    k = take_tail(NULL, &fn, &v, false);
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
    k = take_tail(from, &fn, &v, slow);
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
    here->sp = (char *)__builtin_frame_address(0) - KONT__BASE;      /* where kont__capture_picture saves its caller's registers lies above */
    k->ready = prepare_picture(here, to, &k->ready_outer);
    return k->ready != NULL ? 0 : KONT_ERR_MEMORY;
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
    kont *copy = kont__k_new();
    if (copy == NULL)
        return NULL;
    *copy = *k;
    copy->inner = clone_chain(k->inner, k->outer, KONT__FROZEN, &copy->outer);
    return copy->inner != NULL ? copy : NULL;
}

void kont__k_drop(kont *k)
{
    if (k->inner != NULL)
        release_chain(k->inner, k->outer);
    k->inner = k->outer = NULL;
    k->frozen = false;
}

size_t kont__k_bytes(const kont *k)
{
    size_t bytes = 0;
    for (const kont__prompt *p = k->inner; p != NULL; p = p == k->outer ? NULL : p->link)
        bytes += kont__live_bytes(p);
    return bytes;
}
