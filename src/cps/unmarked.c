#define _GNU_SOURCE
#include "unmarked.h"

#include <dlfcn.h>
#include <gc/gc.h>
#include <stdio.h>

/* What is not marked has used the C stack up. No limit is looked at meanwhile; who catches this sets it again. */
static KONT_NORETURN void overflow(const struct kont__function *f)
{
    kont__cps.limit = 0;
    kont_raise_error(KONT_ERR_OVERFLOW, f->name, NULL);
}

KONT_API void kont__unmarked_begin(struct kont__unmarked *u, const struct kont__function *f)
{
    struct kont__thread *t = kont__thread();
    u->function = f;
    u->prompt = kont__self.here;
    u->outer = NULL;
    if (u->prompt == NULL)
        return;                                         /* the thread is not known yet: nothing can be captured */
    u->outer = t->unmarked;
    u->driver = t->driver;
    u->base = u->prompt->sp;
    u->was_slow = u->prompt->flags & KONT__SLOW;
    u->prompt->flags |= KONT__SLOW;
    t->unmarked = u;
    if (kont__sp() < t->hard_limit && kont__cps.limit != 0)
        overflow(f);
}

static void leave(struct kont__unmarked *u)
{
    kont__thread()->unmarked = u->outer;
    if (!u->was_slow)
        u->prompt->flags &= (uint8_t)~KONT__SLOW;
}

KONT_API void kont__unmarked_leave(struct kont__unmarked *u)
{
    if (u->prompt != NULL)
        leave(u);
}

void kont__unmarked_leave_to(struct kont__unmarked *u)
{
    struct kont__thread *t = kont__thread();
    while (t->unmarked != u)
        leave(t->unmarked);
}

/* Only a LOW capture comes here. */
KONT_API void *kont__unmarked_go_on(struct kont__unmarked *u)
{
    kont__prompt *stop = u->prompt != NULL ? u->prompt : &kont__thread()->root;
    kont__cps.flag = 0;
    return kont__drive(stop, u->prompt != NULL ? u->base : NULL, NULL, NULL);
}

/* The frame that is not marked: by its name, where it has a symbol at run time, and by what it called. */
static const char *describe(const struct kont__unmarked *u)
{
    Dl_info info;
    char text[256];
    bool known = u->caller != NULL && dladdr(u->caller, &info) != 0 && info.dli_sname != NULL;
    int length = snprintf(text, sizeof text, known ? "%s, which called %s" : "%s caller of %s", known ? info.dli_sname : "the", u->function->name);
    char *copy = GC_MALLOC_ATOMIC((size_t)length + 1);
    return copy != NULL ? __builtin_strcpy(copy, text) : u->function->name;
}

const char *kont__find_unmarked(kont__prompt *to)
{
    const struct kont__unmarked *u = kont__thread()->unmarked;
    for (const kont__prompt *p = kont__self.here; u != NULL; p = p->link) {
        if (p == u->prompt)
            return describe(u);
        if (p == to)
            return NULL;
    }
    return NULL;
}
