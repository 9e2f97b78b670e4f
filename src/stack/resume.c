/* resume.c: putting what a kont holds back, once or many times: see capture.c. */
#include "resume.h"

#include "chain.h"
#include "part.h"
#include "stress.h"

/* ---- Resume ------------------------------------------------------------------------------------------------------------------------ */

/* Whether k can be resumed once more after this. */
static inline bool keeps(const kont *k, bool last)
{
    return !last && !(k->how & KONT_ONCE);
}

static bool all_resident(struct kont__part part)
{
    for (const kont__prompt *p = part.inner; ; p = p->link) {
        if (!kont__resident(p))
            return false;
        if (p == part.outer)
            return true;
    }
}

/* Whether the part is one prompt whose segment is empty: then nothing is moved out for it, and it is moved in from any other stack. */
static bool is_vacant(struct kont__part part)
{
    return part.inner == part.outer && part.inner->home->resident == NULL;
}

/* Makes clones of what k holds. *clones stays empty where a finalizer has used k meanwhile (PREPARED): what k holds it gives up for good, or
 * for a picture of it. False: no memory. */
static bool clone_held(const kont *k, enum kont__state state, struct kont__part *clones)
{
    struct kont__part held = { k->inner, k->outer };
    bool frozen = k->frozen;
    kont__prompt *blanks = kont__take_blanks(kont__part_length(held));
    if (blanks == NULL)
        return false;
    if (k->inner == held.inner && k->frozen == frozen)
        *clones = kont__part_clone(blanks, held, state);
    else
        kont__give_blanks(blanks);
    return true;
}

/* Makes what a resume that is not the last takes: of a picture, clones to run; else a picture. k->ready stays null where a finalizer has used k
 * meanwhile. False: no memory. */
static bool make_ready(kont *k)
{
    struct kont__part clones = { NULL, NULL };
    const kont__prompt *held = k->inner;
    bool frozen = k->frozen;
    if (!clone_held(k, frozen ? KONT__RUNNING : KONT__FROZEN, &clones))
        return false;
    bool room = frozen || kont__make_room(clones);
    if (room && k->inner == held && k->frozen == frozen) {
        k->ready = clones.inner;
        k->ready_outer = clones.outer;
    } else {
        kont__part_release(clones);
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
        kont__take_picture(k->inner, k->ready);
        kont__part_release((struct kont__part){ k->inner, k->outer });
        k->inner = k->ready;
        k->outer = k->ready_outer;
        k->frozen = true;
        k->ready = NULL;
    }
    return true;
}

/* The part that will run. */
static struct kont__part part_to_run(const kont *k)
{
    if (k->frozen && k->ready != NULL)
        return (struct kont__part){ k->ready, k->ready_outer };
    return (struct kont__part){ k->inner, k->outer };
}

int kont__can_resume(kont *k, bool last)
{
    bool copies = keeps(k, last);
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
        struct kont__part part = part_to_run(k);
        if (!all_resident(part) && !is_vacant(part) && !kont__reserve(part.inner, part.outer))
            return KONT_ERR_MEMORY;
        if ((k->ready != NULL) == copies && part_to_run(k).inner == part.inner)
            return 0;
    }
    return KONT_ERR_USED;
}

/* What kont__can_resume prepared. k keeps hold of it until it is linked. */
static struct kont__part take_part(kont *k)
{
    if (!k->frozen && k->ready != NULL)
        kont__take_picture(k->inner, k->ready);
    return part_to_run(k);
}

/* The part runs: k keeps the picture, if there is one. */
static void give_up_part(kont *k, struct kont__part part)
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
static bool link_part(kont *k, kont__prompt *from, struct kont__part *part)
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
    struct kont__part part;
    (void)last;
    if (link_part(k, from, &part)) {
        if (!is_vacant(part))
            return kont__settle_and_switch(&from->sp, fn, v, part.outer);
        kont__move_in(part.inner);
    }
    if (fn != NULL)
        return kont__switch_call(&from->sp, part.inner->sp, fn, v);
    return kont__switch_in(part.inner, v, from);
}

