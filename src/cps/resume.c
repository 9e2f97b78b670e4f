/* resume.c: putting a captured part back, once or many times; pictures. */
#include "box.h"
#include "capture.h"

kont *kont__k_new(void)
{
    kont *k = kont__take(sizeof *k);
    if (k != NULL)
        k->owner = kont__self.serial;
    return k;
}

/* ---- Copies ------------------------------------------------------------------------------------------------------------- */

static size_t length(const kont__prompt *inner, const kont__prompt *outer)
{
    size_t n = 1;
    for (const kont__prompt *p = inner; p != outer; p = p->link)
        n++;
    return n;
}

/* So many prompts, linked, to be copies. Null: no memory. */
static kont__prompt *take_blanks(size_t n)
{
    kont__prompt *first = NULL;
    while (n-- > 0) {
        kont__prompt *p = kont__take(sizeof *p);
        if (p == NULL)
            return NULL;
        p->link = first;
        first = p;
    }
    return first;
}

/* Copies of inner..outer, their frames and values shared, in k->ready, made of blanks. */
static void clone(kont *k, kont__prompt *blanks, const kont__prompt *inner, const kont__prompt *outer, enum kont__state state)
{
    kont__prompt *c = k->ready = blanks;
    for (const kont__prompt *p = inner; ; p = p->link) {
        kont__prompt *next = c->link;
        *c = *p;
        c->link = next;
        c->state = (uint8_t)state;
        c->flags = KONT__SHARED;
        k->ready_outer = c;
        if (p == outer)
            break;
        c = next;
    }
    c->link = NULL;
}

bool kont__prepare_picture(kont *k, kont__prompt *inner, const kont__prompt *outer)
{
    kont__prompt *blanks = take_blanks(length(inner, outer));
    if (blanks != NULL)
        clone(k, blanks, inner, outer, KONT__FROZEN);
    return blanks != NULL;
}

bool kont__take_picture(kont__prompt *inner, kont__prompt *picture, bool at_last)
{
    for (kont__prompt *p = inner, *f = picture; f != NULL; p = p->link, f = f->link) {
        struct kont__out *out;
        if (!kont__boxes_picture(p, at_last, &out))
            return false;
        p->flags |= KONT__SHARED;
        f->sp = p->sp;
        f->dyn = p->dyn;
        kont__set_out(f, out);
        if (p->sp != NULL)
            ((kont__frame *)p->sp)->site |= KONT__SHARED_FRAME;
    }
    return true;
}

/* ---- Resume ------------------------------------------------------------------------------------------------------------- */

/* PREPARED (stack/chain.h): what was seen of a continuation, to be looked at again after what may have run finalizers. */
struct seen {
    const kont__prompt *inner, *outer;
    bool frozen;
};

static bool is_as_seen(const kont *k, struct seen s)
{
    return k->inner == s.inner && k->outer == s.outer && k->frozen == s.frozen;
}

/* Copies for a resume of k that is not the last. False: no memory, or k is not as it was seen. */
static bool prepare_copies(kont *k, struct seen s)
{
    kont__prompt *blanks = take_blanks(length(k->inner, k->outer));
    if (blanks == NULL || !is_as_seen(k, s))
        return false;
    clone(k, blanks, k->inner, k->outer, k->frozen ? KONT__RUNNING : KONT__FROZEN);
    return k->frozen || kont__take_picture(k->inner, k->ready, false);
}

int kont__can_resume(kont *k, bool last)
{
    for (;;) {
        struct seen s = { k->inner, k->outer, k->frozen };
        if (k->owner != kont__self.serial)
            return KONT_ERR_THREAD;
        if (k->inner == NULL)
            return KONT_ERR_USED;
        k->ready = k->ready_outer = NULL;
        bool copies = !last && !(k->how & KONT_ONCE), done = !copies || prepare_copies(k, s);
        if (done && is_as_seen(k, s))
            done = k->frozen && copies ? kont__boxes_reserve(k->ready, k->ready_outer, NULL) : kont__boxes_reserve(k->inner, k->outer, NULL);
        if (is_as_seen(k, s) && (!done || !copies || k->ready != NULL))
            return done ? 0 : KONT_ERR_MEMORY;
    }
}

