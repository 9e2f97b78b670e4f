/* driver.c: running prompts, and the two ends of a capture. */
#include "driver.h"

#include <gc/gc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Thread_local struct kont__self kont__self;
_Thread_local struct kont__cps kont__cps;
struct kont__thread kont__machine;

const char kont__machine_name[] = "cps (trial)";
KONT_API const char kont_built_for_cps = 0;

int kont__attach(void)
{
    static kont__prompt root = { .state = KONT__RUNNING, .owner = 1 };
    if (kont__machine.next_id != 0)
        kont__not_in_trial("a second thread");
    GC_INIT();
    GC_add_roots(&kont__self, &kont__self + 1);         /* the collector does not look into thread-local storage */
    kont__machine.next_id = 1;
    kont__self.serial = root.owner;
    kont__self.running = (kont__prompt){ .owner = root.owner, .state = KONT__RUNNING }.status;
    kont__self.waiting = (kont__prompt){ .owner = root.owner, .state = KONT__SUSPENDED }.status;
    kont__self.machine = &kont__machine;
    kont__self.here = &root;
    return 0;
}

void kont__not_in_trial(const char *function)
{
    fflush(stdout);
    fprintf(stderr, "kont: not in the trial of src/cps: %s\n", function);
    abort();
}

/* ---- Saving ------------------------------------------------------------------------------------------------------------------------- */

/* The flag is down meanwhile: an allocation may run a finalizer, and that marked functions. */
void *kont__save(size_t size, const kont__frame *f)
{
    struct kont__cps cps = kont__cps;
    kont__cps.flag = false;
    kont__frame *saved = GC_MALLOC(size);
    if (saved == NULL)
        kont__not_in_trial("memory for a frame runs out");
    memcpy(saved, f, size);
    saved->next = *cps.tail;
    *cps.tail = saved;
    cps.tail = &saved->next;
    kont__cps = cps;
    return NULL;
}

KONT void *kont__begin(kont__prompt *to, kont__end *end, void *v)
{
    struct kont__thread *t = &kont__machine;
    kont__prompt *here = kont__self.here;
    t->to = to;
    t->saving = here;
    t->end = end;
    t->value = v;
    kont__cps = (struct kont__cps){ true, &here->sp };
    return NULL;
}

/* Whether the capture under way ends in driver d. If not, what is saved next belongs to the prompt that d was called from. */
static bool arrives(const struct kont__driver *d)
{
    struct kont__thread *t = &kont__machine;
    for (const kont__prompt *p = t->saving; p != d->stop; p = p->link)
        if (p == t->to)
            return true;
    if (t->saving != d->stop) {
        t->saving = d->stop;
        kont__cps.tail = &d->stop->sp;
    }
    return false;
}

static KONT void *end_capture(void)
{
    struct kont__thread *t = &kont__machine;
    void *v = t->value;
    kont__cps.flag = false;
    t->value = NULL;
    return t->end(t->to, v);
}

/* ---- Running ------------------------------------------------------------------------------------------------------------------------ */

struct value_frame {
    kont__frame frame;
    void *v;
};

static KONT void *defers_again(const kont__frame *f, void *unused)
{
    (void)unused;
    return ((const struct value_frame *)f)->v;
}
static const kont__site defers_site = { defers_again, 0 };

/* The defers of a prompt whose frames have all returned, the last of them v. Returns v. */
static KONT void *run_defers(void *v)
{
    kont__body_ends();
    if (kont__capturing())
        return KONT__SAVE(struct value_frame, &defers_site, v);
    return v;
}

/* One step of the innermost prompt: its next frame, or its end. */
static KONT void *step(kont__prompt *p, void *v)
{
    const kont__frame *f = p->sp;
    if (f != NULL) {
        p->sp = f->next;
        return f->site->again(f, v);
    }
    if (p->dyn != NULL)
        return run_defers(v);
    kont__self.here = p->link;
    kont__release(p);
    return v;
}

static KONT void *go_on(struct kont__driver *d)
{
    void *v = d->fn != NULL ? d->fn(d->value) : d->value;
    for (;;) {
        if (kont__capturing()) {
            if (!arrives(d))
                return NULL;
            v = end_capture();
        } else if (kont__self.here != d->stop) {
            v = step(kont__self.here, v);
        } else {
            return v;
        }
    }
}

KONT void *kont__drive(kont__prompt *stop, kont_fn *fn, void *v)
{
    struct kont__thread *t = &kont__machine;
    struct kont__driver d = { .outer = t->driver, .stop = stop, .light = t->light, .fn = fn, .value = v };
    t->driver = &d;
    _setjmp(d.landing);                                 /* whoever lands here has set d.fn and d.value */
    v = go_on(&d);
    t->driver = d.outer;
    return v;
}

/* ---- Landing ------------------------------------------------------------------------------------------------------------------------ */

struct kont__driver *kont__driver_of(const kont__prompt *p)
{
    struct kont__driver *d = kont__machine.driver;
    for (const kont__prompt *q = kont__self.here; ; q = q->link) {
        while (d != NULL && q == d->stop)
            d = d->outer;
        if (q == p)
            return d;
    }
}

void kont__release(kont__prompt *p)
{
    p->sp = NULL;
    if (p->object == p)
        p->state = KONT__DONE;
}

void kont__drop_to(kont__prompt *outer)
{
    while (kont__self.here != outer) {
        kont__prompt *p = kont__self.here;
        kont__self.here = p->link;
        kont__release(p);
    }
}

void kont__land(struct kont__driver *d, kont_fn *fn, void *v)
{
    d->fn = fn;
    d->value = v;
    kont__machine.driver = d;
    kont__machine.light = d->light;
    _longjmp(d->landing, 1);
}
