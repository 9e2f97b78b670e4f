/* operators.c: the four operators and resume; call/cc and its kin are in callcc.c. */
#include <gc/gc.h>

#include "control.h"

enum { ALL_BITS = KONT_K_PROMPT | KONT_BODY_PROMPT | KONT_ONCE };

/* ---- Capture -------------------------------------------------------------------------------------------------------------------------- */

KONT kont *kont__k_make(int how, kont_handler *fn, void *arg, const char *where)
{
    kont *k = kont__k_new();
    if (k == NULL)
        kont__misuse(KONT_ERR_MEMORY, where, NULL);
    k->how = (uint8_t)how;
    k->fn = fn;
    k->arg = arg;
    return k;
}

void kont__captured(kont *k)
{
    k->kinds = 0;
    for (const kont__prompt *p = k->inner; p != NULL; p = p == k->outer ? NULL : p->link)
        k->kinds |= p->dyn != NULL ? p->dyn->below : 0;
    if (k->frozen && (k->kinds & KONT__DEFER))
        kont__defers_hold(k->inner, k->outer);
    k->plain = k->shape == KONT__REPLACE && k->inner == k->outer && kont__object(k->inner) == NULL && !(k->kinds & KONT__TOLD);
}

KONT kont *kont__k_move(kont *k, const char *where)
{
    kont *moved = kont__k_new();
    if (moved == NULL)
        kont__misuse(KONT_ERR_MEMORY, where, NULL);
    kont__k_like(moved, k);
    k->inner = k->outer = NULL;
    k->frozen = false;
    return moved;
}

/* The handler under its prompt is a body: it may have made defers. */
static KONT void *handle(kont *k, void *arg)
{
    void *v = k->body(k, arg);
    if (kont__self.here->dyn != NULL)
        kont__end_body(NULL);
    return v;
}

KONT bool kont__ends_late(void)
{
    if (kont__self.here->dyn == NULL)
        return false;
    kont__end_body(NULL);
    return true;
}

KONT void *kont_capture(const kont_tag *tag, int how, kont_handler *fn, void *arg)
{
    kont__prompt *p = kont__need(tag, "kont_capture");
    if (fn == NULL || (how & ~ALL_BITS))
        kont__misuse(KONT_ERR_ARGUMENT, "kont_capture", fn == NULL ? "fn" : "how");
    unsigned kinds = kont__kinds(p->link);
    if (kinds & (KONT__BARRIER | KONT__CONTEXT))
        kont__misuse(KONT_ERR_BARRIER, "kont_capture", kont__tag_name(tag));
    kont__need_marked(p, "kont_capture");
    kont *k = kont__k_make(how, how & KONT_BODY_PROMPT ? handle : fn, arg, "kont_capture");
    k->body = fn;
    if (kinds & KONT__WIND)
        kont__suspend_winds(p->link);
    int error = kont__can_capture(k, p);
    if (error != 0)
        kont__misuse(error, "kont_capture", kont__tag_name(tag));
    return kont__capture(k, p);
}

/* ---- Resume -------------------------------------------------------------------------------------------------------------------------- */

KONT void kont__need_usable(const kont *k, const char *where)
{
    if (k->owner != kont__self.serial)
        kont__misuse(KONT_ERR_THREAD, where, NULL);
    if (k->inner == NULL)
        kont__misuse(KONT_ERR_USED, where, NULL);
}

static KONT void check(kont *k, const char *where)
{
    if (k == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, where, "k");
    kont__ready(where);
    kont__poll_if_dropped();
}

/* What has to run inside: winders that were left at the capture are entered first. */
static KONT struct kont__reentry *inside(kont *k, kont_fn *fn, void *v, const char *where)
{
    kont__need_usable(k, where);
    return kont__reentry_new(k->inner, k->outer, SIZE_MAX, fn, v, where);
}

void kont__resuming(const kont *k, bool last)
{
    if ((k->kinds & KONT__DEFER) && !last && !(k->how & KONT_ONCE))
        kont__defers_hold(k->inner, k->outer);
}

static KONT void *resume(kont *k, bool last, kont_fn *fn, void *v, const char *where)
{
    check(k, where);
    if (k->shape == KONT__ESCAPE)
        kont__escape_to(k, last, fn, v, where);
    if (k->shape == KONT__REPLACE)
        kont__replace(k, last, fn, v, where);
    if (k->kinds & KONT__WIND) {
        v = inside(k, fn, v, where);
        fn = kont__reentry_run;
    }
    if (fn == NULL && kont__can_resume_quickly(k, last)) {
        kont__resuming(k, last);
        return kont__resume_quickly(k, last, v);
    }
    int error = kont__can_resume(k, last);
    if (error != 0)
        kont__misuse(error, where, NULL);
    kont__resuming(k, last);
    return kont__resume(k, last, fn, v);
}

CACHE_ALIGNED KONT void *kont_resume(kont *k, void *v)
{
    kont__replace_quickly(k, false, v);
    return resume(k, false, NULL, v, "kont_resume");
}

KONT void *kont_resume_last(kont *k, void *v)
{
    kont__replace_quickly(k, true, v);
    return resume(k, true, NULL, v, "kont_resume_last");
}

KONT void *kont_resume_thunk(kont *k, kont_fn *fn, void *arg)
{
    if (fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_resume_thunk", "fn");
    return resume(k, false, fn, arg, "kont_resume_thunk");
}

KONT void *kont_resume_thunk_last(kont *k, kont_fn *fn, void *arg)
{
    if (fn == NULL)
        kont__misuse(KONT_ERR_ARGUMENT, "kont_resume_thunk_last", "fn");
    return resume(k, true, fn, arg, "kont_resume_thunk_last");
}

static KONT void *resume_tail(kont *k, bool last, void *v, const char *where)
{
    check(k, where);
    if (k->shape != KONT__COMPOSABLE)
        return resume(k, last, NULL, v, where);
    kont__need_usable(k, where);
    kont_fn *fn = k->kinds & KONT__WIND ? kont__reentry_run : NULL;
    if (fn != NULL)
        v = inside(k, NULL, v, where);
    kont__tail_set((struct kont__tail){ .k = k, .last = last, .fn = fn, .value = v });
    return NULL;
}

KONT void *kont_resume_tail(kont *k, void *v)
{
    return resume_tail(k, false, v, "kont_resume_tail");
}

KONT void *kont_resume_tail_last(kont *k, void *v)
{
    return resume_tail(k, true, v, "kont_resume_tail_last");
}

KONT void kont_drop(kont *k)
{
    check(k, "kont_drop");
    if (k->owner != kont__self.serial)
        kont__misuse(KONT_ERR_THREAD, "kont_drop", NULL);
    k->escape = NULL;
    if (k->inner == NULL)
        return;
    if (k->kinds & KONT__DEFER) {                       /* they may use it: it is used up before they run */
        k = kont__k_move(k, "kont_drop");
        if (k->inner == NULL)                           /* a finalizer has used it up */
            return;
        kont__defers_release(k, NULL);
    }
    kont__k_drop(k);                                    /* that takes no memory: what is full can be cleaned up */
}

size_t kont_bytes(const kont *k)
{
    return k != NULL ? kont__k_bytes(k) : 0;
}

size_t kont_bytes_together(const kont *const *ks, size_t count)
{
    return ks != NULL ? kont__ks_bytes(ks, count) : 0;
}
