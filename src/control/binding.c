/* binding.c: bindings: what a key stands for, the methods that are called by it, what is hidden.
 *
 * A binding is a frame, or a prompt whose tag has a key. Two kinds of hiding are frames of their own: one out to a binding (all keys), and a mask (of
 * one key, the next one outwards). In a hidden part nothing counts but its end. */
#include "control.h"

/* ---- The walk -------------------------------------------------------------------------------------------------------------------------- */

/* A walk outwards: what it is looking at, and what hides that. */
struct walk {
    struct kont__place at;
    const kont_binding *until;                          /* hidden out to this one; null: in sight */
    const void *masked;                                 /* so many of this key are masked, */
    unsigned masks;
};

/* The place behind a frame; a CONTEXT leads on. */
static inline void pass(struct walk *w, const kont__dyn *d)
{
    if (d->kind == KONT__CONTEXT)
        w->at = (struct kont__place){ d->at, d->value };
    else
        w->at.dyn = d->next;
}

/* The next binding outwards, hidden or not, or null; or a HIDING frame, in *hiding. */
static kont_binding *next_of_all(struct walk *w, const kont__dyn **hiding)
{
    *hiding = NULL;
    while (w->at.prompt != NULL) {
        const kont__dyn *d = w->at.dyn;
        if (d != NULL && (d->below & (KONT__BINDING | KONT__HIDING | KONT__CONTEXT))) {
            pass(w, d);
            if (d->kind == KONT__BINDING)
                return d->value;
            if (d->kind == KONT__HIDING) {
                *hiding = d;
                return NULL;
            }
            continue;
        }
        const kont_tag *tag = w->at.prompt->tag;
        w->at.prompt = w->at.prompt->link;
        w->at.dyn = w->at.prompt != NULL ? w->at.prompt->dyn : NULL;
        if (tag != NULL && tag->key != NULL)
            return (kont_binding *)tag;
    }
    return NULL;
}

/* Whether b is outwards of a place, hidden or not. */
static bool is_outwards(const kont_binding *b, struct kont__place at)
{
    struct walk w = { .at = at };
    const kont__dyn *hiding;
    const kont_binding *found;
    do
        found = next_of_all(&w, &hiding);
    while (hiding != NULL || (found != NULL && found != b));
    return found != NULL;
}

/* Behind a HIDING frame that knows where in its list it ends. */
static inline const kont__dyn *behind(const kont__dyn *hiding)
{
    return ((const kont__dyn *)hiding->at)->next;
}

static void hide(struct walk *w, const kont__dyn *hiding)
{
    if (hiding->key != NULL)
        w->masks += hiding->key == w->masked;
    else if (hiding->at != NULL)
        w->at.dyn = behind(hiding);
    else if (is_outwards(hiding->value, w->at))
        w->until = hiding->value;
}

/* The next binding in sight, or null. Of the key w->masked, masks have taken theirs away. */
static kont_binding *next_in_sight(struct walk *w)
{
    const kont__dyn *hiding;
    for (;;) {
        kont_binding *b = next_of_all(w, &hiding);
        if (hiding != NULL) {
            if (w->until == NULL)
                hide(w, hiding);
        } else if (b == NULL) {
            return NULL;
        } else if (w->until != NULL) {
            w->until = w->until == b ? NULL : w->until;
        } else if (w->masks > 0 && b->tag.key == w->masked) {
            w->masks--;
        } else {
            return b;
        }
    }
}

static inline bool has_method(const kont_binding *b, int method)
{
    return b->methods != NULL && (b->methods[method].fn != NULL || b->methods[method].via != NULL);
}

/* The innermost binding of `key` in sight that has this method (-1: any). */
static __attribute__((noinline)) kont_binding *find(const kont_key *key, int method)
{
    struct walk w = { .at = kont__here(), .masked = key };
    kont_binding *b;
    do
        b = next_in_sight(&w);
    while (b != NULL && (b->tag.key != key || (method >= 0 && !has_method(b, method))));
    return b;
}

/* What is innermost, where that is a binding of `key`, or the first behind a HIDING frame; else null. */
static inline kont_binding *innermost(const kont_key *key)
{
    const kont__prompt *p = kont__self.here;
    const kont__dyn *d = p->dyn;
    if (d == NULL)
        return p->tag != NULL && p->tag->key == key ? (kont_binding *)p->tag : NULL;
    if (LIKELY(d->key == key) && LIKELY(d->kind == KONT__BINDING))
        return d->value;
    if (d->at == NULL || d->kind != KONT__HIDING)
        return NULL;
    d = behind(d);
    return d != NULL && d->key == key && d->kind == KONT__BINDING ? d->value : NULL;
}

/* ---- Invoking ---------------------------------------------------------------------------------------------------------------------------- */