/* ---- One prompt ---------------------------------------------------------------------------------------------------------------------
 *
 * What most handlers resume: a part of one prompt, whose segment is its own or empty, with all at hand that it takes.
 *
 *                             runs                    k keeps
 *     a part, its last        it                      nothing
 *     a part                  it                      a picture of it
 *     a picture, its last     it                      nothing
 *     a picture               a copy of it            it */
bool kont__is_quick(const kont *k, bool last)
{
    const kont__prompt *p = k->inner;
    if (KONT__STRESS_CAPTURE || KONT__STRESS_GC || k->owner != kont__self.serial)
        return false;
    if (k->frozen ? p->home->resident != NULL || p->out == NULL : p->home->resident != p)
        return false;
    return !keeps(k, last) || (kont__thread()->prompts != NULL && (k->frozen || kont__has_slice(kont__live_bytes(p))));
}

static inline kont__prompt *picture_of(kont__prompt *p)
{
    kont__prompt *f = kont__clone(p, KONT__FROZEN);
    f->out = kont__slice_alloc(kont__live_bytes(p));
    kont__take_picture(p, f);
    return f;
}

void *kont__resume_quick(kont *k, bool last, void *v)
{
    kont__prompt *from = kont__self.here, *p = k->inner, *kept = NULL;
    if (keeps(k, last)) {
        kept = k->frozen ? p : picture_of(p);
        p = k->frozen ? kont__clone(p, KONT__RUNNING) : p;
    }
    p->link = from;
    kont__publish();
    kont__self.here = p;
    kont__publish();
    p->state = KONT__RUNNING;
    k->inner = k->outer = kept;
    k->frozen = kept != NULL;
    if (p->out != NULL)
        kont__move_in(p);
    return kont__switch_in(p, v, from);
}

void kont__resume_in_place(kont *k, void *base, kont_fn *fn, void *v, bool settle)
{
    kont__prompt *from = kont__self.here;
    struct kont__part part;
    from->sp = base;
    if (!link_part(k, from, &part) && !settle) {
        if (fn != NULL)
            kont__jump_call(part.inner->sp, fn, v);
        kont__jump(part.inner->sp, v);
    }
    kont__settle_and_jump(NULL, fn, v, settle ? NULL : part.outer);
}

void kont__reinstate(kont__prompt *base, kont *k, kont_fn *fn, void *v)
{
    kont__prompt *from = base->link;
    const kont_tag *tag = base->tag;
    const kont_tag *handle = base->handle;
    uint64_t id = base->id;
    bool settle = kont__is_slow(from), base_is_plain = base->object == NULL;
    struct kont__part part = take_part(k);
    kont__choose_heirs(base, part.inner, part.outer);
    kont__drop_to(from);
    link_part(k, from, &part);
    part.outer->tag = tag;
    if (base_is_plain && part.outer->object == NULL) {  /* an object's identity is its own */
        part.outer->id = id;
        part.outer->handle = handle;
    }
    part.outer = kont__enter_heirs(part.outer);
    kont__settle_and_jump(NULL, fn, v, settle ? NULL : part.outer);
}

/* ---- The end ------------------------------------------------------------------------------------------------------------------------ */

kont *kont__k_copy(const kont *k)
{
    struct kont__part clones = { NULL, NULL };
    kont *copy = kont__k_new();
    while (copy != NULL && k->inner != NULL && clones.inner == NULL)
        if (!clone_held(k, KONT__FROZEN, &clones))
            return NULL;
    if (copy == NULL)
        return NULL;
    kont__k_like(copy, k);
    copy->inner = clones.inner;
    copy->outer = clones.outer;
    return copy;
}

void kont__k_drop(kont *k)
{
    if (k->inner != NULL)
        kont__part_release((struct kont__part){ k->inner, k->outer });
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

/* Each has its own slices. */
size_t kont__ks_bytes(const kont *const *ks, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += ks[i] != NULL ? kont__k_bytes(ks[i]) : 0;
    return bytes;
}
