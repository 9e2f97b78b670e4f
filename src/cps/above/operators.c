/* operators.c: what the programs need of src/control/operators.c and callcc.c, as kontc would rewrite it: capture,
 * resume, call/cc composable, call/ec. */
#include <gc/gc.h>

#include "control/control.h"
#include "cps/frame.h"

/* ---- Capture --------------------------------------------------------------------------------------------------------------------------- */

KONT void *kont_capture(const kont_tag *tag, int how, kont_handler *fn, void *arg)
{
    kont__prompt *p = kont__need(tag, "kont_capture");
    kont *k = kont__k_new();
    if (k == NULL)
        kont__misuse(KONT_ERR_MEMORY, "kont_capture", NULL);
    k->how = (uint8_t)how;
    k->fn = fn;
    k->arg = arg;
    k->kinds = (uint16_t)kont__kinds(p->link);
    int error = kont__can_capture(k, p);
    if (error != 0)
        kont__misuse(error, "kont_capture", kont__tag_name(tag));
    return kont__capture(k, p);
}

/* ---- Resume ---------------------------------------------------------------------------------------------------------------------------- */

static KONT KONT_NORETURN void escape_to(kont *k, void *v)
{
    struct kont__place at = kont__here();
    const kont__dyn *d;
    do
        d = kont__walk(&at, KONT__LIGHT, NULL);
    while (d != NULL && d != k->escape);
    if (d == NULL)
        kont__misuse(KONT_ERR_ESCAPED, "kont_resume", NULL);
    kont__escape(at.prompt, d, d->next, NULL, v);
}

static KONT void *resume(kont *k, bool last, kont_fn *fn, void *v, const char *where)
{
    kont__ready(where);
    if (k->shape == KONT__ESCAPE)
        escape_to(k, v);
    int error = kont__can_resume(k, last);
    if (error != 0)
        kont__misuse(error, where, NULL);
    kont__resuming(k, last);
    return kont__resume(k, last, fn, v);
}

KONT void *kont_resume(kont *k, void *v)
{
    return resume(k, false, NULL, v, "kont_resume");
}

KONT void *kont_resume_last(kont *k, void *v)
{
    return resume(k, true, NULL, v, "kont_resume_last");
}

KONT void *kont_resume_thunk(kont *k, kont_fn *fn, void *arg)
{
    return resume(k, false, fn, arg, "kont_resume_thunk");
}

KONT void *kont_resume_tail(kont *k, void *v)
{
    kont__ready("kont_resume_tail");
    kont__self.tail.fn = NULL;
    kont__self.tail.value = v;
    kont__self.tail.last = false;
    kont__self.tail.k = k;
    return NULL;
}

/* ---- call/cc, composable ----------------------------------------------------------------------------------------------------------------- */

/* SOURCE:  int error = 0;
 *          ...
 *          void *v = kont__capture_picture(k, p, &error);
 *          if (error != 0)
 *              kont__misuse(error, where, NULL);
 *          return v;
 * The address of `error` is taken: it lives in a box. */
struct copy_frame {
    kont__frame frame;
    int *error;
};

static KONT void *copy_again(const kont__frame *frame, void *v)
{
    const struct copy_frame *f = (const struct copy_frame *)frame;
    if (*f->error != 0)
        kont__misuse(*f->error, "kont_callcc_composable", NULL);
    return v;
}
static const kont__site copy_site = { copy_again, 0 };

KONT void *kont_callcc_composable(const kont_tag *tag, kont_handler *fn, void *arg)
{
    int *error = GC_MALLOC_ATOMIC(sizeof *error);
    kont__prompt *p = kont__need(tag, "kont_callcc_composable");
    kont *k = kont__k_new();
    if (k == NULL)
        kont__misuse(KONT_ERR_MEMORY, "kont_callcc_composable", NULL);
    k->fn = fn;
    k->arg = arg;
    void *v = kont__capture_picture(k, p, error);
    if (kont__capturing())
        return KONT__SAVE(struct copy_frame, &copy_site, error);
    if (*error != 0)
        kont__misuse(*error, "kont_callcc_composable", NULL);
    return v;
}

/* ---- call/ec --------------------------------------------------------------------------------------------------------------------------- */

const char kont__light_callec = 0;

struct escape_call {
    kont_handler *fn;
    kont *k;
    void *arg;
};

/* SOURCE:  void *v = c->fn(c->k, c->arg);
 *          kont__returned();
 *          return v; */
static KONT void *call_again(const kont__frame *f, void *v)
{
    (void)f;
    kont__returned();
    return v;
}
static const kont__site call_site = { call_again, 0 };

static KONT void *call_with_escape(void *call)
{
    const struct escape_call *c = call;
    void *v = c->fn(c->k, c->arg);
    if (kont__capturing())
        return kont__save_bare(&call_site);
    kont__returned();
    return v;
}

/* SOURCE:  struct escape_call call = { fn, k, arg };
 *          ...
 *          void *v = kont__light(d, call_with_escape, &call);
 *          if (kont__is_top(d))
 *              kont__pop(d);
 *          return v;
 * The struct's address is taken: it lives in a box. */
struct callec_frame {
    kont__frame frame;
    kont__dyn *d;
};

static KONT void *callec_again(const kont__frame *frame, void *v)
{
    kont__dyn *d = ((const struct callec_frame *)frame)->d;
    if (kont__is_top(d))
        kont__pop(d);
    return v;
}
static const kont__site callec_site = { callec_again, 0 };

KONT void *kont_callec(kont_handler *fn, void *arg)
{
    struct escape_call *call = GC_MALLOC(sizeof *call);
    kont__ready("kont_callec");
    kont *k = kont__k_new();
    if (k == NULL)
        kont__misuse(KONT_ERR_MEMORY, "kont_callec", NULL);
    *call = (struct escape_call){ fn, k, arg };
    kont__dyn *d = kont__push(KONT__LIGHT, &kont__light_callec, NULL, NULL, "kont_callec");
    k->shape = KONT__ESCAPE;
    k->escape = d;
    void *v = kont__light(d, call_with_escape, call);
    if (kont__capturing())
        return KONT__SAVE(struct callec_frame, &callec_site, d);
    if (kont__is_top(d))
        kont__pop(d);
    return v;
}
