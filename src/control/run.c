/* run.c: kont_run, and what belongs to the whole thread. */
#include <gc/gc.h>
#include <stdio.h>
#include <stdlib.h>

#include "control.h"

enum { RUN_STACK = 8 << 20 };

const char *kont_version(void)
{
    return KONT_VERSION;
}

const char *kont_machine(void)
{
    return kont__machine_name;
}

int kont__meet_thread(void)
{
    if (kont__has_shadow_stack())
        return KONT_ERR_SHADOW_STACK;
    return kont__is_second_copy() ? KONT_ERR_TWO_COPIES : kont__attach();
}

KONT void kont__ready_slowly(const char *where)
{
    int error = kont__self.here == NULL ? kont__meet_thread() : 0;
    if (error != 0)
        kont__report(error, where);
    if (kont__self.tail.k == NULL)
        return;
    kont__tail_take();
    kont__misuse(KONT_ERR_NOT_TAIL, where, "kont_resume_tail");
}

/* Outside of every prompt the thread is made known anew, for it may have left the collector and come back. */
static KONT void ready_to_run(void)
{
    bool outside = kont__self.here != NULL && kont__self.here->link == NULL;
    int error = outside ? kont__attach() : 0;
    if (error != 0)
        kont__report(error, "kont_run");
    kont__ready("kont_run");
}

KONT void *kont_run(kont_fn *fn, void *arg)
{
    ready_to_run();
    kont__poll_if_dropped();
    return kont__prompt_around(kont_default_tag, RUN_STACK, fn, arg, "kont_run");
}

kont *kont_pin(kont *k)
{
    if (k != NULL && k->pins++ == 0) {
        k->pin = GC_MALLOC_UNCOLLECTABLE(sizeof *k->pin);
        if (k->pin == NULL) {
            k->pins = 0;
            return NULL;
        }
        *k->pin = k;
    }
    return k;
}

void kont_unpin(kont *k)
{
    if (k == NULL || k->pins == 0 || --k->pins > 0)
        return;
    GC_FREE(k->pin);
    k->pin = NULL;
}