static KONT void *call(kont_binding *b, const struct kont_method *m, void *arg)
{
    return m->fn != NULL ? m->fn(b, arg) : m->via(b, arg, m);
}

static __attribute__((noinline)) KONT void *invoke(const kont_key *key, int method, void *arg)
{
    kont__ready("kont_invoke");
    if (key == NULL || method < 0)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_invoke", key == NULL ? "key" : "method");
    kont_binding *b = find(key, method);
    if (b == NULL) {
        if (key->unbound == NULL)
            kont__misuse(KONT_ERR_UNHANDLED, "kont_invoke", key->name);
        return key->unbound(key, method, arg);
    }
    return call(b, &b->methods[method], arg);
}

KONT void *kont_invoke_on(kont_binding *b, int method, void *arg)
{
    kont__ready("kont_invoke_on");
    if (b == NULL || method < 0)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_invoke_on", b == NULL ? "binding" : "method");
    if (!has_method(b, method))
        kont__misuse(KONT_ERR_UNHANDLED, "kont_invoke_on", kont__tag_name(&b->tag));
    return call(b, &b->methods[method], arg);
}

CACHE_ALIGNED KONT void *kont_invoke(const kont_key *key, int method, void *arg)
{
    if (!KONT__STRESS_CAPTURE && LIKELY(kont__self.entered != 0) && LIKELY(key != NULL) && LIKELY(method >= 0)) {
        kont_binding *b = innermost(key);
        if (LIKELY(b != NULL) && LIKELY(b->methods != NULL)) {
            const struct kont_method *m = &b->methods[method];
            if (LIKELY(m->fn != NULL))
                return m->fn(b, arg);
            if (LIKELY(m->via != NULL))
                return m->via(b, arg, m);
        }
    }
    return invoke(key, method, arg);
}

/* ---- Bindings, and what is hidden ---------------------------------------------------------------------------------------------------- */

KONT void *kont_with_binding(kont_binding *b, kont_fn *fn, void *arg)
{
    kont__ready("kont_with_binding");
    if (b == NULL || b->tag.key == NULL || fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_with_binding", fn == NULL ? "fn" : "binding");
    kont__dyn *d = kont__push(KONT__BINDING, b->tag.key, b, NULL, "kont_with_binding");
    void *v = fn(arg);
    kont__returned();
    kont__end_body(d);
    kont__pop(d);
    return v;
}

kont_binding *kont_binding_first(const kont_key *key)
{
    return key != NULL && kont__self.here != NULL ? find(key, -1) : NULL;
}

bool kont_binding_exists(const kont_binding *b)
{
    return b != NULL && is_outwards(b, kont__here());
}

/* The frame of b in the innermost prompt: a HIDING there may name it, for they stay together. Else null. */
static const kont__dyn *frame_here(const kont_binding *b)
{
    const kont__dyn *d = kont__self.here->dyn;
    while (d != NULL && (d->below & KONT__BINDING) && !(d->kind == KONT__BINDING && d->value == b)) {
        if (d->kind == KONT__CONTEXT || (d->kind == KONT__HIDING && d->key == NULL && d->at == NULL))
            return NULL;
        d = d->kind == KONT__HIDING && d->at != NULL ? behind(d) : d->next;
    }
    return d != NULL && d->kind == KONT__BINDING ? d : NULL;
}

static __attribute__((noinline)) KONT kont__dyn *push_hiding(kont_binding *b, const kont__dyn *frame)
{
    if (frame == NULL && !is_outwards(b, kont__here()))
        kont__misuse(KONT_ERR_HANDLER_GONE, "kont_call_outside", kont__tag_name(&b->tag));
    return kont__push(KONT__HIDING, NULL, b, (void *)frame, "kont_call_outside");
}

static __attribute__((noinline)) KONT void pop_hiding(kont__dyn *d)
{
    kont__returned();
    kont__pop(d);
}

CACHE_ALIGNED KONT void *kont_call_outside(kont_binding *b, kont_method_fn *fn, void *arg)
{
    kont__ready("kont_call_outside");
    if (b == NULL || fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_call_outside", b == NULL ? "binding" : "fn");
    const kont__dyn *frame = frame_here(b);
    kont__dyn *d = frame != NULL ? kont__push_quickly(KONT__HIDING, NULL, b, (void *)frame) : NULL;
    if (d == NULL)
        d = push_hiding(b, frame);
    void *v = fn(b, arg);
    if (!kont__pop_quickly(d))
        pop_hiding(d);
    return v;
}

KONT void *kont_masking(const kont_key *key, kont_fn *fn, void *arg)
{
    kont__ready("kont_masking");
    if (key == NULL || fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_masking", key == NULL ? "key" : "fn");
    kont__dyn *d = kont__push(KONT__HIDING, key, NULL, NULL, "kont_masking");
    return kont__call_inside(d, fn, arg);
}