void kont__put_on_top(kont *k, kont__prompt *from)
{
    kont__prompt *inner = k->inner, *outer = k->outer;
    if (k->frozen && k->ready != NULL) {
        inner = k->ready;
        outer = k->ready_outer;
    } else {
        k->inner = k->ready;
        k->outer = k->ready_outer;
        k->frozen = k->ready != NULL;
    }
    k->ready = k->ready_outer = NULL;
    outer->link = from;
    bool settle = false;
    for (kont__prompt *p = inner; p != from; p = p->link) {
        p->state = KONT__RUNNING;
        settle |= kont__out(p) != NULL;
    }
    kont__self.here = inner;
    if (settle)
        kont__boxes_settle(inner);
}

void *kont__resume__kont1(kont *k, bool last, kont_fn *fn, void *v)
{
    kont__prompt *from = kont__self.here;
    (void)last;
    kont__put_on_top(k, from);
    return kont__drive(from, from->sp, fn, v);
}

void kont__reinstate__kont1(kont__prompt *base, kont *k, kont_fn *fn, void *v)
{
    struct kont__driver *d = kont__driver_of(base);
    bool copied = k->frozen && k->ready != NULL;
    kont__prompt *from = base->link, *outer = copied ? k->ready_outer : k->outer;
    const kont_tag *tag = base->tag, *handle = kont__handle_of(base);
    uint64_t id = base->id;
    kont__choose_heirs(base, copied ? k->ready : k->inner, outer);
    kont__drop_to(from);
    kont__put_on_top(k, from);
    outer->tag = tag;
    if ((id & 1) && (outer->id & 1)) {                  /* an object's identity is its own */
        outer->id = id;
        kont__set_handle(outer, handle);
    }
    kont__enter_heirs(from);
    kont__land(d, fn, v);
}

/* What a search does at each failure: the running prompt stays what it is, and goes on with the frames of the picture. */
void kont__reenter_frames__kont1(kont *k, bool last, void *v)
{
    kont__prompt *p = kont__self.here, *f = k->inner;
    if (kont__out(f) != NULL || kont__out(p) != NULL || ((p->flags | f->flags) & ~(KONT__SHARED | KONT__PLAIN)))
        return;
    p->flags = KONT__SHARED;
    p->sp = f->sp;
    p->dyn = f->dyn;
    if (last) {
        k->inner = k->outer = NULL;
        k->frozen = false;
    }
    kont__land(kont__driver_of(p), NULL, v);
}

/* ---- The end ------------------------------------------------------------------------------------------------------------ */

kont *kont__k_copy(const kont *k)
{
    kont *copy = kont__k_new();
    if (copy == NULL)
        return NULL;
    kont__prompt *blanks = k->inner != NULL ? take_blanks(length(k->inner, k->outer)) : NULL;
    if (blanks == NULL)
        return NULL;
    kont__k_like(copy, k);
    clone(copy, blanks, k->inner, k->outer, KONT__FROZEN);
    copy->inner = copy->ready;
    copy->outer = copy->ready_outer;
    copy->ready = copy->ready_outer = NULL;
    return copy;
}

void kont__k_drop(kont *k)
{
    for (kont__prompt *p = k->inner, *next; p != NULL; p = next) {
        next = p == k->outer ? NULL : p->link;
        kont__release(p);
    }
    k->inner = k->outer = NULL;
    k->frozen = false;
}

/* ---- Bytes -------------------------------------------------------------------------------------------------------------------------------- */

/* From f on outwards, up to a frame that was counted before: so were all behind that. Nothing else runs while frames are marked. */
static size_t count_frames(kont__frame *f)
{
    size_t bytes = 0;
    for (; f != NULL && !(f->site & KONT__COUNTED); f = f->next) {
        bytes += kont__site_of(f)->size + kont__box_bytes(f);
        f->site |= KONT__COUNTED;
    }
    return bytes;
}

static void forget_count(kont__frame *f)
{
    for (; f != NULL && (f->site & KONT__COUNTED); f = f->next)
        f->site &= ~(uintptr_t)KONT__COUNTED;
}

static const kont__prompt *next_prompt(const kont *k, const kont__prompt *p)
{
    return p == k->outer ? NULL : p->link;
}

size_t kont__ks_bytes(const kont *const *ks, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        for (const kont__prompt *p = ks[i] != NULL ? ks[i]->inner : NULL; p != NULL; p = next_prompt(ks[i], p))
            bytes += count_frames(p->sp);
    for (size_t i = 0; i < count; i++)
        for (const kont__prompt *p = ks[i] != NULL ? ks[i]->inner : NULL; p != NULL; p = next_prompt(ks[i], p))
            forget_count(p->sp);
    return bytes;
}

size_t kont__k_bytes(const kont *k)
{
    return kont__ks_bytes(&k, 1);
}
